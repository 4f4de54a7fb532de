"""BigDecimal, which is Python's Decimal; Kernel's `BigDecimal()` and the `to_d` conversions."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from ...patterns import lazy_pattern
from ..errors import ArgumentError, FloatDomainError
from ..registry import method
from ..values import MISSING, Proc, Symbol
from .decimals import (
    EXACT,
    allowed,
    divide,
    exponent_of,
    floor_div,
    modulus,
    operand,
)
from .numeric import BIG_DECIMAL, coerced, finite, integer, is_number, mixed, options, to_float
from .object import to_short_index
from .rounding import MODES, quantized, round_decimal
from .string.base import is_text, raw

BIG_DECIMAL.constants.update(
    NAN=Decimal("NaN"), INFINITY=Decimal("Infinity"), BASE=1_000_000_000, ROUND_MODE=256, ROUND_UP=1,
    ROUND_DOWN=2,
    ROUND_HALF_UP=3, ROUND_HALF_DOWN=4, ROUND_CEILING=5, ROUND_FLOOR=6, ROUND_HALF_EVEN=7,
)  # fmt: skip
ROUNDING = {
    "up": "ROUND_UP", "down": "ROUND_DOWN", "truncate": "ROUND_DOWN", "half_up": "ROUND_HALF_UP",
    "default": "ROUND_HALF_UP", "half_down": "ROUND_HALF_DOWN", "half_even": "ROUND_HALF_EVEN",
    "banker": "ROUND_HALF_EVEN", "ceiling": "ROUND_CEILING", "ceil": "ROUND_CEILING", "floor": "ROUND_FLOOR",
}  # fmt: skip
STRICT = lazy_pattern(r"[-+]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eEdD][-+]?\d+)?")
SPECIAL = {"NaN": "NaN", "Infinity": "Infinity", "+Infinity": "Infinity", "-Infinity": "-Infinity"}


def fixed(value: Decimal) -> str:
    """`F` form: plain digits with at least one decimal."""
    if not value.is_finite():
        return special(value)
    text = format(value.normalize(EXACT), "f")
    return text if "." in text else text + ".0"


def special(value: Decimal) -> str:
    """NaN and the infinities."""
    return "NaN" if value.is_nan() else "Infinity" if value > 0 else "-Infinity"


def exponential(value: Decimal) -> str:
    """`E` form, also `inspect`: `0.125e2`."""
    if not value.is_finite():
        return special(value)
    sign = "-" if value.is_signed() else ""
    if not value:
        return sign + "0.0"
    plain = value.normalize(EXACT)
    digits = "".join(map(str, plain.as_tuple().digits))
    return f"{sign}0.{digits}e{plain.adjusted() + 1}"


def grouped(text: str, size: int, plain: bool) -> str:
    """Digits in groups, as `to_s("3F")` writes them."""
    head, power = (text, "") if plain or "e" not in text else (text.split("e")[0], "e" + text.split("e")[1])
    left, _, right = head.partition(".")
    if plain:
        sign = left[0] if left[0] in "+- " else ""
        left = sign + in_groups(left.removeprefix(sign), size)
    return f"{left}.{in_groups(right, size)}{power}"


def in_groups(digits: str, size: int) -> str:
    """Digits with blanks, counted from the left on both sides of the point."""
    return " ".join(digits[at : at + size] for at in range(0, len(digits), size))


def with_format(value: Decimal, form: str) -> str:
    """`to_s` with a format such as `F`, `+5F`, `E`."""
    plain = form[-1:] in ("F", "f")
    text = fixed(value) if plain else exponential(value)
    size = int("".join(c for c in form if c.isdigit()) or 0)
    if form[:1] in ("+", " ") and not value.is_signed():
        text = form[0] + text
    return grouped(text, size, plain) if size and value.is_finite() else text


@method(BIG_DECIMAL, "to_s", "to_formatted_s")
def to_s(self: Decimal, block: Proc | None, form: Any = "F", settings: Any = None) -> str:
    """Plain digits by default, as ActiveSupport sets it."""
    if isinstance(form, Symbol):
        from .number_format import formatted

        return formatted(self, form, settings)
    if form is None or is_text(form):
        return with_format(self, "F" if form is None else raw(form))
    size = to_short_index(form)
    if size < 1:
        raise ArgumentError("argument must be positive")
    return grouped(exponential(self), size, plain=False) if self.is_finite() else special(self)


@method(BIG_DECIMAL, "inspect")
def inspect(self: Decimal, block: Proc | None) -> str:
    """`0.125e2`"""
    return exponential(self)


@method(BIG_DECIMAL, "to_digits")
def to_digits(self: Decimal, block: Proc | None) -> str:
    """Plain digits; between -1 and 0 without the sign, as in Ruby."""
    return fixed(self.copy_abs() if self and self.adjusted() < 0 else self)


def operator(op: str) -> Any:
    """Make an operator's method."""

    def run(self: Decimal, block: Proc | None, other: Any) -> Any:
        return mixed(self, op, other)

    run.__doc__ = f"`{op}`"
    return run


