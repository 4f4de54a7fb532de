"""Whatever goes wrong below becomes one error with a message and an advice."""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import time
import zlib
from pathlib import Path

import httpcore
import httpx
import pytest
import socksio

from tests.support.certificates import self_signed
from tests.support.faults import Scripted, reply
from wkt_cli.errors import (
    BrokenReplyError,
    ConnectionFailedError,
    NoAnswerError,
    RequestTimeoutError,
    ServerDisconnectedError,
    TLSError,
    UsageError,
)
from wkt_cli.http.failures import TRANSLATIONS, UNREACHABLE, Attempt, translate
from wkt_cli.http.message import OutgoingRequest
from wkt_cli.trace.model import Origin

SECRET = "s3cr3t-in-the-url"


def failing(send, url: str, method: str = "GET", **more) -> NoAnswerError:
    with pytest.raises(NoAnswerError) as error:
        send(method, f"{url}/x?key={SECRET}", **more)
    told = error.value
    assert told.hint and not told.message.endswith(".")
    assert SECRET not in f"{told.message} {told.hint}"
    return told


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def chunked(*chunks: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"".join(chunks)


# No connection


def test_nobody_listens(send, trace) -> None:
    port = unused_port()
    error = failing(send, f"http://127.0.0.1:{port}")
    assert isinstance(error, ConnectionFailedError)
    assert (error.message, error.reason) == (f"http://127.0.0.1:{port} refused the connection", "ECONNREFUSED")
    assert trace.exchanges[0].error == error.message and trace.exchanges[0].status is None


def test_no_such_host(send) -> None:
    error = failing(send, "http://no-such-host.invalid")
    assert isinstance(error, ConnectionFailedError)
    assert (error.message, error.reason) == ("There is no host no-such-host.invalid", "SocketError")


def test_no_server_stands_in_for_an_example(send) -> None:
    error = failing(send, "https://shop.example")
    assert error.message == "There is no host shop.example"
    assert "WKT_MAP" in error.hint


def test_tls_to_a_server_that_speaks_none(send) -> None:
    def speak_first(connection: socket.socket) -> socket.socket:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        return connection

    with Scripted({}, wrap=speak_first) as server:
        error = failing(send, server.url.replace("http:", "https:"))
    assert isinstance(error, TLSError) and "does not speak TLS" in error.message


@pytest.fixture
def tls_server(tmp_path: Path):
    context, certificate = self_signed(tmp_path)
    with Scripted(
        {"*": reply(200, b"hello")}, wrap=lambda s: context.wrap_socket(s, server_side=True)
    ) as server:
        yield server.url.replace("http:", "https:"), certificate


def test_a_certificate_that_nobody_vouches_for(send, tls_server) -> None:
    error = failing(send, tls_server[0])
    assert isinstance(error, TLSError)
    assert "certificate" in error.message and "self-signed" in error.message
    assert "--ca-bundle" in str(error.hint)


def test_a_certificate_for_another_name(make_client, tls_server) -> None:
    url, certificate = tls_server
    with pytest.raises(TLSError, match=r"(?i)hostname mismatch"):
        client = make_client(ca_bundle=certificate)
        client.send(OutgoingRequest("GET", url.replace("127.0.0.1", "localhost")), Origin())


def test_a_bundle_makes_it_trusted(make_client, tls_server, trace) -> None:
    url, certificate = tls_server
    assert make_client(ca_bundle=certificate).send(OutgoingRequest("GET", url), Origin()).body == b"hello"
    assert trace.exchanges[0].times.tls is not None


def test_ssl_cert_file_makes_it_trusted(make_client, tls_server, monkeypatch: pytest.MonkeyPatch) -> None:
    url, certificate = tls_server
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert make_client().send(OutgoingRequest("GET", url), Origin()).status == 200


def test_insecure_asks_for_no_certificate(make_client, tls_server) -> None:
    assert make_client(insecure=True).send(OutgoingRequest("GET", tls_server[0]), Origin()).status == 200


def test_a_certificate_that_has_run_out(make_client, tmp_path: Path) -> None:
    context, certificate = self_signed(tmp_path, days=-1)
    with Scripted({}, wrap=lambda s: context.wrap_socket(s, server_side=True)) as server:
        request = OutgoingRequest("GET", server.url.replace("http:", "https:"))
        with pytest.raises(TLSError, match="expired") as error:
            make_client(ca_bundle=certificate).send(request, Origin())
    assert error.value.hint


@pytest.mark.parametrize("cut", [socket.socket.close, reset], ids=["closed", "reset"])
def test_a_handshake_that_breaks_off(send, cut) -> None:
    def hear_and_cut(connection: socket.socket) -> socket.socket:
        connection.recv(100)
        cut(connection)
        return connection

    with Scripted({}, wrap=hear_and_cut) as server:
        assert isinstance(failing(send, server.url.replace("http:", "https:")), (TLSError, ConnectionFailedError))


def test_a_server_that_wants_a_certificate(make_client, tmp_path: Path) -> None:
    context, certificate = self_signed(tmp_path)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(certificate)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with Scripted({}, wrap=lambda s: context.wrap_socket(s, server_side=True)) as server:
        request = OutgoingRequest("GET", server.url.replace("http:", "https:"))
        with pytest.raises(TLSError) as error:
            make_client(ca_bundle=certificate).send(request, Origin())
    assert "client certificate" in str(error.value.hint)


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
def test_variables_name_a_bundle(make_client, tls_server, name: str) -> None:
    url, certificate = tls_server
    environ = {name: str(certificate), "SSL_CERT_DIR": ""}
    assert make_client(environ=environ).send(OutgoingRequest("GET", url), Origin()).status == 200
    with pytest.raises(UsageError, match=name):
        make_client(environ={name: "nowhere.pem"}).send(OutgoingRequest("GET", url), Origin())


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_bundle_that_can_t_be_used(make_client, tmp_path: Path, content: str | None) -> None:
    bundle = tmp_path / "ca.pem"
    if content is not None:
        bundle.write_text(content)
    with pytest.raises(UsageError, match="CA bundle") as error:
        make_client(ca_bundle=bundle).send(OutgoingRequest("GET", "https://127.0.0.1:1/"), Origin())
    assert error.value.hint


# Too slow


def test_no_reply_in_time(make_client) -> None:
    with (
        Scripted({"*": lambda connection: time.sleep(0.5)}) as server,
        pytest.raises(RequestTimeoutError) as error,
    ):
        make_client(timeout=0.1).send(OutgoingRequest("GET", server.url), Origin())
    assert error.value.message == "Timed out reading data from server"
    assert "0.1 s" in str(error.value.hint) and "--timeout" in str(error.value.hint)


def test_a_body_that_stops(make_client) -> None:
    def stop(connection: socket.socket) -> None:
        connection.sendall(reply(200, b"abc", length=100))
        time.sleep(0.5)

    with Scripted({"*": stop}) as server, pytest.raises(RequestTimeoutError):
        make_client(timeout=0.1).send(OutgoingRequest("GET", server.url), Origin())


# Broken replies


def test_closed_without_a_reply(send, trace) -> None:
    with Scripted({"*": b""}) as server:
        error = failing(send, server.url, "POST", body=b"x")
    assert isinstance(error, ServerDisconnectedError) and error.message == "Server broke connection"
    assert len(server.requests) == 1


def test_reset_without_a_reply(send) -> None:
    with Scripted({"*": reset}) as server:
        assert isinstance(failing(send, server.url, "POST", body=b"x"), ServerDisconnectedError)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_what_may_be_sent_twice_is_sent_twice(send, trace, method: str) -> None:
    with Scripted({"*": [b"", reply(200, b"")]}) as server:
        assert send(method, server.url, body=b"abc" if method == "PUT" else None).status == 200
    assert len(server.requests) == 2 and server.requests[0] == server.requests[1]
    assert [exchange.error for exchange in trace.exchanges] == ["Server broke connection", ""]


@pytest.mark.parametrize(
    "answer",
    [
        reply(200, b"abc", length=100),
        chunked(b"5\r\nabc"),
        chunked(b"3\r\nabc\r\n"),
        b"HTTP/1.1 200 OK\r\nContent-Le",
    ],
    ids=["length", "chunk", "no last chunk", "head"],
)
def test_a_reply_that_breaks_off(send, answer: bytes) -> None:
    with Scripted({"*": answer}) as server:
        error = failing(send, server.url, "POST", body=b"")
    assert isinstance(error, BrokenReplyError)


def test_a_reply_that_is_reset_in_the_middle(send) -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(reply(200, b"abc", length=100))
        time.sleep(0.05)
        reset(connection)

    with Scripted({"*": answer}) as server:
        error = failing(send, server.url)
    assert isinstance(error, BrokenReplyError) and "broke off" in error.message
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        chunked(b"zz\r\nabc\r\n0\r\n\r\n"),
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"b" * 200_000 + b"\r\n\r\n",
    ],
    ids=["ssh", "status", "chunk size", "length", "long header"],
)
def test_what_is_no_http(send, answer: bytes) -> None:
    with Scripted({"*": answer}) as server:
        assert isinstance(failing(send, server.url, "POST", body=b""), BrokenReplyError)


