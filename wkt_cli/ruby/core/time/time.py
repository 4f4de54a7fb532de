"""Time: reading, arithmetic, order and zones. Constructors are in `time_new`, text in `time_text`."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from typing import Any

from ...errors import ArgumentError, RubyError, TypeError_
from ...limits import check_digits
from ...registry import COMPARABLE, OBJECT, define_class, exact, method, send
from ...values import MISSING, Proc, Symbol
from ..numeric import class_name, integer, is_number
from ..object import responds
from ..rounding import rounded
from . import zone as zones
from .calendar import EPOCH_JD, REFORM_JD, commercial, same_civil
from .clock import local_time
from .duration import moved
from .exact import nanos_of
from .moments import (
    DAY,
    SECOND,
    Duration,
    FieldTime,
    Moment,
    RDate,
    RDateTime,
    RTime,
    Zoned,
    float_seconds,
    simple,
)
from .strftime import zone_name

TIME = define_class("Time", OBJECT, RTime, includes=(COMPARABLE,))
exact[FieldTime] = {"to_s": lambda self, block, *form: send(self, "iso8601", 6)}
FORMATS = {
    "db": "%Y-%m-%d %H:%M:%S",
    "inspect": "%Y-%m-%d %H:%M:%S.%9N %z",
    "number": "%Y%m%d%H%M%S",
    "nsec": "%Y%m%d%H%M%S%9N",
    "usec": "%Y%m%d%H%M%S%6N",
    "time": "%H:%M",
    "short": "%d %b %H:%M",
    "long": "%B %d, %Y %H:%M",
}


def like(moment: RTime, nanos: Any) -> RTime:
    """Another moment with the zone of this one."""
    if moment.kind == "local":
        return local_time(nanos)
    return RTime(nanos, moment.offset, moment.kind, moment.zone_name)


READERS: dict[str, Any] = {
    "year": lambda c: c.year,
    "month mon": lambda c: c.month,
    "day mday": lambda c: c.day,
    "hour": lambda c: c.hour,
    "min": lambda c: c.minute,
    "sec": lambda c: c.second,
    "wday": lambda c: c.wday,
    "yday": lambda c: c.yday,
    "usec tv_usec": lambda c: int(c.nanos) // 1000,
    "nsec tv_nsec": lambda c: int(c.nanos),
}


def reader(read: Any) -> Any:
    """Make a reader of calendar and clock."""

    def run(self: Moment, block: Proc | None) -> int:
        return int(read(self.civil))

    run.__doc__ = "Of the calendar and clock."
    return run


for _names, _read in READERS.items():
    method(TIME, *_names.split())(reader(_read))


def weekday_reader(day: int) -> Any:
    """Make `monday?` and its kin."""

    def run(self: Any, block: Proc | None) -> bool:
        return bool(self.civil.wday == day)

    run.__doc__ = "Whether it is that day."
    return run


WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
for _index, _day in enumerate(WEEKDAYS):
    method(TIME, _day + "?")(weekday_reader(_index))


@method(TIME, "subsec", "sec_fraction")
def subsec(self: Moment, block: Proc | None) -> Any:
    """The fraction of a second, 0 or Rational."""
    found = Fraction(self.civil.nanos) / SECOND
    return found if found else 0


@method(TIME, "to_i", "tv_sec")
def to_i(self: Moment, block: Proc | None) -> int:
    """Whole seconds since 1970."""
    return self.seconds


@method(TIME, "to_f")
def to_f(self: Moment, block: Proc | None) -> float:
    """Seconds since 1970."""
    return float_seconds(self.nanos)


@method(TIME, "to_r")
def to_r(self: Moment, block: Proc | None) -> Fraction:
    """Seconds since 1970, exactly."""
    return Fraction(self.nanos) / SECOND


@method(TIME, "to_a")
def to_a(self: Moment, block: Proc | None) -> list[Any]:
    """sec, min, hour, day, month, year, wday, yday, isdst, zone."""
    c = self.civil
    return [
        c.second,
        c.minute,
        c.hour,
        c.day,
        c.month,
        c.year,
        c.wday,
        c.yday,
        is_dst(self, None),
        zone(self, None),
    ]


@method(TIME, "zone")
def zone(self: Moment, block: Proc | None) -> str | None:
    """Abbreviation of the zone, nil for a bare offset."""
    return zone_name(self) or None


@method(TIME, "utc_offset", "gmt_offset", "gmtoff")
def utc_offset(self: Moment, block: Proc | None) -> int:
    """Seconds east of Greenwich."""
    return self.offset


@method(TIME, "utc?", "gmt?")
def is_utc(self: RTime, block: Proc | None) -> bool:
    """A time in UTC, not one that merely has no offset."""
    return self.kind == "utc"


@method(TIME, "dst?", "isdst")
def is_dst(self: Moment, block: Proc | None) -> bool:
    """Daylight saving."""
    from .clock import host_period

    if isinstance(self, Zoned):
        return bool(self.dst)
    return isinstance(self, RTime) and self.kind == "local" and host_period(self.seconds)[2]


@method(TIME, "yweek")
def yweek(self: Moment, block: Proc | None) -> int:
    """ISO week of the year."""
    return commercial(self.jd)[1]


@method(TIME, "utc", "gmtime")
def utc(self: Moment, block: Proc | None) -> RTime:
    """The same moment in UTC; Time changes in place."""
    if isinstance(self, RTime):
        self.offset, self.kind, self.zone_name, self._civil = 0, "utc", None, None
        return self
    return RTime(self.nanos)


@method(TIME, "getutc", "getgm", "comparable_time")
def getutc(self: Moment, block: Proc | None) -> RTime:
    """A copy in UTC."""
    return RTime(self.nanos)


@method(TIME, "localtime")
def localtime(self: Moment, block: Proc | None, offset: Any = None) -> RTime:
    """The same moment in the host's zone or at an offset; Time changes in place."""
    found = getlocal(self, None, offset)
    if isinstance(self, RTime):
        self.offset, self.kind, self.zone_name, self._civil = found.offset, found.kind, found.zone_name, None
        return self
    return found


