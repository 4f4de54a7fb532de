"""ActiveSupport::TimeWithZone: calculations go by the zone's clock, counts of seconds by the moment."""

from __future__ import annotations

from typing import Any

from ...errors import ArgumentError, NoMethodError, TypeError_
from ...registry import ancestors, define_class, function, method, own, send, singleton
from ...values import MISSING, Hash, Proc, Range, RClass, Symbol
from ..numeric import integer
from ..object import class_argument, truthy
from . import calculate, time_text
from . import time as times
from .clock import now_nanos
from .moments import SECOND, Duration, Moment, RDate, RDateTime, RTime, Zoned
from .strftime import offset_shown, strftime
from .time import TIME
from .time_new import current_time, ordered, wall_of, zone_of
from .zone import ZONE, RZone, at_wall, current, find_strict, offset_text

ZONED = define_class("ActiveSupport::TimeWithZone", TIME, Zoned)
VARIABLE = {"years", "months", "weeks", "days"}


def wall(self: Zoned) -> RTime:
    """What the zone's clock shows, as a time in UTC."""
    return RTime(self.nanos + self.offset * SECOND)


def wrapped(self: Zoned, found: Any) -> Any:
    """A result of the clock back in the zone; the same offset is kept where the clock shows it twice."""
    if isinstance(found, (RTime, RDateTime)):
        return at_wall(self.zone, found.nanos + found.offset * SECOND, self.offset)
    if isinstance(found, Range):
        return Range(wrapped(self, found.first), wrapped(self, found.last), found.exclusive)
    return found


def delegate(name: str) -> Any:
    """A method of Time, on the clock of the zone."""

    def run(self: Zoned, block: Proc | None, *args: Any) -> Any:
        return wrapped(self, send(wall(self), name, *args, block=block))

    run.__doc__ = f"`{name}` on the clock of the zone."
    return run


BY_MOMENT = (
    "to_i", "tv_sec", "to_f", "to_r", "hash", "<=>", "==", "===", "!=", "<", "<=", ">", ">=", "before?",
    "after?",
    "between?", "past?", "future?", "httpdate", "utc", "gmtime", "getutc", "getgm", "comparable_time",
    "to_time",
    "zone", "utc_offset", "gmt_offset", "gmtoff", "dst?", "isdst", "to_a", "strftime", "to_date",
    "to_datetime",
    "as_json", "acts_like_time?", "blank?", "formatted_offset", "eql?", "localtime", "getlocal", "inspect",
)  # fmt: skip
READ = ("year", "month", "mon", "day", "mday", "hour", "min", "sec", "usec", "nsec", "wday", "yday", "yweek")


def inherit() -> None:
    """Give zoned times every method of Time: those of the moment as they are, all else by the clock."""
    for name, run in own[TIME].items():
        direct = name in BY_MOMENT or name in READ or name.endswith("day?")
        method(ZONED, name)(run if direct else delegate(name))


def variable(value: Any) -> bool:
    """A Duration with parts that differ in length."""
    return isinstance(value, Duration) and bool(VARIABLE & set(value.parts))


inherit()


@method(ZONED, "+", "since", "in")
def add(self: Zoned, block: Proc | None, other: Any) -> Any:
    """Later: days and longer by the clock, all else by the moment."""
    if variable(other):
        return wrapped(self, times.add(wall(self), None, other))
    return Zoned(times.since(RTime(self.nanos), None, other).nanos, self.zone)


@method(ZONED, "-")
def subtract(self: Zoned, block: Proc | None, other: Any) -> Any:
    """Earlier, or Float seconds between two times."""
    if isinstance(other, Moment):
        return times.subtract(RTime(self.nanos), None, RTime(other.nanos))
    if variable(other):
        return wrapped(self, times.subtract(wall(self), None, other))
    moment = RTime(self.nanos)
    try:
        return Zoned(times.subtract(moment, None, other).nanos, self.zone)
    except TypeError_:
        return Zoned(times.ago(moment, None, other).nanos, self.zone)


@method(ZONED, "ago")
def ago(self: Zoned, block: Proc | None, other: Any) -> Any:
    """Earlier."""
    return add(self, None, send(other, "-@"))


@method(ZONED, "advance")
def advance(self: Zoned, block: Proc | None, options: Any) -> Any:
    """Calendar units by the clock, clock units by the moment."""
    new = calculate.named(options)
    if any(new.get(unit) is not None for unit in VARIABLE):
        return wrapped(self, send(wall(self), "advance", options))
    return Zoned(send(RTime(self.nanos), "advance", options).nanos, self.zone)


@method(ZONED, "change")
def change(self: Zoned, block: Proc | None, options: Any) -> Any:
    """Some parts replaced, also zone or offset."""
    new = calculate.named(options)
    if new.get("zone") and new.get("offset"):
        shown = send(options, "inspect")
        raise ArgumentError(f"Can't change both :offset and :zone at the same time: {shown}")
    rest = Hash({k: v for k, v in options.items() if k not in (Symbol("zone"), Symbol("offset"))})
    found = send(wall(self), "change", rest)
    zone = self.zone
    if new.get("zone"):
        zone = find_strict(new["zone"]) or zone
    elif new.get("offset") is not None:
        zone = find_strict(zone_of(new["offset"]).offset) or zone
    return at_wall(zone, found.nanos, self.offset)


