"""The classes that values have in the fields of a schema (reference/blocks.md section 13)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn
from weakref import WeakKeyDictionary

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
    maker = _makers.get(kind)
    if maker is None:
        maker = _makers[kind] = _maker(kind)
    return maker(value)


_makers: WeakKeyDictionary[type, Callable[[Any], Any]] = WeakKeyDictionary()


def _maker(kind: type) -> Callable[[Any], Any]:
    """Give what makes a value of a field of one that has this type."""
    name = registry.class_of_type(kind).name
    if kind is RString:
        return lambda value: UnicodeString(value.text)
    if name in TIMES:
        from ..ruby.core.time.moments import FieldTime

        return lambda value: FieldTime(value.nanos, value.offset, "local")
    return partial(_refused, name) if name in UNSUPPORTED else lambda value: value


def _refused(name: str, value: Any) -> NoReturn:
    raise LambdaError(f"Unsupported data type: {name}")
