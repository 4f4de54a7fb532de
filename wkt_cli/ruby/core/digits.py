"""Integers to digits and back: large ones by halves, since Python takes time with the square of the digits."""

from __future__ import annotations

import decimal
import math

from ..errors import ArgumentError
from ..limits import check_digits

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LARGE = 40_000
"""Bits from which on halving is faster."""
PIECE = 2_000
"""Bits or digits of a piece that is not halved again."""


def in_base(value: int, base: int = 10) -> str:
    """The text of an integer in a base from 2 to 36."""
    if base == 10:
        return str(value) if value.bit_length() < LARGE else _large_text(value)
    if not 2 <= base <= 36:
        raise ArgumentError(f"invalid radix {base}")
    if base in (2, 8, 16):
        return format(value, {2: "b", 8: "o", 16: "x"}[base])
    rest = abs(value)
    text: list[str] = []
    while rest or not text:
        rest, digit = divmod(rest, base)
        text.append(DIGITS[digit])
    return ("-" if value < 0 else "") + "".join(reversed(text))


def _large_text(value: int) -> str:
    exact = decimal.Context(prec=decimal.MAX_PREC, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)
    with decimal.localcontext(exact):
        text = format(_decimal(abs(value), value.bit_length(), {}), "f")
    return f"-{text}" if value < 0 else text


def _decimal(value: int, bits: int, powers: dict[int, decimal.Decimal]) -> decimal.Decimal:
    """A number of at most so many bits as a decimal; `powers` are those of two that were needed before."""
    if bits <= PIECE:
        return decimal.Decimal(value)
    half = bits >> 1
    high, low = value >> half, value & ((1 << half) - 1)
    if half not in powers:
        powers[half] = decimal.Decimal(2) ** half
    return _decimal(high, bits - half, powers) * powers[half] + _decimal(low, half, powers)


def from_digits(text: str, base: int = 10) -> int:
    """The integer of digits with an optional sign, within the limit of integers."""
    if len(text) <= PIECE:
        return int(text, base)
    check_digits(len(text) * math.log2(base))
    if base & (base - 1) == 0:
        return int(text, base)
    value = _value(text.lstrip("+-"), base, {})
    return -value if text[0] == "-" else value


def _value(text: str, base: int, powers: dict[int, int]) -> int:
    """The value of digits; `powers` are those of the base that were needed before."""
    if len(text) <= PIECE:
        return int(text, base)
    half = len(text) >> 1
    if half not in powers:
        powers[half] = base**half
    return _value(text[:-half], base, powers) * powers[half] + _value(text[-half:], base, powers)
