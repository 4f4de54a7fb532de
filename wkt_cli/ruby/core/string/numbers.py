"""Numbers in text: to_i, to_f, to_r, to_c, hex, oct, ord, sum."""

from __future__ import annotations

import re
from typing import Any

from ....patterns import lazy_pattern
from ...errors import ArgumentError, ZeroDivisionError_
from ...registry import functions
from ...values import Binary, Proc
from ..digits import DIGITS, from_digits
from ..object import to_index
from .base import binary_method, text_method

_BASES = {"b": 2, "o": 8, "d": 10, "x": 16}
SHORT = 1000
"""Digits that Python turns into an integer at once."""
_DECIMAL = lazy_pattern(r"[\s\0]*([+-]?)(\d+(?:_\d+)*)", re.ASCII)
_FLOAT = lazy_pattern(r"\s*([+-]?(?:\d+(?:_\d+)*)?(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+(?:_\d+)*)?)", re.ASCII)
_NOTHING = lazy_pattern(r"\s+|\s*[+-]", re.ASCII)
"""A text that is at its end before Ruby looks at the base."""
_PREFIX = lazy_pattern(r"\s*([+-]?)(?:0([bBoOdDxX])(?=[0-9a-zA-Z]))?", re.ASCII)


def in_base(self: str, base: int, octal: bool = False) -> int:
    """The Integer at the start of a text; a prefix such as `0x` must fit the base, or decides if it is 0."""
    found = _PREFIX.match(self)
    assert found
    at, sign, letter = found.end(), found[1], (found[2] or "").lower()
    if letter and (base == 0 or _BASES[letter] == base or octal):
        base = _BASES[letter]
    elif letter:
        at -= 2
    if base == 0:
        base = 8 if self[at : at + 1] == "0" else 10
    allowed = DIGITS[:base]
    digits = re.match(f"(?i)[{allowed}]+(?:_[{allowed}]+)*", self[at:])
    value = from_digits(digits[0].replace("_", ""), base) if digits else 0
    return -value if sign == "-" else value


@text_method("to_i")
def to_i(self: str, block: Proc | None, base: Any = 10) -> int:
    """Ruby's `to_i`."""
    if base == 10:
        if self.isdecimal() and self.isascii() and len(self) < SHORT:
            return int(self)
        found = _DECIMAL.match(self)
        return from_digits(found[1] + found[2].replace("_", "")) if found else in_base(self, 10)
    radix = to_index(base)
    if radix < 0 or radix == 1 or radix > 36:
        if radix > 0 and _NOTHING.fullmatch(self):
            return 0
        raise ArgumentError(f"invalid radix {radix}")
    return in_base(self, radix)


@text_method("hex")
def hex_(self: str, block: Proc | None) -> int:
    """Ruby's `hex`."""
    return in_base(self, 16)


@text_method("oct")
def oct_(self: str, block: Proc | None) -> int:
    """Ruby's `oct`: base 8 unless a prefix says otherwise."""
    return in_base(self, 8, octal=True)


@text_method("to_f")
def to_f(self: str, block: Proc | None) -> float:
    """Ruby's `to_f`: the number at the start, else 0.0."""
    found = _FLOAT.match(self)
    shown = found[1].replace("_", "") if found else ""
    try:
        return float(shown)
    except ValueError:
        digits = re.match(r"[+-]?\d+", shown)
        return float(digits[0]) if digits else 0.0


_DIGITS = r"\d+(?:_\d+)*"
_REAL = rf"(?:{_DIGITS}(?:\.{_DIGITS})?|\.{_DIGITS})(?:[eE][+-]?\d+)?"
_RATIONAL = lazy_pattern(rf"\s*([+-]?)({_REAL})(?:/(\d+(?:_\d+)*(?:\.\d+)?))?", re.ASCII)


def rational_of(sign: str, top: str, bottom: str | None) -> Any:
    """The Rational of the parts of a text."""
    from fractions import Fraction

    value = Fraction(top.replace("_", ""))
    if bottom:
        divisor = Fraction(bottom.replace("_", ""))
        if not divisor:
            raise ZeroDivisionError_("divided by 0")
        value /= divisor
    return -value if sign == "-" else value


@text_method("to_r")
def to_r(self: str, block: Proc | None) -> Any:
    """Ruby's `to_r`."""
    from fractions import Fraction

    found = _RATIONAL.match(self)
    return rational_of(found[1], found[2], found[3]) if found else Fraction(0)


_PART = rf"{_REAL}(?:/\d+)?"
_COMPLEX = lazy_pattern(
    rf"\s*(?:(?P<polar>[+-]?{_PART})@(?P<angle>[+-]?{_PART})"
    rf"|(?P<only>[+-]?(?:{_PART})?)[ijIJ]"
    rf"|(?P<real>[+-]?{_PART})(?:(?P<imag>[+-](?:{_PART})?)[ijIJ])?)",
    re.ASCII,
)


def number_of(shown: str) -> Any:
    """Integer, Float or Rational of a part of a Complex; a bare sign is one."""
    if shown in ("", "+", "-"):
        return -1 if shown == "-" else 1
    if "/" in shown:
        sign = shown[0] if shown[0] in "+-" else ""
        top, bottom = shown.lstrip("+-").split("/")
        return rational_of(sign, top, bottom)
    plain = shown.replace("_", "")
    return int(plain) if re.fullmatch(r"[+-]?\d+", plain) else float(plain)


@text_method("to_c")
def to_c(self: str, block: Proc | None) -> Any:
    """Ruby's `to_c`."""
    make = functions["Complex"]
    found = _COMPLEX.match(self)
    if not found:
        return make(None, None, 0, 0)
    if found["polar"]:
        from math import cos, sin

        size, angle = number_of(found["polar"]), number_of(found["angle"])
        return make(None, None, size * cos(angle), size * sin(angle))
    if found["only"] is not None:
        return make(None, None, 0, number_of(found["only"]))
    return make(None, None, number_of(found["real"]), number_of(found["imag"]) if found["imag"] else 0)


@text_method("ord")
def ord_(self: str, block: Proc | None) -> int:
    """Ruby's `ord`."""
    if not self:
        raise ArgumentError("empty string")
    return ord(self[0])


@text_method("sum")
def sum_(self: str, block: Proc | None, bits: Any = 16) -> int:
    """Ruby's `sum`: a checksum of the bytes."""
    return checksum(self.encode("utf-8", "surrogateescape"), to_index(bits))


@binary_method("sum")
def binary_sum(self: Binary, block: Proc | None, bits: Any = 16) -> int:
    """Ruby's `sum` of binary text."""
    return checksum(self.data, to_index(bits))


def checksum(data: bytes, bits: int) -> int:
    """The sum of bytes, cut to so many bits."""
    return sum(data) & ((1 << bits) - 1) if bits > 0 else sum(data)
