"""String#unpack."""

from __future__ import annotations

import binascii
import re
import struct
from typing import Any

from ..errors import ArgumentError
from ..values import Binary, Proc
from .object import to_index
from .options import with_keywords
from .pack_directives import FLOATS, INTEGERS, NETWORK, Directive, directives
from .string.base import text, to_bytes, value_method


def uu_line(line: bytes) -> bytes:
    """One line of uuencoded text; what is missing or no code counts as zero bits."""
    size, codes = (line[0] - 32) & 63 if line else 0, line[1:].ljust(4 * -(-64 // 3), b" ")
    bits = 0
    for code in codes[: 4 * -(-size // 3)]:
        bits = bits << 6 | ((code - 32) & 63 if code < 97 else 0)
    return bits.to_bytes(3 * -(-size // 3), "big")[:size]


class Unpacker:
    """One run of `unpack`, or of `unpack1`, which ends with the first value and has no nil for a missing one."""

    def __init__(self, data: bytes, at: int, single: bool) -> None:
        self.data, self.at, self.single = data, at, single
        self.start = at
        self.out: list[Any] = []

    def run(self, template: str) -> list[Any]:
        """Unpack all."""
        for directive in directives(template):
            self.one(directive)
            if self.single and self.out:
                break
        return self.out

    def one(self, directive: Directive) -> None:
        """Unpack by one directive."""
        letter, count = directive.letter, directive.times
        if letter in "aAZ":
            self.text(letter, count)
        elif letter in "bBhH":
            self.digits(letter, count)
        elif letter.lower() in INTEGERS or letter in NETWORK:
            size, order, signed = directive.number()
            self.fixed(size, count, lambda b: int.from_bytes(b, order, signed=signed))
        elif letter in FLOATS:
            form = FLOATS[letter]
            self.fixed(struct.calcsize(form), count, lambda b: struct.unpack(form, b)[0])
        elif letter == "U":
            self.characters(count)
        elif letter == "w":
            self.compressed(count)
        elif letter in "mMu":
            self.decoded(letter, count)
        else:
            self.place(letter, count)

    def take(self, size: int) -> bytes:
        """The next bytes."""
        found = self.data[self.at : self.at + size]
        self.at += len(found)
        return found

    def text(self, letter: str, count: int | None) -> None:
        """`a`, `A`, `Z`."""
        left = len(self.data) - self.at
        if letter == "Z" and count == -1:
            end = self.data.find(b"\0", self.at)
            self.out.append(self.string(self.take(left if end < 0 else end - self.at)))
            self.at += end >= 0
            return
        found = self.take(left if count == -1 else 1 if count is None else count)
        if letter == "A":
            found = found.rstrip(b" \0")
        elif letter == "Z":
            found = found.split(b"\0")[0]
        self.out.append(self.string(found))

    def string(self, data: bytes) -> Any:
        """A piece of the text; binary, as Ruby has it, unless it is plain ASCII."""
        found = data.decode("latin-1")
        return found if found.isascii() and found.isprintable() else Binary(data)

    def digits(self, letter: str, count: int | None) -> None:
        """`B`, `b`, `H`, `h`."""
        per, form = (8, "{:08b}") if letter in "Bb" else (2, "{:02x}")
        left = (len(self.data) - self.at) * per
        size = 1 if count is None else left if count == -1 else min(count, left)
        data = self.take((size + per - 1) // per)
        self.out.append("".join(form.format(b)[:: -1 if letter in "bh" else 1] for b in data)[:size])

    def fixed(self, size: int, count: int | None, read: Any) -> None:
        """Numbers of one size; nil for each that is missing, unless the count is `*`."""
        wanted = 1 if count is None else count
        while wanted and self.at + size <= len(self.data):
            self.out.append(read(self.take(size)))
            wanted -= 1
        if wanted > 0 and not self.single:
            self.out += [None] * wanted

    def characters(self, count: int | None) -> None:
        """`U`."""
        wanted = 1 if count is None else count
        while wanted and self.at < len(self.data):
            lead = self.data[self.at]
            size = 1 if lead < 0x80 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
            try:
                self.out.append(ord(self.data[self.at : self.at + size].decode("utf-8", "surrogatepass")))
            except (UnicodeDecodeError, TypeError):
                raise ArgumentError("malformed UTF-8 character")
            self.at += size
            wanted -= 1

    def compressed(self, count: int | None) -> None:
        """`w`."""
        wanted, value = 1 if count is None else count, 0
        while wanted and self.at < len(self.data):
            byte = self.take(1)[0]
            value = value << 7 | byte & 127
            if byte < 128:
                self.out.append(value)
                value, wanted = 0, wanted - 1

    def decoded(self, letter: str, count: int | None) -> None:
        """`m`, `M`, `u`."""
        data = self.take(len(self.data))
        if letter == "M":
            self.out.append(Binary(unquoted(data)))
        elif letter == "u":
            self.out.append(self.string(b"".join(map(uu_line, data.splitlines()))))
        else:
            self.out.append(self.string(strict_base64(data) if count == 0 else loose_base64(data)))

    def place(self, letter: str, count: int | None) -> None:
        """`x`, `X`, `@`."""
        size = 1 if count is None else count
        if letter == "x":
            size = len(self.data) - self.at if size < 0 else size
            if self.at + size > len(self.data):
                raise ArgumentError("x outside of string")
            self.at += size
        elif letter == "X":
            if max(size, 0) > self.at:
                raise ArgumentError("X outside of string")
            self.at -= max(size, 0)
        elif letter == "@":
            if self.start + max(size, 0) > len(self.data):
                raise ArgumentError("@ outside of string")
            self.at = self.start + max(size, 0)


def unquoted(data: bytes) -> bytes:
    """Quoted-printable, decoded."""
    return binascii.a2b_qp(data)


def strict_base64(data: bytes) -> bytes:
    """Base64 without any other character."""
    try:
        if len(data) % 4 or not re.fullmatch(rb"[A-Za-z0-9+/]*={0,2}", data):
            raise ValueError
        found = binascii.a2b_base64(data)
        if binascii.b2a_base64(found, newline=False) != data:
            raise ValueError
    except ValueError:
        raise ArgumentError("invalid base64")
    return found


def loose_base64(data: bytes) -> bytes:
    """Base64 as `unpack("m")` reads it: other characters are passed over, padding ends it."""
    clean = re.sub(rb"[^A-Za-z0-9+/=]", b"", data).split(b"=")[0]
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def unpacked(self: Any, template: Any, given: Any, single: bool = False) -> list[Any]:
    """What `unpack` gives."""
    data, offset = to_bytes(self), to_index(given)
    if not 0 <= offset <= len(data):
        raise ArgumentError("offset outside of string" if offset >= 0 else "offset can't be negative")
    return Unpacker(data, offset, single).run(text(template))


@value_method("unpack")
@with_keywords
def unpack(self: Any, block: Proc | None, template: Any, *, offset: Any = 0) -> Any:
    """Ruby's `unpack`."""
    found = unpacked(self, template, offset)
    if block is None:
        return found
    for value in found:
        block.one(value)
    return None


@value_method("unpack1")
@with_keywords
def unpack1(self: Any, block: Proc | None, template: Any, *, offset: Any = 0) -> Any:
    """Ruby's `unpack1`."""
    found = unpacked(self, template, offset, single=True)
    return found[0] if found else None
