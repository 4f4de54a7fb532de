"""What a failure's hint says: the server's words, and the likely cause."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from wkt_cli.http.message import OutgoingRequest, Reply
from wkt_cli.runtime.likely_causes import hint_of


def reply(body: Any = "", status: int = 400, **headers: str) -> Reply:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Reply(status, "", lines, data, OutgoingRequest("GET", "http://h"))


@pytest.mark.parametrize(("error", "description", "cause"), [
    ("invalid_client", "Unknown", "check the client ID and secret"),
    ("unauthorized_client", "", "check the client ID and secret"),
    ("invalid_grant", "Token was revoked", "sign in again with `wkt connect`"),
    ("invalid_request", "Mismatching redirect URI: redirect_uri", "allow exactly this redirect URL"),
    ("redirect_uri_mismatch", "", "allow exactly this redirect URL"),
    ("invalid_request", "Code challenge required", "write `pkce`"),
    ("invalid_grant", "PKCE verification failed", "verifier"),
    ("unsupported_grant_type", "", "the app's settings there must allow it"),
    ("insufficient_scope", "", "didn't allow this scope"),
])
def test_the_classic_mistakes(error: str, description: str, cause: str) -> None:
    told = hint_of(reply({"error": error, "error_description": description}))
    assert told is not None
    assert told.startswith(f"the server says {error}" + (f": {description}" if description else ""))
    assert cause in told


def test_the_challenge_says_it_too() -> None:
    challenge = 'Bearer realm="x", error="invalid_token", error_description="The token expired"'
    assert hint_of(reply(b"", 401, WWW_Authenticate=challenge)) == "the server says invalid_token: The token expired"


@pytest.mark.parametrize("body", [b"", b"<html>", {"error": {"code": 1}}, ["error"], {"message": "no"}, b"\xff"])
def test_others_say_nothing(body: Any) -> None:
    assert hint_of(reply(body)) is None


@pytest.mark.parametrize(("minutes", "told"), [(-30, "30 minutes ahead of"), (30, "30 minutes behind"), (0, None)])
def test_clocks_that_differ(minutes: int, told: str | None) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(minutes=minutes, seconds=5), usegmt=True)
    hint = hint_of(reply(b"", 401, Date=date))
    assert hint is None if told is None else told in str(hint)
    assert hint_of(reply(b"", 404, Date=date)) is None
    assert hint_of(reply(b"", 401, Date="nonsense")) is None
