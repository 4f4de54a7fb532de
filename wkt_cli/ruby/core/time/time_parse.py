"""Texts as times: `Time.parse`, `Time.strptime`, `Time.iso8601` and their kin, and ActiveSupport's `to_time`."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction
from typing import Any

from ....patterns import lazy_pattern
from ...errors import ArgumentError
from ...registry import send, singleton
from ...values import MISSING, Proc
from .clock import from_wall, now_time
from .complete import completed, day_number, to_datetime
from .date_forms import rfc3339
from .date_parse import limited, text_of
from .iso import full_time
from .moments import SECOND, Moment, RDate, RTime, simple
from .parse import Parts, parsed
from .strptime import strptime
from .time import TIME, getlocal
from .time_new import Place, wall_of


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
    full = full_time(value)
    if full is not None:
        return Place("utc" if form == "utc" else "local").at(full.nanos)
    parts = parsed(value, False)
    if not parts.keys() & USED:
        return None
    wall = wall_parts(parts, None)
    offset = parts.get("offset", 0 if form == "utc" else None)
    place = Place("local") if offset is None else Place("fixed", offset)
    found = place.wall(wall)
    return RTime(found.nanos) if form == "utc" else Place("local").at(found.nanos)


CLOCK = ("year", "mon", "mday", "hour", "min", "sec")


def time_parts(parts: Parts, shown: str, now: Any) -> RTime:
    """`Time.parse`'s way: the zone counts, parts before the first one found come from now."""
    if not any(name in parts for name in (*CLOCK, "sec_fraction", "yday")):
        raise ArgumentError(f"no time information in {send(shown, 'inspect')}")
    if "yday" in parts and "mon" not in parts:
        civil = RDate(day_number(completed(parts))).civil
        parts = {**parts, "year": civil.year, "mon": civil.month, "mday": civil.day}
    found = {name: parts[name] for name in CLOCK if parts.get(name) is not None}
    if "year" not in found and now is not None:
        found = {**before(found, now_time() if now is MISSING else now, parts.get("offset")), **found}
    year, month, day = found.get("year", 1970), found.get("mon", 1), found.get("mday", 1)
    second = found.get("sec", 0) + parts.get("sec_fraction", 0)
    clock = [year, month, day, found.get("hour", 0), found.get("min", 0)]
    return zone_place(parts).wall(checked_wall(clock, simple(second)))


def before(found: Parts, now: Any, offset: int | None) -> Parts:
    """The parts of now that are coarser than the first one found, as a clock of the text's zone shows them."""
    if isinstance(now, Moment):
        now = getlocal(now, None, offset)
    missing = itertools.takewhile(lambda name: name not in found, CLOCK)
    return {name: send(now, name) for name in missing}


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
def time_parse(self: Any, block: Proc | None, value: Any, now: Any = MISSING) -> RTime:
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
def time_strptime(self: Any, block: Proc | None, value: Any, form: Any, now: Any = MISSING) -> RTime:
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


XMLSCHEMA = lazy_pattern(
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


RFC2822 = lazy_pattern(
    r"\s*(?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)\s*,\s+)?\d{1,2}\s+[a-z]{3}\s+-?\d{2,}\s+\d\d:\d\d(?::\d\d)?\s*"
    r"(?:[-+]\d{4}|[a-z]+)\s*",
    re.IGNORECASE | re.ASCII,
)
HTTPDATE = lazy_pattern(
    r"\s*(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)\w*,\s+\d{1,2}[ -][a-z]{3}[ -]-?\d{2,4}\s+\d\d:\d\d:\d\d\s+GMT\s*"
    r"|\s*(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)\s+[a-z]{3}\s+\d{1,2}\s+\d\d:\d\d:\d\d\s+\d{4}\s*",
    re.IGNORECASE | re.ASCII,
)


@singleton(TIME, "rfc3339")
def time_rfc3339(self: Any, block: Proc | None, value: Any) -> RTime:
    """An RFC 3339 time."""
    written = text_of(value)
    parts = rfc3339(written)
    if not parts:
        raise ArgumentError("invalid date")
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
