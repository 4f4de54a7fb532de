"""The API of the bookshop: one service, and every way of signing requests to it."""

from __future__ import annotations

from collections.abc import Mapping

from .credentials import Credentials
from .oauth import device
from .oauth.authorization import Authorization
from .oauth.device import Devices
from .oauth.token_endpoint import TokenEndpoint
from .oauth.tokens import Grant, Tokens
from .records import books
from .ways import Door, Way
from .ways.api_key import ApiKey
from .ways.aws_signature import AwsSignature
from .ways.basic import Basic
from .ways.bearer import Bearer
from .ways.certificate import Certificate
from .ways.digest import Digest
from .ways.hmac_signature import HmacSignature
from .ways.session import Session
from .wire import ApiError, Reply, Request, Route

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
        self._credentials = credentials
        self._authorization, self._devices = Authorization(credentials, tokens), Devices(credentials)
        self._token_endpoint = TokenEndpoint(credentials, tokens, {
            "authorization_code": self._authorization.redeem, "password": self._of_password,
            device.GRANT_TYPE: self._devices.redeem,
        })  # fmt: skip
        ways: list[Way] = [
            Certificate(), Basic(credentials), Digest(credentials), Bearer(tokens), ApiKey(credentials),
            self._session, HmacSignature(credentials), AwsSignature(credentials, HOST),
        ]  # fmt: skip
        self._door = Door(ways)

    def routes(self) -> list[Route]:
        """Give the lines of the route table."""
        guarded = [Route("GET", "/me", self.me), *self._books.routes()]
        return [
            Route("GET", "/public/books", self._books.index),
            *self._session.routes(), *self._authorization.routes(), *self._devices.routes(),
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

    def _of_password(self, form: Mapping[str, str]) -> Grant:
        """Give the grant of a user who typed the password into the client (RFC 6749 section 4.3)."""
        if not self._credentials.are_of_user(form.get("username", ""), form.get("password", "")):
            raise ApiError(400, "invalid_grant", "Wrong user or password")
        return Grant(self._credentials.user, form.get("scope", ""))
