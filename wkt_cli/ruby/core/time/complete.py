"""From parsed parts to dates and times: `Date.parse`, `Time.parse`, `strptime` and their kin."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from ...errors import ArgumentError, DateError
from ...registry import send, singleton
from ...values import MISSING, Hash, Proc, Symbol
from ..options import with_keywords
from .calendar import EPOCH_JD, commercial, commercial_jd, jd_of, week_jd
from .clock import from_wall, now_time
from .date import DATE
from .datetime import DATETIME
from .iso import full_time
from .moments import SECOND, RDate, RDateTime, RTime, simple
from .parse import Parts, parsed
from .strptime import strptime
from .time import TIME
from .time_new import Place, wall_of

LIMIT = 128


def text_of(value: Any) -> str:
    """A String argument."""
    from ..string import text

    return text(value)


def limited(value: Any, limit: Any = LIMIT) -> str:
    """A text to parse, not longer than Ruby's limit."""
    found = text_of(value)
    if limit is not None and len(found) > limit:
        raise ArgumentError(f"string length ({len(found)}) exceeds the limit {limit}")
    return found


def as_hash(parts: Parts) -> Hash:
    """Parts as Ruby's Hash."""
    return Hash({Symbol(name): Fraction(v) if name == "sec_fraction" else v for name, v in parts.items()})


TABLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("time", ("hour", "min", "sec")),
    ("civil", ("year", "mon", "mday", "hour", "min", "sec")),
    ("ordinal", ("year", "yday", "hour", "min", "sec")),
    ("commercial", ("cwyear", "cweek", "cwday", "wday", "hour", "min", "sec")),
    ("jd", ("jd",)),
    ("wday", ("wday", "hour", "min", "sec")),
    ("wnum0", ("year", "wnum0", "wday", "hour", "min", "sec")),
    ("wnum1", ("year", "wnum1", "wday", "hour", "min", "sec")),
)
"""Which parts make a date together; the table with the most parts found wins, the first at a draw."""


def completed(parts: Parts, with_time: bool = True) -> Parts:
    """`rt_complete_frags`: fill what is missing from today."""
    kind, names = max(
        TABLES, key=lambda table: (sum(name in parts for name in table[1]), -TABLES.index(table))
    )
    count = sum(name in parts for name in names)
    if count == 0 or (kind not in ("jd", "time") and count == len(names)):
        return parts
    new, today = dict(parts), RDate(now_time().jd)
    civil = today.civil
    if kind == "civil":
        fill(new, ("year", "mon", "mday"), (civil.year, civil.month, civil.day), (None, 1, 1))
    elif kind == "ordinal":
        fill(new, ("year", "yday"), (civil.year, civil.yday), (None, 1))
    elif kind == "commercial":
        fill(new, ("cwyear", "cweek", "cwday"), commercial(today.jd), (None, 1, 1))
        if "wday" in parts and "cwday" not in parts:
            new["cwday"] = parts["wday"] or 7
    elif kind in ("wnum0", "wnum1"):
        new.setdefault("year", civil.year)
        new.setdefault(kind, 0)
        new.setdefault("wday", 0 if kind == "wnum0" else 1)
    elif kind == "wday":
        new["jd"] = today.jd - (civil.wday - new["wday"])
    elif kind == "time" and with_time:
        new["jd"] = today.jd
    return new


def fill(new: Parts, names: tuple[str, ...], today: tuple[int, ...], least: tuple[int | None, ...]) -> None:
    """Coarser parts come from today, finer ones are the least."""
    found = False
    for name, now, low in zip(names, today, least, strict=True):
        if name in new and new[name] is not None:
            found = True
        else:
            new[name] = low if found and low is not None else now


def day_number(parts: Parts) -> int:
    """The Julian day number of complete parts, or Date::Error."""
    jd: int | None = None
    if "jd" in parts:
        jd = parts["jd"]
    elif "yday" in parts and "year" in parts:
        first = jd_of(parts["year"], 1, 1) or 0
        jd = first + parts["yday"] - 1
        if not 1 <= parts["yday"] <= 366 or jd >= (jd_of(parts["year"] + 1, 1, 1) or 0):
            jd = None
    elif "mday" in parts and "mon" in parts and "year" in parts:
        jd = jd_of(parts["year"], parts["mon"], parts["mday"])
    elif "cwyear" in parts and "cweek" in parts:
        weekday = parts.get("cwday") or parts.get("wday", 1) or 7
        jd = commercial_jd(parts["cwyear"], parts["cweek"], weekday)
    elif "wnum0" in parts:
        jd = week_jd(parts["year"], parts["wnum0"], parts.get("wday", 0), 0)
    elif "wnum1" in parts:
        jd = week_jd(parts["year"], parts["wnum1"], (parts.get("wday", 1) - 1) % 7, 1)
    if jd is None:
        raise DateError("invalid date")
    return jd


