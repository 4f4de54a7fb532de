"""ActiveSupport::TimeZone over Python's zoneinfo, and `Time.zone`."""

from __future__ import annotations

import datetime
from contextvars import ContextVar
from fractions import Fraction
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from ...errors import ArgumentError, exception_class
from ...registry import COMPARABLE, OBJECT, define_class, method, send, singleton
from ...values import Proc, RString
from ..numeric import class_name, is_number
from ..object import compare, responds, truthy
from ..regexp import Regexp
from .clock import now_nanos
from .moments import SECOND, Duration, Moment, Nanos, RDateTime, RTime, Zoned, simple
from .zone_names import MAPPING

EPOCH = datetime.datetime(1970, 1, 1)
FIRST, LAST = -62135510400, 253402214400
InvalidTimezone = exception_class("TZInfo::InvalidTimezoneIdentifier", ArgumentError)


class RZone:
    """A time zone under the name it was asked for."""

    __slots__ = ("identifier", "info", "name")

    def __init__(self, name: str, identifier: str, info: ZoneInfo) -> None:
        self.name, self.identifier, self.info = name, identifier, info

    def period(self, seconds: int) -> tuple[int, str, bool]:
        """Offset, abbreviation and daylight saving at a moment."""
        at = datetime.datetime.fromtimestamp(min(max(seconds, FIRST), LAST), self.info)
        offset = at.utcoffset()
        return int(offset.total_seconds()) if offset else 0, at.tzname() or "", bool(at.dst())

    def offsets(self, wall: int) -> list[int]:
        """The offsets under which a clock shows so many seconds: two where it was set back, none in a gap."""
        shown = EPOCH + datetime.timedelta(seconds=min(max(wall, FIRST), LAST))
        first, second = (seconds_of(self.info, shown.replace(fold=fold)) for fold in (0, 1))
        if first == second:
            return [first]
        return [first, second] if first > second else []

    def base_offset(self) -> int:
        """Today's offset without daylight saving."""
        at = datetime.datetime.fromtimestamp(now_nanos() // SECOND, self.info)
        offset, saving = at.utcoffset(), at.dst()
        return int(((offset or EPOCH - EPOCH) - (saving or EPOCH - EPOCH)).total_seconds())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RZone) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


def seconds_of(info: ZoneInfo, shown: datetime.datetime) -> int:
    """The offset of a zone for a clock on the wall."""
    found = info.utcoffset(shown)
    return int(found.total_seconds()) if found else 0


ZONE = define_class("ActiveSupport::TimeZone", OBJECT, RZone, includes=(COMPARABLE,))
ZONE.constants["MAPPING"] = MAPPING


@lru_cache(512)
def find(name: str) -> RZone | None:
    """The zone of a Rails or tz database name, or None."""
    identifier = MAPPING.get(name, name)
    try:
        return RZone(name, identifier, ZoneInfo(identifier))
    except (KeyError, ValueError, OSError):
        return None


PACIFIC = find("Pacific Time (US & Canada)")
_zone: ContextVar[RZone | None] = ContextVar("zone", default=PACIFIC)


def current() -> RZone | None:
    """`Time.zone`: US Pacific, as on the platform, unless changed."""
    return _zone.get()


def set_current(zone: RZone | None) -> None:
    """`Time.zone = …`"""
    _zone.set(zone)


@lru_cache(1)
def all_zones() -> list[RZone]:
    """Rails' zones by offset, then name."""
    found = [zone for zone in map(find, MAPPING) if zone is not None]
    return sorted(found, key=lambda zone: (zone.base_offset(), zone.name))


def lookup(value: Any) -> RZone | None:
    """`ActiveSupport::TimeZone[…]`: by name, or by offset in hours or seconds."""
    if isinstance(value, RZone):
        return value
    if isinstance(value, (str, RString)):
        return find(str(value))
    number = value.value if isinstance(value, Duration) else value
    if is_number(number):
        seconds = int(number * 3600 if abs(number) <= 13 else number)
        return next((zone for zone in all_zones() if zone.base_offset() == seconds), None)
    raise ArgumentError(f"invalid argument to TimeZone[]: {send(value, 'inspect')}")


def find_strict(value: Any) -> RZone | None:
    """`Time.find_zone!`: nil stays nil, an unknown name is an error."""
    if value is None or value is False or isinstance(value, RZone):
        return value or None
    shown = send(value, "to_s") if isinstance(value, (str, RString)) else send(value, "inspect")
    known = isinstance(value, (str, RString, Duration)) or is_number(value)
    found = lookup(value) if known else None
    if found is None:
        raise ArgumentError(
            f"Invalid Timezone: {shown}" if known else f"invalid argument to TimeZone[]: {shown}"
        )
    return found


