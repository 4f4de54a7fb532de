"""The SDK's other String methods: labelize, quote, split_strip_compact, is_int?, strip_tags, …"""

from __future__ import annotations

import re
from typing import Any

from ...errors import RubyError
from ...registry import NIL, functions, method, send
from ...values import Proc
from .. import inflect
from ..object import truthy
from ..regexp import Regexp
from .active import is_blank
from .base import text, text_method
from .case import lower, strip
from .split import parts

ACRONYMS = (Regexp("^id$", 1), Regexp("^ur[il]$", 1))


@text_method("quote")
def quote(self: str, block: Proc | None) -> str:
    """Single quotes doubled, as SQL wants it."""
    return self.replace("'", "''")


@text_method("split_strip_compact")
def split_strip_compact(self: str, block: Proc | None, pattern: Any, limit: Any = 0) -> list[str]:
    """The parts of `split`, stripped, without the blank ones."""
    found = (strip(part, None) for part in parts(self, (pattern, limit)))
    return [part for part in found if not is_blank(part, None)]


@text_method("is_int?")
def is_int(self: str, block: Proc | None) -> bool:
    """Whether the text is digits only."""
    return self.isascii() and self.isdigit()


@text_method("is_number?")
def is_number(self: str, block: Proc | None) -> bool:
    """Whether a line of the text is digits only, or all of it what `Float()` takes."""
    if is_blank(self, None):
        return False
    if re.search(r"^[0-9]+$", self, re.MULTILINE):
        return True
    try:
        functions["Float"](None, None, self)
    except RubyError:
        return False
    return True


@method(NIL, "is_int?", "is_number?")
def nil_is_number(self: None, block: Proc | None) -> bool:
    """Nil is none."""
    return False


@text_method("labelize")
def labelize(self: str, block: Proc | None, *acronyms: Any) -> str:
    """`first_name` or `firstName` to `First name`; `id`, `url` and what the patterns match in capitals."""
    patterns = [*ACRONYMS, *acronyms]
    words = [word for word in words_of(self) if not is_blank(word, None)]
    return " ".join(label_word(at, word, patterns) for at, word in enumerate(words))


def words_of(name: str) -> list[str]:
    """The words of a name: apart by underscores, at digits and where capitals begin or end."""
    words = [""]
    for at, char in enumerate(name):
        if char == "_":
            words.append("")
            continue
        if begins_word(name, at):
            words.append("")
        words[-1] += char
    return words


def begins_word(name: str, at: int) -> bool:
    """Whether a word begins there: at digits, behind them, at capitals and at the last of several."""
    before, char = name[at - 1 : at] if at else "", name[at]
    if is_digit(char) != is_digit(before):
        return True
    if not is_capital(char):
        return False
    if not is_capital(before):
        return True
    after = name[at + 1 : at + 2]
    return bool(after) and not is_capital(after) and not is_digit(after) and after != "_"


def is_digit(char: str) -> bool:
    """An ASCII digit."""
    return "0" <= char <= "9"


def is_capital(char: str) -> bool:
    """An ASCII capital letter."""
    return "A" <= char <= "Z"


def label_word(at: int, word: str, patterns: list[Any]) -> str:
    """One word of a label."""
    if re.search(r"^[A-Z]+$", word, re.MULTILINE):
        return word
    if any(truthy(send(pattern, "=~", word)) for pattern in patterns):
        return word.upper()
    return lower(word) if at else inflect.humanize(word)


@text_method("transliterate")
def transliterate(self: str, block: Proc | None, replacement: Any = "?") -> str:
    """The text in ASCII."""
    return inflect.transliterate(self, text(replacement))


@text_method("strip_tags")
def strip_tags(self: str, block: Proc | None) -> str:
    """The text without markup; what would be markup is escaped."""
    if "<" not in self and "&" not in self:
        return self
    from html import escape

    from lxml.html import fragment_fromstring

    fragment = fragment_fromstring(re.sub(r"<(?![a-zA-Z/!?])", "&lt;", self), create_parent="div")
    for gone in fragment.xpath(".//script | .//form | .//style | .//comment() | .//processing-instruction()"):
        gone.drop_tree()
    return escape(fragment.text_content(), quote=False)


@text_method("to_param")
def to_param(self: str, block: Proc | None) -> str:
    """ActiveSupport's `to_param`."""
    return self