def from_seconds(parts: Parts) -> Parts:
    """Seconds since 1970 as the other parts."""
    if "seconds" not in parts:
        return parts
    found = RDateTime(simple(Fraction(parts["seconds"]) * SECOND), parts.get("offset") or 0)
    civil = found.civil
    new = dict(parts)
    new.update(jd=found.jd, hour=civil.hour, min=civil.minute, sec=civil.second)
    new["sec_fraction"] = Fraction(civil.nanos) / SECOND
    return new


def to_date(parts: Parts) -> RDate:
    """A Date of what was parsed."""
    if not parts:
        raise DateError("invalid date")
    if not parts.keys() & {"jd", "seconds"} and all(name in parts for name in ("year", "mon", "mday")):
        return RDate(day_number(parts))
    full = completed(from_seconds(parts), with_time=False)
    return RDate(day_number(full))


def to_datetime(parts: Parts) -> RDateTime:
    """A DateTime of what was parsed."""
    if not parts:
        raise DateError("invalid date")
    full = completed(from_seconds(parts))
    jd = day_number(full)
    hour, minute, second = full.get("hour") or 0, full.get("min") or 0, min(full.get("sec") or 0, 59)
    if (
        not 0 <= hour <= 24
        or minute > 59
        or (full.get("sec") or 0) > 60
        or (hour == 24 and (minute or second))
    ):
        raise DateError("invalid date")
    offset = full.get("offset") or 0
    if abs(offset) > 86400:
        offset = 0
    seconds = (jd - EPOCH_JD) * 86400 + hour * 3600 + minute * 60 + second - offset
    return RDateTime(simple(seconds * SECOND + Fraction(full.get("sec_fraction") or 0) * SECOND), offset)


@singleton(DATE, "_parse")
@with_keywords
def date_parts(self: Any, block: Proc | None, value: Any, comp: Any = True, *, limit: Any = LIMIT) -> Hash:
    """The parts found in a text."""
    return as_hash(parsed(limited(value, limit), comp is not False and comp is not None))


@singleton(DATE, "parse")
@with_keywords
def date_parse(
    self: Any,
    block: Proc | None,
    value: Any = "-4712-01-01",
    comp: Any = True,
    start: Any = 0,
    *,
    limit: Any = LIMIT,
) -> Any:
    """A date in free text (`DateTime.parse` too)."""
    found = parsed(limited(value, limit), comp is not False)
    return to_datetime(found) if self is DATETIME else to_date(found)


DATETIME.singleton["parse"] = date_parse
DATETIME.singleton["_parse"] = date_parts


@singleton(DATE, "_strptime")
def date_strptime_parts(self: Any, block: Proc | None, value: Any, form: Any = "%F") -> Hash | None:
    """The parts of a text in a format, nil if it does not fit."""
    found = strptime(text_of(value), text_of(form))
    return None if found is None else as_hash(found)


@singleton(DATE, "strptime")
def date_strptime(
    self: Any, block: Proc | None, value: Any = "-4712-01-01", form: Any = "%F", start: Any = 0
) -> RDate:
    """A date in a format."""
    found = strptime(text_of(value), text_of(form))
    if found is None:
        raise DateError("invalid date")
    return to_date(found)


@singleton(DATETIME, "strptime")
def datetime_strptime(
    self: Any,
    block: Proc | None,
    value: Any = "-4712-01-01T00:00:00+00:00",
    form: Any = "%FT%T%z",
    start: Any = 0,
) -> RDateTime:
    """A DateTime in a format."""
    found = strptime(text_of(value), text_of(form))
    if found is None:
        raise DateError("invalid date")
    return to_datetime(found)


