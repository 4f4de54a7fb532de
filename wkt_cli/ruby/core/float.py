"""Float: operators that never raise on zero, rounding, and Ruby's own way to write a number."""

from __future__ import annotations

import math
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..errors import ArgumentError, FloatDomainError, ZeroDivisionError_
from ..registry import FLOAT, method, send
from ..values import Proc, Symbol
from .conversions import to_float as float_of_any
from .decimals import float_digits
from .numeric import RANK, arithmetic, compared, mixed, same, to_float, whole
from .options import with_keywords
from .rounding import c_round, round_float

FLOAT.constants.update(
    INFINITY=math.inf,
    NAN=math.nan,
    EPSILON=sys.float_info.epsilon,
    MAX=sys.float_info.max,
    MIN=sys.float_info.min,
    DIG=15,
    MANT_DIG=53,
    RADIX=2,
    MAX_EXP=1024,
    MIN_EXP=-1021,
    MAX_10_EXP=308,
    MIN_10_EXP=-307,
)


def float_text(value: float) -> str:
    """Ruby's text: shortest digits that read back, `1.0e+20` outside 0.0001 … 1e15 (1e16 with decimals)."""
    text = repr(value)
    if "n" in text:
        return {"inf": "Infinity", "-inf": "-Infinity"}.get(text, "NaN")
    size = abs(value)
    if 1e-4 <= size < 1e15 or size == 0 or (1e15 <= size < 1e16 and not text.endswith(".0")):
        return text
    mantissa, _, power = text.partition("e")
    if not power:
        mantissa, power = scientific(text)
    if "." not in mantissa:
        mantissa += ".0"
    exponent = int(power)
    return f"{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def scientific(text: str) -> tuple[str, str]:
    """Split `1234567890123456.0` into mantissa and exponent."""
    sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text)
    left, _, right = digits.partition(".")
    shown = (left + right).rstrip("0")
    return f"{sign}{shown[0]}.{shown[1:] or '0'}", str(len(left) - 1)


def plain(operator: str) -> Any:
    """The Python function of an operator that can't fail on floats."""
    return {"+": float.__add__, "-": float.__sub__, "*": float.__mul__}[operator]


def divided(a: float, b: float) -> float:
    """IEEE division."""
    if b:
        return a / b
    if a == 0 or a != a:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1, b)


def modulus(a: float, b: float) -> float:
    """The remainder with the sign of the divisor."""
    if b == 0 and a == a:
        raise ZeroDivisionError_("divided by 0")
    if math.isinf(a) or a != a or b != b:
        return math.nan
    found = a % b
    return found if found else math.copysign(0.0, a)


def raised(a: float, b: float) -> Any:
    """Power: Infinity where it overflows, Complex for roots of what is negative."""
    if a < 0 and b != math.floor(b) and math.isfinite(b):
        from .complex import float_power

        return float_power(a, b)
    try:
        return math.pow(a, b)
    except OverflowError:
        return -math.inf if a < 0 and b % 2 == 1 else math.inf
    except ValueError:
        return -math.inf if math.copysign(1, a) < 0 and b % 2 == 1 else math.inf


OPERATORS = {"+": plain("+"), "-": plain("-"), "*": plain("*"), "/": divided, "%": modulus, "**": raised}


def register(op: str) -> None:
    """Register an operator for Float and for mixed operations that are carried out in Float."""
    run = OPERATORS[op]
    arithmetic[float, op] = lambda a, b: run(to_float(a), to_float(b))

    @method(FLOAT, *((op, "modulo") if op == "%" else (op, "fdiv", "quo") if op == "/" else (op,)))
    def operate(self: float, block: Proc | None, other: Any) -> Any:
        """The operator with any number."""
        return run(self, other) if type(other) is float else mixed(self, op, other)


for _op in OPERATORS:
    register(_op)


@method(FLOAT, "-@")
def negate(self: float, block: Proc | None) -> float:
    """The opposite."""
    return -self


@method(FLOAT, "==", "===")
def equals(self: float, block: Proc | None, other: Any) -> bool:
    """Equal in value."""
    return self == other if type(other) is float else same(self, other)


@method(FLOAT, "<=>")
def spaceship(self: float, block: Proc | None, other: Any) -> int | None:
    """Order, nil for NaN; infinities are beyond all that answers `infinite?`."""
    from .numeric import order

    if type(other) not in RANK and math.isinf(self) and getattr(other, "infinite", None):
        return 1 if self > 0 else -1
    return order(self, other)


@method(FLOAT, "<")
def less(self: float, block: Proc | None, other: Any) -> bool:
    """Less than."""
    return self < other if type(other) is float else compared(self, other, "<")


@method(FLOAT, ">")
def greater(self: float, block: Proc | None, other: Any) -> bool:
    """Greater than."""
    return self > other if type(other) is float else compared(self, other, ">")


def real_divisor(self: float, other: Any) -> float:
    """The divisor of div and divmod as Float; zero raises here even for floats."""
    if type(other) not in RANK:
        mixed(self, "%", other)
    divisor = to_float(other)
    if divisor == 0:
        raise ZeroDivisionError_("divided by 0")
    return divisor


