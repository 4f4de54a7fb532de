"""Complex with parts of any real type (basic arithmetic), and Kernel's `Complex()`."""

from __future__ import annotations

import cmath
import math
from fractions import Fraction
from typing import Any

from ...patterns import lazy_pattern
from ..errors import ArgumentError, RangeError, TypeError_
from ..registry import NUMERIC, define_class, function, method, send, set_constant, singleton
from ..values import MISSING, Proc, RString
from .conversions import quietly
from .numeric import RANK, arithmetic, class_name, incomparable, is_number, mixed, to_float
from .object import responds
from .options import with_keywords
from .rounding import byte_size


class RComplex:
    """A Complex number; each part keeps its own type."""

    __slots__ = ("imag", "real")

    def __init__(self, real: Any, imag: Any) -> None:
        self.real, self.imag = real, imag

    def __eq__(self, other: object) -> bool:
        if isinstance(other, RComplex):
            return bool(self.real == other.real and self.imag == other.imag)
        return bool(self.imag == 0 and self.real == other)

    def __hash__(self) -> int:
        return hash((self.real, self.imag))

    def __abs__(self) -> float:
        return math.hypot(to_float(self.real), to_float(self.imag))


COMPLEX = define_class("Complex", NUMERIC, RComplex)
set_constant("Complex::I", RComplex(0, 1))
RANK[RComplex] = 4


WORD = 8
"""Bytes of the exponents for which powers are exact."""


def calc(a: Any, op: str, b: Any) -> Any:
    """An operator on two real parts."""
    return send(a, op, b)


def parts(value: Any) -> tuple[Any, Any]:
    """Real and imaginary part of any number."""
    return (value.real, value.imag) if isinstance(value, RComplex) else (value, 0)


def add(a: Any, b: Any) -> RComplex:
    """Sum."""
    (x, y), (u, v) = parts(a), parts(b)
    return RComplex(calc(x, "+", u), calc(y, "+", v))


def subtract(a: Any, b: Any) -> RComplex:
    """Difference."""
    (x, y), (u, v) = parts(a), parts(b)
    return RComplex(calc(x, "-", u), calc(y, "-", v))


def multiply(a: Any, b: Any) -> RComplex:
    """Product."""
    (x, y), (u, v) = parts(a), parts(b)
    if not isinstance(b, RComplex):
        return RComplex(calc(x, "*", u), calc(y, "*", u))
    if not isinstance(a, RComplex):
        return RComplex(calc(x, "*", u), calc(x, "*", v))
    return RComplex(calc(calc(x, "*", u), "-", calc(y, "*", v)), calc(calc(x, "*", v), "+", calc(y, "*", u)))


def divide(a: Any, b: Any) -> RComplex:
    """Quotient; whole parts give Rationals."""
    (x, y), (u, v) = parts(a), parts(b)
    if not isinstance(b, RComplex):
        return RComplex(quotient(x, u), quotient(y, u))
    size = calc(calc(u, "*", u), "+", calc(v, "*", v))
    real = calc(calc(x, "*", u), "+", calc(y, "*", v))
    imag = calc(calc(y, "*", u), "-", calc(x, "*", v))
    return RComplex(quotient(real, size), quotient(imag, size))


def quotient(a: Any, b: Any) -> Any:
    """An exact quotient; a Rational without a denominator becomes an Integer."""
    found = send(a, "quo", b)
    return found.numerator if isinstance(found, Fraction) and found.denominator == 1 else found


def power(a: Any, b: Any) -> Any:
    """Power; whole exponents are exact."""
    if type(b) in (int, Fraction) and b == 0:
        return RComplex(1, 0)
    if type(b) is int and byte_size(b) == WORD and isinstance(a, RComplex):
        found = whole_power(a, abs(b))
        return found if b > 0 else divide(1, found)
    x, y = parts(a), parts(b)
    value = complex(to_float(x[0]), to_float(x[1])) ** complex(to_float(y[0]), to_float(y[1]))
    return RComplex(value.real, value.imag)


def whole_power(base: RComplex, exponent: int) -> RComplex:
    """A positive whole power, by squares."""
    found = base
    for bit in bin(exponent)[3:]:
        found = multiply(found, found)
        found = multiply(found, base) if bit == "1" else found
    return found


