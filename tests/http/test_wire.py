"""What goes over the wire is what was asked for, to the byte."""

from __future__ import annotations

import pytest

from tests.support.faults import Scripted, reply
from wkt_cli.errors import InvalidURIError, RequestFormatError
from wkt_cli.http.client import Client, ClientOptions, DryRun
from wkt_cli.http.message import OutgoingRequest
from wkt_cli.http.wire import USER_AGENT, complete, origin_of
from wkt_cli.trace.model import Origin


@pytest.fixture
def server():
    with Scripted({"*": reply(200, {"ok": True})}) as running:
        yield running


def lines(request: bytes) -> list[str]:
    return request.partition(b"\r\n\r\n")[0].decode().split("\r\n")


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/a//b/../c/./d",
        "/a%2fb%zz",
        "/?x=a+b%20c&y[]=1&z='|{}^`",
        "/a;b=c?d=%C3%A9&e=",
        "/?",
        "/x?a=?&b=/",
    ],
)
def test_the_target_is_sent_as_written(server: Scripted, send, target: str) -> None:
    send("GET", server.url + target)
    wanted = "/" if target == "/?" else target
    assert lines(server.requests[0])[0] == f"GET {wanted} HTTP/1.1"


def test_no_path_is_the_root_and_a_fragment_stays_here(server: Scripted, send) -> None:
    send("GET", server.url + "#x")
    send("GET", server.url + "/a?b#c")
    assert server.paths == ["/", "/a?b"]


def test_headers_are_sent_as_spelt_and_nothing_is_added_but_what_is_needed(server: Scripted, send) -> None:
    send(
        "POST",
        server.url + "/x",
        headers=(("x-Odd_name", "é"), ("X-Two", "1"), ("Accept", "a/b")),
        body=b"\0\xffab",
    )
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.decode().split("\r\n") == [
        "POST /x HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "x-Odd_name: é",
        "X-Two: 1",
        "Accept: a/b",
        f"User-Agent: {USER_AGENT}",
        "Accept-Encoding: gzip, deflate",
        "Content-Length: 4",
    ]
    assert body == b"\0\xffab"


@pytest.mark.parametrize(("body", "length"), [(None, []), (b"", ["Content-Length: 0"])])
def test_no_body_and_an_empty_body_differ(
    server: Scripted, send, body: bytes | None, length: list[str]
) -> None:
    send("POST", server.url + "/x", body=body)
    assert [line for line in lines(server.requests[0]) if line.startswith("Content-Length")] == length


def test_given_headers_win_but_not_the_length(server: Scripted, send) -> None:
    given = (
        ("user-agent", "mine"),
        ("ACCEPT-encoding", "identity"),
        ("Host", "example.com"),
        ("content-length", "99"),
    )
    send("PUT", server.url + "/x", headers=given, body=b"abc")
    assert sorted(lines(server.requests[0])[1:]) == sorted(
        ["Host: example.com", "user-agent: mine", "ACCEPT-encoding: identity", "Content-Length: 3"]
    )


def test_user_and_password_in_a_url_become_basic_credentials(server: Scripted, send, trace) -> None:
    send("GET", server.url.replace("://", "://us%40er:p%3Aw@") + "/x")
    assert "Authorization: Basic dXNAZXI6cDp3" in lines(server.requests[0])
    assert "@" not in trace.exchanges[0].url


def test_cookies_are_not_kept(send) -> None:
    with Scripted({"*": reply(200, b"", "Set-Cookie: a=1; Path=/")}) as server:
        send("GET", server.url + "/1")
        send("GET", server.url + "/2")
    assert b"Cookie" not in server.requests[1]


def test_connections_are_kept_open(send, trace) -> None:
    from wkt_cli.demo.server import DemoServer

    with DemoServer() as server:
        for _ in range(2):
            send("GET", server.url + "/api/v5/me")
    first, second = (exchange.times for exchange in trace.exchanges)
    assert first.connect is not None and second.connect is None
    assert first.total and first.first_byte and first.total >= first.first_byte >= first.connect