@method(ZONED, "utc?", "gmt?")
def is_utc(self: Zoned, block: Proc | None) -> bool:
    """In a zone called UTC."""
    return self.abbreviation in ("UTC", "UCT")


@method(ZONED, "time_zone")
def time_zone(self: Zoned, block: Proc | None) -> RZone:
    """Its zone."""
    found: RZone = self.zone
    return found


@method(ZONED, "time")
def clock_time(self: Zoned, block: Proc | None) -> RTime:
    """What the zone's clock shows, as UTC."""
    return wall(self)


@method(ZONED, "in_time_zone")
def in_time_zone(self: Zoned, block: Proc | None, name: Any = MISSING) -> Any:
    """In another zone."""
    found = current() if name is MISSING else find_strict(name)
    return Zoned(self.nanos, found) if found else RTime(self.nanos)


@method(ZONED, "localtime", "getlocal")
def localtime(self: Zoned, block: Proc | None, offset: Any = None) -> RTime:
    """As Time in the host's zone or at an offset."""
    return times.getlocal(self, None, offset)


@method(ZONED, "inspect")
def inspect(self: Zoned, block: Proc | None) -> str:
    """`Fri, 15 Mar 2024 07:30:45.123456000 PDT -07:00`"""
    return strftime(self, "%a, %d %b %Y %H:%M:%S.%9N ") + f"{self.abbreviation} {offset_text(self.offset)}"


@method(ZONED, "to_s", "to_formatted_s")
def to_s(self: Zoned, block: Proc | None, form: Any = None) -> str:
    """`2024-03-15 07:30:45 -0700`, or one of the named formats; `:db` is UTC."""
    if form is Symbol("db"):
        return strftime(RTime(self.nanos), "%Y-%m-%d %H:%M:%S")
    found = time_text.formatted(self, form)
    if found is not None:
        return found
    tail = "UTC" if is_utc(self, None) else offset_shown(self.offset, 0)
    return strftime(self, "%Y-%m-%d %H:%M:%S ") + tail


@method(ZONED, "xmlschema", "iso8601", "rfc3339")
def xmlschema(self: Zoned, block: Proc | None, digits: Any = 0) -> str:
    """ISO 8601 with digits of the second."""
    tail = "Z" if is_utc(self, None) else offset_text(self.offset)
    return strftime(self, "%Y-%m-%dT%H:%M:%S") + time_text.fraction_text(self.civil, integer(digits)) + tail


@method(ZONED, "rfc2822", "rfc822")
def rfc2822(self: Zoned, block: Proc | None) -> str:
    """`Fri, 15 Mar 2024 07:30:45 -0700`"""
    return strftime(self, "%a, %d %b %Y %H:%M:%S ") + offset_text(self.offset, False)


@method(ZONED, "formatted_offset")
def formatted_offset(self: Zoned, block: Proc | None, colon: Any = True, utc: Any = None) -> Any:
    """`-07:00`"""
    return utc if truthy(utc) and is_utc(self, None) else offset_text(self.offset, truthy(colon))


@method(ZONED, "is_a?", "kind_of?")
def is_a(self: Zoned, block: Proc | None, rclass: RClass) -> bool:
    """Also a Time."""
    return class_argument(rclass) in ancestors(ZONED)


@method(ZONED, "dup")
def dup(self: Zoned, block: Proc | None) -> Zoned:
    """A copy."""
    return Zoned(self.nanos, self.zone)


@method(ZONED, "method_missing")
def method_missing(self: Zoned, block: Proc | None, missing: Symbol, *args: Any) -> Any:
    """The error names the class Time, as the delegation to the clock does."""
    raise NoMethodError(
        f"undefined method `{missing.name}' for {inspect(self, None)}:Time", name=missing, receiver=self
    )


@singleton(ZONED, "name")
def name(self: Any, block: Proc | None) -> str:
    """Zoned times say that they are of the class Time."""
    return "Time"


@function("now")
def now(self: Any, block: Proc | None) -> Any:
    """The clock in `Time.zone`."""
    return current_time(None, None)


@function("today")
def today(self: Any, block: Proc | None) -> RDate:
    """The day in `Time.zone`."""
    return RDate(current_time(None, None).jd)


@method(ZONE, "local")
def zone_local(self: RZone, block: Proc | None, *args: Any) -> Zoned:
    """A time by the zone's clock."""
    return at_wall(self, wall_of(ordered(args)))


@method(ZONE, "at")
def zone_at(self: RZone, block: Proc | None, *args: Any) -> Zoned:
    """A moment by seconds since 1970."""
    from .time_new import at

    return Zoned(at(None, None, *args).nanos, self)


@method(ZONE, "today")
def zone_today(self: RZone, block: Proc | None) -> RDate:
    """The day in the zone."""
    return RDate(Zoned(now_nanos(), self).jd)


@method(ZONE, "yesterday")
def zone_yesterday(self: RZone, block: Proc | None) -> RDate:
    """The day before."""
    return RDate(Zoned(now_nanos(), self).jd - 1)


@method(ZONE, "tomorrow")
def zone_tomorrow(self: RZone, block: Proc | None) -> RDate:
    """The day after."""
    return RDate(Zoned(now_nanos(), self).jd + 1)
