"""The successor of a text, and ranges of texts."""

from __future__ import annotations

import string as ascii_sets
from collections.abc import Iterator
from typing import Any

from ...values import Binary, Proc
from .base import binary_method, from_bytes, text, text_method

_SETS = (ascii_sets.ascii_lowercase, ascii_sets.ascii_uppercase, ascii_sets.digits)


def next_in_set(char: str) -> tuple[str, str | None]:
    """The next letter or digit, and what is carried in front where it wrapped around."""
    for members in _SETS:
        if char in members:
            at = members.index(char) + 1
            if at < len(members):
                return members[at], None
            return members[0], "1" if members[0] == "0" else members[0]
    return next_in_block(char)


def next_in_block(char: str) -> tuple[str, str | None]:
    """The next letter or digit beyond ASCII; where the block of its kind ends, its first one."""
    code, digit = ord(char), char.isdecimal()
    after = chr(code + 1) if code < 0x10FFFF else ""
    if after.isalnum() and after.isdecimal() == digit:
        return after, None
    while chr(code - 1).isalnum() and chr(code - 1).isdecimal() == digit:
        code -= 1
    return chr(code), chr(code + 1) if digit else chr(code)


def is_alnum(char: str) -> bool:
    """Whether a character counts: a letter or digit."""
    return char.isalnum()


def successor(value: str) -> str:
    """Ruby's `succ`."""
    if not value:
        return ""
    places = [at for at, char in enumerate(value) if is_alnum(char)]
    if not places:
        return plain_successor(value)
    out = list(value)
    at = places[-1]
    while True:
        out[at], carry = next_in_set(value[at])
        if carry is None:
            return "".join(out)
        left = carry_place(value, at)
        if left is None:
            return "".join([*out[:at], carry, *out[at:]])
        at = left


def carry_place(value: str, at: int) -> int | None:
    """The next letter or digit to the left; over other characters only between two of a kind."""
    left = at - 1
    while left >= 0 and not is_alnum(value[left]):
        left -= 1
    if left < 0:
        return None
    if left == at - 1:
        return left
    return left if value[at].isdigit() == value[left].isdigit() else None


def plain_successor(value: str) -> str:
    """The successor where there is no letter or digit: by code point, from the right."""
    out = list(value)
    for at in range(len(out) - 1, -1, -1):
        code = ord(out[at]) + 1
        if code == 0xD800:
            code = 0xE000
        if code < 0x110000:
            out[at] = chr(code)
            return "".join(out)
        out[at] = "\x01"
    return "\x01" + "".join(out)


def byte_successor(data: bytes) -> bytes:
    """The successor of bytes: letters and digits as in text, else the last byte that can grow."""
    if any(is_alnum(chr(byte)) for byte in data if byte < 128):
        return successor(data.decode("ascii", "surrogateescape")).encode("ascii", "surrogateescape")
    number = int.from_bytes(data, "big") + 1
    grown = number.to_bytes(len(data) + 1, "big")
    return grown if grown[0] else grown[1:]


@text_method("succ", "next")
def succ(self: str, block: Proc | None) -> str:
    """Ruby's `succ`."""
    return successor(self)


@binary_method("succ", "next")
def binary_succ(self: Binary, block: Proc | None) -> Any:
    """Ruby's `succ` of binary text."""
    return from_bytes(byte_successor(self.data), self.encoding) if self.data else Binary(b"", self.encoding)


def between(first: str, last: str, exclusive: bool = False) -> Iterator[str]:
    """The texts from one to another, as `upto` and a Range of Strings give them."""
    if len(first) == 1 and len(last) == 1 and first.isascii() and last.isascii():
        yield from map(chr, range(ord(first), ord(last) + (not exclusive)))
        return
    if is_digits(first) and is_digits(last):
        yield from numbers_between(first, last, exclusive)
        return
    if first > last:
        return
    after, value = successor(last), first
    while value != after:
        if exclusive and value == last:
            return
        yield value
        if value == last:
            return
        value = successor(value)
        if len(value) > len(last) or not value:
            return


def is_digits(value: str) -> bool:
    """Whether a text is ASCII digits only."""
    return value.isascii() and value.isdigit()


def numbers_between(first: str, last: str, exclusive: bool) -> Iterator[str]:
    """Texts of digits, counted up with the width of the first."""
    width = len(first) if first[0] == "0" or len(first) == len(last) else 0
    for number in range(int(first), int(last) + (not exclusive)):
        yield str(number).rjust(width, "0")


@text_method("upto")
def upto(self: str, block: Proc | None, last: Any, exclusive: Any = ...) -> Any:
    """Ruby's `upto`."""
    if block is None:
        from ..enumerator import enumerator

        return enumerator(self, "upto", last, *(() if exclusive is ... else (exclusive,)))
    for value in between(self, text(last), exclusive not in (..., False, None)):
        block.one(value)
    return self
