"""The local server that webhooks come to: reads a request, answers it at once, and hands it on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from queue import SimpleQueue
from socket import SHUT_WR
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .local_server import LocalServer

MOST_WAITING = 100_000_000
"""Bytes of bodies that may wait to be looked at; what comes then is to come later."""
MOST_DROPPED = 16_000_000
"""Bytes that are still read of a body that is refused."""
PATIENCE = 30
"""Seconds without a byte until a connection is given up."""
_LONGEST_LINE = 8 * 1024
_PIECE = 64 * 1024


class Received(NamedTuple):
    """A webhook.

    Attributes:
        method: in capitals.
        path: as it was asked for, without the query.
        query: not decoded.
        headers: each name with capitals, as in ``X-Hub-Signature``; repeated ones are joined with a comma.
        body: the bytes.
        payload: what the bytes stand for.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    payload: Any = None


class Answer(NamedTuple):
    """What the sender of a webhook is told."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class RefusedError(Exception):
    """A request that can't be taken.

    Args:
        status: what it is answered with.
        why: for the sender.
    """

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


class Receiver(LocalServer):
    """Takes requests at one path.

    Args:
        address: where to listen.
        path: where webhooks come to; all else is not found.
        decode: gives the payload of a request, or raises `RefusedError`.
        answer: what senders are told.
        most: bytes of a body, or None for any number.

    Attributes:
        waiting: what was received and is to be looked at; a text where a request was refused, and why.
    """

    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], path: str, decode: Callable[[Received], Any], answer: Answer, most: int | None
    ) -> None:
        self.path, self.decode, self.answer, self.most = path, decode, answer, most
        self.waiting: SimpleQueue[Received | str] = SimpleQueue()
        self._guard, self._held = threading.Lock(), 0
        super().__init__(address, _Handler)

    def put(self, received: Received) -> None:
        """Let a request wait.

        Raises:
            RefusedError: too many do.
        """
        with self._guard:
            if self._held and self._held + len(received.body) > MOST_WAITING:
                raise RefusedError(503, "Too many webhooks wait; try again later")
            self._held += len(received.body)
        self.waiting.put(received)

    def done(self, received: Received) -> None:
        """Note that a request was looked at."""
        with self._guard:
            self._held -= len(received.body)


class _Handler(BaseHTTPRequestHandler):
    server: Receiver
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE

    def _take(self) -> None:
        """Take a request: what is malformed or too large is answered with why, and its connection closed."""
        asked, server = urlsplit(self.path), self.server
        try:
            if asked.path != server.path:
                raise RefusedError(404, f"Webhooks come to {server.path}")
            received = Received(self.command, asked.path, asked.query, self._headers(), b"".join(self._body()))
            if self.command != "HEAD":
                server.put(received._replace(payload=server.decode(received)))
        except RefusedError as refused:
            server.waiting.put(f"{self.command} {asked.path} was answered with {refused.status}: {refused.why}")
            self._refuse(refused)
        else:
            self._say(server.answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _take

    def _headers(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in self.headers.items():
            spelt = "-".join(part.capitalize() for part in name.split("-"))
            found[spelt] = f"{found[spelt]}, {value}" if spelt in found else value
        return found

    def _body(self) -> Iterator[bytes]:
        """Read the body, piece by piece."""
        coding, length = self.headers.get("Transfer-Encoding"), self.headers.get("Content-Length")
        if self.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise RefusedError(415, "Send the body without a Content-Encoding")
        if coding is not None and (coding.strip().lower() != "chunked" or length is not None):
            raise RefusedError(400, "The length of the body is not clear")
        if coding is None and not (length or "0").isdecimal():
            raise RefusedError(400, "Content-Length is no number")
        size = 0
        for announced in self._lengths() if coding else [int(length or 0)]:
            size += announced
            if self.server.most is not None and size > self.server.most:
                raise RefusedError(413, f"The body has more than {self.server.most} bytes")
            yield from self._bytes(announced)

    def _bytes(self, length: int) -> Iterator[bytes]:
        while length:
            piece = self.rfile.read(min(length, _PIECE))
            if not piece:
                raise RefusedError(400, "The body broke off")
            length -= len(piece)
            yield piece

    def _lengths(self) -> Iterator[int]:
        """Give the lengths of chunks; what is between them is read (RFC 9112 section 7.1)."""
        while True:
            line = self.rfile.readline(_LONGEST_LINE)
            digits = line.split(b";")[0].strip()
            if not line.endswith(b"\n") or not digits or digits.strip(b"0123456789abcdefABCDEF"):
                raise RefusedError(400, "The body is not in chunks")
            length = int(digits, 16)
            if not length:
                break
            yield length
            if self.rfile.readline(3) not in (b"\r\n", b"\n"):
                raise RefusedError(400, "The body is not in chunks")
        while self.rfile.readline(_LONGEST_LINE).strip():
            continue

    def _refuse(self, refused: RefusedError) -> None:
        """Answer, then let the sender finish, who may not listen before."""
        self.close_connection = True
        self._say(Answer(refused.status, {"Content-Type": "text/plain; charset=utf-8"}, f"{refused.why}\n".encode()))
        self.connection.shutdown(SHUT_WR)
        left = MOST_DROPPED
        while left > 0 and (piece := self.rfile.read1(_PIECE)):
            left -= len(piece)

    def _say(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        for name, value in {**answer.headers, "Content-Length": str(len(answer.body))}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep no log; what comes is told by the command."""
