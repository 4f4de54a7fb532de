"""What every vault can do, and the name a connection has in it."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from ...errors import StoreError, UsageError


class VaultKind(StrEnum):
    """Where secrets are kept."""

    KEYRING = "keyring"
    FILE = "file"
    MEMORY = "memory"

    @classmethod
    def parse(cls, text: str | None) -> VaultKind | None:
        """Read what `--vault` or `WKT_VAULT` says; None and nothing are None.

        Raises:
            UsageError: there is no such vault.
        """
        if not text:
            return None
        try:
            return cls(text.strip().lower())
        except ValueError:
            known = ", ".join(f"`{kind}`" for kind in cls)
            raise UsageError(f"There is no vault `{text}`", hint=f"Use one of {known}") from None


class VaultKey(NamedTuple):
    """The name of one connection's secrets.

    Attributes:
        project: the project's id, so that two projects don't collide.
        connector: name of the connector.
        name: name of the connection; never holds a ``/``.
    """

    project: str
    connector: str
    name: str

    @property
    def label(self) -> str:
        """What a person sees in the keyring's own program, such as ``percolate/default``."""
        return f"{self.connector}/{self.name}"


class Vault(Protocol):
    """Keeps one dict of JSON values a connection.

    Attributes:
        kind: what it is.
        backend: dotted name of the keyring's class; empty for others.
    """

    kind: VaultKind
    backend: str

    def unlock(self) -> None:
        """Ask now for what storing needs, so that nothing that is got meanwhile is lost for want of it.

        Raises:
            VaultError: the vault is locked, damaged or gone.
            StoreError: it can't be written.
        """
        ...

    def get(self, key: VaultKey) -> dict[str, Any] | None:
        """Give a connection's secrets; None where there are none.

        Raises:
            VaultError: the vault is locked, damaged or gone.
        """
        ...

    def set(self, key: VaultKey, values: dict[str, Any]) -> None:
        """Store a connection's secrets in place of those that were there.

        Raises:
            VaultError: they can't be stored; what was there still is.
        """
        ...

    def delete(self, key: VaultKey) -> None:
        """Remove a connection's secrets; nothing happens where there are none.

        Raises:
            VaultError: they can't be removed.
        """
        ...

    def describe(self) -> str:
        """Say where the secrets are, such as ``OS keyring (Secret Service)``."""
        ...


def to_json(values: dict[str, Any]) -> str:
    """Write secrets as ASCII JSON, so that one character is one unit whatever a backend counts in.

    Raises:
        StoreError: a value that JSON doesn't have; the message names its field and type only.
    """
    for name, value in values.items():
        try:
            json.dumps(value)
        except (TypeError, ValueError, RecursionError):
            raise StoreError(
                f"`{name}` can't be stored: it holds a {type(value).__name__} that JSON can't express",
                hint="Let `acquire` return texts, numbers, booleans, lists and dicts",
            ) from None
    return json.dumps(values, separators=(",", ":"))
