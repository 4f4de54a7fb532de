"""Through which proxy a request goes, by options and variables."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

import pytest

from tests.support.faults import Scripted, reply
from tests.support.socks import SocksProxy
from tests.support.wkt import Wkt
from wkt_cli.demo.server import DemoServer
from wkt_cli.errors import ConnectionFailedError, NoAnswerError, RequestTimeoutError, UsageError
from wkt_cli.http.message import OutgoingRequest
from wkt_cli.http.proxies import proxy_for
from wkt_cli.http.transports import Transports
from wkt_cli.trace.model import Origin


def test_plain_http_through_a_proxy_keeps_the_target(make_client) -> None:
    with Scripted({"*": reply(200, b"by proxy")}) as proxy:
        client = make_client(proxy=proxy.url.replace("://", "://us:pw@"))
        got = client.send(OutgoingRequest("GET", "http://h.example:81/a%2fb?x={}|"), Origin())
    head = proxy.requests[0].decode()
    assert got.body == b"by proxy"
    assert head.startswith("GET http://h.example:81/a%2fb?x={}| HTTP/1.1\r\n")
    assert "Host: h.example:81" in head and "Proxy-Authorization: Basic dXM6cHc=" in head


def test_https_through_a_proxy_asks_for_a_tunnel(make_client, trace) -> None:
    refusal = b"HTTP/1.1 407 Login\r\nContent-Length: 0\r\n\r\n"
    with Scripted({"*": refusal}) as proxy, pytest.raises(ConnectionFailedError, match="407") as error:
        make_client(proxy=proxy.url.replace("://", "://us:pw-123456@")).send(
            OutgoingRequest("GET", "https://h.example/x?a=b"), Origin()
        )
    assert proxy.requests[0].startswith(b"CONNECT h.example:443 HTTP/1.1\r\n")
    assert "pw-123456" not in f"{error.value.message} {error.value.hint} {trace}"


def test_a_proxy_that_is_not_there_is_named(make_client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConnectionFailedError, match=f"through the proxy http://127.0.0.1:{port}"):
        make_client(proxy=f"http://u:p@127.0.0.1:{port}").send(
            OutgoingRequest("GET", "http://h.example/"), Origin()
        )


HTTP = {"HTTP_PROXY": "http://p:1"}


@pytest.mark.parametrize(
    ("url", "environ", "proxy"),
    [
        ("http://h.example/", HTTP, "http://p:1"),
        ("https://h.example/", HTTP, None),
        ("https://h.example/", {"HTTPS_PROXY": "p:1"}, "http://p:1"),
        ("https://h.example/", {"ALL_PROXY": "socks5://p:1"}, "socks5://p:1"),
        ("https://h.example/", {"ALL_PROXY": "http://p:1", "HTTPS_PROXY": "http://q:2"}, "http://q:2"),
        ("http://h.example/", {**HTTP, "http_proxy": "http://q:2"}, "http://q:2"),
        ("http://h.example/", {**HTTP, "http_proxy": ""}, None),
        ("http://127.0.0.1:8/", HTTP, "http://p:1"),
        ("http://localhost/", HTTP, "http://p:1"),
        ("http://[::1]/", HTTP, "http://p:1"),
        ("https://h.example/", {}, None),
    ],
)
def test_the_environment_names_proxies(url: str, environ: dict[str, str], proxy: str | None) -> None:
    assert proxy_for(url, environ) == proxy


@pytest.mark.parametrize(
    ("listed", "url", "is_direct"),
    [
        ("*", "http://h.example/", True),
        ("x, .example", "http://h.example/", True),
        ("example", "http://h.example/", True),
        ("*.example", "http://h.example/", True),
        ("H.Example", "http://h.EXAMPLE/", True),
        ("ample", "http://h.example/", False),
        ("h.example:81", "http://h.example:81/", True),
        ("h.example:81", "http://h.example/", False),
        ("h.example:80", "http://h.example/", True),
        ("localhost,127.0.0.1", "http://127.0.0.1:8/", True),
        ("127.0.0.1:8", "http://127.0.0.1:8/", True),
        ("127.0.0.0/8", "http://127.1.2.3/", True),
        ("10.0.0.0/8", "http://127.0.0.1/", False),
        ("10.0.0.0/8", "http://10.example/", False),
        ("::1", "http://[::1]:8/", True),
        ("[::1]:8", "http://[::1]:8/", True),
        ("[::1]:9", "http://[::1]:8/", False),
        ("fd00::/8", "http://[fd00::2]/", True),
        (" , ", "http://h.example/", False),
    ],
)
def test_no_proxy_lists_what_goes_without(listed: str, url: str, is_direct: bool) -> None:
    assert (proxy_for(url, {**HTTP, "NO_PROXY": listed}) is None) is is_direct


def test_no_proxy_in_small_letters_goes_before() -> None:
    assert proxy_for("http://h.example/", {**HTTP, "NO_PROXY": "*", "no_proxy": "other"}) == "http://p:1"


def test_a_given_proxy_goes_before_the_environment() -> None:
    environ = {**HTTP, "NO_PROXY": "*"}
    assert Transports(environ, "http://q:2").proxy_for("http://127.0.0.1/") == "http://q:2"


@pytest.mark.parametrize("proxy", ["ftp://p:1", "nonsense", "http://", "http://p:x", "socks4://p:1"])
def test_proxies_that_can_t_be_used(make_client, proxy: str) -> None:
    with pytest.raises(UsageError) as error:
        make_client(proxy=proxy).send(OutgoingRequest("GET", "http://h.example/"), Origin())
    assert error.value.hint


# SOCKS


def test_a_socks_proxy_is_told_the_name(make_client) -> None:
    with Scripted({"*": reply(200, b"by SOCKS")}) as server, SocksProxy(server.port) as proxy:
        got = make_client(proxy=proxy.url).send(OutgoingRequest("GET", "http://h.invalid/x"), Origin())
    assert (got.body, server.paths, proxy.asked) == (b"by SOCKS", ["/x"], ["h.invalid:80"])


def test_user_and_password_of_a_socks_proxy(make_client, trace) -> None:
    with Scripted({"*": reply(200, b"hello")}) as server, SocksProxy(server.port, b"us", b"pw-123456") as proxy:
        url = proxy.url.replace("://", "://us:pw-123456@")
        assert make_client(proxy=url).send(OutgoingRequest("GET", "http://h.invalid/"), Origin()).body == b"hello"
        with pytest.raises(ConnectionFailedError, match="refused") as error:
            make_client(proxy=url.replace("pw-", "no-")).send(OutgoingRequest("GET", "http://h.invalid/"), Origin())
    assert "123456" not in f"{error.value.message} {error.value.hint} {trace}"


def hang(connection: socket.socket) -> None:
    connection.settimeout(20)
    connection.recv(1)


def rubbish(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize("answer", [rubbish, b""], ids=["no SOCKS", "closed"])
def test_what_is_no_socks_proxy(make_client, answer: Callable[[socket.socket], None] | bytes) -> None:
    with Scripted({}, wrap=_at_once(answer)) as server, pytest.raises(NoAnswerError) as error:
        make_client(proxy=f"socks5://127.0.0.1:{server.port}").send(
            OutgoingRequest("GET", "http://h.invalid/"), Origin()
        )
    assert error.value.hint and "127.0.0.1" in f"{error.value.message} {error.value.hint}"


def test_a_socks_proxy_that_says_nothing(make_client) -> None:
    with Scripted({}, wrap=_at_once(hang)) as server, pytest.raises(RequestTimeoutError):
        make_client(timeout=0.1, proxy=f"socks5://127.0.0.1:{server.port}").send(
            OutgoingRequest("GET", "http://h.invalid/"), Origin()
        )


def _at_once(answer: Callable[[socket.socket], None] | bytes) -> Callable[[socket.socket], socket.socket]:
    def talk(connection: socket.socket) -> socket.socket:
        if isinstance(answer, bytes):
            connection.close()
        else:
            answer(connection)
        return connection

    return talk


# Commands


def test_commands_take_the_proxy_of_their_environment(wkt: Wkt, server: DemoServer) -> None:
    wkt.connect(server)
    with Scripted({"*": reply(200, {"from": "the proxy"})}) as proxy:
        assert wkt("call", "/x", env={"HTTP_PROXY": proxy.url}).json == {"from": "the proxy"}
        assert wkt("call", "/x", "--proxy", proxy.url).json == {"from": "the proxy"}
        direct = wkt("call", "/api/v5/me", env={"HTTP_PROXY": proxy.url, "NO_PROXY": "127.0.0.0/8"})
    assert "user-1" in direct.out
    assert len(proxy.requests) == 2


def test_the_demo_goes_around_proxies(wkt: Wkt) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        closed = f"http://127.0.0.1:{listener.getsockname()[1]}"
    done = wkt("demo", env={"HTTP_PROXY": closed, "no_proxy": "elsewhere"})
    assert done.status == 0, done.both


def test_the_demo_that_stays_says_how_to_get_around_a_proxy(wkt: Wkt) -> None:
    for environ, said in (({"http_proxy": "http://p:1"}, True), ({}, False)):
        process = wkt.start("demo", "--serve", env=environ)
        assert process.stdout is not None
        lines = []
        while not (lines and b"wkt connect" in lines[-1]):
            lines.append(process.stdout.readline())
            assert lines[-1]
        process.send_signal(signal.SIGTERM)
        process.communicate()
        assert (b"export NO_PROXY=127.0.0.1" in b"".join(lines)) is said
