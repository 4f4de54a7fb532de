"""The authorization endpoint: a page that asks a person for consent, and the code that it leads to.

RFC 6749 section 4.1, PKCE by RFC 7636, loopback redirects by RFC 8252 section 7.3.
"""

from __future__ import annotations

import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit

from ..credentials import Credentials, same
from ..pages import SAFE, page, sign_in
from ..wire import ApiError, Reply, Request, Route
from .tokens import Grant, Tokens

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
CODE_LIFETIME = 60
"""Seconds that a code is good for."""
CHALLENGE_LENGTH = 43
"""Characters of a SHA-256 in Base64."""


@dataclass
class _Code:
    """What a code stands for; it is good once."""

    grant: Grant
    redirect_uri: str
    challenge: str
    end: float
    used: bool = False


class Authorization:
    """Asks a person for consent, and exchanges the code that this gives.

    Args:
        credentials: the client's identifier and the user's password are accepted.
        tokens: where the tokens of a code that comes twice are revoked.
    """

    def __init__(self, credentials: Credentials, tokens: Tokens) -> None:
        self._credentials, self._tokens = credentials, tokens
        self._codes: dict[str, _Code] = {}
        self._lock = threading.Lock()

    def routes(self) -> list[Route]:
        """Give the lines of the route table."""
        return [Route("GET", "/oauth/authorize", self.ask), Route("POST", "/oauth/authorize", self.decide)]

    def ask(self, request: Request) -> Reply:
        """Show the page that asks for consent."""
        return self._refused(request.query) or self._page(request.query)

    def decide(self, request: Request) -> Reply:
        """Send the browser back with a code, or with what went wrong (section 4.1.2)."""
        refused = self._refused(request.query)
        if refused is not None:
            return refused
        form = dict(request.form())
        if form.get("decision") != "allow":
            return _back(request.query, error="access_denied", error_description="You did not allow it")
        if not self._credentials.are_of_user(form.get("user", ""), form.get("password", "")):
            return self._page(request.query, wrong="Wrong user or password.")
        return _back(request.query, code=self._code(request.query))

    def redeem(self, form: Mapping[str, str]) -> Grant:
        """Exchange a code (sections 4.1.3 and 10.5; RFC 7636 section 4.6).

        Raises:
            ApiError: it is not good any more, or belongs to another redirect URI or verifier.
        """
        with self._lock:
            code = self._codes.get(form.get("code", ""))
            used, good = code is not None and code.used, code is not None and time.monotonic() < code.end
            if code is not None:
                code.used = True
        if code is not None and used:
            self._tokens.revoke_grant(code.grant)
        if code is None or used or not good:
            raise ApiError(400, "invalid_grant", "The code is unknown, too old or was used before")
        if form.get("redirect_uri") != code.redirect_uri:
            raise ApiError(400, "invalid_grant", "The redirect_uri is not the one that the code was given to")
        if not same(_challenge_of(form.get("code_verifier", "")), code.challenge):
            raise ApiError(400, "invalid_grant", "The code_verifier is missing, or not that of the code_challenge")
        return code.grant

    def _refused(self, query: Mapping[str, str]) -> Reply | None:
        """Give what a wrong request gets: a page while its redirect URI is not known to be good, else a redirect."""
        title = "This can't be allowed"
        if not same(query.get("client_id", ""), self._credentials.client_id):
            return page(title, "The client_id is unknown.", status=400)
        if not _is_loopback(query.get("redirect_uri", "")):
            return page(title, "The redirect_uri has to begin with http://localhost: a program on this computer.",
                        status=400)
        wrong = _wrong(query)
        return _back(query, error=wrong[0], error_description=wrong[1]) if wrong else None

    def _page(self, query: Mapping[str, str], wrong: str = "") -> Reply:
        scope = query.get("scope") or "nothing in particular"
        return sign_in(
            "Sign in to the bookshop", f"{query['client_id']} wants to act for you. It asks for: {scope}.",
            "User and password are those that wkt demo --serve printed.", wrong=wrong,
        )  # fmt: skip

    def _code(self, query: Mapping[str, str]) -> str:
        grant = Grant(self._credentials.user, query.get("scope", ""))
        code = secrets.token_urlsafe(24)
        with self._lock:
            self._codes[code] = _Code(
                grant, query["redirect_uri"], query.get("code_challenge", ""), time.monotonic() + CODE_LIFETIME
            )
        return code


def _challenge_of(verifier: str) -> str:
    """Give the challenge of a verifier by S256; none has none, so that neither may be left out alone."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode() if verifier else ""


def _wrong(query: Mapping[str, str]) -> tuple[str, str] | None:
    """Give error and description of a request that can be sent back (section 4.1.2.1, RFC 7636 section 4.4.1)."""
    if query.get("response_type") != "code":
        return "unsupported_response_type", "response_type has to be code"
    method = query.get("code_challenge_method", "plain" if "code_challenge" in query else "S256")
    if method != "S256":
        return "invalid_request", "code_challenge_method has to be S256"
    if len(query.get("code_challenge", "")) not in (0, CHALLENGE_LENGTH):
        return "invalid_request", f"code_challenge has to have {CHALLENGE_LENGTH} characters"
    return None


def _is_loopback(uri: str) -> bool:
    if not (uri.isascii() and uri.isprintable()):
        return False
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK and not parts.fragment


def _back(query: Mapping[str, str], **answer: str) -> Reply:
    """Send the browser back to who sent it, with the state that came."""
    parts = urlsplit(query["redirect_uri"])
    answer |= {"state": query["state"]} if "state" in query else {}
    target = parts._replace(query=urlencode([*parse_qsl(parts.query), *answer.items()])).geturl()
    return Reply(303, None, {"Location": target, **SAFE})
