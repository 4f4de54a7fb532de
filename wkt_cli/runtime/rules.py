"""The entries of `refresh_on` and `detect_on`: what each matches (reference/connection.md sections 5 and 7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..connector.model import Connector


class Rule(NamedTuple):
    """One entry of `refresh_on` or `detect_on`.

    Attributes:
        name: how it is shown, such as ``refresh_on[1]``.
        entry: a status code, a text, a pattern (anything with `search`), a function or a class.
        connector: decides about texts, functions and classes, as its form has it.
        forgives: whether a function that fails is one that does not match.
    """

    name: str
    entry: Any
    connector: Connector
    forgives: bool = False

    def matches(self, status: int | None, texts: Iterable[Any]) -> bool:
        """Tell whether the entry matches a reply.

        Args:
            status: the status code, None where no reply came.
            texts: what texts are searched in: the message and the body, or the raw and the parsed body.
        """
        if self.is_status:
            return bool(self.entry == status)
        return any(self._matches_text(text) for text in texts)

    def _matches_text(self, text: Any) -> bool:
        entry = self.entry
        if isinstance(entry, str):
            return isinstance(text, str) and (entry == text or self.connector.finds(entry, text))
        if hasattr(entry, "search"):
            return isinstance(text, str) and entry.search(text) is not None
        if isinstance(entry, (bool, dict)):
            return type(entry) is type(text) and bool(entry == text)
        try:
            return self.connector.matches(entry, text)
        except Exception:
            if self.forgives:
                return False
            raise

    @property
    def is_status(self) -> bool:
        """Whether the entry is a status code."""
        return isinstance(self.entry, int) and not isinstance(self.entry, bool)


def rules(name: str, value: Any, connector: Connector, *, forgives: bool = False) -> list[Rule]:
    """Read one entry or a list of them; entries that are None are dropped."""
    entries = value if isinstance(value, (list, tuple)) else [value]
    return [
        Rule(f"{name}[{n}]", entry, connector, forgives) for n, entry in enumerate(entries) if entry is not None
    ]


def first_match(candidates: Iterable[Rule], status: int | None, *texts: Any) -> Rule | None:
    """Give the first rule that matches, or None."""
    return next((rule for rule in candidates if rule.matches(status, texts)), None)
