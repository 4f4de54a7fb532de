"""The object definitions that fields are built of: each is evaluated when it is first asked for."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import InvalidDefinitionError
from ..trace.model import Phase

if TYPE_CHECKING:
    from .session import Session


class ObjectDefinitions(Mapping[str, Any]):
    """What blocks see of `object_definitions` in one run; every access gives a copy (reference/blocks.md section 8).

    Args:
        session: the connector at work.
        config_fields: what the `fields` of each definition are offered.
    """

    def __init__(self, session: Session, config_fields: Any) -> None:
        self._session, self._config_fields = session, config_fields
        self.evaluated: dict[str, Any] = {}
        self._running: list[str] = []

    def __getitem__(self, name: str) -> Any:
        """Give a copy of a definition's fields.

        Raises:
            InvalidDefinitionError: there is no such definition, or it needs itself.
        """
        return copy.deepcopy(self.fields(name))

    def fields(self, name: str) -> Any:
        """Give a definition's fields as the block gave them.

        Raises:
            InvalidDefinitionError: there is no such definition, or it needs itself.
        """
        if name not in self.evaluated:
            self.evaluated[name] = self._evaluate(name)
        return self.evaluated[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.evaluated)

    def __len__(self) -> int:
        return len(self.evaluated)

    def _evaluate(self, name: str) -> Any:
        block = self._session.block(f"object_definitions.{name}.fields")
        if block is None:
            raise InvalidDefinitionError(f"Cannot find object definition for '{name}'")
        if name in self._running:
            raise InvalidDefinitionError(f"Infinite recursion occurred in object definition for '{self._running[-1]}'")
        self._running.append(name)
        try:
            values = self._session.connection.copy()
            return self._session.run(block, values, self._config_fields, self, phase=Phase.EXECUTE)
        finally:
            self._running.pop()
