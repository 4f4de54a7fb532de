"""A service whose refresh tokens are good once, and a connector for it."""

from __future__ import annotations

import json
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

ORIGIN = "https://shared.example"
LOGIN = "a-secret-login"
CONNECTOR = f'''
from wkt_cli.dsl import get, headers, parallel, post

connector = {{
    "connection": {{
        "fields": [{{"name": "region"}}, {{"name": "login", "control_type": "password"}}],
        "authorization": {{
            "type": "oauth2",
            "client_id": "cid",
            "client_secret": "secret-of-the-app",
            %s
            "token_url": lambda: "{ORIGIN}/token",
            "refresh_on": [401],
            "apply": lambda connection, token: headers(Authorization=f"Bearer {{token}}"),
        }},
        "base_uri": lambda: "{ORIGIN}",
    }},
    "test": lambda: %s,
}}
'''
ACQUIRE = f'"acquire": lambda connection: [post("{ORIGIN}/login", connection)],'
CONSENT = f'"authorization_url": lambda: "{ORIGIN}/authorize?response_type=code",'


def tokens(number: int) -> dict[str, str]:
    """Give the tokens that the service gives as its `number`th."""
    return {"access_token": f"access-token-{number}", "refresh_token": f"refresh-token-{number}"}


class Rotating(ThreadingHTTPServer):
    """Gives tokens for a refresh token, once; one that is used again takes all away.

    Attributes:
        count: how often a refresh token was exchanged.
        given: the number of the tokens that were given last; they alone are good.
        reused: how often a refresh token came that was no longer good.
        refused: how often an access token came that was not good.
        expired: whether the access token is no longer taken.
        used: the access tokens that were taken.
        before: called in a token request before tokens are exchanged, `after` before they are sent.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.count = self.given = self.reused = self.refused = 0
        self.expired, self.lifetime, self.used = False, 3600, set[str]()
        self.before: Callable[[], object] = int
        self.after: Callable[[], object] = int
        self.lock, self.busy = threading.Lock(), threading.Condition()
        self.running, self.closing = 0, False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def mapped(self) -> dict[str, str]:
        """The variable that sends the connector's requests here."""
        return {"WKT_MAP": f"{ORIGIN}={self.url}"}

    def sign_in(self) -> dict[str, object]:
        """Give new tokens."""
        with self.lock:
            self.given, self.expired = self.given + 1, False
            return {**tokens(self.given), "expires_in": self.lifetime}

    def exchange(self, token: str) -> dict[str, object] | None:
        """Give new tokens for a refresh token that is good."""
        with self.lock:
            good = token == tokens(self.given)["refresh_token"]
            self.count, self.reused = self.count + good, self.reused + (not good)
        if good:
            return self.sign_in()
        self.given += 1
        return None

    def takes(self, authorization: str) -> bool:
        """Tell whether an access token is good."""
        with self.lock:
            token = authorization.removeprefix("Bearer ")
            good = token == tokens(self.given)["access_token"] and not self.expired
            self.used |= {token} if good else set()
            self.refused += not good
            return good

    def settle(self) -> None:
        """Wait until every request that came is answered, also those of processes that are gone."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        opener.open(f"{self.url}/idle", timeout=10).close()
        with self.busy:
            assert self.busy.wait_for(lambda: not self.running, 10)

    def serve(self) -> None:
        """Take requests until one comes while it is closing."""
        while not self.closing:
            self.handle_request()

    def process_request(self, request: object, client_address: object) -> None:
        with self.busy:
            self.running += 1
        super().process_request(request, client_address)  # type: ignore[arg-type]

    def shutdown_request(self, request: object) -> None:
        super().shutdown_request(request)  # type: ignore[arg-type]
        with self.busy:
            self.running -= 1
            self.busy.notify_all()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that went away."""


class _Handler(BaseHTTPRequestHandler):
    server: Rotating

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:
            return
        found = self.server.sign_in() if self.path == "/login" else self._exchanged(parse_qs(body.decode()))
        with suppress(OSError):
            self._say(200 if found else 400, found or {"error": "invalid_grant"})

    def _exchanged(self, form: dict[str, list[str]]) -> dict[str, object] | None:
        if "code" in form:
            return self.server.sign_in()
        self.server.before()
        found = self.server.exchange(form["refresh_token"][0])
        self.server.after()
        return found

    def do_GET(self) -> None:
        good = self.path == "/idle" or self.server.takes(self.headers["Authorization"] or "")
        self._say(200 if good else 401, {"ok": good})

    def _say(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def rotating() -> Iterator[Rotating]:
    """Run the service; it wakes up for nothing but requests, so that many of them cost nothing."""
    with Rotating() as server:
        thread = threading.Thread(target=server.serve, daemon=True)
        thread.start()
        yield server
        server.closing = True
        socket.create_connection(server.server_address[:2]).close()
        thread.join(10)
