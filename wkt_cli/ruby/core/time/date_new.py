"""Making dates: `Date.new`, `today`, by day number, day of the year or ISO week."""

from __future__ import annotations

from typing import Any

from ...errors import DateError
from ...registry import singleton
from ...values import Proc, Symbol
from ..numeric import is_number
from .calendar import commercial_jd, gregorian_leap, jd_of
from .clock import now_time
from .date import DATE
from .date_parts import ITALY, check_start, civil_date, number
from .moments import RDate


@singleton(DATE, "new", "civil")
def new(
    self: Any, block: Proc | None, year: Any = -4712, month: Any = 1, day: Any = 1, start: Any = ITALY
) -> RDate:
    """A date of year, month and day; negative ones count from the end."""
    check_start(start)
    return civil_date(year, month, day)


@singleton(DATE, "today")
def today(self: Any, block: Proc | None, start: Any = ITALY) -> RDate:
    """The host's day."""
    check_start(start)
    return RDate(now_time().jd)


@singleton(DATE, "current")
def current(self: Any, block: Proc | None) -> RDate:
    """The day in `Time.zone`."""
    from .time_new import current_time

    return RDate(current_time(None, None).jd)


@singleton(DATE, "yesterday")
def class_yesterday(self: Any, block: Proc | None) -> RDate:
    """The day before it."""
    return RDate(current(None, None).jd - 1)


@singleton(DATE, "tomorrow")
def class_tomorrow(self: Any, block: Proc | None) -> RDate:
    """The day after it."""
    return RDate(current(None, None).jd + 1)


@singleton(DATE, "valid_date?", "valid_civil?")
def valid_date(self: Any, block: Proc | None, year: Any, month: Any, day: Any, start: Any = ITALY) -> bool:
    """Whether there is such a date."""
    check_start(start)
    if not (is_number(year) and is_number(month) and is_number(day)):
        return False
    return jd_of(int(year), int(month), int(day)) is not None


@singleton(DATE, "leap?", "gregorian_leap?")
def is_leap(self: Any, block: Proc | None, year: Any) -> bool:
    """A leap year."""
    return gregorian_leap(number(year, "year"))


@singleton(DATE, "jd")
def from_jd(self: Any, block: Proc | None, jd: Any = 0, start: Any = ITALY) -> RDate:
    """By Julian day number."""
    check_start(start)
    return RDate(number(jd, "jd"))


@singleton(DATE, "ordinal")
def ordinal(self: Any, block: Proc | None, year: Any = -4712, yday: Any = 1, start: Any = ITALY) -> RDate:
    """By day of the year."""
    check_start(start)
    y, d = number(year, "year"), number(yday, "yday")
    first, following = jd_of(y, 1, 1) or 0, jd_of(y + 1, 1, 1) or 0
    jd = first + d - 1 if d > 0 else following + d
    if d == 0 or not first <= jd < following:
        raise DateError("invalid date")
    return RDate(jd)


@singleton(DATE, "commercial")
def from_commercial(
    self: Any, block: Proc | None, year: Any = -4712, week: Any = 1, day: Any = 1, start: Any = ITALY
) -> RDate:
    """By ISO week."""
    check_start(start)
    jd = commercial_jd(number(year, "year"), number(week, "cweek"), number(day, "cwday"))
    if jd is None:
        raise DateError("invalid date")
    return RDate(jd)


@singleton(DATE, "valid_commercial?")
def valid_commercial(self: Any, block: Proc | None, year: Any, week: Any, day: Any, start: Any = ITALY) -> bool:
    """Whether there is such an ISO week date."""
    check_start(start)
    if not (is_number(year) and is_number(week) and is_number(day)):
        return False
    return commercial_jd(int(year), int(week), int(day)) is not None


@singleton(DATE, "beginning_of_week")
def week_start(self: Any, block: Proc | None) -> Symbol:
    """What weeks begin with."""
    return Symbol("monday")
