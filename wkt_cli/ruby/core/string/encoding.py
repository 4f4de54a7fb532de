"""Encodings: Encoding objects, force_encoding, encode, scrub, unicode_normalize."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from html import escape as html_escape
from typing import Any

from ...errors import (
    ArgumentError,
    ConverterNotFoundError,
    InvalidByteSequenceError,
    RubyError,
    UndefinedConversionError,
)
from ...registry import OBJECT, define_class, method, send, singleton
from ...values import Binary, Hash, Proc, RClass, Symbol, Text
from ..object import hash_get, to_s, truthy
from .base import codec, encoding_of, from_bytes, is_text, is_valid, text, text_method, to_bytes, value_method


class Encoding:
    """A Ruby Encoding."""

    __slots__ = ("name",)
    frozen = True

    def __init__(self, name: str) -> None:
        self.name = name


ENCODING = define_class("Encoding", OBJECT, Encoding)

NAMES = """UTF-8 ASCII-8BIT US-ASCII ISO-8859-1 ISO-8859-2 ISO-8859-3 ISO-8859-4 ISO-8859-5 ISO-8859-6 ISO-8859-7
ISO-8859-8 ISO-8859-9 ISO-8859-10 ISO-8859-11 ISO-8859-13 ISO-8859-14 ISO-8859-15 ISO-8859-16 UTF-16LE UTF-16BE
UTF-32LE UTF-32BE UTF-16 UTF-32 Windows-1250 Windows-1251 Windows-1252 Windows-1253 Windows-1254 Windows-1255
Windows-1256 Windows-1257 Windows-1258 Windows-874 Shift_JIS Windows-31J EUC-JP ISO-2022-JP GBK GB2312 GB18030 Big5
EUC-KR KOI8-R KOI8-U IBM437 IBM850 IBM852 IBM866""".split()
ALIASES = {
    "BINARY": "ASCII-8BIT",
    "ASCII": "US-ASCII",
    "ANSI_X3.4-1968": "US-ASCII",
    "646": "US-ASCII",
    "CP65001": "UTF-8",
    "UCS-2BE": "UTF-16BE",
    "UCS-4LE": "UTF-32LE",
    "SJIS": "Windows-31J",
    "CP932": "Windows-31J",
    "CSWINDOWS31J": "Windows-31J",
    "EUCJP": "EUC-JP",
    "EUCKR": "EUC-KR",
    "CP936": "GBK",
    "LOCALE": "UTF-8",
    "EXTERNAL": "UTF-8",
    "FILESYSTEM": "UTF-8",
    **{f"CP{n}": f"Windows-{n}" for n in (*range(1250, 1259), 874)},
    **{f"ISO8859-{n}": f"ISO-8859-{n}" for n in range(1, 17) if n != 12},
    **{f"CP{n}": f"IBM{n}" for n in (437, 850, 852, 866)},
}
_by_upper = {name.upper(): name for name in NAMES}
_objects = {name: Encoding(name) for name in NAMES}

for _name in NAMES:
    _constant = _name.replace("-", "_")
    ENCODING.constants[_constant] = ENCODING.constants[_constant.upper()] = _objects[_name]
for _alias, _name in ALIASES.items():
    if _alias.replace("-", "_").isidentifier():
        ENCODING.constants[_alias.replace("-", "_")] = _objects[_name]


def find(name: str) -> str | None:
    """Ruby's own spelling of an encoding's name, or None."""
    return _by_upper.get(name.upper()) or ALIASES.get(name.upper())


def named(value: Any) -> str:
    """The encoding an argument names."""
    if isinstance(value, Encoding):
        return value.name
    found = find(text(value))
    if found is None:
        raise ArgumentError(f"unknown encoding name - {text(value)}")
    return found


@method(ENCODING, "to_s", "name")
def name_of(self: Encoding, block: Proc | None) -> str:
    """Ruby's `name`."""
    return self.name


@method(ENCODING, "names")
def names(self: Encoding, block: Proc | None) -> list[str]:
    """Ruby's `names`."""
    return [self.name, *(alias for alias, name in ALIASES.items() if name == self.name)]


@method(ENCODING, "inspect")
def inspect(self: Encoding, block: Proc | None) -> str:
    """Ruby's `inspect`."""
    return f"#<Encoding:{self.name}{' (dummy)' if self.name in ('UTF-16', 'UTF-32') else ''}>"


@method(ENCODING, "ascii_compatible?")
def is_ascii_compatible(self: Encoding, block: Proc | None) -> bool:
    """Ruby's `ascii_compatible?`."""
    return not self.name.startswith(("UTF-16", "UTF-32", "ISO-2022"))


@method(ENCODING, "dummy?")
def is_dummy(self: Encoding, block: Proc | None) -> bool:
    """Ruby's `dummy?`."""
    return self.name in ("UTF-16", "UTF-32", "ISO-2022-JP")


@singleton(ENCODING, "default_external")
def default_external(self: RClass, block: Proc | None) -> Encoding:
    """Always UTF-8."""
    return _objects["UTF-8"]


