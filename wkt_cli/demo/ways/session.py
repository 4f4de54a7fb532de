"""Sessions: a login that gives a cookie (RFC 6265)."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie

from ..credentials import Credentials
from ..wire import ApiError, Reply, Request, Route

COOKIE = "session"


class Session:
    """A cookie that `POST /session` gives for user and password.

    Args:
        credentials: the user's are accepted.
        lifetime: seconds that a session is good for.
    """

    name = "session"

    def __init__(self, credentials: Credentials, lifetime: float) -> None:
        self._credentials, self._lifetime = credentials, lifetime
        self._ends: dict[str, float] = {}
        self._lock = threading.Lock()

    def routes(self) -> list[Route]:
        """Give the lines of the route table."""
        return [Route("POST", "/session", self.begin), Route("DELETE", "/session", self.end)]

    def challenges(self) -> Sequence[str]:
        """There is no scheme for it."""
        return []

    def begin(self, request: Request) -> Reply:
        """Sign in with `user` and `password` as JSON.

        Raises:
            ApiError: 401 for a wrong user or password.
        """
        given = request.json()
        name, password = (str(given.get(key, "")) if isinstance(given, dict) else "" for key in ("user", "password"))
        if not self._credentials.are_of_user(name, password):
            raise ApiError(401, "unauthorized", "Wrong user or password")
        session = secrets.token_urlsafe(24)
        with self._lock:
            self._ends[session] = time.monotonic() + self._lifetime
        return Reply(201, {"user": name}, {"Set-Cookie": f"{COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax"})

    def end(self, request: Request) -> Reply:
        """Sign out."""
        with self._lock:
            self._ends.pop(_cookie(request) or "", None)
        return Reply(204, None, {"Set-Cookie": f"{COOKIE}=; Path=/; Max-Age=0"})

    def visitor(self, request: Request) -> str | None:
        """Give the user.

        Raises:
            ApiError: 401 for a session that is unknown or has ended.
        """
        session = _cookie(request)
        if session is None:
            return None
        with self._lock:
            end = self._ends.get(session, 0.0)
        if time.monotonic() >= end:
            raise ApiError(401, "session_ended", "The session has ended: sign in again")
        return self._credentials.user

    def expire(self) -> int:
        """End all sessions; give how many there were."""
        with self._lock:
            count = sum(end > time.monotonic() for end in self._ends.values())
            self._ends.clear()
        return count


def _cookie(request: Request) -> str | None:
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return found.value if found is not None else None
