"""What a request may take: time in all, bytes before and in a body; and how these limits are moved."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.faults import Scripted, reply
from tests.support.wkt import Wkt
from wkt_cli.cli.app import App
from wkt_cli.cli.main import cli
from wkt_cli.errors import BrokenReplyError, ConnectionFailedError, NoAnswerError, RequestTimeoutError
from wkt_cli.http.client import Client, ClientOptions
from wkt_cli.http.message import OutgoingRequest
from wkt_cli.http.times import Patience
from wkt_cli.trace.model import Origin, Phase

STEPS = 400
STEP = 0.05
"""A server that drips goes on for 20 s: a client that waits for its end gets no error."""


def dripping(start: bytes, drop: bytes, end: bytes = b"") -> Callable[[socket.socket], None]:
    """Give an answer that comes drop by drop, each in time."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(STEPS):
            connection.sendall(drop)
            time.sleep(STEP)
        connection.sendall(end)

    return drip


SLOW = {
    "body": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n", b"x"),
    "chunks": dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", b"0\r\n\r\n"),
    "name of a header": dripping(b"HTTP/1.1 200 OK\r\n", b"x", b": y\r\nContent-Length: 0\r\n\r\n"),
    "headers": dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", b"Content-Length: 0\r\n\r\n"),
    "interim replies": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n", reply(200)),
}


@pytest.mark.parametrize("part", SLOW)
def test_a_server_that_drips_is_stopped(make_client, part: str) -> None:
    with Scripted({"*": SLOW[part]}) as server, pytest.raises(RequestTimeoutError) as error:
        make_client(max_time=0.3).send(OutgoingRequest("GET", server.url), Origin())
    assert error.value.message == "The request took longer than 0.3 s"
    assert "--max-time" in str(error.value.hint)


def test_redirects_count_together(make_client, trace) -> None:
    def redirect(connection: socket.socket) -> None:
        time.sleep(0.2)
        connection.sendall(reply(302, b"", "Location: /again"))

    with Scripted({"*": redirect}) as server, pytest.raises(RequestTimeoutError, match=r"longer than 0\.5 s"):
        make_client(max_time=0.5).send(OutgoingRequest("GET", server.url), Origin())
    assert len(trace.exchanges) < 11


def test_a_server_that_takes_a_body_too_slowly(make_client) -> None:
    def sip(connection: socket.socket) -> socket.socket:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for _ in range(STEPS):
            connection.recv(4096)
            time.sleep(STEP)
        return connection

    with Scripted({}, wrap=sip) as server, pytest.raises(RequestTimeoutError, match=r"longer than 0\.3 s"):
        make_client(max_time=0.3).send(OutgoingRequest("POST", server.url, body=b"x" * 20_000_000), Origin())


def test_a_handshake_that_does_not_come(make_client) -> None:
    with Scripted({}, wrap=lambda c: time.sleep(STEPS * STEP) or c) as server, pytest.raises(RequestTimeoutError):
        url = server.url.replace("http:", "https:")
        make_client(timeout=None, max_time=0.3).send(OutgoingRequest("GET", url), Origin())


def test_a_name_that_is_not_found_in_time(make_client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **named: known.wait(STEPS * STEP) and [])
    with pytest.raises(RequestTimeoutError) as error:
        make_client(timeout=0.1).send(OutgoingRequest("GET", "http://h.invalid/"), Origin())
    known.set()
    assert error.value.message == "Timed out connecting to server"


def test_a_name_with_a_label_that_is_too_long(make_client) -> None:
    with pytest.raises(ConnectionFailedError, match="There is no host"):
        make_client().send(OutgoingRequest("GET", f"http://{'a' * 64}.invalid/"), Origin())


