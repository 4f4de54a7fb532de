"""The values of Ruby's `format`: a directive that is read, and a value by its letter."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..errors import ArgumentError, RangeError, TypeError_
from ..limits import check_decimals, check_size
from ..registry import functions
from . import float_digits
from .digits import in_base
from .object import float_to_int, inspect, to_index, to_s
from .string.base import is_text, raw

_BASES = {"x": 16, "o": 8, "b": 2}


@dataclass
class Directive:
    """What stands between `%` and the type letter."""

    flags: set[str] = field(default_factory=set)
    width: int | None = None
    precision: int | None = None
    value: Any = ...

    def pad(self, body: str) -> str:
        """Bring a text to the width."""
        if self.width is None or len(body) >= self.width:
            return body
        check_size(self.width)
        return body.ljust(self.width) if "-" in self.flags else body.rjust(self.width)

    def sign(self, negative: bool) -> str:
        """The sign of a number."""
        return "-" if negative else "+" if "+" in self.flags else " " if " " in self.flags else ""


def cut(found: Directive, body: str) -> str:
    """A text cut to the precision."""
    return body if found.precision is None else body[: found.precision]


def converted(found: Directive, value: Any, kind: str) -> str:
    """A value by the letter of its directive."""
    if kind in "sp":
        return found.pad(cut(found, to_s(value) if kind == "s" else inspect(value)))
    if kind in "diu":
        return decimal(found, value if type(value) is int else integer(value))
    if kind == "c":
        return found.pad(character(value))
    if kind in "xXobB":
        return based(found, integer(value), kind)
    return floating(found, value, kind)


def character(value: Any) -> str:
    """The value of `%c`."""
    if is_text(value):
        if len(raw(value)) != 1:
            raise ArgumentError("%c requires a character")
        return raw(value)[0]
    code = to_index(value)
    if not 0 <= code < 0x110000:
        raise RangeError(f"{code} out of char range")
    return chr(code)


def integer(value: Any) -> int:
    """The Integer of `%d`: floats and fractions cut, texts as `Integer()` reads them."""
    if type(value) is int:
        return value
    if type(value) is float:
        return float_to_int(value)
    if type(value) in (Fraction, Decimal):
        return int(value)
    if value is None:
        raise TypeError_("can't convert nil into Integer")
    return int(functions["Integer"](None, None, value))


def zero_filled(found: Directive, sign: str, digits: str) -> str:
    """A number with its sign: zeros by the precision, or by the width if the flag says so."""
    if found.precision is not None:
        digits = "" if digits == "0" and not found.precision else digits.rjust(found.precision, "0")
    elif "0" in found.flags and "-" not in found.flags and found.width is not None:
        digits = digits.rjust(found.width - len(sign), "0")
    return found.pad(sign + digits)


def decimal(found: Directive, value: int) -> str:
    """`%d`."""
    return zero_filled(found, found.sign(value < 0), in_base(abs(value)))


def based(found: Directive, value: int, kind: str) -> str:
    """`%x`, `%o`, `%b`; negative numbers as two's complement unless a sign is asked for."""
    base = _BASES[kind.lower()]
    prefix = ("0" if base == 8 else "0" + kind) if "#" in found.flags and value else ""
    if base == 8 and prefix and found.precision is not None and value > 0:
        prefix = "" if found.precision > len(in_base(value, 8)) else prefix
    if value >= 0 or found.flags & {"+", " "}:
        digits = in_base(abs(value), base)
        prefix = "" if base == 8 and "#" in found.flags and value < 0 else prefix
        body = zero_filled(found, found.sign(value < 0) + prefix, digits)
        return body.upper() if kind == "X" else body
    top = in_base(base - 1, base)
    digits = complement(value, base)
    dots = ".."
    prefix = "" if base == 8 else prefix
    if found.precision is not None:
        digits = digits.rjust(found.precision - 2, top)
    elif "0" in found.flags and "-" not in found.flags and found.width is not None:
        digits = digits.rjust(found.width - 2 - len(prefix), top)
    body = found.pad(prefix + dots + digits)
    return body.upper() if kind == "X" else body


def complement(value: int, base: int) -> str:
    """The digits of a negative number in two's complement, with one leading sign digit."""
    bits = {16: 4, 8: 3, 2: 1}[base]
    places = (value.bit_length() + bits - 1) // bits + 1
    digits = in_base(value + (1 << (bits * places)), base)
    top = in_base(base - 1, base)
    stripped = digits.lstrip(top)
    return top + stripped


def to_real(value: Any) -> Any:
    """The number of `%f`: Integer, Rational, or Float."""
    if type(value) in (int, float, Fraction):
        return value
    if type(value) is Decimal:
        return float(value)
    if value is None:
        raise TypeError_("can't convert nil into Float")
    return functions["Float"](None, None, value)


def floating(found: Directive, value: Any, kind: str) -> str:
    """`%f`, `%e`, `%g`, `%a`."""
    number = to_real(value)
    if kind == "f" and type(number) in (int, Fraction):
        return zero_padded(
            found,
            found.sign(number < 0),
            float_digits.exact(abs(number), 6 if found.precision is None else found.precision),
        )
    number = float(number)
    sign = found.sign(math.copysign(1, number) < 0 and number == number)
    if not math.isfinite(number):
        return found.pad(sign + ("NaN" if number != number else "Inf"))
    size = abs(number)
    if kind in "aA":
        body = float_digits.hexadecimal(size, found.precision)
        prefix, rest = body[:2], body[2:]
        shown = zero_padded(found, sign + prefix, rest)
        return shown.upper() if kind == "A" else shown
    places = 6 if found.precision is None else found.precision
    shown = float_text(size, kind.lower(), places, "#" in found.flags)
    return zero_padded(found, sign, shown.upper() if kind in "EG" else shown)


def float_text(size: float, kind: str, places: int, alternative: bool) -> str:
    """The digits of `%f`, `%e`, `%g`."""
    check_decimals(places)
    if kind == "g":
        return float_digits.general(size, places, alternative)
    found = float_digits.fixed(size, places) if kind == "f" else float_digits.scientific(size, places)
    if alternative and not places:
        return found + "." if kind == "f" else found.replace("e", ".e")
    return found


def zero_padded(found: Directive, sign: str, digits: str) -> str:
    """A Float with its sign; zeros by the width if the flag says so."""
    if "0" in found.flags and "-" not in found.flags and found.width is not None:
        digits = digits.rjust(found.width - len(sign), "0")
    return found.pad(sign + digits)
