"""Making BigDecimals: Kernel's `BigDecimal()` and the `to_d` conversions."""

from __future__ import annotations

import math
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from ..errors import ArgumentError, TypeError_
from ..limits import check_fraction
from ..registry import FLOAT, INTEGER, NIL, STRING, function, method, send
from ..values import MISSING, Proc, RString
from .bigdecimal import SPECIAL, STRICT
from .conversions import quietly
from .decimals import (
    allowed,
    float_digits,
    guarded,
    of_rational,
)
from .numeric import RATIONAL, class_name, integer
from .object import to_index
from .options import with_keywords


def strict(text: str) -> Decimal:
    """The text of `BigDecimal("…")`: all of it must be a number."""
    bare = text.strip()
    if bare in SPECIAL:
        return Decimal(SPECIAL[bare])
    if not STRICT.fullmatch(bare):
        raise ArgumentError(f"invalid value for BigDecimal(): {send(text, 'inspect')}")
    return clean(bare)


def clean(text: str) -> Decimal:
    """A checked number text as Decimal; `d` is an exponent mark too."""
    return guarded(Decimal(text.replace("_", "").replace("d", "e").replace("D", "e")))


def leading(text: str) -> Decimal:
    """The number that a text starts with, zero if there is none: `"12abc".to_d`."""
    for name, value in SPECIAL.items():
        if text.strip().startswith(name):
            return Decimal(value)
    found = STRICT.match(text.strip())
    return clean(found.group()) if found else Decimal(0)


FLOAT_DIGITS = 16
"""The most digits that a Float may be asked for."""


@function("BigDecimal")
@with_keywords
def big_decimal(
    self: Any, block: Proc | None, value: Any, digits: Any = MISSING, *, exception: Any = True
) -> Any:
    """Kernel#BigDecimal."""
    size = None if digits is MISSING else to_index(digits)
    return quietly(convert, exception, value, size)


def convert(value: Any, digits: int | None) -> Decimal:
    """A value as BigDecimal."""
    if digits is not None and digits < 0:
        raise ArgumentError("negative precision")
    if isinstance(value, (str, RString)):
        return rounded_to(strict(str(value)), digits)
    if type(value) is int:
        return rounded_to(integer_to_d(value, None), digits)
    if isinstance(value, Decimal):
        return rounded_to(value, digits)
    if isinstance(value, (float, Fraction)):
        if digits is None and (isinstance(value, Fraction) or math.isfinite(value)):
            raise ArgumentError(f"can't omit precision for a {class_name(value)}.")
        if isinstance(value, float) and (digits or 0) > FLOAT_DIGITS:
            raise ArgumentError("precision too large.")
        if isinstance(value, Fraction):
            return of_rational(value, digits or 1)
        return rounded_to(float_digits(value, 16 if not digits else 17), digits)
    if value is None:
        raise TypeError_("can't convert nil into BigDecimal")
    raise TypeError_(f"can't convert {class_name(value)} into BigDecimal")


def rounded_to(value: Decimal, digits: int | None) -> Decimal:
    """A number with at most so many significant digits; none or zero leaves it."""
    return Context(prec=allowed(digits), rounding="ROUND_HALF_UP").plus(value) if digits else value


@method(INTEGER, "to_d")
def integer_to_d(self: int, block: Proc | None) -> Decimal:
    """As BigDecimal."""
    check_fraction(self)
    return Decimal(self)


@method(FLOAT, "to_d")
def float_to_d(self: float, block: Proc | None, digits: Any = 0) -> Decimal:
    """As BigDecimal."""
    return convert(self, integer(digits))


@method(RATIONAL, "to_d")
def rational_to_d(self: Fraction, block: Proc | None, digits: Any = 0) -> Decimal:
    """As BigDecimal with so many digits."""
    if integer(digits) < 0:
        raise ArgumentError("negative precision")
    return of_rational(self, integer(digits) or 18)


@method(STRING, "to_d")
def string_to_d(self: Any, block: Proc | None) -> Decimal:
    """The number the text starts with."""
    return leading(str(self))


@method(NIL, "to_d")
def nil_to_d(self: None, block: Proc | None) -> Decimal:
    """Zero."""
    return Decimal(0)
