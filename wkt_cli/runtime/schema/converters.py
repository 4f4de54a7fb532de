"""The converters that fields name (reference/blocks.md section 13): values of Ruby in, values of Ruby out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from ...ruby import registry
from ...ruby.core.object import describe
from ...ruby.errors import ArgumentError, TypeError_
from ...ruby.program import get_ready
from ...ruby.values import RString
from ..frame import current_session

get_ready()

from ...ruby.core.time.iso import full_date, full_time  # noqa: E402

Converter = Callable[[Any], Any]
ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?(?P<offset>Z|[-+]\d\d:?\d\d)?)?")
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
"""What is a number in Ruby and in Python alike, and read the same."""
TRUE = frozenset({"true", "t", "yes", "y", "1"})
FALSE = frozenset({"false", "f", "no", "n", "0"})


def _text(value: Any) -> str | None:
    """Give a value that is a text, else None."""
    return value if isinstance(value, str) else value.text if isinstance(value, RString) else None


def _is_number(value: Any) -> bool:
    text = _text(value)
    return text is not None and bool(registry.send(text, "is_number?"))


def integer_conversion(value: Any) -> Any:
    """Cut a text that is a number to an integer; anything else stays."""
    if type(value) is str and ((value.isdigit() and value.isascii()) or DECIMAL.fullmatch(value)):
        return int(value.partition(".")[0])
    return registry.send(_text(value), "to_i") if _is_number(value) else value


def float_conversion(value: Any) -> Any:
    """Make a float of a text that is a number; anything else stays."""
    if type(value) is str and DECIMAL.fullmatch(value):
        return float(value)
    return registry.send(_text(value), "to_f") if _is_number(value) else value


def boolean_conversion(value: Any) -> Any:
    """Read yes and no.

    Raises:
        ArgumentError: it is neither.
    """
    text = _text(value)
    if isinstance(value, bool):
        return value
    if text is not None:
        word = text.lower()
        if word in TRUE or word in FALSE:
            return word in TRUE
        raise ArgumentError(f"Can't convert string value {text} to boolean")
    if type(value) is int:
        if value in (0, 1):
            return value == 1
        raise ArgumentError(f"Can't convert number value {value} to boolean")
    raise ArgumentError(f"Can't convert type {registry.class_of(value).name} to boolean")


PACIFIC = "Pacific Time (US & Canada)"


def _zone_of(name: str) -> Any:
    from ...ruby.core.time.zone import find

    return find(name) or find(PACIFIC)


def _zone() -> Any:
    """Give the zone of texts that name none: Pacific, or that of ``$WORKATO_TIME_ZONE``."""
    session = current_session()
    return _zone_of(session.time_zone if session is not None else PACIFIC)


def _required_text(value: Any) -> str:
    text = _text(value)
    if text is None:
        raise TypeError_(f"no implicit conversion of {describe(value)} into String")
    return text


def _class(name: str) -> Any:
    return registry.constants[name]


def _is(value: Any, name: str) -> bool:
    return bool(registry.send(value, "is_a?", _class(name)))


def _parsed(text: str, zone: Any) -> Any:
    """Read a time; a text without a zone is read in the one given.

    Raises:
        RubyError: it is none, in Ruby's words.
    """
    usual = ISO.fullmatch(text)
    if usual is not None:
        return registry.send(_class("Time") if usual["offset"] else zone, "parse", text)
    found = registry.send(_class("Time"), "parse", text)
    parts = registry.send(_class("Date"), "_parse", text)
    if any(getattr(key, "name", key) == "offset" and value is not None for key, value in parts.items()):
        return found
    return registry.send(zone, "parse", text)


def date_time_conversion(value: Any) -> Any:
    """Read a time; a date is its midnight."""
    text = _text(value)
    if text is None:
        if _is(value, "Time") or _is(value, "DateTime"):
            return value
        if _is(value, "Date"):
            return registry.send(_zone(), "parse", registry.send(value, "iso8601"))
    return (full_time(text) if text is not None else None) or _parsed(_required_text(value), _zone())


def date_conversion(value: Any) -> Any:
    """Read a date: the day that the text names, whatever its zone."""
    text = _text(value)
    if text is None and (_is(value, "Time") or _is(value, "Date")):
        return registry.send(value, "to_date")
    usual = full_date(text) if text is not None else None
    if usual is not None:
        return usual
    return registry.send(registry.send(_class("Time"), "parse", _required_text(value)), "to_date")


def _iso(converter: Converter) -> Converter:
    return lambda value: registry.send(converter(value), "iso8601")


def item_array_wrap(value: Any) -> Any:
    """Make a list of anything, with one level of lists in it flattened."""
    return registry.send(value if isinstance(value, list) else [value], "flatten", 1)


def _tried(value: Any, method: str, *arguments: Any) -> Any:
    """Call a method of Ruby's that the value may lack; None where it does."""
    receiver = value if _text(value) is None else _text(value)
    return registry.send(receiver, method, *arguments) if registry.lookup(type(receiver), method) else None


