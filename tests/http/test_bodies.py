"""Bodies that are not held in memory: they come from files, and go into one."""

from __future__ import annotations

import gzip
import io
import os
import socket
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.faults import Scripted, reply
from tests.support.wkt import Wkt
from wkt_cli.cli.progress import bar
from wkt_cli.errors import BrokenReplyError, RequestFormatError, UsageError
from wkt_cli.http.bodies import IN_MEMORY, Content, Store, pieces, spooled
from wkt_cli.http.message import OutgoingRequest
from wkt_cli.http.transfers import Transfer
from wkt_cli.trace.model import Origin

LARGE = bytes(range(256)) * 8192
"""Two megabytes: more than is kept in memory of a reply that is to be stored."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "large.bin"
    path.write_bytes(LARGE)
    return path


# What goes out


def test_a_content_is_as_long_as_its_parts_and_can_be_read_again(file: Path) -> None:
    content = Content(b"head", file, b"tail")
    assert len(content) == len(LARGE) + 8
    for _ in range(2):
        assert b"".join(content.pieces()) == b"head" + LARGE + b"tail"
    assert content[:6] == b"head\0\1"
    assert content[: len(content) + 5] == b"head" + LARGE + b"tail"


def test_an_empty_file_is_an_empty_body(send, tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    with Scripted({"*": reply()}) as server:
        send("POST", server.url, body=Content(tmp_path / "empty"))
    assert b"Content-Length: 0\r\n" in server.requests[0]


def test_bytes_go_out_in_pieces() -> None:
    parts = list(pieces(LARGE))
    assert len(parts) == 32 and b"".join(parts) == LARGE


@pytest.mark.parametrize("as_file", [True, False])
def test_a_large_body_arrives_whole(send, file: Path, trace, as_file: bool) -> None:
    with Scripted({"*": reply(200, b"ok")}) as server:
        assert send("PUT", server.url, body=Content(file) if as_file else LARGE).body == b"ok"
    assert server.requests[0].partition(b"\r\n\r\n")[2] == LARGE
    assert trace.exchanges[0].request.size == len(LARGE)
    assert "2.1 MB" in trace.exchanges[0].request.body


def test_a_file_is_sent_again_after_a_redirect_and_a_lost_connection(send, file: Path) -> None:
    answers = {"/x": [b"", reply(307, b"", "Location: /y")], "/y": reply(200, b"ok")}
    with Scripted(answers) as server:
        assert send("PUT", server.url + "/x", body=Content(file), redirects="follow").status == 200
    assert [request.partition(b"\r\n\r\n")[2] for request in server.requests] == [LARGE] * 3


def test_a_file_that_becomes_shorter_meanwhile(send, file: Path) -> None:
    content = Content(file)
    file.write_bytes(b"short")
    with Scripted({"*": reply()}) as server, pytest.raises(RequestFormatError, match="became shorter"):
        send("POST", server.url, body=content)


def test_a_file_that_becomes_longer_is_sent_as_it_was(send, file: Path) -> None:
    content = Content(file)
    file.write_bytes(LARGE + b"more")
    with Scripted({"*": reply()}) as server:
        send("POST", server.url, body=content)
    assert server.requests[0].endswith(LARGE)


def test_a_file_that_goes_away(send, file: Path) -> None:
    content = Content(file)
    file.unlink()
    with Scripted({"*": reply()}) as server, pytest.raises(RequestFormatError, match="can't be read"):
        send("POST", server.url, body=content)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        Content(tmp_path / "nowhere")


def test_a_server_that_answers_before_it_has_read_all(send) -> None:
    def refuse(connection: socket.socket) -> socket.socket:
        connection.recv(1000)
        connection.sendall(reply(413, b"too much"))
        connection.shutdown(socket.SHUT_WR)
        time.sleep(0.2)
        return connection

    with Scripted({}, wrap=refuse) as server:
        assert send("POST", server.url, body=LARGE * 8).status == 413


# What comes in


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "reply.bin"


@pytest.fixture
def fetch(make_client, target: Path) -> Iterator[Any]:
    """Give a function that stores what a server answers and gives the reply."""
    client = make_client(max_body=3_000_000)
    client.store = Store(target)

    def fetch(url: str, **more: Any) -> Any:
        got = client.send(OutgoingRequest("GET", url, **more), Origin())
        client.store.finish(got.body, got.stored)
        return got

    yield fetch
    client.close()
    assert not list(target.parent.glob(".*")), "something was left behind"


@pytest.mark.parametrize("size", [0, 1, IN_MEMORY, IN_MEMORY + 1, 5_000_000])
def test_a_reply_is_stored_whole_whatever_its_size(fetch, target: Path, trace, size: int) -> None:
    body = (LARGE * 3)[:size]
    with Scripted({"*": reply(200, body)}) as server:
        got = fetch(server.url)
    assert target.read_bytes() == body
    assert (got.size, trace.exchanges[0].response.size) == (size, size)
    assert got.body == (body if size <= IN_MEMORY else body[: len(got.body)])
    assert len(got.body) <= IN_MEMORY + 64 * 1024


def test_what_is_packed_is_stored_unpacked(fetch, target: Path) -> None:
    with Scripted({"*": reply(200, gzip.compress(os.urandom(100_000) * 50), "Content-Encoding: gzip")}) as server:
        got = fetch(server.url)
    assert target.stat().st_size == got.size == 5_000_000


def test_a_bomb_does_not_fill_the_disk(fetch, target: Path) -> None:
    bomb = reply(200, gzip.compress(b"\0" * 50_000_000), "Content-Encoding: gzip")
    target.write_bytes(b"old")
    with Scripted({"*": bomb}) as server, pytest.raises(BrokenReplyError, match="100 times its size"):
        fetch(server.url)
    assert target.read_bytes() == b"old"


def test_a_reply_that_breaks_off_leaves_the_file_as_it_was(fetch, target: Path) -> None:
    target.write_bytes(b"old")
    with Scripted({"*": reply(200, LARGE, length=len(LARGE) + 1)}) as server, pytest.raises(BrokenReplyError):
        fetch(server.url)
    assert target.read_bytes() == b"old"


def test_only_the_last_reply_is_stored(fetch, target: Path) -> None:
    answers = {"/x": reply(302, LARGE, "Location: /y"), "/y": reply(200, LARGE[::-1])}
    with Scripted(answers) as server:
        fetch(server.url + "/x")
    assert target.read_bytes() == LARGE[::-1]


def test_the_file_keeps_its_mode_and_a_link_its_target(fetch, target: Path, unix: None) -> None:
    real = target.with_name("real.bin")
    real.write_bytes(b"old")
    real.chmod(0o640)
    target.symlink_to(real)
    with Scripted({"*": reply(200, LARGE)}) as server:
        fetch(server.url)
    assert target.is_symlink() and real.read_bytes() == LARGE
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_pipe_gets_the_whole_reply(make_client, tmp_path: Path, unix: None) -> None:
    pipe, seen = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: seen.append(pipe.read_bytes()))
    reader.start()
    store = Store(pipe)
    with Scripted({"*": reply(200, LARGE)}) as server:
        client = make_client()
        client.store = store
        got = client.send(OutgoingRequest("GET", server.url), Origin())
    store.finish(got.body, got.stored)
    reader.join()
    assert seen == [LARGE]
    assert got.stored is not None and not got.stored.path.exists()


def test_a_disk_that_is_full(fetch, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Store) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Store, "_new_file", full)
    with Scripted({"*": reply(200, LARGE)}) as server, pytest.raises(UsageError, match="No space left"):
        fetch(server.url)


# Memory


@pytest.fixture
def peak() -> Iterator[Callable[[], int]]:
    """Give a function that tells how many bytes Python held at most since the test began."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


