"""A server that says, byte for byte, what a test tells it to: for replies that no HTTP library would send."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any

Answer = bytes | Callable[[socket.socket], None]


def reply(status: int = 200, body: Any = b"", *headers: str, length: int | None = None) -> bytes:
    """Give a reply as bytes; what is no bytes becomes JSON, `length` lies about the body's."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = [] if isinstance(body, bytes) else ["Content-Type: application/json"]
    lines = [f"HTTP/1.1 {status} Said", *kind, *headers, f"Content-Length: {len(data) if length is None else length}"]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + data


class Scripted:
    """Answers by path; a list of answers is used up, its last one stays. The connection is closed after each.

    Args:
        answers: path to what is sent: bytes, or a function that gets the socket.
        wrap: turns an accepted socket into another, such as one of TLS.
    """

    def __init__(self, answers: Mapping[str, Answer | Sequence[Answer]],
                 wrap: Callable[[socket.socket], socket.socket] | None = None) -> None:
        self.answers = {path: list(a) if isinstance(a, (list, tuple)) else [a] for path, a in answers.items()}
        self.requests: list[bytes] = []
        self.arrived = threading.Event()
        self._wrap = wrap
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order, queries included."""
        return [request.split(b" ", 2)[1].decode() for request in self.requests]

    def __enter__(self) -> Scripted:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 where: TracebackType | None) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                accepted, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(accepted,), daemon=True).start()

    def _talk(self, accepted: socket.socket) -> None:
        with accepted:
            try:
                connection = self._wrap(accepted) if self._wrap else accepted
                request = _read(connection)
                if not request:
                    return
                self.requests.append(request)
                self.arrived.set()
                self._answer(connection, self.paths[-1].partition("?")[0])
                connection.close()
            except OSError:
                return

    def _answer(self, connection: socket.socket, path: str) -> None:
        lot = self.answers.get(path) or self.answers.get("*") or [reply(404, {"error": "not_scripted"})]
        answer = lot.pop(0) if len(lot) > 1 else lot[0]
        if isinstance(answer, bytes):
            connection.sendall(answer)
        else:
            answer(connection)


def _read(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    while len(body) < _length(head):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def _length(head: bytes) -> int:
    lines = [line.lower().partition(b":") for line in head.split(b"\r\n")]
    return next((int(value) for name, _, value in lines if name == b"content-length"), 0)
