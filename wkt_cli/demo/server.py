"""The stand-in as an HTTP server on 127.0.0.1: one thread a connection, HTTP/1.1 with keep-alive.

It serves `wkt demo` and the tests, and knows nothing of the rest of `wkt`.
"""

from __future__ import annotations

import errno
import os
import secrets
import socket
import socketserver
import threading
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from .percolate import Percolate
from .tokens import Tokens
from .wire import ApiError, Reply, Request, Route, answer

HOST = "127.0.0.1"
MAX_BODY = 32 * 1024 * 1024

Log = Callable[[str], None]


class DemoServer:
    """An embedded Percolate; a context manager that runs while its block does.

    Args:
        port: the port to listen on; 0 takes a free one.
        client_id: accepted client identifier; random by default.
        client_secret: accepted client secret; random by default.
        token_lifetime: seconds that an access token is good for.
        routes: further lines of the route table; they come before the built-in ones.
        log: gets one line for each reply, such as ``GET /api/v5/me 200``; never a header or a body.
    """

    def __init__(
        self, port: int = 0, *, client_id: str | None = None, client_secret: str | None = None,
        token_lifetime: float = 3600, routes: Sequence[Route] = (), log: Log | None = None,
    ) -> None:
        self.tokens = Tokens(client_id, client_secret, token_lifetime)
        self._wanted_port, self._log = port, log
        self._stopping = threading.Event()
        self._routes = [*routes, *Percolate(self.tokens, self._stopping).routes()]
        self._listener: _Listener | None = None
        self._thread: threading.Thread | None = None

    @property
    def client_id(self) -> str:
        """The client identifier that the token endpoint accepts."""
        return self.tokens.client_id

    @property
    def client_secret(self) -> str:
        """The client secret that the token endpoint accepts."""
        return self.tokens.client_secret

    @property
    def port(self) -> int:
        """The port it listens on; the wanted one before the start."""
        return int(self._listener.server_address[1]) if self._listener else self._wanted_port

    @property
    def url(self) -> str:
        """The origin, such as ``http://127.0.0.1:8080``, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def expire_tokens(self) -> int:
        """Let all access tokens expire now.

        Returns:
            How many were good until now.
        """
        return self.tokens.expire()

    def start(self) -> DemoServer:
        """Listen, and answer in a thread of its own.

        Raises:
            OSError: the port can't be had; the message says why and what to do.
        """
        self._listener = _listen(self._wanted_port)
        self._stopping.clear()
        self._listener.routes, self._listener.log = self._routes, self._log
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True,
                                        name="wkt demo server")
        self._thread.start()
        return self

    def stop(self) -> None:
        """Close the port and all connections; harmless when it doesn't run."""
        listener, thread, self._listener, self._thread = self._listener, self._thread, None, None
        if listener is None or thread is None:
            return
        self._wanted_port = int(listener.server_address[1])
        self._stopping.set()
        listener.shutdown()
        listener.hang_up()
        listener.server_close()
        thread.join()

    def wait(self) -> None:
        """Block until `stop` is called from elsewhere, or Ctrl-C."""
        while self._thread is not None and not self._stopping.wait(0.5):
            pass

    def __enter__(self) -> DemoServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.stop()


def _listen(port: int) -> _Listener:
    try:
        return _Listener((HOST, port), _Connection)
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


class _Listener(socketserver.ThreadingTCPServer):
    """The listening socket; it remembers open connections, so that stopping can end them."""

    allow_reuse_address = os.name != "nt"
    request_queue_size = 128
    routes: Sequence[Route] = ()
    log: Log | None = None

    def __init__(self, address: tuple[str, int], connection: type[BaseHTTPRequestHandler]) -> None:
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(address, connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
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
    def _listener(self) -> _Listener:
        return cast(_Listener, self.server)

    def _read(self) -> Request:
        """Read the rest of the request.

        Raises:
            ApiError: the length of the body is missing, wrong or too large.
        """
        headers = {name.lower(): value for name, value in self.headers.items()}
        target = urlsplit(self.path)
        origin = f"http://{headers.get('host') or f'{HOST}:{self._listener.server_address[1]}'}"
        body = self.rfile.read(_length(headers))
        method = "GET" if self.command == "HEAD" else self.command
        query = dict(parse_qsl(target.query, keep_blank_values=True))
        return Request(method, unquote(target.path), query, headers, body, origin)

    def _send(self, reply: Reply, close: bool = False) -> None:
        body, headers = reply.encoded()
        self.send_response(reply.status)
        for name, value in headers.items():
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


def _length(headers: dict[str, str]) -> int:
    if "transfer-encoding" in headers:
        raise ApiError(411, "length_required", "The body has to come with a Content-Length")
    text = headers.get("content-length", "0")
    if not (text.isascii() and text.isdigit()):
        raise ApiError(400, "invalid_request", "The Content-Length is no number")
    if int(text) > MAX_BODY:
        raise ApiError(413, "too_large", f"A body may have {MAX_BODY} bytes")
    return int(text)
