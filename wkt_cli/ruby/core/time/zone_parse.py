"""Parsing by the clock of a zone: `Time.zone.parse`, `strptime`, `iso8601`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ...errors import ArgumentError
from ...registry import STRING, method
from ...values import MISSING, Proc, Symbol
from ..hash.access import key_error
from . import zone as zones
from .clock import now_time
from .date_forms import FORMS
from .date_parse import as_hash, limited, text_of
from .moments import SECOND, Zoned, simple
from .parse import Parts, parsed
from .strptime import strptime
from .time_parse import string_time, wall_parts


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


def zone_form(name: str) -> None:
    """Register a method that reads a time in the form of a standard, by the zone's clock."""

    @method(zones.ZONE, name)
    def run(self: zones.RZone, block: Proc | None, value: Any) -> Zoned | None:
        """A time in the form of a standard."""
        parts = FORMS[name]("" if value is None else text_of(value))
        if not parts:
            raise ArgumentError("invalid date")
        for part in ("year", "mon", "mday"):
            if part not in parts:
                raise key_error(as_hash(parts), Symbol(part))
        return zone_parts(self, parts, None)


for _name in ("iso8601", "rfc3339"):
    zone_form(_name)


@method(STRING, "in_time_zone")
def string_in_zone(self: Any, block: Proc | None, name: Any = MISSING) -> Any:
    """The text as a time, by the clock of a zone."""
    zone = zones.current() if name is MISSING else zones.find_strict(name)
    if zone is None:
        return string_time(text_of(self))
    return zone_parse(zone, None, self)