def parse_iso8601_timestamp(value: Any) -> Any:
    """Read a time; a text without a zone is UTC, a number seconds since 1970. None for what is no time."""
    return value if _is(value, "Time") else _tried(value, "to_time")


def render_iso8601_timestamp(value: Any) -> Any:
    """Write a time in ISO 8601; one that a text names as UTC."""
    return _tried(_tried(value, "to_time"), "iso8601")


def render_epoch_time(value: Any) -> Any:
    """Give whole seconds since 1970; None for what is no time."""
    return _seconds(value, "to_i")


def render_float_epoch_time(value: Any) -> Any:
    """Give seconds since 1970 with a fraction; None for what is no time."""
    return _seconds(value, "to_f")


def _seconds(value: Any, method: str) -> Any:
    time = _tried(value, "to_time")
    return None if time is None else registry.send(time, method)


def render_date_time_epoch_millis(value: Any) -> Any:
    """Give milliseconds since 1970; a text is read as a time first."""
    seconds = render_float_epoch_time(value)
    return None if seconds is None else math.floor(float(seconds) * 1000)


def parse_iso8601_date(value: Any) -> Any:
    """Read a date; None for what can't be one."""
    return value if _is(value, "Date") else _tried(value, "to_date")


def render_iso8601_date(value: Any) -> Any:
    """Write a date in ISO 8601; None for what can't be one."""
    return _tried(_tried(value, "to_date"), "iso8601")


def parse_date_output(value: Any) -> Any:
    """Read a date; what can't be one stays."""
    return _kept(value, _tried(value, "to_date"))


def _at(seconds: Any) -> Any:
    return registry.send(_zone_of(PACIFIC), "at", seconds)


def _is_numeric(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def parse_epoch_time(value: Any) -> Any:
    """Read whole seconds since 1970; None for what is no number."""
    number = integer_conversion(value)
    if _is_numeric(number):
        return _at(registry.send(number, "to_i"))
    return value if _is(value, "Time") else None


def parse_float_epoch_time(value: Any) -> Any:
    """Read seconds since 1970 with a fraction; False for a text that is no number, None for what is neither."""
    number = float_conversion(value)
    if _is_numeric(number):
        return _at(number)
    return value if _is(value, "Time") else None if _text(value) is None else False


def parse_date_time_epoch_millis(value: Any) -> Any:
    """Read milliseconds since 1970; False for what is no number."""
    if _is_numeric(value):
        return registry.send(registry.send(_class("Time"), "at", value / 1000.0), "utc")
    return value if _is(value, "Time") else False


def render_date_input(value: Any) -> Any:
    """Read a time in the zone, and give its day there; None for what can't be one."""
    return _tried(convert_date_time(value), "to_date")


def convert_date_time(value: Any) -> Any:
    """Read a time, and give it in the zone; what is none stays."""
    return _kept(value, _tried(value, "in_time_zone", _zone()))


def convert_to_datetime(value: Any) -> Any:
    """Read a DateTime; what can't be one stays."""
    return _kept(value, _tried(value, "to_datetime"))


def _kept(value: Any, found: Any) -> Any:
    return value if found is None else found


def convert_to_datetime_wo_tz(value: Any) -> str:
    """Write date and time of day without a zone."""
    return str(registry.send(_tried(value, "to_datetime"), "strftime", "%Y-%m-%d %H:%M:%S"))


def implicit_utc_time(value: Any) -> Any:
    """Read a time; a text without a zone is UTC. None for what is none."""
    return registry.send(value if _text(value) is None else _text(value), "in_time_zone", "UTC")


def implicit_utc_iso8601_time(value: Any) -> Any:
    """Read a time, a text without a zone as UTC, and write it in ISO 8601; None for what is none."""
    return _tried(implicit_utc_time(value), "iso8601")


BUILT_IN: dict[str, Converter] = {
    converter.__name__: converter
    for converter in (
        integer_conversion, float_conversion, boolean_conversion, date_conversion, date_time_conversion,
        item_array_wrap, parse_iso8601_timestamp, render_iso8601_timestamp, render_epoch_time,
        render_float_epoch_time, render_date_time_epoch_millis, parse_epoch_time, parse_float_epoch_time,
        parse_date_time_epoch_millis, render_date_input, convert_date_time, convert_to_datetime,
        convert_to_datetime_wo_tz, implicit_utc_time, implicit_utc_iso8601_time, parse_iso8601_date,
        render_iso8601_date, parse_date_output,
    )
}  # fmt: skip
"""Every converter by the name that fields write."""

BUILT_IN.update(
    date_iso8601_conversion=_iso(date_conversion),
    date_time_iso8601_conversion=_iso(date_time_conversion),
)
