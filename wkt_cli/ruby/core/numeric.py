"""What all Ruby numbers share: coercion, mixed arithmetic, comparison and the messages when they fail.

The tower is Integer `int`, Float `float`, Rational `fractions.Fraction`, BigDecimal `decimal.Decimal` and
Complex `complex.RComplex`. The classes' own operators treat their fast cases and hand the rest to `mixed` and
`order`.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..errors import ArgumentError, FloatDomainError, NoMethodError, RubyError, TypeError_, ZeroDivisionError_
from ..limits import check_fraction
from ..registry import NUMERIC, define_class, method, send, table
from ..values import Proc, RString, Symbol
from .conversions import to_float as float_of_any

RATIONAL = define_class("Rational", NUMERIC, Fraction)
BIG_DECIMAL = define_class("BigDecimal", NUMERIC, Decimal)

sys.set_int_max_str_digits(0)

Arithmetic = Callable[[Any, Any], Any]
arithmetic: dict[tuple[type, str], Arithmetic] = {}
"""Operators of the wider types by (type, name); both operands may be any number up to that type."""

RANK: dict[type, int] = {int: 0, Fraction: 1, float: 2, Decimal: 3}
"""Which type a mixed operation is carried out in; Complex registers itself above them."""


class Scalar:
    """A plain number on the left of a Duration (`2 * 1.day`), as ActiveSupport wraps it; see `duration`."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def is_number(value: Any) -> bool:
    """Tell whether a value is one of Ruby's own numbers (true and false are not)."""
    return type(value) in RANK


def named(value: Any) -> str:
    """How a message names an operand: nil, true, symbols and floats as they are, all else by class."""
    if value is None or value is True or value is False or isinstance(value, (Symbol, float)):
        return str(send(value, "inspect"))
    return class_name(value)


def class_name(value: Any) -> str:
    """Ruby's name of a value's class."""
    from .object import class_name as name_of

    return name_of(value)


def uncoercible(self: Any, other: Any) -> RubyError:
    """The TypeError of arithmetic with something that is no number."""
    return TypeError_(f"{named(other)} can't be coerced into {class_name(self)}")


def incomparable(self: Any, other: Any) -> RubyError:
    """The ArgumentError of `<` and its kin."""
    return ArgumentError(f"comparison of {class_name(self)} with {named(other)} failed")


def responds(value: Any, name: str) -> bool:
    """Tell whether a class defines the method."""
    from ..registry import lookup

    return type(value) in table(name) or lookup(type(value), name) is not None


def mixed(self: Any, op: str, other: Any) -> Any:
    """Arithmetic of a number with any other value."""
    mine, yours = RANK[type(self)], RANK.get(type(other))
    if yours is None:
        return coerced(self, op, other)
    wider = type(self) if mine >= yours else type(other)
    if yours > 3 and op == "%":
        raise NoMethodError(f"undefined method `%' for {send(send(self, 'to_c'), 'inspect')}:Complex")
    if wider is Fraction:
        check_fraction(*(part for number in (self, other) for part in number.as_integer_ratio()))
    return arithmetic[wider, op](self, other)


def coerced(self: Any, op: str, other: Any) -> Any:
    """Ask the other operand's `coerce`, as Ruby does for classes that numbers don't know."""
    if not responds(other, "coerce") or isinstance(other, RString):
        raise uncoercible(self, other)
    pair = send(other, "coerce", self)
    if type(pair) is not list or len(pair) != 2:
        raise TypeError_("coerce must return [x, y]")
    return send(pair[0], op, pair[1])


def order(self: Any, other: Any) -> int | None:
    """Ruby's `<=>` between a number and any value: -1, 0, 1 or None."""
    kind = type(other)
    if kind not in RANK:
        if responds(other, "coerce") and not isinstance(other, str):
            pair = send(other, "coerce", self)
            answer = send(pair[0], "<=>", pair[1])
            return answer if type(answer) is int else None
        return None
    if RANK[kind] > 3 or RANK[type(self)] > 3:
        found = arithmetic[kind if RANK[kind] > 3 else type(self), "<=>"](self, other)
        return found if found is None else int(found)
    if self != self or other != other:
        return None
    return int(self > other) - int(self < other)


