"""Secrets that are known by where they stand: in a field named `password`, after `Bearer`, in a URL before the host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..secret_names import is_secret_field, is_secret_header

PLACEHOLDER = re.compile(r"(?:\$[A-Z][A-Z0-9_]*|\[?\*+\]?|[.…•]+)")

_PAIR = re.compile(
    r"""(?<![\w])(?P<quote>\\*["'])?(?P<name>[A-Za-z_][\w.\-\[\]%$]{1,80}?)(?(quote)\\*["'])"""
    r"""(?P<space>\s*)(?P<mark>=>|[:=])\s*"""
    r"""(?:"(?P<double>(?:[^"\\]|\\.)*)|\\+"(?P<escaped>(?:(?!\\*").)*)|'(?P<single>(?:[^'\\]|\\.)*)"""
    r"""|(?P<number>-?\d[\d.]*)(?=[\s,}\]]|$)|(?P<word>[^\s&;,"'<>(){}\[\]\\]+))""",
    re.DOTALL,
)
_ELEMENT = re.compile(r"<(?:[\w.-]+:)?(?P<name>[\w.-]+)(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[)?(?P<value>[^<>\]]+)")
_USERINFO = re.compile(r"://(?P<value>[^/\s@\"'<>?#\\]+)@")
_SCHEME = re.compile(r"(?i)\b(?P<scheme>bearer|basic)\s+(?P<value>[A-Za-z0-9._~+/-]{8,}=*)(?![\w]*=)")
_LINE = re.compile(r"(?m)^[<>*| \t]*(?P<name>[A-Za-z][\w-]*):[ \t]*(?P<value>\S+)[ \t]*$")
_JWT = re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?")
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?P<value>.*?)(?:-----END|\Z)", re.DOTALL)
_STEMS = (
    "token", "secret", "pass", "key", "cred", "auth", "assert", "session", "signature", "cookie", "jwt", "verifier",
    "code", "otp", "pin", "pwd", "sid", "sig", "bearer",
)  # fmt: skip
_WORDS = frozenset({"null", "none", "nil", "true", "false"})
_LONG_CODE = 10
_LONG_ENOUGH = 8
_LONG = 20
SCHEME_NAMES = {"bearer": "ACCESS_TOKEN", "basic": "BASIC_CREDENTIALS"}


@dataclass(frozen=True)
class Finding:
    """A secret by its place.

    Attributes:
        start, end: where it stands in the text.
        name: what to call it.
        value: the text there.
    """

    start: int
    end: int
    name: str
    value: str


def findings(text: str) -> Iterator[Finding]:
    """Give the secrets that the structure of a text shows: pairs, XML elements, URLs, credentials, tokens, keys."""
    if "://" in text:
        yield from _found(_USERINFO, text, "URL_CREDENTIALS")
    if "eyJ" in text:
        yield from _found(_JWT, text, "JWT")
    if "PRIVATE KEY-----" in text:
        yield from _found(_PRIVATE_KEY, text, "PRIVATE_KEY")
    lower = text.lower()
    if any(stem in lower for stem in _STEMS):
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
    if len(value) < _LONG_ENOUGH or any(c.isspace() for c in value):
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
    for found in _PAIR.finditer(text):
        kind = found.lastgroup or ""
        value = found[kind]
        if value and _counts(found, kind, value):
            yield Finding(*found.span(kind), found["name"], value)


def _counts(found: re.Match[str], kind: str, value: str) -> bool:
    """Tell whether a pair's value is a secret."""
    if kind in ("word", "number") and found["mark"] != "=" and not (kind == "number" and found["quote"]):
        return False
    if kind == "word" and (found["space"] or value[0] in "@$<{…" or value.lower() in _WORDS):
        return False
    if _is_mask(value):
        return False
    name = found["name"].rpartition("%5B")[2] if "%5B" in found["name"] else found["name"]
    if name.lower() == "code":
        return is_code(value)
    if kind == "number" and "token" in name.lower():
        return False
    return is_secret_field(name)


def _elements(text: str) -> Iterator[Finding]:
    for found in _ELEMENT.finditer(text):
        value = found["value"]
        if is_secret_field(found["name"]) and value.strip() and not _is_mask(value.strip()):
            yield Finding(*found.span("value"), found["name"], value)


def _is_mask(value: str) -> bool:
    return bool(PLACEHOLDER.fullmatch(value))
