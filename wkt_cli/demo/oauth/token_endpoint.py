"""Token endpoints: the client is checked, a grant becomes tokens (RFC 6749 section 3.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote_plus

from ..credentials import Credentials, same
from ..ways.basic import decoded
from ..wire import REALM, ApiError, Reply, Request
from .tokens import Grant, Tokens

NOT_CACHED = {"Cache-Control": "no-store", "Pragma": "no-cache"}

Redeem = Callable[[Mapping[str, str]], Grant]
"""Gives the grant that the parameters of a request prove; raises `ApiError` where they prove none."""


class TokenEndpoint:
    """One token endpoint.

    Args:
        credentials: the client's are accepted.
        tokens: makes the tokens.
        grants: how each `grant_type` is redeemed, beside `client_credentials` and `refresh_token`.
    """

    def __init__(
        self, credentials: Credentials, tokens: Tokens, grants: Mapping[str, Redeem] | None = None
    ) -> None:
        self._credentials, self._tokens = credentials, tokens
        self._grants: dict[str, Redeem] = {
            "client_credentials": self._for_itself, "refresh_token": self._refreshed, **(grants or {}),
        }  # fmt: skip

    def token(self, request: Request) -> Reply:
        """Hand out tokens.

        Raises:
            ApiError: the errors of RFC 6749 section 5.2.
        """
        form = client_form(request, self._credentials)
        try:
            return Reply(200, self._tokens.issue(self._redeemed(form)), NOT_CACHED)
        except ApiError as refusal:
            refusal.headers = {**refusal.headers, **NOT_CACHED}
            raise

    def revoke(self, request: Request) -> Reply:
        """Revoke a token; one that is unknown is none any more (RFC 7009 section 2.2).

        Raises:
            ApiError: the client is not known.
        """
        self._tokens.revoke(client_form(request, self._credentials).get("token", ""))
        return Reply(200, {}, NOT_CACHED)

    def _redeemed(self, form: Mapping[str, str]) -> Grant:
        kind = form.get("grant_type")
        if kind is None:
            raise ApiError(400, "invalid_request", "The parameter grant_type is missing")
        if kind not in self._grants:
            raise ApiError(400, "unsupported_grant_type", f"grant_type has to be one of {', '.join(self._grants)}")
        return self._grants[kind](form)

    def _for_itself(self, form: Mapping[str, str]) -> Grant:
        return Grant(self._credentials.client_id, form.get("scope", ""))

    def _refreshed(self, form: Mapping[str, str]) -> Grant:
        return self._tokens.spend(form.get("refresh_token", ""))


def client_form(request: Request, credentials: Credentials) -> dict[str, str]:
    """Read the parameters of a client that is known, by a header or by parameters (RFC 6749 section 2.3.1).

    Raises:
        ApiError: 400 for a parameter that came twice, 401 for a client that isn't known.
    """
    pairs = request.form()
    form = dict(pairs)
    if len(form) < len(pairs):
        raise ApiError(400, "invalid_request", "A parameter was sent twice", NOT_CACHED)
    in_header = "authorization" in request.headers
    if in_header and "client_secret" in form:
        raise ApiError(400, "invalid_request", "Credentials came twice: header and body", NOT_CACHED)
    typed = _from_header(*request.authorization) if in_header else _from_body(form)
    if not any(same(typed, good) for good in _accepted(credentials)):
        raise _bad_client("Wrong client credentials")
    return form


def _accepted(credentials: Credentials) -> list[str]:
    """The credentials as they are, with the prefix `client:`, and encoded as RFC 6749 section 2.3.1."""
    name, secret = credentials.client_id, credentials.client_secret
    return [f"{name}:{secret}", f"client:{name}:{secret}", f"{quote_plus(name)}:{quote_plus(secret)}"]


def _from_header(scheme: str, encoded: str) -> str:
    if scheme != "basic":
        raise _bad_client("The Authorization header has to be Basic")
    typed = decoded(encoded)
    if typed is None:
        raise _bad_client("The Authorization header is no Base64")
    return typed


def _from_body(form: Mapping[str, str]) -> str:
    if not {"client_id", "client_secret"} <= form.keys():
        raise _bad_client("Client credentials are missing")
    return f"{form['client_id']}:{form['client_secret']}"


def _bad_client(description: str) -> ApiError:
    return ApiError(401, "invalid_client", description, {"WWW-Authenticate": f'Basic realm="{REALM}"', **NOT_CACHED})
