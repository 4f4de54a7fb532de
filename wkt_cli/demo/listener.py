"""Listening sockets of the stand-in: one thread a connection, HTTP/1.1 with keep-alive, plain or with TLS."""

from __future__ import annotations

import errno
import os
import secrets
import socket
import socketserver
import threading
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from .wire import ApiError, Reply, Request, Route, answer

if TYPE_CHECKING:
    import ssl

HOST = "127.0.0.1"
MAX_BODY = 32 * 1024 * 1024

Log = Callable[[str], None]


def listen(port: int, routes: Sequence[Route], log: Log | None, tls: ssl.SSLContext | None = None) -> Listener:
    """Take a port; requests are answered once `Listener.serve_forever` runs.

    Args:
        port: 0 takes a free one.
        routes: the route table.
        log: gets one line for each reply.
        tls: for a port with TLS.

    Raises:
        OSError: the port can't be had; the message says why and what to do.
    """
    try:
        return Listener(port, routes, log, tls)
    except OverflowError:
        raise OSError(errno.EINVAL, f"Port {port} does not exist: choose one from 1 to 65535, "
                      "or 0 for a free one")
    except OSError as failure:
        if failure.errno == errno.EADDRINUSE or getattr(failure, "winerror", None) == 10048:
            raise OSError(errno.EADDRINUSE, f"Port {port} of {HOST} is in use: stop the program that has it, "
                          "or choose another port, or 0 for a free one")
        if failure.errno == errno.EACCES:
            raise OSError(errno.EACCES, f"Port {port} of {HOST} may not be used: choose one above 1023, "
                          "or 0 for a free one")
        raise


class Listener(socketserver.ThreadingTCPServer):
    """The listening socket; it remembers open connections, so that stopping can end them."""

    allow_reuse_address = os.name != "nt"
    request_queue_size = 128

    def __init__(self, port: int, routes: Sequence[Route], log: Log | None, tls: ssl.SSLContext | None) -> None:
        self.routes, self.log, self._tls = routes, log, tls
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__((HOST, port), _Connection)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    @property
    def origin(self) -> str:
        """Scheme, host and port, without a slash at the end."""
        return f"{self.scheme}://{HOST}:{self.port}"

    @property
    def scheme(self) -> str:
        """``http``, or ``https`` with TLS."""
        return "https" if self._tls else "http"

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection; the handshake of TLS is left to the thread that serves it."""
        accepted, address = super().get_request()
        if self._tls is not None:
            accepted = self._tls.wrap_socket(accepted, server_side=True, do_handshake_on_connect=False)
        return accepted, address

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own."""
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End all open connections; the threads that serve them come to their end then."""
        with self._guard:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Connection(BaseHTTPRequestHandler):
    """One connection: reads requests, sends replies."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60
    certificate = ""

    def setup(self) -> None:
        """Shake hands, where TLS wants it, and see whose certificate was shown."""
        super().setup()
        if self._listener.scheme == "https":
            self.connection.do_handshake()
            self.certificate = _common_name(self.connection.getpeercert())

    def version_string(self) -> str:
        """Give the `Server` header."""
        return "wkt-demo"

    def handle_one_request(self) -> None:
        """Read a request and answer it; any method is welcome, as the route table decides."""
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline:
            self.close_connection = True
        elif len(self.raw_requestline) > 65536:
            self.requestline, self.request_version, self.command = "", "", ""
            self._send(Reply(414), close=True)
        elif self.parse_request():
            self._answer()
        self.wfile.flush()

    def _answer(self) -> None:
        try:
            request = self._read()
        except ApiError as refusal:
            self._send(refusal.reply(), close=True)
            return
        self._send(answer(self._listener.routes, request))

    @property
    def _listener(self) -> Listener:
        return cast(Listener, self.server)

    def _read(self) -> Request:
        """Read the rest of the request.

        Raises:
            ApiError: the length of the body is missing, wrong or too large.
        """
        headers = {name.lower(): value for name, value in self.headers.items()}
        target = urlsplit(self.path)
        listener = self._listener
        origin = f"{listener.scheme}://{headers.get('host') or f'{HOST}:{listener.port}'}"
        body = self.rfile.read(_length(headers))
        method = "GET" if self.command == "HEAD" else self.command
        query = dict(parse_qsl(target.query, keep_blank_values=True))
        return Request(method, unquote(target.path), query, headers, body, origin, command=self.command,
                       target=self.path, certificate=self.certificate)

    def _send(self, reply: Reply, close: bool = False) -> None:
        body, headers = reply.encoded()
        self.send_response(reply.status)
        for name, values in headers.items():
            for value in (values,) if isinstance(values, str) else values:
                self.send_header(name, value)
        self.send_header("X-Request-Id", secrets.token_hex(8))
        if reply.status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        if close:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Tell of a request that is no HTTP in JSON, as everything else."""
        self.request_version = "HTTP/1.1"
        self.command = self.command or ""
        refusal = ApiError(int(code), "invalid_request", message or "The request is no HTTP")
        self._send(refusal.reply(), close=True)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Hand one line to the server's log."""
        if self._listener.log is not None:
            path = urlsplit(getattr(self, "path", "")).path
            self._listener.log(f"{self.command} {path} {int(code)}")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing on stderr."""


def _common_name(certificate: Mapping[str, Any] | None) -> str:
    """Give the common name of a peer's certificate, as `ssl.SSLSocket.getpeercert` tells it."""
    names = [value for part in (certificate or {}).get("subject", ()) for name, value in part if name == "commonName"]
    return str(names[0]) if names else ""


def _length(headers: dict[str, str]) -> int:
    if "transfer-encoding" in headers:
        raise ApiError(411, "length_required", "The body has to come with a Content-Length")
    text = headers.get("content-length", "0")
    if not (text.isascii() and text.isdigit()):
        raise ApiError(400, "invalid_request", "The Content-Length is no number")
    if int(text) > MAX_BODY:
        raise ApiError(413, "too_large", f"A body may have {MAX_BODY} bytes")
    return int(text)
