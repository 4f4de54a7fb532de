"""split, lines, characters, bytes and the methods that yield them."""

from __future__ import annotations

import re
from typing import Any

from ...values import Binary, Proc, RString
from ..object import to_index, truthy
from ..options import with_keywords
from ..regexp import Regexp, pattern_of
from .base import binary_method, text, text_method, value_method

_SEPARATORS = re.compile("[\x1c-\x1f]")
_SPACE = re.compile(r"[\t\n\v\f\r ]+")


def pieces(self: str, separator: Any, limit: int) -> list[str]:
    """`split` before empty strings at the end are dropped."""
    if separator is None or separator == " ":
        return words(self, limit)
    if isinstance(separator, Regexp):
        if separator.source == " " and not separator.options:
            return self.split(" ", limit - 1 if limit > 0 else -1)
        return split_by(self, separator, limit)
    wanted = text(separator)
    if wanted == "":
        cut = limit - 1 if 0 < limit <= len(self) else len(self)
        return [*self[:cut], self[cut:]]
    return self.split(wanted, limit - 1 if limit > 0 else -1)


def words(self: str, limit: int) -> list[str]:
    """`split` at whitespace (ASCII only), the leading one ignored."""
    rest = self.lstrip("\t\n\v\f\r ")
    if limit == 0 and rest.isascii() and not _SEPARATORS.search(rest):
        return rest.split()
    if limit <= 0:
        found = _SPACE.split(rest)
        return found if limit or found != [""] else []
    return _SPACE.split(rest, limit - 1) if limit > 1 else [rest]


def split_by(self: str, regexp: Regexp, limit: int) -> list[str]:
    """`split` at a Regexp; its groups are kept, empty matches split between characters."""
    out: list[str] = []
    begin = splits = 0
    for m in regexp.all(self):
        start, end = m.span()
        if start == end == begin:
            continue
        out += [self[begin:start], *(group for group in m.groups() if group is not None)]
        begin, splits = end, splits + 1
        if splits == limit - 1:
            break
    return [*out, self[begin:]]


def parts(self: str, args: tuple[Any, ...]) -> list[str]:
    """The parts that `split` gives."""
    limit = to_index(args[1]) if len(args) > 1 else 0
    separator = args[0] if args else None
    if separator is not None and not isinstance(separator, Regexp):
        pattern_of(separator)
        separator = text(separator)
    if not self:
        return []
    if limit == 1:
        return [self]
    found = pieces(self, separator, limit)
    if limit == 0:
        while found and not found[-1]:
            found.pop()
    return found


@text_method("split")
def split(self: str, block: Proc | None, separator: Any = None, limit: Any = 0) -> Any:
    """Ruby's `split`."""
    if isinstance(separator, RString):
        separator = separator.text
    if block is None and type(separator) is str and limit == 0 and len(separator) == 1 and self:
        if separator == " ":
            return words(self, 0)
        found = self.split(separator)
        while found and not found[-1]:
            found.pop()
        return found
    found = parts(self, (separator, limit))
    if block is None:
        return found
    for part in found:
        block.one(part)
    return self


def split_lines(self: str, separator: str, chomp: bool) -> list[str]:
    """Lines with or without what ends them."""
    if separator == "\n":
        found = self.split("\n")
        last = found.pop()
        if chomp:
            return [line.removesuffix("\r") for line in found] + ([last] if last else [])
        return [line + "\n" for line in found] + ([last] if last else [])
    if separator == "":
        return paragraphs(self, chomp)
    found = self.split(separator)
    last = found.pop()
    return [line if chomp else line + separator for line in found] + ([last] if last else [])


def paragraphs(self: str, chomp: bool) -> list[str]:
    """Lines up to a run of empty ones."""
    found = re.findall(r"(?s)(.+?)(?:(\n\n)\n*|\Z)", self)
    return [line + (end[:1] if chomp else end) for line, end in found]


@text_method("lines")
@with_keywords
def lines(self: str, block: Proc | None, separator: Any = "\n", *, chomp: Any = False) -> Any:
    """Ruby's `lines`; an empty text does not look at the separator."""
    if separator is None or not self:
        return listed(self, block, [self] if separator is None else [])
    return listed(self, block, split_lines(self, text(separator), truthy(chomp)))


@text_method("chars")
def chars(self: str, block: Proc | None) -> Any:
    """Ruby's `chars`."""
    return listed(self, block, list(self))


def listed(self: Any, block: Proc | None, found: list[Any]) -> Any:
    """What `chars` and its kin give: a list, or the receiver where a block takes the parts."""
    if block is None:
        return found
    for part in found:
        block.one(part)
    return self


@text_method("codepoints")
def codepoints(self: str, block: Proc | None) -> Any:
    """Ruby's `codepoints`."""
    return listed(self, block, list(map(ord, self)))


@text_method("bytes")
def bytes_(self: str, block: Proc | None) -> Any:
    """Ruby's `bytes`."""
    return listed(self, block, list(self.encode("utf-8", "surrogateescape")))


@binary_method("bytes")
def binary_bytes(self: Binary, block: Proc | None) -> Any:
    """Ruby's `bytes` of binary text."""
    return listed(self, block, list(self.data))


def clusters(self: str) -> list[str]:
    """The grapheme clusters: what a reader takes for one character."""
    if self.isascii() and "\r" not in self:
        return list(self)
    import regex

    return regex.findall(r"\X", self)


@text_method("grapheme_clusters")
def grapheme_clusters(self: str, block: Proc | None) -> Any:
    """Ruby's `grapheme_clusters`."""
    return listed(self, block, clusters(self))


def _each(name: str, parts_name: str) -> None:
    """Register `each_x`, which yields what `xs` gives."""
    from ...registry import send

    def each(self: Any, block: Proc | None, *args: Any) -> Any:
        if block is None:
            from ..enumerator import enumerator

            return enumerator(self, name, *args)
        for part in send(self, parts_name, *args):
            block.one(part)
        return self

    made = each if parts_name == "lines" else lambda self, block: each(self, block)
    made.__doc__, made.__name__ = f"Ruby's `{name}`.", name
    value_method(name)(made)


for _name, _parts in (
    ("each_char", "chars"),
    ("each_byte", "bytes"),
    ("each_line", "lines"),
    ("each_codepoint", "codepoints"),
    ("each_grapheme_cluster", "grapheme_clusters"),
):
    _each(_name, _parts)
