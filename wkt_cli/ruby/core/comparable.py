"""Comparable: what `<=>` gives to any type that has it."""

from __future__ import annotations

from typing import Any

from ..errors import ArgumentError, TypeError_
from ..registry import COMPARABLE, method, send
from ..values import MISSING, Proc, Range
from . import object as o


@method(COMPARABLE, "==")
def equals(self: Any, block: Proc | None, other: Any) -> bool:
    """Whether `<=>` gives 0."""
    if self is other:
        return True
    found = send(self, "<=>", other)
    return found is not None and o.order_sign(found, self, other) == 0


@method(COMPARABLE, "<")
def below(self: Any, block: Proc | None, other: Any) -> bool:
    """Whether it comes before."""
    return o.compare_or_fail(self, other) < 0


@method(COMPARABLE, "<=")
def at_most(self: Any, block: Proc | None, other: Any) -> bool:
    """Whether it does not come after."""
    return o.compare_or_fail(self, other) <= 0


@method(COMPARABLE, ">")
def above(self: Any, block: Proc | None, other: Any) -> bool:
    """Whether it comes after."""
    return o.compare_or_fail(self, other) > 0


@method(COMPARABLE, ">=")
def at_least(self: Any, block: Proc | None, other: Any) -> bool:
    """Whether it does not come before."""
    return o.compare_or_fail(self, other) >= 0


@method(COMPARABLE, "between?")
def between(self: Any, block: Proc | None, low: Any, high: Any) -> bool:
    """Whether it lies within two bounds."""
    return o.compare_or_fail(self, low) >= 0 and o.compare_or_fail(self, high) <= 0


@method(COMPARABLE, "clamp")
def clamp(self: Any, block: Proc | None, low: Any, high: Any = MISSING) -> Any:
    """The nearest value within two bounds, or within a Range."""
    if high is MISSING:
        if not isinstance(low, Range):
            raise TypeError_(f"wrong argument type {o.class_name(low)} (expected Range)")
        if low.exclusive and low.last is not None:
            raise ArgumentError("cannot clamp with an exclusive range")
        low, high = low.first, low.last
    if low is not None and high is not None and o.compare_or_fail(low, high) > 0:
        raise ArgumentError("min argument must be smaller than max argument")
    if low is not None and o.compare_or_fail(self, low) < 0:
        return low
    return high if high is not None and o.compare_or_fail(self, high) > 0 else self
