"""HTTP Basic authentication (RFC 7617)."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from ..credentials import Credentials
from ..wire import REALM, ApiError, Request

CHALLENGE = f'Basic realm="{REALM}", charset="UTF-8"'


class Basic:
    """User and password in the `Authorization` header."""

    name = "basic"

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def challenges(self) -> Sequence[str]:
        """Ask for it."""
        return [CHALLENGE]

    def visitor(self, request: Request) -> str | None:
        """Give the user.

        Raises:
            ApiError: 401 for a wrong user or password.
        """
        scheme, encoded = request.authorization
        if scheme != "basic":
            return None
        name, _, password = (decoded(encoded) or "").partition(":")
        if not self._credentials.are_of_user(name, password):
            raise ApiError(401, "unauthorized", "Wrong user or password", {"WWW-Authenticate": CHALLENGE})
        return name


def decoded(encoded: str) -> str | None:
    """Give user and password with a colon between, or None for what is no Base64 of UTF-8."""
    try:
        return base64.b64decode(encoded, validate=True).decode("utf-8")
    except ValueError:
        return None