def test_more_than_was_announced_is_cut_and_harms_no_later_request(send) -> None:
    with Scripted({"/x": reply(200, b"abcdef", length=3), "/y": reply(200, b"y")}) as server:
        assert send("GET", server.url + "/x").body == b"abc"
        assert send("GET", server.url + "/y").body == b"y"


def test_headers_that_are_no_utf8(send) -> None:
    with Scripted(
        {"*": b"HTTP/1.1 200 Gr\xfc\xdf\r\nX: \xe4\r\nY: \xc3\xa4\r\nContent-Length: 0\r\n\r\n"}
    ) as server:
        got = send("GET", server.url)
    assert (got.header("x"), got.header("y")) == ("ä", "ä")


# Packed bodies

ZLIB = zlib.compress(b"hello" * 100)
PACKED = {
    "gzip": gzip.compress(b"hello" * 100),
    "x-gzip": gzip.compress(b"hello" * 100),
    "GZIP": gzip.compress(b"hello" * 50) + gzip.compress(b"hello" * 50),
    "deflate": ZLIB,
    "Deflate": ZLIB[2:-4],
    "gzip, deflate": zlib.compress(gzip.compress(b"hello" * 100)),
    "identity": b"hello" * 100,
    "none": b"hello" * 100,
}


@pytest.mark.parametrize("encoding", PACKED)
def test_packed_bodies_are_unpacked(send, encoding: str) -> None:
    with Scripted({"*": reply(200, PACKED[encoding], f"Content-Encoding: {encoding}")}) as server:
        got = send("GET", server.url)
    assert got.body == b"hello" * 100
    assert got.header("Content-Encoding") is None


