"""Actions that wait to be resumed (reference/blocks.md section 5)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from ..trace.model import Phase
from .steps import EXECUTE, check_steps

if TYPE_CHECKING:
    from .session import Session


class Suspended(BaseException):
    """Ends a step until somebody resumes the action; no `rescue` or `except Exception` of a connector catches it.

    Attributes:
        continued: what the next step is given.
        expires_at: when the time for a resume is over.
    """

    def __init__(self, continued: Any, expires_at: Any) -> None:
        super().__init__("suspended")
        self.continued, self.expires_at = continued, expires_at


def suspend(*, continue_: Any, expires_at: Any) -> NoReturn:
    """Stop here, and run `execute` again when the action is resumed, or when the time for that is over.

    >>> from wkt_cli.dsl import suspend
    >>> def execute(connection, input, input_schema, output_schema, continued):
    ...     if not continued:
    ...         suspend(continue_={"asked": True}, expires_at="2030-01-01T00:00:00Z")
    ...     return {"approved": continued.get("approved")}

    Args:
        continue_: what `execute` is given as its fifth argument then; `before_resume` may change it.
        expires_at: when the time is over.

    Raises:
        InvalidDefinitionError: the running block is no action.
    """
    check_steps("suspend", EXECUTE)
    raise Suspended(continue_, expires_at)


class Resume:
    """Runs an action on through its suspensions.

    Args:
        session: the connector at work.
        action: the action's path.
        input: of the action.
        data: gives the data of a resume for the token that it would be sent with; None where the time runs out.
    """

    def __init__(
        self, session: Session, action: str, input: Any, data: Callable[[str], Mapping[str, Any] | None]
    ) -> None:
        self._session, self._action, self._input, self._data = session, action, input, data

    def run(self, step: Callable[[Any], Any], continued: Any) -> Any:
        """Run a step, and the next after each suspension."""
        while True:
            try:
                return step(continued)
            except Suspended as stop:
                continued = self._resumed(stop)

    def _resumed(self, stop: Suspended) -> Any:
        """Run `before_suspend`, then `before_resume` or `before_timeout_resume`; give what the next step is given."""
        continued = self._session.connector.indifferent(stop.continued)
        token = secrets.token_hex(16)
        self._hook("before_suspend", token, stop.expires_at, continued)
        data = self._data(token)
        if data is None:
            self._hook("before_timeout_resume", self._input, continued)
        else:
            self._hook("before_resume", data, self._input, continued)
        return continued

    def _hook(self, name: str, *offered: Any) -> None:
        block = self._session.block(f"{self._action}.{name}")
        if block is not None:
            self._session.run(block, *offered, phase=Phase.EXECUTE)
