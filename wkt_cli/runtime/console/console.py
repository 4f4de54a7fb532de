"""What a text means that is typed at the prompt: a path, or an expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...trace.model import Phase
from ..frame import Frame, enter
from ..given import Given
from ..paths import Paths, known_paths
from ..request import resolve
from ..session import Session
from .blocks import GROUPS, Blocks, run
from .language import HERE, Language, Nothing

LAST = "_"
"""The variable that holds the last value."""


class Console:
    """Runs text after text with one session.

    Args:
        session: the connector at work.

    Attributes:
        language: of the connector.
        typed: how many texts were run.
    """

    def __init__(self, session: Session) -> None:
        self.session, self.typed = session, 0
        self.language = _language(session)

    @property
    def paths(self) -> list[str]:
        """Every path that can be typed."""
        return known_paths(self.session.connector.source)

    @property
    def variables(self) -> Mapping[str, Any]:
        """The variables, by name."""
        return self.language.variables

    def is_open(self, text: str) -> bool:
        """Tell whether more is to come."""
        return text not in self.paths and self.language.is_open(text)

    def run(self, text: str) -> Any:
        """Run a text; give its value in the language's form, or `Nothing`.

        Requests in the value are sent, unless the text ends with a semicolon, after which there is no value.

        Raises:
            WktError: whatever went wrong.
        """
        self.typed += 1
        self._refresh()
        text, wanted = text.strip(), not text.rstrip().endswith(";")
        with enter(Frame(self.session, HERE, Phase.CALL)):
            value = self._value(text)
            if value is Nothing:
                return value
            value = resolve(run(value) if isinstance(value, Blocks) else value) if wanted else value
        self.language.set(LAST, value)
        return value if wanted else Nothing

    def _value(self, text: str) -> Any:
        if text in self.paths and text.split(".")[0] not in self._own():
            return Paths(self.session).run(text, Given())
        return self.language.run(text, f"{HERE}:{self.typed}")

    def _own(self) -> set[str]:
        """Give the variables of the person."""
        return {*self.variables} - {"connection", *GROUPS}

    def _refresh(self) -> None:
        """Set the variables that follow the session."""
        self.language.set("connection", self.language.connection(self.session.connection.copy()))
        self.language.set("connector", self.language.source())
        for group in GROUPS:
            self.language.set(group, Blocks(Paths(self.session), group))


def _language(session: Session) -> Language:
    if session.connector.loaded is not None:
        from .ruby import RubyLanguage

        return RubyLanguage(session)
    from .python import PythonLanguage

    return PythonLanguage(session)