for _name in ("+", "-", "*", "/", "%"):
    method(BIG_DECIMAL, _name)(operator(_name))
method(BIG_DECIMAL, "modulo")(operator("%"))
method(BIG_DECIMAL, "quo")(operator("/"))


@method(BIG_DECIMAL, "power")
def power(self: Decimal, block: Proc | None, exponent: Any, digits: Any = None) -> Any:
    """Power with a number of digits."""
    if self.is_nan():
        return self
    found = mixed(self, "**", exponent)
    if digits is None or not isinstance(found, Decimal):
        return found
    return Context(prec=allowed(max(to_short_index(digits), 1))).plus(found)


@method(BIG_DECIMAL, "**")
def to_the(self: Decimal, block: Proc | None, exponent: Any) -> Any:
    """Power."""
    return power(self, None, exponent)


def limited(op: str) -> Any:
    """`add`, `sub` and `mult`: the operator, rounded to significant digits."""

    def run(self: Decimal, block: Proc | None, other: Any, digits: Any) -> Any:
        size = allowed(to_short_index(digits))
        found = mixed(self, op, other)
        return Context(prec=size, rounding="ROUND_HALF_UP").plus(found) if size else found

    run.__doc__ = f"`{op}` to so many digits."
    return run


for _name, _op in {"add": "+", "sub": "-", "mult": "*"}.items():
    method(BIG_DECIMAL, _name)(limited(_op))


@method(BIG_DECIMAL, "div")
def div(self: Decimal, block: Proc | None, other: Any, digits: Any = None) -> Any:
    """Floored quotient as Integer, or a quotient with so many digits."""
    if digits is None:
        if not is_number(other):
            return coerced(self, "div", other)
        return int(finite(floor_div(self, operand(self, other))))
    size = allowed(to_short_index(digits))
    if size == 0:
        return divide(self, operand(self, other))
    return Context(prec=size, rounding="ROUND_HALF_UP").divide(self, operand(self, other)).normalize(EXACT)


@method(BIG_DECIMAL, "divmod")
def divmod_(self: Decimal, block: Proc | None, other: Any) -> list[Decimal]:
    """Floored quotient and modulo."""
    if not is_number(other):
        return list(coerced(self, "divmod", other))
    divisor = operand(self, other)
    return [floor_div(self, divisor), modulus(self, divisor)]


@method(BIG_DECIMAL, "remainder")
def remainder(self: Decimal, block: Proc | None, other: Any) -> Decimal:
    """The remainder with the sign of the receiver."""
    divisor = operand(self, other)
    return EXACT.remainder(self, divisor) if divisor else Decimal("NaN")


@method(BIG_DECIMAL, "fdiv")
def fdiv(self: Decimal, block: Proc | None, other: Any) -> Any:
    """Float quotient."""
    from .numeric import general_fdiv

    return general_fdiv(self, other) if is_number(other) else mixed(to_float(self), "/", other)


@method(BIG_DECIMAL, "-@")
def negate(self: Decimal, block: Proc | None) -> Decimal:
    """The opposite."""
    return self.copy_negate()


@method(BIG_DECIMAL, "abs")
def absolute(self: Decimal, block: Proc | None) -> Decimal:
    """Without its sign."""
    return self.copy_abs()


@method(BIG_DECIMAL, "magnitude")
def magnitude(self: Decimal, block: Proc | None) -> Decimal:
    """Without its sign, which zero keeps."""
    return self.copy_abs() if self else self


@method(BIG_DECIMAL, "sqrt")
def sqrt(self: Decimal, block: Proc | None, digits: Any = 0) -> Decimal:
    """Square root."""
    if self.is_signed() and self:
        raise FloatDomainError("sqrt of negative value")
    return Context(prec=max(18, allowed(integer(digits)))).sqrt(self)


def mode_of(given: Any) -> str:
    """The decimal module's name of a rounding mode, given as a constant or a name."""
    if type(given) is int and 1 <= given <= 7:
        return ("UP", "DOWN", "HALF_UP", "HALF_DOWN", "CEILING", "FLOOR", "HALF_EVEN")[given - 1].join(
            ("ROUND_", "")
        )
    name = given.name if isinstance(given, Symbol) else str(given)
    if name not in ROUNDING:
        raise ArgumentError("invalid rounding mode")
    return ROUNDING[name]


@method(BIG_DECIMAL, "round")
def round_(self: Decimal, block: Proc | None, digits: Any = MISSING, mode: Any = MISSING) -> Any:
    """Rounded: an Integer without digits, else a BigDecimal."""
    args = tuple(arg for arg in (digits, mode) if arg is not MISSING)
    given, keywords = options(args)
    if "half" in keywords:
        half = keywords["half"]
        name = "up" if half is None else half.name if isinstance(half, Symbol) else str(half)
        if name not in MODES:
            raise ArgumentError(f"invalid rounding mode ({name})")
        mode = MODES[name]
    else:
        mode = mode_of(given[1]) if len(given) > 1 else "ROUND_HALF_UP"
    if not args:
        return int(round_decimal(finite(self), "round", 0, mode))
    places = to_short_index(given[0]) if given else 0
    found = quantized(self, -places, mode) if self.is_finite() else self
    return int(finite(found)) if len(args) == 1 and given and places < 1 else found.normalize(EXACT)


