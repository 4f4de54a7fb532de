"""Redirects by the table of the platform; credentials stay with their origin."""

from __future__ import annotations

import pytest

from tests.support.faults import Scripted, reply
from wkt_cli.errors import InvalidURIError
from wkt_cli.http.redirects import handed_over

CODES = (300, 301, 302, 303, 304, 305, 307, 308)
FOLLOWED = {
    ("GET", "default"): {301, 302, 303, 307},
    ("HEAD", "default"): {301, 302, 303, 307},
    ("POST", "default"): {303},
    ("DELETE", "default"): {303},
    ("GET", "follow"): {301, 302, 303, 307, 308},
    ("POST", "follow"): {301, 302, 303, 307, 308},
    ("GET", "ignore"): {303},
    ("POST", "ignore"): {303},
}
BODY_METHODS = ("POST", "DELETE")


def redirect(status: int, location: str = "/there", *headers: str) -> bytes:
    return reply(status, b"", f"Location: {location}", *headers)


@pytest.mark.parametrize("status", CODES)
@pytest.mark.parametrize(("method", "redirects"), FOLLOWED)
def test_the_table(send, method: str, redirects: str, status: int) -> None:
    body = b"abc" if method in BODY_METHODS else None
    with Scripted({"/x": redirect(status), "/there": reply(200, b"")}) as server:
        got = send(
            method, server.url + "/x", body=body, headers=(("Content-Type", "a/b"),), redirects=redirects
        )
    follows = status in FOLLOWED[method, redirects]
    assert server.paths == (["/x", "/there"] if follows else ["/x"])
    assert got.status == (200 if follows else status)
    assert handed_over(got) is (redirects == "ignore" and status in (301, 302, 307, 308))
    if follows:
        second = server.requests[1]
        kept = status != 303 or method == "HEAD"
        assert second.startswith(f"{method if kept else 'GET'} ".encode())
        assert second.endswith(b"abc") is (kept and body is not None)
        assert b"Content-Type: a/b" in second


def test_follow_redirection_counts_for_the_first_hop_only(send) -> None:
    with Scripted({"/x": redirect(302, "/y"), "/y": redirect(302, "/z")}) as server:
        got = send("POST", server.url + "/x", body=b"", redirects="follow")
    assert (got.status, server.paths) == (302, ["/x", "/y"])


def test_at_most_ten_hops(send, trace) -> None:
    with Scripted({"*": redirect(302, "/x")}) as server:
        got = send("GET", server.url + "/x")
    assert (got.status, len(server.requests), len(trace.exchanges)) == (302, 11, 11)
    assert [exchange.redirect_of for exchange in trace.exchanges] == [None, *range(1, 11)]


def test_a_circle_and_a_way_without_end_are_told_apart(send) -> None:
    def onward(number: int) -> bytes:
        return redirect(302, f"/{number + 1}")

    with Scripted({f"/{number}": onward(number) for number in range(100)}) as server:
        assert "that is the limit" in send("GET", server.url + "/0").notes["advice"]
        assert len(server.requests) == 11
    with Scripted({"/x": redirect(302, "/y"), "/y": redirect(302, "/x")}) as server:
        assert "go in a circle" in send("GET", server.url + "/x").notes["advice"]
    with Scripted({f"/{number}": onward(number) for number in range(10)} | {"/10": reply()}) as server:
        got = send("GET", server.url + "/0")
    assert (got.status, len(server.requests)) == (200, 11) and "advice" not in got.notes


@pytest.mark.parametrize("headers", [(), ("Location: ",)])
def test_without_a_location_it_is_the_reply(send, headers: tuple[str, ...]) -> None:
    with Scripted({"*": reply(302, b"", *headers)}) as server:
        assert send("GET", server.url).status == 302
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("../b?c=d", "/b?c=d"),
        ("?q=1", "/a/x?q=1"),
        ("/b#frag", "/b"),
        ("/ä b", "/%C3%A4%20b"),
        ("/a%20b%zz", "/a%20b%zz"),
    ],
)
def test_where_a_location_leads(send, location: str, target: str) -> None:
    with Scripted({"/a/x": [redirect(302, location), reply()], "*": reply()}) as server:
        send("GET", server.url + "/a/x?old=1")
    assert server.paths == ["/a/x?old=1", target]


@pytest.mark.parametrize("location", ["ftp://127.0.0.1/x", "file:///etc/passwd", "javascript:alert(1)"])
def test_other_schemes_are_refused(send, location: str) -> None:
    with Scripted({"*": redirect(302, location)}) as server, pytest.raises(InvalidURIError) as error:
        send("GET", server.url)
    assert error.value.hint


