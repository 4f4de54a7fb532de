"""Endpoints under ``/demo/``: what expires and misbehaves on purpose, for trying how `wkt` takes it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from .wire import ApiError, Reply, Request, Route

MAX_DELAY = 600.0


class Tryout:
    """The endpoints; no token is needed for them.

    Args:
        stopping: set when the server stops, so that a slow reply does not hold it up.
        expire: lets all access tokens and sessions expire; gives how many there were.
        revoke: takes all tokens back, refresh tokens and sessions too; gives how many there were.
    """

    def __init__(self, stopping: threading.Event, expire: Callable[[], int], revoke: Callable[[], int]) -> None:
        self._stopping, self._expire, self._revoke = stopping, expire, revoke

    def routes(self) -> list[Route]:
        """Give the lines of the route table."""
        return [
            Route("*", "/demo/echo", self.echo),
            Route("*", "/demo/error", self.error),
            Route("POST", "/demo/expire", self.expire),
            Route("*", "/demo/html", self.html),
            Route("*", "/demo/limited", self.limited),
            Route("*", "/demo/redirect", self.redirect),
            Route("POST", "/demo/revoke", self.revoke),
            Route("*", "/demo/slow", self.slow),
            Route("*", "/demo/status/{code}", self.status),
        ]

    def echo(self, request: Request) -> Reply:
        """Tell what came; the Authorization header is left out."""
        headers = {name: value for name, value in request.headers.items() if name != "authorization"}
        return Reply(200, {"method": request.method, "query": dict(request.query), "headers": headers,
                           "body": _body(request)})

    def error(self, request: Request) -> Reply:
        """Fail with 500."""
        raise ApiError(500, "internal_error", "The server failed, as you asked it to")

    def expire(self, request: Request) -> Reply:
        """Let all access tokens and sessions expire, for trying what happens then."""
        return Reply(200, {"expired": self._expire()})

    def revoke(self, request: Request) -> Reply:
        """Take back all tokens and sessions, so that only a new connection helps."""
        return Reply(200, {"revoked": self._revoke()})

    def html(self, request: Request) -> Reply:
        """Answer with a page where JSON is expected."""
        page = b"<!doctype html><title>Maintenance</title><p>We will be back soon.</p>\n"
        return Reply(200, page, {"Content-Type": "text/html; charset=utf-8"})

    def limited(self, request: Request) -> Reply:
        """Refuse with 429; `seconds` is when to come back, 30 by default."""
        seconds = int(_seconds(request, 30))
        raise ApiError(429, "rate_limited", f"Too many requests, come back in {seconds} s",
                       {"Retry-After": str(seconds), "X-RateLimit-Limit": "10", "X-RateLimit-Remaining": "0"})

    def redirect(self, request: Request) -> Reply:
        """Send on to `/demo/echo` with 302."""
        return Reply(302, None, {"Location": "/demo/echo"})

    def slow(self, request: Request) -> Reply:
        """Answer after `seconds`, 3 by default."""
        seconds = _seconds(request, 3)
        self._stopping.wait(seconds)
        return Reply(200, {"waited": seconds})

    def status(self, request: Request) -> Reply:
        """Answer with the status that the path names, from 200 to 599."""
        code = request.captured["code"]
        if not (code.isascii() and code.isdigit() and 200 <= int(code) <= 599):
            raise ApiError(400, "invalid_parameter", "The status has to be from 200 to 599")
        if int(code) in (204, 205, 304):
            return Reply(int(code))
        return Reply(int(code), {"status": int(code), "reason": _reason(int(code))})


def _reason(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return "no standard status"


def _seconds(request: Request, default: float) -> float:
    text = request.query.get("seconds")
    try:
        seconds = float(text) if text is not None else default
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= MAX_DELAY:
        raise ApiError(400, "invalid_parameter", f"seconds has to be a number from 0 to {MAX_DELAY:g}")
    return seconds


def _body(request: Request) -> Any:
    if not request.body:
        return None
    try:
        return request.json()
    except ApiError:
        return request.body.decode("utf-8", "replace")
