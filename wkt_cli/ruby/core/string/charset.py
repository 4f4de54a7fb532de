"""Sets of characters written as `a-z` and `^a`: tr, delete, squeeze, count."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

from ...errors import ArgumentError
from ...values import Proc
from .base import text, text_method


@lru_cache(512)
def expand(spec: str) -> tuple[str, ...]:
    """The characters of a set, ranges spread; a leading `^` is the caller's."""
    out: list[str] = []
    at, size = 0, len(spec)
    while at < size:
        char = spec[at]
        if char == "\\" and at + 1 < size:
            at += 1
            char = spec[at]
        if at + 2 < size and spec[at + 1] == "-":
            at += 2
            if spec[at] == "\\" and at + 1 < size:
                at += 1
            if spec[at] < char:
                raise ArgumentError(f'invalid range "{char}-{spec[at]}" in string transliteration')
            out += map(chr, range(ord(char), ord(spec[at]) + 1))
        else:
            out.append(char)
        at += 1
    return tuple(out)


def split_spec(spec: str) -> tuple[bool, str]:
    """Whether a set is negated, and the set; a lone `^` is itself."""
    return (True, spec[1:]) if len(spec) > 1 and spec[0] == "^" else (False, spec)


@lru_cache(512)
def table_of(specs: tuple[str, ...]) -> tuple[tuple[bool, frozenset[str]], ...]:
    """The sets that a character must all be in."""
    return tuple((negative, frozenset(expand(rest))) for negative, rest in map(split_spec, specs))


def chosen(self: str, args: tuple[Any, ...]) -> set[str]:
    """The characters of the text that are in all of the sets."""
    sets = table_of(tuple(text(arg) for arg in args))
    return {char for char in set(self) if all((char in members) != negative for negative, members in sets)}


def some(args: tuple[Any, ...]) -> None:
    """At least one argument is needed."""
    if not args:
        raise ArgumentError("wrong number of arguments (given 0, expected 1+)")


@text_method("count")
def count(self: str, block: Proc | None, *sets: Any) -> int:
    """Ruby's `count`."""
    some(sets)
    return sum(map(self.count, chosen(self, sets)))


@text_method("delete")
def delete(self: str, block: Proc | None, *sets: Any) -> str:
    """Ruby's `delete`."""
    if not self:
        return self
    some(sets)
    found = chosen(self, sets)
    return self.translate(dict.fromkeys(map(ord, found))) if found else self


@text_method("squeeze")
def squeeze(self: str, block: Proc | None, *sets: Any) -> str:
    """Ruby's `squeeze`."""
    found = chosen(self, sets) if sets else set(self)
    return "".join(char if char in found else "".join(run) for char, run in groupby(self))


@lru_cache(512)
def mapping(source: str, target: str) -> tuple[dict[int, str], str | None]:
    """What each character becomes; the second is what all others become, where the set is negated."""
    negative, rest = split_spec(source)
    to = expand(target)
    if negative:
        return {ord(char): char for char in expand(rest)}, to[-1]
    found: dict[int, str] = {}
    for at, char in enumerate(expand(rest)):
        found[ord(char)] = to[min(at, len(to) - 1)]
    return found, None


class Others(dict[int, str]):
    """A translation table in which all that is not listed becomes one character."""

    def __init__(self, kept: dict[int, str], other: str) -> None:
        super().__init__(kept)
        self.other = other

    def __missing__(self, key: int) -> str:
        return self.other


@text_method("tr")
def tr(self: str, block: Proc | None, source: Any, target: Any) -> str:
    """Ruby's `tr`."""
    old, new = text(source), text(target)
    if len(old) == 1 and len(new) == 1:
        return self.replace(old, new)
    if not self:
        return self
    if not new:
        return delete(self, None, old) if old else self
    found, other = mapping(old, new)
    return self.translate(found if other is None else Others(found, other))


@text_method("tr_s")
def tr_s(self: str, block: Proc | None, source: Any, target: Any) -> str:
    """Ruby's `tr_s`: like `tr`, and runs of one replacement become one."""
    old, new = text(source), text(target)
    if not self:
        return self
    if not new:
        return delete(self, None, old) if old else self
    found, other = mapping(old, new)
    out: list[str] = []
    last: str | None = None
    for char in self:
        if other is None:
            new_char = found.get(ord(char))
        else:
            new_char = None if ord(char) in found else other
        if new_char is None:
            out.append(char)
        elif new_char != last:
            out.append(new_char)
        last = new_char
    return "".join(out)
