"""Regexp as a value: compiled lazily, run by `re` where that is safe, else by `regex` with a time limit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from ... import limits
from ...errors import RegexpError
from .matchdata import MatchData
from .parts import Translation
from .translate import IGNORECASE, Translator


class Regexp:
    """A Ruby regular expression; immutable."""

    __slots__ = ("_fast", "_slow", "_translation", "ascii_bound", "bound", "options", "source")
    frozen = True

    def __init__(self, source: str, options: int = 0) -> None:
        self.source, self.options = source, options
        self._translation: Translation | None = None
        self._fast: re.Pattern[str] | None = None
        self._slow: Any = None
        self.ascii_bound = -1
        self.bound = -2
        """The longest text for the fast engine; -2 until the pattern is translated."""

    @property
    def translation(self) -> Translation:
        """The pattern in Python's syntax."""
        if self._translation is None:
            self._translation = translate(self.source, self.options)
        return self._translation

    @property
    def names(self) -> dict[str, list[int]]:
        """The named groups with their numbers, in order."""
        return self.translation.names

    def compile(self) -> None:
        """Choose the engine; faulty patterns are found here at the latest."""
        found = self.translation
        self.bound = -1
        if found.exotic or found.bound < 1:
            return
        try:
            flags = re.MULTILINE | (re.IGNORECASE if self.options & IGNORECASE else 0)
            self._fast = re.compile(found.pattern, flags)
            self.ascii_bound = found.bound
            self.bound = -1 if found.ascii_only else found.bound
        except (re.error, RecursionError, OverflowError):
            self._fast = None

    @property
    def slow(self) -> Any:
        """The pattern of the `regex` package."""
        if self._slow is None:
            self._slow = compile_slow(self)
        return self._slow

    def is_fast(self, text: str) -> bool:
        """Whether the fast engine may run on this text."""
        if self.bound == -2:
            self.compile()
        return len(text) <= self.bound or (len(text) <= self.ascii_bound and text.isascii())

    def run(self, name: str, text: str, *args: Any) -> Any:
        """Call a method of the pattern (`search`, `match`, `sub`, …) on the right engine."""
        if self.is_fast(text):
            return getattr(self._fast, name)(text, *args)
        return guarded(getattr(self.slow, name), text, *args)

    def search(self, text: str, at: int = 0) -> Any:
        """Python's match object of the first match from a position, or None."""
        if len(text) <= self.bound:
            return self._fast.search(text, at)  # type: ignore[union-attr]
        return self.run("search", text, at)

    def find(self, text: str, at: int = 0) -> MatchData | None:
        """The first match from a position."""
        found = self.search(text, at)
        return None if found is None else MatchData(found, self, text)

    def match_at(self, text: str, at: int) -> MatchData | None:
        """The match that starts exactly there."""
        found = self.run("match", text, at)
        return None if found is None else MatchData(found, self, text)

    def find_last(self, text: str, at: int) -> MatchData | None:
        """The last match that starts at a position or before it."""
        for start in range(at, -1, -1):
            found = self.match_at(text, start)
            if found:
                return found
        return None

    def each(self, text: str) -> Iterator[Any]:
        """Python's match objects of all matches, found one after another."""
        if self.is_fast(text):
            yield from self._fast.finditer(text)  # type: ignore[union-attr]
            return
        at, size = 0, len(text)
        while at <= size:
            found = self.search(text, at)
            if found is None:
                return
            start, end = found.span()
            if start == end and start < at:
                return
            yield found
            at = end if end > start else self.after_empty(end)

    def after_empty(self, end: int) -> int:
        """Where the search goes on after an empty match."""
        return end + 1

    def all(self, text: str) -> list[Any]:
        """All match objects at once: nothing of the program runs in between."""
        if self.is_fast(text):
            return list(self._fast.finditer(text))  # type: ignore[union-attr]
        return list(self.each(text))

    def texts(self, text: str) -> list[str]:
        """The texts of all matches."""
        if (len(text) <= self.bound or self.is_fast(text)) and not self._fast.groups:  # type: ignore[union-attr]
            return self._fast.findall(text)  # type: ignore[union-attr]
        return [found.group() for found in self.each(text)]

    def find_final(self, text: str) -> MatchData | None:
        """The last of all matches."""
        found = self.all(text)
        return MatchData(found[-1], self, text) if found else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Regexp) and (self.source, self.options) == (other.source, other.options)

    def __hash__(self) -> int:
        return hash((self.source, self.options))


def guarded(call: Callable[..., Any], *args: Any) -> Any:
    """Run the stoppable engine in the time that the program has left."""
    try:
        return call(*args, timeout=limits.seconds_left())
    except TimeoutError:
        raise limits.out_of_time("by a regular expression ")


@lru_cache(512)
def translate(source: str, options: int) -> Translation:
    """The translation of a source; cached, as dynamic patterns repeat."""
    return Translator(source, options).run()


def compile_slow(regexp: Regexp) -> Any:
    """Compile for the `regex` package."""
    import regex

    flags = regex.V1 | regex.MULTILINE | (regex.IGNORECASE if regexp.options & IGNORECASE else 0)
    try:
        return regex.compile(regexp.translation.pattern, flags)
    except (regex.error, RecursionError, OverflowError) as error:
        raise RegexpError(f"{error}: /{regexp.source}/")


_last: ContextVar[Any] = ContextVar("last_match", default=None)


set_last_match: Callable[[Any], Any] = _last.set
"""Set `$~`: a MatchData, None, or a function that finds it when it is asked for."""


def last_match() -> MatchData | None:
    """What `$~` is."""
    found = _last.get()
    if found is None or type(found) is MatchData:
        return found
    found = found()
    _last.set(found)
    return found  # type: ignore[no-any-return]


def last_group(number: int) -> Any:
    """What `$1`, `$2`, … are."""
    found = last_match()
    return None if found is None or number >= found.size else found.group(number)
