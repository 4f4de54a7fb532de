"""What is known of a regular expression and its parts: what it costs, which groups it has."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNLIMITED = 1 << 40
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\((?:\?(?:<(\w+)>|'(\w+)')|(?!\?))", re.DOTALL
)


@dataclass
class Translation:
    """A pattern for Python, and what is known about it."""

    pattern: str
    names: dict[str, list[int]]
    groups: int
    exotic: bool
    bound: int
    ascii_only: bool
    """Whether the fast engine is right for ASCII texts only: word boundaries and case differ beyond."""


@dataclass
class Cost:
    """What makes backtracking dear: loops that may be tried again, choices, loops in loops."""

    loops: int = 0
    choices: int = 1
    marks: int = 0
    variable: int = 0
    exotic: bool = False

    def bound(self) -> int:
        """The longest text on which some tens of millions of steps are enough."""
        if self.exotic:
            return 0
        longest = {0: UNLIMITED, 1: 4000, 2: 250, 3: 60}.get(self.loops, 0)
        return longest // self.choices


@dataclass
class Atom:
    """One element of a sequence; `solid` if it takes at least one character."""

    text: str
    solid: bool = False
    marks: int = 0
    quantified: bool = False
    repeatable: bool = True
    repeats: int = 1
    """How often its innermost part stands there, counted repeats inside each other multiplied."""


def survey_names(source: str) -> list[str | None]:
    """The groups that capture, in order; names, or None for one without."""
    found = [m[1] or m[2] for m in _TOKEN.finditer(source) if m[0][0] == "("]
    return [name for name in found if name] if any(found) else list(found)


def survey(source: str) -> tuple[bool, int]:
    """Whether there are named groups (then the others don't capture), and how many capture."""
    found = survey_names(source)
    return bool(found and found[0]), len(found)
