"""DateTime: what differs from Date."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ...dispatch import wrong_number
from ...errors import DateError, TypeError_
from ...registry import define_class, method, own, send, singleton
from ...values import Proc, RString
from ..numeric import is_number
from ..object import to_index
from ..rational import strict
from . import time as times
from . import time_text
from . import zone as zones
from .calendar import EPOCH_JD, jd_of
from .clock import now_time
from .date import DATE
from .date_parts import ITALY, check_start, number
from .exact import exact
from .moments import DAY, SECOND, RDateTime, RTime, simple
from .strftime import offset_shown, strftime

DATETIME = define_class("DateTime", DATE, RDateTime)


def offset_of(value: Any) -> int:
    """An offset argument: a part of a day, or text such as `+05:30`."""
    if isinstance(value, (str, RString)):
        from .zone_offsets import offset_seconds

        found = offset_seconds(str(value))
        return found if found is not None and abs(found) < 86400 else 0
    if not is_number(value):
        raise TypeError_("invalid offset")
    seconds = round(Fraction(exact(value)) * 86400)
    return seconds if abs(seconds) <= 86400 else 0


def clock_part(value: Any, limit: int) -> int:
    """Hour or minute; negative ones count from the end."""
    found = number(value, "hour" if limit == 24 else "minute")
    return found + limit if found < 0 else found


UNITS = {3: DAY, 4: 3600 * SECOND, 5: 60 * SECOND}
"""Nanoseconds of day, hour and minute, by their places."""


def without_fraction(parts: list[Any]) -> tuple[list[Any], Any]:
    """Parts, and the fraction of the last one in nanoseconds: only there Ruby takes one."""
    fractions = [exact(part) % 1 if type(part) is not int and is_number(part) else 0 for part in parts[2:5]]
    if any(fractions[: len(parts) - 3]):
        raise DateError("invalid fraction")
    unit = UNITS.get(len(parts))
    if unit is None or not fractions[-1]:
        return parts, 0
    return [*parts[:-1], exact(parts[-1]) - fractions[-1]], fractions[-1] * unit


def civil_datetime(parts: list[Any], offset: Any = 0) -> RDateTime:
    """A DateTime of year, month, day, hour, minute and second."""
    given, fraction = without_fraction(parts)
    rest: list[Any] = [-4712, 1, 1, 0, 0, 0]
    year, month, day, hour, minute, second = [*given, *rest[len(given) :]]
    jd = jd_of(number(year, "year"), number(month, "month"), number(day, "day"))
    seconds = exact(second) if is_number(second) else number(second, "second")
    seconds = seconds + 60 if seconds < 0 else seconds
    h, m = clock_part(hour, 24), clock_part(minute, 60)
    if (
        jd is None
        or not 0 <= h <= 24
        or not 0 <= m <= 59
        or not 0 <= seconds < 60
        or (h == 24 and (m or seconds))
    ):
        raise DateError("invalid date")
    east = offset_of(offset)
    clock = simple((h * 3600 + m * 60 + seconds - east) * SECOND)
    return RDateTime(simple((jd - EPOCH_JD) * DAY + clock + fraction), east)


@singleton(DATETIME, "new", "civil")
def new(self: Any, block: Proc | None, *args: Any) -> RDateTime:
    """A moment of parts and an offset (and the calendar's reform, which is passed over)."""
    if len(args) > 8:
        raise wrong_number(len(args), 0, 8)
    check_start(args[7] if len(args) > 7 else ITALY)
    return civil_datetime(list(args[:6]), args[6] if len(args) > 6 else 0)


@singleton(DATETIME, "now")
def now(self: Any, block: Proc | None, start: Any = ITALY) -> RDateTime:
    """The clock, with the host's offset."""
    check_start(start)
    found = now_time()
    return RDateTime(found.nanos, found.offset)


@singleton(DATETIME, "current")
def current(self: Any, block: Proc | None) -> RDateTime:
    """The clock, with the offset of `Time.zone`."""
    from .time_new import current_time

    found = current_time(None, None)
    return RDateTime(found.nanos, found.offset)


@singleton(DATETIME, "jd")
def from_jd(self: Any, block: Proc | None, *args: Any) -> RDateTime:
    """By Julian day number."""
    return on_day("jd", 1, args)


@singleton(DATETIME, "ordinal")
def ordinal(self: Any, block: Proc | None, *args: Any) -> RDateTime:
    """By day of the year."""
    return on_day("ordinal", 2, args)


@singleton(DATETIME, "commercial")
def commercial(self: Any, block: Proc | None, *args: Any) -> RDateTime:
    """By ISO week."""
    return on_day("commercial", 3, args)


def on_day(way: str, size: int, args: tuple[Any, ...]) -> RDateTime:
    """The clock on a day that Date finds by its first arguments."""
    if len(args) > size + 5:
        raise wrong_number(len(args), 0, size + 5)
    civil = send(DATE, way, *args[:size]).civil
    clock, offset = args[size : size + 3], args[size + 3 : size + 4]
    fraction = exact(args[size - 1]) % 1 if len(args) >= size else 0
    return civil_datetime([civil.year, civil.month, civil.day + fraction, *clock], *offset)


BORROWED = (
    "hour", "min", "sec", "subsec", "usec", "nsec", "to_f", "to_i", "to_time", "getutc", "yweek",
    "acts_like_time?", "in_time_zone", "formatted_offset", "utc_offset", "==", "!=",
)  # fmt: skip
for _name in BORROWED:
    method(DATETIME, _name)(own[times.TIME][_name])
method(DATETIME, "minute")(own[times.TIME]["min"])
method(DATETIME, "second")(own[times.TIME]["sec"])


@method(DATETIME, "sec_fraction", "second_fraction", "subsec")
def sec_fraction(self: RDateTime, block: Proc | None) -> Fraction:
    """The fraction of a second."""
    return Fraction(self.civil.nanos) / SECOND


@method(DATETIME, "offset")
def offset(self: RDateTime, block: Proc | None) -> Fraction:
    """The offset as a part of a day."""
    return Fraction(self.offset, 86400)


@method(DATETIME, "zone")
def zone(self: RDateTime, block: Proc | None) -> str:
    """`+05:30`"""
    return offset_shown(self.offset, 1)


@method(DATETIME, "utc?")
def is_utc(self: RDateTime, block: Proc | None) -> bool:
    """Without an offset."""
    return self.offset == 0


@method(DATETIME, "new_offset")
def new_offset(self: RDateTime, block: Proc | None, east: Any = 0) -> RDateTime:
    """The same moment with another offset."""
    return RDateTime(self.nanos, offset_of(east))


@method(DATETIME, "utc", "getgm", "getutc", "gmtime")
def utc(self: RDateTime, block: Proc | None) -> RTime:
    """As Time in UTC."""
    return RTime(self.nanos)


@method(DATETIME, "localtime", "getlocal")
def localtime(self: RDateTime, block: Proc | None, east: Any = None) -> Any:
    """As Time in the host's zone or at an offset."""
    return times.getlocal(self, None, east)


@method(DATETIME, "to_datetime")
def to_datetime(self: RDateTime, block: Proc | None) -> RDateTime:
    """Itself."""
    return self


@method(DATETIME, "since", "in")
def since(self: RDateTime, block: Proc | None, seconds: Any) -> RDateTime:
    """Seconds later."""
    return RDateTime(simple(self.nanos + strict(seconds) * SECOND), self.offset)


@method(DATETIME, "ago")
def ago(self: RDateTime, block: Proc | None, seconds: Any) -> RDateTime:
    """Seconds earlier."""
    return since(self, None, send(seconds, "-@"))


@method(DATETIME, "seconds_since_midnight")
def seconds_since_midnight(self: RDateTime, block: Proc | None) -> Any:
    """Seconds of the day so far."""
    civil = self.civil
    return civil.hour * 3600 + civil.minute * 60 + civil.second


@method(DATETIME, "<=>")
def spaceship(self: RDateTime, block: Proc | None, other: Any) -> int | None:
    """Earlier, same or later."""
    return times.order_or_parsed(self, other)


@method(DATETIME, "to_s", "to_formatted_s")
def to_s(self: RDateTime, block: Proc | None, form: Any = None) -> str:
    """ISO 8601, or one of the named formats."""
    return time_text.formatted(self, form) or strftime(self, "%Y-%m-%dT%H:%M:%S%:z")


@method(DATETIME, "inspect", "readable_inspect")
def inspect(self: RDateTime, block: Proc | None) -> str:
    """`Fri, 15 Mar 2024 01:02:03 +0000`"""
    return strftime(self, "%a, %d %b %Y %H:%M:%S ") + zones.offset_text(self.offset, False)


@method(DATETIME, "iso8601", "xmlschema", "rfc3339")
def iso8601(self: RDateTime, block: Proc | None, digits: Any = 0) -> str:
    """ISO 8601 with digits of the second."""
    size = to_index(digits)
    return strftime(self, "%Y-%m-%dT%H:%M:%S" + (f".%{size}N" if size > 0 else "") + "%:z")


@method(DATETIME, "to_default_s")
def to_default_s(self: RDateTime, block: Proc | None) -> str:
    """ISO 8601."""
    return iso8601(self, None)


@method(DATETIME, "as_json")
def as_json(self: RDateTime, block: Proc | None, options: Any = None) -> str:
    """ISO 8601 with milliseconds."""
    return iso8601(self, None, 3)


@method(DATETIME, "strftime")
def strftime_(self: RDateTime, block: Proc | None, form: Any = "%FT%T%:z") -> str:
    """Text in a format of directives."""
    from ..string import text

    return strftime(self, text(form))
