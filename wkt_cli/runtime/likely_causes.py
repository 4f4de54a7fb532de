"""What an OAuth server says about a failure, and the likely cause of the classic mistakes.

Errors: RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from ..http.message import Reply

CAUSES: tuple[tuple[str, str], ...] = (
    (r"(?i)\bpkce\b|code[_ ](challenge|verifier)", "the service wants PKCE: write `pkce` in the connector's "
     "`authorization`; an `acquire` of its own must send the verifier, its fourth argument"),
    (r"redirect_?uri", "allow exactly this redirect URL in the app's settings at the service"),
    (r"(?i)grant[_ ]type", "look at `grant_type`: the service must know it, and the app's settings there must "
     "allow it"),
    (r"invalid_client|unauthorized_client|incorrect_client", "check the client ID and secret, whether the service "
     "wants them as Basic authentication, and that the app may use this grant type"),
    (r"invalid_grant|bad_verification_code", "the code or refresh token has expired, was revoked or was used before; "
     "sign in again with `wkt connect`, or `wkt oauth2` for a settings file"),
    (r"invalid_scope|insufficient_scope", "the app or the person didn't allow this scope"),
)  # fmt: skip
"""A pattern for the error and its description, and what to do."""

SKEW = 120
"""Seconds between this clock and the server's from which on the clock may be the cause."""
_PARAMETER = re.compile(r'\b(error|error_description)="([^"]*)"')


def hint_of(reply: Reply) -> str | None:
    """Give what a failed reply of an OAuth server says, and its likely cause; None where it says nothing of that kind.

    >>> body = b'{"error": "invalid_scope", "error_description": "No such scope"}'
    >>> from ..http.message import OutgoingRequest
    >>> hint_of(Reply(400, "", [], body, OutgoingRequest("GET", "http://h")))
    "the server says invalid_scope: No such scope; the app or the person didn't allow this scope"
    """
    said = _said(reply)
    clock = _clock(reply) if reply.status in (400, 401, 403) else None
    told = f"the server says {said[0]}" + (f": {said[1]}" if said[1] else "") if said else None
    cause = cause_of(*said) if said else None
    return "; ".join(part for part in (told, cause, clock) if part) or None


def cause_of(error: str, description: str = "") -> str | None:
    """Give what to do about an error of an OAuth server; None where nothing is known.

    >>> cause_of("invalid_scope")
    "the app or the person didn't allow this scope"
    """
    said = f"{error} {description}"
    return next((advice for pattern, advice in CAUSES if re.search(pattern, said)), None)


def _said(reply: Reply) -> tuple[str, str] | None:
    """Give the error and its description, of the body or of the challenge."""
    body = _json(reply)
    found = body if isinstance(body, dict) else {}
    if not isinstance(found.get("error"), str):
        found = dict(_PARAMETER.findall(reply.header("WWW-Authenticate") or ""))
    error, description = found.get("error"), found.get("error_description")
    return (error, str(description or "")) if isinstance(error, str) and error else None


def _json(reply: Reply) -> Any:
    from ..errors import RequestError
    from ..http.formats import json

    try:
        return json.decode(reply)
    except RequestError:
        return None


def _clock(reply: Reply) -> str | None:
    """Say that this machine's clock differs from the server's, which breaks signatures and tokens with a time."""
    try:
        there = parsedate_to_datetime(reply.header("Date") or "")
    except ValueError:
        return None
    seconds = (datetime.now(UTC) - there.astimezone(UTC)).total_seconds()
    if abs(seconds) < SKEW:
        return None
    where = "ahead of" if seconds > 0 else "behind"
    return f"this machine's clock is {abs(seconds) / 60:.0f} minutes {where} the server's"
