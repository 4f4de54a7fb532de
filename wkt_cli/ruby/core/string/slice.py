"""Parts of a String by position, range, text or regular expression, and what ActiveSupport adds."""

from __future__ import annotations

from typing import Any

from ...errors import ArgumentError, IndexError_
from ...values import Binary, Proc, Range
from ..object import to_index
from ..regexp import Regexp, set_last_match
from .base import binary_method, from_bytes, is_text, text, text_method


def span(range_: Range, size: int) -> tuple[int, int] | None:
    """Where a Range starts in something of this size, and how long it is; None if it starts outside."""
    first, last = range_.first, range_.last
    if type(first) is not int:
        first = 0 if first is None else to_index(first)
    if type(last) is not int:
        last = -1 if last is None else to_index(last)
    exclusive = range_.exclusive and range_.last is not None
    start = first + size if first < 0 else first
    end = last + size if last < 0 else last
    if start < 0 or start > size:
        return None
    return start, max(0, min(end + (not exclusive), size) - start)


def outside(*index: int) -> str | None:
    """What a position outside gives: nil, unless it is beyond all sizes, which Ruby refuses."""
    for number in index:
        to_index(number)
    return None


def part(self: str, start: int, count: int) -> str | None:
    """`count` characters from `start`; None outside."""
    size = len(self)
    if count < 0 or start > size or start < -size:
        return outside(start, count)
    if start < 0:
        start += size
    return self[start : start + count]


@text_method("[]", "slice")
def element(self: str, block: Proc | None, index: Any, length: Any = ...) -> str | None:
    """Ruby's `[]` of String."""
    if length is not ...:
        if type(index) is int and type(length) is int:
            return part(self, index, length)
        if isinstance(index, Regexp):
            return match_part(self, index, length)
        return part(self, to_index(index), to_index(length))
    kind = type(index)
    if kind is int:
        size = len(self)
        return self[index] if -size <= index < size else outside(index)
    if kind is Range:
        found = span(index, len(self))
        return None if found is None else self[found[0] : found[0] + found[1]]
    if kind is Regexp:
        return match_part(self, index, 0)
    if is_text(index):
        wanted = text(index)
        return wanted if wanted in self else None
    return element(self, None, to_index(index))


def match_part(self: str, regexp: Regexp, group: Any) -> str | None:
    """A group of the first match."""
    found = regexp.find(self)
    set_last_match(found)
    return None if found is None else found.group(group)


@text_method("at")
def at(self: str, block: Proc | None, position: Any) -> str | None:
    """ActiveSupport's `at`."""
    return element(self, None, position)


@text_method("from")
def from_(self: str, block: Proc | None, position: Any) -> str | None:
    """ActiveSupport's `from`."""
    return element(self, None, position, len(self))


@text_method("to")
def to(self: str, block: Proc | None, position: Any) -> str:
    """ActiveSupport's `to`."""
    end = to_index(position)
    return part(self, 0, (end + len(self) if end < 0 else end) + 1) or ""


@text_method("first")
def first(self: str, block: Proc | None, limit: Any = 1) -> str:
    """ActiveSupport's `first`."""
    count = to_index(limit)
    if count < 0:
        raise ArgumentError("negative limit")
    return self[:count]


@text_method("last")
def last(self: str, block: Proc | None, limit: Any = 1) -> str:
    """ActiveSupport's `last`."""
    count = to_index(limit)
    if count < 0:
        raise ArgumentError("negative limit")
    return self[max(0, len(self) - count) :]


def byte_part(data: bytes, index: Any, length: Any) -> bytes | None:
    """Bytes by position, or by Range."""
    size = len(data)
    if length is ... and type(index) is Range:
        found = span(index, size)
        return None if found is None else data[found[0] : found[0] + found[1]]
    start, count = to_index(index), 1 if length is ... else to_index(length)
    start = start + size if start < 0 else start
    if count < 0 or not 0 <= start <= size or (length is ... and start == size):
        return None
    return data[start : start + count]


