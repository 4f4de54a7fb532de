"""The connection hash of a running session, and how what changes in it is kept."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from ..errors import RequestError

_FIXED = (str, type(None), bool, int, float)
"""Types of values that need no copy."""


class Values(dict[str, Any]):
    """What blocks see of the connection: a dict in which a missing key is None (reference/connection.md section 11)."""

    def __missing__(self, key: str) -> None:
        return None


class Connection:
    """The values that hold now; blocks get copies, only what `acquire` and `refresh` return is merged back.

    Several threads may use it: a merge puts new values in the place of those that others may be copying.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def copy(self) -> Values:
        """Give a deep copy for a block."""
        return copied(self._values)

    def snapshot(self) -> dict[str, Any]:
        """Give the values as they are now, to compare with later."""
        return dict(self._values)

    def changed_by(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give those of some values that are new here, or others."""
        return {k: v for k, v in values.items() if k not in self._values or self._values[k] != v}

    def merge(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Merge shallowly (section 4) and give what changed."""
        changed = self.changed_by(changes)
        self._values = {**self._values, **changed}
        return changed


def copied(values: Mapping[str, Any]) -> Values:
    """Give a deep copy of values for a block."""
    return Values({name: value if type(value) in _FIXED else copy.deepcopy(value) for name, value in values.items()})


class Keeper(Protocol):
    """Where the credentials of a session are kept; the store's side is given by the caller of `Session`."""

    renew_at: str | None
    """When the access token is to be renewed, as ISO 8601; None where nobody knows."""

    def locked(self) -> AbstractContextManager[Mapping[str, Any]]:
        """Hold the connection's lock, giving the stored values as another process may have left them."""
        ...

    def make_ready(self) -> None:
        """Make sure that new values can be stored, before they are asked for.

        Raises:
            StoreError: they can't be.
        """
        ...

    def store(
        self, changes: Mapping[str, Any], facts: Mapping[str, Any], failure: RequestError | None
    ) -> None:
        """Store changed values before they are used.

        Args:
            changes: the values.
            facts: what is known of them and is no secret, such as ``expires_at``.
            failure: what made them change; None by hand, or because the old ones run out.

        Raises:
            StoreError: they can't be stored.
        """
        ...


class Forgetful:
    """A keeper for sessions that store nothing."""

    renew_at: str | None = None

    @contextmanager
    def locked(self) -> Iterator[Mapping[str, Any]]:
        """Give nothing and hold nothing."""
        yield {}

    def make_ready(self) -> None:
        """Nothing is stored."""

    def store(
        self, changes: Mapping[str, Any], facts: Mapping[str, Any], failure: RequestError | None
    ) -> None:
        """Store nothing."""
