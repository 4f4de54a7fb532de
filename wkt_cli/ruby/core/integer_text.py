"""Integer as text: its digits in a base, ActiveSupport's formats, characters."""

from __future__ import annotations

from typing import Any

from ..dispatch import wrong_number
from ..errors import ArgumentError, MathDomainError, RangeError
from ..registry import INTEGER, method
from ..values import MISSING, Binary, Proc, Symbol
from .digits import in_base
from .numeric import integer
from .object import to_short_index
from .string.base import codec, from_bytes
from .string.encodings import named

FIXNUM = 1 << 62
"""Where Ruby's machine integers end."""


@method(INTEGER, "inspect")
def inspect(self: int, block: Proc | None, base: Any = 10) -> str:
    """Its digits."""
    return in_base(self, to_short_index(base))


@method(INTEGER, "to_s", "to_formatted_s")
def to_s(self: int, block: Proc | None, form: Any = None, settings: Any = None) -> str:
    """Its digits, in a base, or as one of ActiveSupport's formats (`:delimited`, `:currency` …)."""
    if form is None:
        return in_base(self)
    if isinstance(form, Symbol):
        from .number_format import formatted

        return formatted(self, form, settings)
    return in_base(self, to_short_index(form))


@method(INTEGER, "chr")
def chr_(self: int, block: Proc | None, encoding: Any = MISSING) -> Any:
    """The character of that code; without an encoding, codes above 127 are bytes."""
    if not 0 <= self < 1 << 32:
        raise RangeError(f"{self if -FIXNUM <= self < FIXNUM else 'bignum'} out of char range")
    if encoding is not MISSING:
        return character(self, named(encoding))
    if self > 255:
        raise RangeError(f"{self} out of char range")
    return chr(self) if self < 128 else Binary(bytes([self]))


def character(code: int, encoding: str) -> Any:
    """The character of a code in an encoding: of Unicode a code point, of others its bytes as one number."""
    if encoding.startswith("UTF"):
        if code > 0x10FFFF:
            raise RangeError(f"{code} out of char range")
        data = chr(code).encode(codec(encoding), "surrogatepass")
    else:
        data = code.to_bytes(max(1, (code.bit_length() + 7) // 8), "big")
    if not is_character(data, encoding):
        raise RangeError(f"invalid codepoint 0x{code:X} in {encoding}")
    return from_bytes(data, encoding)


def is_character(data: bytes, encoding: str) -> bool:
    """Whether bytes are one character of an encoding; of those of one byte, every byte is."""
    if encoding.startswith(("ISO-8859", "Windows-12", "Windows-874", "IBM", "KOI8", "ASCII")):
        return len(data) == 1
    try:
        return len(data.decode(codec(encoding))) == 1
    except UnicodeDecodeError:
        return False


@method(INTEGER, "digits")
def digits(self: int, block: Proc | None, *base: Any) -> list[int]:
    """Digits, the lowest first; Ruby looks at the sign before the arguments."""
    if self < 0:
        raise MathDomainError("out of domain")
    if len(base) > 1:
        raise wrong_number(len(base), 0, 1)
    radix = integer(base[0]) if base else 10
    if radix < 0:
        raise ArgumentError("negative radix")
    if radix < 2:
        raise ArgumentError(f"invalid radix {radix}")
    if radix == 10:
        return [int(digit) for digit in reversed(str(self))]
    rest = self
    found: list[int] = []
    while rest or not found:
        rest, digit = divmod(rest, radix)
        found.append(digit)
    return found