def rounding(how: str) -> Any:
    """Make floor, ceil or truncate."""

    def run(self: Decimal, block: Proc | None, digits: Any = MISSING) -> Any:
        if digits is MISSING:
            return int(round_decimal(finite(self), how, 0))
        return round_decimal(self, how, to_short_index(digits)).normalize(EXACT)

    run.__doc__ = f"`{how}`"
    return run


for _name in ("floor", "ceil", "truncate"):
    method(BIG_DECIMAL, _name)(rounding(_name))


@method(BIG_DECIMAL, "fix")
def fix(self: Decimal, block: Proc | None) -> Decimal:
    """The integer part."""
    return round_decimal(self, "truncate", 0)


@method(BIG_DECIMAL, "frac")
def frac(self: Decimal, block: Proc | None) -> Decimal:
    """What follows the point."""
    if not self.is_finite() or not self:
        return self
    return EXACT.subtract(self, round_decimal(self, "truncate", 0))


@method(BIG_DECIMAL, "to_i", "to_int")
def to_i(self: Decimal, block: Proc | None) -> int:
    """The integer part as Integer."""
    return int(finite(self))


@method(BIG_DECIMAL, "to_f")
def to_f(self: Decimal, block: Proc | None) -> float:
    """As Float."""
    return to_float(self)


@method(BIG_DECIMAL, "to_r")
def to_r(self: Decimal, block: Proc | None) -> Fraction:
    """Exactly."""
    return Fraction(finite(self))


@method(BIG_DECIMAL, "to_d")
def to_d(self: Decimal, block: Proc | None) -> Decimal:
    """Itself."""
    return self


@method(BIG_DECIMAL, "numerator")
def numerator(self: Decimal, block: Proc | None) -> int:
    """Of its exact value."""
    return Fraction(finite(self)).numerator


@method(BIG_DECIMAL, "denominator")
def denominator(self: Decimal, block: Proc | None) -> int:
    """Of its exact value."""
    return Fraction(finite(self)).denominator


@method(BIG_DECIMAL, "nan?")
def is_nan(self: Decimal, block: Proc | None) -> bool:
    """Not a number."""
    return self.is_nan()


@method(BIG_DECIMAL, "infinite?")
def infinite(self: Decimal, block: Proc | None) -> int | None:
    """1, -1 or nil."""
    return (1 if self > 0 else -1) if self.is_infinite() else None


@method(BIG_DECIMAL, "finite?")
def is_finite(self: Decimal, block: Proc | None) -> bool:
    """A number that is not infinite."""
    return self.is_finite()


@method(BIG_DECIMAL, "sign")
def sign(self: Decimal, block: Proc | None) -> int:
    """BigDecimal's own code of sign and kind."""
    if self.is_nan():
        return 0
    return (1 if not self else 3 if self.is_infinite() else 2) * (-1 if self.is_signed() else 1)


@method(BIG_DECIMAL, "exponent")
def exponent(self: Decimal, block: Proc | None) -> int:
    """The power of ten of `0.…e`."""
    return self.adjusted() + 1 if self and self.is_finite() else 0


@method(BIG_DECIMAL, "precision")
def precision(self: Decimal, block: Proc | None) -> int:
    """Digits from the first before the point, or from the point, to the last behind it."""
    return max(0, exponent(self, None)) + scale(self, None) if self and self.is_finite() else 0


@method(BIG_DECIMAL, "scale")
def scale(self: Decimal, block: Proc | None) -> int:
    """Digits after the point."""
    return max(0, -exponent_of(self.normalize(EXACT))) if self.is_finite() else 0


@method(BIG_DECIMAL, "n_significant_digits")
def significant(self: Decimal, block: Proc | None) -> int:
    """Digits without zeros at the ends."""
    return len(self.normalize(EXACT).as_tuple().digits) if self and self.is_finite() else 0


@method(BIG_DECIMAL, "precs")
def precs(self: Decimal, block: Proc | None) -> list[int]:
    """Digits in use and allocated, in CRuby's words of nine."""
    from .decimals import words

    return [max(words(self), 2) * 9, max(words(self), 2) * 9]


@method(BIG_DECIMAL, "split")
def split(self: Decimal, block: Proc | None) -> list[Any]:
    """Sign, digits, base, exponent."""
    digits = (
        special(self).lstrip("-") if not self.is_finite() else exponential(self.copy_abs())[2:].split("e")[0]
    )
    return [0 if self.is_nan() else -1 if self.is_signed() else 1, digits, 10, exponent(self, None)]


@method(BIG_DECIMAL, "coerce")
def coerce(self: Decimal, block: Proc | None, other: Any) -> list[Any]:
    """Both as BigDecimal."""
    return [operand(self, other), self]