DATETIME.singleton["_strptime"] = date_strptime_parts
ISO_FULL = re.compile(
    r"\s*(?:[-+]?\d{2,}-\d\d-\d\d|\d{8}|\d{4}-?W\d\d-?\d|\d{4}-?\d{3}|--\d\d-\d\d)"
    r"(?:T\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?(?:Z|[-+]\d\d(?::?\d\d)?)?)?\s*",
    re.IGNORECASE | re.ASCII,
)
RFC3339 = re.compile(
    r"\s*-?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)\s*", re.IGNORECASE | re.ASCII
)
RFC2822 = re.compile(
    r"\s*(?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)\s*,\s+)?\d{1,2}\s+[a-z]{3}\s+-?\d{2,}\s+\d\d:\d\d(?::\d\d)?\s*"
    r"(?:[-+]\d{4}|[a-z]+)\s*",
    re.IGNORECASE | re.ASCII,
)
HTTPDATE = re.compile(
    r"\s*(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)\w*,\s+\d{1,2}[ -][a-z]{3}[ -]-?\d{2,4}\s+\d\d:\d\d:\d\d\s+GMT\s*"
    r"|\s*(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)\s+[a-z]{3}\s+\d{1,2}\s+\d\d:\d\d:\d\d\s+\d{4}\s*",
    re.IGNORECASE | re.ASCII,
)


def register_form(name: str, pattern: re.Pattern[str]) -> None:
    """Register `Date.iso8601` and its kin: the form is checked, then parsed."""

    @with_keywords
    def run(
        self: Any, block: Proc | None, value: Any = MISSING, start: Any = 0, *, limit: Any = LIMIT
    ) -> Any:
        parts = parsed("-4712-01-01") if value is MISSING else parts_of(value, limit)
        return to_datetime(parts) if self is DATETIME else to_date(parts)

    @with_keywords
    def read(self: Any, block: Proc | None, value: Any, *, limit: Any = LIMIT) -> Hash:
        return as_hash(parts_of(value, limit))

    def parts_of(value: Any, limit: Any) -> Parts:
        found = limited(value, limit)
        return parsed(found) if pattern.fullmatch(found) else {}

    for rclass in (DATE, DATETIME):
        rclass.singleton[name], rclass.singleton["_" + name] = run, read


for _name, _pattern in {
    "iso8601": ISO_FULL, "xmlschema": ISO_FULL, "rfc3339": RFC3339, "rfc2822": RFC2822, "rfc822": RFC2822,
    "httpdate": HTTPDATE, "jisx0301": ISO_FULL,
}.items():  # fmt: skip
    register_form(_name, _pattern)


def wall_parts(parts: Parts, now: Any, first_day: int | None = None) -> Any:
    """Nanoseconds on the wall of parts, with ActiveSupport's defaults from now (None: the host's clock)."""
    year, month, day = parts.get("year"), parts.get("mon"), parts.get("mday", first_day)
    if year is None or month is None or day is None:
        civil = (now or now_time()).civil
        year = civil.year if year is None else year
        month = civil.month if month is None else month
        day = civil.day if day is None else day
    second = parts.get("sec", 0) + parts.get("sec_fraction", 0)
    return wall_of([year, month, day, parts.get("hour", 0), parts.get("min", 0), simple(second)])


USED = {"year", "mon", "mday", "hour", "min", "sec", "sec_fraction", "offset"}


def string_time(value: str, form: str = "local") -> RTime | None:
    """ActiveSupport's `String#to_time`."""
    parts = parsed(value, False)
    if not parts.keys() & USED:
        return None
    wall = wall_parts(parts, None)
    offset = parts.get("offset", 0 if form == "utc" else None)
    place = Place("local") if offset is None else Place("fixed", offset)
    found = place.wall(wall)
    return RTime(found.nanos) if form == "utc" else Place("local").at(found.nanos)


def time_parts(parts: Parts, shown: str, now: RTime | None) -> RTime:
    """`Time.parse`'s way: the zone counts, parts before the first one found come from now."""
    names = ("year", "mon", "mday", "hour", "min", "sec", "sec_fraction", "yday")
    if not any(name in parts for name in names):
        raise ArgumentError(f"no time information in {send(shown, 'inspect')}")
    if "yday" in parts and "mon" not in parts:
        civil = RDate(day_number(completed(parts))).civil
        parts = {**parts, "year": civil.year, "mon": civil.month, "mday": civil.day}
    offset = parts.get("offset")
    today = now or now_time()
    if offset is not None and now is None:
        today = RTime(today.nanos, offset, "fixed")
    civil = today.civil
    values = [parts.get(name) for name in names[:6]]
    for index, value in enumerate(
        (civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second)
    ):
        if values[index] is not None:
            break
        values[index] = value
    year, month, day, hour, minute, second = values
    exact = (second or 0) + parts.get("sec_fraction", 0)
    clock = [year if year is not None else civil.year, month or 1, day or 1, hour or 0, minute or 0]
    return zone_place(parts).wall(checked_wall(clock, simple(exact)))