def float_power(base: float, exponent: float) -> RComplex:
    """A root of a negative Float."""
    size, angle = abs(base) ** exponent, math.pi * exponent
    if exponent % 1 == 0.5:
        return RComplex(0.0, size if exponent % 2 == 0.5 else -size)
    return RComplex(size * math.cos(angle), size * math.sin(angle))


def order(a: Any, b: Any) -> int | None:
    """`<=>` where both are real."""
    (x, y), (u, v) = parts(a), parts(b)
    return (x > u) - (x < u) if y == 0 and v == 0 else None


for _name, _run in {"+": add, "-": subtract, "*": multiply, "/": divide, "**": power, "<=>": order}.items():
    arithmetic[RComplex, _name] = _run


def operator(op: str) -> Any:
    """Make an operator's method."""

    def run(self: RComplex, block: Proc | None, other: Any) -> Any:
        return mixed(self, op, other)

    run.__doc__ = f"`{op}`"
    return run


for _name in ("+", "-", "*", "/", "**"):
    method(COMPLEX, *((_name, "quo") if _name == "/" else (_name,)))(operator(_name))


def undefined(name: str) -> Any:
    """Complex numbers have no order: `<` and its kin don't exist."""

    def run(self: RComplex, block: Proc | None, *args: Any) -> Any:
        from ..errors import NoMethodError

        raise NoMethodError(f"undefined method `{name}' for {inspect(self, None)}:Complex")

    run.__doc__ = f"`{name}` is undefined."
    return run


for _name in ("<", "<=", ">", ">=", "%", "div", "divmod", "floor", "ceil", "round", "truncate", "step",
              "positive?",
              "negative?", "i", "clamp", "between?"):  # fmt: skip
    method(COMPLEX, _name)(undefined(_name))


@method(COMPLEX, "real")
def real(self: RComplex, block: Proc | None) -> Any:
    """The real part."""
    return self.real


@method(COMPLEX, "imaginary", "imag")
def imaginary(self: RComplex, block: Proc | None) -> Any:
    """The imaginary part."""
    return self.imag


@method(COMPLEX, "-@")
def negate(self: RComplex, block: Proc | None) -> RComplex:
    """The opposite."""
    return RComplex(send(self.real, "-@"), send(self.imag, "-@"))


@method(COMPLEX, "fdiv")
def fdiv(self: RComplex, block: Proc | None, other: Any) -> Any:
    """Both parts divided as Floats."""
    if not is_number(other):
        return mixed(self, "/", other)
    if isinstance(other, RComplex):
        return divide(RComplex(to_float(self.real), to_float(self.imag)), other)
    return RComplex(send(self.real, "fdiv", other), send(self.imag, "fdiv", other))


@method(COMPLEX, "abs", "magnitude")
def absolute(self: RComplex, block: Proc | None) -> Any:
    """Distance from zero."""
    for part, other in ((self.real, self.imag), (self.imag, self.real)):
        if part == 0:
            return to_float(abs(other)) if type(part) is float else abs(other)
    return abs(self)


@method(COMPLEX, "abs2")
def absolute_square(self: RComplex, block: Proc | None) -> Any:
    """Its square."""
    return calc(calc(self.real, "*", self.real), "+", calc(self.imag, "*", self.imag))


@method(COMPLEX, "arg", "angle", "phase")
def angle(self: RComplex, block: Proc | None) -> float:
    """The angle."""
    return math.atan2(to_float(self.imag), to_float(self.real))


@method(COMPLEX, "polar")
def polar(self: RComplex, block: Proc | None) -> list[Any]:
    """Distance and angle."""
    return [absolute(self, None), angle(self, None)]


@method(COMPLEX, "rectangular", "rect")
def rectangular(self: RComplex, block: Proc | None) -> list[Any]:
    """Both parts."""
    return [self.real, self.imag]


@method(COMPLEX, "conj", "conjugate")
def conjugate(self: RComplex, block: Proc | None) -> RComplex:
    """The mirror image."""
    return RComplex(self.real, send(self.imag, "-@"))


@method(COMPLEX, "finite?")
def is_finite(self: RComplex, block: Proc | None) -> bool:
    """Both parts are."""
    return math.isfinite(self.real) and math.isfinite(self.imag)


@method(COMPLEX, "infinite?")
def infinite(self: RComplex, block: Proc | None) -> int | None:
    """1 or nil."""
    return 1 if math.isinf(self.real) or math.isinf(self.imag) else None


@method(COMPLEX, "to_c")
def to_c(self: RComplex, block: Proc | None) -> RComplex:
    """Itself."""
    return self


