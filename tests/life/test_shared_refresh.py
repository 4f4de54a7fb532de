"""Processes that share a connection refresh once between them, at a service whose refresh tokens are good once."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from tests.support.wkt import Wkt

CONNECTOR = '''
from wkt_cli.dsl import get, headers

connector = {{
    "connection": {{
        "fields": [{{"name": "login", "control_type": "password"}}],
        "authorization": {{
            "type": "oauth2",
            "client_id": "cid",
            "client_secret": "secret-of-the-app",
            "token_url": lambda: "{url}/token",
            "acquire": {acquire},
            "refresh_on": [401],
            "apply": lambda connection, token: headers(Authorization=f"Bearer {{token}}"),
        }},
        "base_uri": lambda: "{url}",
    }},
    "test": lambda: get("/me"),
}}
'''
FIRST = 'lambda: [{{"access_token": "{access}", "refresh_token": "{refresh}", "expires_in": {lifetime}}}]'


class Service(ThreadingHTTPServer):
    """Gives tokens for a refresh token, once; one that is used again takes all away."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.access, self.refresh, self.count, self.reused = "access-token-0", "refresh-token-0", 0, 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def exchange(self, token: str) -> dict[str, object] | None:
        with self.lock:
            if token != self.refresh:
                self.reused += 1
                return None
            self.count += 1
            self.access, self.refresh = f"access-token-{self.count}", f"refresh-token-{self.count}"
            return {"access_token": self.access, "refresh_token": self.refresh, "expires_in": 3600}


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        found = self.server.exchange(form["refresh_token"][0])
        self._say(200 if found else 400, found or {"error": "invalid_grant"})

    def do_GET(self) -> None:
        good = self.headers["Authorization"] == f"Bearer {self.server.access}"
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


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize("lifetime", [3600, 1], ids=["expired-by-surprise", "known-to-run-out"])
def test_processes_refresh_once(wkt: Wkt, service: Service, lifetime: int) -> None:
    first = FIRST.format(access=service.access, refresh=service.refresh, lifetime=lifetime)
    wkt.connector("shared", CONNECTOR.format(url=service.url, acquire=first))
    assert wkt.child("connect", "shared", "-F", "login=a-secret-login").status == 0
    assert service.count == 0
    if lifetime == 3600:
        service.access = "gone"
    else:
        time.sleep(lifetime)
    running = [wkt.start("test", "--json") for _ in range(4)]
    ends = [process.communicate(timeout=60) for process in running]
    assert [json.loads(out)["test"]["successful"] for out, _ in ends] == [True] * 4, ends
    assert wkt.child("test").status == 0
    assert (service.count, service.reused) == (1, 0)
