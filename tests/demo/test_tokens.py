from __future__ import annotations

import base64

import httpx
import pytest

from wkt_cli.demo.server import DemoServer

TOKEN = "/auth/v5/token/"
GRANT = {"grant_type": "client_credentials"}


def basic(text: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(text.encode()).decode()}


@pytest.mark.parametrize("prefix", ["", "client:"])
def test_both_variants_of_the_seed_get_a_token_that_works(
    server: DemoServer, client: httpx.Client, prefix: str
) -> None:
    credentials = basic(f"{prefix}{server.client_id}:{server.client_secret}")
    reply = client.post(TOKEN, data=GRANT, headers=credentials)
    tokens = reply.json()
    assert reply.status_code == 200
    assert tokens["token_type"] == "bearer" and tokens["expires_in"] == 3600
    assert reply.headers["cache-control"] == "no-store"
    me = client.get("/api/v5/me", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    assert me.status_code == 200 and me.json()["data"]["client_id"] == server.client_id


@pytest.mark.parametrize("typed", ["wrong:wrong", ":", "client:", "no colon"])
def test_wrong_credentials_are_refused(client: httpx.Client, typed: str) -> None:
    reply = client.post(TOKEN, data=GRANT, headers=basic(typed))
    assert reply.status_code == 401
    assert reply.json() == {"error": "invalid_client", "error_description": "Wrong client credentials"}
    assert reply.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize("header", ["Basic !!!", "Bearer x", "Basic /w==", "Basic"])
def test_an_authorization_that_is_no_basic_is_refused(client: httpx.Client, header: str) -> None:
    reply = client.post(TOKEN, data=GRANT, headers={"Authorization": header})
    assert reply.status_code == 401 and reply.json()["error"] == "invalid_client"


def test_no_credentials_at_all_are_refused(client: httpx.Client) -> None:
    assert client.post(TOKEN, data=GRANT).json()["error_description"] == "Client credentials are missing"


def test_credentials_may_stand_in_the_body_but_not_twice(server: DemoServer, client: httpx.Client) -> None:
    form = GRANT | {"client_id": server.client_id, "client_secret": server.client_secret}
    assert client.post(TOKEN, data=form).status_code == 200
    twice = client.post(TOKEN, data=form, auth=(server.client_id, server.client_secret))
    assert twice.status_code == 400 and twice.json()["error"] == "invalid_request"


@pytest.mark.parametrize(("form", "error"), [
    ({}, "invalid_request"),
    ({"grant_type": "password"}, "unsupported_grant_type"),
    ({"grant_type": "refresh_token"}, "invalid_grant"),
    ({"grant_type": "refresh_token", "refresh_token": "unknown"}, "invalid_grant"),
    ({"grant_type": ["client_credentials", "client_credentials"]}, "invalid_request"),
])
def test_bad_grants_have_the_errors_of_the_rfc(
    server: DemoServer, client: httpx.Client, form: dict[str, str], error: str
) -> None:
    headers = basic(f"{server.client_id}:{server.client_secret}") | {
        "Content-Type": "application/x-www-form-urlencoded"}
    reply = client.post(TOKEN, data=form, headers=headers)
    assert reply.status_code == 400 and reply.json()["error"] == error


def test_a_json_body_is_refused(server: DemoServer, client: httpx.Client) -> None:
    reply = client.post(TOKEN, json=GRANT, auth=(server.client_id, server.client_secret))
    assert reply.status_code == 400
    assert "application/x-www-form-urlencoded" in reply.json()["error_description"]


def test_a_refresh_token_is_good_once(server: DemoServer, client: httpx.Client) -> None:
    auth = (server.client_id, server.client_secret)
    first = client.post(TOKEN, data=GRANT, auth=auth).json()
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = client.post(TOKEN, data=form, auth=auth)
    assert second.status_code == 200 and second.json()["access_token"] != first["access_token"]
    assert client.post(TOKEN, data=form, auth=auth).json()["error"] == "invalid_grant"


def test_tokens_expire_when_told_to(server: DemoServer, signed: httpx.Client) -> None:
    assert signed.get("/api/v5/me").status_code == 200
    assert server.expire_tokens() == 1
    reply = signed.get("/api/v5/me")
    assert reply.status_code == 401
    assert reply.json() == {"error": "invalid_token", "error_description": "The access token expired"}
    assert 'error="invalid_token"' in reply.headers["www-authenticate"]
    assert server.expire_tokens() == 0


def test_tokens_can_be_expired_over_http(signed: httpx.Client) -> None:
    assert signed.post("/demo/expire").json() == {"expired": 1}
    assert signed.get("/api/v5/me").status_code == 401


def test_tokens_expire_by_time() -> None:
    with DemoServer(token_lifetime=0) as server, httpx.Client(base_url=server.url, trust_env=False) as client:
        token = client.post(TOKEN, data=GRANT, auth=(server.client_id, server.client_secret)).json()
        assert token["expires_in"] == 0
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        assert client.get("/api/v5/me", headers=headers).json()["error"] == "invalid_token"


def test_a_call_without_or_with_an_unknown_token_is_refused(client: httpx.Client) -> None:
    bare = client.get("/api/v5/me")
    assert bare.status_code == 401 and "error=" not in bare.headers["www-authenticate"]
    unknown = client.get("/api/v5/me", headers={"Authorization": "Bearer nonsense"})
    assert unknown.json()["error_description"] == "The access token is unknown"


def test_credentials_are_random_or_as_given() -> None:
    assert DemoServer().client_secret != DemoServer().client_secret
    with DemoServer(client_id="a:b", client_secret="p ü:%") as server:
        headers = basic("a:b:p ü:%")
        assert httpx.post(server.url + TOKEN, data=GRANT, headers=headers, trust_env=False).status_code == 200
        encoded = basic("a%3Ab:p+%C3%BC%3A%25")
        assert httpx.post(server.url + TOKEN, data=GRANT, headers=encoded, trust_env=False).status_code == 200
