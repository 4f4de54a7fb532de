"""When an action is run again because a request failed (reference/blocks.md section 4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..connector.model import Connector
from ..errors import RequestFailedError
from ..ruby import limits

T = TypeVar("T")

CODES = frozenset({429, 500, 502, 503, 504, 507})
"""Codes that count where only texts and patterns are given."""
VERBS = ("GET", "HEAD")
MOST = 3
WAIT = 5
"""Seconds before the first retry, and how much longer each further one waits."""


class Retries:
    """What an action says of retries, and how many were made.

    Args:
        connector: whose action it is.
        action: its key path, such as ``actions.find``.
    """

    def __init__(self, connector: Connector, action: str) -> None:
        rules, verbs = (connector.dig(f"{action}.retry_on_{what}") for what in ("response", "request"))
        listed = [rule for rule in _list(rules) if rule not in (None, "")]
        self._matchers = [rule for rule in listed if not isinstance(rule, int)]
        codes = {rule for rule in listed if isinstance(rule, int)}
        self._codes = codes or (CODES if self._matchers else codes)
        self._verbs = {str(verb).upper() for verb in _list(verbs)} or set(VERBS)
        most = connector.dig(f"{action}.max_retries")
        whole = isinstance(most, int) and not isinstance(most, bool)
        self._left = max(0, min(most, MOST)) if whole else MOST
        self._made = 0

    def run(self, body: Callable[[], T]) -> T:
        """Run the whole action, again after each failure that it names."""
        while True:
            try:
                return body()
            except RequestFailedError as failure:
                if not self._left or not self._names(failure):
                    raise
            self._left, self._made = self._left - 1, self._made + 1
            limits.wait(WAIT * self._made)

    def _names(self, failure: RequestFailedError) -> bool:
        verb = failure.reply.request.method if failure.reply is not None else None
        if failure.status not in self._codes or verb not in self._verbs:
            return False
        texts = (failure.message, failure.body)
        return not self._matchers or any(_matches(rule, text) for rule in self._matchers for text in texts)


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [] if value is None else [value]


def _matches(rule: Any, text: str) -> bool:
    return rule.search(text) is not None if hasattr(rule, "search") else rule == text
