"""ActiveSupport's calculations on times and dates: change, advance, the beginning and end of units."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

from ...errors import ArgumentError
from ...registry import method, send
from ...values import Hash, Proc, Range, RClass, Symbol
from ..hash.access import key_error
from ..object import hash_from, no_conversion
from .calendar import civil_of, days_in_month, days_of
from .clock import from_wall
from .date import DATE
from .date_parts import civil_date, months_later, shifted
from .datetime import DATETIME, civil_datetime
from .exact import exact
from .moments import SECOND, Civil, Moment, RDate, RDateTime, RTime, simple
from .time import TIME, WEEKDAYS
from .time_new import wall_of, zone_of

F = TypeVar("F", bound=Callable[..., Any])
ALL = (TIME, DATE, DATETIME)
TIMES = (TIME, DATETIME)
DAY_END = Fraction(999999999, 1000)


def on(classes: tuple[RClass, ...], *names: str) -> Callable[[F], F]:
    """Register a method for several classes."""

    def register(run: F) -> F:
        for rclass in classes:
            method(rclass, *names)(run)
        return run

    return register


def named(options: Any) -> dict[str, Any]:
    """Options with plain text names."""
    if not isinstance(options, Hash):
        raise no_conversion(options, "Hash")
    return {key.name if isinstance(key, Symbol) else str(key): value for key, value in options.items()}


def changed(self: Any, **options: Any) -> Any:
    """`change` with options as Python keywords."""
    return send(self, "change", Hash({Symbol(name): value for name, value in options.items()}))


def advanced(self: Any, **options: Any) -> Any:
    """`advance` with options as Python keywords."""
    return send(self, "advance", Hash({Symbol(name): value for name, value in options.items()}))


def is_time(value: Any) -> bool:
    """Has a clock, unlike a Date."""
    return isinstance(value, Moment)


def clock(options: dict[str, Any], civil: Civil) -> tuple[Any, Any, Any]:
    """Hour, minute and exact second after a change: what is given resets all that is finer."""
    hour = options.get("hour", civil.hour)
    minute = options.get("min", 0 if options.get("hour") is not None else civil.minute)
    coarse = options.get("hour") is not None or options.get("min") is not None
    second = options.get("sec", 0 if coarse else civil.second)
    return hour, minute, exact(second) + Fraction(fraction(options, civil, coarse)) / 1_000_000


def fraction(options: dict[str, Any], civil: Civil, coarse: bool) -> Any:
    """Microseconds after a change."""
    if options.get("nsec") is not None:
        if options.get("usec") is not None:
            shown = send(Hash({Symbol(k): v for k, v in options.items()}), "inspect")
            raise ArgumentError(f"Can't change both :nsec and :usec at the same time: {shown}")
        found: Any = Fraction(exact(options["nsec"])) / 1000
    elif "usec" in options:
        found = exact(options["usec"])
    else:
        found = 0 if coarse or options.get("sec") is not None else Fraction(int(civil.nanos)) / 1000
    if found >= 1_000_000:
        raise ArgumentError("argument out of range")
    return found


@method(TIME, "change")
def change_time(self: RTime, block: Proc | None, options: Any) -> RTime:
    """Some parts replaced."""
    new, civil = named(options), self.civil
    date = [new.get("year", civil.year), new.get("month", civil.month), new.get("day", civil.day)]
    wall = wall_of([*date, *clock(new, civil)])
    if new.get("offset") is not None:
        return zone_of(new["offset"]).wall(wall)
    if self.kind == "local":
        return from_wall(wall)
    return RTime(wall - self.offset * SECOND, self.offset, self.kind, self.zone_name)


@method(DATETIME, "change")
def change_datetime(self: RDateTime, block: Proc | None, options: Any) -> RDateTime:
    """Some parts replaced."""
    new, civil = named(options), self.civil
    hour, minute, second = clock(new, civil)
    offset = new.get("offset", Fraction(self.offset, 86400))
    date = [new.get("year", civil.year), new.get("month", civil.month), new.get("day", civil.day)]
    return civil_datetime([*date, hour, minute, simple(second)], offset)


@method(DATE, "change")
def change_date(self: RDate, block: Proc | None, options: Any) -> RDate:
    """Some parts replaced."""
    new, civil = named(options), self.civil
    return civil_date(new.get("year", civil.year), new.get("month", civil.month), new.get("day", civil.day))


@method(DATE, "advance")
def advance_date(self: RDate, block: Proc | None, options: Any) -> RDate:
    """Later by years, months, weeks and days, in this order."""
    new, found = named(options), self
    if new.get("years"):
        found = shifted(found, send(new["years"], "*", 12))
    if new.get("months"):
        found = shifted(found, new["months"])
    if new.get("weeks"):
        found = send(found, "+", send(new["weeks"], "*", 7))
    if new.get("days"):
        found = send(found, "+", new["days"])
    return found


def whole(new: dict[str, Any], unit: str, finer: str, size: int) -> None:
    """Move the fraction of a unit to the next finer one."""
    if new.get(unit) is not None:
        new[unit], rest = send(new[unit], "divmod", 1)
        new[finer] = send(new.get(finer, 0), "+", send(rest, "*", size))


def moved_date(self: Any, new: dict[str, Any]) -> tuple[int, int, int]:
    """The date after years, months, weeks and days; a Time counts by today's calendar however old it is."""
    civil = self.civil
    if not any(new.get(unit) for unit in ("years", "months", "weeks", "days")):
        return civil.year, civil.month, civil.day
    if isinstance(self, RDateTime):
        moved = advance_date(RDate(self.jd), None, Hash({Symbol(k): v for k, v in new.items()})).civil
        return moved.year, moved.month, moved.day
    year, month, day = civil.year, civil.month, civil.day
    for months in (send(new.get("years") or 0, "*", 12), new.get("months") or 0):
        year, month = months_later(year, month, months)
        day = min(day, days_in_month(year, month))
    days = math.floor((new.get("weeks") or 0) * 7 + (new.get("days") or 0))
    return civil_of(days_of(year, month, day) + days)