@text_method("byteslice")
def byteslice(self: str, block: Proc | None, index: Any, length: Any = ...) -> str | Binary | None:
    """Ruby's `byteslice`."""
    found = byte_part(self.encode("utf-8", "surrogateescape"), index, length)
    return None if found is None else from_bytes(found)


@binary_method("byteslice")
def binary_byteslice(self: Binary, block: Proc | None, index: Any, length: Any = ...) -> str | Binary | None:
    """Ruby's `byteslice` of binary text."""
    found = byte_part(self.data, index, length)
    return None if found is None else from_bytes(found, self.encoding)


@text_method("getbyte")
def getbyte(self: str, block: Proc | None, index: Any) -> int | None:
    """Ruby's `getbyte`."""
    return byte_at(self.encode("utf-8", "surrogateescape"), to_index(index))


@binary_method("getbyte")
def binary_getbyte(self: Binary, block: Proc | None, index: Any) -> int | None:
    """Ruby's `getbyte` of binary text."""
    return byte_at(self.data, to_index(index))


def byte_at(data: bytes, index: int) -> int | None:
    """One byte, None outside."""
    return data[index] if -len(data) <= index < len(data) else None


@text_method("chr")
def chr_(self: str, block: Proc | None) -> str:
    """Ruby's `chr`: the first character."""
    return self[:1]


def replaced(self: str, args: tuple[Any, ...]) -> str:
    """The text after `self[…] = value`; the last of ``args`` is the value."""
    if not 2 <= len(args) <= 3:
        raise ArgumentError(f"wrong number of arguments (given {len(args)}, expected 2..3)")
    *where, value = args
    index = where[0]
    if isinstance(index, Regexp):
        return with_match(self, index, where[1] if len(where) > 1 else 0, text(value))
    if len(where) > 1:
        start, count = to_index(index), to_index(where[1])
        if count < 0:
            raise IndexError_(f"negative length {count}")
        return with_part(self, start, count, value)
    if type(index) is Range:
        return with_range(self, index, text(value))
    if is_text(index):
        wanted = text(index)
        if wanted not in self:
            raise IndexError_("string not matched")
        return self.replace(wanted, text(value), 1)
    start = to_index(index)
    if start == len(self):
        return self + text(value)
    return with_part(self, start, 1, value)


def with_part(self: str, start: int, count: int, value: Any) -> str:
    """The text with `count` characters from `start` replaced."""
    size = len(self)
    if not -size <= start <= size:
        raise IndexError_(f"index {start} out of string")
    start = start + size if start < 0 else start
    return self[:start] + text(value) + self[start + count :]


def with_range(self: str, range_: Range, value: str) -> str:
    """The text with a Range of it replaced."""
    found = span(range_, len(self))
    if found is None:
        from ...errors import RangeError
        from ..object import inspect

        raise RangeError(f"{inspect(range_)} out of range")
    return self[: found[0]] + value + self[sum(found) :]


def with_match(self: str, regexp: Regexp, group: Any, value: str) -> str:
    """The text with a group of the first match replaced."""
    found = regexp.find(self)
    set_last_match(found)
    if found is None:
        raise IndexError_("regexp not matched")
    number = found.number(group)
    if not -found.size <= number < found.size:
        raise IndexError_(f"index {number} out of regexp")
    start, end = found.span(number)
    if start < 0:
        raise IndexError_(f"regexp group {number} not matched")
    return self[:start] + value + self[end:]


def inserted(self: str, index: Any, value: Any) -> str:
    """The text after `insert`."""
    at_, size = to_index(index), len(self)
    if not -size - 1 <= at_ <= size:
        raise IndexError_(f"index {at_ if at_ >= 0 else at_ + 1} out of string")
    start = at_ if at_ >= 0 else at_ + size + 1
    return self[:start] + text(value) + self[start:]