def test_each_address_of_a_name_is_tried(make_client, monkeypatch: pytest.MonkeyPatch) -> None:
    with Scripted({"*": reply(200, b"hello")}) as server:
        listed = [(socket.AF_INET, 1, 6, "", (address, server.port)) for address in ("::1", "127.0.0.1")]
        monkeypatch.setattr(socket, "getaddrinfo", _knowing("h.invalid", listed))
        monkeypatch.setattr(socket.socket, "connect", _refusing("::1"))
        got = make_client().send(OutgoingRequest("GET", f"http://h.invalid:{server.port}/"), Origin())
    assert got.body == b"hello"


def _knowing(name: str, addresses: list[Any]) -> Callable[..., Any]:
    look_up = socket.getaddrinfo
    return lambda host, *a, **named: addresses if host == name else look_up(host, *a, **named)


def _refusing(address: str) -> Callable[..., None]:
    connect = socket.socket.connect

    def refuse(self: socket.socket, to: Any) -> None:
        if to[0] == address:
            raise ConnectionRefusedError
        connect(self, to)

    return refuse


@pytest.mark.parametrize(("code", "said"), [("EHOSTUNREACH", "No route to host"), ("ENETUNREACH", "unreachable")])
def test_what_is_unreachable(make_client, monkeypatch: pytest.MonkeyPatch, code: str, said: str) -> None:
    import errno
    import os

    def fail(self: socket.socket, to: Any) -> None:
        number = getattr(errno, code)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket.socket, "connect", fail)
    with pytest.raises(ConnectionFailedError, match=said) as error:
        make_client().send(OutgoingRequest("GET", "http://127.0.0.1:1/"), Origin())
    assert error.value.hint


def test_patience_is_a_number_with_an_end() -> None:
    assert Patience(2.0, None).left == 2.0 and Patience(None, None).left is None
    assert 0 < (Patience(None, time.monotonic() + 1000).left or 0) <= 1000
    assert (Patience(5.0, time.monotonic() - 1).left or 0) < 0


# Before a body