@singleton(ENCODING, "default_internal")
def default_internal(self: RClass, block: Proc | None) -> None:
    """Never set."""


@singleton(ENCODING, "find")
def find_(self: RClass, block: Proc | None, name: Any) -> Encoding:
    """Ruby's `Encoding.find`."""
    return _objects[named(name)]


@singleton(ENCODING, "list")
def list_(self: RClass, block: Proc | None) -> list[Encoding]:
    """Ruby's `Encoding.list`."""
    return list(_objects.values())


@singleton(ENCODING, "name_list")
def name_list(self: RClass, block: Proc | None) -> list[str]:
    """Ruby's `Encoding.name_list`."""
    return [*NAMES, *ALIASES]


@singleton(ENCODING, "compatible?")
def compatible(self: RClass, block: Proc | None, a: Any, b: Any) -> Encoding | None:
    """Ruby's `Encoding.compatible?` of two Strings."""
    if not is_text(a) or not is_text(b):
        return None
    if encoding_of(a) == encoding_of(b) or to_bytes(b).isascii():
        return _objects[encoding_of(a)]
    return _objects[encoding_of(b)] if to_bytes(a).isascii() else None


@value_method("encoding")
def encoding(self: Any, block: Proc | None) -> Encoding:
    """Ruby's `encoding`."""
    return _objects[encoding_of(self)]


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
            raise UndefinedConversionError(f"{shown(bad)} to UTF-8 in conversion from {self.source} to {self.path()}")
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
            value = html_escape(value, quote=False)
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
        return UndefinedConversionError(f"{code} to {to} in conversion from {self.source} to {to}" if self.source == "UTF-8" else f"{code} from UTF-8 to {self.target}")


def converted(self: Any, args: tuple[Any, ...]) -> Any:
    """What `encode` gives."""
    options = args[-1] if args and isinstance(args[-1], Hash) else Hash()
    names = [given for given in args if given is not options]
    target = target_name(names[0], encoding_of(self)) if names else encoding_of(self) if options else "UTF-8"
    source = source_name(names[1], target) if len(names) > 1 else encoding_of(self)
    conversion = Conversion(source, target, options)
    data = to_bytes(self)
    if source == target:
        return same_encoding(self, data, conversion)
    return from_bytes(conversion.encode(conversion.decorate(conversion.decode(data))), target)


def same_encoding(self: Any, data: bytes, conversion: Conversion) -> Any:
    """`encode` into the encoding that the text has: only repairs and decorations."""
    if is_valid(self):
        return from_bytes(conversion.decorate(data.decode(codec(conversion.source))).encode(codec(conversion.target)), conversion.target)
    if conversion.option("invalid") is None:
        return from_bytes(data, conversion.target)
    return from_bytes(conversion.encode(conversion.decorate(conversion.decode(data))), conversion.target)


def target_name(value: Any, source: str) -> str:
    """The encoding to encode into."""
    found = value.name if isinstance(value, Encoding) else find(text(value))
    if found is None:
        raise ConverterNotFoundError(f"code converter not found ({source} to {text(value)})")
    return found


def source_name(value: Any, target: str) -> str:
    """The encoding to encode from."""
    found = value.name if isinstance(value, Encoding) else find(text(value))
    if found is None:
        raise ConverterNotFoundError(f"code converter not found ({text(value)} to {target})")
    return found


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
    if not isinstance(self, Binary) or is_valid(self):
        return self if type(self) is str else from_bytes(to_bytes(self), encoding_of(self))
    name = self.encoding
    if block is not None and replacement is None:
        return scrubbed(self.data, name, lambda bad: text(block.one(from_bytes(bad, name))))
    new = ("\ufffd" if name.startswith("UTF") else "?") if replacement is None else text(replacement)
    return scrubbed(self.data, name, lambda bad: new)


_FORMS = {"nfc": "NFC", "nfd": "NFD", "nfkc": "NFKC", "nfkd": "NFKD"}


def form(value: Any) -> Any:
    """The normalization form that a Symbol names."""
    name = value.name if isinstance(value, Symbol) else to_s(value)
    if name not in _FORMS:
        raise ArgumentError(f"Invalid normalization form {name}.")
    return _FORMS[name]


@text_method("unicode_normalize")
def unicode_normalize(self: str, block: Proc | None, kind: Any = Symbol("nfc")) -> str:
    """Ruby's `unicode_normalize`."""
    return unicodedata.normalize(form(kind), self)


@text_method("unicode_normalized?")
def is_unicode_normalized(self: str, block: Proc | None, kind: Any = Symbol("nfc")) -> bool:
    """Ruby's `unicode_normalized?`."""
    return unicodedata.is_normalized(form(kind), self)


@value_method("is_utf8?")
def is_utf8(self: Any, block: Proc | None) -> bool:
    """ActiveSupport's `is_utf8?`."""
    return encoding_of(self) in ("UTF-8", "US-ASCII") and is_valid(self)
