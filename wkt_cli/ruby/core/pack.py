"""Array#pack."""

from __future__ import annotations

import binascii
import struct
from typing import Any

from ..errors import ArgumentError, RangeError, TypeError_
from ..limits import check_size
from ..registry import ARRAY, method, send
from ..values import Proc
from .format_values import to_real
from .object import describe, no_conversion, to_index, to_int, to_s
from .options import with_keywords
from .pack_directives import FLOATS, INTEGERS, NETWORK, Directive, directives
from .string.base import from_bytes, is_text, text, to_bytes


class Packer:
    """One run of `pack`."""

    def __init__(self, values: list[Any]) -> None:
        self.values = values
        self.at = 0
        self.out = bytearray()
        self.encoding = "US-ASCII"

    def next(self) -> Any:
        """The next value."""
        if self.at >= len(self.values):
            raise ArgumentError("too few arguments")
        self.at += 1
        return self.values[self.at - 1]

    def run(self, template: str) -> Any:
        """Pack all."""
        for index, directive in enumerate(directives(template)):
            self.note_encoding(directive, first=index == 0)
            self.one(directive)
        return from_bytes(bytes(self.out), self.encoding)

    def note_encoding(self, directive: Directive, *, first: bool) -> None:
        """The encoding of the result: `U` first makes it UTF-8, encoded text keeps it US-ASCII."""
        if directive.letter == "U":
            self.encoding = "UTF-8" if first else self.encoding
        elif directive.letter not in "mMu" and self.encoding == "US-ASCII":
            self.encoding = "ASCII-8BIT"

    def one(self, directive: Directive) -> None:
        """Pack by one directive."""
        letter, count = directive.letter, directive.times
        if letter in "aAZ":
            self.text(letter, self.bytes_value(), count)
        elif letter in "bBhH":
            self.digits(letter, self.bytes_value(), count)
        elif letter.lower() in INTEGERS or letter in NETWORK:
            for value in self.several(count):
                self.integer(directive, value)
        elif letter in FLOATS:
            for value in self.several(count):
                self.out += pack_float(FLOATS[letter], value)
        elif letter == "U":
            for value in self.several(count):
                self.out += character(to_index(value))
        elif letter == "w":
            for value in self.several(count):
                self.out += compressed(to_index(value))
        elif letter in "mMu":
            self.encoded(letter, count)
        else:
            self.place(letter, count)

    def several(self, count: int | None) -> list[Any]:
        """As many values as the count says."""
        if count == -1:
            found, self.at = self.values[self.at :], len(self.values)
            return found
        return [self.next() for _ in range(1 if count is None else count)]

    def bytes_value(self) -> bytes:
        """The next value, which must be a String."""
        value = self.next()
        if value is None:
            return b""
        if not is_text(value):
            text(value)
        return to_bytes(value)

    def text(self, letter: str, data: bytes, count: int | None) -> None:
        """`a`, `A`, `Z`."""
        if count == -1:
            self.out += data + (b"\0" if letter == "Z" else b"")
            return
        size = 1 if count is None else count
        check_size(size)
        self.out += data[:size].ljust(size, b" " if letter == "A" else b"\0")

    def digits(self, letter: str, data: bytes, count: int | None) -> None:
        """`B`, `b`, `H`, `h`."""
        shown = data.decode("latin-1")
        size = 1 if count is None else len(shown) if count == -1 else count
        if letter in "Bb":
            values, per, bits = [ord(c) & 1 for c in shown[:size]], 8, 1
        else:
            values, per, bits = [nibble(c) for c in shown[:size]], 2, 4
        values += [0] * (-len(values) % per)
        for start in range(0, len(values), per):
            group = values[start : start + per]
            self.out.append(
                sum(v << (bits * i) for i, v in enumerate(group if letter in "bh" else group[::-1]))
            )
        self.out += bytes(max(0, (size - len(shown) + 1) // 2))

    def integer(self, directive: Directive, value: Any) -> None:
        """One integer, cut to its size."""
        size, order, _ = directive.number()
        if value is None:
            raise no_conversion(value, "Integer")
        self.out += (to_int(value) & ((1 << (8 * size)) - 1)).to_bytes(size, order)

    def encoded(self, letter: str, count: int | None) -> None:
        """`m` base64, `M` quoted-printable, `u` uuencoded."""
        if letter == "M":
            value = self.next()
            self.out += quoted_printable(to_bytes(value) if is_text(value) else to_s(value).encode())
            return
        data = self.bytes_value()
        if letter == "m" and count == 0:
            self.out += binascii.b2a_base64(data, newline=False)
            return
        width = 45 if count is None or count < 3 else count // 3 * 3
        for start in range(0, len(data), width):
            part = data[start : start + width]
            self.out += binascii.b2a_base64(part) if letter == "m" else binascii.b2a_uu(part, backtick=True)

    def place(self, letter: str, count: int | None) -> None:
        """`x`, `X`, `@`."""
        size = 1 if count is None else max(0, count)
        check_size(size)
        if letter == "x":
            self.out += bytes(size)
        elif letter == "X":
            if size > len(self.out):
                raise ArgumentError("X outside of string")
            del self.out[len(self.out) - size :]
        elif letter == "@":
            self.out = self.out[:size].ljust(size, b"\0")
        elif letter == "%":
            raise ArgumentError("% is not supported")


def nibble(char: str) -> int:
    """Four bits of a hexadecimal digit; any other character counts as Ruby counts it."""
    code = ord(char) & 15
    return (code + 9) & 15 if char.isascii() and char.isalpha() else code


def pack_float(form: str, value: Any) -> bytes:
    """One float."""
    if is_text(value) or value is None or isinstance(value, bool):
        raise TypeError_(f"can't convert {describe(value)} into Float")
    try:
        return struct.pack(form, float(to_real(value)))
    except OverflowError:
        return struct.pack(form, float("inf") if value > 0 else float("-inf"))


def character(code: int) -> bytes:
    """The UTF-8 bytes of a code."""
    if not 0 <= code < 0x80000000:
        raise RangeError("pack(U): value out of range")
    return chr(code).encode("utf-8", "surrogatepass") if code < 0x110000 else b""


def compressed(value: int) -> bytes:
    """`w`: BER-compressed."""
    if value < 0:
        raise ArgumentError("can't compress negative numbers")
    out = [value & 127]
    while value := value >> 7:
        out.append(value & 127 | 128)
    return bytes(reversed(out))


def quoted_printable(data: bytes) -> bytes:
    """`M`, with soft line ends after 72 characters."""
    out, column = bytearray(), 0
    for at, byte in enumerate(data):
        if byte == 10:
            if out.endswith((b" ", b"\t")):
                out += b"=\n"
            out, column = out + b"\n", 0
            continue
        plain = (32 <= byte <= 126 and byte != 61) or byte == 9
        out += bytes([byte]) if plain else b"=%02X" % byte
        column += 1 if plain else 3
        if column > 72 and data[at + 1 : at + 2] != b"\n":
            out, column = out + b"=\n", 0
    return bytes(out + b"=\n" if column else out)


@method(ARRAY, "pack")
@with_keywords
def pack(self: list[Any], block: Proc | None, template: Any, *, buffer: Any = None) -> Any:
    """Ruby's `pack`."""
    made = Packer(self).run(text(template))
    if buffer is None:
        return made
    return send(buffer, "<<", made)
