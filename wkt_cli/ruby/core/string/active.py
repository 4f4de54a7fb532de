"""What ActiveSupport adds to String: inflections and filters."""

from __future__ import annotations

import re
from typing import Any

from ...errors import ArgumentError
from ...registry import send
from ...values import Binary, Hash, Proc, Symbol
from .. import inflect
from ..object import equal, hash_get, inspect, to_int, to_s, truthy
from ..options import with_keywords
from ..regexp import Regexp
from ..regexp.classes import SPACE
from .base import (
    binary_method,
    chars,
    incompatible_match,
    invalid_sequence,
    is_broken,
    is_valid,
    like,
    text,
    text_method,
)
from .replace import gsub
from .search import rindex
from .split import clusters

UPPER, ENGLISH = Symbol("upper"), Symbol("en")
_SPACES = re.compile(f"[{SPACE}]+")
BLANK = re.compile(rf"[{SPACE}]*\Z")


def option(options: Any, name: str, default: Any = None) -> Any:
    """A keyword argument."""
    return hash_get(options, Symbol(name), default) if isinstance(options, Hash) else default


@text_method("blank?")
def is_blank(self: str, block: Proc | None) -> bool:
    """ActiveSupport's `blank?`: Unicode spaces count."""
    return not self or (self.isspace() and BLANK.match(self) is not None)


@text_method("present?")
def is_present(self: str, block: Proc | None) -> bool:
    """ActiveSupport's `present?`."""
    return not is_blank(self, None)


@text_method("squish")
def squish(self: str, block: Proc | None) -> str:
    """ActiveSupport's `squish`."""
    return _SPACES.sub(" ", self).strip(" \0")


@text_method("remove")
def remove(self: str, block: Proc | None, *patterns: Any) -> str:
    """ActiveSupport's `remove`."""
    for pattern in patterns:
        self = gsub(self, None, pattern, "")
    return self


@text_method("truncate")
def truncate(self: str, block: Proc | None, limit: Any, options: Any = None) -> str:
    """ActiveSupport's `truncate`."""
    if not truthy(send(len(self), ">", limit)):
        return self
    count = to_int(limit)
    given = option(options, "omission")
    omission = "..." if given is None else text(given)
    stop: Any = count - len(omission)
    separator = option(options, "separator")
    if truthy(separator):
        found = rindex(self, None, separator, stop)
        stop = stop if found is None else found
    from .slice import part

    return (part(self, 0, stop) or "") + omission


@text_method("truncate_words")
def truncate_words(self: str, block: Proc | None, count: Any, options: Any = None) -> str:
    """ActiveSupport's `truncate_words`."""
    given = option(options, "separator")
    separator = Regexp(r"\s+") if given is None else given
    between, times = (
        to_s(separator) if isinstance(separator, Regexp) else re.escape(to_s(separator)),
        to_s(send(count, "-", 1)),
    )
    pattern = Regexp(f"\\A((?>.+?{between}){{{times}}}.+?){between}.*", 4)
    found = pattern.find(self)
    omission = option(options, "omission")
    return self if found is None else found.group(1) + ("..." if omission is None else text(omission))


def bytesize(value: str) -> int:
    """How many bytes a text has; those that are no characters count too."""
    return len(value.encode("utf-8", "surrogateescape"))


@text_method("truncate_bytes")
@with_keywords
def truncate_bytes(self: str, block: Proc | None, limit: Any, *, omission: Any = "…") -> Any:
    """ActiveSupport's `truncate_bytes`: whole grapheme clusters only."""
    count = to_int(limit)
    omission = "" if omission is None else text(omission)
    size = bytesize(omission)
    if bytesize(self) <= count:
        return self
    if size > count:
        raise ArgumentError(
            f"Omission {inspect(omission)} is {size}, larger than the truncation length of {to_s(limit)} bytes"
        )
    if any(map(is_broken, self)):
        raise ArgumentError("invalid byte sequence in UTF-8")
    room, out = count - size, []
    for cluster in clusters(self):
        room -= bytesize(cluster)
        if room < 0:
            break
        out.append(cluster)
    return "".join(out) + omission


@text_method("indent")
def indent(
    self: str, block: Proc | None, amount: Any, indent_string: Any = None, empty_lines: Any = False
) -> str:
    """ActiveSupport's `indent`."""
    if indent_string is None:
        found = re.search(r"^[ \t]", self, re.MULTILINE)
        indent_string = found[0] if found else " "
    prefix = send(text(indent_string), "*", amount)
    pattern = Regexp("^" if truthy(empty_lines) else "^(?!$)")
    return gsub(self, None, pattern, prefix)  # type: ignore[no-any-return]


