"""Date: making, reading, arithmetic and text. DateTime inherits from it; parsing is in `parse`."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from ...errors import ArgumentError, DateError, NoMethodError, TypeError_
from ...registry import COMPARABLE, OBJECT, define_class, method, send
from ...values import MISSING, Proc, Symbol
from ..numeric import is_number
from . import zone as zones
from .calendar import date_of, days_of, leap
from .clock import from_wall
from .date_parts import ITALY, check_start, moved_days, shifted
from .duration import moved
from .moments import DAY, Duration, RDate, RDateTime, RTime
from .strftime import DAYS, MONTHS, strftime
from .time import READERS, WEEKDAYS, comparison, order, reader, weekday_reader

DATE = define_class("Date", OBJECT, RDate, includes=(COMPARABLE,))
DATE.constants.update(
    MONTHNAMES=[None, *MONTHS[1:]],
    ABBR_MONTHNAMES=[None, *(name[:3] for name in MONTHS[1:])],
    DAYNAMES=list(DAYS),
    ABBR_DAYNAMES=[name[:3] for name in DAYS],
    ITALY=ITALY,
    ENGLAND=2361222,
    GREGORIAN=-math.inf,
    JULIAN=math.inf,
    Error=DateError,
)
LOCAL = Symbol("local")
FORMATS = {
    "short": "%d %b", "long": "%B %d, %Y", "db": "%Y-%m-%d", "inspect": "%Y-%m-%d", "number": "%Y%m%d",
    "rfc822": "%d %b %Y",
}  # fmt: skip


for _names, _read in READERS.items():
    if _names.split()[0] in ("year", "month", "day", "wday", "yday"):
        method(DATE, *_names.split())(reader(_read))
for _index, _day in enumerate(WEEKDAYS):
    method(DATE, _day + "?")(weekday_reader(_index))


def private(name: str) -> Any:
    """Date has clock readers for its own use only."""

    def run(self: RDate, block: Proc | None, *args: Any) -> Any:
        raise NoMethodError(f"private method `{name}' called for {inspect(self, None)}:Date")

    run.__doc__ = f"`{name}` is private."
    return run


for _name in ("hour", "min", "minute", "sec", "second"):
    method(DATE, _name)(private(_name))


@method(DATE, "leap?")
def own_leap(self: Any, block: Proc | None) -> bool:
    """In a leap year."""
    return leap(self.civil.year)


@method(DATE, "gregorian?")
def is_gregorian(self: Any, block: Proc | None) -> bool:
    """After the reform of the calendar."""
    return bool(self.jd >= 2299161)


@method(DATE, "julian?")
def is_julian(self: Any, block: Proc | None) -> bool:
    """Before the reform of the calendar."""
    return bool(self.jd < 2299161)


@method(DATE, "start")
def start_(self: Any, block: Proc | None) -> float:
    """Day of the reform."""
    return 2299161.0


@method(DATE, "gregorian", "italy", "england")
def gregorian(self: Any, block: Proc | None) -> Any:
    """Itself; other calendars are not kept."""
    return self


@method(DATE, "new_start")
def new_start(self: Any, block: Proc | None, start: Any = ITALY) -> Any:
    """Itself; other calendars are not kept."""
    check_start(start)
    return self


@method(DATE, "+")
def add(self: Any, block: Proc | None, other: Any) -> Any:
    """Days or a Duration later."""
    if isinstance(other, Duration):
        return moved(other, 1, self)
    if not is_number(other):
        raise TypeError_("expected numeric")
    return moved_days(self, other)


@method(DATE, "-")
def subtract(self: Any, block: Proc | None, other: Any) -> Any:
    """Days or a Duration earlier; between two dates, Rational days."""
    if isinstance(other, Duration):
        return moved(other, -1, self)
    if isinstance(other, (RDate, RDateTime)):
        return Fraction(self.nanos - other.nanos) / DAY
    if not is_number(other):
        raise TypeError_("expected numeric")
    return moved_days(self, -other)


@method(DATE, ">>")
def shift_right(self: Any, block: Proc | None, months: Any) -> Any:
    """Months later."""
    day = shifted(RDate(self.jd), months)
    return day if isinstance(self, RDate) else RDateTime(self.nanos + (day.jd - self.jd) * DAY, self.offset)


@method(DATE, "<<")
def shift_left(self: Any, block: Proc | None, months: Any) -> Any:
    """Months earlier."""
    if not is_number(months):
        raise TypeError_("expected numeric")
    return shift_right(self, None, -months)


def stepper(sign: int, unit: str) -> Any:
    """Make next_day and its kin."""

    def run(self: Any, block: Proc | None, number: Any = 1) -> Any:
        if unit == "day" and sign < 0 and isinstance(number, (RDate, RDateTime)):
            return subtract(self, None, number)
        if not is_number(number):
            raise TypeError_("expected numeric")
        if unit == "day":
            return moved_days(self, sign * number)
        return shift_right(self, None, sign * (12 * number if unit == "year" else number))

    run.__doc__ = "Moved by the calendar."
    return run


for _unit in ("day", "month", "year"):
    method(DATE, "next_" + _unit)(stepper(1, _unit))
    method(DATE, "prev_" + _unit)(stepper(-1, _unit))


@method(DATE, "succ", "next")
def succ(self: Any, block: Proc | None) -> Any:
    """The day after."""
    return moved_days(self, 1)


@method(DATE, "<=>")
def spaceship(self: Any, block: Proc | None, other: Any) -> int | None:
    """Earlier, same or later."""
    return order(self, other)


@method(DATE, "==")
def equals(self: Any, block: Proc | None, other: Any) -> bool:
    """The same day, or its midnight in UTC."""
    return spaceship(self, None, other) == 0


@method(DATE, "!=")
def differs(self: Any, block: Proc | None, other: Any) -> bool:
    """Another day."""
    return spaceship(self, None, other) != 0


@method(DATE, "===")
def same_day(self: Any, block: Proc | None, other: Any) -> bool | None:
    """The same day, or its Julian day number; nil for what is neither."""
    if isinstance(other, (RDate, RDateTime)):
        return bool(self.jd == other.jd)
    return bool(self.jd == other) if is_number(other) else None


@method(DATE, "eql?")
def eql(self: Any, block: Proc | None, other: Any) -> bool:
    """Equal, and a date."""
    return isinstance(other, (RDate, RDateTime)) and self.nanos == other.nanos


@method(DATE, "hash")
def hash_(self: Any, block: Proc | None) -> int:
    """That of the day."""
    return hash(self)


for _name, _test in {
    "<": lambda x: x < 0, "<=": lambda x: x <= 0, ">": lambda x: x > 0, ">=": lambda x: x >= 0,
    "before?": lambda x: x < 0, "after?": lambda x: x > 0,
}.items():  # fmt: skip
    method(DATE, _name)(comparison(_name, _test))


@method(DATE, "strftime")
def strftime_(self: Any, block: Proc | None, form: Any = "%F") -> str:
    """Text in a format of directives."""
    from ..string import text

    return strftime(self, text(form))


@method(DATE, "inspect", "readable_inspect")
def inspect(self: RDate, block: Proc | None) -> str:
    """`Fri, 15 Mar 2024`"""
    return strftime(self, "%a, %d %b %Y")


@method(DATE, "to_s", "to_formatted_s")
def to_s(self: RDate, block: Proc | None, form: Any = None) -> str:
    """`2024-03-15`, or one of the named formats."""
    name = form.name if isinstance(form, Symbol) else ""
    if name == "long_ordinal":
        return strftime(self, f"%B {send(self.civil.day, 'ordinalize')}, %Y")
    return strftime(self, FORMATS.get(name, "%Y-%m-%d"))


@method(DATE, "to_default_s", "iso8601")
def iso8601(self: RDate, block: Proc | None) -> str:
    """`2024-03-15`"""
    return strftime(self, "%Y-%m-%d")


@method(DATE, "xmlschema")
def xmlschema(self: RDate, block: Proc | None) -> Any:
    """Midnight in `Time.zone`."""
    return send(send(self, "in_time_zone"), "xmlschema")


@method(DATE, "rfc3339")
def rfc3339(self: Any, block: Proc | None) -> str:
    """`2024-03-15T00:00:00+00:00`"""
    return strftime(self, "%Y-%m-%dT%H:%M:%S%:z")


@method(DATE, "rfc2822", "rfc822")
def rfc2822(self: Any, block: Proc | None) -> str:
    """`Fri, 15 Mar 2024 00:00:00 +0000`"""
    return strftime(self, "%a, %-d %b %Y %T %z")


@method(DATE, "httpdate")
def httpdate(self: Any, block: Proc | None) -> str:
    """`Fri, 15 Mar 2024 00:00:00 GMT`"""
    return strftime(RDateTime(self.nanos), "%a, %d %b %Y %T GMT")


@method(DATE, "ctime", "asctime")
def ctime(self: Any, block: Proc | None) -> str:
    """`Fri Mar 15 00:00:00 2024`"""
    return strftime(self, "%a %b %e %T %Y")


@method(DATE, "as_json")
def as_json(self: RDate, block: Proc | None, options: Any = None) -> str:
    """`2024-03-15`"""
    year, month, day = date_of(self.jd)
    return f"{year:04}-{month:02}-{day:02}" if 0 <= year <= 9999 else strftime(self, "%Y-%m-%d")


@method(DATE, "to_date")
def to_date(self: Any, block: Proc | None) -> RDate:
    """Its day."""
    return RDate(self.jd)


def wall_nanos(date: RDate) -> int:
    """Midnight of the date as it stands, in the calendar of Time."""
    if date.jd >= 2299161:
        return date.nanos
    civil = date.civil
    return days_of(civil.year, civil.month, civil.day) * DAY


@method(DATE, "frozen?")
def is_frozen(self: Any, block: Proc | None) -> bool:
    """Not by itself."""
    return False


@method(DATE, "to_time")
def to_time(self: RDate, block: Proc | None, form: Any = LOCAL) -> RTime:
    """Midnight of the host's zone, or UTC."""
    if form is Symbol("utc"):
        return RTime(wall_nanos(self))
    if form is not Symbol("local"):
        raise ArgumentError(f"Expected :local or :utc, got {send(form, 'inspect')}.")
    return from_wall(wall_nanos(self))


