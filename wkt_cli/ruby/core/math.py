"""The Math module."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ..errors import MathDomainError
from ..registry import define_module, singleton
from ..values import MISSING, Proc
from .numeric import integer, real, to_float

MATH = define_module("Math")
MATH.constants.update(PI=math.pi, E=math.e)


def number(value: Any) -> float:
    """An argument as Float; text and nil are refused."""
    return to_float(real(value))


def outside(name: str) -> MathDomainError:  # type: ignore[valid-type]
    """The error of an argument a function is not defined for."""
    return MathDomainError(f"Numerical argument is out of domain - {name}")


def cbrt(value: float) -> float:
    """Cube root, with CRuby's correction."""
    found = math.cbrt(value)
    if value and math.isfinite(value):
        found = (2 * found + value / found / found) / 3
    return found


def guarded(run: Callable[..., float]) -> Callable[..., float]:
    """Give Infinity where Python's function overflows."""

    def call(*args: float) -> float:
        try:
            return run(*args)
        except OverflowError:
            return math.inf

    return call


PLAIN: dict[str, Callable[..., float]] = {
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "atan": math.atan, "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh, "asinh": math.asinh, "exp": math.exp, "erf": math.erf, "erfc": math.erfc, "cbrt": cbrt,
}  # fmt: skip
BOUNDED: dict[str, tuple[Callable[[float], float], float, float]] = {
    "asin": (math.asin, -1, 1), "acos": (math.acos, -1, 1), "acosh": (math.acosh, 1, math.inf),
    "sqrt": (math.sqrt, 0, math.inf),
}  # fmt: skip


def register_plain(name: str, run: Callable[..., float]) -> None:
    """Register a function that is defined everywhere."""
    safe = guarded(run)

    @singleton(MATH, name)
    def call(self: Any, block: Proc | None, value: Any) -> float:
        """The function of that name."""
        x = number(value)
        return math.nan if math.isinf(x) and name in ("sin", "cos", "tan") else safe(x)


def register_bounded(name: str, run: Callable[[float], float], low: float, high: float) -> None:
    """Register a function with a domain."""

    @singleton(MATH, name)
    def call(self: Any, block: Proc | None, value: Any) -> float:
        """The function of that name."""
        x = number(value)
        if x < low or x > high:
            raise outside(name)
        return run(x)


for _name, _run in PLAIN.items():
    register_plain(_name, _run)
for _name, _bounds in BOUNDED.items():
    register_bounded(_name, *_bounds)


@singleton(MATH, "atanh")
def atanh(self: Any, block: Proc | None, value: Any) -> float:
    """Inverse hyperbolic tangent; infinite at the ends."""
    x = number(value)
    if abs(x) > 1:
        raise outside("atanh")
    return math.copysign(math.inf, x) if abs(x) == 1 else math.atanh(x)


def logarithm(value: Any, name: str, run: Callable[[Any], float]) -> float:
    """A logarithm, of integers of any size; minus infinity for zero."""
    found = real(value)
    if type(found) is not int:
        found = to_float(found)
    if found < 0:
        raise outside(name)
    return run(found) if found else -math.inf


@singleton(MATH, "log")
def log(self: Any, block: Proc | None, value: Any, base: Any = MISSING) -> float:
    """Natural logarithm, or to a base."""
    found = logarithm(value, "log", math.log)
    if base is MISSING:
        return found
    under = logarithm(base, "log", math.log)
    if under == 0:
        return math.nan if found == 0 else math.copysign(math.inf, found)
    if base == 2:
        return logarithm(value, "log", math.log2)
    return found / under


@singleton(MATH, "log2")
def log2(self: Any, block: Proc | None, value: Any) -> float:
    """Logarithm to base 2."""
    return logarithm(value, "log2", math.log2)


@singleton(MATH, "log10")
def log10(self: Any, block: Proc | None, value: Any) -> float:
    """Logarithm to base 10."""
    return logarithm(value, "log10", math.log10)


@singleton(MATH, "hypot")
def hypot(self: Any, block: Proc | None, x: Any, y: Any) -> float:
    """Length of the hypotenuse."""
    return math.hypot(number(x), number(y))


@singleton(MATH, "atan2")
def atan2(self: Any, block: Proc | None, y: Any, x: Any) -> float:
    """Angle of a point."""
    return math.atan2(number(y), number(x))


@singleton(MATH, "ldexp")
def ldexp(self: Any, block: Proc | None, fraction: Any, exponent: Any) -> float:
    """`fraction * 2**exponent`"""
    return guarded(math.ldexp)(number(fraction), integer(exponent))


@singleton(MATH, "frexp")
def frexp(self: Any, block: Proc | None, value: Any) -> list[Any]:
    """Fraction and exponent."""
    return list(math.frexp(number(value)))


@singleton(MATH, "gamma")
def gamma(self: Any, block: Proc | None, value: Any) -> float:
    """The gamma function."""
    x = number(value)
    if x == -math.inf or (x < 0 and x == math.floor(x)):
        raise outside("gamma")
    if x == 0:
        return math.copysign(math.inf, x)
    if x == math.floor(x) and 1 <= x <= 23:
        return float(math.factorial(int(x) - 1))
    return guarded(math.gamma)(x)


@singleton(MATH, "lgamma")
def lgamma(self: Any, block: Proc | None, value: Any) -> list[Any]:
    """Logarithm of gamma, and its sign."""
    x = number(value)
    if x == -math.inf:
        raise outside("lgamma")
    if x <= 0 and x == math.floor(x):
        return [math.inf, -1 if math.copysign(1, x) < 0 and x == 0 else 1]
    sign = -1 if x < 0 and math.floor(x) % 2 else 1
    return [math.lgamma(x), sign]
