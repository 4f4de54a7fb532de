"""Ways to enter the bookshop: one module a way of signing a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..wire import ApiError, Handler, Reply, Request, Visitor


class Way(Protocol):
    """One way of signing requests.

    Attributes:
        name: for the reply of `/me`.
    """

    name: str

    def challenges(self) -> Sequence[str]:
        """Give the values of `WWW-Authenticate` that ask for it; none where it has no such scheme."""

    def visitor(self, request: Request) -> str | None:
        """Give the name of who signed a request; None where it isn't signed in this way.

        Raises:
            ApiError: it is, but wrongly.
        """


class Door:
    """Lets requests in that are signed in one of several ways."""

    def __init__(self, ways: Sequence[Way]) -> None:
        self._ways = ways

    def guard(self, handler: Handler) -> Handler:
        """Make a handler that is only reached by a request which is signed; it finds its `visitor`."""

        def guarded(request: Request) -> Reply:
            request.visitor = self._visitor(request)
            return handler(request)

        return guarded

    def _visitor(self, request: Request) -> Visitor:
        for way in self._ways:
            name = way.visitor(request)
            if name is not None:
                return Visitor(name, way.name)
        challenges = tuple(challenge for way in self._ways for challenge in way.challenges())
        raise ApiError(401, "unauthorized", "The request has no credentials", {"WWW-Authenticate": challenges})
