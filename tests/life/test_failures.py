"""Each failure once: a message that says what to do, the documented exit status, nothing that was stored is hurt."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import keyrings
from tests.support.certificates import self_signed
from tests.support.faults import Scripted, reply
from tests.support.wkt import Ended, Wkt
from wkt_cli.demo.server import DemoServer
from wkt_cli.errors import ExitCode

TOKEN = reply(200, {"access_token": "a-token-of-the-script", "refresh_token": None})


def assert_told(done: Ended, status: ExitCode, *words: str) -> None:
    """A failure is told in words with a hint, without a traceback."""
    assert done.status == status, done.both
    assert "Traceback" not in done.both
    for word in words:
        assert word in done.err
    assert "hint: " in done.err, done.err


@pytest.fixture
def whole(connected: Wkt) -> Iterator[Wkt]:
    """Give a connection and make sure that the test leaves it as it was."""
    files, secrets = connected.stored(), connected.secrets()
    yield connected
    assert connected.stored() == files
    assert connected.secrets() == secrets


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


# The network


def test_no_server(whole: Wkt) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    for words in (["call", "/x"], ["test"], ["refresh"], ["connect", "percolate", "--no-input"]):
        assert_told(whole.at(url)(*words), ExitCode.NO_ANSWER, "refused the connection", url)


def test_no_dns(whole: Wkt) -> None:
    done = whole.at("http://nowhere.invalid")("call", "/x")
    assert_told(done, ExitCode.NO_ANSWER, "no host nowhere.invalid", "DNS")


def test_a_certificate_that_nobody_signed(whole: Wkt, tmp_path: Path) -> None:
    context, pem = self_signed(tmp_path)
    with Scripted({"*": reply(200, {"over": "TLS"})}, lambda s: context.wrap_socket(s, server_side=True)) as said:
        url = said.url.replace("http:", "https:")
        assert_told(whole.at(url)("call", "/x"), ExitCode.NO_ANSWER, "certificate", "--ca-bundle", "--insecure")
        trusted = whole("call", "/x", "--ca-bundle", str(pem))
        assert trusted.json == {"over": "TLS"}, trusted.both
        assert whole("call", "/x", "--insecure").json == {"over": "TLS"}


def test_no_tls_at_all(whole: Wkt, server: DemoServer) -> None:
    done = whole.at(server.url.replace("http:", "https:"))("call", "/x")
    assert_told(done, ExitCode.NO_ANSWER, "TLS", "http://")


def test_a_time_out(whole: Wkt) -> None:
    done = whole("call", "/demo/slow", "seconds==5", "--timeout", "0.2")
    assert_told(done, ExitCode.NO_ANSWER, "Timed out", "--timeout")
    recorded = whole("trace", "--json").json["exchanges"][0]
    assert recorded["status"] is None
    assert "Timed out" in recorded["error"]


def test_no_reply_at_all(whole: Wkt) -> None:
    with Scripted({"*": b""}) as said:
        assert_told(whole.at(said.url)("call", "POST", "/x"), ExitCode.NO_ANSWER, "Server broke connection")


def test_a_truncated_body(whole: Wkt) -> None:
    with Scripted({"*": reply(200, {"half": "of it"}, length=5000)}) as said:
        done = whole.at(said.url)("call", "/x")
        assert_told(done, ExitCode.NO_ANSWER, "broke off")
        assert done.out == ""
        assert_told(whole("test"), ExitCode.NO_ANSWER, "broke off")


def test_what_is_no_http(whole: Wkt) -> None:
    with Scripted({"*": b"SSH-2.0-OpenSSH_9.6\r\n\r\n"}) as said:
        assert_told(whole.at(said.url)("call", "/x"), ExitCode.NO_ANSWER, "no HTTP")


# Replies that nobody wants


def test_500(whole: Wkt) -> None:
    with Scripted({"*": reply(500, {"error": "boom", "error_description": "The disk of the server is full"})}) as said:
        whole.at(said.url)
        done = whole("call", "/x")
        assert done.status == ExitCode.SERVER_ERROR
        assert done.json["error"] == "boom"
        assert_told(whole("test"), ExitCode.CONNECTOR, "500 Internal Server Error", "The disk of the server is full")
        assert_told(whole("refresh"), ExitCode.CONNECTOR, "500 Internal Server Error")


def test_html_where_json_was_expected(whole: Wkt) -> None:
    page = reply(200, b"<!doctype html><title>Maintenance</title>", "Content-Type: text/html")
    with Scripted({"/auth/v5/token/": TOKEN, "*": page}) as said:
        whole.at(said.url)
        done = whole("test")
        assert_told(done, ExitCode.CONNECTOR, "text/html", "Maintenance")
        called = whole("call", "/x")
        assert (called.status, called.raw) == (0, b"<!doctype html><title>Maintenance</title>")
    with Scripted({"*": page}) as said:
        assert_told(whole.at(said.url)("refresh"), ExitCode.CONNECTOR, "text/html")


def test_an_endless_401(connected: Wkt) -> None:
    with Scripted({"/auth/v5/token/": TOKEN, "*": reply(401, {"error": "invalid_token"})}) as said:
        connected.at(said.url)
        done = connected("call", "/x")
        assert done.status == ExitCode.CLIENT_ERROR
        assert said.paths == ["/x", "/auth/v5/token/", "/x"]
        assert_told(connected("test"), ExitCode.CONNECTOR, "401 Unauthorized", "invalid_token")
        assert said.paths[3:] == ["/api/v5/me", "/auth/v5/token/", "/api/v5/me"]
    assert connected.secrets()[0]["access_token"] == "a-token-of-the-script"


@pytest.mark.parametrize("body", [{"token_type": "bearer"}, {"access_token": None}, {}])
def test_a_token_reply_without_a_token(whole: Wkt, body: Any) -> None:
    with Scripted({"/auth/v5/token/": reply(200, body)}) as said:
        whole.at(said.url)
        for words in (["refresh"], ["connect", "percolate", "--no-input"]):
            assert_told(whole(*words), ExitCode.CONNECTOR, "no access token", "wkt trace show")
        assert said.paths == ["/auth/v5/token/"] * 2


@pytest.mark.parametrize("body", [b"null", b"[]", b'"text"', b""])
def test_a_token_reply_of_another_shape(whole: Wkt, body: bytes) -> None:
    with Scripted({"/auth/v5/token/": reply(200, body, "Content-Type: application/json")}) as said:
        done = whole.at(said.url)("refresh")
        assert done.status == ExitCode.CONNECTOR, done.both
        assert "Traceback" not in done.both
        assert "percolate.py:" in done.err
        assert said.paths[:1] == ["/auth/v5/token/"]


def test_an_oauth_error_reply(whole: Wkt) -> None:
    body = {"error": "invalid_client", "error_description": "The client was blocked by Ána on Monday"}
    with Scripted({"/auth/v5/token/": reply(400, body)}) as said:
        whole.at(said.url)
        for words in (["refresh"], ["connect", "percolate", "--no-input"]):
            assert_told(whole(*words), ExitCode.CONNECTOR, "400 Bad Request", "invalid_client",
                        "The client was blocked by Ána on Monday")


def test_a_loop_of_redirects_ends(whole: Wkt) -> None:
    with Scripted({"*": reply(302, b"", "Location: /again")}) as said:
        whole.at(said.url)
        assert_told(whole("call", "/x"), ExitCode.REDIRECT, "10 redirects", "in a circle")
        assert len(said.paths) == 11
        assert_told(whole("test"), ExitCode.CONNECTOR, "302 Found", "10 redirects")


def test_a_redirect_to_a_file(whole: Wkt) -> None:
    with Scripted({"*": reply(302, b"", "Location: file:///etc/passwd")}) as said:
        assert_told(whole.at(said.url)("call", "/x"), ExitCode.CONNECTOR, "`file:` address")


# The connector


def test_an_exception_of_the_connector_names_file_and_line(wkt: Wkt) -> None:
    path = wkt.connector("bad", """
        def test(connection):
            return {}["nothing"]

        connector = {"connection": {"fields": []}, "test": test}
    """)
    done = wkt("connect", "bad")
    assert done.status == ExitCode.CONNECTOR
    assert f"{path}:3 (test)" in done.err
    assert "KeyError" in done.err
    assert 'return {}["nothing"]' in done.err


def test_a_message_of_the_connector(wkt: Wkt) -> None:
    wkt.connector("bad", """
        from wkt_cli.dsl import error
        connector = {"connection": {"fields": []}, "test": lambda: error("Pay your bill first")}
    """)
    done = wkt("connect", "bad")
    assert done.status == ExitCode.CONNECTOR
    assert "wkt: Pay your bill first" in done.err


def test_a_connector_that_is_gone(whole: Wkt) -> None:
    whole.write("settings2.yaml", "")
    settings = (whole.root / "settings.yaml").read_bytes()
    (whole.root / "settings.yaml").write_bytes(settings.replace(b"percolate:", b"perkolate:"))
    assert_told(whole("test", "perkolate"), ExitCode.CONNECTOR, "no connector `perkolate`", "percolate")
    (whole.root / "settings.yaml").write_bytes(settings)


# The person


def hold(connection: socket.socket) -> None:
    """Send nothing until the other side goes away."""
    connection.settimeout(20)
    connection.recv(1)


@pytest.mark.parametrize("words", [["call", "/x"], ["refresh"], ["connect", "percolate", "--no-input"]])
def test_ctrl_c_during_a_request(wkt: Wkt, server: DemoServer, unix: None, words: list[str]) -> None:
    done = wkt.at(server.url).child("connect", "percolate", env={
        "WKT_FIELD_CLIENT_ID": server.client_id, "WKT_FIELD_CLIENT_SECRET": server.client_secret})
    assert done.status == 0, done.both
    before = wkt.stored()
    with Scripted({"*": hold}) as said:
        with wkt.at(said.url).start(*words) as child:
            assert said.arrived.wait(20)
            child.send_signal(signal.SIGINT)
            out, err = child.communicate(timeout=60)
        assert child.returncode == ExitCode.INTERRUPTED, (out, err)
        assert b"Traceback" not in out + err
        assert b"Interrupted" in err
    assert wkt.stored() == before
    assert wkt.at(server.url).child("test").status == 0


# The disk


def broken_disk(monkeypatch: pytest.MonkeyPatch, number: int, wanted: Callable[[str], bool]) -> None:
    real = os.open

    def failing(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & os.O_CREAT and wanted(str(path)):
            raise OSError(number, os.strerror(number), str(path))
        return real(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", failing)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_takes_nothing(whole: Wkt, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    with monkeypatch.context() as patch:
        broken_disk(patch, number, lambda path: str(whole.root) in path)
        done = whole("connect", "percolate", "--no-input")
        assert_told(done, ExitCode.STORE, os.strerror(number))
        assert "acquire" not in done.out, "tokens were got that can't be stored"
        assert_told(whole("connections", "rename", "default", "x"), ExitCode.STORE, os.strerror(number))
        called = whole("call", "/api/v5/me")
        assert called.status == 0
        assert "the trace was not stored" in called.err


@pytest.mark.parametrize("file", ["settings.yaml", "state.json"])
def test_a_disk_that_fills_up_midway(connected: Wkt, server: DemoServer, monkeypatch: pytest.MonkeyPatch,
                                     file: str) -> None:
    before = connected.stored()
    with monkeypatch.context() as patch:
        broken_disk(patch, errno.ENOSPC, lambda path: Path(path).name.startswith((file, f".{file}")))
        done = connected("connect", "percolate", "-n", "second", "-F", f"client_id={server.client_id}",
                         env={"WKT_FIELD_CLIENT_SECRET": server.client_secret})
        assert_told(done, ExitCode.STORE, file)
    assert connected("test", "percolate/default").status == 0
    assert connected.stored()["settings.yaml"] == before["settings.yaml"]
    again = connected("connect", "percolate", "-n", "second", "-F", f"client_id={server.client_id}",
                      env={"WKT_FIELD_CLIENT_SECRET": server.client_secret})
    assert again.status == 0, again.both


@pytest.mark.parametrize("text", ["percolate: [", "- a list\n", "percolate: text\n", "a: \t- x\n", "\udcff".encode(
    "utf-8", "surrogateescape").decode("latin-1") + "\x00"])
def test_damaged_settings(connected: Wkt, text: str) -> None:
    path = connected.root / "settings.yaml"
    path.write_text(text, encoding="utf-8")
    data = path.read_bytes()
    for words in (["test"], ["connections"], ["connect", "percolate", "--no-input"], ["call", "/x"]):
        assert_told(connected(*words), ExitCode.STORE, "settings.yaml")
    assert path.read_bytes() == data


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 999}', '{"version": 1, "connections": 5}', ""])
def test_damaged_state(connected: Wkt, text: str) -> None:
    path = connected.root / ".wkt" / "state.json"
    before = path.read_text()
    path.write_text(text)
    for words in (["test"], ["connections"], ["refresh"]):
        assert_told(connected(*words), ExitCode.STORE, "state.json")
    assert path.read_text() == text
    path.write_text(before)
    assert connected("test").status == 0


def test_a_damaged_trace(connected: Wkt) -> None:
    newest = max((connected.root / ".wkt" / "traces").glob("*.json"))
    newest.write_text("{")
    assert_told(connected("trace"), ExitCode.STORE, str(newest))
    connected("call", "/api/v5/me")
    assert connected("trace").status == 0
    listed = connected("trace", "list")
    assert listed.status == 0, listed.both
    assert len(listed.out.splitlines()) == 2
    assert newest.name in listed.err


# The vault


@pytest.fixture
def ring(wkt: Wkt, server: DemoServer, monkeypatch: pytest.MonkeyPatch) -> Wkt:
    """Give a connection whose secrets are in a keyring."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.support.keyrings.Working")
    monkeypatch.setattr(keyrings.Working, "items", {})
    wkt.vault = None
    return wkt.connect(server)


