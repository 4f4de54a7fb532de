"""Text and numbers as times: ActiveSupport's `to_time`, `to_date`, `to_datetime` with the SDK's `format:`."""

from __future__ import annotations

import itertools
from typing import Any

from ...errors import ArgumentError
from ...registry import INTEGER, STRING, constants, method, send
from ...values import Hash, Proc, Symbol
from .date import DATE
from .date_parse import date_parse, date_strptime, text_of
from .datetime import DATETIME
from .exact import nanos_of
from .moments import RDate, RDateTime, Zoned
from .time_parse import string_time, time_strptime
from .zone import current

LOCAL = Symbol("local")
PATTERNS = {
    mark.join(order): mark.join({"DD": "%d", "MM": "%m", "YYYY": "%Y"}[piece] for piece in order)
    for order in itertools.permutations(("DD", "MM", "YYYY"))
    for mark in "/-"
}
"""The SDK's own names of formats; any other is taken for a strptime pattern."""


def pattern_of(settings: Any) -> str | None:
    """The strptime pattern of `format:`."""
    found = settings.get(Symbol("format")) if isinstance(settings, Hash) else None
    if found is None:
        return None
    return PATTERNS.get(text_of(found), text_of(found))


def is_blank(value: str) -> bool:
    """Nothing but space."""
    return not value.strip()


@method(STRING, "to_time")
def to_time(self: Any, block: Proc | None, form: Any = LOCAL, settings: Any = None) -> Any:
    """A time, in the host's zone; nil where there is none."""
    text = text_of(self)
    pattern = pattern_of(form if isinstance(form, Hash) else settings)
    if pattern is not None:
        return time_strptime(constants["Time"], None, text, pattern)
    if not isinstance(form, Hash) and form not in (Symbol("local"), Symbol("utc")):
        raise (
            ArgumentError("wrong number of arguments (given 1, expected 0)")
            if form is None
            else ArgumentError(f"Expected :local or :utc, got {send(form, 'inspect')}.")
        )
    return string_time(text, "utc" if form is Symbol("utc") else "local")


@method(STRING, "to_date")
def to_date(self: Any, block: Proc | None, settings: Any = None) -> RDate | None:
    """A date; nil for blank text."""
    text, pattern = text_of(self), pattern_of(settings)
    if is_blank(text):
        return None
    if pattern is not None:
        return date_strptime(DATE, None, text, pattern)
    found: RDate = date_parse(DATE, None, text, False)
    return found


@method(STRING, "to_datetime")
def to_datetime(self: Any, block: Proc | None) -> RDateTime | None:
    """A DateTime; nil for blank text."""
    text = text_of(self)
    found: RDateTime | None = None if is_blank(text) else date_parse(DATETIME, None, text, False)
    return found


@method(INTEGER, "to_time")
def number_to_time(self: Any, block: Proc | None, settings: Any = None) -> Any:
    """Seconds since 1970 in `Time.zone`."""
    zone = current()
    return Zoned(nanos_of(self), zone) if zone else None
