"""An authorization as it is written: its type, and what follows from it (reference/connection.md section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...connector.model import Connector
from ..rules import Rule, rules

KEY = "connection.authorization"


@dataclass(frozen=True)
class Definition:
    """The authorization that holds: the connector's own, or the chosen option of a `multi` one.

    Attributes:
        connector: whose it is.
        source: as written; empty where the connector has none.
        path: its key path.
    """

    connector: Connector
    source: Mapping[str, Any]
    path: str = KEY

    @cached_property
    def type(self) -> str:
        """The type as text; ``none`` where there is none."""
        return str(self.source.get("type") or "none")

    @cached_property
    def is_oauth2(self) -> bool:
        """Whether it is OAuth 2: any type that has ``oauth2`` in it."""
        return "oauth2" in self.type.lower()

    @property
    def asks_for_consent(self) -> bool:
        """Whether a person is asked before the first request: in the browser, or by a device code."""
        return self.is_oauth2 and (self.has("authorization_url") or self.has("device_authorization_url"))

    @property
    def prefers_device(self) -> bool:
        """Whether only a device code asks a person for consent."""
        return self.has("device_authorization_url") and not self.has("authorization_url")

    @cached_property
    def apply_path(self) -> str | None:
        """Key path of the function that signs: `apply`, or its old name `credentials`; None where there is none."""
        return next((f"{self.path}.{key}" for key in ("apply", "credentials") if self.has(key)), None)

    @property
    def token_path(self) -> str:
        """Key path of what gives tokens."""
        return f"{self.path}.{'acquire' if self.has('acquire') else 'token_url'}"

    @cached_property
    def is_renewable(self) -> bool:
        """Whether new credentials can be had after a failure (section 5)."""
        return self.apply_path is not None and self.can_reauthorize

    @cached_property
    def can_reauthorize(self) -> bool:
        """Whether there is a way to new credentials: OAuth 2, or `acquire`."""
        return self.is_oauth2 or self.has("acquire")

    @cached_property
    def refresh_on(self) -> list[Rule]:
        """The rules of `refresh_on`."""
        return rules("refresh_on", self.source.get("refresh_on"), self.connector)

    @cached_property
    def detect_on(self) -> list[Rule]:
        """The rules of `detect_on`."""
        return rules("detect_on", self.source.get("detect_on"), self.connector, forgives=True)

    def has(self, key: str) -> bool:
        """Tell whether a key has a value."""
        return self.source.get(key) is not None
