"""Keyrings for the tests, named by PYTHON_KEYRING_BACKEND: in memory, in a file, and how they fail."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
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


class Filed(KeyringBackend):
    """Keeps items in the file that KEYRING_FILE names; an item is replaced in two steps, as in macOS's Keychain."""

    priority: ClassVar[float] = 9  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return self._items().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.get_password(service, username) is not None:
            self.delete_password(service, username)
        self._keep("keyring add", self._items() | {f"{service} {username}": password})

    def delete_password(self, service: str, username: str) -> None:
        items = self._items()
        del items[f"{service} {username}"]
        self._keep("keyring delete", items)

    def _items(self) -> dict[str, str]:
        file = Path(os.environ["KEYRING_FILE"])
        return dict(json.loads(file.read_text())) if file.exists() else {}

    def _keep(self, step: str, items: dict[str, str]) -> None:
        if (counted := sys.modules.get("steps")) and counted.steps:
            counted.steps(step)
        made = Path(f"{os.environ['KEYRING_FILE']}.{os.getpid()}")
        made.write_text(json.dumps(items))
        made.replace(os.environ["KEYRING_FILE"])


class Whole(Filed):
    """Replaces an item in one step, as the Secret Service does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        self._keep("keyring add", self._items() | {f"{service} {username}": password})


Whole.__module__ = "keyring.backends.libsecret"
