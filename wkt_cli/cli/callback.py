"""The local server that a person's browser comes back to after the consent (reference/connection.md section 8)."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ..errors import UsageError

STORED = "We stored response code. Now you can close the browser window"
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:18px system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 1em}}</style>
<h1>{title}</h1><p>{text}</p></html>
"""

Answer = Mapping[str, str]
"""The query that the browser came back with."""
Judge = Callable[[Answer], str | None]
"""Takes an answer; gives what is wrong with it, or None."""


class CallbackServer(ThreadingMixIn, TCPServer):
    """Waits for the browser at one path.

    Args:
        address: where to listen.
        path: of the redirect URL.
        judge: is told each answer that carries a code or an error.
    """

    daemon_threads = True
    allow_reuse_address = os.name != "nt"

    def __init__(self, address: tuple[str, int], path: str, judge: Judge) -> None:
        self.path, self.judge = path, judge
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away."""


class _Handler(BaseHTTPRequestHandler):
    server: CallbackServer
    timeout = 10

    def do_GET(self) -> None:
        """Answer the browser."""
        asked = urlsplit(self.path)
        answer = dict(parse_qsl(asked.query, keep_blank_values=True))
        if asked.path != self.server.path:
            self._say(404, "Nothing is here", "404: Not Found")
        elif not {"code", "error"} & answer.keys():
            self._say(400, "Not signed in", "The address has neither a code nor an error. Try again from the start.")
        else:
            wrong = self.server.judge(answer)
            if wrong is None:
                self._say(200, "Signed in", STORED)
            else:
                self._say(400, "Not signed in", f"{wrong}. You can close this window.")

    def _say(self, status: int, title: str, text: str) -> None:
        page = PAGE.format(title=escape(title), text=escape(text)).encode()
        self.send_response_only(status)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page))),
            ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"), ("Connection", "close"),
        ):  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep no log: the address carries the code."""


@contextmanager
def waiting_server(address: tuple[str, int], path: str, judge: Judge, secure: bool) -> Iterator[None]:
    """Run a callback server while what is inside runs.

    Args:
        address: where to listen.
        path: of the redirect URL.
        judge: is told each answer.
        secure: speak TLS, with a certificate that is made on the spot.

    Raises:
        UsageError: the port is in use, or can't be had.
    """
    ip, port = address
    try:
        server = CallbackServer(address, path, judge)
    except OSError as error:
        raise _not_there(ip, port, error) from error
    with server:
        if secure:
            from ..runtime.certificates import self_signed_context

            context = self_signed_context(ip)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def _not_there(ip: str, port: int, error: OSError) -> UsageError:
    if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEACCES", None)):
        return UsageError(
            f"Port {port} already in use. Try to use different port with --port={port + 1}",
            hint="the service must allow the redirect URL with that port",
        )
    return UsageError(
        f"{ip}:{port} can't be listened on: {error.strerror or error}", hint="choose others with --ip and --port"
    )