def same(self: Any, other: Any) -> bool:
    """Ruby's `==` between a number and any value."""
    kind = type(other)
    if kind in RANK:
        return bool(self == other)
    if kind is bool or other is None or not responds(other, "coerce"):
        return False
    return send(other, "==", self) is True


def less(self: Any, other: Any) -> bool:
    """`<`"""
    return compared(self, other, "<")


def compared(self: Any, other: Any, op: str) -> bool:
    """One of the four orderings; NaN answers false, what is no number raises."""
    kind = type(other)
    if kind in RANK and RANK[kind] > 3:
        raise NoMethodError(f"undefined method `{op}' for {send(send(self, 'to_c'), 'inspect')}:Complex")
    if kind in RANK and RANK[kind] <= 3 and RANK[type(self)] <= 3:
        if self != self or other != other:
            return False
        found = (self > other) - (self < other)
    else:
        answer = order(self, other)
        if answer is None:
            raise incomparable(self, other)
        found = answer
    return bool({"<": found < 0, "<=": found <= 0, ">": found > 0, ">=": found >= 0}[op])


def to_float(value: Any) -> float:
    """A real number as Float; what is too large becomes Infinity, as in Ruby."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def real(value: Any, target: str = "Float") -> Any:
    """A number that is not Complex, or the TypeError of Math and Float()."""
    if type(value) in RANK and RANK[type(value)] <= 3:
        return value
    if value is None:
        raise TypeError_(f"can't convert nil into {target}")
    raise TypeError_(
        f"can't convert {named(value) if isinstance(value, bool) else class_name(value)} into {target}"
    )


def integer(value: Any) -> int:
    """An Integer argument: numbers are truncated, all else is Ruby's TypeError."""
    if type(value) is int:
        return value
    if isinstance(value, float):
        return whole(value)
    if isinstance(value, Decimal):
        return int(finite(value))
    if isinstance(value, Fraction):
        return int(value)
    from .object import to_int

    return to_int(value)


def finite(value: Decimal) -> Decimal:
    """A BigDecimal; FloatDomainError for what is not finite."""
    if value.is_nan():
        raise FloatDomainError("Computation results in 'NaN' (Not a Number)")
    if value.is_infinite():
        raise FloatDomainError(f"Computation results in '{'-' if value < 0 else ''}Infinity'")
    return value


def whole(value: float) -> int:
    """A Float truncated; FloatDomainError for what is not finite."""
    if value != value or value in (math.inf, -math.inf):
        raise FloatDomainError("NaN" if value != value else "Infinity" if value > 0 else "-Infinity")
    return int(value)


def quotient(a: Any, b: Any) -> int:
    """Floored division, with Ruby's ZeroDivisionError."""
    if b == 0:
        raise ZeroDivisionError_("divided by 0")
    return a // b  # type: ignore[no-any-return]


