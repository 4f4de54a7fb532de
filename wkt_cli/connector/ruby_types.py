"""The classes that values have in the fields of a schema (reference/blocks.md section 13)."""

from __future__ import annotations

from typing import Any

from ..errors import LambdaError
from ..ruby import registry
from ..ruby.values import RString, UnicodeString

TIMES = frozenset({"Time", "DateTime", "ActiveSupport::TimeWithZone"})
PLAIN = frozenset({bool, int, float, UnicodeString, type(None), list})
UNSUPPORTED = frozenset({"Symbol", "Range", "Regexp", "Proc", "Set", "Method", "Class", "Module"})


def typed(value: Any) -> Any:
    """Give a value the class that it has in a field.

    Raises:
        LambdaError: its class can't be in one.
    """
    kind = type(value)
    if kind is str:
        return UnicodeString(value)
    if kind in PLAIN or isinstance(value, dict):
        return value
    if kind is RString:
        return UnicodeString(value.text)
    name = registry.class_of(value).name
    if name in TIMES:
        return _time(value)
    if name in UNSUPPORTED:
        raise LambdaError(f"Unsupported data type: {name}")
    return value


def _time(value: Any) -> Any:
    from ..ruby.core.time.moments import FieldTime

    return FieldTime(value.nanos, value.offset, "local")
