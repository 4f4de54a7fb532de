"""HTTP/2, where it is asked for and a server chooses it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.support.certificates import self_signed
from tests.support.faults import Scripted, reply
from tests.support.http2 import Http2Server
from tests.support.wkt import Wkt
from wkt_cli.errors import BrokenReplyError
from wkt_cli.http.message import OutgoingRequest
from wkt_cli.trace.model import Origin


def test_a_server_may_choose_it(make_client, tmp_path: Path, trace) -> None:
    context, certificate = self_signed(tmp_path)
    with Http2Server(context) as server:
        request = OutgoingRequest("POST", server.url + "/a%2fb?c=|", (("X-Name", "é"),), b"x" * 50_000)
        got = make_client(http2=True, ca_bundle=certificate).send(request, Origin())
    assert (got.status, got.version, got.body, got.header("X-Reply")) == (200, "HTTP/2", b"x" * 50_000, "h2")
    assert server.heads[0][":path"] == "/a%2fb?c=|"
    assert server.heads[0]["x-name"] == "é"
    assert trace.exchanges[0].times.first_byte


def test_it_is_not_offered_unless_asked_for(make_client, tmp_path: Path) -> None:
    context, certificate = self_signed(tmp_path)
    context.set_alpn_protocols(["h2", "http/1.1"])
    chosen: list[str | None] = []

    def wrap(connection):
        secure = context.wrap_socket(connection, server_side=True)
        chosen.append(secure.selected_alpn_protocol())
        return secure

    with Scripted({"*": reply(200, b"hello")}, wrap) as server:
        request = OutgoingRequest("GET", server.url.replace("http:", "https:"))
        got = make_client(ca_bundle=certificate).send(request, Origin())
    assert (got.version, got.body, chosen) == ("HTTP/1.1", b"hello", ["http/1.1"])


def test_a_server_may_not_choose_it(make_client, tmp_path: Path) -> None:
    context, certificate = self_signed(tmp_path)
    with Scripted({"*": reply(200, b"hello")}, lambda s: context.wrap_socket(s, server_side=True)) as server:
        request = OutgoingRequest("GET", server.url.replace("http:", "https:"))
        got = make_client(http2=True, ca_bundle=certificate).send(request, Origin())
    assert (got.version, got.body) == ("HTTP/1.1", b"hello")


def test_threads_may_share_a_client(make_client, tmp_path: Path, trace) -> None:
    context, certificate = self_signed(tmp_path)
    with Http2Server(context, b"y" * 40_000) as server:
        client = make_client(http2=True, ca_bundle=certificate)
        request, sizes = OutgoingRequest("GET", server.url), []

        def send() -> None:
            sizes.extend(client.send(request, Origin()).size for _ in range(10))

        threads = [threading.Thread(target=send) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sizes == [40_000] * 80
    assert [exchange.status for exchange in trace.exchanges] == [200] * 80
    assert sum(exchange.times.connect is not None for exchange in trace.exchanges) <= 8


def test_a_stream_that_is_reset(make_client, tmp_path: Path) -> None:
    context, certificate = self_signed(tmp_path)
    with Http2Server(context, resets=True) as server, pytest.raises(BrokenReplyError) as error:
        make_client(http2=True, ca_bundle=certificate).send(OutgoingRequest("POST", server.url), Origin())
    assert error.value.hint


def test_headers_of_the_connection_stay_here(make_client, tmp_path: Path) -> None:
    context, certificate = self_signed(tmp_path)
    with Http2Server(context) as server:
        headers = (("Connection", "close"), ("Host", "h.example"))
        make_client(http2=True, ca_bundle=certificate).send(OutgoingRequest("GET", server.url, headers), Origin())
    assert server.heads[0][":authority"] == "h.example"
    assert not server.heads[0].keys() & {"connection", "host"}


def test_the_option(connected: Wkt, tmp_path: Path) -> None:
    context, certificate = self_signed(tmp_path)
    with Http2Server(context, b"{}") as server:
        done = connected.at(server.url)("call", "/x", "-i", "--http2", "--cacert", str(certificate))
    assert done.raw.startswith(b"HTTP/2 200 OK\r\n"), done.both
