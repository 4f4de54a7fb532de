"""Authorization of type `multi`: which of its options holds (reference/connection.md section 9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from ...connector.fields import selected_option
from ...errors import InvalidDefinitionError, SdkError
from ...trace.model import Phase
from ..frame import Scope
from .definition import KEY, Definition

if TYPE_CHECKING:
    from ..session import Session

AskOption = Callable[[Sequence[str]], str | None]
"""Asks a person for one of the options; None where none is chosen."""


class Selection:
    """Chooses the option anew each time; a person is asked once a run."""

    def __init__(self, session: Session) -> None:
        self._session, self._answer, self._asking = session, "", Lock()

    def definition(self, source: Mapping[str, Any]) -> Definition:
        """Give the option that the connection selects.

        Args:
            source: the `multi` authorization.

        Raises:
            InvalidDefinitionError: it has no options.
            SdkError: there is no option of the selected name.
        """
        options = source.get("options")
        if not isinstance(options, Mapping) or not options:
            raise InvalidDefinitionError(
                "Multi-auth connection must define 'options' list",
                hint='write `"options": {"api_key": {"type": "api_key", …}, …}`',
                place=self._session.connector.place(KEY),
            )
        name = self._selected() or self._asked(tuple(options))
        option = options.get(name)
        if not isinstance(option, Mapping):
            raise SdkError(
                f"Cannot find multi-auth definition for '{name}'",
                hint=f"`selected` must give one of {', '.join(options)}; look at the field that it reads",
                place=self._session.connector.place(f"{KEY}.selected"),
            )
        return Definition(self._session.connector, option, f"{KEY}.options.{name}")

    def _selected(self) -> str | None:
        session = self._session
        session.block(f"{KEY}.selected")
        run = partial(session.run, phase=Phase.CALL, scope=Scope.PLAIN)
        return selected_option(
            session.connector, session.connection.copy(), lambda *given: session.connector.plain(run(*given))
        )

    def _asked(self, names: Sequence[str]) -> str:
        with self._asking:
            if not self._answer and self._session.ask_option is not None:
                self._answer = self._session.ask_option(names) or ""
            return self._answer
