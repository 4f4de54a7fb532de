"""HTTP digest authentication (RFC 7616) with SHA-256 or MD5."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Sequence
from urllib.request import parse_http_list, parse_keqv_list

from ..credentials import Credentials, same
from ..wire import REALM, ApiError, Request

ALGORITHMS = {"SHA-256": "sha256", "MD5": "md5"}
"""The ones that are offered, the better one first."""
LIFETIME = 300
"""Seconds that a nonce is good for."""


class Digest:
    """User and password, proved by a digest of both and of a nonce of the server."""

    name = "digest"

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._nonces: dict[str, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def challenges(self) -> Sequence[str]:
        """Ask for it, with a fresh nonce."""
        return self._challenges(stale=False)

    def visitor(self, request: Request) -> str | None:
        """Give the user.

        Raises:
            ApiError: 401 for a wrong answer, or one to a nonce that is not good any more.
        """
        scheme, rest = request.authorization
        if scheme != "digest":
            return None
        pieces = [piece for piece in parse_http_list(rest) if "=" in piece]
        answer = {name.lower(): value for name, value in parse_keqv_list(pieces).items()}
        if not same(answer.get("response", ""), self._expected(answer, request)):
            raise self._refusal("Wrong user or password, or the digest is of something else")
        if not self._spend(answer.get("nonce", ""), answer.get("nc", "")):
            raise self._refusal("The nonce is unknown, too old or was used before", stale=True)
        return self._credentials.user

    def _expected(self, answer: dict[str, str], request: Request) -> str:
        """Compute the digest that a right answer has (RFC 7616 section 3.4.1); empty where none can be right."""
        name = ALGORITHMS.get(answer.get("algorithm", "MD5").upper())
        if name is None or answer.get("qop") != "auth" or answer.get("uri") != request.target:
            return secrets.token_hex()
        first = f"{self._credentials.user}:{REALM}:{self._credentials.password}"
        parts = (answer.get(key, "") for key in ("nonce", "nc", "cnonce", "qop"))
        return _hash(name, ":".join((_hash(name, first), *parts, _hash(name, f"{request.command}:{request.target}"))))

    def _spend(self, nonce: str, count: str) -> bool:
        """Take a nonce with its counter, which has to grow; platforms begin at 0."""
        try:
            number = int(count, 16)
        except ValueError:
            return False
        with self._lock:
            made, last = self._nonces.get(nonce, (0.0, -1))
            good = nonce in self._nonces and time.monotonic() - made < LIFETIME and number > last
            if good:
                self._nonces[nonce] = made, number
        return good

    def _challenges(self, stale: bool) -> list[str]:
        nonce = secrets.token_urlsafe(18)
        with self._lock:
            self._nonces = {n: (made, last) for n, (made, last) in self._nonces.items()
                            if time.monotonic() - made < LIFETIME}
            self._nonces[nonce] = time.monotonic(), -1
        told = ", stale=true" if stale else ""
        return [f'Digest realm="{REALM}", qop="auth", algorithm={algorithm}, nonce="{nonce}"{told}'
                for algorithm in ALGORITHMS]

    def _refusal(self, description: str, stale: bool = False) -> ApiError:
        return ApiError(401, "unauthorized", description, {"WWW-Authenticate": tuple(self._challenges(stale))})


def _hash(name: str, text: str) -> str:
    return hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()
