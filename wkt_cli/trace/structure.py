"""Secrets that are known by where they stand: in a field named `password`, after `Bearer`, in a URL before the host."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import unquote_plus

from ..patterns import lazy_pattern
from ..secret_names import is_secret_field, is_secret_header

PLACEHOLDER = lazy_pattern(r"(?:\$[A-Z][A-Z0-9_]*|\[?\*+\]?|[.…•]+)")

_KEY = lazy_pattern(
    r"""(?<![\w.%])(?<!\w-)(?P<quote>\\*["'])?(?P<name>[A-Za-z_][\w.\-\[\]%$]{1,80}+)(?(quote)\\*["'])"""
    r"""(?P<mark>\s{0,99}(?:=>|[:=]))"""
)
_QUOTED = (
    r"""\s{0,99}(?:"(?P<double>(?:[^"\\]|\\.)*)|\\+"(?P<escaped>(?:(?!\\*").)*)|'(?P<single>(?:[^'\\]|\\.)*)"""
    r"""|(?P<number>-?\d[\d.]*)(?=[\s,}\]]|$)"""
)
_VALUE = lazy_pattern(_QUOTED + ")", re.DOTALL)
_FORM_VALUE = lazy_pattern(_QUOTED + r"""|(?P<word>[^\s&;,"'<>(){}\[\]\\]+))""", re.DOTALL)
_ELEMENT = lazy_pattern(r"<(?:[\w.-]+:)?(?P<name>[\w.-]+)(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[)?(?P<value>[^<>\]]+)")
_USERINFO = lazy_pattern(r"://(?P<value>[^/\s@\"'<>?#\\]+)@")
_SCHEME = lazy_pattern(r"(?i)\b(?P<scheme>bearer|basic)\s+(?P<value>[A-Za-z0-9._~+/-]{8,}=*)(?![\w]*=)")
_LINE = lazy_pattern(r"(?m)^[<>*| \t]*(?P<name>[A-Za-z][\w-]*):[ \t]*(?P<value>\S+)[ \t]*$")
_JWT = lazy_pattern(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?")
_PRIVATE_KEY = lazy_pattern(r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?P<value>.*?)(?:-----END|\Z)", re.DOTALL)
_MARKS = lazy_pattern(r"[\s:=<]|eyJ")
"""One of these stands in everything that is found: after names, in URLs, elements and credentials; or a JWT begins."""
_STEMS = (
    "token", "secret", "pass", "key", "cred", "auth", "assert", "session", "cookie", "jwt", "verifi", "code", "otp",
    "pin", "pwd", "sid", "sig", "bearer", "basic",
)  # fmt: skip
"""One of these stands in every name of a secret, and in every scheme of credentials."""
_WORDS = frozenset({"null", "none", "nil", "true", "false", "-"})
_LONG_CODE = 10
_LONG_ENOUGH = 8
_LONG = 20
_LONGEST = 8192
SCHEME_NAMES = {"bearer": "ACCESS_TOKEN", "basic": "BASIC_CREDENTIALS"}


class Finding(NamedTuple):
    """A secret by its place.

    Attributes:
        start, end: where it stands in the text.
        name: what to call it.
        value: what is written there, escapes undone.
    """

    start: int
    end: int
    name: str
    value: str


def may_show(text: str) -> bool:
    """Tell, at little cost, whether `findings` could find anything; a part of the text shows no more than the whole.

    >>> may_show('{"access_token": "x"}'), may_show('{"name": "Ana"}')
    (True, False)
    """
    if not _MARKS.search(text):
        return False
    if "eyJ" in text or ("@" in text and ("://" in text or ":\\/\\/" in text)):
        return True
    return _has_stem(text)


def _has_stem(text: str) -> bool:
    lower = text.lower()
    for stem in _STEMS:  # noqa: SIM110 - three times as fast as any()
        if stem in lower:
            return True
    return False


def findings(text: str) -> Iterator[Finding]:
    """Give the secrets that the structure of a text shows: pairs, XML elements, URLs, credentials, tokens, keys."""
    if "://" in text and "@" in text:
        yield from _found(_USERINFO, text, "URL_CREDENTIALS")
    if "eyJ" in text:
        yield from _found(_JWT, text, "JWT")
    if "PRIVATE KEY-----" in text:
        yield from _found(_PRIVATE_KEY, text, "PRIVATE_KEY")
    if _has_stem(text):
        yield from _schemes(text)
        yield from _lines(text)
        yield from _pairs(text)
        if "<" in text:
            yield from _elements(text)


def looks_random(value: str) -> bool:
    """Tell whether a value looks made by a machine, and so is masked wherever else it is seen.

    >>> looks_random("can't be blank"), looks_random("required"), looks_random("a1B2c3d4")
    (False, False, True)
    """
    if not _LONG_ENOUGH <= len(value) <= _LONGEST or any(c.isspace() for c in value):
        return False
    letters = value.strip("0123456789")
    mixed = value != value.lower() and value != value.upper() and not value.istitle()
    return letters != value or any(c.isdigit() for c in value) or mixed or len(value) >= _LONG


def is_code(value: str) -> bool:
    """Tell whether the value of a field `code` is an authorization code, not that of an error or a country."""
    return len(value) >= _LONG_CODE and looks_random(value) and any(c.isdigit() for c in value)


def _found(pattern: re.Pattern[str], text: str, name: str) -> Iterator[Finding]:
    for found in pattern.finditer(text):
        group = "value" if "value" in pattern.groupindex else 0
        if found[group].strip() and not _is_mask(found[group].strip()):
            yield Finding(found.start(group), found.end(group), name, found[group])


def _schemes(text: str) -> Iterator[Finding]:
    for found in _SCHEME.finditer(text):
        if looks_random(found["value"]):
            yield Finding(*found.span("value"), SCHEME_NAMES[found["scheme"].lower()], found["value"])


def _lines(text: str) -> Iterator[Finding]:
    """Find header lines in a text; a plain word after a name is none."""
    for found in _LINE.finditer(text):
        if is_secret_header(found["name"]) and looks_random(found["value"]) and not _is_mask(found["value"]):
            yield Finding(*found.span("value"), found["name"], found["value"])


def _pairs(text: str) -> Iterator[Finding]:
    """Find values after names: in JSON, also inside a JSON string, in hashes of Ruby and Python, forms and queries."""
    key = _KEY.search(text)
    while key:
        end = key.end()
        if _names_secret(key["name"]):
            value = (_FORM_VALUE if key["mark"] == "=" else _VALUE).match(text, end)
            if value:
                end = value.end()
                yield from _pair(key, value)
        key = _KEY.search(text, end)


def _names_secret(name: str) -> bool:
    return is_secret_field(_inner(name)) or name.lower() == "code"


def _inner(name: str) -> str:
    """Give the part of a name that says what it is: ``password`` of ``user%5Bpassword%5D``."""
    return name.rpartition("%5B")[2].removesuffix("%5D") if "%5B" in name else name


def _pair(key: re.Match[str], value: re.Match[str]) -> Iterator[Finding]:
    kind = value.lastgroup or ""
    written = value[kind]
    name = _inner(key["name"])
    counts = {
        "word": written[:1] not in "@$<{…=" and written.lower() not in _WORDS,
        "number": (key["mark"] == "=" or bool(key["quote"])) and "token" not in name.lower(),
    }
    if not written or _is_mask(written) or not counts.get(kind, True):
        return
    content = _content(kind, written)
    if name.lower() != "code" or is_code(content):
        yield Finding(*value.span(kind), name, content)


def _content(kind: str, written: str) -> str:
    """Undo the escapes of a value."""
    if kind == "word" and "%" in written:
        return unquote_plus(written)
    if kind == "double" and "\\" in written:
        with suppress(ValueError):
            return str(json.loads(f'"{written}"'))
    return written


def _elements(text: str) -> Iterator[Finding]:
    from html import unescape

    for found in _ELEMENT.finditer(text):
        value = found["value"]
        if is_secret_field(found["name"]) and value.strip() and not _is_mask(value.strip()):
            content = unescape(value) if "&" in value else value
            yield Finding(*found.span("value"), found["name"], content)


def _is_mask(value: str) -> bool:
    return bool(PLACEHOLDER.fullmatch(value))
