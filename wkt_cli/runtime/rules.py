"""The entries of `refresh_on` and `detect_on`: what each matches (reference/connection.md sections 5 and 7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Matches = Callable[[Any, Any], bool]
"""Whether a function or class matches a value; each form of connectors has its own (`Connector.matches`)."""


class Rule(NamedTuple):
    """One entry of `refresh_on` or `detect_on`.

    Attributes:
        name: how it is shown, such as ``refresh_on[1]``.
        entry: a status code, a text, a pattern (anything with `search`), a function or a class.
        by_form: what decides about functions and classes.
    """

    name: str
    entry: Any
    by_form: Matches

    def matches(self, status: int | None, texts: Iterable[Any]) -> bool:
        """Tell whether the entry matches a reply.

        Args:
            status: the status code, None where no reply came.
            texts: what texts are searched in: the message and the body, or the raw and the parsed body.
        """
        entry = self.entry
        if isinstance(entry, bool):
            return False
        if self.is_status:
            return bool(entry == status)
        return any(self._matches_text(text) for text in texts)

    def _matches_text(self, text: Any) -> bool:
        entry = self.entry
        if isinstance(entry, str):
            return isinstance(text, str) and _found(entry, text)
        if hasattr(entry, "search"):
            return isinstance(text, str) and entry.search(text) is not None
        return self.by_form(entry, text)

    @property
    def is_status(self) -> bool:
        """Whether the entry is a status code."""
        return isinstance(self.entry, int)


def _found(pattern: str, text: str) -> bool:
    """A text matches as a whole or as a pattern that is found; one that is no pattern is searched as text."""
    if pattern == text:
        return True
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return pattern in text


def rules(name: str, value: Any, by_form: Matches) -> list[Rule]:
    """Read one entry or a list of them; entries that are None are dropped."""
    entries = value if isinstance(value, (list, tuple)) else [value]
    return [Rule(f"{name}[{n}]", entry, by_form) for n, entry in enumerate(entries) if entry is not None]


def first_match(candidates: Iterable[Rule], status: int | None, *texts: Any) -> Rule | None:
    """Give the first rule that matches, or None."""
    return next((rule for rule in candidates if rule.matches(status, texts)), None)
