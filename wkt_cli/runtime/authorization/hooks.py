"""The functions of an authorization: what each is offered, and what it may give back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...connector.model import Block
from ...errors import RequestError, SdkError
from ...trace.model import Phase
from ..frame import Scope
from .definition import Definition

if TYPE_CHECKING:
    from ..session import Session

TEXT_OR_FUNCTION = ("client_id", "client_secret", "device_authorization_url")
"""What may be written as plain text, too."""


class Hooks:
    """Runs the functions of one definition with the connection as it is now."""

    def __init__(self, session: Session, definition: Definition) -> None:
        self._session, self._definition = session, definition

    def text(self, key: str) -> str | None:
        """Give `client_id`, `token_url` or another key whose function gives a text; None if undefined.

        Raises:
            InvalidDefinitionError: it is neither a function nor a text that may stand there.
            SdkError: it gave something that is no text.
        """
        written = self._definition.source.get(key)
        if key in TEXT_OR_FUNCTION and isinstance(written, str):
            return written
        return self._text(key, Phase.CALL, Scope.HELPERS)

    def identity(self) -> str | None:
        """Give the text that the connector shows beside the connection, which a signed request may tell it.

        Raises:
            SdkError: it gave something that is no text, or a request failed.
        """
        return self._text("identity", Phase.IDENTITY, Scope.FULL)

    def _text(self, key: str, phase: Phase, scope: Scope) -> str | None:
        session = self._session
        block = session.block(f"{self._definition.path}.{key}")
        if block is None:
            return None
        found = session.run(block, session.connection.copy(), phase=phase, scope=scope)
        text = session.connector.plain(found)
        if text is not None and not isinstance(text, str):
            raise SdkError(f"`{key}` gave {kind_of(text)}, but a text is needed", place=block.place)
        return text

    def pkce(self, verifier: str, challenge: str) -> dict[str, Any] | None:
        """Run `pkce` (section 8); None where there is none.

        Raises:
            SdkError: it gave no dict.
        """
        session = self._session
        block = session.block(f"{self._definition.path}.pkce")
        if block is None:
            return None
        found = session.connector.plain(
            session.run(block, verifier, challenge, phase=Phase.CALL, scope=Scope.HELPERS)
        )
        if not isinstance(found, dict):
            raise SdkError(
                f"`pkce` gave {kind_of(found)}, but a dict is needed",
                hint='return {"verifier": verifier, "challenge": challenge, "challenge_method": "S256"}',
                place=block.place,
            )
        return found

    def acquire(self, phase: Phase, *offered: Any) -> dict[str, Any] | None:
        """Run `acquire` and give what is merged into the connection; None where it gave None (section 4).

        OAuth 2 also takes a list of tokens, owner and settings, of which the tokens win (section 8).

        Args:
            phase: why it runs.
            offered: authorization code, redirect URL and verifier, where there are any.

        Raises:
            InvalidDefinitionError: there is no `acquire`.
            SdkError: it gave something else.
        """
        block = self._session.required_block(f"{self._definition.path}.acquire")
        got = self._run(block, phase, *(*offered, None, None, None)[:3])
        if got is None:
            return None
        if self._definition.is_oauth2 and isinstance(got, list):
            tokens, settings = acquired(block, got)
            return {**settings, **tokens}
        return _dict(block, got)

    def refresh(self, refresh_token: Any) -> dict[str, Any]:
        """Run `refresh` and give what is merged: a dict, or tokens and settings, of which the settings win (section 6).

        Raises:
            SdkError: it gave something else.
        """
        block = self._session.required_block(f"{self._definition.path}.refresh")
        tokens, settings = refreshed(block, self._run(block, Phase.REFRESH, refresh_token, detected=False))
        return {**tokens, **settings}

    def _run(self, block: Block, phase: Phase, *offered: Any, detected: bool = True) -> Any:
        session = self._session
        try:
            got = session.run(
                block, session.connection.copy(), *offered, phase=phase, signed=False, detected=detected
            )
        except RequestError as error:
            error.from_hook = True
            raise
        return session.connector.plain(got)


def acquired(block: Block, got: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the tokens and settings among what `acquire` gave: a dict, or a list of tokens, owner and settings.

    Raises:
        SdkError: it is something else.
    """
    if isinstance(got, list) and 1 <= len(got) <= 3:
        tokens, _, settings = (*got, None, None)[:3]
        return _dict(block, tokens), _dict(block, {} if settings is None else settings)
    return _dict(block, got), {}


def refreshed(block: Block, got: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the tokens and settings among what `refresh` gave: a dict, or a list of both.

    Raises:
        SdkError: it is something else.
    """
    if isinstance(got, list) and 1 <= len(got) <= 2:
        tokens, settings = (*got, None)[:2]
        return _dict(block, tokens), _dict(block, {} if settings is None else settings)
    return _dict(block, got), {}


def _dict(block: Block, value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {str(key): inner for key, inner in value.items()}
    raise SdkError(
        f"`{block.key_path.rpartition('.')[2]}` gave {kind_of(value)}, but a dict that is merged into the connection "
        "is needed",
        hint='return, for example, {"access_token": response["access_token"]}',
        place=block.place,
    )


def kind_of(value: Any) -> str:
    """Name the kind of a value for a person."""
    if value is None:
        return "nothing"
    return "a " + {str: "text", int: "number", float: "number", list: "list"}.get(
        type(value), type(value).__name__
    )
