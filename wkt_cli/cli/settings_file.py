"""New tokens for a connection in a settings file: the question, and the file (reference/connection.md section 10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import RequestError

if TYPE_CHECKING:
    from .app import App

DEFAULT = "settings.yaml"


def default_file(root: Path) -> Path:
    """Give the settings file of a project in the platform's layout."""
    return root / DEFAULT


class SettingsKeeper:
    """Keeps new tokens in a settings file, if the person says so; nothing is renewed before a reply demands it.

    Args:
        app: where to ask.
        file: the settings file.
        name: which of its connections; None for the whole file.
        answer: given before: True writes, False doesn't, None asks.
    """

    renew_at: str | None = None

    def __init__(self, app: App, file: Path, name: str | None, answer: bool | None) -> None:
        self._app, self._file, self._name, self._answer = app, file, name, answer

    @contextmanager
    def locked(self) -> Iterator[Mapping[str, Any]]:
        """Give nothing new: a settings file is the person's, and read once."""
        yield {}

    def store(
        self, changes: Mapping[str, Any], facts: Mapping[str, Any], failure: RequestError | None
    ) -> None:
        """Ask whether to write the changed values, and write them."""
        from ..store.settings import write_gem

        if changes and (self._answer if self._answer is not None else self._ask(failure)):
            write_gem(self._file, self._name, dict(changes))

    def _ask(self, failure: RequestError | None) -> bool:
        """Ask until the answer is yes or no; the end of input means no."""
        reason = " ".join((failure.message if failure else "").split())[:80]
        while True:
            self._app.environment.say(
                self._app.environment.mask(
                    f'\nRefresh token triggered on response "{reason}"\n'
                    "Update settings file with new connection attributes? (Yes or No)"
                )
            )
            answer = self._app.answer()
            if answer is None or answer.lower() in ("n", "no"):
                return False
            if answer.lower() in ("y", "yes"):
                return True
