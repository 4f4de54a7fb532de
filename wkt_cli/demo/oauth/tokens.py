"""Access and refresh tokens that the stand-in hands out and checks (RFC 6749, RFC 6750, RFC 7009)."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass

from ..wire import REALM, ApiError, Request

CHALLENGE = f'Bearer realm="{REALM}"'


@dataclass(frozen=True, eq=False)
class Grant:
    """What was allowed once; all tokens that come of it belong together.

    Attributes:
        name: of the user who allowed it, or of the client that acts for itself.
        scope: what it is for; empty where none was asked for.
    """

    name: str
    scope: str = ""


class Tokens:
    """All tokens of a server.

    Args:
        lifetime: seconds that an access token is good for.
    """

    def __init__(self, lifetime: float = 3600) -> None:
        self.lifetime = lifetime
        self._access: dict[str, tuple[Grant, float]] = {}
        self._refresh: dict[str, Grant] = {}
        self._spent: dict[str, Grant] = {}
        self._lock = threading.Lock()

    @property
    def issued(self) -> int:
        """How many access tokens were handed out and not revoked."""
        return len(self._access)

    def issue(self, grant: Grant) -> dict[str, object]:
        """Make an access token and a refresh token; give the reply that hands them out (RFC 6749 section 5.1)."""
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        with self._lock:
            self._access[access] = grant, time.monotonic() + self.lifetime
            self._refresh[refresh] = grant
        reply = {"access_token": access, "token_type": "bearer", "expires_in": int(self.lifetime),
                 "refresh_token": refresh}
        return {**reply, "scope": grant.scope} if grant.scope else reply

    def check(self, request: Request) -> Grant:
        """Let a request with a good bearer token pass.

        Raises:
            ApiError: 401 with the `WWW-Authenticate` of RFC 6750 section 3.
        """
        scheme, token = request.authorization
        if scheme != "bearer":
            raise ApiError(401, "unauthorized", "A bearer token is needed", {"WWW-Authenticate": CHALLENGE})
        with self._lock:
            grant, end = self._access.get(token, (None, 0.0))
        if grant is None:
            raise _bad_token("The access token is unknown")
        if time.monotonic() >= end:
            raise _bad_token("The access token expired")
        return grant

    def spend(self, refresh_token: str) -> Grant:
        """Take a refresh token, which is good once; one that comes again was stolen, so all of its grant is revoked.

        Raises:
            ApiError: it is not good (RFC 6749 section 5.2, RFC 9700 section 4.14).
        """
        with self._lock:
            grant = self._refresh.pop(refresh_token, None)
            if grant is not None:
                self._spent[refresh_token] = grant
                return grant
            stolen = self._spent.get(refresh_token)
        if stolen is not None:
            self.revoke_grant(stolen)
            raise ApiError(400, "invalid_grant", "The refresh token was used before, so all of its grant is revoked")
        raise ApiError(400, "invalid_grant", "The refresh token is unknown or revoked")

    def expire(self) -> int:
        """Let all access tokens expire now; refresh tokens stay good.

        Returns:
            How many were good until now.
        """
        now = time.monotonic()
        with self._lock:
            good = {token: grant for token, (grant, end) in self._access.items() if end > now}
            self._access.update({token: (grant, now) for token, grant in good.items()})
        return len(good)

    def revoke(self, token: str) -> None:
        """Forget an access token, or a refresh token with all tokens of its grant (RFC 7009 section 2.1)."""
        with self._lock:
            self._access.pop(token, None)
            grant = self._refresh.get(token)
        if grant is not None:
            self.revoke_grant(grant)

    def revoke_grant(self, grant: Grant) -> None:
        """Forget all tokens of a grant."""
        with self._lock:
            self._access = {token: entry for token, entry in self._access.items() if entry[0] is not grant}
            self._refresh = {token: of for token, of in self._refresh.items() if of is not grant}

    def revoke_all(self) -> int:
        """Forget all tokens, refresh tokens too; give how many grants had any."""
        with self._lock:
            grants = {*self._refresh.values(), *(grant for grant, _ in self._access.values())}
            self._access, self._refresh = {}, {}
        return len(grants)


def _bad_token(description: str) -> ApiError:
    challenge = f'{CHALLENGE}, error="invalid_token", error_description="{description}"'
    return ApiError(401, "invalid_token", description, {"WWW-Authenticate": challenge})