@pytest.mark.parametrize(("failure", "words"), [(keyrings.LOCKED, ["locked", "Unlock"]),
                                                (keyrings.GONE, ["--vault file"])])
def test_a_keyring_that_is_locked_or_gone(ring: Wkt, monkeypatch: pytest.MonkeyPatch, failure: Exception,
                                          words: list[str]) -> None:
    before, items = ring.stored(), dict(keyrings.Working.items)
    with monkeypatch.context() as patch:
        patch.setattr(keyrings.Working, "broken", failure)
        for command in (["test"], ["call", "/x"], ["refresh"], ["connect", "percolate", "--no-input"],
                        ["connections", "show"], ["connections", "remove", "default"]):
            assert_told(ring(*command), ExitCode.STORE, *words)
        assert ring("connections").status == 0
    assert (ring.stored(), keyrings.Working.items) == (before, items)
    assert ring("test").status == 0


def test_a_keyring_that_locks_itself_before_the_end(ring: Wkt, monkeypatch: pytest.MonkeyPatch) -> None:
    before, items = ring.stored(), dict(keyrings.Working.items)
    with monkeypatch.context() as patch:
        def refuse(*_: Any) -> None:
            raise keyrings.LOCKED

        patch.setattr(keyrings.Working, "set_password", refuse)
        assert_told(ring("connect", "percolate", "--no-input"), ExitCode.STORE, "locked")
        assert_told(ring("refresh"), ExitCode.STORE, "locked")
    assert (ring.stored(), keyrings.Working.items) == (before, items)
    assert ring("test").status == 0