def checked_wall(clock: list[Any], second: Any) -> Any:
    """Nanoseconds on the wall; a leap second runs over."""
    year, month, day, hour, minute = clock
    if second >= 60 and minute <= 59:
        return wall_of([year, month, day, hour, minute, 0]) + second * SECOND
    return wall_of([year, month, day, hour, minute, second])


def zone_place(parts: Parts) -> Place:
    """Where a parsed time is seen: `Z` and `-00:00` are UTC, an offset that is the host's is local."""
    offset, name = parts.get("offset"), str(parts.get("zone", ""))
    if offset is None:
        return Place("local")
    if re.fullmatch(r"(?i:Z|UTC|-00:?00|GMT\b.*)", name) and name.upper() in ("Z", "UTC", "-00:00", "-0000"):
        return Place("utc")
    return Place("fixed", offset)


@singleton(TIME, "parse")
def time_parse(self: Any, block: Proc | None, value: Any, now: Any = None) -> RTime:
    """A time in free text."""
    full = full_time(value) if type(value) is str and block is None else None
    if full is not None:
        return full
    found = limited(value)
    parts = parsed(found, block is None)
    if block is not None and "year" in parts:
        parts = {**parts, "year": block.one(parts["year"])}
    return time_parts(parts, found, now)


@singleton(TIME, "strptime")
def time_strptime(self: Any, block: Proc | None, value: Any, form: Any, now: Any = None) -> RTime:
    """A time in a format."""
    written, wanted = text_of(value), text_of(form)
    parts = strptime(written, wanted)
    if parts is None:
        raise ArgumentError(f"invalid date or strptime format - `{written}' `{wanted}'")
    if "seconds" in parts:
        nanos = simple(Fraction(parts["seconds"]) * SECOND + Fraction(parts.get("sec_fraction", 0)) * SECOND)
        return zone_place(parts).at(nanos)
    dated = "mon" in parts and "mday" in parts
    if ("cwyear" in parts and "year" not in parts) or (parts.keys() & {"cwday", "cweek"} and not dated):
        return from_wall(RDate(day_number(completed(parts))).nanos)
    if parts.keys() & {"wnum0", "wnum1"} and "yday" not in parts and not dated:
        parts = {**parts, "yday": RDate(day_number(completed(parts))).civil.yday}
    return time_parts(parts, written, now)


XMLSCHEMA = re.compile(
    r"\s*([-+]?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[-+]\d\d(?::?\d\d)?)?\s*", re.I | re.A
)


@singleton(TIME, "iso8601", "xmlschema")
def time_iso8601(self: Any, block: Proc | None, value: Any) -> RTime:
    """An XML Schema time."""
    written = text_of(value)
    found = XMLSCHEMA.fullmatch(written)
    if not found:
        raise ArgumentError(f"invalid xmlschema format: {send(written, 'inspect')}")
    parts = parsed(written.strip().upper())
    year, month, day, hour, minute, second, digits, zone = found.groups()
    exact = Fraction(int(second)) + (Fraction(int(digits), 10 ** len(digits)) if digits else 0)
    wall = checked_wall([int(year), int(month), int(day), int(hour), int(minute)], simple(exact))
    return zone_place(parts if zone else {}).wall(wall)


@singleton(TIME, "rfc3339")
def time_rfc3339(self: Any, block: Proc | None, value: Any) -> RTime:
    """An RFC 3339 time."""
    written = text_of(value)
    if not RFC3339.fullmatch(written):
        raise ArgumentError("invalid date")
    parts = parsed(written)
    return Place("fixed", parts["offset"]).at(to_datetime(parts).nanos)


@singleton(TIME, "httpdate")
def time_httpdate(self: Any, block: Proc | None, value: Any) -> RTime:
    """`Fri, 15 Mar 2024 10:20:30 GMT`"""
    written = text_of(value)
    if not HTTPDATE.fullmatch(written):
        raise ArgumentError(f"not RFC 2616 compliant date: {send(written, 'inspect')}")
    return RTime(to_datetime(parsed(written)).nanos)


@singleton(TIME, "rfc2822", "rfc822")
def time_rfc2822(self: Any, block: Proc | None, value: Any) -> RTime:
    """`Fri, 15 Mar 2024 10:20:30 +0000`"""
    written = text_of(value)
    if not RFC2822.fullmatch(written):
        raise ArgumentError(f"not RFC 2822 compliant date: {send(written, 'inspect')}")
    parts = parsed(written)
    return zone_place(parts).at(to_datetime(parts).nanos)
