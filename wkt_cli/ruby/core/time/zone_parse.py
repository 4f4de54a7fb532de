"""Parsing by the clock of a zone: `Time.zone.parse`, `strptime`, `iso8601`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ...errors import ArgumentError
from ...registry import STRING, method
from ...values import MISSING, Proc
from . import zone as zones
from .clock import now_time
from .complete import ISO_FULL, limited, string_time, text_of, wall_parts
from .moments import SECOND, Zoned, simple
from .parse import Parts, parsed
from .strptime import strptime


def zone_parts(zone: zones.RZone, parts: Parts, now: Any) -> Zoned | None:
    """`TimeZone#parts_to_time`."""
    if not parts:
        return None
    if "seconds" in parts:
        return Zoned(simple(Fraction(parts["seconds"]) * SECOND), zone)
    first = 1 if "year" in parts or "mon" in parts else None
    wall = wall_parts(parts, now, first)
    if parts.get("offset") is not None:
        return Zoned(wall - parts["offset"] * SECOND, zone)
    return zones.at_wall(zone, wall)


@method(zones.ZONE, "parse")
def zone_parse(self: zones.RZone, block: Proc | None, value: Any, now: Any = MISSING) -> Zoned | None:
    """A time in free text, by the zone's clock."""
    return zone_parts(self, parsed(limited(value), False), Zoned(now_time().nanos, self) if now is MISSING else now)


@method(zones.ZONE, "strptime")
def zone_strptime(self: zones.RZone, block: Proc | None, value: Any, form: Any, now: Any = MISSING) -> Zoned | None:
    """A time in a format, by the zone's clock."""
    found = strptime(text_of(value), text_of(form))
    if found is None:
        raise ArgumentError("invalid date")
    return zone_parts(self, found, Zoned(now_time().nanos, self) if now is MISSING else now)


@method(zones.ZONE, "iso8601", "rfc3339")
def zone_iso8601(self: zones.RZone, block: Proc | None, value: Any) -> Zoned | None:
    """An ISO 8601 time, by the zone's clock."""
    found = "" if value is None else text_of(value)
    if not ISO_FULL.fullmatch(found):
        raise ArgumentError("invalid date")
    return zone_parts(self, parsed(found), Zoned(now_time().nanos, self))


@method(STRING, "in_time_zone")
def string_in_zone(self: Any, block: Proc | None, name: Any = MISSING) -> Any:
    """The text as a time, by the clock of a zone."""
    zone = zones.current() if name is MISSING else zones.find_strict(name)
    if zone is None:
        return string_time(text_of(self))
    return zone_parse(zone, None, self)
