"""How `format` rounds a Float: exactly, but what is nearly a half goes to the even digit.

Ruby's conversion first tries floating arithmetic with an error bound; where the rest is within that bound of
a half it takes the even digit instead of asking further (`format("%.2f", 2.675)` is 2.68, though the float is
below the half).
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..limits import check_decimals

QUICK_MAX = 14
SAFE, FAR, MOST_PLACES = 1e9, 1e-3, 300
"""Below this size, what is that far from a half is not within any error bound."""


def near_half(value: float, k: int, count: int) -> int | None:
    """The first ``count`` digits as an even-rounded number if what follows is nearly a half, else None."""
    bound_units = 2
    scaled = value
    if k > 0:
        scaled /= 10.0 ** (k & 15) * (10.0 ** (k >> 4 << 4))
        bound_units += bin(k >> 4).count("1")
    elif k < 0:
        scaled *= 10.0 ** (-k & 15)
        for power in (16 << bit for bit in range(5) if -k >> 4 >> bit & 1):
            scaled *= 10.0**power
            bound_units += 1
    bound = (bound_units * scaled + 7.0) * 2.0**-52 * 10.0 ** (count - 1)
    digits = 0
    for step in range(count):
        if step:
            scaled *= 10.0
        digit = int(scaled)
        scaled -= digit
        digits = digits * 10 + digit
        if not scaled:
            return None
    if abs(scaled - 0.5) > bound:
        return None
    return digits + (digits & 1)


def exponent_of(value: float) -> int:
    """The decimal exponent of a positive Float."""
    return Decimal(value).adjusted()


def fixed(value: float, places: int) -> str:
    """`%.{places}f` of a Float that is not negative."""
    scaled = value * 10.0**places if places < MOST_PLACES else math.inf
    if scaled < SAFE and abs(scaled % 1.0 - 0.5) > FAR:
        return f"{value:.{places}f}"
    if value:
        k = exponent_of(value)
        count = places + k + 1
        if 0 < count <= QUICK_MAX:
            found = near_half(value, k, count)
            if found is not None:
                return f"{Decimal(found).scaleb(-places):f}"
    return f"{value:.{places}f}"


def rounded(value: float, count: int) -> float | Decimal:
    """A Float as a number that every exact conversion to ``count`` digits rounds as Ruby does."""
    if not value or not 0 < count <= QUICK_MAX:
        return value
    k = exponent_of(value)
    found = near_half(value, k, count)
    return value if found is None else Decimal(found).scaleb(k + 1 - count)


def scientific(value: float, places: int) -> str:
    """`%.{places}e` of a Float that is not negative."""
    return f"{float(rounded(value, places + 1)):.{places}e}"


def general(value: float, count: int, alternative: bool) -> str:
    """`%.{count}g` of a Float that is not negative."""
    return f"{float(rounded(value, max(count, 1))):{'#' if alternative else ''}.{count}g}"


def exact(value: Any, places: int) -> str:
    """An Integer or Rational with so many decimals, halves rounded up."""
    check_decimals(places)
    scaled = math.floor(value * 10**places + Fraction(1, 2))
    digits = str(scaled).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def hexadecimal(value: float, precision: int | None) -> str:
    """`%a` of a number that is not negative."""
    if value == 0:
        return "0x0" + ("." + "0" * precision if precision else "") + "p+0"
    mantissa, exponent = value.hex()[2:].split("p")
    whole, _, fraction = mantissa.partition(".")
    if precision is None:
        fraction = fraction.rstrip("0")
    else:
        scaled = int(whole + fraction, 16)
        drop = 4 * (len(fraction) - precision)
        if drop > 0:
            half, rest = 1 << (drop - 1), scaled & ((1 << drop) - 1)
            scaled = (scaled >> drop) + (rest > half or (rest == half and (scaled >> drop) & 1))
        else:
            scaled <<= -drop
        digits = f"{scaled:x}".rjust(precision + 1, "0")
        if digits[0] == "2" and len(digits) == precision + 1:
            digits, exponent = "1" + "0" * precision, f"{int(exponent) + 1:+d}"
        whole, fraction = digits[: len(digits) - precision], digits[len(digits) - precision :]
    return f"0x{whole}{'.' + fraction if fraction else ''}p{exponent}"
