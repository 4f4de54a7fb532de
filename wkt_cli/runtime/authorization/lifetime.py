"""How long an access token lasts, and when it is renewed before that (RFC 6749 section 5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

EARLY = timedelta(seconds=30)
"""How long before its end a token is renewed at most."""
PART = 0.1
"""The part of its life that is given up at most, so that one that lasts only seconds is used, too."""
LONGEST = timedelta(days=36500).total_seconds()


def facts_of(reply: Mapping[str, Any]) -> dict[str, Any]:
    """Read from new credentials when they run out, and for what they are good.

    Args:
        reply: what came back; ``expires_in`` is in seconds.

    Returns:
        ``expires_at`` and ``renew_at`` as ISO 8601, or None where nothing is told; ``scopes``, if they are.

    >>> facts_of({"scope": "read write", "expires_in": "soon"})
    {'expires_at': None, 'renew_at': None, 'scopes': 'read write'}
    """
    scope, seconds = reply.get("scope"), seconds_of(reply.get("expires_in"))
    scopes = {"scopes": scope} if isinstance(scope, str) and scope else {}
    if seconds is None:
        return {"expires_at": None, "renew_at": None, **scopes}
    life = timedelta(seconds=seconds)
    end = datetime.now(UTC) + life
    early = end - min(EARLY, life * PART)
    return {"expires_at": end.isoformat(timespec="seconds"), "renew_at": early.isoformat(), **scopes}


def seconds_of(given: Any) -> float | None:
    """Read a number of seconds, as which services also give texts; what is none, or more than a lifetime, is None."""
    try:
        seconds = float(given)
    except (TypeError, ValueError, OverflowError):
        return None
    return seconds if 0 < seconds < LONGEST and not isinstance(given, bool) else None


def is_due(renew_at: str | None) -> bool:
    """Tell whether the moment has come to renew a token.

    >>> is_due("2024-01-02T03:04:05+00:00"), is_due("9999-01-01T00:00:00+00:00"), is_due(None)
    (True, False, False)
    """
    if renew_at is None:
        return False
    try:
        return datetime.fromisoformat(renew_at) <= datetime.now(UTC)
    except (TypeError, ValueError):
        return False
