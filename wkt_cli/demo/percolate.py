"""The API of the stand-in: which path does what, and what needs a token."""

from __future__ import annotations

import threading
from collections.abc import Callable

from .records import Collection, sample_collections
from .tokens import Tokens
from .tryout import Tryout
from .wire import Handler, Reply, Request, Route


class Percolate:
    """A small Percolate in memory.

    Args:
        tokens: the client that may ask for tokens, and its tokens.
        stopping: set when the server stops.
    """

    def __init__(self, tokens: Tokens, stopping: threading.Event) -> None:
        self._tokens, self._tryout = tokens, Tryout(stopping)
        self._collections = sample_collections()

    def routes(self) -> list[Route]:
        """Give the whole route table."""
        guarded = [Route("GET", "/api/v5/me", self.me)]
        for collection in self._collections:
            guarded += _routes_of(collection)
        return [
            Route("POST", "/auth/v5/token/", self._tokens.endpoint),
            Route("POST", "/demo/expire", self.expire),
            *(Route(route.method, route.pattern, guard(self._tokens, route.handler)) for route in guarded),
            *self._tryout.routes(),
        ]

    def me(self, request: Request) -> Reply:
        """Tell who the token belongs to."""
        return Reply(200, {"data": {"id": "user-1", "name": "Ana Åberg", "email": "user1@percolate.example",
                                    "client_id": self._tokens.client_id}})

    def expire(self, request: Request) -> Reply:
        """Let all access tokens expire, for trying what happens then; needs no token."""
        return Reply(200, {"expired": self._tokens.expire()})


def guard(tokens: Tokens, handler: Handler) -> Handler:
    """Make a handler that asks for a good bearer token first."""

    def guarded(request: Request) -> Reply:
        tokens.check(request)
        return handler(request)

    return guarded


def _routes_of(collection: Collection) -> list[Route]:
    many, one = f"/api/v5/{collection.name}", f"/api/v5/{collection.name}/{{id}}"
    verbs: list[tuple[str, str, Callable[[Request], Reply]]] = [
        ("GET", many, collection.index), ("POST", many, collection.create), ("GET", one, collection.show),
        ("PATCH", one, collection.update), ("DELETE", one, collection.delete),
    ]
    return [Route(*verb) for verb in verbs]