@on(TIMES, "advance")
def advance(self: Any, block: Proc | None, options: Any) -> Any:
    """Later by calendar units, then by clock units."""
    new = named(options)
    whole(new, "weeks", "days", 7)
    whole(new, "days", "hours", 24)
    year, month, day = moved_date(self, new)
    found = changed(self, year=year, month=month, day=day)
    seconds: Any = new.get("seconds", 0)
    for unit, size in (("minutes", 60), ("hours", 3600)):
        seconds = send(seconds, "+", send(new.get(unit, 0), "*", size))
    return found if seconds == 0 else send(found, "since", seconds)


@on(TIMES, "beginning_of_day", "midnight", "at_midnight", "at_beginning_of_day")
def beginning_of_day(self: Any, block: Proc | None) -> Any:
    """Midnight."""
    return changed(self, hour=0)


@on(TIMES, "middle_of_day", "midday", "noon", "at_midday", "at_noon", "at_middle_of_day")
def middle_of_day(self: Any, block: Proc | None) -> Any:
    """Noon."""
    return changed(self, hour=12)


@on(TIMES, "end_of_day", "at_end_of_day")
def end_of_day(self: Any, block: Proc | None) -> Any:
    """The last nanosecond of the day."""
    return changed(self, hour=23, min=59, sec=59, usec=DAY_END)


@on(TIMES, "beginning_of_hour", "at_beginning_of_hour")
def beginning_of_hour(self: Any, block: Proc | None) -> Any:
    """The full hour."""
    return changed(self, min=0)


@on(TIMES, "end_of_hour", "at_end_of_hour")
def end_of_hour(self: Any, block: Proc | None) -> Any:
    """The last nanosecond of the hour."""
    return changed(self, min=59, sec=59, usec=DAY_END)


@on(TIMES, "beginning_of_minute", "at_beginning_of_minute")
def beginning_of_minute(self: Any, block: Proc | None) -> Any:
    """The full minute."""
    return changed(self, sec=0)


@on(TIMES, "end_of_minute", "at_end_of_minute")
def end_of_minute(self: Any, block: Proc | None) -> Any:
    """The last nanosecond of the minute."""
    return changed(self, sec=59, usec=DAY_END)


