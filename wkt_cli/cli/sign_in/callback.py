"""The local server that a person's browser comes back to after the consent (reference/connection.md section 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ..local_server import LocalServer, serving

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


class CallbackServer(LocalServer):
    """Waits for the browser at one path.

    Args:
        address: where to listen.
        path: of the redirect URL.
        judge: is told each answer that carries a code or an error.
    """

    def __init__(self, address: tuple[str, int], path: str, judge: Judge) -> None:
        self.path, self.judge = path, judge
        super().__init__(address, _Handler)


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
    hint = "the service must allow the redirect URL with that port"
    with serving(lambda listen_on: CallbackServer(listen_on, path, judge), address, hint, secure=secure):
        yield