def at_wall(zone: RZone, wall: Nanos, keep: int | None = None) -> Zoned:
    """The moment when a clock of the zone shows so many nanoseconds.

    Where it does so twice, the offset `keep` is preferred, then daylight saving; in a gap an hour is added.
    """
    seconds = int(wall // SECOND)
    found = zone.offsets(seconds)
    while not found:
        wall += 3600 * SECOND
        seconds += 3600
        found = zone.offsets(seconds)
    offset = keep if keep in found else pick(zone, seconds, found)
    return Zoned(wall - offset * SECOND, zone)


def pick(zone: RZone, wall: int, offsets: list[int]) -> int:
    """Daylight saving where one of two periods has it, else the later."""
    saving = [offset for offset in offsets if zone.period(wall - offset)[2]]
    return saving[0] if len(saving) == 1 else offsets[-1]


def offset_text(seconds: int, colon: bool = True) -> str:
    """`-07:00`"""
    sign, size = "-" if seconds < 0 else "+", abs(seconds)
    return f"{sign}{size // 3600:02d}{':' if colon else ''}{size % 3600 // 60:02d}"


@singleton(ZONE, "[]", "new")
def zone_at(self: Any, block: Proc | None, value: Any) -> RZone | None:
    """By name or offset, nil if unknown."""
    return lookup(value)


@singleton(ZONE, "create")
def create(self: Any, block: Proc | None, name: Any, offset: Any = None, info: Any = None) -> RZone:
    """By name; unknown names raise."""
    found = find(str(name))
    if found is None:
        raise InvalidTimezone(f"Invalid identifier: {name}")
    return found


@singleton(ZONE, "all")
def zones(self: Any, block: Proc | None) -> list[RZone]:
    """Rails' zones."""
    return list(all_zones())


@singleton(ZONE, "us_zones")
def us_zones(self: Any, block: Proc | None) -> list[RZone]:
    """The zones of the United States."""
    names = ("Hawaii", "Alaska", "Pacific Time (US & Canada)", "Arizona", "Mountain Time (US & Canada)",
             "Central Time (US & Canada)", "Eastern Time (US & Canada)", "Indiana (East)")  # fmt: skip
    return [zone for zone in all_zones() if zone.name in names]


@singleton(ZONE, "seconds_to_utc_offset")
def seconds_to_utc_offset(self: Any, block: Proc | None, seconds: Any, colon: Any = True) -> str:
    """`-07:00`"""
    return offset_text(int(seconds), truthy(colon))


@method(ZONE, "name")
def name(self: RZone, block: Proc | None) -> str:
    """The name it was asked for."""
    return self.name


@method(ZONE, "tzinfo")
def tzinfo(self: RZone, block: Proc | None) -> RZone:
    """The zone under its tz database name."""
    return RZone(self.identifier, self.identifier, self.info)


@method(ZONE, "identifier", "canonical_identifier")
def identifier(self: RZone, block: Proc | None) -> str:
    """The tz database name."""
    return self.identifier


@method(ZONE, "utc_offset")
def utc_offset(self: RZone, block: Proc | None) -> int:
    """Offset without daylight saving."""
    return self.base_offset()


@method(ZONE, "formatted_offset")
def formatted_offset(self: RZone, block: Proc | None, colon: Any = True, utc: Any = None) -> Any:
    """`-08:00`"""
    offset = self.base_offset()
    return utc if offset == 0 and truthy(utc) else offset_text(offset, truthy(colon))


@method(ZONE, "to_s")
def to_s(self: RZone, block: Proc | None) -> str:
    """`(GMT-08:00) Pacific Time (US & Canada)`"""
    return f"(GMT{offset_text(self.base_offset())}) {self.name}"


@method(ZONE, "inspect")
def inspect(self: RZone, block: Proc | None) -> str:
    """Names of the zone."""
    return f"#<ActiveSupport::TimeZone:0x0 @name={send(self.name, 'inspect')}, @utc_offset=nil>"


@method(ZONE, "<=>")
def spaceship(self: RZone, block: Proc | None, other: Any) -> int | None:
    """By offset, then name."""
    if not responds(other, "utc_offset"):
        return None
    found = compare(self.base_offset(), send(other, "utc_offset"))
    return found or compare(self.name, send(other, "name"))


@method(ZONE, "=~")
def matches(self: RZone, block: Proc | None, pattern: Any) -> Any:
    """Whether a pattern fits one of its names."""
    found = send(pattern, "===", self.name)
    return found if truthy(found) else send(pattern, "===", MAPPING.get(self.name))


@method(ZONE, "match?")
def is_match(self: RZone, block: Proc | None, pattern: Any) -> bool:
    """Whether a text is one of its names, or a Regexp fits one."""
    names = (self.name, MAPPING.get(self.name))
    if any(truthy(send(pattern, "==", name)) for name in names):
        return True
    return isinstance(pattern, Regexp) and any(truthy(send(pattern, "match?", name)) for name in names)


@method(ZONE, "now")
def now(self: RZone, block: Proc | None) -> Zoned:
    """The clock in this zone."""
    return Zoned(now_nanos(), self)


@method(ZONE, "utc_to_local")
def utc_to_local(self: RZone, block: Proc | None, moment: Any) -> RTime:
    """What the zone's clock shows when one in UTC shows this; a part of a second becomes one of a microsecond."""
    wall = clock_argument(moment).nanos + moment.offset * SECOND
    seconds, rest = divmod(wall + self.period(int(wall // SECOND))[0] * SECOND, SECOND)
    return RTime(seconds * SECOND + simple(Fraction(rest) / 1_000_000))


@method(ZONE, "local_to_utc")
def local_to_utc(self: RZone, block: Proc | None, moment: Any, dst: Any = True) -> RTime | RDateTime:
    """The moment when the zone's clock shows this."""
    wall = clock_argument(moment).nanos + moment.offset * SECOND
    kind = RDateTime if isinstance(moment, RDateTime) else RTime
    return kind(at_wall(self, wall).nanos)


def clock_argument(value: Any) -> Any:
    """An argument that must be a time."""
    if value is None:
        raise ArgumentError("local_time must be specified")
    if not isinstance(value, Moment):
        raise ArgumentError(f"{class_name(value)} values are not supported")
    return value