@pytest.mark.parametrize("backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "no.such.One"])
def test_no_keyring_and_nobody_to_ask(wkt: Wkt, server: DemoServer, monkeypatch: pytest.MonkeyPatch,
                                      backend: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    wkt.vault = None
    done = wkt.at(server.url)("connect", "percolate", "-F", "client_id=x",
                              env={"WKT_FIELD_CLIENT_SECRET": "long-secret"})
    assert_told(done, ExitCode.STORE, "no usable OS keyring", "--vault file")
    assert not (wkt.root / "settings.yaml").exists()
    assert not server.tokens.issued


def test_removing_with_force_when_the_keyring_is_gone(ring: Wkt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyrings.Working, "broken", keyrings.GONE)
    assert ring("connections", "remove", "default", "--force").status == 0
    assert ring("connections", "--json").json == []


def test_a_damaged_vault_file(wkt: Wkt, server: DemoServer) -> None:
    wkt.vault = None
    wkt.environ |= {"WKT_VAULT": "file", "WKT_VAULT_PASSPHRASE": "four words of it"}
    wkt.connect(server)
    path = wkt.root / ".wkt" / "vault"
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert_told(wkt("test"), ExitCode.STORE, "vault")
    assert path.read_bytes() == data[: len(data) // 2]
    path.write_bytes(data)
    assert wkt("test").status == 0


# Two at once


def test_two_connects_at_once(wkt: Wkt, server: DemoServer) -> None:
    wkt.at(server.url)
    env = {"WKT_FIELD_CLIENT_ID": server.client_id, "WKT_FIELD_CLIENT_SECRET": server.client_secret}
    children = [wkt.start("connect", "percolate", "-n", name, env=env) for name in ("one", "two", "one")]
    for child in children:
        out, err = child.communicate(timeout=60)
        assert child.returncode == 0, (out, err)
    names = {entry["name"] for entry in wkt.child("connections", "--json").json}
    assert names == {"one", "two"}
    for name in names:
        assert wkt.child("test", name).status == 0


def test_of_two_calls_at_once_one_acquires(connected: Wkt, server: DemoServer) -> None:
    issued = server.tokens.issued
    server.expire_tokens()
    ends: list[Ended] = []
    threads = [threading.Thread(target=lambda: ends.append(connected("call", "/api/v5/me"))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [end.status for end in ends] == [0, 0], [end.both for end in ends]
    assert server.tokens.issued == issued + 1
    assert connected("call", "/api/v5/me").status == 0


def test_a_failure_told_to_a_program(whole: Wkt) -> None:
    done = whole.at(f"http://127.0.0.1:{free_port()}")("--json", "call", "/x")
    told = json.loads(done.out)["error"]
    assert set(told) == {"type", "message", "hint", "file", "line", "column", "key_path", "calls", "exit_code"}
    assert (told["type"], told["exit_code"], done.status) == ("ConnectionFailedError", 6, 6)
    assert done.err == ""