@method(TIME, "seconds_since_midnight")
def seconds_since_midnight(self: Any, block: Proc | None) -> float:
    """Float seconds of the day so far."""
    return float(self.seconds - changed(self, hour=0).seconds) + float(self.civil.nanos // 1000) / 1e6


@on(TIMES, "seconds_until_end_of_day")
def seconds_until_end_of_day(self: Any, block: Proc | None) -> int:
    """Whole seconds that are left."""
    found: int = end_of_day(self, None).seconds - self.seconds
    return found


def first_hour(found: Any) -> Any:
    """Midnight of what has a clock."""
    return send(found, "beginning_of_day") if is_time(found) else found


def last_hour(found: Any) -> Any:
    """The end of the day of what has a clock."""
    return send(found, "end_of_day") if is_time(found) else found


DAY_INTO_WEEK = hash_from((Symbol(name), index) for index, name in enumerate(WEEKDAYS))


def day_index(name: Any) -> int:
    """A weekday's number, Sunday is 0."""
    if isinstance(name, Symbol) and name.name in WEEKDAYS:
        return WEEKDAYS.index(name.name)
    raise key_error(DAY_INTO_WEEK, name)


MONDAY = Symbol("monday")


@on(ALL, "days_to_week_start")
def days_to_week_start(self: Any, block: Proc | None, start: Any = MONDAY) -> int:
    """How long ago the week began."""
    return (self.civil.wday - day_index(start)) % 7  # type: ignore[no-any-return]


@on(ALL, "beginning_of_week", "at_beginning_of_week")
def beginning_of_week(self: Any, block: Proc | None, start: Any = MONDAY) -> Any:
    """Monday, or another day that weeks begin with."""
    return first_hour(advanced(self, days=-days_to_week_start(self, None, start)))


@on(ALL, "end_of_week", "at_end_of_week")
def end_of_week(self: Any, block: Proc | None, start: Any = MONDAY) -> Any:
    """The last moment of the week."""
    return last_hour(advanced(self, days=6 - days_to_week_start(self, None, start)))


@on(ALL, "monday")
def monday(self: Any, block: Proc | None) -> Any:
    """The Monday of the week."""
    return beginning_of_week(self, None)


@on(ALL, "sunday")
def sunday(self: Any, block: Proc | None) -> Any:
    """The end of the week's Sunday."""
    return end_of_week(self, None)


@on(ALL, "beginning_of_month", "at_beginning_of_month")
def beginning_of_month(self: Any, block: Proc | None) -> Any:
    """The first."""
    return first_hour(changed(self, day=1))


@on(ALL, "end_of_month", "at_end_of_month")
def end_of_month(self: Any, block: Proc | None) -> Any:
    """The last day's end."""
    civil = self.civil
    return last_hour(advanced(self, days=days_in_month(civil.year, civil.month) - civil.day))


@on(ALL, "beginning_of_quarter", "at_beginning_of_quarter")
def beginning_of_quarter(self: Any, block: Proc | None) -> Any:
    """The first of January, April, July or October."""
    month = self.civil.month
    return changed(beginning_of_month(self, None), month=month - (2 + month) % 3)


@on(ALL, "end_of_quarter", "at_end_of_quarter")
def end_of_quarter(self: Any, block: Proc | None) -> Any:
    """The end of its third month."""
    month = self.civil.month
    return end_of_month(changed(beginning_of_month(self, None), month=month + (12 - month) % 3), None)


@on(ALL, "beginning_of_year", "at_beginning_of_year")
def beginning_of_year(self: Any, block: Proc | None) -> Any:
    """New Year's Day."""
    return beginning_of_month(changed(self, month=1), None)


@on(ALL, "end_of_year", "at_end_of_year")
def end_of_year(self: Any, block: Proc | None) -> Any:
    """New Year's Eve."""
    return end_of_month(changed(self, month=12), None)


def span(start: str, end: str) -> Any:
    """Make all_day and its kin."""

    def run(self: Any, block: Proc | None, *week_start: Any) -> Range:
        return Range(send(self, start, *week_start), send(self, end, *week_start))

    run.__doc__ = "From its first to its last moment."
    return run


for _unit in ("day", "week", "month", "quarter", "year"):
    on(ALL, "all_" + _unit)(span("beginning_of_" + _unit, "end_of_" + _unit))
