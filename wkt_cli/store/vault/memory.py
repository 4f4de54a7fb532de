"""A vault that is gone with the process: for `wkt demo` and tests."""

from __future__ import annotations

import json
from typing import Any

from .base import VaultKey, VaultKind, to_json


class MemoryVault:
    """Keeps secrets as JSON text, so that callers can't share a dict by mistake."""

    kind = VaultKind.MEMORY
    backend = ""

    def __init__(self) -> None:
        self._items: dict[VaultKey, str] = {}

    def unlock(self) -> None:
        """It is never locked."""

    def get(self, key: VaultKey) -> dict[str, Any] | None:
        """Give a connection's secrets, or None."""
        text = self._items.get(key)
        return None if text is None else dict(json.loads(text))

    def set(self, key: VaultKey, values: dict[str, Any]) -> None:
        """Store a connection's secrets."""
        self._items[key] = to_json(values)

    def delete(self, key: VaultKey) -> None:
        """Remove a connection's secrets."""
        self._items.pop(key, None)

    def describe(self) -> str:
        """Say where the secrets are."""
        return "memory (gone when the command ends)"