@method(DATE, "to_datetime")
def to_datetime(self: RDate, block: Proc | None) -> RDateTime:
    """Midnight in UTC."""
    return RDateTime(self.nanos)


@method(DATE, "in_time_zone")
def in_time_zone(self: RDate, block: Proc | None, name: Any = MISSING) -> Any:
    """Midnight in a zone."""
    found = zones.current() if name is MISSING else zones.find_strict(name)
    return zones.at_wall(found, wall_nanos(self)) if found else to_time(self, None)


def zoned(name: str) -> Any:
    """Make a method that Date leaves to its midnight in `Time.zone`."""

    def run(self: RDate, block: Proc | None, *args: Any) -> Any:
        return send(in_time_zone(self, None), name, *args)

    run.__doc__ = "Of its midnight in `Time.zone`."
    return run


@method(DATE, "beginning_of_day", "midnight", "at_midnight", "at_beginning_of_day")
def beginning_of_day(self: RDate, block: Proc | None) -> Any:
    """Midnight in `Time.zone`."""
    return in_time_zone(self, block)


for _name in ("middle_of_day", "midday", "noon", "at_midday", "at_noon", "at_middle_of_day"):
    method(DATE, _name)(zoned("middle_of_day"))
method(DATE, "end_of_day", "at_end_of_day")(zoned("end_of_day"))
method(DATE, "since", "in")(zoned("since"))
method(DATE, "ago")(zoned("ago"))


@method(DATE, "acts_like_date?")
def acts_like_date(self: Any, block: Proc | None) -> bool:
    """Always."""
    return True


@method(DATE, "blank?")
def is_blank(self: Any, block: Proc | None) -> bool:
    """Never."""
    return False
