"""All the ways one secret can be written: escaped, percent-encoded, in base64, in hex."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote, quote_plus

_RUNS = re.compile(r"[A-Za-z0-9]+")
_CONTROL_LETTERS = {
    "\n": "n",
    "\t": "t",
    "\r": "r",
    "\b": "b",
    "\f": "f",
    "\a": "a",
    "\v": "v",
    "\x1b": "e",
    "\0": "0",
}
_HTML_NAMES = {'"': "quot", "&": "amp", "<": "lt", ">": "gt", "'": "(?:apos|#39)", "\xa0": "nbsp"}
_BASE64 = "[A-Za-z0-9+/_-]"
_SLASHES = r"\\{1,9}"
_AMPERSAND = "&(?:amp;){0,9}"
_WRAP = r"(?:\r?\n[ \t]{0,99}|(?:\\{1,9}r)?\\{1,9}n|(?:%0[dD])?%0[aA])?"
_CHUNK = 20
_SHORT = 8


@dataclass
class Variant:
    """A pattern that finds a secret in some encodings.

    Attributes:
        needles: one of these texts stands wherever the pattern matches; an empty one always does.
        source: the pattern that finds the whole; it is compiled when a needle is met, which is rare and costs
            more than all else.
        mark: a text that stands there, too, and is looked for first.
    """

    needles: tuple[str, ...]
    source: str
    mark: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.source)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give start and end of each occurrence, of those that overlap each one."""
        if self.mark not in text or not any(needle in text for needle in self.needles):
            return
        found = self.pattern.search(text)
        while found:
            yield found.span()
            found = self.pattern.search(text, found.start() + 1)


def variants_of(secret: str) -> list[Variant]:
    """Give what finds a secret in every usual encoding.

    These are: raw; percent-encoded, also repeatedly, whatever is left bare; escaped as in JSON, HTML, XML, Python and
    Ruby; base64 of it, plain or escaped as in URL and JSON, at any place of a longer text, with either alphabet, with
    or without line breaks; hex.
    """
    made = [Variant((_longest_run(secret),), "".join(map(_flexible, secret)))]
    made += [_fully_escaped(secret, *form) for form in _FULL_FORMS]
    data = secret.encode("utf-8", "surrogatepass")
    made.append(Variant((data.hex(), data.hex().upper()), _any_case(data.hex())))
    escapes = (quote_plus, _quote_all, _in_json, _in_ascii_json)
    for source in {data, *(_escaped(secret, escape) for escape in escapes)}:
        made += [_base64(source, offset) for offset in range(3)]
    if "\n" in secret.strip():
        made += [Variant((line,), re.escape(line)) for line in _long_lines(secret)]
    return made


def _quote_all(text: str) -> str:
    return quote(text, safe="")


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _in_ascii_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _escaped(secret: str, escape: Callable[[str], str]) -> bytes:
    try:
        return escape(secret).encode()
    except UnicodeEncodeError:
        return secret.encode("utf-8", "surrogatepass")


def _longest_run(text: str) -> str:
    return max(_RUNS.findall(text), key=len, default="")


def _long_lines(secret: str) -> list[str]:
    """Give the lines of a secret of many, such as a private key, that are secret by themselves."""
    lines = (line.strip() for line in secret.splitlines())
    return [line for line in lines if len(line) >= 2 * _SHORT and not line.startswith("-----")]


def _any_case(hex_digits: str) -> str:
    return "".join(c if c.isdigit() else f"[{c.lower()}{c.upper()}]" for c in hex_digits)


@lru_cache(maxsize=1024)
def _flexible(char: str) -> str:
    """Give a pattern for one character in any of its escaped forms; letters and digits stay as they are."""
    if char.isascii() and char.isalnum():
        return char
    code = ord(char)
    forms = [
        _SLASHES if char == "\\" else rf"\\{{0,9}}{re.escape(char)}",
        *(form[0](char) for form in _FULL_FORMS),
        rf"{_SLASHES}u\{{0{{0,9}}{_any_case(f'{code:x}')}\}}",
        rf"{_SLASHES}U{_any_case(f'{code:08x}')}",
    ]
    if code < 256:
        forms.append(rf"{_SLASHES}x{_any_case(f'{code:02x}')}")
    if char == " ":
        forms.append(r"\+")
    if char == "\n":
        forms.append(r"\r?\n[ \t]{0,99}")
    if char in _CONTROL_LETTERS:
        forms.append(_SLASHES + _CONTROL_LETTERS[char])
    if char in _HTML_NAMES:
        forms.append(f"{_AMPERSAND}{_HTML_NAMES[char]};")
    elif code > 127:
        forms += _html_name(code)
    return f"(?:{'|'.join(dict.fromkeys(forms))})"


