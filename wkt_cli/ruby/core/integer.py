"""Integer: operators, division, rounding; the rest is in `integer_steps`, `integer_bits`, `integer_text`."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .. import limits
from ..dispatch import wrong_number
from ..errors import MathDomainError, RangeError, TypeError_, ZeroDivisionError_
from ..registry import INTEGER, method, send, singleton
from ..values import MISSING, Hash, Proc
from .conversions import to_float as float_of_any
from .division import floor_divmod, square_root
from .numeric import (
    arithmetic,
    coerced,
    compared,
    general_fdiv,
    integer,
    is_number,
    mixed,
    to_float,
)
from .options import named
from .rounding import byte_size, round_integer


@method(INTEGER, "+")
def add(self: int, block: Proc | None, other: Any) -> Any:
    """Sum."""
    return self + other if type(other) is int else mixed(self, "+", other)


@method(INTEGER, "-")
def subtract(self: int, block: Proc | None, other: Any) -> Any:
    """Difference."""
    return self - other if type(other) is int else mixed(self, "-", other)


@method(INTEGER, "*")
def multiply(self: int, block: Proc | None, other: Any) -> Any:
    """Product."""
    if type(other) is int:
        if self > 1 << 4096 or other > 1 << 4096:
            limits.check_digits(self.bit_length() + other.bit_length())
        return self * other
    return mixed(self, "*", other)


@method(INTEGER, "/")
def divide(self: int, block: Proc | None, other: Any) -> Any:
    """Floored quotient of integers, exact or Float otherwise."""
    if type(other) is int:
        if other == 0:
            raise ZeroDivisionError_("divided by 0")
        return floor_divmod(self, other)[0]
    return mixed(self, "/", other)


@method(INTEGER, "%", "modulo")
def modulo(self: int, block: Proc | None, other: Any) -> Any:
    """The remainder with the sign of the divisor."""
    if type(other) is int:
        if other == 0:
            raise ZeroDivisionError_("divided by 0")
        return floor_divmod(self, other)[1]
    if isinstance(other, float) and other == 0:
        raise ZeroDivisionError_("divided by 0")
    return mixed(self, "%", other)


@method(INTEGER, "**")
def power(self: int, block: Proc | None, other: Any) -> Any:
    """Power; a negative exponent gives a Rational."""
    if type(other) is int:
        return int_power(self, other)
    return mixed(self, "**", other)


def int_power(base: int, exponent: int) -> Any:
    """Integer power under the digit limit."""
    if exponent < 0:
        return inverted_power(base, -exponent)
    if abs(base) > 1:
        limits.check_digits(math.log2(abs(base)) * exponent)
    return base**exponent


def inverted_power(base: int, exponent: int) -> Any:
    """Integer power with a negative exponent, given without its sign."""
    if base == 0:
        raise ZeroDivisionError_("divided by 0")
    return 1 / Fraction(int_power(base, exponent))


@method(INTEGER, "pow")
def pow_(self: int, block: Proc | None, other: Any, modulus: Any = None) -> Any:
    """Power, also modulo a number."""
    if modulus is None:
        return power(self, None, other)
    if type(other) is not int:
        raise TypeError_("Integer#pow() 2nd argument not allowed unless a 1st argument is integer")
    if other < 0:
        raise RangeError("Integer#pow() 1st argument cannot be negative when 2nd argument specified")
    if type(modulus) is not int:
        raise TypeError_("Integer#pow() 2nd argument not allowed unless all arguments are integers")
    if modulus == 0:
        raise ZeroDivisionError_("divided by 0")
    limits.check_power(other, modulus)
    return pow(self, other, modulus)


@method(INTEGER, "-@")
def negate(self: int, block: Proc | None) -> int:
    """The opposite."""
    return -self


@method(INTEGER, "~")
def invert(self: int, block: Proc | None) -> int:
    """All bits flipped."""
    return ~self


@method(INTEGER, "==", "===")
def equals(self: int, block: Proc | None, other: Any) -> bool:
    """Equal in value."""
    if type(other) is int:
        return self == other
    from .numeric import same

    return same(self, other)


@method(INTEGER, "<")
def less(self: int, block: Proc | None, other: Any) -> bool:
    """Less than."""
    return self < other if type(other) is int else compared(self, other, "<")


@method(INTEGER, ">")
def greater(self: int, block: Proc | None, other: Any) -> bool:
    """Greater than."""
    return self > other if type(other) is int else compared(self, other, ">")


@method(INTEGER, "div")
def div(self: int, block: Proc | None, other: Any) -> Any:
    """Floored quotient."""
    if type(other) is int:
        return divide(self, None, other)
    if isinstance(other, (float, Decimal)) and other == 0:
        raise ZeroDivisionError_("divided by 0")
    return send(divide(self, None, other), "floor")


@method(INTEGER, "divmod")
def divmod_(self: int, block: Proc | None, other: Any) -> list[Any]:
    """Floored quotient and modulo."""
    if type(other) is int:
        if other == 0:
            raise ZeroDivisionError_("divided by 0")
        return list(floor_divmod(self, other))
    if isinstance(other, float):
        return list(send(to_float(self), "divmod", other))
    if isinstance(other, Decimal):
        return list(send(Decimal(self), "divmod", other))
    if not is_number(other):
        return list(coerced(self, "divmod", other))
    return [div(self, None, other), modulo(self, None, other)]


@method(INTEGER, "remainder")
def remainder(self: int, block: Proc | None, other: Any) -> Any:
    """The remainder with the sign of the receiver."""
    if type(other) is int:
        found = modulo(self, None, other)
        return found - other if found and (self < 0) != (other < 0) else found
    from .numeric import remainder as general

    return general(self, None, other)


@method(INTEGER, "fdiv")
def fdiv(self: int, block: Proc | None, other: Any) -> Any:
    """Float quotient, exact to the last place for large integers."""
    if type(other) is int and other != 0:
        try:
            return self / other
        except OverflowError:
            return math.inf if (self < 0) == (other < 0) else -math.inf
    if isinstance(other, Fraction):
        return to_float(self / other)
    return general_fdiv(self, other)


@method(INTEGER, "ceildiv")
def ceildiv(self: int, block: Proc | None, other: Any) -> Any:
    """Quotient rounded up."""
    return -div(-self, None, other)


@method(INTEGER, "round")
def round_(self: int, block: Proc | None, digits: Any = MISSING, settings: Any = MISSING) -> int:
    """Rounded; negative digits round to tens, hundreds … Without digits Ruby does not look at the keywords."""
    if digits is MISSING or (isinstance(digits, Hash) and digits.keywords):
        return self
    if settings is MISSING:
        return round_integer(self, "round", digits)
    if not (isinstance(settings, Hash) and settings.keywords):
        raise wrong_number(2, 0, 1)
    return round_integer(self, "round", digits, named(settings, ("half",)).get("half"))


@method(INTEGER, "floor")
def floor(self: int, block: Proc | None, digits: Any = MISSING) -> int:
    """Rounded down."""
    return round_integer(self, "floor", digits)


@method(INTEGER, "ceil")
def ceil(self: int, block: Proc | None, digits: Any = MISSING) -> int:
    """Rounded up."""
    return round_integer(self, "ceil", digits)


@method(INTEGER, "truncate")
def truncate(self: int, block: Proc | None, digits: Any = MISSING) -> int:
    """Rounded towards zero."""
    return round_integer(self, "truncate", digits)


@method(INTEGER, "to_i", "to_int", "ord", "numerator")
def to_i(self: int, block: Proc | None) -> int:
    """Itself."""
    return self


@method(INTEGER, "denominator")
def denominator(self: int, block: Proc | None) -> int:
    """One."""
    return 1


@method(INTEGER, "to_f")
def to_f(self: int, block: Proc | None) -> float:
    """As Float."""
    return to_float(self)


@method(INTEGER, "to_r")
def to_r(self: int, block: Proc | None) -> Fraction:
    """As Rational."""
    return Fraction(self)


@method(INTEGER, "rationalize")
def rationalize(self: int, block: Proc | None, eps: Any = None) -> Fraction:
    """As Rational."""
    return Fraction(self)


@method(INTEGER, "bit_length")
def bit_length(self: int, block: Proc | None) -> int:
    """How many bits the number needs."""
    return self.bit_length() if self >= 0 else (~self).bit_length()


@method(INTEGER, "size")
def size(self: int, block: Proc | None) -> int:
    """Bytes of the machine representation."""
    return byte_size(self)


@method(INTEGER, "even?")
def is_even(self: int, block: Proc | None) -> bool:
    """Divisible by two."""
    return not self & 1


@method(INTEGER, "odd?")
def is_odd(self: int, block: Proc | None) -> bool:
    """Not divisible by two."""
    return bool(self & 1)


@method(INTEGER, "abs", "magnitude")
def absolute(self: int, block: Proc | None) -> int:
    """Without its sign."""
    return abs(self)


@method(INTEGER, "finite?")
def is_finite(self: int, block: Proc | None) -> bool:
    """Always."""
    return True


@method(INTEGER, "infinite?")
def infinite(self: int, block: Proc | None) -> None:
    """Never."""


def not_integer(value: Any) -> int:
    """The argument of gcd and lcm."""
    if type(value) is not int:
        raise TypeError_("not an integer")
    return value


@method(INTEGER, "gcd")
def gcd(self: int, block: Proc | None, other: Any) -> int:
    """Greatest common divisor."""
    limits.check_fraction(self, not_integer(other))
    return math.gcd(self, other)


@method(INTEGER, "lcm")
def lcm(self: int, block: Proc | None, other: Any) -> int:
    """Least common multiple."""
    limits.check_fraction(self, not_integer(other))
    return math.lcm(self, other)


@method(INTEGER, "gcdlcm")
def gcdlcm(self: int, block: Proc | None, other: Any) -> list[int]:
    """Both."""
    return [gcd(self, None, other), lcm(self, None, other)]


@method(INTEGER, "coerce")
def coerce(self: int, block: Proc | None, other: Any) -> list[Any]:
    """The pair in one type."""
    if type(other) is int:
        return [other, self]
    return [float_of_any(other), to_float(self)]


@singleton(INTEGER, "sqrt")
def sqrt(self: Any, block: Proc | None, value: Any) -> int:
    """Integer square root."""
    number = integer(value)
    if number < 0:
        raise MathDomainError('Numerical argument is out of domain - "isqrt"')
    return square_root(number)


for _name, _run in {"+": add, "-": subtract, "*": multiply, "/": divide, "%": modulo, "**": power}.items():
    arithmetic[int, _name] = lambda a, b, run=_run: run(a, None, b)  # type: ignore[misc]
