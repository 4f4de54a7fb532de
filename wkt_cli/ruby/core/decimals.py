"""BigDecimal's arithmetic on Decimal: exact sums and products, quotients with CRuby's number of digits."""

from __future__ import annotations

import math
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from typing import Any

from .. import limits
from ..errors import ArgumentError, ZeroDivisionError_
from ..registry import send
from .numeric import arithmetic, to_float, uncoercible

EXACT = Context(prec=200_000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
WORD = 9
"""CRuby keeps nine decimal digits in one word and rounds quotients to whole words."""


def float_digits(value: float, digits: int = 16) -> Decimal:
    """A Float as BigDecimal: its shortest text, cut after 16 digits as CRuby does."""
    if not math.isfinite(value):
        return Decimal(value)
    found = Decimal(repr(value))
    size = len(found.as_tuple().digits)
    return found if size <= digits else Context(prec=digits, rounding="ROUND_DOWN").plus(found)


def digit_count(value: Decimal) -> int:
    """Significant digits, trailing zeros of whole numbers included."""
    if not value or not value.is_finite():
        return 0
    plain = value.normalize(EXACT)
    size = len(plain.as_tuple().digits)
    return size + max(0, exponent_of(plain))


def exponent_of(value: Decimal) -> int:
    """The power of ten of the last digit."""
    found = value.as_tuple().exponent
    return found if isinstance(found, int) else 0


def words(value: Decimal) -> int:
    """How many words of nine digits the number takes in CRuby."""
    if not value:
        return 1
    plain = value.normalize(EXACT)
    low = exponent_of(plain) // WORD
    return -(-(plain.adjusted() + 1) // WORD) - low


def of_rational(value: Fraction, digits: int) -> Decimal:
    """A Rational with so many significant digits."""
    context = Context(prec=max(1, allowed(digits)), rounding="ROUND_HALF_UP", Emax=MAX_EMAX, Emin=MIN_EMIN)
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def decimal_of(value: Any, other: Decimal) -> Decimal:
    """Any real operand as Decimal; a Rational gets as many digits as the other operand has room for."""
    kind = type(value)
    if kind is Decimal:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return Decimal(value)
    if kind is float:
        return float_digits(value)
    return of_rational(value, words(other) * WORD)


def pair(a: Any, b: Any) -> tuple[Decimal, Decimal]:
    """Both operands as Decimal; one of them is already."""
    known = a if type(a) is Decimal else b
    return decimal_of(a, known), decimal_of(b, known)


def guarded(value: Decimal) -> Decimal:
    """A number, after the digit limit was asked for its digits and for the zeros it would be written with."""
    if value.is_finite() and value:
        limits.check_decimals(max(abs(value.adjusted()), -exponent_of(value)))
    return value


def allowed(digits: int) -> int:
    """A number of significant digits, after the limit was asked."""
    if digits < 0:
        raise ArgumentError("negative precision")
    limits.check_decimals(digits)
    return digits


def add(a: Any, b: Any) -> Decimal:
    """Sum."""
    x, y = pair(a, b)
    return guarded(EXACT.add(x, y))


def subtract(a: Any, b: Any) -> Decimal:
    """Difference."""
    x, y = pair(a, b)
    return guarded(EXACT.subtract(x, y))


def multiply(a: Any, b: Any) -> Decimal:
    """Product."""
    x, y = pair(a, b)
    return guarded(EXACT.multiply(x, y))


def divide(a: Any, b: Any) -> Decimal:
    """Quotient: five words of digits, more where the operands have more."""
    x, y = pair(a, b)
    if x.is_nan() or y.is_nan() or (x.is_infinite() and y.is_infinite()):
        return Decimal("NaN")
    if not y:
        return Decimal("NaN") if not x else Decimal("Infinity").copy_sign(x).copy_sign(sign_of(x, y))
    if not x.is_finite() or not y.is_finite() or not x:
        return EXACT.divide(x, y)
    size = max(digit_count(x), digit_count(y), 32)
    places = (-(-(size + 2 * WORD) // WORD) - 2) * WORD
    return scaled_quotient(x, y, places - (word_exponent(x) - word_exponent(y)) * WORD)


def sign_of(x: Decimal, y: Decimal) -> Decimal:
    """One with the sign of a product."""
    return Decimal(-1 if x.is_signed() != y.is_signed() else 1)


def word_exponent(value: Decimal) -> int:
    """How many words stand before the point."""
    return -(-(value.adjusted() + 1) // WORD)


def leading_word(value: Fraction) -> int:
    """The first of the words that a number consists of."""
    base = 10**WORD
    while value >= base:
        value /= base
    while value and value < 1:
        value *= base
    return math.floor(value)


def scaled_quotient(x: Decimal, y: Decimal, places: int) -> Decimal:
    """A quotient with so many decimals, rounded by CRuby's estimate of the next digit, in 32 bits."""
    top, bottom = abs(Fraction(x)), abs(Fraction(y))
    whole = math.floor(top / bottom * Fraction(10) ** places)
    rest = top - bottom * whole / Fraction(10) ** places
    estimate = (10**WORD * leading_word(rest) // leading_word(bottom)) & 0xFFFFFFFF
    whole += estimate // 10 ** (WORD - 1) >= 5
    sign = "-" if x.is_signed() != y.is_signed() else ""
    return guarded(Decimal(f"{sign}{whole}e{-places}").normalize(EXACT))


def floor_div(x: Decimal, y: Decimal) -> Decimal:
    """Floored quotient, for div and divmod."""
    if x.is_nan() or y.is_nan() or (x.is_infinite() and y.is_infinite()):
        return Decimal("NaN")
    if not y:
        raise ZeroDivisionError_("divided by 0")
    if x.is_infinite():
        return x.copy_negate() if y.is_signed() else x
    if y.is_infinite():
        return Decimal(0) if not x or x.is_signed() == y.is_signed() else Decimal(-1)
    return Decimal(math.floor(Fraction(x) / Fraction(y)))


def modulus(a: Any, b: Any) -> Decimal:
    """Remainder with the sign of the divisor."""
    x, y = pair(a, b)
    if x.is_nan() or y.is_nan() or x.is_infinite():
        return Decimal("NaN")
    if not y:
        raise ZeroDivisionError_("divided by 0")
    if not x:
        return Decimal(0)
    if y.is_infinite():
        return x if x.is_signed() == y.is_signed() else y
    return EXACT.subtract(x, EXACT.multiply(floor_div(x, y), y))


def power(a: Any, b: Any) -> Any:
    """Power: exact for whole exponents; negative ones and roots with twice the digits of the base."""
    if type(a) is not Decimal and type(b) is Decimal and type(a) is not int:
        a = decimal_of(a, b)
    base = a if type(a) is Decimal else Decimal(a)
    if isinstance(b, (float, Fraction, Decimal)) and b == int(b):
        b = int(b)
    if type(b) is int:
        return whole_power(base, b)
    if base < 0:
        return send(to_float(base), "**", to_float(b))
    digits = max(32, 2 * digit_count(base))
    return Context(prec=digits - 9).power(base, decimal_of(b, base)).normalize()


def whole_power(base: Decimal, exponent: int) -> Decimal:
    """A whole power."""
    if not base and exponent > 0:
        return Decimal(0)
    if not base and exponent < 0:
        return Decimal("Infinity")
    limits.check_decimals((len(base.as_tuple().digits) + abs(base.adjusted())) * abs(exponent))
    found = EXACT.power(base, abs(exponent)) if exponent else Decimal(1)
    return found if exponent >= 0 else divide(Decimal(1), found)


for _name, _run in {"+": add, "-": subtract, "*": multiply, "/": divide, "%": modulus, "**": power}.items():
    arithmetic[Decimal, _name] = _run


def operand(self: Decimal, other: Any) -> Decimal:
    """The argument of div, divmod and remainder, or the TypeError."""
    if type(other) not in (int, float, Decimal, Fraction):
        raise uncoercible(self, other)
    return decimal_of(other, self)
