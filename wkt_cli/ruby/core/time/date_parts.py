"""Dates from numbers: year, month and day, and how many months or days later."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from ...errors import DateError, TypeError_
from ...registry import send
from ..numeric import class_name, integer, is_number
from ..object import responds, to_short_index
from ..rounding import c_round
from ..string.base import is_text
from .calendar import jd_of
from .exact import exact
from .moments import DAY, SECOND, RDate, RDateTime, simple

ITALY = 2299161
"""The first day of the new calendar."""


SHIFT = 4712
"""CRuby counts years from that one before zero, so that a tiny fraction is lost."""


def number(value: Any, name: str) -> int:
    """A year, month or day; what is no number is refused by name."""
    if not is_number(value):
        raise TypeError_(f"invalid {name} (not numeric)")
    if name == "year":
        return int(exact(value + SHIFT) // 1) - SHIFT
    return math.floor(exact(value)) if name in ("day", "jd") else to_short_index(value)


def check_start(value: Any) -> None:
    """Refuse what can't be the day of the calendar's reform; wkt passes over the day itself."""
    if value is None or is_text(value) or not responds(value, "to_f"):
        raise TypeError_(f"can't convert {class_name(value)} into Float")


def civil_date(year: Any = -4712, month: Any = 1, day: Any = 1) -> RDate:
    """A date of parts, or Date::Error."""
    jd = jd_of(number(year, "year"), number(month, "month"), number(day, "day"))
    if jd is None:
        raise DateError("invalid date")
    return RDate(jd)


def months_later(year: int, month: int, months: Any) -> tuple[int, int]:
    """Year and month so many months later, counted by Ruby's own arithmetic of the number."""
    if type(months) is int:
        found, rest = divmod(year * 12 + month - 1 + months, 12)
        return found, rest + 1
    total = send(year * 12 + month - 1, "+", months)
    return integer(send(total, "div", 12)), integer(send(total, "%", 12)) + 1


def shifted(date: RDate, months: Any) -> RDate:
    """So many months later, a part of one counts downwards; a day past the month's end becomes its last."""
    civil = date.civil
    year, month = months_later(civil.year, civil.month, months)
    day = civil.day
    while (jd := jd_of(year, month, day)) is None:
        day -= 1
        if day < 1:
            raise DateError("invalid date")
    return RDate(jd)


def moved_days(date: Any, days: Any) -> Any:
    """So many days later; a fraction counts for DateTime only."""
    nanos = float_days(days) if type(days) is float else exact(days) * DAY
    if isinstance(date, RDateTime):
        return RDateTime(simple(date.nanos + nanos), date.offset)
    return RDate(date.jd + math.floor(nanos / Fraction(DAY)))


def float_days(days: float) -> int:
    """A Float of days in nanoseconds, rounded as `d_lite_plus` does."""
    exact(days)
    rest, whole = math.modf(abs(days))
    rest, seconds = math.modf(rest * 86400)
    nanos = int(whole) * DAY + int(seconds) * SECOND + int(c_round(rest * SECOND))
    return nanos if days > 0 else -nanos
