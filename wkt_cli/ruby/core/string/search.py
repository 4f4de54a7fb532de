"""Finding: index, include?, start_with?, partition, match, `=~`, scan."""

from __future__ import annotations

from functools import partial
from typing import Any

from ...errors import TypeError_
from ...registry import send
from ...values import Proc
from ..object import to_index
from ..regexp import MatchData, Regexp, pattern_of, set_last_match
from ..regexp.methods import dynamic, is_match, wrong_pattern
from .base import is_text, text, text_method


@text_method("include?")
def include(self: str, block: Proc | None, other: Any) -> bool:
    """Ruby's `include?`."""
    return other in self if type(other) is str else text(other) in self


@text_method("exclude?")
def exclude(self: str, block: Proc | None, other: Any) -> bool:
    """ActiveSupport's `exclude?`."""
    return text(other) not in self


def starts(self: str, prefix: Any) -> bool:
    """Whether the text starts with a String or a Regexp."""
    if not isinstance(prefix, Regexp):
        return self.startswith(text(prefix))
    found = prefix.match_at(self, 0)
    set_last_match(found)
    return found is not None


@text_method("start_with?", "starts_with?")
def start_with(self: str, block: Proc | None, *prefixes: Any) -> bool:
    """Ruby's `start_with?`."""
    if len(prefixes) == 1 and type(prefixes[0]) is str:
        return self.startswith(prefixes[0])
    return any(starts(self, prefix) for prefix in prefixes)


@text_method("end_with?", "ends_with?")
def end_with(self: str, block: Proc | None, *suffixes: Any) -> bool:
    """Ruby's `end_with?`."""
    if len(suffixes) == 1 and type(suffixes[0]) is str:
        return self.endswith(suffixes[0])
    return any(self.endswith(text(suffix)) for suffix in suffixes)


def start_of(self: str, at: Any) -> int | None:
    """A start position, counted from the end if negative; None outside."""
    start = to_index(at)
    start = start + len(self) if start < 0 else start
    return start if 0 <= start <= len(self) else None


@text_method("index")
def index(self: str, block: Proc | None, pattern: Any, at: Any = 0) -> int | None:
    """Ruby's `index`."""
    start = 0 if type(at) is int and at == 0 else start_of(self, at)
    if isinstance(pattern, Regexp):
        found = None if start is None else pattern.find(self, start)
        set_last_match(found)
        return None if found is None else found.m.start()
    wanted = text(pattern)
    where = -1 if start is None else self.find(wanted, start)
    return None if where < 0 else where


@text_method("rindex")
def rindex(self: str, block: Proc | None, pattern: Any, at: Any = ...) -> int | None:
    """Ruby's `rindex`."""
    start = len(self) if at is ... else to_index(at)
    start = start + len(self) if start < 0 else min(start, len(self))
    if isinstance(pattern, Regexp):
        found = pattern.find_last(self, start)
        set_last_match(found)
        return None if found is None else found.m.start()
    wanted = text(pattern)
    where = self.rfind(wanted, 0, start + len(wanted)) if start >= 0 else -1
    return None if where < 0 else where


def index_pattern(pattern: Any) -> Any:
    """The pattern of `partition` and `rpartition`."""
    if isinstance(pattern, Regexp) or is_text(pattern):
        return pattern
    raise wrong_pattern(pattern)


@text_method("partition")
def partition(self: str, block: Proc | None, pattern: Any) -> list[str]:
    """Ruby's `partition`."""
    if not isinstance(index_pattern(pattern), Regexp):
        wanted = text(pattern)
        return list(self.partition(wanted)) if wanted else ["", "", self]
    found = pattern.find(self)
    set_last_match(found)
    return [self, "", ""] if found is None else around(self, found)


@text_method("rpartition")
def rpartition(self: str, block: Proc | None, pattern: Any) -> list[str]:
    """Ruby's `rpartition`."""
    if not isinstance(pattern, Regexp):
        if not is_text(pattern):
            raise wrong_pattern(pattern)
        wanted = text(pattern)
        return list(self.rpartition(wanted)) if wanted else [self, "", ""]
    found = pattern.find_last(self, len(self))
    set_last_match(found)
    return ["", "", self] if found is None else around(self, found)


def around(self: str, found: MatchData) -> list[str]:
    """What stands before, in and after a match."""
    start, end = found.m.span()
    return [self[:start], self[start:end], self[end:]]


def match_pattern(pattern: Any) -> Regexp:
    """The pattern of `match`: text is the source of a Regexp here."""
    if isinstance(pattern, Regexp):
        return pattern
    if is_text(pattern):
        return dynamic(text(pattern), 0)
    raise wrong_pattern(pattern)


@text_method("match")
def match(self: str, block: Proc | None, pattern: Any, at: Any = 0) -> Any:
    """Ruby's `match`."""
    start = 0 if type(at) is int and at == 0 else start_of(self, at)
    regexp = pattern if type(pattern) is Regexp else match_pattern(pattern)
    found = None if start is None else regexp.find(self, start)
    set_last_match(found)
    return block.one(found) if block is not None and found is not None else found


@text_method("match?")
def matches(self: str, block: Proc | None, pattern: Any, at: Any = 0) -> bool:
    """Ruby's `match?`, which does not set `$~`."""
    if type(pattern) is Regexp and at == 0:
        return pattern.search(self) is not None
    return is_match(match_pattern(pattern), None, self, at)


@text_method("=~")
def match_operator(self: str, block: Proc | None, other: Any) -> Any:
    """Ruby's `=~`."""
    if isinstance(other, Regexp):
        found = other.find(self)
        set_last_match(found)
        return None if found is None else found.m.start()
    if is_text(other):
        raise TypeError_("type mismatch: String given")
    return send(other, "=~", self)


@text_method("scan")
def scan(self: str, block: Proc | None, pattern: Any) -> Any:
    """Ruby's `scan`; with a block `$~` is set for each match."""
    regexp = pattern_of(pattern)
    if block is not None:
        for m in regexp.each(self):
            found = MatchData(m, regexp, self)
            set_last_match(found)
            block.one(found.groups() if m.re.groups else m.group())
        return self
    if not regexp.translation.groups:
        set_last_match(partial(regexp.find_final, self))
        return regexp.texts(self)
    matches = regexp.all(self)
    set_last_match(MatchData(matches[-1], regexp, self) if matches else None)
    return [list(m.groups()) for m in matches]
