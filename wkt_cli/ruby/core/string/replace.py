"""sub and gsub."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from ...errors import ArgumentError, IndexError_
from ...values import Hash, Proc, RString
from ..object import hash_get, to_s
from ..regexp import MatchData, Regexp, pattern_of, set_last_match
from .base import is_text, text, text_method

_REFERENCE = re.compile(r"\\(?:(\d)|k<(\w+)>|([&`'\\0]))")


@lru_cache(1024)
def template(replacement: str, names: tuple[tuple[str, int], ...]) -> list[str | int] | None:
    """A replacement in parts: texts, groups, -1 for what is before, -2 for what is after; None if plain."""
    if "\\" not in replacement:
        return None
    parts: list[str | int] = []
    at = 0
    for found in _REFERENCE.finditer(replacement):
        parts += [replacement[at : found.start()], reference(found, dict(names))]
        at = found.end()
    return [part for part in [*parts, replacement[at:]] if part != ""]


def reference(found: re.Match[str], names: dict[str, int]) -> str | int:
    """One reference: a group, or the text it stands for."""
    digit, name, sign = found.groups()
    if digit:
        return int(digit)
    if name:
        if name.isdigit():
            return int(name)
        if name not in names:
            raise IndexError_(f"undefined group name reference: {name}")
        return names[name]
    return {"&": 0, "`": -1, "'": -2}.get(sign, "\\")


def fill(parts: list[str | int], m: Any) -> str:
    """A template with the groups of a match."""
    size = m.re.groups
    out: list[str] = []
    for part in parts:
        if type(part) is str:
            out.append(part)
        elif part == -1:
            out.append(m.string[: m.start()])
        elif part == -2:
            out.append(m.string[m.end() :])
        elif part <= size:
            out.append(m.group(part) or "")
    return "".join(out)


def parts_of(regexp: Regexp, replacement: str) -> list[str | int] | None:
    """The template of a replacement for this Regexp."""
    if "\\" not in replacement:
        return None
    return template(replacement, tuple((name, numbers[-1]) for name, numbers in regexp.names.items()))


def found_again(pattern: Regexp | str, subject: str, first: bool) -> MatchData | None:
    """`$~` after a substitution without a block: found only if somebody asks."""
    regexp = pattern_of(pattern)
    return regexp.find(subject) if first else regexp.find_final(subject)


def replacer(regexp: Regexp, replacement: Any, block: Proc | None, subject: str) -> Callable[[Any], str]:
    """What makes the new text of one match: a hash, or the block, for which `$~` is set."""
    if replacement is not ...:
        if isinstance(replacement, Hash):
            return lambda m: to_s(looked_up(replacement, m.group()))
        parts = parts_of(regexp, text(replacement))
        return (lambda m: text(replacement)) if parts is None else (lambda m: fill(parts, m))
    assert block is not None
    one = block.one

    def with_block(m: Any) -> str:
        set_last_match(MatchData(m, regexp, subject))
        found = one(m.group())
        return found if type(found) is str else to_s(found)

    return with_block


def looked_up(table: Hash, key: str) -> Any:
    """The value of a replacement hash, its default included."""
    found = hash_get(table, key, ...)
    if found is not ...:
        return found
    from ...registry import send

    return send(table, "[]", key)


def substituted(self: str, regexp: Regexp, new: Callable[[Any], str], *, once: bool) -> str:
    """The text with one match or all of them replaced."""
    matches = [m for m in (regexp.search(self),) if m] if once else regexp.each(self)
    out: list[str] = []
    at = 0
    last = None
    for m in matches:
        start, end = m.span()
        if start > at:
            out.append(self[at:start])
        out.append(new(m))
        at, last = end, m
    if last is None:
        set_last_match(None)
        return self
    set_last_match(MatchData(last, regexp, self))
    out.append(self[at:])
    return "".join(out)


@text_method("gsub")
def gsub(self: str, block: Proc | None, pattern: Any, replacement: Any = ...) -> Any:
    """Ruby's `gsub`."""
    if isinstance(pattern, RString):
        pattern = pattern.text
    if isinstance(replacement, RString):
        replacement = replacement.text
    if type(replacement) is str and "\\" not in replacement:
        if type(pattern) is str:
            set_last_match(partial(found_again, pattern, self, False))
            return self.replace(pattern, replacement)
        if type(pattern) is Regexp and (len(self) <= pattern.bound or pattern.is_fast(self)):
            set_last_match(partial(found_again, pattern, self, False))
            return pattern._fast.sub(replacement, self)  # type: ignore[union-attr]
    if replacement is ... and block is None:
        from ..enumerator import enumerator

        return enumerator(self, "gsub", pattern)
    regexp = pattern_of(pattern)
    if is_text(replacement):
        return gsub_text(self, regexp, text(replacement))
    return substituted(self, regexp, replacer(regexp, replacement, block, self), once=False)


def gsub_text(self: str, regexp: Regexp, replacement: str) -> str:
    """`gsub` with a text: nothing of the program runs in between, so the engine may do all at once."""
    set_last_match(partial(found_again, regexp, self, False))
    parts = parts_of(regexp, replacement)
    if parts is None or not regexp.is_fast(self):
        return substituted(self, regexp, replacer(regexp, replacement, None, self), once=False)
    return regexp._fast.sub(lambda m: fill(parts, m), self)  # type: ignore[union-attr]


@text_method("sub")
def sub(self: str, block: Proc | None, pattern: Any = ..., replacement: Any = ...) -> str:
    """Ruby's `sub`."""
    if pattern is ... or (replacement is ... and block is None):
        given = int(pattern is not ...)
        raise ArgumentError(
            f"wrong number of arguments (given {given}, expected {'2' if block is None else '1..2'})"
        )
    if isinstance(pattern, RString):
        pattern = pattern.text
    if isinstance(replacement, RString):
        replacement = replacement.text
    if type(pattern) is str and type(replacement) is str and "\\" not in replacement:
        set_last_match(partial(found_again, pattern, self, True))
        return self.replace(pattern, replacement, 1)
    regexp = pattern_of(pattern)
    if type(replacement) is str and "\\" not in replacement and regexp.is_fast(self):
        set_last_match(partial(found_again, regexp, self, True))
        return regexp._fast.sub(replacement, self, 1)  # type: ignore[union-attr]
    return substituted(self, regexp, replacer(regexp, replacement, block, self), once=True)
