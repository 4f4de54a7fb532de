"""Ways into the bookshop, as other programs than `wkt` take them, and what is refused."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import parse_http_list, parse_keqv_list

import httpx
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as AwsKeys

from wkt_cli.demo.server import DemoServer


@pytest.fixture
def client(server: DemoServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, trust_env=False, timeout=10) as opened:
        yield opened


def way(reply: httpx.Response) -> Any:
    told = reply.json()
    return told["authorized_by"] if reply.status_code == 200 else (reply.status_code, told["error"])


def test_without_credentials_all_schemes_are_offered(client: httpx.Client) -> None:
    reply = client.get("/me")
    assert way(reply) == (401, "unauthorized")
    schemes = [value.split()[0] for value in reply.headers.get_list("www-authenticate")]
    assert schemes == ["Basic", "Digest", "Digest", "Bearer"]


def test_what_is_public_needs_nothing(client: httpx.Client) -> None:
    reply = client.get("/public/books", params={"author": "Jane Austen", "limit": 1})
    assert reply.json()["pagination"]["total"] == 2
    assert client.post("/public/books", json={"title": "x"}).status_code == 405


def test_basic(server: DemoServer, client: httpx.Client) -> None:
    right = server.credentials
    assert way(client.get("/me", auth=(right.user, right.password))) == "basic"
    for wrong in ((right.user, "x"), ("x", right.password), ("", "")):
        assert way(client.get("/me", auth=wrong)) == (401, "unauthorized")
    assert client.get("/me", headers={"Authorization": "Basic é!".encode()}).status_code == 401


def test_api_key(server: DemoServer, client: httpx.Client) -> None:
    key = server.credentials.api_key
    assert way(client.get("/me", headers={"X-Api-Key": key})) == "api_key"
    assert way(client.get("/me", params={"api_key": key})) == "api_key"
    found = client.get("/books", params={"api_key": key, "author": "Jane Austen", "limit": 1})
    assert found.json()["pagination"]["total"] == 2
    assert key not in found.text
    assert way(client.get("/me", headers={"X-Api-Key": "é".encode()})) == (401, "unauthorized")


def test_session(server: DemoServer, client: httpx.Client) -> None:
    right = server.credentials
    assert client.post("/session", json={"user": right.user, "password": "x"}).status_code == 401
    assert client.post("/session", json=[]).status_code == 401
    begun = client.post("/session", json={"user": right.user, "password": right.password})
    assert begun.status_code == 201 and "HttpOnly" in begun.headers["set-cookie"]
    assert way(client.get("/me")) == "session"
    assert client.delete("/session").status_code == 204
    ended = {"Cookie": f"session={begun.cookies['session']}"}
    assert way(client.get("/me", headers=ended)) == (401, "session_ended")


def test_sessions_end_with_the_tokens(server: DemoServer, client: httpx.Client) -> None:
    right = server.credentials
    client.post("/session", json={"user": right.user, "password": right.password})
    assert client.post("/demo/expire").json() == {"expired": 1}
    assert way(client.get("/me")) == (401, "session_ended")


def signed(server: DemoServer, target: str, *, moment: int = 0, key: str = "") -> dict[str, str]:
    time_sent = str(int(time.time()) + moment)
    secret = (key or server.credentials.secret_key).encode()
    signature = hmac.new(secret, f"GET\n{target}\n{time_sent}".encode(), hashlib.sha256).hexdigest()
    return {"X-Key-Id": server.credentials.key_id, "X-Timestamp": time_sent, "X-Signature": signature}


def test_hmac(server: DemoServer, client: httpx.Client) -> None:
    assert way(client.get("/me?a=%20b", headers=signed(server, "/me?a=%20b"))) == "hmac"
    for wrong in (signed(server, "/me?a=1"), signed(server, "/me", moment=-600), signed(server, "/me", moment=600),
                  signed(server, "/me", key="x"), signed(server, "/me") | {"X-Key-Id": "x"},
                  signed(server, "/me") | {"X-Timestamp": "now"}):
        assert way(client.get("/me", headers=wrong)) == (401, "unauthorized")


def digest(server: DemoServer, reply: httpx.Response, algorithm: str, **changed: str) -> dict[str, str]:
    """Answer a challenge as RFC 7616 section 3.4 says."""
    challenges = [parse_keqv_list(parse_http_list(value.partition(" ")[2]))
                  for value in reply.headers.get_list("www-authenticate") if value.startswith("Digest")]
    asked = next(one for one in challenges if one["algorithm"] == algorithm)
    given = {"username": server.credentials.user, "password": server.credentials.password, "nc": "00000001",
             "uri": "/me", "nonce": asked["nonce"], **changed}

    def hashed(text: str) -> str:
        return hashlib.new(algorithm.replace("-", "").lower(), text.encode()).hexdigest()

    first, second = hashed(f"{given['username']}:{asked['realm']}:{given['password']}"), hashed(f"GET:{given['uri']}")
    response = hashed(f"{first}:{given['nonce']}:{given['nc']}:c:auth:{second}")
    return {"Authorization": f'Digest username="{given["username"]}", realm="{asked["realm"]}", uri="{given["uri"]}", '
            f'algorithm={algorithm}, nonce="{given["nonce"]}", nc={given["nc"]}, cnonce="c", qop=auth, '
            f'response="{response}"'}


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_digest(server: DemoServer, client: httpx.Client, algorithm: str) -> None:
    challenge = client.get("/me")
    answer = digest(server, challenge, algorithm)
    assert way(client.get("/me", headers=answer)) == "digest"
    assert way(client.get("/me", headers=digest(server, challenge, algorithm, nc="00000002"))) == "digest"
    again = client.get("/me", headers=answer)
    assert way(again) == (401, "unauthorized")
    assert "stale=true" in again.headers["www-authenticate"]
    for wrong in ({"password": "x"}, {"username": "x"}, {"uri": "/books"}, {"nonce": "made-up"}, {"nc": "x"}):
        assert way(client.get("/me", headers=digest(server, challenge, algorithm, **wrong))) == (401, "unauthorized")


def test_digest_of_another_library(server: DemoServer, client: httpx.Client) -> None:
    auth = httpx.DigestAuth(server.credentials.user, server.credentials.password)
    assert way(client.get("/me?x=1", auth=auth)) == "digest"
    assert client.post("/books", json={"title": "x"}, auth=auth).status_code == 201


Change = Callable[[dict[str, str]], dict[str, str]]
CHANGES: list[Change] = [
    lambda headers: headers | {"X-Amz-Date": "20200101T000000Z"},
    lambda headers: headers | {"X-Amz-Date": "yesterday"},
    lambda headers: headers | {"X-Mine": "changed"},
    lambda headers: headers | {"Authorization": headers["Authorization"].replace("eu-west-1", "eu-west-2")},
    lambda headers: headers | {"Authorization": headers["Authorization"].replace("Headers=host;", "Headers=")},
    lambda headers: headers | {"Authorization": "AWS4-HMAC-SHA256 nonsense"},
]


def aws(server: DemoServer, method: str, url: str, body: bytes = b"", secret: str = "") -> dict[str, str]:
    """Sign as AWS's own library does."""
    keys = AwsKeys(server.credentials.key_id, secret or server.credentials.secret_key)
    request = AWSRequest(method, url, data=body, headers={"X-Mine": "a  b"})
    SigV4Auth(keys, "execute-api", "eu-west-1").add_auth(request)
    return dict(request.headers)


@pytest.mark.parametrize("path", ["/me", "/me?b=2&a=%20x%2F~&a=", "/books/a%20b"])
def test_aws_signature(server: DemoServer, client: httpx.Client, path: str) -> None:
    for origin in (server.url, "https://bookshop.example"):
        reply = client.get(path, headers=aws(server, "GET", origin + path))
        assert reply.status_code == (404 if "books" in path else 200), reply.text
    body = b'{"title": "x"}'
    headers = aws(server, "POST", server.url + "/books", body) | {"Content-Type": "application/json"}
    assert client.post("/books", content=body, headers=headers).status_code == 201
    assert client.post("/books", content=body + b" ", headers=headers).status_code == 403


@pytest.mark.parametrize("change", CHANGES)
def test_an_aws_signature_that_is_not_that_of_the_request(
    server: DemoServer, client: httpx.Client, change: Change
) -> None:
    headers = aws(server, "GET", server.url + "/me")
    assert way(client.get("/me", headers=headers)) == "aws"
    assert client.get("/me", headers=change(headers)).status_code == 403
    assert client.get("/me", headers=aws(server, "GET", server.url + "/me", secret="x")).status_code == 403