@pytest.mark.parametrize(("encoding", "left"), [("br", "br"), ("br, gzip", "br"), ("zstd", "zstd")])
def test_other_encodings_are_left(send, encoding: str, left: str) -> None:
    body = gzip.compress(b"abc") if "gzip" in encoding else b"abc"
    with Scripted({"*": reply(200, body, f"Content-Encoding: {encoding}")}) as server:
        got = send("GET", server.url)
    assert (got.body, got.header("Content-Encoding")) == (b"abc", left)


def test_an_empty_packed_body_is_empty(send) -> None:
    with Scripted({"*": reply(200, b"", "Content-Encoding: gzip")}) as server:
        assert send("HEAD", server.url).body == b""
        assert send("GET", server.url).body == b""


@pytest.mark.parametrize(
    "body",
    [b"no gzip", gzip.compress(b"hello" * 100)[:-12], gzip.compress(b"x") + b"rubbish"],
    ids=["no gzip", "cut", "rubbish after it"],
)
def test_damaged_packed_bodies(send, body: bytes) -> None:
    with Scripted({"*": reply(200, body, "Content-Encoding: gzip")}) as server:
        assert isinstance(failing(send, server.url), BrokenReplyError)


def test_a_body_that_unpacks_to_far_too_much(make_client) -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * 50_000_000))
    packed = reply(200, bomb, "Content-Encoding: gzip, gzip")
    with Scripted({"*": packed}) as server, pytest.raises(BrokenReplyError, match="larger than 10 MB"):
        make_client(max_body=10 * 2**20).send(OutgoingRequest("GET", server.url), Origin())


def test_a_body_that_is_too_large(make_client) -> None:
    large = reply(200, b"x" * 2_000_000)
    with Scripted({"*": large}) as server, pytest.raises(BrokenReplyError, match="larger than 1 MB"):
        make_client(max_body=2**20).send(OutgoingRequest("GET", server.url), Origin())


# The border


def exceptions_of(module) -> set[type[Exception]]:
    named = (getattr(module, name) for name in dir(module))
    return {one for one in named if isinstance(one, type) and issubclass(one, Exception)}


@pytest.mark.parametrize("module", [httpx, httpcore, socksio])
def test_every_exception_of_the_libraries_below_is_known(module) -> None:
    """When this fails after an update, put the new exception into TRANSLATIONS, or UNREACHABLE if nothing raises it."""
    assert {one.__name__ for one in exceptions_of(module)} <= set(TRANSLATIONS) | UNREACHABLE


@pytest.mark.parametrize("name", sorted(TRANSLATIONS))
def test_every_translation_has_an_advice(name: str) -> None:
    kind = next(getattr(module, name) for module in (httpx, httpcore, socksio) if hasattr(module, name))
    told = translate(kind("s3cr3t"), Attempt("https://h", 1.0, "http://p:1"))
    assert told is not None and told.hint
    assert "s3cr3t" not in f"{told.message} {told.hint}"


def test_a_new_kind_of_a_known_exception_is_taken_as_that() -> None:
    class StrangeTimeout(httpx.ReadTimeout):
        pass

    assert isinstance(translate(StrangeTimeout("x"), Attempt("https://h", 1.0)), RequestTimeoutError)


def test_what_is_no_exception_of_theirs_is_left() -> None:
    assert translate(KeyError("x"), Attempt("https://h", 1.0)) is None
    assert translate(ssl.SSLError("x"), Attempt("https://h", 1.0)) is None


def test_ctrl_c_is_recorded_and_goes_on(make_client, trace, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", interrupt)
    with pytest.raises(KeyboardInterrupt):
        make_client().send(OutgoingRequest("GET", "http://127.0.0.1:1/"), Origin())
    assert trace.exchanges[0].error == "KeyboardInterrupt"
