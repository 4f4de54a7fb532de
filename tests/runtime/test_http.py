"""A session over the real client, with HTTPX's transport mocked by pytest-httpx."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_httpx import HTTPXMock

from wkt_cli.connector.load import load
from wkt_cli.errors import ConnectionFailedError, RequestFailedError, RequestTimeoutError
from wkt_cli.http.client import Client, ClientOptions, DryRun
from wkt_cli.project import bundled_folder
from wkt_cli.runtime.session import Session
from wkt_cli.trace.files import new_trace
from wkt_cli.trace.recorder import Recorder
from wkt_cli.trace.redact import Redactor

TOKEN = "https://percolate.com/auth/v5/token/"
ME = "https://percolate.com/api/v5/me"
VALUES = {"client_id": "id", "client_secret": "a-secret-of-the-test", "access_token": "old-access-token"}


@pytest.fixture
def percolate() -> Iterator[Callable[..., Session]]:
    """Make sessions of the bundled Percolate connector."""
    clients: list[Client] = []

    def make(**options: Any) -> Session:
        recorder = Recorder(new_trace(), Redactor())
        clients.append(Client(ClientOptions(**options), recorder))
        return Session(load(Path(bundled_folder(), "percolate.py")), VALUES, clients[-1], recorder)

    yield make
    for client in clients:
        client.close()


def test_the_life_of_percolate(percolate: Callable[..., Session], httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url=ME, status_code=401, match_headers={"Authorization": "Bearer old-access-token"})
    httpx_mock.add_response(url=TOKEN, method="POST", match_content=b"grant_type=client_credentials",
                            match_headers={"Authorization": "Basic aWQ6YS1zZWNyZXQtb2YtdGhlLXRlc3Q=",
                                           "Content-Type": "application/x-www-form-urlencoded"},
                            json={"access_token": "new-access-token", "refresh_token": "new-refresh-token"})
    httpx_mock.add_response(url=ME, match_headers={"Authorization": "Bearer new-access-token"}, json={"id": 1})
    session = percolate()
    assert session.test() == {"id": 1}
    assert session.connection.snapshot()["refresh_token"] == "new-refresh-token"
    first, token, again = session.recorder.trace.exchanges
    assert (first.rule, first.status) == ("refresh_on[0]", 401)
    assert token.merged == ["access_token", "refresh_token"]
    assert token.origin.block == "connection.authorization.acquire"
    assert token.origin.line
    assert again.origin.attempt == 2
    assert "header Authorization" in again.origin.applied
    assert dict(again.request.headers)["Authorization"] == "Bearer $ACCESS_TOKEN"


@pytest.mark.parametrize(("raised", "expected"), [(httpx.ConnectError("refused"), ConnectionFailedError),
                                                  (httpx.ReadTimeout("slow"), RequestTimeoutError)])
def test_httpx_errors_are_translated(percolate: Callable[..., Session], httpx_mock: HTTPXMock, raised: Exception,
                                     expected: type[Exception]) -> None:
    httpx_mock.add_exception(raised)
    with pytest.raises(expected):
        percolate().test()


def test_a_dry_run_reaches_nobody(percolate: Callable[..., Session], httpx_mock: HTTPXMock) -> None:
    with pytest.raises(DryRun) as caught:
        percolate(dry_run=True).test()
    assert httpx_mock.get_requests() == []
    assert caught.value.exchange.sent is False
    assert dict(caught.value.request.headers)["Authorization"] == "Bearer old-access-token"


def test_the_origin_map(percolate: Callable[..., Session], httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url="http://127.0.0.1:9/api/v5/me", json={})
    session = percolate(origin_map={"https://percolate.com": "http://127.0.0.1:9"})
    session.test()
    [exchange] = session.recorder.trace.exchanges
    assert (exchange.url, exchange.sent_to) == (ME, "http://127.0.0.1:9")


def test_a_failure_carries_what_the_server_said(percolate: Callable[..., Session], httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url=ME, status_code=500, text="broken", headers={"X-Why": "because"})
    with pytest.raises(RequestFailedError) as caught:
        percolate().test()
    assert (caught.value.status, caught.value.body) == (500, "broken")
    assert caught.value.headers["x_why"] == "because"
    assert caught.value.exchange_id == 1


def test_what_apply_sets_stays_with_its_origin(tmp_path: Path, httpx_mock: HTTPXMock) -> None:
    """Whatever the header is called, it isn't sent where a redirect leads to; what describes the content is."""
    path = tmp_path / "away.py"
    path.write_text("from wkt_cli.dsl import get, headers\n"
                    "connector = {'connection': {'authorization': {'type': 'api_key', 'apply': lambda c: headers("
                    "x_shop='a-secret', accept='text/x')}}, 'test': lambda: get('https://h.example/a').headers(x_own='1')}")
    httpx_mock.add_response(url="https://h.example/a", status_code=302, headers={"Location": "https://other.example/b"})
    httpx_mock.add_response(url="https://other.example/b", json={"ok": True})
    recorder = Recorder(new_trace(), Redactor())
    client = Client(ClientOptions(), recorder)
    assert Session(load(path), {}, client, recorder).test() == {"ok": True}
    first, second = httpx_mock.get_requests()
    assert (first.headers["X-Shop"], first.headers["X-Own"]) == ("a-secret", "1")
    assert "X-Shop" not in second.headers
    assert (second.headers["X-Own"], second.headers["Accept"]) == ("1", "text/x")
    assert recorder.trace.exchanges[1].dropped == ["X-Shop"]
    client.close()
