"""Time as text: strftime, `to_s` with ActiveSupport's formats, ISO 8601, HTTP and mail dates."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from ...registry import method, send
from ...values import Proc, Symbol
from ..numeric import integer
from ..object import truthy
from . import zone as zones
from .moments import SECOND, Civil, Moment, RTime
from .strftime import offset_shown, strftime
from .time import FORMATS, TIME

EPOCH = datetime(1970, 1, 1)
YEAR_1000, YEAR_10000 = -30_610_224_000 * SECOND, 253_402_300_800 * SECOND


@method(TIME, "strftime")
def strftime_(self: Moment, block: Proc | None, form: Any) -> str:
    """Text in a format of directives."""
    from ..string import text

    return strftime(self, text(form))


def default_text(self: Moment) -> str:
    """`2024-03-15 14:30:45 +0000`"""
    tail = "UTC" if isinstance(self, RTime) and self.kind == "utc" else offset_shown(self.offset, 0)
    return strftime(self, "%Y-%m-%d %H:%M:%S ") + tail


def formatted(self: Any, form: Any) -> str | None:
    """ActiveSupport's named formats; None for an unknown name."""
    name = form.name if isinstance(form, Symbol) else ""
    if name in FORMATS:
        return strftime(self, FORMATS[name])
    if name == "long_ordinal":
        return strftime(self, f"%B {send(self.civil.day, 'ordinalize')}, %Y %H:%M")
    if name == "rfc822":
        return strftime(self, f"%a, %d %b %Y %H:%M:%S {zones.offset_text(self.offset, False)}")
    return str(send(self, "iso8601")) if name == "iso8601" else None


@method(TIME, "to_s", "to_formatted_s")
def to_s(self: Moment, block: Proc | None, form: Any = None) -> str:
    """Text, in one of the named formats."""
    return formatted(self, form) or default_text(self)


@method(TIME, "to_default_s")
def to_default_s(self: Moment, block: Proc | None) -> str:
    """Text without a format."""
    return default_text(self)


@method(TIME, "inspect")
def inspect(self: RTime, block: Proc | None) -> str:
    """Text with the fraction of the second, exactly."""
    nanos, tail = self.civil.nanos, "UTC" if self.kind == "utc" else offset_shown(self.offset, 0)
    if self.offset % 60 and self.kind != "utc":
        tail += f"{abs(self.offset) % 60:02d}"
    head = strftime(self, "%Y-%m-%d %H:%M:%S")
    if isinstance(nanos, Fraction):
        part = nanos / SECOND
        return f"{head} {part.numerator}/{part.denominator} {tail}"
    return f"{head}.{str(nanos).zfill(9).rstrip('0')} {tail}" if nanos else f"{head} {tail}"


@method(TIME, "ctime", "asctime")
def ctime(self: Moment, block: Proc | None) -> str:
    """`Fri Mar 15 14:30:45 2024`"""
    return strftime(self, "%a %b %e %H:%M:%S %Y")


def fraction_text(civil: Civil, digits: int) -> str:
    """`.123`"""
    return "." + str(int(civil.nanos * 10**digits // SECOND)).zfill(digits) if digits > 0 else ""


@method(TIME, "xmlschema", "iso8601", "rfc3339")
def xmlschema(self: Moment, block: Proc | None, digits: Any = 0) -> str:
    """ISO 8601, with digits of the second."""
    return iso_text(self, integer(send(digits, "to_i")))


def iso_text(self: Moment, digits: int) -> str:
    """ISO 8601, with so many digits of the second."""
    is_zulu = isinstance(self, RTime) and self.kind == "utc"
    tail = "Z" if is_zulu else offset_shown(self.offset, 1)
    usual = iso_clock(self.nanos + self.offset * SECOND) if digits == 3 else None
    if usual is not None:
        return usual + tail
    return strftime(self, "%Y-%m-%dT%H:%M:%S") + fraction_text(self.civil, digits) + tail


def iso_clock(local: Any) -> str | None:
    """Date and clock with milliseconds of nanoseconds on the wall; None before the year 1000, or for parts of them."""
    if type(local) is not int or not YEAR_1000 <= local < YEAR_10000:
        return None
    return (EPOCH + timedelta(microseconds=local // 1000)).isoformat(timespec="milliseconds")


@method(TIME, "httpdate")
def httpdate(self: Moment, block: Proc | None) -> str:
    """`Fri, 15 Mar 2024 14:30:45 GMT`"""
    return strftime(RTime(self.nanos), "%a, %d %b %Y %H:%M:%S GMT")


@method(TIME, "rfc2822", "rfc822")
def rfc2822(self: Moment, block: Proc | None) -> str:
    """`Fri, 15 Mar 2024 14:30:45 -0000`: UTC is written with a minus."""
    tail = "-0000" if isinstance(self, RTime) and self.kind == "utc" else offset_shown(self.offset, 0)
    return strftime(self, "%a, %d %b %Y %H:%M:%S ") + tail


@method(TIME, "as_json")
def as_json(self: Moment, block: Proc | None, options: Any = None) -> str:
    """ISO 8601 with milliseconds."""
    return iso_text(self, 3)


@method(TIME, "formatted_offset")
def formatted_offset(self: RTime, block: Proc | None, colon: Any = True, utc: Any = None) -> Any:
    """`+05:30`"""
    return (
        utc if truthy(utc) and send(self, "utc?") else zones.offset_text(self.offset, truthy(colon))
    )
