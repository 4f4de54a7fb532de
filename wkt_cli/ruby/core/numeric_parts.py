"""Real numbers seen as complex ones: real and imaginary part, angle, polar form."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from ..registry import NUMERIC, method, send
from ..values import Proc
from .numeric import RANK


@method(NUMERIC, "real?")
def is_real(self: Any, block: Proc | None) -> bool:
    """False for Complex only."""
    return RANK.get(type(self), 9) <= 3


@method(NUMERIC, "real")
def real_part(self: Any, block: Proc | None) -> Any:
    """Itself."""
    return self


@method(NUMERIC, "imaginary", "imag")
def imaginary_part(self: Any, block: Proc | None) -> int:
    """Zero."""
    return 0


@method(NUMERIC, "conj", "conjugate")
def conjugate(self: Any, block: Proc | None) -> Any:
    """Itself."""
    return self


@method(NUMERIC, "rectangular", "rect")
def rectangular(self: Any, block: Proc | None) -> list[Any]:
    """`[self, 0]`"""
    return [self, 0]


@method(NUMERIC, "arg", "angle", "phase")
def angle(self: Any, block: Proc | None) -> Any:
    """Zero, or pi for what is negative."""
    if type(self) is Decimal:
        return math.pi if self.is_signed() and self and not self.is_nan() else 0
    if self != self:
        return self
    return 0 if math.copysign(1, self) > 0 else math.pi


@method(NUMERIC, "polar")
def polar(self: Any, block: Proc | None) -> list[Any]:
    """Magnitude and angle."""
    return [abs(self), angle(self, None)]


@method(NUMERIC, "abs2")
def absolute_square(self: Any, block: Proc | None) -> Any:
    """Its square."""
    return send(self, "*", self)


@method(NUMERIC, "to_c")
def to_complex(self: Any, block: Proc | None) -> Any:
    """A Complex without an imaginary part."""
    from .complex import RComplex

    return RComplex(self, 0)


@method(NUMERIC, "i")
def times_i(self: Any, block: Proc | None) -> Any:
    """The imaginary number of that size."""
    from .complex import RComplex

    return RComplex(0, self)
