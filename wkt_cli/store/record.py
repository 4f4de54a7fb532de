"""What a stored connection is: its key, the whole record, and its line in a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..errors import UsageError

_NAME = re.compile(r"[^\x00-\x20/](?:[^\x00-\x1f/]*[^\x00-\x20/])?")


Pending = dict[str, list[list[Any]]]
PENDING = "wkt:pending"


class Key(NamedTuple):
    """Which connection.

    Attributes:
        connector: the connector's name.
        name: the connection's name.
    """

    connector: str
    name: str

    def __str__(self) -> str:
        return f"{self.connector}/{self.name}"


@dataclass
class Record:
    """A connection, whole.

    Attributes:
        connector: the connector's name.
        name: the connection's name.
        plain: fields for settings.yaml.
        secret: secret fields and all that `acquire` returned, for the vault.
        meta: facts for the state, JSON values and never secret: ``connected_at``, ``type``, ``identity``,
            ``expires_at``, ``renew_at``, ``scopes``; the store itself adds ``vault`` and ``backend``.
        exposed: secret fields that stand readable in settings.yaml; the next `save` takes them out.
        place: where `secret` is kept, as a person reads it; empty where there is none.
        pending: changes that are on their way to settings.yaml: a field, and lists that hold its value before and
            after, or nothing; the vault keeps them meanwhile.
    """

    connector: str
    name: str
    plain: dict[str, Any]
    secret: dict[str, Any]
    meta: dict[str, Any] = field(default_factory=dict)
    exposed: tuple[str, ...] = ()
    place: str = ""
    pending: Pending = field(default_factory=dict)

    @property
    def kept(self) -> dict[str, Any]:
        """What the vault holds."""
        return {**self.secret, PENDING: self.pending} if self.pending else self.secret

    @property
    def key(self) -> Key:
        """Connector and connection."""
        return Key(self.connector, self.name)

    @property
    def values(self) -> dict[str, Any]:
        """The connection hash; what is in the vault wins, field by field in nested objects too."""
        return joined(self.plain, self.secret)


def joined(plain: Mapping[str, Any], secret: Mapping[str, Any]) -> dict[str, Any]:
    """Join the plain and the secret values of a connection, of which each has its part of nested objects.

    >>> joined({"a": {"x": 1}, "b": 2}, {"a": {"y": 3}, "b": 4})
    {'a': {'x': 1, 'y': 3}, 'b': 4}
    """
    whole = dict(plain)
    for name, value in secret.items():
        own = whole.get(name)
        whole[name] = joined(own, value) if isinstance(own, Mapping) and isinstance(value, Mapping) else value
    return whole


class Entry(NamedTuple):
    """A connection as lists show it; no vault was opened for it.

    Attributes:
        connector: the connector's name.
        name: the connection's name.
        current: whether it is the project's current one.
        fields: names of its fields in settings.yaml.
        meta: what the state knows, see `Record`; empty for one that was only written by hand.
    """

    connector: str
    name: str
    current: bool
    fields: tuple[str, ...]
    meta: dict[str, Any]


def check_name(name: str) -> None:
    """Refuse a name that a connection can't have.

    Raises:
        UsageError: it is empty, holds ``/`` or control characters, or begins or ends with a blank.
    """
    if not _NAME.fullmatch(name):
        hint = "Use letters, digits, `-` and `_`, such as `sandbox`"
        raise UsageError(f"`{name}` can't be the name of a connection", hint=hint)
