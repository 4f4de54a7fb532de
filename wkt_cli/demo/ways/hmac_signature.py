"""Requests signed with a shared key: what and when, under HMAC with SHA-256."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Sequence

from ..credentials import Credentials, same
from ..wire import ApiError, Request

WINDOW = 300
"""Seconds that a signature is good for."""


class HmacSignature:
    """`X-Key-Id`, `X-Timestamp` and `X-Signature`: the HMAC of method, target and timestamp, a line each, in hex."""

    name = "hmac"

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def challenges(self) -> Sequence[str]:
        """There is no scheme for it."""
        return []

    def visitor(self, request: Request) -> str | None:
        """Give the user whose key it is.

        Raises:
            ApiError: 401 for a wrong signature, or an old one.
        """
        signature = request.headers.get("x-signature")
        if signature is None:
            return None
        moment = request.headers.get("x-timestamp", "")
        if not (moment.isascii() and moment.isdigit()) or abs(int(moment) - time.time()) > WINDOW:
            raise ApiError(401, "unauthorized", f"X-Timestamp has to be of the last {WINDOW // 60} minutes, in seconds")
        text = f"{request.command}\n{request.target}\n{moment}"
        good = hmac.new(self._credentials.secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()
        if not same(f"{request.headers.get('x-key-id', '')} {signature}", f"{self._credentials.key_id} {good}"):
            raise ApiError(401, "unauthorized", "The signature is not that of method, target and X-Timestamp")
        return self._credentials.user