def endless(start: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    """Give an answer of 100 MB, which a client that reads it to the end takes for no reply."""

    def go_on(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(100):
            connection.sendall(piece * (1_000_000 // len(piece)))

    return go_on


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (endless(b"HTTP/1.1 200 OK\r\n", b"X-Y: z\r\n"), "headers of more than 100 KB"),
        (endless(b"HTTP/1.1 200 OK\r\nX: ", b"y"), "headers of more than 100 KB"),
        (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "interim replies without end"),
        (endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"), "interim replies without end"),
        (endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x"), "headers of more than 100 KB"),
        (endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"), "headers of more than"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "a Content-Length that can't be read"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nab", "a Content-Length that can't be read"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "Transfer-Encoding that is not known"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "a chunk whose size can't be read"),
        (b"HTTP/1.1 200 OK\r\nX: a\rY: b\r\n\r\n", "a header that breaks the rules"),
        (b"HTTP/1.1 200 OK\r\nX y: b\r\n\r\n", "a header that breaks the rules"),
        (b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", "a header that breaks the rules"),
    ],
)
def test_heads_that_are_wrong_or_have_no_end(send, answer: Any, said: str) -> None:
    with Scripted({"*": answer}) as server, pytest.raises(BrokenReplyError) as error:
        send("POST", server.url, body=b"")
    assert said in error.value.message and error.value.hint


def test_headers_that_come_twice_or_in_several_lines(send) -> None:
    answer = b"HTTP/1.1 200 OK\r\nX: 1\r\nX: 2\r\nY: a\r\n b\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok"
    with Scripted({"*": answer}) as server:
        got = send("GET", server.url)
    assert (got.header("X"), got.header("Y"), got.body) == ("1, 2", "a b", b"ok")


def test_many_headers_that_are_not_too_many(send) -> None:
    lines = [f"X-{n}: {'y' * 100}" for n in range(500)]
    with Scripted({"*": reply(200, b"ok", *lines)}) as server:
        assert len(send("GET", server.url).headers) == 502


# Bodies


def test_a_reply_that_says_that_it_is_too_large_is_not_read(make_client) -> None:
    with Scripted({"*": reply(200, b"", length=3_000_000)}) as server:
        with pytest.raises(BrokenReplyError, match="larger than 2 MB") as error:
            make_client(max_body=2_000_000).send(OutgoingRequest("GET", server.url), Origin())
        assert make_client(max_body=2_000_000).send(OutgoingRequest("HEAD", server.url), Origin()).status == 200
    assert "--output" in str(error.value.hint) and "--max-filesize" in str(error.value.hint)


def test_a_json_of_a_gigabyte_is_not_read(connected: Wkt) -> None:
    with Scripted({"*": reply(200, b"[", "Content-Type: application/json", length=1_000_000_000)}) as server:
        done = connected.at(server.url)("call", "/x")
    assert done.status == 6 and "larger than 100 MB" in done.err and "--output" in done.err


def test_a_reply_without_a_length_is_read_up_to_the_limit(make_client) -> None:
    piece = b"2710\r\n" + b"x" * 10_000 + b"\r\n"
    answer = endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", piece)
    with Scripted({"*": answer}) as server, pytest.raises(BrokenReplyError, match="larger than 2 MB"):
        make_client(max_body=2_000_000).send(OutgoingRequest("GET", server.url), Origin())


def test_there_may_be_no_limit(make_client) -> None:
    with Scripted({"*": reply(200, b"x" * 3_000_000)}) as server:
        client = make_client(max_body=None, timeout=None, max_time=None)
        assert client.send(OutgoingRequest("GET", server.url), Origin()).size == 3_000_000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


BOMB = b"\0" * 20_000_000


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(BOMB)),
        ("gzip, gzip", gzip.compress(gzip.compress(BOMB))),
        ("deflate", zlib.compress(BOMB)),
        ("deflate", raw_deflate(BOMB)),
        ("deflate, gzip", gzip.compress(zlib.compress(BOMB))),
        ("gzip", gzip.compress(b"") * 10 + gzip.compress(BOMB)),
        ("gzip, gzip", gzip.compress(gzip.compress(b"") * 1_000_000)),
    ],
    ids=["gzip", "nested", "zlib", "raw", "mixed", "members", "empty members"],
)
def test_bombs(make_client, encoding: str, packed: bytes) -> None:
    answer = reply(200, packed, f"Content-Encoding: {encoding}")
    with Scripted({"*": answer}) as server, pytest.raises(BrokenReplyError, match="larger than 2 MB"):
        make_client(max_body=2_000_000).send(OutgoingRequest("GET", server.url), Origin())


def test_a_reply_that_is_packed_again_and_again(send) -> None:
    packed = b"x"
    for _ in range(6):
        packed = gzip.compress(packed)
    answer = reply(200, packed, *["Content-Encoding: gzip, gzip"] * 3)
    with Scripted({"*": answer}) as server, pytest.raises(BrokenReplyError, match="packed 6 times over"):
        send("GET", server.url)


def test_packed_pieces_may_end_anywhere(send) -> None:
    body = bytes(range(256)) * 50
    packed = gzip.compress(body[:5000]) + gzip.compress(body[5000:]) + b"\0\0"

    def answer(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
        connection.sendall(b"".join(b"1\r\n%c\r\n" % byte for byte in packed) + b"0\r\n\r\n")

    with Scripted({"*": answer}) as server:
        assert send("GET", server.url).body == body


def test_the_steps_of_a_packed_body_lose_nothing() -> None:
    from wkt_cli.http.encodings import STEP as UNPACKED
    from wkt_cli.http.encodings import Bounds, decoded

    for size in (UNPACKED - 1, UNPACKED, UNPACKED + 1, 3 * UNPACKED, 3 * UNPACKED + 258):
        assert b"".join(decoded([gzip.compress(b"a" * size)], ["gzip"], Bounds(None))) == b"a" * size


# The platform's limits, and how they are moved


def test_the_platform_s_limits_hold_by_themselves() -> None:
    options = ClientOptions()
    assert (options.timeout, options.time_for(Phase.CALL), options.time_for(Phase.REFRESH)) == (40.0, 180.0, 30.0)
    assert options.time_for(Phase.ACQUIRE) == 180.0


@pytest.fixture
def limits_of(wkt: Wkt, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[Any, ...]]]:
    """Give the limits that the client of a command with these options has."""
    seen: list[Client] = []
    make = App.client

    def remember(self: App, dry_run: bool = False) -> Client:
        seen.append(make(self, dry_run))
        return seen[-1]

    def limits(*words: str, **env: str) -> tuple[Any, ...]:
        wkt.connector("alone", 'connector = {"title": "Alone", "connection": {"fields": []}, "test": lambda: None}')
        done = wkt("connect", "alone", *words, env=env)
        assert done.status == 0, done.both
        options = seen[-1].options
        return options.timeout, options.max_time, options.max_renewal, options.max_body

    monkeypatch.setattr(App, "client", remember)
    yield limits


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        ("", (40.0, 180.0, 30.0, 100_000_000)),
        ("--no-limits", (None, None, None, None)),
        ("--timeout 5", (5.0, 180.0, 30.0, 100_000_000)),
        ("--timeout 50", (50.0, 180.0, 50.0, 100_000_000)),
        ("--timeout 500", (500.0, 500.0, 500.0, 100_000_000)),
        ("--max-time 10", (40.0, 10.0, 10.0, 100_000_000)),
        ("--max-filesize 2G", (40.0, 180.0, 30.0, 2_000_000_000)),
        ("--no-limits --max-time 900 --max-filesize 1k", (None, 900.0, 900.0, 1_000)),
    ],
)
def test_options_move_them(limits_of, words: str, limits: tuple[Any, ...]) -> None:
    assert limits_of(*words.split()) == limits


def test_variables_move_them(limits_of) -> None:
    assert limits_of(WKT_MAX_TIME="7", WKT_MAX_FILESIZE="3M") == (40.0, 7.0, 7.0, 3_000_000)
    assert limits_of(WKT_NO_LIMITS="1") == (None, None, None, None)


@pytest.mark.parametrize("size", ["0", "-1", "5X", "M", "1.5G", ""])
def test_sizes_that_are_none(wkt: Wkt, size: str) -> None:
    done = wkt("connectors", "--max-filesize", size)
    assert done.status == 2 and "500M" in done.err


def test_a_call_is_stopped_and_says_so(connected: Wkt) -> None:
    with Scripted({"*": SLOW["body"]}) as server:
        done = connected.at(server.url)("call", "/x", "--max-time", "0.3")
    assert done.status == 6
    assert "longer than 0.3 s" in done.err and "hint: " in done.err


def test_json_that_is_too_large(connected: Wkt) -> None:
    with Scripted({"*": reply(200, json.dumps(["x"] * 500_000).encode())}) as server:
        done = connected.at(server.url)("call", "/large", "--max-filesize", "1M")
    assert done.status == 6 and "larger than 1 MB" in done.err


@pytest.mark.parametrize("depth", [150, 320, 700, 980, 200_000])
def test_json_that_is_deep_is_shown_somehow(connected: Wkt, depth: int) -> None:
    deep = b"[" * depth + b"]" * depth
    with Scripted({"*": reply(200, deep, "Content-Type: application/json")}) as server:
        connected.at(server.url)
        for words in ([], ["--json"], ["-v"]):
            assert connected("call", "/deep", *words).status == 0
            assert connected("call", "/deep", *words, tty=True).status == 0
        assert connected("call", "/deep").raw == deep


def test_help_names_all_of_them() -> None:
    names = {name for parameter in cli.params for name in parameter.opts}
    assert {"--max-time", "--max-filesize", "--no-limits", "--http2", "--cacert", "--proxy"} <= names


def test_no_answer_is_the_status_of_them_all() -> None:
    assert issubclass(BrokenReplyError, NoAnswerError) and issubclass(RequestTimeoutError, NoAnswerError)
