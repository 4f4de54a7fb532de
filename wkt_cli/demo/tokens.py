"""The token endpoint of the stand-in and the bearer tokens that it hands out (RFC 6749, RFC 6750)."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import threading
import time
from urllib.parse import quote_plus

from .wire import ApiError, Reply, Request

_REALM = 'realm="percolate"'
_NOT_CACHED = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class Tokens:
    """One OAuth client and its tokens.

    Args:
        client_id: the client's identifier; a random one where it is None.
        client_secret: the client's secret; a random one where it is None.
        lifetime: seconds that an access token is good for.
    """

    def __init__(
        self, client_id: str | None = None, client_secret: str | None = None, lifetime: float = 3600
    ) -> None:
        self.client_id = client_id or f"demo-{secrets.token_hex(6)}"
        self.client_secret = client_secret or secrets.token_urlsafe(30)
        self.lifetime = lifetime
        self._ends: dict[str, float] = {}
        self._refresh: set[str] = set()
        self._lock = threading.Lock()

    def endpoint(self, request: Request) -> Reply:
        """Answer ``POST /auth/v5/token/``: the grants `client_credentials` and `refresh_token`.

        Raises:
            ApiError: the errors of RFC 6749 section 5.2.
        """
        pairs = request.form()
        form = dict(pairs)
        if len(form) < len(pairs):
            raise ApiError(400, "invalid_request", "A parameter was sent twice", _NOT_CACHED)
        self._check_client(request.headers.get("authorization"), form)
        self._check_grant(form)
        return Reply(200, self._issue(), _NOT_CACHED)

    def check(self, request: Request) -> None:
        """Let a request with a good bearer token pass.

        Raises:
            ApiError: 401 with the `WWW-Authenticate` of RFC 6750 section 3.
        """
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise ApiError(401, "unauthorized", "A bearer token is needed",
                           {"WWW-Authenticate": f"Bearer {_REALM}"})
        with self._lock:
            end = self._ends.get(token.strip())
        if end is None:
            raise _bad_token("The access token is unknown")
        if time.monotonic() >= end:
            raise _bad_token("The access token expired")

    def expire(self) -> int:
        """Let all access tokens expire now; refresh tokens stay good.

        Returns:
            How many were good until now.
        """
        now = time.monotonic()
        with self._lock:
            good = [token for token, end in self._ends.items() if end > now]
            self._ends.update(dict.fromkeys(good, now))
        return len(good)

    def _check_client(self, authorization: str | None, form: dict[str, str]) -> None:
        if authorization is not None and "client_secret" in form:
            raise ApiError(400, "invalid_request", "Credentials came twice: header and body", _NOT_CACHED)
        typed = _basic(authorization) if authorization is not None else _posted(form)
        if not any(hmac.compare_digest(typed.encode(), good.encode()) for good in self._accepted()):
            raise _bad_client("Wrong client credentials")

    def _accepted(self) -> list[str]:
        """The credentials as they are, with the prefix `client:`, and encoded as RFC 6749 section 2.3.1."""
        plain = f"{self.client_id}:{self.client_secret}"
        return [plain, f"client:{plain}", f"{quote_plus(self.client_id)}:{quote_plus(self.client_secret)}"]

    def _check_grant(self, form: dict[str, str]) -> None:
        grant = form.get("grant_type")
        if grant is None:
            raise ApiError(400, "invalid_request", "The parameter grant_type is missing", _NOT_CACHED)
        if grant == "refresh_token":
            self._spend(form.get("refresh_token", ""))
        elif grant != "client_credentials":
            raise ApiError(400, "unsupported_grant_type", "grant_type has to be client_credentials "
                           "or refresh_token", _NOT_CACHED)

    def _spend(self, refresh_token: str) -> None:
        with self._lock:
            if refresh_token not in self._refresh:
                raise ApiError(400, "invalid_grant", "The refresh token is unknown or was used before",
                               _NOT_CACHED)
            self._refresh.remove(refresh_token)

    def _issue(self) -> dict[str, object]:
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        with self._lock:
            self._ends[access] = time.monotonic() + self.lifetime
            self._refresh.add(refresh)
        return {"access_token": access, "token_type": "bearer", "expires_in": int(self.lifetime),
                "refresh_token": refresh}


def _basic(authorization: str) -> str:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise _bad_client("The Authorization header has to be Basic")
    try:
        return base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise _bad_client("The Authorization header is no Base64")


def _posted(form: dict[str, str]) -> str:
    if not {"client_id", "client_secret"} <= form.keys():
        raise _bad_client("Client credentials are missing")
    return f"{form['client_id']}:{form['client_secret']}"


def _bad_client(description: str) -> ApiError:
    challenge = {"WWW-Authenticate": f"Basic {_REALM}"}
    return ApiError(401, "invalid_client", description, challenge | _NOT_CACHED)


def _bad_token(description: str) -> ApiError:
    challenge = f'Bearer {_REALM}, error="invalid_token", error_description="{description}"'
    return ApiError(401, "invalid_token", description, {"WWW-Authenticate": challenge})
