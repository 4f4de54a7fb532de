"""Digest authentication: the answer to a challenge, checked against httpx's own, and what is not answered."""

from __future__ import annotations

import hashlib
import re

import httpx
import pytest

from wkt_cli.http import digest
from wkt_cli.http.message import OutgoingRequest, Reply

REQUEST = OutgoingRequest("GET", "https://h.example/a?b=c", (("Accept", "*/*"), ("Authorization", "old")))


def challenge(*lines: str, status: int = 401) -> Reply:
    return Reply(status, "Unauthorized", [("WWW-Authenticate", line) for line in lines], b"", REQUEST)


def answered(*lines: str, user: str = "ann", password: str = "s:é") -> dict[str, str]:
    """Give the parts of the answer."""
    answer = digest.answer(REQUEST, challenge(*lines), user, password)
    assert answer is not None
    [line] = [value for name, value in answer.headers if name == "Authorization"]
    assert line.startswith("Digest ")
    return {name: value.strip('"') for name, value in re.findall(r'(\w+)=("[^"]*"|[^,]*)', line)}


@pytest.mark.parametrize("algorithm", ["MD5", "MD5-sess", "SHA-256", "SHA-256-sess"])
@pytest.mark.parametrize("quality", [', qop="auth"', ', qop="auth-int,auth"', ""])
def test_like_httpx(algorithm: str, quality: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """httpx counts from 1 and the platform from 0; else the two agree."""
    if quality == "" and algorithm.endswith("-sess"):
        quality = ', qop="auth"'
    line = f'Digest realm="the realm", nonce="abc", algorithm={algorithm}, opaque="o p"{quality}'
    monkeypatch.setattr(digest, "COUNTER", "00000001")
    ours = answered(line)
    auth = httpx.DigestAuth("ann", "s:é")
    monkeypatch.setattr(auth, "_get_client_nonce", lambda count, nonce: ours.get("cnonce", "").encode())
    asked = httpx.Request("GET", REQUEST.url)
    flow = auth.auth_flow(asked)
    next(flow)
    theirs = flow.send(httpx.Response(401, headers={"www-authenticate": line}, request=asked))
    parts = dict(re.findall(r'(\w+)="?([^",]*)"?', theirs.headers["Authorization"]))
    assert ours["response"] == parts["response"]
    assert (ours["uri"], ours["username"], ours["opaque"]) == ("/a?b=c", "ann", "o p")


def test_the_platform_s_counter_and_order() -> None:
    parts = answered('Digest realm="r", nonce="n", qop="auth"')
    assert list(parts) == ["username", "realm", "algorithm", "qop", "uri", "nonce", "nc", "cnonce", "response"]
    assert parts["nc"] == "00000000"
    first = hashlib.md5("ann:r:s:é".encode()).hexdigest()
    second = hashlib.md5(b"GET:/a?b=c").hexdigest()
    whole = f"{first}:n:00000000:{parts['cnonce']}:auth:{second}"
    assert parts["response"] == hashlib.md5(whole.encode()).hexdigest()


def test_the_answer_is_the_same_request() -> None:
    answer = digest.answer(REQUEST, challenge('Digest realm="r", nonce="n"'), "ann", "pw")
    assert answer is not None
    assert answer._replace(headers=()) == REQUEST._replace(headers=())
    assert [name for name, _ in answer.headers] == ["Accept", "Authorization"]


def test_quotes_in_names_are_escaped() -> None:
    answer = digest.answer(REQUEST, challenge('Digest realm="a \\"b\\"", nonce="n"'), 'x"y', None)
    assert answer is not None
    assert 'username="x\\"y"' in answer.headers[-1][1]


def test_the_first_challenge_that_can_be_answered() -> None:
    parts = answered("Basic realm=b", 'Digest realm="x", nonce="n", algorithm=FOO', 'Digest realm="y", nonce="n"')
    assert parts["realm"] == "y"


@pytest.mark.parametrize("line", ["", "Basic realm=r", "Digest", 'Digest realm="r"', 'Digest nonce="n"',
                                  'Digest realm="r", nonce="n", algorithm=FOO',
                                  'Digest realm="r", nonce="n", qop="auth-int"'])
def test_challenges_that_are_not_answered(line: str) -> None:
    assert digest.answer(REQUEST, challenge(line), "ann", "pw") is None


def test_other_failures_are_no_challenge() -> None:
    assert digest.answer(REQUEST, challenge('Digest realm="r", nonce="n"', status=403), "ann", "pw") is None
