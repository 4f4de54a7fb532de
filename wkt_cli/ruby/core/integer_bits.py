"""Integer's bits: and, or, shifts, `[]`, masks."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .. import limits
from ..errors import RangeError, TypeError_
from ..registry import INTEGER, method
from ..values import Proc, Range, RString, Symbol
from .numeric import (
    coerced,
    integer,
    uncoercible,
)

MOST = 1 << 70
"""A shift that Ruby refuses whatever the memory."""


def bits(self: int, op: str, other: Any) -> int:
    """The other operand of a bit operator, which must be an Integer."""
    if type(other) is int:
        return other
    if (
        isinstance(other, float)
        or other is None
        or isinstance(other, (bool, str, RString, Symbol, list, Fraction))
    ):
        raise uncoercible(self, other)
    return integer(coerced(self, op, other))


@method(INTEGER, "&")
def bit_and(self: int, block: Proc | None, other: Any) -> int:
    """Bits in both."""
    return self & bits(self, "&", other)


@method(INTEGER, "|")
def bit_or(self: int, block: Proc | None, other: Any) -> int:
    """Bits in either."""
    return self | bits(self, "|", other)


@method(INTEGER, "^")
def bit_xor(self: int, block: Proc | None, other: Any) -> int:
    """Bits in one of both."""
    return self ^ bits(self, "^", other)


@method(INTEGER, "<<")
def shift_left(self: int, block: Proc | None, count: Any) -> int:
    """Shift; a negative count shifts right."""
    return shifted(self, integer(count))


@method(INTEGER, ">>")
def shift_right(self: int, block: Proc | None, count: Any) -> int:
    """Shift right; a negative count shifts left."""
    return shifted(self, -integer(count))


def shifted(value: int, count: int) -> int:
    """Shift left by count bits, right when it is negative, under the digit limit."""
    if count <= 0:
        return value >> -count
    if count >= MOST:
        raise RangeError("shift width too big")
    if value:
        limits.check_digits(value.bit_length() + count)
    return value << count if value else 0


@method(INTEGER, "[]")
def bit_at(self: int, block: Proc | None, index: Any, length: Any = None) -> int:
    """One bit, or the number that a run of bits makes."""
    if isinstance(index, Range):
        first = integer(index.first or 0)
        if index.last is None:
            return shifted(self, -first)
        size = integer(index.last) - first + (0 if index.exclusive else 1)
        return shifted(self, -first) if size < 0 else shifted(self, -first) & ((1 << size) - 1)
    if index is None:
        raise TypeError_("no implicit conversion of nil into Integer")
    at = integer(index)
    if length is None:
        return 0 if at < 0 else (self >> at) & 1
    return shifted(self, -at) & ((1 << integer(length)) - 1)


def masks(self: int, mask: Any) -> int:
    """The argument of `allbits?` and its kin."""
    return mask if type(mask) is int else integer(mask)


@method(INTEGER, "allbits?")
def all_bits(self: int, block: Proc | None, mask: Any) -> bool:
    """Every bit of the mask is set."""
    return self & (found := masks(self, mask)) == found


@method(INTEGER, "anybits?")
def any_bits(self: int, block: Proc | None, mask: Any) -> bool:
    """A bit of the mask is set."""
    return self & masks(self, mask) != 0


@method(INTEGER, "nobits?")
def no_bits(self: int, block: Proc | None, mask: Any) -> bool:
    """No bit of the mask is set."""
    return self & masks(self, mask) == 0
