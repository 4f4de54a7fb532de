"""ActiveSupport's moves by the calendar (`days_ago`, `next_week`, `next_occurring` …) and tests of days."""

from __future__ import annotations

from typing import Any

from ...registry import method, send
from ...values import Proc, Symbol
from ..object import truthy
from ..options import with_keywords
from .calculate import ALL, MONDAY, advanced, beginning_of_week, changed, day_index, first_hour, is_time, on
from .moments import RDate
from .time import TIME
from .time_new import current_time


def mover(unit: str, sign: int, count: int | None = None) -> Any:
    """Make `days_ago` (a count given) or `next_month` (one, or as many as given)."""
    if count is None:

        def run(self: Any, block: Proc | None, number: Any) -> Any:
            return advanced(self, **{unit: number if sign > 0 else send(number, "-@")})

    else:

        def run(self: Any, block: Proc | None) -> Any:  # type: ignore[misc]
            return advanced(self, **{unit: sign * count})

    run.__doc__ = "Moved by the calendar."
    return run


def stepper(unit: str, sign: int) -> Any:
    """Make `next_day(3)` and its kin."""

    def run(self: Any, block: Proc | None, number: Any = 1) -> Any:
        return advanced(self, **{unit: number if sign > 0 else send(number, "-@")})

    run.__doc__ = "Moved by the calendar."
    return run


for _unit in ("days", "weeks", "months", "years"):
    on(ALL, _unit + "_ago")(mover(_unit, -1))
    on(ALL, _unit + "_since")(mover(_unit, 1))
for _unit in ("day", "month", "year"):
    method(TIME, "next_" + _unit)(stepper(_unit + "s", 1))
    method(TIME, "prev_" + _unit)(stepper(_unit + "s", -1))
on(ALL, "yesterday")(mover("days", -1, 1))
on(ALL, "tomorrow")(mover("days", 1, 1))
on(ALL, "last_month")(mover("months", -1, 1))
on(ALL, "last_year")(mover("years", -1, 1))
on(ALL, "next_quarter")(mover("months", 1, 3))
on(ALL, "prev_quarter", "last_quarter")(mover("months", -1, 3))


def copy_time(source: Any, target: Any) -> Any:
    """Another day with this clock."""
    civil = source.civil
    if not is_time(target):
        return target
    return changed(target, hour=civil.hour, min=civil.minute, sec=civil.second, nsec=civil.nanos)


def other_week(self: Any, weeks: int, day: Any, same_time: Any) -> Any:
    """A weekday of another week, at midnight or at the same time."""
    offset = (day_index(day) - 1) % 7
    found = first_hour(advanced(beginning_of_week(advanced(self, weeks=weeks), None), days=offset))
    return copy_time(self, found) if truthy(same_time) else found


@on(ALL, "next_week")
@with_keywords
def next_week(self: Any, block: Proc | None, day: Any = MONDAY, *, same_time: Any = False) -> Any:
    """A weekday of next week."""
    return other_week(self, 1, day, same_time)


@on(ALL, "prev_week", "last_week")
@with_keywords
def prev_week(self: Any, block: Proc | None, day: Any = MONDAY, *, same_time: Any = False) -> Any:
    """A weekday of last week."""
    return other_week(self, -1, day, same_time)


@on(ALL, "next_weekday")
def next_weekday(self: Any, block: Proc | None) -> Any:
    """Tomorrow, or Monday."""
    found = advanced(self, days=1)
    if found.civil.wday in (0, 6):
        return other_week(self, 1, MONDAY, True)
    return found


@on(ALL, "prev_weekday", "last_weekday")
def prev_weekday(self: Any, block: Proc | None) -> Any:
    """Yesterday, or Friday."""
    found = advanced(self, days=-1)
    if found.civil.wday in (0, 6):
        return copy_time(self, beginning_of_week(self, None, Symbol("friday")))
    return found


@on(ALL, "next_occurring")
def next_occurring(self: Any, block: Proc | None, day: Any) -> Any:
    """The next such weekday after this day."""
    return advanced(self, days=(day_index(day) - self.civil.wday - 1) % 7 + 1)


@on(ALL, "prev_occurring")
def prev_occurring(self: Any, block: Proc | None, day: Any) -> Any:
    """The last such weekday before this day."""
    return advanced(self, days=-((self.civil.wday - day_index(day) - 1) % 7 + 1))


@on(ALL, "on_weekend?")
def on_weekend(self: Any, block: Proc | None) -> bool:
    """Saturday or Sunday."""
    return self.civil.wday in (0, 6)


@on(ALL, "on_weekday?")
def on_weekday(self: Any, block: Proc | None) -> bool:
    """Neither Saturday nor Sunday."""
    return self.civil.wday not in (0, 6)


def today() -> RDate:
    """The day in `Time.zone`."""
    return RDate(current_time(None, None).jd)


def day_test(*names: str, shift: int = 0) -> None:
    """Register `today?` and its kin."""

    @on(ALL, *names)
    def run(self: Any, block: Proc | None) -> bool:
        """Whether it is that day, seen from `Time.zone`."""
        return bool(self.jd == today().jd + shift)


day_test("today?")
day_test("tomorrow?", "next_day?", shift=1)
day_test("yesterday?", "prev_day?", shift=-1)


@on(ALL, "past?")
def is_past(self: Any, block: Proc | None) -> bool:
    """Before now (a Date: before today)."""
    return self.jd < today().jd if isinstance(self, RDate) else self.nanos < current_time(None, None).nanos


@on(ALL, "future?")
def is_future(self: Any, block: Proc | None) -> bool:
    """After now (a Date: after today)."""
    return self.jd > today().jd if isinstance(self, RDate) else self.nanos > current_time(None, None).nanos