@method(TIME, "getlocal")
def getlocal(self: Moment, block: Proc | None, offset: Any = None) -> RTime:
    """A copy in the host's zone or at an offset."""
    if offset is None:
        return local_time(self.nanos)
    from .time_new import zone_of

    return zone_of(offset).at(self.nanos)


@method(TIME, "to_time")
def to_time(self: Moment, block: Proc | None) -> RTime:
    """In the host's zone: ActiveSupport does not preserve zones here."""
    return local_time(self.nanos)


@method(TIME, "to_date")
def to_date(self: Moment, block: Proc | None) -> RDate:
    """Its day."""
    return RDate(self.jd)


@method(TIME, "to_datetime")
def to_datetime(self: Moment, block: Proc | None) -> RDateTime:
    """As DateTime; the date is taken as it stands, also where Date's calendar is another."""
    if self.jd >= REFORM_JD:
        return RDateTime(self.nanos, self.offset)
    civil = self.civil
    days = same_civil(civil.year, civil.month, civil.day) - self.jd
    return RDateTime(self.nanos + days * DAY, self.offset)


@method(TIME, "in_time_zone")
def in_time_zone(self: Moment, block: Proc | None, name: Any = MISSING) -> Any:
    """In a zone, `Time.zone` by default."""
    found = zones.current() if name is MISSING else zones.find_strict(name)
    return Zoned(self.nanos, found) if found else self


@method(TIME, "acts_like_time?")
def acts_like_time(self: Moment, block: Proc | None) -> bool:
    """Always."""
    return True


@method(TIME, "blank?")
def is_blank(self: Moment, block: Proc | None) -> bool:
    """Never."""
    return False


@method(TIME, "+")
def add(self: RTime, block: Proc | None, other: Any) -> RTime:
    """Seconds or a Duration later."""
    if isinstance(other, Duration):
        found: RTime = moved(other, 1, self)
        return found
    if isinstance(other, (RTime, Zoned)):
        raise TypeError_("time + time?")
    return like(self, simple(self.nanos + nanos_of(other)))


@method(TIME, "-")
def subtract(self: RTime, block: Proc | None, other: Any) -> Any:
    """Earlier by seconds or a Duration; between two times, Float seconds."""
    if isinstance(other, Duration):
        return moved(other, -1, self)
    if isinstance(other, RDateTime):
        return to_f(self, None) - to_f(other, None)
    if isinstance(other, Moment):
        return float_seconds(self.nanos - other.nanos)
    return like(self, simple(self.nanos - nanos_of(other)))