def conversion(name: str, target: str) -> Any:
    """Make to_i, to_f or to_r: only without an (exact) imaginary part."""

    def run(self: RComplex, block: Proc | None) -> Any:
        if type(self.imag) is float or self.imag != 0:
            raise RangeError(f"can't convert {text(self)} into {target}")
        return send(self.real, name)

    run.__doc__ = f"`{name}`"
    return run


for _name, _target in {"to_i": "Integer", "to_f": "Float", "to_r": "Rational"}.items():
    method(COMPLEX, _name)(conversion(_name, _target))


def text(value: RComplex, form: str = "to_s") -> str:
    """`1+2i`; a part that does not end in a digit is followed by `*`."""
    imag = value.imag
    negative = math.copysign(1, imag) < 0 if isinstance(imag, float) else imag == imag and imag < 0
    shown = str(send(abs(imag), form))
    mark = "" if shown[-1].isdigit() else "*"
    return f"{send(value.real, form)}{'-' if negative else '+'}{shown}{mark}i"


@method(COMPLEX, "to_s", "to_formatted_s")
def to_s(self: RComplex, block: Proc | None) -> str:
    """`1+2i`"""
    return text(self)


@method(COMPLEX, "inspect")
def inspect(self: RComplex, block: Proc | None) -> str:
    """`(1+2i)`"""
    return f"({text(self, 'inspect')})"


@method(COMPLEX, "coerce")
def coerce(self: RComplex, block: Proc | None, other: Any) -> list[RComplex]:
    """Both as Complex."""
    if not is_number(other):
        raise incomparable(self, other)
    return [other if isinstance(other, RComplex) else RComplex(other, 0), self]


LITERAL = lazy_pattern(r"\s*([-+]?[\d./]+(?:e[-+]?\d+)?)?(?:([-+]?[\d./]*(?:e[-+]?\d+)?)i)?\s*$")


def real_of(written: str) -> Any:
    """One part of a Complex text."""
    if "/" in written:
        return Fraction(written)
    return float(written) if "." in written or "e" in written else int(written)


def of_text(written: str) -> RComplex:
    """`"1+2i"`"""
    found = LITERAL.fullmatch(written)
    if not found or not written.strip():
        raise ArgumentError(f"invalid value for convert(): {send(written, 'inspect')}")
    left, right = found.groups()
    if right is None:
        return RComplex(real_of(left or "0"), 0)
    return RComplex(real_of(left or "0"), real_of(right + "1" if right in ("", "+", "-") else right))


@function("Complex")
@with_keywords
def complex_(self: Any, block: Proc | None, first: Any, imag: Any = MISSING, *, exception: Any = True) -> Any:
    """Kernel#Complex."""
    if imag is not MISSING:
        return quietly(made, exception, first, imag)
    lone = first is None or is_number(first) or isinstance(first, (str, RString))
    return quietly(made if lone else converted, exception, first)


def converted(value: Any) -> Any:
    """What is no number, as Complex by its own `to_c`."""
    if not responds(value, "to_c"):
        raise TypeError_(f"can't convert {class_name(value)} into Complex")
    return send(value, "to_c")


def made(real: Any, imag: Any = 0) -> Any:
    """A Complex of numbers or text."""
    real, imag = (of_text(str(part)) if isinstance(part, (str, RString)) else part for part in (real, imag))
    if real is None or imag is None:
        raise TypeError_("can't convert nil into Complex")
    if not (is_number(real) and is_number(imag)):
        raise TypeError_("not a real")
    if isinstance(real, RComplex) or isinstance(imag, RComplex):
        return add(real, multiply(imag, RComplex(0, 1)))
    return RComplex(real, imag)


@singleton(COMPLEX, "rectangular", "rect")
def make_rectangular(self: Any, block: Proc | None, real: Any, imag: Any = 0) -> RComplex:
    """From both parts."""
    return RComplex(real_part(real), real_part(imag))


def real_part(value: Any) -> Any:
    """A part, which must be a real number."""
    if not is_number(value) or isinstance(value, RComplex):
        raise TypeError_("not a real")
    return value


@singleton(COMPLEX, "polar")
def make_polar(self: Any, block: Proc | None, size: Any, angle: Any = 0) -> RComplex:
    """From distance and angle."""
    found = cmath.rect(to_float(real_part(size)), to_float(real_part(angle)))
    return RComplex(found.real, found.imag) if angle else RComplex(size, 0)