@method(FLOAT, "div")
def div(self: float, block: Proc | None, other: Any) -> int:
    """Floored quotient."""
    if isinstance(other, Decimal):
        return int(send(float_digits(self), "div", other))
    if type(other) not in RANK:
        return int(send(mixed(self, "/", other), "floor"))
    divisor = real_divisor(self, other)
    return math.floor(checked(divided(self, divisor)))


def checked(value: float) -> float:
    """FloatDomainError for what is not finite."""
    whole(value)
    return value


@method(FLOAT, "divmod")
def divmod_(self: float, block: Proc | None, other: Any) -> list[Any]:
    """Floored quotient as Integer, and modulo."""
    if isinstance(other, Decimal):
        return list(send(float_digits(self), "divmod", other))
    divisor = real_divisor(self, other)
    if self != self or divisor != divisor or math.isinf(self):
        raise FloatDomainError(
            "NaN" if self != self or divisor != divisor else "Infinity" if self > 0 else "-Infinity"
        )
    rest = self if self == 0 or math.isinf(divisor) else math.fmod(self, divisor)
    found = c_round((self - rest) / divisor)
    if divisor * rest < 0:
        rest, found = rest + divisor, found - 1
    return [int(found), rest]


@method(FLOAT, "round")
@with_keywords
def round_(self: float, block: Proc | None, digits: Any = 0, *, half: Any = None) -> Any:
    """Rounded half away from zero, unless `half:` says otherwise."""
    return round_float(self, "round", digits, half)


@method(FLOAT, "floor")
def floor(self: float, block: Proc | None, digits: Any = 0) -> Any:
    """Rounded down."""
    return round_float(self, "floor", digits)


@method(FLOAT, "ceil")
def ceil(self: float, block: Proc | None, digits: Any = 0) -> Any:
    """Rounded up."""
    return round_float(self, "ceil", digits)


@method(FLOAT, "truncate")
def truncate(self: float, block: Proc | None, digits: Any = 0) -> Any:
    """Rounded towards zero."""
    return round_float(self, "truncate", digits)


@method(FLOAT, "to_i", "to_int")
def to_i(self: float, block: Proc | None) -> int:
    """The integer part."""
    return whole(self)


@method(FLOAT, "to_f")
def to_f(self: float, block: Proc | None) -> float:
    """Itself."""
    return self


@method(FLOAT, "inspect")
def inspect(self: float, block: Proc | None) -> str:
    """Ruby's text."""
    return float_text(self)


@method(FLOAT, "to_s", "to_formatted_s")
def to_s(self: float, block: Proc | None, form: Any = None, settings: Any = None) -> str:
    """Ruby's text, or one of ActiveSupport's formats."""
    if isinstance(form, Symbol):
        from .number_format import formatted

        return formatted(self, form, settings)
    if form is not None:
        raise ArgumentError("wrong number of arguments (given 1, expected 0)")
    return float_text(self)


@method(FLOAT, "nan?")
def is_nan(self: float, block: Proc | None) -> bool:
    """Not a number."""
    return self != self


@method(FLOAT, "infinite?")
def infinite(self: float, block: Proc | None) -> int | None:
    """1, -1 or nil."""
    return (1 if self > 0 else -1) if math.isinf(self) else None


@method(FLOAT, "finite?")
def is_finite(self: float, block: Proc | None) -> bool:
    """A number that is not infinite."""
    return math.isfinite(self)


@method(FLOAT, "abs", "magnitude")
def absolute(self: float, block: Proc | None) -> float:
    """Without its sign."""
    return abs(self)


@method(FLOAT, "next_float")
def next_float(self: float, block: Proc | None) -> float:
    """The next one up."""
    return math.nextafter(self, math.inf)


@method(FLOAT, "prev_float")
def prev_float(self: float, block: Proc | None) -> float:
    """The next one down."""
    return math.nextafter(self, -math.inf)


@method(FLOAT, "to_r")
def to_r(self: float, block: Proc | None) -> Fraction:
    """Exactly."""
    whole(self)
    return Fraction(self)


@method(FLOAT, "rationalize")
def rationalize(self: float, block: Proc | None, eps: Any = None) -> Fraction:
    """The simplest Rational within the precision of the Float or within eps."""
    from .rational import simplest_near, simplest_within

    whole(self)
    if eps is not None:
        return simplest_near(self, eps)
    if self <= 0:
        return -rationalize(-self, None) if self else Fraction(0)
    mantissa, exponent = math.frexp(self)
    size, power = int(mantissa * (1 << 53)), exponent - 53
    if power >= 0:
        return Fraction(size << power)
    unit = Fraction(1, 1 << (1 - power))
    return simplest_within((2 * size - 1) * unit, (2 * size + 1) * unit)


@method(FLOAT, "numerator")
def numerator(self: float, block: Proc | None) -> Any:
    """Of its exact value."""
    return Fraction(self).numerator if math.isfinite(self) else self


@method(FLOAT, "denominator")
def denominator(self: float, block: Proc | None) -> Any:
    """Of its exact value."""
    return Fraction(self).denominator if math.isfinite(self) else 1


@method(FLOAT, "coerce")
def coerce(self: float, block: Proc | None, other: Any) -> list[float]:
    """Both as Float."""
    return [float_of_any(other), self]


@method(FLOAT, "quo")
def quo(self: float, block: Proc | None, other: Any) -> Any:
    """Division."""
    return mixed(self, "/", other)
