"""What a handler of the stand-in gets and gives: request, reply, and the route table between them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

FORM_TYPE = "application/x-www-form-urlencoded"
REALM = "wkt demo"

Headers = Mapping[str, str | tuple[str, ...]]
"""Headers by name; several values are sent as several headers."""


class Visitor(NamedTuple):
    """Who sent a request.

    Attributes:
        name: of the user, or of the client that acts for itself.
        way: how it is known, such as ``basic``.
    """

    name: str
    way: str


@dataclass
class Request:
    """One request, read in full.

    Attributes:
        method: in capitals; a HEAD arrives as GET.
        path: the percent-decoded path, without the query.
        query: the parameters of the query, the last one wins where a name comes twice.
        headers: names in lower case.
        body: the bytes that came, none decoded.
        captured: what the ``{name}`` parts of the route's pattern matched.
        origin: scheme, host and port the client used, such as ``http://127.0.0.1:8080``.
        command: the method as it was sent.
        target: path and query as they were sent, not decoded.
        certificate: common name of the client's certificate, which was checked; empty where there is none.
        visitor: who sent it, once that is known.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    origin: str
    captured: Mapping[str, str] = field(default_factory=dict)
    command: str = ""
    target: str = ""
    certificate: str = ""
    visitor: Visitor | None = None

    @property
    def media_type(self) -> str:
        """The content type in lower case, without parameters; empty where none was sent."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def authorization(self) -> tuple[str, str]:
        """Scheme, in lower case, and credentials of the `Authorization` header; empty where there is none."""
        scheme, _, credentials = self.headers.get("authorization", "").partition(" ")
        return scheme.lower(), credentials.strip()

    def form(self) -> list[tuple[str, str]]:
        """Read the body as a form; pairs in order.

        Raises:
            ApiError: 400 where the body is no form.
        """
        if self.media_type != FORM_TYPE:
            raise ApiError(400, "invalid_request", f"The body has to be {FORM_TYPE}")
        try:
            text = self.body.decode("utf-8")
            return parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))
        except ValueError:
            raise ApiError(400, "invalid_request", "The body is not a form")

    def json(self) -> Any:
        """Read the body as JSON.

        Raises:
            ApiError: 415 for another content type, 400 where the body is no JSON.
        """
        if self.media_type != "application/json":
            raise ApiError(415, "unsupported_media_type", "The body has to be application/json")
        try:
            return json.loads(self.body)
        except ValueError:
            raise ApiError(400, "invalid_json", "The body is not JSON")


@dataclass
class Reply:
    """One reply.

    Attributes:
        status: status code.
        body: bytes are sent as they are, None is no body, anything else is written as JSON.
        headers: further headers; a content type here is kept.
    """

    status: int = 200
    body: Any = None
    headers: Headers = field(default_factory=dict)

    def encoded(self) -> tuple[bytes, dict[str, str | tuple[str, ...]]]:
        """Give the bytes of the body and all headers that belong to it."""
        if self.body is None or isinstance(self.body, bytes):
            return self.body or b"", dict(self.headers)
        text = json.dumps(self.body, ensure_ascii=False)
        return text.encode("utf-8"), {"Content-Type": "application/json; charset=utf-8", **self.headers}


class ApiError(Exception):
    """A refusal; it becomes a JSON reply with `error` and `error_description` (RFC 6749 section 5.2).

    Args:
        status: status code from 400.
        error: short name for programs.
        description: one sentence for people.
        headers: further headers, such as ``WWW-Authenticate``.
    """

    def __init__(
        self, status: int, error: str, description: str, headers: Headers | None = None
    ) -> None:
        super().__init__(description)
        self.status, self.error, self.description, self.headers = status, error, description, headers or {}

    def reply(self) -> Reply:
        """Give the reply that tells of it."""
        return Reply(self.status, {"error": self.error, "error_description": self.description}, self.headers)


Handler = Callable[[Request], Reply]


@dataclass(frozen=True)
class Route:
    """One line of the route table.

    Attributes:
        method: in capitals, or ``*`` for every method.
        pattern: the path; ``{name}`` stands for one step of it. A slash at the end makes no difference.
        handler: makes the reply; may raise `ApiError`.
    """

    method: str
    pattern: str
    handler: Handler

    def match(self, path: str) -> Mapping[str, str] | None:
        """Give what the pattern captures in a path, or None where it doesn't match."""
        steps = [f"(?P<{step[1:-1]}>[^/]+)" if step.startswith("{") else re.escape(step)
                 for step in self.pattern.rstrip("/").split("/")]
        found = re.fullmatch("/".join(steps) + "/?", path)
        return found.groupdict() if found else None


def answer(routes: Sequence[Route], request: Request) -> Reply:
    """Let the first route that fits answer.

    Args:
        routes: the table, read from the top.
        request: what came.

    Returns:
        The reply of the handler; 404 for a path that no route has, 405 with `Allow` for a wrong method.
    """
    allowed: list[str] = []
    for route in routes:
        captured = route.match(request.path)
        if captured is None:
            continue
        if route.method in ("*", request.method):
            request.captured = captured
            return _guarded(route.handler, request)
        allowed.append(route.method)
    return _no_route(request, allowed).reply()


def _guarded(handler: Handler, request: Request) -> Reply:
    try:
        return handler(request)
    except ApiError as refusal:
        return refusal.reply()


def _no_route(request: Request, allowed: list[str]) -> ApiError:
    if not allowed:
        return ApiError(404, "not_found", f"There is nothing at {request.path}")
    names = ", ".join(sorted({*allowed, *(["HEAD"] if "GET" in allowed else [])}))
    return ApiError(405, "method_not_allowed", f"{request.path} takes {names}", {"Allow": names})
