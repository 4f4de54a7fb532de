"""Access tokens of OAuth 2.0 (RFC 6750)."""

from __future__ import annotations

from collections.abc import Sequence

from ..oauth.tokens import CHALLENGE, Tokens
from ..wire import Request


class Bearer:
    """An access token in the `Authorization` header."""

    name = "oauth2"

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def challenges(self) -> Sequence[str]:
        """Ask for it."""
        return [CHALLENGE]

    def visitor(self, request: Request) -> str | None:
        """Give who allowed it.

        Raises:
            ApiError: 401 for a token that is unknown or expired.
        """
        return self._tokens.check(request).name if request.authorization[0] == "bearer" else None
