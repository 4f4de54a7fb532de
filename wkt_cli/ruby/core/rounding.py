"""Rounding as Ruby does it: half away from zero unless `half:` says otherwise, digits of either sign."""

from __future__ import annotations

import math
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
)
from fractions import Fraction
from typing import Any

from .. import limits
from ..errors import ArgumentError
from ..registry import send
from ..values import MISSING, Symbol
from .division import floor_divmod
from .numeric import whole
from .object import to_short_index

MODES = {"up": ROUND_HALF_UP, "even": ROUND_HALF_EVEN, "down": ROUND_HALF_DOWN}


def half_mode(given: Any) -> str:
    """The name of a `half:` mode, which may be a Symbol or text."""
    if given is None:
        return "up"
    name = given.name if isinstance(given, Symbol) else str(given)
    if name not in MODES:
        shown = name if isinstance(given, (Symbol, str)) else send(given, "inspect")
        raise ArgumentError(f"invalid rounding mode: {shown}")
    return name


def round_half(value: Fraction, mode: str) -> int:
    """A fraction to the nearest integer."""
    low = math.floor(value)
    rest = value - low
    if rest != Fraction(1, 2):
        return low + (rest > Fraction(1, 2))
    if mode == "even":
        return low + (low & 1)
    return low + ((value > 0) == (mode == "up"))


def rounded(value: Fraction, how: str, mode: str = "up") -> int:
    """A fraction to an integer by `round`, `floor`, `ceil` or `truncate`."""
    if how == "round":
        return round_half(value, mode)
    if how == "floor":
        return math.floor(value)
    return math.ceil(value) if how == "ceil" else math.trunc(value)


def byte_size(value: int) -> int:
    """Bytes of an Integer's representation: a machine word, or as many as it has."""
    return 8 if -(1 << 62) <= value < 1 << 62 else (value.bit_length() + 7) // 8


def zero_place(value: int, places: int) -> bool:
    """`int_round_zero_p`: places so far left that CRuby answers zero at once."""
    return -0.415241 * places - 0.125 > byte_size(value)


def round_integer(value: int, how: str, digits: Any = MISSING, half: Any = None) -> int:
    """Integer#round and its kin: only negative digits change something."""
    if digits is MISSING:
        return value
    places = to_short_index(digits)
    mode = half_mode(half)
    if places >= 0:
        return value
    if zero_place(value, places):
        return 0
    unit = int(10**-places)
    units, rest = floor_divmod(value, unit)
    part = Fraction((rest > 0) + (2 * rest >= unit) + (2 * rest > unit), 4)
    return rounded(units + part, how, mode) * unit


def round_float(value: float, how: str, digits: Any = 0, half: Any = None) -> Any:
    """Float#round and its kin: an Integer without positive digits, else a Float."""
    if type(digits) is int and half is None and how == "round" and 0 < digits < 10 and 1 <= abs(value) < 1e5:
        return decimals(value, how, "up", digits)
    places, mode = to_short_index(digits), half_mode(half)
    if places <= 0:
        whole(value)
        if places == 0:
            return rounded(Fraction(value), how, mode)
        found = whole(value) if how == "round" else rounded(Fraction(value), how)
        return round_integer(found, how, places, half)
    if not math.isfinite(value) or value == 0:
        return value
    exponent = math.frexp(value)[1]
    if places >= 17 - (exponent // 4 if exponent > 0 else exponent // 3 - 1):
        return value
    if how == "round" and places < -(exponent // 3 + 1 if exponent > 0 else exponent // 4):
        return 0.0
    return decimals(value, how, mode, places)


def decimals(value: float, how: str, mode: str, places: int) -> float:
    """A Float to a number of decimals, by CRuby's own way: scale, round, correct by one unit."""
    if how == "round":
        if places > 14:
            return float(rounded(Fraction(value) * 10**places, how, mode) / Fraction(10**places))
        return round_scaled(value, 10.0**places, mode) / 10.0**places
    scale = 10.0**places
    if how == "truncate":
        how = "floor" if value > 0 else "ceil"
    return floor_scaled(value, scale) if how == "floor" else ceil_scaled(value, scale)


def floor_scaled(value: float, scale: float) -> float:
    """`rb_float_floor`: the quotient is stepped up where it is still not above the number."""
    found = math.floor(value * scale)
    following = (found + 1) / scale
    return following if following <= value else found / scale


def ceil_scaled(value: float, scale: float) -> float:
    """`rb_float_ceil`: the quotient is stepped down where it is still not below the number."""
    found = math.ceil(value * scale)
    before = (found - 1) / scale
    return before if before >= value else found / scale


def c_round(value: float) -> float:
    """C's round(): half away from zero."""
    found = math.floor(abs(value) + 0.5) if abs(value) < 2**52 else abs(value)
    if found - abs(value) > 0.5:
        found -= 1
    return math.copysign(found, value)


def round_scaled(value: float, scale: float, mode: str) -> float:
    """`round_half_up` and its kin of numeric.c, corrections included."""
    product = value * scale
    if mode == "even":
        return round_even(value, scale)
    found = c_round(product)
    if mode == "up":
        if scale == 1.0:
            return found
        if value > 0:
            if (found + 0.5) / scale <= value:
                found += 1
            return float(found)
        if (found - 0.5) / scale >= value:
            found -= 1
        return float(found)
    if value > 0:
        return float(found - 1) if (found - 0.5) / scale >= value else float(found)
    return float(found + 1) if (found + 0.5) / scale <= value else float(found)


def round_even(value: float, scale: float) -> float:
    """`round_half_even` of numeric.c."""
    whole_part = math.copysign(math.floor(abs(value)), value)
    rest = (value - whole_part) * scale
    base = whole_part * scale
    found = c_round(rest)
    if value > 0:
        if found - rest == 0.5 and math.fmod(base + found, 2) != 0:
            found -= 1
    elif rest - found == 0.5 and math.fmod(base + found, 2) != 0:
        found += 1
    return base + found


def quantized(value: Decimal, exponent: int, rule: str) -> Decimal:
    """A finite number with so many digits, given as the power of ten of the last."""
    size = max(1, value.adjusted() - exponent + 2)
    limits.check_digits(size * 3.33)
    return value.quantize(
        Decimal(1).scaleb(exponent), rounding=rule, context=Context(prec=size + 1, rounding=rule)
    )


def round_decimal(value: Decimal, how: str, places: int, mode: str = ROUND_HALF_UP) -> Decimal:
    """A BigDecimal to a number of places."""
    rule = {"round": mode, "floor": ROUND_FLOOR, "ceil": ROUND_CEILING, "truncate": "ROUND_DOWN"}[how]
    if value.adjusted() + places < -1 and how in ("round", "truncate"):
        return Decimal(0).copy_sign(value)
    return quantized(value, -places, rule) if value.is_finite() else value
