"""ISO 8601 durations: written by `iso8601`, read by `ActiveSupport::Duration.parse` with its checks."""

from __future__ import annotations

import re
from typing import Any

from ...errors import ArgumentError, exception_class
from ...registry import method, send, singleton
from ...values import Proc
from ..format import sprintf
from ..object import to_s, truthy
from ..options import with_keywords
from .duration import DURATION, SECONDS, calc
from .moments import Duration

ParsingError = exception_class("ActiveSupport::Duration::ISO8601Parser::ParsingError", ArgumentError)
COMPONENT = re.compile(r"(-?\d+(?:[.,]\d+)?)([YMDWHS])")
UNITS = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}
CLOCK_UNITS = {"H": "hours", "M": "minutes", "S": "seconds"}


@method(DURATION, "iso8601")
@with_keywords
def iso8601(self: Duration, block: Proc | None, *, precision: Any = None) -> str:
    """`P1DT2H`"""
    parts = {unit: number for unit, number in self.parts.items() if number != 0}
    if not parts:
        return "PT0S"
    if "weeks" in parts and {"years", "months", "days"} & set(parts):
        weeks = parts.pop("weeks")
        parts["days"] = calc(parts.get("days", 0), "+", calc(calc(weeks, "*", 604800), "/", 86400))

    def shown(units: dict[str, str]) -> str:
        return "".join(f"{send(parts[u], 'to_s')}{mark}" for u, mark in units.items() if u in parts)

    clock = shown({"hours": "H", "minutes": "M"})
    if "seconds" in parts:
        form = "%0.0" + to_s(precision) + "f" if truthy(precision) else "%g"
        clock += sprintf(form, [parts["seconds"]]) + "S"
    date = shown({"years": "Y", "months": "M", "days": "D", "weeks": "W"})
    return f"P{date}{'T' + clock if clock else ''}"


@singleton(DURATION, "parse")
def parse(self: Any, block: Proc | None, value: Any) -> Duration:
    """An ISO 8601 duration."""
    text = str(value)
    parts = parsed(text)
    total: Any = 0
    for unit, number in parts.items():
        total = calc(total, "+", calc(number, "*", SECONDS[unit]))
    return Duration(total, parts)


def parsed(text: str) -> dict[str, Any]:
    """The parts of an ISO 8601 duration, checked as ActiveSupport checks them."""

    def wrong(reason: str = "") -> ParsingError:  # type: ignore[valid-type]
        return ParsingError(f"Invalid ISO 8601 duration: {send(text, 'inspect')} {reason}".strip())

    head = re.match(r"([-+]?)P", text)
    if not head:
        raise wrong("" if text else "is empty duration")
    sign, at, units = -1 if head[1] == "-" else 1, head.end(), UNITS
    parts: dict[str, Any] = {}
    while at < len(text):
        if text[at] == "T" and units is UNITS:
            units, at = CLOCK_UNITS, at + 1
            continue
        found = COMPONENT.match(text, at)
        if not found or found[2] not in units:
            raise wrong()
        number = float(found[1].replace(",", ".")) if re.search("[.,]", found[1]) else int(found[1])
        parts[units[found[2]]] = number * sign
        at = found.end()
    check_parts(parts, units is CLOCK_UNITS, wrong)
    return parts


def check_parts(parts: dict[str, Any], clock: bool, wrong: Any) -> None:
    """The rules on which parts may stand together."""
    if not parts:
        raise wrong("is empty duration")
    if "weeks" in parts and {"years", "months", "days"} & set(parts):
        raise wrong("mixing weeks with other date parts not allowed")
    if clock and not set(CLOCK_UNITS.values()) & set(parts):
        raise wrong("time part marker is present but time part is empty")
    filled = [number for number in parts.values() if number]
    broken = [number for number in filled if number % 1]
    if broken and (len(broken) > 1 or broken[-1] is not filled[-1]):
        raise wrong("(only last part can be fractional)")
