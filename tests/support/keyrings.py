"""Keyrings for the tests, named by PYTHON_KEYRING_BACKEND: one that works and one that is locked."""

from __future__ import annotations

from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked


class Working(KeyringBackend):
    """Keeps items as long as the process runs; `broken` makes each use fail."""

    priority: ClassVar[float] = 9  # type: ignore[assignment]
    items: ClassVar[dict[tuple[str, str], str]] = {}
    broken: ClassVar[Exception | None] = None

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        del self.items[service, username]

    def _check(self) -> None:
        if self.broken:
            raise self.broken


LOCKED = KeyringLocked("Failed to unlock the collection!")
GONE = InitError("Failed to connect to the session bus")
