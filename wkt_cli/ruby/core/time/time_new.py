"""Making times: `Time.now`, `new`, `utc`, `local`, `at`; and the zone arguments that they take."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from ...dispatch import wrong_number
from ...errors import ArgumentError
from ...registry import send, singleton
from ...values import MISSING, Proc, RString, Symbol
from ..numeric import integer
from ..object import equal
from ..options import with_keywords
from .calendar import days_in_month, days_of
from .clock import from_wall, local_time, now_nanos, now_time
from .exact import exact, nanos_of
from .moments import SECOND, Moment, Nanos, RDateTime, RTime, Zoned, local_nanos, simple
from .strftime import MONTHS
from .time import TIME
from .zone import RZone, current, find_strict

OFFSET = re.compile(r"([-+])(\d\d)(?::?(\d\d)(?::?(\d\d))?)?", re.ASCII)
MILITARY = {letter: hour for hour, letter in enumerate("ABCDEFGHIKLM", 1)} | {
    letter: -hour for hour, letter in enumerate("NOPQRSTUVWXY", 1)
}
MONTH_NAMES = {name[:3].lower(): number for number, name in enumerate(MONTHS) if name}


class Place:
    """Where a time is seen: the host's zone, UTC, an offset or a time zone."""

    def __init__(self, kind: str, offset: int = 0, zone: RZone | None = None) -> None:
        self.kind, self.offset, self.zone = kind, offset, zone

    def at(self, nanos: Nanos) -> RTime:
        """A moment seen here."""
        if self.kind == "local":
            return local_time(nanos)
        if self.zone is not None:
            offset, name, _ = self.zone.period(int(nanos // SECOND))
            return RTime(nanos, offset, "fixed", name)
        return RTime(nanos, self.offset, self.kind)

    def wall(self, wall: Nanos) -> RTime:
        """The moment when the clock here shows so many nanoseconds."""
        if self.kind == "local":
            return from_wall(wall)
        if self.zone is not None:
            from .zone import at_wall

            return self.at(at_wall(self.zone, wall).nanos)
        return self.at(wall - self.offset * SECOND)


def zone_of(value: Any) -> Place:
    """A zone argument: nil, seconds, `+HH:MM`, UTC, a military letter or a TimeZone."""
    if value is None:
        return Place("local")
    if isinstance(value, RZone):
        return Place("fixed", 0, value)
    if isinstance(value, (str, RString)):
        return text_zone(str(value))
    seconds = exact(value)
    if not -86400 < seconds < 86400:
        raise ArgumentError("utc_offset out of range")
    return Place("fixed", int(seconds))


def text_zone(text: str) -> Place:
    """A zone as text."""
    if text in ("UTC", "Z", "-00:00"):
        return Place("utc")
    if text in MILITARY:
        return Place("fixed", MILITARY[text] * 3600)
    found = OFFSET.fullmatch(text)
    if not found or int(found[3] or 0) > 59:
        raise ArgumentError('"+HH:MM", "-HH:MM", "UTC" or "A".."I","K".."Z" expected for utc_offset: ' + text)
    size = int(found[2]) * 3600 + int(found[3] or 0) * 60 + int(found[4] or 0)
    if int(found[2]) > 23:
        raise ArgumentError("utc_offset out of range")
    return Place("fixed", -size if found[1] == "-" else size)


def number(value: Any) -> int:
    """A year, month … which may be text."""
    if type(value) is int:
        return value
    if isinstance(value, (str, RString)):
        text = str(value)
        try:
            return int(text, 10)
        except ValueError:
            raise ArgumentError(f"invalid value for Integer(): {send(text, 'inspect')}")
    return integer(value)


def month_number(value: Any) -> int:
    """A month by number or English name."""
    if value is None:
        return 1
    if isinstance(value, (str, RString)) and str(value).lower() in MONTH_NAMES:
        return MONTH_NAMES[str(value).lower()]
    return field(value, 1, 4)


def field(value: Any, least: int, bits: int) -> int:
    """A part that CRuby keeps in so many bits; its range is checked once all parts are known."""
    found = least if value is None else number(value)
    if not 0 <= found < 1 << bits:
        raise ArgumentError("argument out of range")
    return found


def second_of(value: Any) -> Any:
    """Seconds with a fraction, below 61."""
    if value is None:
        return 0
    if isinstance(value, (str, RString)):
        text = str(value)
        return simple(Fraction(text)) if re.fullmatch(r"\d+(\.\d+)?", text) else number(text)
    found = exact(value)
    if not 0 <= found < 64:
        raise ArgumentError("argument out of range")
    return found


def wall_of(parts: list[Any]) -> Nanos:
    """Nanoseconds on the wall of up to six parts; the 31st of a short month runs over."""
    given: list[Any] = [*parts, None, None, None, None, None]
    year, month, day, hour, minute, second = given[:6]
    y, m, d = number(year), month_number(month), field(day, 1, 5)
    h, mi, s = field(hour, 0, 5), field(minute, 0, 6), second_of(second)
    late = h == 24
    for name, good in (
        ("mon", 1 <= m <= 12), ("mday", d >= 1), ("hour", h <= 24), ("min", mi <= (0 if late else 59)),
        ("sec", s == 0 if late else s < 61),
    ):  # fmt: skip
        if not good:
            raise ArgumentError(f"{name} out of range")
    return local_nanos(y, m, d, h, mi, s)


def ordered(args: tuple[Any, ...]) -> list[Any]:
    """The arguments of utc and local: in order, with microseconds, or the ten of `to_a`."""
    if not args:
        raise wrong_number(0, 1, 8)
    if len(args) == 10:
        sec, minute, hour, day, month, year = args[:6]
        return [year, month, day, hour, minute, sec]
    if len(args) > 7:
        raise wrong_number(len(args), 1, 8)
    parts = list(args[:6])
    if len(args) == 7 and args[6] is not None:
        parts[5] = exact(integer(parts[5] or 0)) + Fraction(exact(args[6])) / 1_000_000
    return parts


@singleton(TIME, "utc", "gm")
def utc(self: Any, block: Proc | None, *args: Any) -> RTime:
    """A time in UTC."""
    return RTime(wall_of(ordered(args)))


@singleton(TIME, "local", "mktime")
def local(self: Any, block: Proc | None, *args: Any) -> RTime:
    """A time in the host's zone."""
    return from_wall(wall_of(ordered(args)))


@singleton(TIME, "new")
@with_keywords
def new(self: Any, block: Proc | None, *args: Any, in_: Any = None) -> RTime:
    """Now, or a time of parts and a zone."""
    if len(args) > 7:
        raise wrong_number(len(args), 0, 7)
    if not args or args[0] is None:
        return zone_of(in_).at(now_nanos())
    if len(args) == 7 and in_ is not None:
        raise ArgumentError("timezone argument given as positional and keyword arguments")
    wall = wall_of(list(args[:6]))
    return zone_of(args[6] if len(args) == 7 else in_).wall(wall)


@singleton(TIME, "now")
@with_keywords
def now(self: Any, block: Proc | None, *, in_: Any = None) -> RTime:
    """The clock, in the host's zone or another."""
    return now_time() if in_ is None else zone_of(in_).at(now_nanos())


UNITS = {"millisecond": 10**6, "usec": 1000, "microsecond": 1000, "nsec": 1, "nanosecond": 1}


MICROSECOND = Symbol("microsecond")


@singleton(TIME, "at")
@with_keywords
def at(
    self: Any, block: Proc | None, when: Any, finer: Any = MISSING, unit: Any = MICROSECOND, *, in_: Any = None
) -> RTime:
    """A moment by seconds since 1970 (and a finer count), or by another time."""
    if isinstance(when, Moment) and finer is MISSING:
        found = when.nanos
        if isinstance(when, RTime) and in_ is None:
            return RTime(when.nanos, when.offset, when.kind, when.zone_name)
        if isinstance(when, RDateTime):
            found = nanos_of(float(Fraction(when.nanos) / SECOND))
    else:
        found = nanos_of(when)
    if finer is not MISSING:
        if not isinstance(unit, Symbol) or unit.name not in UNITS:
            raise ArgumentError(f"unexpected unit: {send(unit, 'to_s')}")
        found = simple(found + exact(finer) * UNITS[unit.name])
    return zone_of(in_).at(found)


@singleton(TIME, "current")
def current_time(self: Any, block: Proc | None) -> Any:
    """The clock in `Time.zone`."""
    zone = current()
    return Zoned(now_nanos(), zone) if zone else now_time()


@singleton(TIME, "zone")
def zone(self: Any, block: Proc | None) -> RZone | None:
    """The zone that ActiveSupport's methods use."""
    return current()


@singleton(TIME, "zone=")
def set_zone(self: Any, block: Proc | None, value: Any) -> Any:
    """Change it."""
    from .zone import set_current

    set_current(find_strict(value))
    return value


@singleton(TIME, "use_zone")
def use_zone(self: Any, block: Proc, value: Any) -> Any:
    """Change it for a block."""
    from .zone import set_current

    before = current()
    set_current(find_strict(value))
    try:
        return block.call()
    finally:
        set_current(before)


@singleton(TIME, "find_zone!")
def find_zone_strict(self: Any, block: Proc | None, value: Any) -> RZone | None:
    """A zone by name, or an error."""
    return find_strict(value)


@singleton(TIME, "find_zone")
def find_zone(self: Any, block: Proc | None, value: Any) -> RZone | None:
    """A zone by name, or nil."""
    try:
        return find_strict(value)
    except ArgumentError:
        return None


COMMON_YEAR = [None, *(days_in_month(2023, month) for month in range(1, 13))]


@singleton(TIME, "days_in_month")
def days_in_month_(self: Any, block: Proc | None, month: Any, year: Any = MISSING) -> Any:
    """Days of a month, of this year by default; as ActiveSupport takes it, the month is a place in a list."""
    if equal(month, 2):
        return days_in_month(this_year() if year is MISSING else integer(year), 2)
    return send(COMMON_YEAR, "[]", month)


def this_year() -> int:
    """The year in `Time.zone`."""
    year: int = current_time(None, None).civil.year
    return year


@singleton(TIME, "days_in_year")
def days_in_year(self: Any, block: Proc | None, year: Any = MISSING) -> int:
    """Days of a year."""
    found = this_year() if year is MISSING else integer(year)
    return days_of(found + 1, 1, 1) - days_of(found, 1, 1)


@singleton(TIME, "===")
def case_equal(self: Any, block: Proc | None, value: Any) -> bool:
    """Zoned times are times."""
    return isinstance(value, (RTime, Zoned))
