"""An API key, in a header or in the query."""

from __future__ import annotations

from collections.abc import Sequence

from ..credentials import Credentials, same
from ..wire import ApiError, Request

HEADER, PARAMETER = "x-api-key", "api_key"


class ApiKey:
    """The key in the header `X-Api-Key` or the parameter `api_key`."""

    name = "api_key"

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def challenges(self) -> Sequence[str]:
        """There is no scheme for it."""
        return []

    def visitor(self, request: Request) -> str | None:
        """Give the user whose key it is; the key is no parameter for what comes after.

        Raises:
            ApiError: 401 for a wrong key.
        """
        key = request.headers.get(HEADER, request.query.get(PARAMETER))
        if key is None:
            return None
        if not same(key, self._credentials.api_key):
            raise ApiError(401, "unauthorized", "Wrong API key")
        request.query = {name: value for name, value in request.query.items() if name != PARAMETER}
        return self._credentials.user
