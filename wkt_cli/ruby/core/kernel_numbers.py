"""Conversions to Float that are strict about text, for `coerce` and Math."""

from __future__ import annotations

from typing import Any

from ..errors import ArgumentError, TypeError_
from ..registry import send
from ..values import RString
from .numeric import class_name, is_number, to_float


def to_float_strict(value: Any) -> float:
    """As Kernel#Float: numbers, and text that is a number as a whole."""
    if is_number(value):
        return to_float(value)
    if value is None:
        raise TypeError_("can't convert nil into Float")
    if isinstance(value, (str, RString)):
        return float_of_text(str(value))
    name = ("true" if value else "false") if isinstance(value, bool) else class_name(value)
    raise TypeError_(f"can't convert {name} into Float")


def float_of_text(text: str) -> float:
    """Text that is a number as a whole."""
    try:
        return float(text)
    except ValueError:
        raise ArgumentError(f"invalid value for Float(): {send(text, 'inspect')}")
