"""The values: moments in time, dates, zones and durations."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from ...registry import send
from .calendar import EPOCH_JD, REFORM_JD, civil_of, date_of, days_of, jd_of

SECOND = 1_000_000_000
DAY = 86400 * SECOND
Nanos = Any
"""int, or Fraction for what is finer than a nanosecond."""


class Civil(NamedTuple):
    """A moment as a calendar and a clock on the wall show it."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    nanos: Nanos
    wday: int
    yday: int


def simple(value: Any) -> Nanos:
    """A Fraction without a denominator becomes an int."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value


def float_seconds(nanos: Nanos) -> float:
    """Nanoseconds as a Float of seconds: `rb_time_unmagnify_to_float`, which rounds twice what is not whole."""
    if type(nanos) is not int:
        return float(nanos / SECOND)
    return float(nanos // SECOND) if nanos % SECOND == 0 else nanos / 1e9


class Moment:
    """A point in time seen with an offset; the base of Time, TimeWithZone and DateTime."""

    __slots__ = ("_civil", "nanos", "offset")

    def __init__(self, nanos: Nanos, offset: int = 0) -> None:
        self.nanos, self.offset = nanos, offset
        self._civil: Civil | None = None

    @property
    def civil(self) -> Civil:
        """Calendar and clock."""
        found = self._civil
        if found is None:
            found = self._civil = self.read(self.nanos + self.offset * SECOND)
        return found

    def read(self, local: Nanos) -> Civil:
        """Calendar and clock of nanoseconds on the wall."""
        seconds, nanos = divmod(local, SECOND)
        days, rest = divmod(int(seconds), 86400)
        year, month, day = civil_of(days)
        return Civil(
            year, month, day, rest // 3600, rest // 60 % 60, rest % 60, nanos, (days + 4) % 7,
            days - days_of(year, 1, 1) + 1,
        )  # fmt: skip

    @property
    def seconds(self) -> int:
        """Whole seconds since 1970."""
        return int(self.nanos // SECOND)

    @property
    def jd(self) -> int:
        """Julian day number of the local date."""
        return int((self.nanos + self.offset * SECOND) // DAY) + EPOCH_JD

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return bool(send(self, "==", other))
        return isinstance(other, Moment) and self.nanos == other.nanos

    def __hash__(self) -> int:
        return hash(self.nanos)


class RTime(Moment):
    """Ruby's Time. `kind` is utc, local (the host's zone) or fixed (an offset, or a zone that was named)."""

    __slots__ = ("kind", "zone_name")

    def __init__(
        self, nanos: Nanos, offset: int = 0, kind: str = "utc", zone_name: str | None = None
    ) -> None:
        super().__init__(nanos, offset)
        self.kind, self.zone_name = kind, zone_name


class FieldTime(RTime):
    """A Time in a field of a schema: it keeps its offset, and its text is ISO 8601."""

    __slots__ = ()


class Zoned(Moment):
    """ActiveSupport::TimeWithZone."""

    __slots__ = ("abbreviation", "dst", "zone")

    def __init__(self, nanos: Nanos, zone: Any) -> None:
        self.zone = zone
        offset, self.abbreviation, self.dst = zone.period(int(nanos // SECOND))
        super().__init__(nanos, offset)


class RDateTime(Moment):
    """Ruby's DateTime."""

    __slots__ = ()

    def read(self, local: Nanos) -> Civil:
        """As Moment, with Date's calendar."""
        if local // DAY + EPOCH_JD >= REFORM_JD:
            return super().read(local)
        clock = super().read(local)
        jd = int(local // DAY) + EPOCH_JD
        year, month, day = date_of(jd)
        return clock._replace(year=year, month=month, day=day, yday=jd - (jd_of(year, 1, 1) or 0) + 1)


class RDate:
    """Ruby's Date, a Julian day number."""

    __slots__ = ("jd",)

    def __init__(self, jd: int) -> None:
        self.jd = jd

    @property
    def civil(self) -> Civil:
        """As a moment at midnight."""
        year, month, day = date_of(self.jd)
        return Civil(year, month, day, 0, 0, 0, 0, (self.jd + 1) % 7, self.jd - (jd_of(year, 1, 1) or 0) + 1)

    @property
    def nanos(self) -> int:
        """Midnight, in UTC."""
        return (self.jd - EPOCH_JD) * DAY

    @property
    def offset(self) -> int:
        """None: zero."""
        return 0

    def __eq__(self, other: object) -> bool:
        return type(other) is RDate and self.jd == other.jd

    def __hash__(self) -> int:
        return hash(("date", self.jd))


class Duration:
    """ActiveSupport::Duration: a number of seconds, and the parts it was made of."""

    __slots__ = ("parts", "value")

    def __init__(self, value: Any, parts: dict[str, Any]) -> None:
        self.value = value
        self.parts = {k: v for k, v in parts.items() if v != 0} if value != 0 else parts

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Duration)
            and type(self.value) is type(other.value)
            and bool(self.value == other.value)
        )

    def __hash__(self) -> int:
        return hash(self.value)


def local_nanos(year: int, month: int, day: int, hour: int, minute: int, seconds: Any) -> Nanos:
    """Nanoseconds on the wall of a Gregorian date and time; seconds may have a fraction."""
    whole = (days_of(year, month, day) * 86400 + hour * 3600 + minute * 60) * SECOND
    return simple(whole + seconds * SECOND)
