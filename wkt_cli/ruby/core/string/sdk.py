"""The SDK's other String methods: labelize, quote, split_strip_compact, is_int?, strip_tags, transliterate, …"""

from __future__ import annotations

import re
from html import escape as html_escape
from typing import Any

from ...registry import NIL, method
from ...values import Proc
from .. import inflect
from ..object import to_s
from ..regexp import Regexp
from .base import text, text_method
from .split import parts

ACRONYMS = re.compile(r"\A(?:id|url)\Z", re.IGNORECASE)


@text_method("quote")
def quote(self: str, block: Proc | None) -> str:
    """Single quotes doubled, as SQL wants it."""
    return self.replace("'", "''")


@text_method("split_strip_compact")
def split_strip_compact(self: str, block: Proc | None, *args: Any) -> list[str]:
    """The parts of `split`, stripped, without the empty ones."""
    return [part for part in (p.strip("\t\n\v\f\r \0") for p in parts(self, args)) if part]


@text_method("is_int?")
def is_int(self: str, block: Proc | None) -> bool:
    """Whether the text is digits only."""
    return re.fullmatch(r"[0-9]+", self) is not None


@text_method("is_number?")
def is_number(self: str, block: Proc | None) -> bool:
    """Whether a line of the text is a number."""
    return re.search(r"^\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*$", self, re.MULTILINE | re.ASCII) is not None


@method(NIL, "is_int?", "is_number?")
def nil_is_number(self: None, block: Proc | None) -> bool:
    """nil is none."""
    return False


@text_method("labelize")
def labelize(self: str, block: Proc | None, *acronyms: Any) -> str:
    """`first_name` or `firstName` to `First name`; `id`, `url` and what the patterns name in capitals."""
    words = spaced(self).split()
    shown = [label_word(word, acronyms) for word in words]
    if shown and shown[0][:1].islower():
        shown[0] = shown[0][:1].upper() + shown[0][1:]
    return " ".join(shown)


def spaced(value: str) -> str:
    """Words of a name, apart."""
    value = value.replace("_", " ")
    value = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", value)
    value = re.sub(r"([a-z\d])([A-Z])", r"\1 \2", value)
    return re.sub(r"([A-Za-z])(\d)", r"\1 \2", value)


def label_word(word: str, acronyms: tuple[Any, ...]) -> str:
    """One word of a label."""
    if ACRONYMS.match(word) or any(named(pattern, word) for pattern in acronyms):
        return word.upper()
    return word if re.search(r"[A-Z]{2}", word) or word.isupper() and len(word) > 1 else word.lower()


def named(pattern: Any, word: str) -> bool:
    """Whether an acronym argument means the word."""
    if isinstance(pattern, Regexp):
        return pattern.search(word) is not None
    return to_s(pattern).lower() == word.lower()


@text_method("transliterate")
def transliterate(self: str, block: Proc | None, replacement: Any = "?") -> str:
    """The text in ASCII."""
    return inflect.transliterate(self, text(replacement))


@text_method("strip_tags")
def strip_tags(self: str, block: Proc | None) -> str:
    """The text without markup; what would be markup is escaped."""
    if "<" not in self and "&" not in self:
        return self
    from lxml import html

    cleaned = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", "", re.sub(r"(?s)<!--.*?-->", "", self))
    cleaned = re.sub(r"<(?![a-zA-Z/!?])", "&lt;", cleaned)
    if not cleaned.strip():
        return cleaned
    found = html.fromstring(f"<div>{cleaned}</div>").text_content()
    return html_escape(found, quote=False)


@text_method("to_param")
def to_param(self: str, block: Proc | None) -> str:
    """ActiveSupport's `to_param`."""
    return self


