"""What an OAuth server says about a failure, and the likely cause of the classic mistakes.

Errors: RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3, RFC 8628 section 3.5.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ..errors import SdkError
from ..http.message import Reply

SIGN_IN_AGAIN = "sign in again with `wkt connect`, or `wkt oauth2` for a settings file"
CAUSES: tuple[tuple[str, str], ...] = (
    (r"^(access_denied|authorization_declined)", "it was denied in the browser; start again and allow it"),
    (r"^expired_token", "the code had run out before it was entered; start again"),
    (r"^device_flow_disabled", "the app's settings at the service must allow the device flow"),
    (r"^server_error", "the service has trouble of its own; try again later"),
    (r"^temporarily_unavailable", "the service is busy; try again later"),
    (r"(?i)\bpkce\b|code[_ ](challenge|verifier)", "the service wants PKCE: write `pkce` in the connector's "
     "`authorization`; an `acquire` of its own must send the verifier, its fourth argument"),
    (r"redirect_?uri", "allow exactly this redirect URL in the app's settings at the service"),
    (r"(?i)grant[-_ ]type", "look at `grant_type`: the service must know it, and the app's settings there must "
     "allow it"),
    (r"invalid_client|unauthorized_client|incorrect_client", "check the client ID and secret, whether the service "
     "wants them as Basic authentication, and that the app may use this grant type"),
    (r"invalid_grant|bad_verification_code", "the code or refresh token has expired, was revoked or was used before; "
     + SIGN_IN_AGAIN),
    (r"invalid_scope|insufficient_scope", "the app or the person didn't allow this scope"),
)  # fmt: skip
"""A pattern for the error and its description, and what to do."""

SKEW = 120
"""Seconds between this clock and the server's from which on the clock may be the cause."""
OTHER_CAUSE = "look at the app's settings at the service: redirect URL, scopes, grant types"
_PARAMETER = re.compile(r'\b(error|error_description)="([^"]*)"')


class Said(NamedTuple):
    """What an OAuth server says about a failure.

    Attributes:
        error: a word, such as ``invalid_grant``.
        description: a sentence for people, or empty.
    """

    error: str
    description: str = ""

    def __str__(self) -> str:
        return f"{self.error}: {self.description}" if self.description else self.error


def hint_of(reply: Reply) -> str | None:
    """Give what a failed reply of an OAuth server says, and its likely cause; None where it says nothing of that kind.

    >>> body = b'{"error": "invalid_scope", "error_description": "No such scope"}'
    >>> from ..http.message import OutgoingRequest
    >>> hint_of(Reply(400, "", [], body, OutgoingRequest("GET", "http://h")))
    "the server says invalid_scope: No such scope; the app or the person didn't allow this scope"
    """
    said = said_by(reply)
    clock = _clock(reply) if reply.status in (400, 401, 403) else None
    told = f"the server says {said}" if said else None
    return "; ".join(part for part in (told, _cause(said), clock) if part) or None


def refusal(said: Said) -> SdkError:
    """Make the error of a server that refused in so many words."""
    return SdkError(f"The service refused: {said}", hint=_cause(said) or OTHER_CAUSE)


def said_by(reply: Reply) -> Said | None:
    """Give what a reply says about a failure, in its body or its challenge."""
    body = _json(reply)
    in_body = said_in(body) if isinstance(body, dict) else None
    return in_body or said_in(dict(_PARAMETER.findall(reply.header("WWW-Authenticate") or "")))


def said_in(values: Mapping[str, Any]) -> Said | None:
    """Give what the values of a reply, or of a callback, say about a failure; None where they have no `error`."""
    error = values.get("error")
    return Said(error, str(values.get("error_description") or "")) if isinstance(error, str) and error else None


def _cause(said: Said | None) -> str | None:
    return next((advice for pattern, advice in CAUSES if said and re.search(pattern, " ".join(said))), None)


def _json(reply: Reply) -> Any:
    from ..errors import RequestError
    from ..http.formats import json

    try:
        return json.decode(reply)
    except RequestError:
        return None


def _clock(reply: Reply) -> str | None:
    """Say that this machine's clock differs from the server's, which breaks signatures and tokens with a time."""
    from email.utils import parsedate_to_datetime

    try:
        there = parsedate_to_datetime(reply.header("Date") or "")
    except ValueError:
        return None
    seconds = (datetime.now(UTC) - there.astimezone(UTC)).total_seconds()
    if abs(seconds) < SKEW:
        return None
    where = "ahead of" if seconds > 0 else "behind"
    return f"this machine's clock is {abs(seconds) / 60:.0f} minutes {where} the server's"
