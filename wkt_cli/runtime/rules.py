"""The entries of `refresh_on` and `detect_on`: what each matches (reference/connection.md sections 5 and 7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Rule(NamedTuple):
    """One entry of `refresh_on` or `detect_on`.

    Attributes:
        name: how it is shown, such as ``refresh_on[1]``.
        entry: a status code, a text, a pattern (anything with `search`) or a function.
    """

    name: str
    entry: Any

    def matches(self, status: int | None, texts: Iterable[Any]) -> bool:
        """Tell whether the entry matches a reply.

        Args:
            status: the status code, None where no reply came.
            texts: what texts are searched in: the message and the body, or the raw and the parsed body.
        """
        entry = self.entry
        if isinstance(entry, bool):
            return False
        if isinstance(entry, int):
            return entry == status
        return any(self._matches_text(text) for text in texts)

    def _matches_text(self, text: Any) -> bool:
        entry = self.entry
        if isinstance(entry, type):
            return isinstance(text, entry)
        if isinstance(entry, str):
            return isinstance(text, str) and _found(entry, text)
        if hasattr(entry, "search"):
            return isinstance(text, str) and entry.search(text) is not None
        return bool(entry(text)) if isinstance(entry, Callable) else False  # type: ignore[arg-type]


def _found(pattern: str, text: str) -> bool:
    """A text matches as a whole or as a pattern that is found; one that is no pattern is searched as text."""
    if pattern == text:
        return True
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return pattern in text


def rules(name: str, value: Any) -> list[Rule]:
    """Read one entry or a list of them; entries that are None are dropped."""
    entries = value if isinstance(value, (list, tuple)) else [value]
    return [Rule(f"{name}[{n}]", entry) for n, entry in enumerate(entries) if entry is not None]


def first_match(candidates: Iterable[Rule], status: int | None, *texts: Any) -> Rule | None:
    """Give the first rule that matches, or None."""
    return next((rule for rule in candidates if rule.matches(status, texts)), None)
