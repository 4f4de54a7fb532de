"""How a String is shown: inspect, dump, undump, to_s, to_sym, and small facts about it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from ...code_points import of_hexadecimal
from ...errors import RuntimeError_
from ...values import Binary, Proc, RString, Symbol
from .base import binary_method, codec, from_bytes, is_valid, text_method, value_method

_NAMED = {
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\f": "\\f",
    "\v": "\\v",
    "\a": "\\a",
    "\b": "\\b",
    "\x1b": "\\e",
    '"': '\\"',
    "\\": "\\\\",
}
_HASH = re.compile(r"#(?=[{$@])")
_INVISIBLE = ("Cn", "Cc", "Zl", "Zp")


def shown_char(char: str) -> str:
    """One character as `inspect` shows it."""
    named = _NAMED.get(char)
    if named:
        return named
    if char == "\x85" or unicodedata.category(char) not in _INVISIBLE:
        return char
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\u{{{ord(char):X}}}"


def quoted(value: str) -> str:
    """A text as `inspect` shows it."""
    if not (value.isprintable() and '"' not in value and "\\" not in value):
        value = "".join(map(shown_char, value))
    return f'"{_HASH.sub(chr(92) + "#", value)}"' if "#" in value else f'"{value}"'


@text_method("inspect")
def inspect_(self: str, block: Proc | None) -> str:
    """Ruby's `inspect`."""
    return quoted(self)


def shown_bytes(data: bytes) -> str:
    """Bytes as `inspect` shows them: ASCII as it is, all else as hexadecimal."""
    out = []
    for byte in data:
        char = chr(byte)
        named = _NAMED.get(char)
        out.append(named or (char if 32 <= byte < 127 else f"\\x{byte:02X}"))
    return _HASH.sub(r"\\#", "".join(out))


@binary_method("inspect")
def inspect_binary(self: Binary, block: Proc | None) -> str:
    """Ruby's `inspect` of binary or invalid text: what is a character is shown as one."""
    if self.encoding in ("ASCII-8BIT", "US-ASCII"):
        return f'"{shown_bytes(self.data)}"'
    pieces = self.data.decode(codec(self.encoding), "surrogateescape")
    if not self.encoding.startswith("UTF"):
        return f'"{shown_bytes(self.data)}"'
    out = [f"\\x{ord(c) - 0xDC00:02X}" if 0xDC80 <= ord(c) <= 0xDCFF else shown_char(c) for c in pieces]
    return '"' + _HASH.sub(r"\\#", "".join(out)) + '"'


@value_method("dump")
def dump(self: Any, block: Proc | None) -> str:
    """Ruby's `dump`: ASCII only."""
    if isinstance(self, Binary) and self.encoding != "UTF-8":
        return f'"{shown_bytes(self.data)}"'
    value = self.data.decode("utf-8", "surrogateescape") if isinstance(self, Binary) else str(self)
    return f'"{_HASH.sub(chr(92) * 2 + "#", "".join(map(dumped_char, value)))}"'


def dumped_char(char: str) -> str:
    """One character as `dump` writes it."""
    code = ord(char)
    if char in _NAMED:
        return _NAMED[char]
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02X}"
    if code < 128:
        return char if 32 <= code < 127 else f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\u{{{code:X}}}"


_UNDUMP = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|u\{([0-9a-fA-F ]+)\}|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_BACK = {shown[1]: char for char, shown in _NAMED.items()}


@text_method("undump")
def undump(self: str, block: Proc | None) -> str | Binary:
    """Ruby's `undump`."""
    if not self.isascii():
        raise RuntimeError_("non-ASCII character detected")
    if "\0" in self:
        raise RuntimeError_("string contains null byte")
    if len(self) < 2 or self[0] != '"':
        raise RuntimeError_(
            'invalid dumped string; not wrapped with \'"\' nor \'"...".force_encoding("...")\' form'
        )
    if self[-1] != '"':
        raise RuntimeError_("unterminated dumped string")
    if re.search(r"\\u", self) and re.search(r"\\x", self):
        raise RuntimeError_("hex escape and Unicode escape are mixed")
    out = bytearray()
    at = 1
    for found in _UNDUMP.finditer(self, 1, len(self) - 1):
        out += self[at : found.start()].encode() + undumped(found)
        at = found.end()
    return from_bytes(bytes(out + self[at:-1].encode()))


def undumped(found: re.Match[str]) -> bytes:
    """The bytes of one escape."""
    if found[1]:
        return bytes([int(found[1], 16)])
    if found[2] or found[3]:
        try:
            return of_hexadecimal(found[2] or found[3]).encode()
        except ValueError as error:
            raise RuntimeError_(str(error)) from None
    return _BACK.get(found[4], found[4]).encode()


@value_method("to_s", "to_str")
def to_s(self: Any, block: Proc | None) -> Any:
    """Ruby's `to_s`: itself."""
    return self


@text_method("to_sym", "intern")
def to_sym(self: str, block: Proc | None) -> Symbol:
    """Ruby's `to_sym`."""
    return Symbol(self)


@text_method("empty?")
def is_empty(self: str, block: Proc | None) -> bool:
    """Ruby's `empty?`."""
    return not self


@text_method("ascii_only?")
def is_ascii_only(self: str, block: Proc | None) -> bool:
    """Ruby's `ascii_only?`."""
    return self.isascii()


@binary_method("ascii_only?")
def is_binary_ascii_only(self: Binary, block: Proc | None) -> bool:
    """Ruby's `ascii_only?` of binary text."""
    return self.data.isascii() and not self.encoding.startswith(("UTF-16", "UTF-32"))


@value_method("valid_encoding?")
def is_valid_encoding(self: Any, block: Proc | None) -> bool:
    """Ruby's `valid_encoding?`."""
    return is_valid(self)


@text_method("bytesize")
def bytesize(self: str, block: Proc | None) -> int:
    """Ruby's `bytesize`."""
    return len(self) if self.isascii() else len(self.encode("utf-8", "surrogateescape"))


@binary_method("bytesize")
def binary_bytesize(self: Binary, block: Proc | None) -> int:
    """Ruby's `bytesize` of binary text."""
    return len(self.data)


@value_method("hash")
def hash_(self: Any, block: Proc | None) -> int:
    """Ruby's `hash`."""
    return hash(self)


@value_method("dup")
def dup(self: Any, block: Proc | None) -> Any:
    """Ruby's `dup`: a copy that can change; of a plain `str` the compiler makes that where it is needed."""
    if isinstance(self, Binary):
        return type(self)(self.data, self.encoding)
    return self if type(self) is str else RString(self.text)


@value_method("+@")
def plus(self: Any, block: Proc | None) -> Any:
    """Ruby's `+@`: itself, or a copy of what is frozen."""
    return dup(self, None) if type(self) is not str and self.frozen else self
