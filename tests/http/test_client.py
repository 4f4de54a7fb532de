"""The client over mocked transports: who records what, which proxy is taken, what is imported."""

from __future__ import annotations

import subprocess
import sys
import threading

import httpx
import pytest
from pytest_httpx import HTTPXMock

from tests.support.faults import Scripted, reply
from wkt_cli.errors import ConnectionFailedError
from wkt_cli.http.message import OutgoingRequest
from wkt_cli.trace.model import Origin, Phase


def test_a_mocked_reply_is_recorded(send, httpx_mock: HTTPXMock, trace) -> None:
    httpx_mock.add_response(url="https://h.example/x?a=b", json={"ok": True}, headers={"X-Request-Id": "7"})
    got = send("GET", "https://h.example/x?a=b")
    assert (got.status, got.reason, got.body, got.header("x-request-id")) == (200, "OK", b'{"ok":true}', "7")
    assert got.exchange_id == 1 and got.notes["start"] == '{"ok":true}'
    assert (trace.exchanges[0].status, trace.exchanges[0].response.size) == (200, 11)


def test_every_status_is_a_reply(send, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=500, text="no")
    assert send("GET", "https://h.example/").status == 500


def test_exceptions_are_translated_and_recorded(send, httpx_mock: HTTPXMock, trace) -> None:
    httpx_mock.add_exception(httpx.ConnectError("s3cr3t"))
    with pytest.raises(ConnectionFailedError) as error:
        send("GET", "https://h.example/?s3cr3t")
    assert trace.exchanges[0].error == error.value.message == "https://h.example can't be reached"


def test_the_origin_of_a_request_is_kept(make_client, httpx_mock: HTTPXMock, trace) -> None:
    httpx_mock.add_response()
    origin = Origin(Phase.TEST, "test", "c.py", 3)
    make_client().send(OutgoingRequest("GET", "https://h.example/"), origin)
    assert trace.exchanges[0].origin == origin


def test_threads_may_share_a_client(make_client, trace) -> None:
    with Scripted({"*": reply(200, {"ok": True})}) as server:
        client = make_client()
        request = OutgoingRequest("GET", server.url)
        threads = [threading.Thread(target=client.send, args=(request, Origin())) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [exchange.id for exchange in trace.exchanges] == list(range(1, 9))
    assert {exchange.status for exchange in trace.exchanges} == {200}


def test_a_closed_client_can_be_used_again(make_client) -> None:
    with Scripted({"*": reply()}) as server:
        client = make_client()
        for _ in range(2):
            assert client.send(OutgoingRequest("GET", server.url), Origin()).status == 200
            client.close()


# Imports


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


HEAVY = "[m for m in ('httpx', 'httpcore', 'rich', 'click', 'pygments', 'keyring', 'asyncio') if m in sys.modules]"


def test_httpx_is_imported_at_the_first_request_only() -> None:
    modules = "wkt_cli.http.client, wkt_cli.http.formats.json, wkt_cli.trace.recorder, wkt_cli.trace.files"
    assert run(f"import sys, {modules}; print({HEAVY})") == "[]"


def test_httpx_comes_without_its_command_line_which_can_be_had_later() -> None:
    code = "import sys; from wkt_cli.http import lazy_httpx; lazy_httpx.load(); import httpx; "
    assert run(code + f"print({HEAVY})") == "['httpx']"
    assert run(code + "print('httpx._main' in sys.modules)") == "False"
    assert run(code + "import httpx._main as m; print(callable(m.main))") == "True"


def test_an_httpx_that_needs_its_command_line_is_imported_whole() -> None:
    code = """
import sys, types, importlib.abc, importlib.machinery
class Needs(importlib.abc.Loader, importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name in ("httpx", "httpx._main"):
            return importlib.machinery.ModuleSpec(name, self, is_package=name == "httpx")
    def create_module(self, spec): return None
    def exec_module(self, module):
        if module.__name__ == "httpx": import httpx._main
sys.meta_path.insert(0, Needs())
from wkt_cli.http import lazy_httpx
lazy_httpx.load()
import httpx
print("httpx._main" in sys.modules)
"""
    assert run(code) == "True"


def test_no_tls_context_is_made_for_plain_http(make_client, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(httpx, "create_ssl_context", lambda **options: made.append(options))
    monkeypatch.setattr("ssl.create_default_context", lambda *a, **options: made.append(options))
    with Scripted({"*": reply()}) as server:
        make_client().send(OutgoingRequest("GET", server.url), Origin())
    assert made == []
