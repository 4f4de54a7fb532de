"""What the console asks of a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

HERE = "console"
"""How what is typed is called in errors: ``console:3`` is the third text."""


class Nothing:
    """The value of a text that gives none, or whose value is not wanted."""


class Language(Protocol):
    """Ruby or Python, text by text; variables stay from one to the next."""

    name: str
    words: Iterable[str]
    """What a text can call without a receiver."""
    chain: Iterable[str]
    """What can be called on a request."""

    @property
    def variables(self) -> Mapping[str, Any]:
        """The variables, those that were set here too."""

    def set(self, name: str, value: Any) -> None:
        """Give a variable a value."""

    def connection(self, values: Any) -> Any:
        """Give a connection hash as the language has it."""

    def source(self) -> Any:
        """Give the connector's hash as the language has it."""

    def run(self, text: str, name: str) -> Any:
        """Run a text, called so in errors, and give its value.

        Raises:
            WktError: whatever went wrong.
        """

    def shown(self, value: Any) -> Any:
        """Give a value as it is shown."""

    def is_open(self, text: str) -> bool:
        """Tell whether more is to come."""

    def members(self, value: Any) -> Iterable[str]:
        """Give what can be called on a value."""