@text_method("strip_heredoc")
def strip_heredoc(self: str, block: Proc | None) -> str:
    """ActiveSupport's `strip_heredoc`."""
    margins = re.findall(r"^[ \t]*(?=\S)", self, re.MULTILINE)
    return re.sub(f"^{min(margins)}", "", self, flags=re.MULTILINE) if margins else self


@text_method("pluralize")
def pluralize(self: str, block: Proc | None, count: Any = None, locale: Any = ENGLISH) -> str:
    """ActiveSupport's `pluralize`; other locales than English have no rules."""
    if isinstance(count, Symbol):
        locale = count
    return self if locale is not ENGLISH or equal(count, 1) else inflect.pluralize(self)


@text_method("singularize")
def singularize(self: str, block: Proc | None, locale: Any = ENGLISH) -> str:
    """ActiveSupport's `singularize`; other locales than English have no rules."""
    return inflect.singularize(self) if locale is ENGLISH else self


@text_method("camelize", "camelcase")
def camelize(self: str, block: Proc | None, first: Any = UPPER) -> str:
    """ActiveSupport's `camelize`."""
    if not isinstance(first, Symbol) or first.name not in ("upper", "lower"):
        raise ArgumentError("Invalid option, use either :upper or :lower.")
    return inflect.camelize(self, first.name == "upper")


@text_method("underscore")
def underscore(self: str, block: Proc | None) -> str:
    """ActiveSupport's `underscore`."""
    return inflect.underscore(self)


@text_method("humanize")
@with_keywords
def humanize(self: str, block: Proc | None, *, capitalize: Any = True, keep_id_suffix: Any = False) -> str:
    """ActiveSupport's `humanize`."""
    return inflect.humanize(self, truthy(capitalize), truthy(keep_id_suffix))


@text_method("titleize", "titlecase")
@with_keywords
def titleize(self: str, block: Proc | None, *, keep_id_suffix: Any = False) -> str:
    """ActiveSupport's `titleize`."""
    return inflect.titleize(self, truthy(keep_id_suffix))


@binary_method("titleize", "titlecase")
@with_keywords
def binary_titleize(self: Binary, block: Proc | None, *, keep_id_suffix: Any = False) -> Any:
    """ActiveSupport's `titleize` of binary text; its pattern holds characters beyond ASCII."""
    if not is_valid(self):
        raise invalid_sequence(self)
    if self.encoding != "UTF-8" and not self.data.isascii():
        raise incompatible_match(self.encoding)
    return like(self, inflect.titleize(chars(self), truthy(keep_id_suffix)))


@text_method("dasherize")
def dasherize(self: str, block: Proc | None) -> str:
    """ActiveSupport's `dasherize`."""
    return self.replace("_", "-")


@text_method("demodulize")
def demodulize(self: str, block: Proc | None) -> str:
    """ActiveSupport's `demodulize`."""
    return inflect.demodulize(self)


@text_method("deconstantize")
def deconstantize(self: str, block: Proc | None) -> str:
    """ActiveSupport's `deconstantize`."""
    return inflect.deconstantize(self)


@text_method("tableize")
def tableize(self: str, block: Proc | None) -> str:
    """ActiveSupport's `tableize`."""
    return inflect.pluralize(inflect.underscore(self))


@text_method("classify")
def classify(self: str, block: Proc | None) -> str:
    """ActiveSupport's `classify`."""
    return inflect.camelize(inflect.singularize(re.sub(r".*\.", "", self, count=1)))


@text_method("foreign_key")
def foreign_key(self: str, block: Proc | None, separate: Any = True) -> str:
    """ActiveSupport's `foreign_key`."""
    return inflect.underscore(inflect.demodulize(self)) + ("_id" if truthy(separate) else "id")


@text_method("upcase_first")
def upcase_first(self: str, block: Proc | None) -> str:
    """ActiveSupport's `upcase_first`."""
    if is_broken(self[:1]):
        raise ArgumentError("input string invalid")
    return self[:1].upper() + self[1:]


@text_method("parameterize")
@with_keywords
def parameterize(
    self: str, block: Proc | None, *, separator: Any = "-", preserve_case: Any = False, locale: Any = None
) -> str:
    """ActiveSupport's `parameterize`; no locale has rules of its own."""
    return inflect.parameterize(self, text(separator), truthy(preserve_case))
