"""Encoding: the encodings there are, by Ruby's names."""

from __future__ import annotations

from typing import Any

from ...errors import ArgumentError
from ...registry import OBJECT, define_class, method, singleton
from ...values import Proc, RClass
from .base import encoding_of, is_text, text, to_bytes


class Encoding:
    """A Ruby Encoding."""

    __slots__ = ("name",)
    frozen = True

    def __init__(self, name: str) -> None:
        self.name = name


ENCODING = define_class("Encoding", OBJECT, Encoding)

NAMES = [
    "UTF-8",
    "ASCII-8BIT",
    "US-ASCII",
    "ISO-8859-1",
    "ISO-8859-2",
    "ISO-8859-3",
    "ISO-8859-4",
    "ISO-8859-5",
    "ISO-8859-6",
    "ISO-8859-7",
    "ISO-8859-8",
    "ISO-8859-9",
    "ISO-8859-10",
    "ISO-8859-11",
    "ISO-8859-13",
    "ISO-8859-14",
    "ISO-8859-15",
    "ISO-8859-16",
    "UTF-16LE",
    "UTF-16BE",
    "UTF-32LE",
    "UTF-32BE",
    "UTF-16",
    "UTF-32",
    "Windows-1250",
    "Windows-1251",
    "Windows-1252",
    "Windows-1253",
    "Windows-1254",
    "Windows-1255",
    "Windows-1256",
    "Windows-1257",
    "Windows-1258",
    "Windows-874",
    "Shift_JIS",
    "Windows-31J",
    "EUC-JP",
    "ISO-2022-JP",
    "GBK",
    "GB2312",
    "GB18030",
    "Big5",
    "EUC-KR",
    "KOI8-R",
    "KOI8-U",
    "IBM437",
    "IBM850",
    "IBM852",
    "IBM866",
]
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
OBJECTS = {name: Encoding(name) for name in NAMES}

for _name in NAMES:
    _constant = _name.replace("-", "_")
    ENCODING.constants[_constant] = ENCODING.constants[_constant.upper()] = OBJECTS[_name]
for _alias, _name in ALIASES.items():
    if _alias.replace("-", "_").isidentifier():
        ENCODING.constants[_alias.replace("-", "_")] = OBJECTS[_name]


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
    return OBJECTS["UTF-8"]


@singleton(ENCODING, "default_internal")
def default_internal(self: RClass, block: Proc | None) -> None:
    """Never set."""


@singleton(ENCODING, "find")
def find_(self: RClass, block: Proc | None, name: Any) -> Encoding:
    """Ruby's `Encoding.find`."""
    return OBJECTS[named(name)]


@singleton(ENCODING, "list")
def list_(self: RClass, block: Proc | None) -> list[Encoding]:
    """Ruby's `Encoding.list`."""
    return list(OBJECTS.values())


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
        return OBJECTS[encoding_of(a)]
    return OBJECTS[encoding_of(b)] if to_bytes(a).isascii() else None
