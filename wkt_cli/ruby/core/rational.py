"""Rational, which is Python's Fraction; and Kernel's `Rational()`."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from ...patterns import lazy_pattern
from .. import limits
from ..errors import ArgumentError, TypeError_, ZeroDivisionError_
from ..registry import function, method, send
from ..values import MISSING, Proc
from .conversions import quietly
from .numeric import RATIONAL, arithmetic, mixed, to_float
from .options import with_keywords
from .rounding import half_mode, rounded

LITERAL = lazy_pattern(
    r"\s*([-+]?(?:\d+(?:_\d+)*|(?=\.\d)))(\.(?:\d+(?:_\d+)*)?)?([eE][-+]?\d+)?"
    r"(?:/(\d+(?:_\d+)*|(?=\.\d))(\.\d*)?([eE][-+]?\d+)?)?"
)


def power(a: Any, b: Any) -> Any:
    """Rational power: exact for whole exponents, Float otherwise."""
    base, exponent = Fraction(a), Fraction(b)
    if exponent.denominator != 1:
        return send(to_float(base), "**", to_float(exponent))
    size = exponent.numerator
    if size < 0 and base == 0:
        raise ZeroDivisionError_("divided by 0")
    limits.check_digits((base.numerator.bit_length() + base.denominator.bit_length()) * abs(size))
    return Fraction(base**size)


def quotient(a: Any, b: Any) -> Fraction:
    """Exact division."""
    if b == 0:
        raise ZeroDivisionError_("divided by 0")
    return Fraction(a) / Fraction(b)


def modulus(a: Any, b: Any) -> Fraction:
    """Remainder with the sign of the divisor."""
    if b == 0:
        raise ZeroDivisionError_("divided by 0")
    return Fraction(a) % Fraction(b)


OPERATORS = {
    "+": lambda a, b: Fraction(a) + b,
    "-": lambda a, b: Fraction(a) - b,
    "*": lambda a, b: Fraction(a) * b,
    "/": quotient,
    "%": modulus,
    "**": power,
}


def register(op: str) -> None:
    """Register an operator for Rational and mixed operations carried out in it."""
    arithmetic[Fraction, op] = OPERATORS[op]

    @method(RATIONAL, *((op, "quo") if op == "/" else (op, "modulo") if op == "%" else (op,)))
    def operate(self: Fraction, block: Proc | None, other: Any) -> Any:
        """The operator with any number."""
        return mixed(self, op, other)


for _op in OPERATORS:
    register(_op)


@method(RATIONAL, "-@")
def negate(self: Fraction, block: Proc | None) -> Fraction:
    """The opposite."""
    return -self


@method(RATIONAL, "numerator")
def numerator(self: Fraction, block: Proc | None) -> int:
    """Above the line."""
    return self.numerator


@method(RATIONAL, "denominator")
def denominator(self: Fraction, block: Proc | None) -> int:
    """Below the line."""
    return self.denominator


@method(RATIONAL, "to_i")
def to_i(self: Fraction, block: Proc | None) -> int:
    """Truncated."""
    return int(self)


@method(RATIONAL, "to_f")
def to_f(self: Fraction, block: Proc | None) -> float:
    """As Float."""
    return to_float(self)


@method(RATIONAL, "to_r")
def to_r(self: Fraction, block: Proc | None) -> Fraction:
    """Itself."""
    return self


@method(RATIONAL, "to_s", "to_formatted_s")
def to_s(self: Fraction, block: Proc | None) -> str:
    """`1/3`"""
    return f"{self.numerator}/{self.denominator}"


@method(RATIONAL, "inspect")
def inspect(self: Fraction, block: Proc | None) -> str:
    """`(1/3)`"""
    return f"({self.numerator}/{self.denominator})"


@method(RATIONAL, "abs", "magnitude")
def absolute(self: Fraction, block: Proc | None) -> Fraction:
    """Without its sign."""
    return abs(self)


@method(RATIONAL, "finite?")
def is_finite(self: Fraction, block: Proc | None) -> bool:
    """Always."""
    return True


@method(RATIONAL, "infinite?")
def infinite(self: Fraction, block: Proc | None) -> None:
    """Never."""


def round_to(self: Fraction, how: str, digits: Any, mode: str = "up") -> Any:
    """An Integer without digits, else a Rational."""
    if digits is MISSING:
        return rounded(self, how, mode)
    if type(digits) is not int:
        raise TypeError_("not an integer")
    limits.check_digits(abs(digits) * 3.33)
    found = Fraction(rounded(self * Fraction(10) ** digits, how, mode)) / Fraction(10) ** digits
    return found if digits > 0 else int(found)


def rounding(how: str) -> Any:
    """Make floor, ceil or truncate."""

    def run(self: Fraction, block: Proc | None, digits: Any = MISSING) -> Any:
        return round_to(self, how, digits)

    run.__doc__ = f"`{how}`"
    return run


for _how in ("floor", "ceil", "truncate"):
    method(RATIONAL, _how)(rounding(_how))


@method(RATIONAL, "round")
@with_keywords
def round_(self: Fraction, block: Proc | None, digits: Any = MISSING, *, half: Any = None) -> Any:
    """Rounded half away from zero, unless `half:` says otherwise."""
    return round_to(self, "round", digits, half_mode(half))


@method(RATIONAL, "rationalize")
def rationalize(self: Fraction, block: Proc | None, eps: Any = None) -> Fraction:
    """The simplest Rational within eps."""
    if eps is None:
        return self
    return simplest_near(self, eps)


@method(RATIONAL, "coerce")
def coerce(self: Fraction, block: Proc | None, other: Any) -> list[Any]:
    """The pair in one type."""
    if type(other) is float:
        return [other, to_float(self)]
    if type(other) in (int, Fraction):
        return [Fraction(other), self]
    from .numeric import uncoercible

    raise uncoercible(self, other)


def simplest_within(low: Fraction, high: Fraction) -> Fraction:
    """`nurat_rationalize_internal`: the smallest denominator between two bounds (Stern and Brocot)."""
    whole = math.ceil(low)
    if whole < high:
        return Fraction(whole)
    step = whole - 1
    return step + 1 / simplest_within(1 / (high - step), 1 / (low - step))


def simplest_near(value: Fraction | float, margin: Any) -> Fraction:
    """The simplest fraction within a margin of a number, by the arithmetic of the two."""
    around = send(margin, "abs")
    size: Any = abs(value)
    low, high = (send(send(size, op, around), "to_r") for op in "-+")
    found = simplest_within(low, high) if low != high else Fraction(size)
    return -found if value < 0 else found


def number_in(text: str) -> tuple[Fraction, int]:
    """The Rational that a text starts with, and where it ends (0: there is none)."""
    found = LITERAL.match(text)
    if not found:
        return Fraction(0), 0
    top, decimals, power_text, bottom, *more = found.groups()
    value = Fraction((top + (decimals or "") + (power_text or "")).replace("_", ""))
    if bottom is not None:
        below = Fraction((bottom + (more[0] or "") + (more[1] or "")).replace("_", ""))
        if below == 0:
            raise ZeroDivisionError_("divided by 0")
        value /= below
    return value, found.end()


def strict(value: Any) -> Any:
    """One argument of `Rational()`."""
    from .numeric import RANK, class_name, responds
    from .string import text

    if isinstance(value, (int, float, Fraction)) and type(value) is not bool:
        return send(value, "to_r")
    if value is None:
        raise TypeError_("can't convert nil into Rational")
    if class_name(value) == "String":
        written = text(value)
        found, end = number_in(written)
        if not end or written[end:].strip():
            raise ArgumentError(f"invalid value for convert(): {send(written, 'inspect')}")
        return found
    if type(value) in RANK or responds(value, "to_r"):
        return send(value, "to_r")
    raise TypeError_(f"can't convert {class_name(value)} into Rational")


@function("Rational")
@with_keywords
def rational(self: Any, block: Proc | None, top: Any, below: Any = MISSING, *, exception: Any = True) -> Any:
    """Kernel#Rational; `exception: false` gives nil instead of an error."""
    return quietly(divided, exception, top, below)


def divided(top: Any, below: Any) -> Any:
    """A Rational of one or two arguments."""
    return strict(top) if below is MISSING else quotient(strict(top), strict(below))
