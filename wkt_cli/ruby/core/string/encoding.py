"""Encodings: Encoding objects, force_encoding, encode, scrub, unicode_normalize."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from ...errors import (
    ArgumentError,
    ConverterNotFoundError,
    InvalidByteSequenceError,
    RubyError,
    UndefinedConversionError,
)
from ...registry import send
from ...values import Binary, Hash, Proc, Symbol, Text
from ..object import hash_get, inspect, to_s, truthy
from .base import codec, encoding_of, from_bytes, is_valid, text, text_method, to_bytes, value_method
from .encodings import OBJECTS, Encoding, find, named


@value_method("encoding")
def encoding(self: Any, block: Proc | None) -> Encoding:
    """Ruby's `encoding`."""
    return OBJECTS[encoding_of(self)]


@value_method("force_encoding")
def force_encoding(self: Any, block: Proc | None, name: Any) -> Any:
    """Ruby's `force_encoding`: the same bytes, read another way; a mutable String changes itself."""
    from .base import become

    found = from_bytes(to_bytes(self), named(name))
    if isinstance(self, Text):
        become(self, found)
        return self
    return found


@value_method("b")
def b(self: Any, block: Proc | None) -> Binary:
    """Ruby's `b`: a copy of the bytes."""
    return Binary(to_bytes(self))


def shown(data: bytes) -> str:
    """Bytes as conversion errors show them."""
    return '"' + "".join(f"\\x{byte:02X}" if byte > 126 else chr(byte) for byte in data) + '"'


class Conversion:
    """One `encode`: from where, to where, and what to do with what does not fit."""

    def __init__(self, source: str, target: str, options: Hash) -> None:
        self.source, self.target, self.options = source, target, options
        self.xml = self.option_name("xml")
        for key, allowed in (("invalid", "replace"), ("undef", "replace")):
            given = self.option(key)
            if given is not None and not (isinstance(given, Symbol) and given.name == allowed):
                kind = "invalid" if key == "invalid" else "undefined"
                raise ArgumentError(f"unknown value for {kind} character option")

    def option(self, name: str) -> Any:
        """An option by name."""
        return hash_get(self.options, Symbol(name))

    def option_name(self, name: str) -> str | None:
        """An option that is a Symbol."""
        found = self.option(name)
        return found.name if isinstance(found, Symbol) else None

    def replacement(self) -> str:
        """What stands for a lost character."""
        given = self.option("replace")
        if given is not None:
            return text(given)
        return "\ufffd" if self.target.startswith("UTF") else "?"

    def decode(self, data: bytes) -> str:
        """The text of the bytes."""
        if self.source == "ASCII-8BIT":
            return self.decode_binary(data)
        out: list[str] = []
        while data:
            try:
                out.append(data.decode(codec(self.source)))
                break
            except UnicodeDecodeError as error:
                out.append(data[: error.start].decode(codec(self.source)))
                out.append(self.lost(data, error))
                data = data[error.end :]
        return "".join(out)

    def decode_binary(self, data: bytes) -> str:
        """Bytes without an encoding are only ASCII."""
        if self.option("undef") is not None:
            return "".join(chr(byte) if byte < 128 else self.replacement() for byte in data)
        bad = next((byte for byte in data if byte > 127), None)
        if bad is not None:
            raise UndefinedConversionError(f"{shown(bytes([bad]))} from ASCII-8BIT to {self.path(True)}")
        return data.decode("ascii")

    def path(self, binary: bool = False) -> str:
        """How a message names the way to the target."""
        return "UTF-8" if self.target == "UTF-8" or not binary else f"UTF-8 to {self.target}"

    def lost(self, data: bytes, error: UnicodeDecodeError) -> str:
        """What stands for bytes that are no character."""
        if self.option("invalid") is not None:
            return self.replacement()
        bad = data[error.start : error.end]
        if not self.source.startswith("UTF"):
            if self.option("undef") is not None:
                return self.replacement()
            raise UndefinedConversionError(
                f"{shown(bad)} to UTF-8 in conversion from {self.source} to {self.path()}"
            )
        rest = data[error.end : error.end + 1]
        if bad[0] in range(0xC2, 0xF5) and rest:
            raise InvalidByteSequenceError(f"{shown(bad)} followed by {shown(rest)} on {self.source}")
        if bad[0] in range(0xC2, 0xF5):
            raise InvalidByteSequenceError(f"incomplete {shown(bad)} on {self.source}")
        raise InvalidByteSequenceError(f"{shown(bad)} on {self.source}")

    def decorate(self, value: str) -> str:
        """Newlines and XML."""
        newline = self.option_name("newline")
        if newline == "universal" or truthy(self.option("universal_newline")):
            value = re.sub("\r\n?", "\n", value)
        if newline == "crlf" or truthy(self.option("crlf_newline")):
            value = value.replace("\n", "\r\n")
        if newline == "cr" or truthy(self.option("cr_newline")):
            value = value.replace("\n", "\r")
        if self.xml:
            from html import escape

            value = escape(value, quote=False)
        if self.xml == "attr":
            value = '"' + value.replace('"', "&quot;").replace("'", "&apos;") + '"'
        return value

    def encode(self, value: str) -> bytes:
        """The text in the target encoding."""
        head = {"UTF-16": codecs.BOM_UTF16_BE, "UTF-32": codecs.BOM_UTF32_BE}.get(self.target, b"")
        try:
            return head + value.encode(codec(self.target))
        except UnicodeEncodeError:
            return head + b"".join(self.encode_char(char) for char in value)

    def encode_char(self, char: str) -> bytes:
        """One character, or what stands for it."""
        try:
            return char.encode(codec(self.target))
        except UnicodeEncodeError:
            return self.fallback(char).encode(codec(self.target), "replace")

    def fallback(self, char: str) -> str:
        """What stands for a character the target has not."""
        if self.xml:
            return f"&#x{ord(char):X};"
        if self.option("undef") is not None:
            return self.replacement()
        given = self.option("fallback")
        if given is not None:
            found = send(given, "[]", char) if isinstance(given, Hash) else send(given, "call", char)
            if found is not None:
                return to_s(found)
        raise self.undefined(char)

    def undefined(self, char: str) -> RubyError:
        """The error of a character the target has not."""
        code = f"U+{ord(char):04X}"
        if self.source == "UTF-8" and self.target in ("US-ASCII", "ISO-8859-1"):
            return UndefinedConversionError(f"{code} from UTF-8 to {self.target}")
        to = self.target.upper() if self.target.startswith("Windows") else self.target
        return UndefinedConversionError(
            f"{code} to {to} in conversion from {self.source} to {to}"
            if self.source == "UTF-8"
            else f"{code} from UTF-8 to {self.target}"
        )