@method(TIME, "since", "in")
def since(self: RTime, block: Proc | None, seconds: Any) -> Any:
    """Seconds later; what `+` refuses is taken for a Rational, as ActiveSupport does."""
    try:
        return add(self, None, seconds)
    except TypeError_:
        from ..rational import strict

        return RDateTime(simple(self.nanos + strict(seconds) * SECOND), self.offset)


@method(TIME, "ago")
def ago(self: RTime, block: Proc | None, seconds: Any) -> Any:
    """Seconds earlier."""
    return since(self, None, send(seconds, "-@"))


def order(self: Any, other: Any) -> int | None:
    """`<=>` of a moment and anything: dates count as midnight UTC, numbers as astronomical Julian days."""
    if isinstance(other, (Moment, RDate)):
        return int(self.nanos > other.nanos) - int(self.nanos < other.nanos)
    number = other.value if isinstance(other, Duration) else other
    if is_number(number) and number == number:
        own = Fraction(self.nanos) / DAY + EPOCH_JD - Fraction(1, 2)
        return int(own > number) - int(own < number)
    return None


def order_or_parsed(self: Any, other: Any) -> int | None:
    """As `order`; ActiveSupport also compares with what has `to_datetime`, text that is a date among it."""
    found = order(self, other)
    if found is None and responds(other, "to_datetime"):
        with contextlib.suppress(RubyError):
            found = order(self, send(other, "to_datetime"))
    return found


@method(TIME, "<=>")
def spaceship(self: Moment, block: Proc | None, other: Any) -> int | None:
    """Earlier, same or later; nil for what is no time."""
    return order_or_parsed(self, other)


@method(TIME, "==", "===")
def equals(self: Moment, block: Proc | None, other: Any) -> bool:
    """The same moment, whatever the zone."""
    return order_or_parsed(self, other) == 0


@method(TIME, "!=")
def differs(self: Moment, block: Proc | None, other: Any) -> bool:
    """Another moment."""
    return order_or_parsed(self, other) != 0


@method(TIME, "eql?")
def eql(self: Moment, block: Proc | None, other: Any) -> bool:
    """The same moment, both times."""
    return isinstance(other, (RTime, Zoned)) and self.nanos == other.nanos


@method(TIME, "hash")
def hash_(self: Moment, block: Proc | None) -> int:
    """That of the moment."""
    return hash(self)


def incomparable(self: Any, other: Any) -> RubyError:
    """The error of an order with what is no time."""
    shown = send(other, "inspect") if other is None or isinstance(other, (bool, int, float, Symbol)) else None
    return ArgumentError(f"comparison of {class_name(self)} with {shown or class_name(other)} failed")


def comparison(name: str, test: Any) -> Any:
    """Make one of the orderings."""

    def run(self: Any, block: Proc | None, other: Any) -> bool:
        found = send(self, "<=>", other)
        if found is None:
            raise incomparable(self, other)
        return bool(test(found))

    run.__doc__ = f"`{name}`"
    return run


ORDERINGS = {
    "<": lambda x: x < 0, "<=": lambda x: x <= 0, ">": lambda x: x > 0, ">=": lambda x: x >= 0,
    "before?": lambda x: x < 0, "after?": lambda x: x > 0,
}  # fmt: skip
for _name, _test in ORDERINGS.items():
    method(TIME, _name)(comparison(_name, _test))


def rounding(how: str) -> Any:
    """Make round, floor or ceil to digits of the second."""

    def run(self: RTime, block: Proc | None, digits: Any = 0) -> RTime:
        size = integer(digits)
        if size < 0:
            raise ArgumentError("negative ndigits given")
        if size >= 9 and isinstance(self.nanos, int):
            return like(self, self.nanos)
        check_digits(size * 3.33)
        unit = Fraction(SECOND, 10**size)
        return like(self, simple(rounded(Fraction(self.nanos) / unit, how) * unit))

    run.__doc__ = f"`{how}`"
    return run


for _how in ("round", "floor", "ceil"):
    method(TIME, _how)(rounding(_how))


@method(TIME, "frozen?")
def is_frozen(self: Moment, block: Proc | None) -> bool:
    """Never: nothing changes a time but `utc` and `localtime`, which keep the moment."""
    return False


@method(TIME, "dup")
def dup(self: RTime, block: Proc | None) -> RTime:
    """A copy."""
    return RTime(self.nanos, self.offset, self.kind, self.zone_name)