def _html_name(code: int) -> list[str]:
    from html.entities import codepoint2name

    return [f"{_AMPERSAND}{codepoint2name[code]};"] if code in codepoint2name else []


def _utf8(char: str) -> list[str]:
    return [f"{byte:02x}" for byte in char.encode("utf-8", "surrogatepass")]


def _utf16(char: str) -> list[str]:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return [units[i : i + 4] for i in range(0, len(units), 4)]


def _percent(char: str) -> str:
    return "".join(f"%(?:25){{0,9}}{_any_case(digits)}" for digits in _utf8(char))


def _unicode_escape(char: str) -> str:
    return "".join(f"{_SLASHES}u{_any_case(digits)}" for digits in _utf16(char))


def _byte_escape(char: str) -> str:
    return "".join(f"{_SLASHES}x{_any_case(digits)}" for digits in _utf8(char))


def _numeric_entity(char: str) -> str:
    return f"{_AMPERSAND}#(?:0{{0,9}}{ord(char)}|[xX]0{{0,9}}{_any_case(f'{ord(char):x}')});"


_FULL_FORMS: tuple[tuple[Callable[[str], str], Callable[[str], list[str]], str], ...] = (
    (_percent, lambda char: [mark + _utf8(char)[0] for mark in ("%", "25")], "%"),
    (_unicode_escape, lambda char: ["u" + _utf16(char)[0]], "\\"),
    (_byte_escape, lambda char: ["x" + _utf8(char)[0]], "\\"),
    (_numeric_entity, lambda char: [f"#{ord(char)};", f"0{ord(char)};", f"x{ord(char):x};", f"0{ord(char):x};"], "&"),
)
"""How a character can be escaped: the pattern, needles of it with hex digits in lower case, and its mark."""


def _fully_escaped(
    secret: str, escape: Callable[[str], str], needles: Callable[[str], list[str]], mark: str
) -> Variant:
    """Find a secret of which every character is escaped, letters too."""
    lower = needles(secret[0])
    upper = [cased for needle in lower for cased in (needle[0] + needle[1:].upper(), needle.upper())]
    return Variant(tuple(dict.fromkeys(lower + upper)), "".join(map(escape, secret)), mark)


def _base64(data: bytes, offset: int) -> Variant:
    """Find the base64 of data that begins at an offset (0 to 2) of a group of three bytes.

    The characters at both ends that hold bits of what stands beside it are covered too.
    """
    encoded = b64encode(b"\0" * offset + data).decode()
    core = encoded[(offset * 8 + 5) // 6 : (offset + len(data)) * 8 // 6]
    joint = _WRAP if len(core) >= _SHORT else ""
    left = f"{_BASE64}?{joint}" if offset else ""
    right = f"(?:{joint}{_BASE64})?={{0,2}}" if (offset + len(data)) % 3 else ""
    return Variant(_needles(core), left + joint.join(map(_base64_char, core)) + right)


@lru_cache(maxsize=64)
def _base64_char(char: str) -> str:
    other = {"+": "-", "/": "_"}.get(char)
    return f"(?:{_flexible(char)}|{other})" if other else char


def _needles(core: str) -> tuple[str, ...]:
    """Give pieces of base64 of which one is whole although line breaks stand in it (every 60 characters or more)."""
    size = len(core) if len(core) < _SHORT else min(_CHUNK, -(-len(core) // 2))
    chunks = [core[i : i + size] for i in range(0, len(core), size)]
    return tuple(dict.fromkeys(_longest_run(chunk) for chunk in chunks))