CREDENTIALS = (
    ("Authorization", "Bearer abc"),
    ("Cookie", "a=1"),
    ("X-Api-Key", "k"),
    ("x-auth-token", "t"),
    ("Proxy-Authorization", "Basic x"),
    ("X-Client-Secret", "s"),
    ("Private-Token", "p"),
)


def test_credentials_stay_with_their_origin(send, trace) -> None:
    with Scripted({"*": reply()}) as other, Scripted({"*": redirect(302, other.url + "/x")}) as server:
        host = f"host: {other.url.removeprefix('http://')}\r\n"
        got = send("GET", server.url, headers=(*CREDENTIALS, ("X-Other", "o"), ("Accept", "a/b")))
    head = other.requests[0].decode().lower()
    assert all(name.lower() + ":" not in head for name, _ in CREDENTIALS)
    assert "x-other: o" in head and "accept: a/b" in head and host in head
    assert trace.exchanges[1].dropped == [name for name, _ in CREDENTIALS]
    assert "Authorization" in got.notes["dropped"]


def test_credentials_go_on_within_an_origin(send, trace) -> None:
    with Scripted({"/x": redirect(302), "*": reply()}) as server:
        got = send("GET", server.url + "/x", headers=CREDENTIALS)
    head = server.requests[1].decode()
    assert all(f"{name}: {value}" in head for name, value in CREDENTIALS)
    assert trace.exchanges[1].dropped == [] and "dropped" not in got.notes


def test_user_and_password_of_the_first_url_don_t_go_to_another_origin(send) -> None:
    with Scripted({"*": reply()}) as other, Scripted({"*": redirect(302, other.url)}) as server:
        send("GET", server.url.replace("://", "://u:p@"))
    assert b"Authorization" in server.requests[0] and b"Authorization" not in other.requests[0]


def test_cookies_of_a_redirect_are_sent_on_within_the_origin(send) -> None:
    steps = {
        "/x": redirect(302, "/y", "Set-Cookie: s=1; Path=/", "Set-Cookie: t=2"),
        "/y": redirect(302, "/z", "Set-Cookie: t=; Max-Age=0", "Set-Cookie: s=3"),
        "/z": reply(),
    }
    with Scripted(steps) as server:
        send("GET", server.url + "/x", headers=(("Cookie", "own=0"),))
    assert b"Cookie: own=0; s=1; t=2" in server.requests[1]
    assert b"Cookie: own=0; s=3" in server.requests[2]


@pytest.mark.parametrize(("path", "cookies", "sent"), [
    ("/a", ["a=1"], "a=1"),
    ("/a/b", ["a=1"], None),
    ("/a/b", ["a=1; Path=/"], "a=1"),
    ("/a", ["a=1; Path=/x"], None),
    ("/a", ["b=1", "a=2; Path=/z"], "a=2; b=1"),
    ("/a", ["a=1; Domain=other.example"], None),
    ("/a", ["a=1; Secure"], None),
    ("/a", ["a=1; Expires=Thu, 01 Jan 2015 00:00:00 GMT"], None),
    ("/a", ["a=1", "a=2"], "a=2"),
    ("/a", ['a="x y"', "b=; HttpOnly"], 'a="x y"; b='),
    ("/a", ["novalue"], None),
])  # fmt: skip
def test_which_cookies_of_a_redirect_are_meant(send, path: str, cookies: list[str], sent: str | None) -> None:
    """As rest-client does, which the platform sends with."""
    to = redirect(302, "/z/q", *(f"Set-Cookie: {cookie}" for cookie in cookies))
    with Scripted({path: to, "*": reply()}) as server:
        send("GET", server.url + path)
    lines = server.requests[1].decode().split("\r\n")
    assert [line for line in lines if line.startswith("Cookie")] == ([f"Cookie: {sent}"] if sent else [])


def test_a_cookie_for_one_path_is_not_sent_to_the_next(send) -> None:
    steps = {"/x": redirect(302, "/z/y", "Set-Cookie: s=1; Path=/z"), "/z/y": redirect(302, "/w"), "*": reply()}
    with Scripted(steps) as server:
        send("GET", server.url + "/x", headers=(("Cookie", "own=0"),))
    assert b"Cookie: own=0; s=1\r\n" in server.requests[1]
    assert b"Cookie: own=0\r\n" in server.requests[2]


def test_cookies_of_a_redirect_don_t_leave_the_origin(send) -> None:
    with (
        Scripted({"*": reply()}) as other,
        Scripted({"*": redirect(302, other.url, "Set-Cookie: s=1")}) as server,
    ):
        send("GET", server.url)
    assert b"Cookie" not in other.requests[0]
