"""A person's consent: the authorization code flow up to the code, and what else stands for a consent.

Rules: reference/connection.md section 8; PKCE: RFC 7636; device codes: RFC 8628.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import parse_qsl, quote_plus, urlsplit, urlunsplit

from ...errors import InvalidDefinitionError
from .definition import Definition
from .hooks import Hooks


class Invitation(NamedTuple):
    """What a person's browser is sent with.

    Attributes:
        url: where it goes.
        redirect_url: where it comes back to.
        state: what it has to bring back, so that nobody else's code is taken.
        verifier: the proof that goes with the code; None without PKCE.
    """

    url: str
    redirect_url: str
    state: str
    verifier: str | None = None


class AuthorizationCode(NamedTuple):
    """What a person's browser came back with.

    Attributes:
        code: the authorization code.
        redirect_url: where it came back to.
        verifier: the proof that goes with the code; None without PKCE.
    """

    code: str
    redirect_url: str
    verifier: str | None = None


class DeviceCode(NamedTuple):
    """What a service gives to a device whose person consents elsewhere (RFC 8628 section 3.2).

    Attributes:
        device_code: what the device asks for tokens with; a secret.
        user_code: what the person enters.
        verification_uri: where.
        verification_uri_complete: the same with the code in it; None where there is none.
        lifetime: seconds that both codes are good for.
        interval: seconds between two questions for the tokens.
    """

    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str | None
    lifetime: float
    interval: float


Consent = AuthorizationCode | DeviceCode
"""What is exchanged for tokens: the code of a person who has consented, or that of a device whose person yet may."""


def invite(definition: Definition, hooks: Hooks, redirect_url: str, scope: str | None = None) -> Invitation:
    """Make the URL that asks for consent; parameters that it already has win over those that are added.

    Args:
        definition: an authorization of OAuth 2.
        hooks: its functions.
        redirect_url: where the browser shall come back to.
        scope: in the place of the connector's.

    Raises:
        InvalidDefinitionError: there is no usable `authorization_url`.
    """
    written = urlsplit(hooks.text("authorization_url") or "")
    if written.scheme not in ("http", "https") or not written.hostname:
        raise InvalidDefinitionError(
            "The connector has no `authorization_url` that a browser can open",
            hint="it must give a whole URL that begins with https://",
            place=definition.connector.place(f"{definition.path}.authorization_url"),
        )
    verifier, challenge = _pkce(hooks)
    own = parse_qsl(written.query, keep_blank_values=True)
    if scope:
        own = [*(pair for pair in own if pair[0] != "scope"), ("scope", scope)]
    named = dict(own)
    added = {
        "client_id": hooks.text("client_id") or "", "redirect_uri": redirect_url, "state": secrets.token_hex(8),
        **challenge,
    }  # fmt: skip
    pairs = own + [(name, value) for name, value in added.items() if name not in named]
    url = urlunsplit(written._replace(query=_query(pairs), fragment=""))
    return Invitation(url, redirect_url, named.get("state", added["state"]), verifier)


def _pkce(hooks: Hooks) -> tuple[str | None, dict[str, str]]:
    """Give the verifier and the parameters of the challenge; nothing where the connector has no `pkce`."""
    verifier = secrets.token_urlsafe(96)
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    found = hooks.pkce(verifier, challenge)
    if found is None:
        return None, {}
    parameters = {
        "code_challenge": str(found.get("challenge") or challenge),
        "code_challenge_method": str(found.get("challenge_method") or "S256"),
    }
    return str(found.get("verifier") or verifier), parameters


def _query(pairs: list[tuple[str, str]]) -> str:
    ordered = sorted(pairs, key=lambda pair: pair[0])
    return "&".join(f"{quote_plus(name, safe='~')}={quote_plus(value, safe='~')}" for name, value in ordered)