def test_a_map_sends_to_another_origin_and_the_trace_shows_both(server: Scripted, make_client, trace) -> None:
    client = make_client(origin_map={"https://PERCOLATE.com:443/": server.url})
    got = client.send(OutgoingRequest("GET", "https://percolate.com/a?b=1"), Origin())
    assert lines(server.requests[0])[:2] == ["GET /a?b=1 HTTP/1.1", f"Host: 127.0.0.1:{server.port}"]
    assert (trace.exchanges[0].url, trace.exchanges[0].sent_to) == ("https://percolate.com/a?b=1", server.url)
    assert got.request.url == "https://percolate.com/a?b=1"


def test_a_map_counts_for_redirects_too(make_client, trace) -> None:
    answers = {"/a": reply(302, b"", "Location: https://percolate.com/b"), "/b": reply(200, b"{}")}
    with Scripted(answers) as server:
        make_client(origin_map={"https://percolate.com": server.url}).send(
            OutgoingRequest("GET", "https://percolate.com/a"), Origin()
        )
    assert server.paths == ["/a", "/b"]
    assert [exchange.redirect_of for exchange in trace.exchanges] == [None, 1]


def test_other_origins_are_not_mapped(server: Scripted, make_client, trace) -> None:
    make_client(origin_map={"https://percolate.com": "http://127.0.0.1:1"}).send(
        OutgoingRequest("GET", server.url + "/x"), Origin()
    )
    assert server.paths == ["/x"] and trace.exchanges[0].sent_to == ""


def test_a_dry_run_sends_nothing_and_shows_all(server: Scripted, make_client, trace) -> None:
    client: Client = make_client(dry_run=True)
    with pytest.raises(DryRun) as stopped:
        client.send(
            OutgoingRequest("GET", server.url + "/x", (("Authorization", "Bearer abc-123"),)), Origin()
        )
    assert server.requests == [] and trace.exchanges == [stopped.value.exchange]
    assert not stopped.value.exchange.sent
    assert ("Authorization", "Bearer $ACCESS_TOKEN") in stopped.value.exchange.request.headers
    assert ("Authorization", "Bearer abc-123") in stopped.value.request.headers
    assert "abc-123" not in str(stopped.value)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://h/x",
        "h/x",
        "http://",
        "http:///x",
        "http://h:99999/",
        "http://h:0/",
        "http://h:x/",
        "http://h/a b",
        "http://h/\n",
        "http://h/é",
        "http://[::1",
        "http://" + "a" * 70_000 + "/",
    ],
)
def test_urls_that_can_t_be_requested(send, url: str) -> None:
    with pytest.raises(InvalidURIError) as error:
        send("GET", url)
    assert error.value.hint


@pytest.mark.parametrize(
    "header", [("X", "a\r\nY: b"), ("X Y", "a"), ("X", "\0"), ("Ä", "x"), ("X", "secret-123\n")]
)
def test_headers_that_no_message_can_hold(server: Scripted, send, header: tuple[str, str]) -> None:
    with pytest.raises(RequestFormatError) as error:
        send("GET", server.url, headers=(header,))
    assert "secret-123" not in str(error.value) and server.requests == []


def test_the_rest_of_a_url_is_not_told() -> None:
    assert origin_of("https://user:pass@Example.com:8443/path?token=x#y") == "https://example.com:8443"
    assert origin_of("http://[::1]:80/") == "http://[::1]"


def test_completing_twice_changes_nothing() -> None:
    once = complete(OutgoingRequest("POST", "http://u:p@h/x", (("A", "b"),), b"abc"))
    assert sorted(complete(once).headers) == sorted(once.headers)


def test_options_have_the_platform_s_limits() -> None:
    assert ClientOptions().timeout == 40.0
