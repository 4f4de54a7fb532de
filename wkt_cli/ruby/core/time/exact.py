"""Numbers as exact nanoseconds, and the errors when a value is none."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...errors import FloatDomainError, TypeError_
from ...registry import send
from ..numeric import class_name, finite
from .moments import SECOND, Duration, Nanos, simple


def exact(value: Any) -> Any:
    """Seconds as int or Fraction; a Float counts as what it is exactly."""
    kind = type(value)
    if kind is int:
        return value
    if kind is float:
        if value != value or value in (float("inf"), float("-inf")):
            raise FloatDomainError(str(send(value, "to_s")))
        return simple(Fraction(value))
    if kind is Fraction:
        return simple(value)
    if kind is Decimal:
        return simple(Fraction(finite(value)))
    if kind is Duration:
        return exact(value.value)
    raise TypeError_(f"can't convert {class_name(value)} into an exact number")


def nanos_of(value: Any) -> Nanos:
    """Seconds as nanoseconds."""
    if type(value) is int:
        return value * SECOND
    return simple(exact(value) * SECOND)


def ratio(value: Any) -> Fraction:
    """An exact number as Rational."""
    return Fraction(value)
