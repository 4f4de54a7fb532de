"""Array#pack and String#unpack."""

from __future__ import annotations

import binascii
import re
import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..errors import ArgumentError, RangeError
from ..registry import ARRAY, method
from ..values import Binary, Hash, Proc, Symbol
from .object import hash_get, no_conversion, to_index
from .string.base import from_bytes, is_text, text, to_bytes, value_method

_DIRECTIVE = re.compile(r"([a-zA-Z@%])([_!<>]*)(\d+|\*)?|#.*|\s+")
_INTEGERS = {"c": 1, "s": 2, "l": 4, "q": 8, "i": 4, "j": 8}
_FLOATS = {"d": "<d", "D": "<d", "f": "<f", "F": "<f", "e": "<f", "E": "<d", "g": ">f", "G": ">d"}
_NETWORK = {"n": (2, "big"), "N": (4, "big"), "v": (2, "little"), "V": (4, "little")}


class Directive(NamedTuple):
    """One letter of a template: its modifiers, its count (None for none, -1 for `*`)."""

    letter: str
    modifiers: str
    count: int | None

    def number(self) -> tuple[int, str, bool]:
        """Size, byte order and sign of an integer directive."""
        if self.letter in _NETWORK:
            size, order = _NETWORK[self.letter]
            return size, order, False
        size = _INTEGERS[self.letter.lower()]
        if set(self.modifiers) & {"_", "!"} and self.letter in "lL":
            size = 8
        return size, "big" if ">" in self.modifiers else "little", self.letter.islower()


def directives(template: str) -> Iterator[Directive]:
    """The directives of a template; what Ruby does not know is passed over."""
    for found in _DIRECTIVE.finditer(template):
        if found[1]:
            yield Directive(found[1], found[2], None if found[3] is None else -1 if found[3] == "*" else int(found[3]))


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
        """The encoding of the result: `U` first makes it UTF-8, only text of ASCII letters keeps it US-ASCII."""
        if directive.letter == "U":
            self.encoding = "UTF-8" if first else self.encoding
        elif directive.letter not in "mMu" and self.encoding == "US-ASCII":
            self.encoding = "ASCII-8BIT"

    def one(self, directive: Directive) -> None:
        """Pack by one directive."""
        letter, count = directive.letter, directive.count
        if letter in "aAZ":
            self.text(letter, self.bytes_value(), count)
        elif letter in "bBhH":
            self.digits(letter, self.bytes_value(), count)
        elif letter.lower() in _INTEGERS or letter in _NETWORK:
            for value in self.several(count):
                self.integer(directive, value)
        elif letter in _FLOATS:
            for value in self.several(count):
                self.out += pack_float(_FLOATS[letter], value)
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
        from ..limits import check_size

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
            self.out.append(sum(v << (bits * i) for i, v in enumerate(group if letter in "bh" else group[::-1])))
        self.out += bytes(max(0, (size - len(shown) + 1) // 2))

    def integer(self, directive: Directive, value: Any) -> None:
        """One integer, cut to its size."""
        size, order, _ = directive.number()
        if value is None:
            raise no_conversion(value, "Integer")
        from .object import to_int

        self.out += (to_int(value) & ((1 << (8 * size)) - 1)).to_bytes(size, order)  # type: ignore[arg-type]

    def encoded(self, letter: str, count: int | None) -> None:
        """`m` base64, `M` quoted-printable, `u` uuencoded."""
        if letter == "M":
            from .object import to_s

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
        from ..limits import check_size

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
    from .format import to_real

    if is_text(value) or value is None or isinstance(value, bool):
        from .object import describe
        from ..errors import TypeError_

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
            if out[-1:] in (b" ", b"\t"):
                out += b"=\n"
            out, column = out + b"\n", 0
            continue
        plain = 32 <= byte <= 126 and byte != 61 or byte == 9
        out += bytes([byte]) if plain else b"=%02X" % byte
        column += 1 if plain else 3
        if column > 72 and at + 1 < len(data) and data[at + 1] != 10 or column > 72 and at + 1 == len(data):
            out, column = out + b"=\n", 0
    return bytes(out + b"=\n" if column else out)


class Unpacker:
    """One run of `unpack`."""

    def __init__(self, data: bytes, encoding: str, at: int) -> None:
        self.data, self.encoding, self.at = data, encoding, at
        self.start = at
        self.out: list[Any] = []

    def run(self, template: str) -> list[Any]:
        """Unpack all."""
        for directive in directives(template):
            self.one(directive)
        return self.out

    def one(self, directive: Directive) -> None:
        """Unpack by one directive."""
        letter, count = directive.letter, directive.count
        if letter in "aAZ":
            self.text(letter, count)
        elif letter in "bBhH":
            self.digits(letter, count)
        elif letter.lower() in _INTEGERS or letter in _NETWORK:
            size, order, signed = directive.number()
            self.fixed(size, count, lambda b: int.from_bytes(b, order, signed=signed))  # type: ignore[arg-type]
        elif letter in _FLOATS:
            form = _FLOATS[letter]
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
        if wanted > 0:
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
            self.out.append(self.string(b"".join(binascii.a2b_uu(line) for line in data.splitlines() if line)))
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


@method(ARRAY, "pack")
def pack(self: list[Any], block: Proc | None, template: Any, options: Any = None) -> Any:
    """Ruby's `pack`."""
    made = Packer(self).run(text(template))
    buffer = hash_get(options, Symbol("buffer")) if isinstance(options, Hash) else None
    if buffer is None:
        return made
    from ..registry import send

    return send(buffer, "<<", made)


def unpacked(self: Any, template: Any, options: Any) -> list[Any]:
    """What `unpack` gives."""
    data = to_bytes(self)
    given = hash_get(options, Symbol("offset")) if isinstance(options, Hash) else None
    offset = 0 if given is None else to_index(given)
    if not 0 <= offset <= len(data):
        raise ArgumentError("offset outside of string" if offset >= 0 else "offset can't be negative")
    return Unpacker(data, "UTF-8", offset).run(text(template))


@value_method("unpack")
def unpack(self: Any, block: Proc | None, template: Any, options: Any = None) -> Any:
    """Ruby's `unpack`."""
    found = unpacked(self, template, options)
    if block is None:
        return found
    for value in found:
        block.one(value)
    return None


@value_method("unpack1")
def unpack1(self: Any, block: Proc | None, template: Any, options: Any = None) -> Any:
    """Ruby's `unpack1`."""
    found = unpacked(self, template, options)
    return found[0] if found else None