def test_a_reply_of_any_size_needs_no_more_memory(fetch, target: Path, peak) -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(reply(200, b"", length=50 * len(LARGE)))
        for _ in range(50):
            connection.sendall(LARGE)

    with Scripted({"*": answer}) as server:
        fetch(server.url)
    assert target.stat().st_size == 50 * len(LARGE) and peak() < 4 * len(LARGE)


def test_a_file_of_any_size_needs_no_more_memory(send, file: Path, peak) -> None:
    def swallow(connection: socket.socket) -> socket.socket:
        left = 50 * len(LARGE)
        while left > 0 and (piece := connection.recv(65536)):
            left -= len(piece)
        connection.sendall(reply(200, b"ok"))
        return connection

    with file.open("ab") as more:
        for _ in range(49):
            more.write(LARGE)
    with Scripted({}, wrap=swallow) as server:
        assert send("POST", server.url, body=Content(file)).body == b"ok"
    assert peak() < 4 * len(LARGE)


def test_what_can_be_read_once_is_sent_in_any_size(send, peak, monkeypatch, tmp_path: Path) -> None:
    class Endless(io.RawIOBase):
        left = 50

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:
            self.left -= 1
            taken = LARGE[: len(buffer)] if self.left >= 0 else b""
            buffer[: len(taken)] = taken
            return len(taken)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    body = spooled(io.BufferedReader(Endless(), len(LARGE)))
    assert isinstance(body, Content) and len(body) > 20 * len(LARGE) and body[:10] == LARGE[:10]
    assert sum(map(len, body.pieces())) == sum(map(len, body.pieces())) == len(body)
    assert list(tmp_path.iterdir()) == []
    assert peak() < 4 * len(LARGE)
    assert spooled(io.BytesIO(b"small")) == b"small"


