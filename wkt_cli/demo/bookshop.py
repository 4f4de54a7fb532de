"""The API of the bookshop: one service, and every way of signing requests to it."""

from __future__ import annotations

from .credentials import Credentials
from .oauth.token_endpoint import TokenEndpoint
from .oauth.tokens import Tokens
from .records import books
from .ways import Door, Way
from .ways.api_key import ApiKey
from .ways.aws_signature import AwsSignature
from .ways.basic import Basic
from .ways.bearer import Bearer
from .ways.digest import Digest
from .ways.hmac_signature import HmacSignature
from .ways.session import Session
from .wire import Reply, Request, Route

HOST = "bookshop.example"
"""The name that the bundled connectors know it by."""


class Bookshop:
    """A shop that sells books in memory.

    Args:
        credentials: what it accepts.
        tokens: makes and checks OAuth's tokens.
    """

    def __init__(self, credentials: Credentials, tokens: Tokens) -> None:
        self._books = books()
        self._session = Session(credentials, tokens.lifetime)
        self._token_endpoint = TokenEndpoint(credentials, tokens)
        ways: list[Way] = [
            Basic(credentials), Digest(credentials), Bearer(tokens), ApiKey(credentials), self._session,
            HmacSignature(credentials), AwsSignature(credentials, HOST),
        ]  # fmt: skip
        self._door = Door(ways)

    def routes(self) -> list[Route]:
        """Give the lines of the route table."""
        guarded = [Route("GET", "/me", self.me), *self._books.routes()]
        return [
            Route("GET", "/public/books", self._books.index),
            *self._session.routes(),
            Route("POST", "/oauth/token", self._token_endpoint.token),
            Route("POST", "/oauth/revoke", self._token_endpoint.revoke),
            *(Route(route.method, route.pattern, self._door.guard(route.handler)) for route in guarded),
        ]

    def expire(self) -> int:
        """End all sessions; give how many there were."""
        return self._session.expire()

    def me(self, request: Request) -> Reply:
        """Tell who sent the request, and how that is known."""
        visitor = request.visitor
        assert visitor is not None
        return Reply(200, {"user": visitor.name, "authorized_by": visitor.way})
