"""The authorization server of the bookshop: consent, codes, PKCE, grants, rotation, revocation, devices."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from wkt_cli.demo.oauth import device
from wkt_cli.demo.server import DemoServer

BACK = "http://localhost:45555/oauth/callback"
VERIFIER = "v" * 64
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


class Service:
    """The endpoints, with the right client."""

    def __init__(self, server: DemoServer, client: httpx.Client) -> None:
        self.right, self.client = server.credentials, client

    def consent(self, decision: str = "allow", password: str | None = None, **changed: str) -> httpx.Response:
        asked = {"response_type": "code", "client_id": self.right.client_id, "redirect_uri": BACK, "state": "s&1",
                 "scope": "books", "code_challenge": CHALLENGE, "code_challenge_method": "S256", **changed}
        query = {name: value for name, value in asked.items() if value}
        form = {"user": self.right.user, "password": password or self.right.password, "decision": decision}
        return self.client.post("/oauth/authorize", params=query, data=form)

    def code(self, **changed: str) -> str:
        return answer(self.consent(**changed))["code"]

    def token(self, kind: str, **fields: str) -> httpx.Response:
        form = {"grant_type": kind, **{name: value for name, value in fields.items() if value}}
        return self.client.post("/oauth/token", data=form, auth=(self.right.client_id, self.right.client_secret))

    def exchange(self, code: str, **changed: str) -> httpx.Response:
        return self.token("authorization_code", code=code,
                          **{"redirect_uri": BACK, "code_verifier": VERIFIER, **changed})

    def me(self, token: str) -> Any:
        reply = self.client.get("/me", headers={"Authorization": f"Bearer {token}"})
        return reply.json()["user"] if reply.status_code == 200 else reply.json()["error"]


def answer(reply: httpx.Response) -> dict[str, str]:
    assert reply.status_code == 303, reply.text
    url = urlsplit(reply.headers["location"])
    assert f"{url.scheme}://{url.netloc}{url.path}" == BACK
    return {name: values[0] for name, values in parse_qs(url.query).items()}


@pytest.fixture
def service(server: DemoServer) -> Iterator[Service]:
    with httpx.Client(base_url=server.url, trust_env=False, timeout=10) as client:
        yield Service(server, client)


def test_consent_gives_a_code_and_the_code_tokens(service: Service) -> None:
    given = answer(service.consent())
    assert given["state"] == "s&1"
    tokens = service.exchange(given["code"]).json()
    assert tokens["scope"] == "books"
    assert service.me(tokens["access_token"]) == service.right.user


def test_the_page_asks_and_is_safe(service: Service) -> None:
    query = {"response_type": "code", "client_id": service.right.client_id, "redirect_uri": BACK,
             "scope": "<script>alert(1)</script>"}
    page = service.client.get("/oauth/authorize", params=query)
    assert page.status_code == 200 and page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'name="password"' in page.text and "&lt;script&gt;" in page.text and "<script>" not in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert service.right.password not in page.text


def test_a_wrong_password_asks_again(service: Service) -> None:
    page = service.consent(password="wrong")
    assert page.status_code == 403 and "Wrong user or password" in page.text and 'name="password"' in page.text


def test_who_denies_is_sent_back_without_a_code(service: Service) -> None:
    assert answer(service.consent("deny")) == {
        "error": "access_denied", "error_description": "You did not allow it", "state": "s&1"}


@pytest.mark.parametrize("changed", [
    {"client_id": "other"}, {"redirect_uri": "https://evil.example/cb"}, {"redirect_uri": "http://localhost.evil/cb"},
    {"redirect_uri": "http://localhost@evil.example/"}, {"redirect_uri": "myapp://localhost/cb"},
    {"redirect_uri": f"{BACK}#f"}, {"redirect_uri": f"{BACK}\r\nSet-Cookie: a=b"}, {"redirect_uri": ""},
    {"redirect_uri": "http://[/"}, {"redirect_uri": "http://localhost/é"},
])
def test_nobody_is_sent_to_a_stranger(service: Service, changed: dict[str, str]) -> None:
    reply = service.consent(**changed)
    assert reply.status_code == 400 and "location" not in reply.headers


@pytest.mark.parametrize("uri", ["http://127.0.0.1:1/x", "https://localhost:9/oauth/callback", "http://[::1]:8/cb"])
def test_programs_of_this_machine_are_no_strangers(service: Service, uri: str) -> None:
    assert service.consent(redirect_uri=uri).headers["location"].startswith(uri)


@pytest.mark.parametrize(("changed", "error"), [
    ({"response_type": "token"}, "unsupported_response_type"), ({"code_challenge_method": "plain"}, "invalid_request"),
    ({"code_challenge_method": ""}, "invalid_request"), ({"code_challenge": "short"}, "invalid_request"),
])
def test_a_wrong_request_is_sent_back(service: Service, changed: dict[str, str], error: str) -> None:
    back = answer(service.consent(**changed))
    assert (back["error"], back["state"]) == (error, "s&1")


@pytest.mark.parametrize("changed", [
    {"code_verifier": "w" * 64}, {"code_verifier": ""}, {"redirect_uri": "http://localhost:1/cb"}, {"redirect_uri": ""},
])
def test_a_code_needs_its_verifier_and_redirect_uri(service: Service, changed: dict[str, str]) -> None:
    code = service.code()
    assert service.exchange(code, **changed).json()["error"] == "invalid_grant"
    assert service.exchange(code).json()["error"] == "invalid_grant"


def test_pkce_can_be_left_out_but_not_by_half(service: Service) -> None:
    none = {"code_challenge": "", "code_challenge_method": ""}
    assert service.exchange(service.code(**none), code_verifier="").status_code == 200
    assert service.exchange(service.code(**none)).json()["error"] == "invalid_grant"


def test_a_code_that_comes_twice_takes_its_tokens_back(service: Service) -> None:
    code = service.code()
    tokens = service.exchange(code).json()
    assert service.exchange(code).json()["error"] == "invalid_grant"
    assert service.me(tokens["access_token"]) == "invalid_token"
    assert service.token("refresh_token", refresh_token=tokens["refresh_token"]).status_code == 400


def test_a_refresh_token_that_comes_twice_takes_all_of_its_grant_back(service: Service) -> None:
    other = service.token("client_credentials").json()
    first = service.exchange(service.code()).json()
    second = service.token("refresh_token", refresh_token=first["refresh_token"]).json()
    assert second["scope"] == "books" and service.me(first["access_token"]) == service.right.user
    stolen = service.token("refresh_token", refresh_token=first["refresh_token"])
    assert "was used before" in stolen.json()["error_description"]
    assert service.me(second["access_token"]) == "invalid_token"
    assert service.token("refresh_token", refresh_token=second["refresh_token"]).json()["error"] == "invalid_grant"
    assert service.me(other["access_token"]) == service.right.client_id


def test_revocation(service: Service) -> None:
    def revoke(token: str) -> int:
        client = service.right.client_id, service.right.client_secret
        return service.client.post("/oauth/revoke", data={"token": token}, auth=client).status_code

    one, two = service.exchange(service.code()).json(), service.exchange(service.code()).json()
    assert revoke(one["access_token"]) == revoke("unknown") == 200
    assert service.me(one["access_token"]) == "invalid_token"
    assert service.token("refresh_token", refresh_token=one["refresh_token"]).status_code == 200
    assert revoke(two["refresh_token"]) == 200
    assert service.me(two["access_token"]) == "invalid_token"
    assert service.client.post("/oauth/revoke", data={"token": "x"}).status_code == 401


def test_all_can_be_taken_back(service: Service) -> None:
    tokens = service.exchange(service.code()).json()
    assert service.client.post("/demo/revoke").json() == {"revoked": 1}
    assert service.token("refresh_token", refresh_token=tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_the_password_grant(service: Service) -> None:
    right = service.right
    tokens = service.token("password", username=right.user, password=right.password, scope="books").json()
    assert (service.me(tokens["access_token"]), tokens["scope"]) == (right.user, "books")
    assert service.token("password", username=right.user, password="x").json()["error"] == "invalid_grant"


def begin(service: Service) -> dict[str, Any]:
    client = {"client_id": service.right.client_id, "client_secret": service.right.client_secret}
    reply = service.client.post("/oauth/device_authorization", data={**client, "scope": "books"})
    assert reply.headers["cache-control"] == "no-store"
    begun: dict[str, Any] = reply.json()
    return begun


def enter(service: Service, code: str, decision: str = "allow", password: str | None = None) -> httpx.Response:
    form = {"user_code": code, "user": service.right.user, "password": password or service.right.password,
            "decision": decision}
    return service.client.post("/device", data=form)


def poll(service: Service, begun: dict[str, Any]) -> str:
    reply = service.token(device.GRANT_TYPE, device_code=begun["device_code"]).json()
    return str(reply.get("error") or service.me(reply["access_token"]))


def test_a_device_gets_tokens_once_its_code_is_entered(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "INTERVAL", 1000)
    begun = begin(service)
    page = service.client.get(begun["verification_uri_complete"])
    assert f'value="{begun["user_code"]}"' in page.text
    assert poll(service, begun) == "authorization_pending"
    assert poll(service, begun) == "slow_down"
    assert enter(service, begun["user_code"], password="wrong").status_code == 403
    assert "signed in" in enter(service, begun["user_code"].lower().replace("-", " ")).text
    assert poll(service, begun) == service.right.user
    assert poll(service, begun) == "invalid_grant"


def test_a_device_that_is_denied(service: Service) -> None:
    begun = begin(service)
    assert "no access" in enter(service, begun["user_code"], "deny").text
    assert poll(service, begun) == "access_denied"


def test_a_code_that_no_device_waits_for(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No device waits" in enter(service, "BBBB-BBBB").text
    monkeypatch.setattr(device, "LIFETIME", 0)
    begun = begin(service)
    assert "No device waits" in enter(service, begun["user_code"]).text
    assert poll(service, begun) == "expired_token"