def test_no_room_for_what_can_be_read_once(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(UsageError, match="Standard input can't be kept"):
        spooled(io.BytesIO(LARGE))


# Commands


def test_standard_input_is_sent_again_after_a_refresh(connected: Wkt) -> None:
    token = reply(200, {"access_token": "new-token-1", "refresh_token": "new-token-2"})
    with Scripted({"/x": [reply(401, {}), reply(200, {})], "*": token}) as server:
        done = connected.at(server.url)("call", "POST", "/x", "--raw", "-", input=LARGE)
    assert done.status == 0, done.both
    bodies = [request.partition(b"\r\n\r\n")[2] for request in server.requests if b" /x " in request[:30]]
    assert bodies == [LARGE, LARGE]


def test_output_takes_more_than_memory_may_hold(connected: Wkt) -> None:
    with Scripted({"*": reply(200, LARGE, "Content-Type: application/octet-stream")}) as server:
        done = connected.at(server.url)("call", "/x", "-o", "out.bin", "--max-filesize", "1M")
        refused = connected("call", "/x", "--max-filesize", "1M")
    assert done.status == 0, done.both
    assert (connected.root / "out.bin").read_bytes() == LARGE
    assert "2.1 MB written to out.bin" in done.err
    assert refused.status == 6 and "--output" in refused.err
    assert not list(connected.root.glob(".*.part"))


def test_output_of_a_call_that_is_repeated(connected: Wkt) -> None:
    token = reply(200, {"access_token": "new-token-1", "refresh_token": "new-token-2"})
    answers = {"/x": [reply(401, LARGE), reply(200, LARGE[::-1])], "*": token}
    with Scripted(answers) as server:
        done = connected.at(server.url)("call", "/x", "-o", "out.bin")
    assert done.status == 0, done.both
    assert (connected.root / "out.bin").read_bytes() == LARGE[::-1]
    assert not list(connected.root.glob(".*.part"))


def test_output_into_no_folder_sends_nothing(connected: Wkt) -> None:
    with Scripted({"*": reply(200, LARGE)}) as server:
        done = connected.at(server.url)("call", "/x", "-o", "nowhere/out.bin")
    assert done.status == 2 and "there is no folder" in done.err
    assert server.requests == []


def test_files_go_out_as_they_are_read(connected: Wkt) -> None:
    (connected.root / "large.bin").write_bytes(LARGE)
    with Scripted({"*": reply(200, {})}) as server:
        connected.at(server.url)
        assert connected("call", "POST", "/x", "--raw", "@large.bin").status == 0
        assert connected("call", "POST", "/x", "--form", "a=b", "file@large.bin").status == 0
    raw, form = (request.partition(b"\r\n\r\n") for request in server.requests)
    assert raw[2] == LARGE
    assert LARGE in form[2] and b'name="a"\r\n\r\nb\r\n' in form[2]
    boundary = form[0].partition(b"boundary=")[2].partition(b"\r\n")[0]
    assert form[2].endswith(b"\r\n--" + boundary + b"--\r\n")


def test_a_file_is_sent_again_after_a_refresh(connected: Wkt) -> None:
    (connected.root / "large.bin").write_bytes(LARGE)
    token = reply(200, {"access_token": "new-token-1", "refresh_token": "new-token-2"})
    with Scripted({"/x": [reply(401), reply(200, {})], "*": token}) as server:
        assert connected.at(server.url)("call", "POST", "/x", "--raw", "@large.bin").status == 0
    sent = [request for request in server.requests if request.startswith(b"POST /x")]
    assert [request.partition(b"\r\n\r\n")[2] for request in sent] == [LARGE, LARGE]


# How far it is


def test_the_line_tells_of_large_bodies_only() -> None:
    assert bar([], 1.0) == ""
    assert bar([Transfer(to_send=10, began=0.0), Transfer(to_receive=10, began=0.0)], 1.0) == ""
    several = [Transfer(to_receive=6_000_000, received=n, began=0.0, answered=0.0) for n in (1_000_000, 5_000_000)]
    assert bar(several, 1.0).startswith("↓ 6.0 MB of 12.0 MB ━━━━━━━━━━━━──────────── 50 %  6.0 MB/s  1 s left")
    assert bar([Transfer(to_receive=2_000_000_000, received=0, began=0.0, answered=0.0)], 1.0) == "↓ 0 B  0 B/s"
    slow = Transfer(to_receive=100_000_000, received=1_000_000, began=0.0, answered=0.0)
    assert bar([slow], 1.0).endswith("1 min 39 s left")


def test_a_bar_at_a_terminal(connected: Wkt, unix: None) -> None:
    def in_two_parts(connection: socket.socket) -> None:
        connection.sendall(reply(200, LARGE[:-10], length=len(LARGE)))
        time.sleep(2)
        connection.sendall(LARGE[-10:])

    with Scripted({"*": in_two_parts}) as server:
        done = connected.at(server.url)("call", "/x", "-o", "out.bin", tty=True)
        quiet = connected("call", "/x", "-o", "out.bin", "-q", tty=True)
    assert done.status == 0, done.both
    assert "↓ 2.1 MB of 2.1 MB ━" in done.err
    assert "━" not in quiet.err
