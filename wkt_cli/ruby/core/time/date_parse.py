"""Texts as dates: `Date.parse`, `Date.strptime`, `Date.iso8601` and their kin, for DateTime too."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import wraps
from typing import Any, TypeVar

from ...errors import ArgumentError, DateError
from ...registry import singleton
from ...values import MISSING, Hash, Proc, Symbol
from ..object import truthy
from .complete import to_date, to_datetime
from .date import DATE
from .date_forms import FORMS
from .date_parts import ITALY, check_start
from .datetime import DATETIME
from .moments import RDate, RDateTime
from .parse import Parts, parsed
from .strptime import strptime

F = TypeVar("F", bound=Callable[..., Any])
LIMIT = 128


def text_of(value: Any) -> str:
    """A String argument."""
    from ..string import text

    return text(value)


def limited(value: Any, limit: Any = LIMIT) -> str:
    """A text to parse, not longer than Ruby's limit."""
    found = text_of(value)
    if limit is not None and len(found) > limit:
        raise ArgumentError(f"string length ({len(found)}) exceeds the limit {limit}")
    return found


def with_limit(fn: F) -> F:
    """Let a method take `limit:`; other keywords are passed over, but they too lift the limit, as in Ruby."""

    @wraps(fn)
    def method(self: Any, block: Proc | None, *args: Any) -> Any:
        if args and isinstance(args[-1], Hash) and args[-1].keywords:
            return fn(self, block, *args[:-1], limit=args[-1].get(Symbol("limit")))
        return fn(self, block, *args)

    return method  # type: ignore[return-value]


def as_hash(parts: Parts) -> Hash:
    """Parts as Ruby's Hash."""
    return Hash({Symbol(name): Fraction(v) if name == "sec_fraction" else v for name, v in parts.items()})


@singleton(DATE, "_parse")
@with_limit
def date_parts(self: Any, block: Proc | None, value: Any, comp: Any = True, *, limit: Any = LIMIT) -> Hash:
    """The parts found in a text."""
    return as_hash(parsed(limited(value, limit), truthy(comp)))


@singleton(DATE, "parse")
@with_limit
def date_parse(
    self: Any,
    block: Proc | None,
    value: Any = "-4712-01-01",
    comp: Any = True,
    start: Any = ITALY,
    *,
    limit: Any = LIMIT,
) -> Any:
    """A date in free text (`DateTime.parse` too)."""
    check_start(start)
    found = parsed(limited(value, limit), truthy(comp))
    return to_datetime(found) if self is DATETIME else to_date(found)


DATETIME.singleton["parse"] = date_parse
DATETIME.singleton["_parse"] = date_parts


@singleton(DATE, "_strptime")
def date_strptime_parts(self: Any, block: Proc | None, value: Any, form: Any = "%F") -> Hash | None:
    """The parts of a text in a format, nil if it does not fit."""
    found = strptime(text_of(value), text_of(form))
    return None if found is None else as_hash(found)


@singleton(DATE, "strptime")
def date_strptime(
    self: Any, block: Proc | None, value: Any = "-4712-01-01", form: Any = "%F", start: Any = ITALY
) -> RDate:
    """A date in a format."""
    check_start(start)
    found = strptime(text_of(value), text_of(form))
    if found is None:
        raise DateError("invalid date")
    return to_date(found)


@singleton(DATETIME, "strptime")
def datetime_strptime(
    self: Any,
    block: Proc | None,
    value: Any = "-4712-01-01T00:00:00+00:00",
    form: Any = "%FT%T%z",
    start: Any = ITALY,
) -> RDateTime:
    """A DateTime in a format."""
    check_start(start)
    found = strptime(text_of(value), text_of(form))
    if found is None:
        raise DateError("invalid date")
    return to_datetime(found)


DATETIME.singleton["_strptime"] = date_strptime_parts


def register_form(name: str, read_form: Callable[[str], Parts]) -> None:
    """Register `Date.iso8601` and its kin."""

    @with_limit
    def run(
        self: Any, block: Proc | None, value: Any = MISSING, start: Any = ITALY, *, limit: Any = LIMIT
    ) -> Any:
        check_start(start)
        parts = parsed("-4712-01-01") if value is MISSING else parts_of(value, limit)
        return to_datetime(parts) if self is DATETIME else to_date(parts)

    @with_limit
    def read(self: Any, block: Proc | None, value: Any, *, limit: Any = LIMIT) -> Hash:
        return as_hash(parts_of(value, limit))

    def parts_of(value: Any, limit: Any) -> Parts:
        found = limited("" if value is None else value.name if isinstance(value, Symbol) else value, limit)
        return read_form(found)

    for rclass in (DATE, DATETIME):
        rclass.singleton[name], rclass.singleton["_" + name] = run, read


for _name, _form in FORMS.items():
    register_form(_name, _form)
