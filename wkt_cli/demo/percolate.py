"""The API of the stand-in: which path does what, and what needs a token."""

from __future__ import annotations

from .credentials import Credentials
from .oauth.token_endpoint import TokenEndpoint
from .oauth.tokens import Tokens
from .records import sample_collections
from .wire import Handler, Reply, Request, Route


class Percolate:
    """A small Percolate in memory.

    Args:
        credentials: the client's may ask for tokens.
        tokens: makes and checks the tokens.
    """

    def __init__(self, credentials: Credentials, tokens: Tokens) -> None:
        self._credentials, self._tokens = credentials, tokens
        self._token_endpoint = TokenEndpoint(credentials, tokens)
        self._collections = sample_collections()

    def routes(self) -> list[Route]:
        """Give the whole route table."""
        guarded = [Route("GET", "/api/v5/me", self.me)]
        for collection in self._collections:
            guarded += collection.routes()
        return [
            Route("POST", "/auth/v5/token/", self._token_endpoint.token),
            *(Route(route.method, route.pattern, guard(self._tokens, route.handler)) for route in guarded),
        ]

    def me(self, request: Request) -> Reply:
        """Tell who the token belongs to."""
        return Reply(200, {"data": {"id": "user-1", "name": "Ana Åberg", "email": "user1@percolate.example",
                                    "client_id": self._credentials.client_id}})


def guard(tokens: Tokens, handler: Handler) -> Handler:
    """Make a handler that asks for a good bearer token first."""

    def guarded(request: Request) -> Reply:
        tokens.check(request)
        return handler(request)

    return guarded