def converted(self: Any, args: tuple[Any, ...]) -> Any:
    """What `encode` gives."""
    options = args[-1] if args and isinstance(args[-1], Hash) and args[-1].keywords else Hash()
    names = [given for given in args if given is not options]
    mine = encoding_of(self)
    target = names[0] if names else mine if options else "UTF-8"
    source, target = converter(names[1] if len(names) > 1 else mine, target)
    conversion = Conversion(source, target, options)
    data = to_bytes(self)
    if source == target:
        return same_encoding(self, data, conversion)
    return from_bytes(conversion.encode(conversion.decorate(conversion.decode(data))), target)


def same_encoding(self: Any, data: bytes, conversion: Conversion) -> Any:
    """`encode` into the encoding that the text has: only repairs and decorations."""
    if is_valid(self):
        return from_bytes(
            conversion.decorate(data.decode(codec(conversion.source))).encode(codec(conversion.target)),
            conversion.target,
        )
    if conversion.option("invalid") is None:
        return from_bytes(data, conversion.target)
    return from_bytes(conversion.encode(conversion.decorate(conversion.decode(data))), conversion.target)


def converter(*values: Any) -> list[str]:
    """The encodings to encode from and into."""
    names = [value.name if isinstance(value, Encoding) else text(value) for value in values]
    known = [found for name in names if (found := find(name)) is not None]
    if len(known) < len(names):
        raise ConverterNotFoundError(f"code converter not found ({' to '.join(filter(None, names))})")
    return known


@value_method("encode")
def encode(self: Any, block: Proc | None, *args: Any) -> Any:
    """Ruby's `encode`."""
    return converted(self, args)


def scrubbed(data: bytes, encoding_name: str, new: Callable[[bytes], str]) -> str | Binary:
    """The bytes with each invalid sequence replaced."""
    out: list[bytes] = []
    while data:
        try:
            data.decode(codec(encoding_name))
            out.append(data)
            break
        except UnicodeDecodeError as error:
            bad = data[error.start : error.end]
            out += [data[: error.start], new(bad).encode(codec(encoding_name))]
            data = data[error.end :]
    return from_bytes(b"".join(out), encoding_name)


@value_method("scrub")
def scrub(self: Any, block: Proc | None, replacement: Any = None) -> Any:
    """Ruby's `scrub`."""
    if block is not None and replacement is not None:
        raise ArgumentError("both of block and replacement given")
    if isinstance(self, Binary) and self.encoding == "ASCII-8BIT" and replacement is not None:
        text(replacement)
    if not isinstance(self, Binary) or is_valid(self):
        return self if type(self) is str else from_bytes(to_bytes(self), encoding_of(self))
    name = self.encoding
    if block is not None:
        return scrubbed(self.data, name, lambda bad: valid(block.one(from_bytes(bad, name))))
    new = ("\ufffd" if name.startswith("UTF") else "?") if replacement is None else valid(replacement)
    return scrubbed(self.data, name, lambda bad: new)


def valid(replacement: Any) -> str:
    """What `scrub` puts in place of bytes that are no characters."""
    found = text(replacement)
    if not is_valid(replacement):
        raise ArgumentError(f"replacement must be valid byte sequence '{inspect(replacement)}'")
    return found


NFC = Symbol("nfc")
_FORMS = {"nfc": "NFC", "nfd": "NFD", "nfkc": "NFKC", "nfkd": "NFKD"}


def form(value: Any) -> Any:
    """The normalization form that a Symbol names."""
    name = value.name if isinstance(value, Symbol) else to_s(value)
    if name not in _FORMS:
        raise ArgumentError(f"Invalid normalization form {name}.")
    return _FORMS[name]


@text_method("unicode_normalize")
def unicode_normalize(self: str, block: Proc | None, kind: Any = NFC) -> str:
    """Ruby's `unicode_normalize`."""
    return unicodedata.normalize(form(kind), self)


@text_method("unicode_normalized?")
def is_unicode_normalized(self: str, block: Proc | None, kind: Any = NFC) -> bool:
    """Ruby's `unicode_normalized?`."""
    return unicodedata.is_normalized(form(kind), self)


@value_method("is_utf8?")
def is_utf8(self: Any, block: Proc | None) -> bool:
    """ActiveSupport's `is_utf8?`: bytes without an encoding are asked whether they could be."""
    if encoding_of(self) == "ASCII-8BIT":
        return is_valid(from_bytes(to_bytes(self)))
    return encoding_of(self) in ("UTF-8", "US-ASCII") and is_valid(self)