def options(args: tuple[Any, ...]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Split trailing keyword arguments from the others; their names are plain text."""
    from ..values import Hash

    if args and isinstance(args[-1], Hash):
        return args[:-1], {
            key.name if isinstance(key, Symbol) else str(key): v for key, v in args[-1].items()
        }
    return args, {}


@method(NUMERIC, "+@")
def plus(self: Any, block: Proc | None) -> Any:
    """Itself."""
    return self


@method(NUMERIC, "integer?")
def is_integer(self: Any, block: Proc | None) -> bool:
    """True for Integer only."""
    return type(self) is int


@method(NUMERIC, "zero?")
def is_zero(self: Any, block: Proc | None) -> bool:
    """Equal to zero."""
    return bool(self == 0)


@method(NUMERIC, "nonzero?")
def nonzero(self: Any, block: Proc | None) -> Any:
    """Itself, or nil for zero."""
    return None if self == 0 else self


@method(NUMERIC, "positive?")
def is_positive(self: Any, block: Proc | None) -> bool:
    """Greater than zero."""
    return bool(self == self and self > 0)


@method(NUMERIC, "negative?")
def is_negative(self: Any, block: Proc | None) -> bool:
    """Less than zero."""
    return bool(self == self and self < 0)


@method(NUMERIC, "to_int")
def to_int_method(self: Any, block: Proc | None) -> Any:
    """The Integer part."""
    return send(self, "to_i")


@method(NUMERIC, "frozen?")
def is_frozen(self: Any, block: Proc | None) -> bool:
    """Numbers never change."""
    return True


@method(NUMERIC, "div")
def div(self: Any, block: Proc | None, other: Any) -> Any:
    """Floored division."""
    if other == 0 and is_number(other):
        raise ZeroDivisionError_("divided by 0")
    return send(send(self, "/", other), "floor")


@method(NUMERIC, "%", "modulo")
def modulo(self: Any, block: Proc | None, other: Any) -> Any:
    """The remainder with the sign of the divisor."""
    return mixed(self, "%", other)


@method(NUMERIC, "divmod")
def divmod_(self: Any, block: Proc | None, other: Any) -> list[Any]:
    """Floored quotient and modulo."""
    return [div(self, None, other), send(self, "%", other)]


@method(NUMERIC, "remainder")
def remainder(self: Any, block: Proc | None, other: Any) -> Any:
    """The remainder with the sign of the receiver."""
    found = send(self, "%", other)
    if not is_number(other) or found != found:
        return found
    if found != 0 and ((self < 0 and other > 0) or (self > 0 and other < 0)):
        if isinstance(other, float) and math.isinf(other):
            return send(self, "to_f")
        return send(found, "-", other)
    return found


def general_fdiv(self: Any, other: Any) -> Any:
    """Float division by any number; what is none is named beside the receiver."""
    if type(other) not in RANK:
        return mixed(self, "/", other)
    if RANK[type(other)] > 3:
        return send(send(to_float(self), "/", other), "to_f")
    return send(to_float(self), "/", to_float(other))


@method(NUMERIC, "fdiv")
def fdiv(self: Any, block: Proc | None, other: Any) -> Any:
    """Float division."""
    return general_fdiv(self, other)


@method(NUMERIC, "quo")
def quo(self: Any, block: Proc | None, other: Any) -> Any:
    """Exact division."""
    if type(other) is float:
        return send(to_float(self), "/", other)
    return send(Fraction(self), "/", other)


@method(NUMERIC, "coerce")
def coerce(self: Any, block: Proc | None, other: Any) -> list[Any]:
    """The pair in one type."""
    if type(other) is type(self):
        return [other, self]
    return [float_of_any(other), float_of_any(self)]


@method(NUMERIC, "<=>")
def spaceship(self: Any, block: Proc | None, other: Any) -> int | None:
    """Order, nil where there is none."""
    return order(self, other)


@method(NUMERIC, "==", "===")
def equals(self: Any, block: Proc | None, other: Any) -> bool:
    """Equal in value, whatever the type."""
    return same(self, other)


@method(NUMERIC, "!=")
def differs(self: Any, block: Proc | None, other: Any) -> bool:
    """Not equal in value."""
    return not same(self, other)


@method(NUMERIC, "eql?")
def eql(self: Any, block: Proc | None, other: Any) -> bool:
    """Equal in value and type."""
    return type(self) is type(other) and bool(self == other)


@method(NUMERIC, "hash")
def hash_(self: Any, block: Proc | None) -> int:
    """Differs between types."""
    return hash((type(self), self))


def comparison(op: str) -> Callable[..., bool]:
    """Make the method for one ordering."""

    def run(self: Any, block: Proc | None, other: Any) -> bool:
        return compared(self, other, op)

    run.__doc__ = f"`{op}`"
    return run


for _op in ("<", "<=", ">", ">="):
    method(NUMERIC, _op)(comparison(_op))
