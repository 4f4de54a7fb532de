"""The device authorization grant in a session: what is asked, how the wait goes on and how it ends (RFC 8628)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.runtime.conftest import FakeClient, FakeKeeper, Make, said
from tests.support.clock import FakeClock
from wkt_cli.dsl import get, headers
from wkt_cli.errors import (
    BrokenReplyError,
    ConnectionFailedError,
    InvalidDefinitionError,
    RequestFailedError,
    RequestTimeoutError,
    SdkError,
    ServerDisconnectedError,
    TLSError,
)
from wkt_cli.http.message import OutgoingRequest
from wkt_cli.runtime.authorization import Authorization, DeviceCode
from wkt_cli.runtime.authorization.device import device_code_of
from wkt_cli.runtime.session import Session
from wkt_cli.trace.model import Phase

CODE = {"device_code": "the-device-code", "user_code": "WDJB-MJHT", "verification_uri": "https://login.example/device",
        "expires_in": 100}
PENDING, SLOW_DOWN = said(400, {"error": "authorization_pending"}), said(400, {"error": "slow_down"})
TOKENS = {"access_token": "new-access-token", "scope": "a b", "more": 1}
TIMEOUT = RequestTimeoutError("Timed out reading data from server")


def bearer(connection: Mapping[str, Any], token: str) -> None:
    headers(Authorization=f"Bearer {token}")


def session_of(make: Make, *answers: Any, keeper: FakeKeeper | None = None,
               **authorization: Any) -> tuple[Session, FakeClient, FakeClock]:
    defaults = {"type": "oauth2", "apply": bearer, "client_id": "cid", "client_secret": lambda c: "s e&c",
                "token_url": lambda: "http://h/token", "device_authorization_url": lambda c: "http://h/device"}
    merged = {**defaults, **authorization}
    whole = {"connection": {"authorization": {k: v for k, v in merged.items() if v is not ...},
                            "base_uri": lambda: "http://h"}, "test": lambda: get("/me")}
    client, clock = FakeClient(*answers), FakeClock()
    session = make(whole, client, {}, keeper)
    session.clock = clock
    return session, client, clock


def by_device(authorization: Authorization) -> DeviceCode:
    return authorization.device_code()


def form(request: OutgoingRequest) -> dict[str, str]:
    return dict(parse_qsl((request.body or b"").decode(), keep_blank_values=True))


def test_the_whole_way(make: Make) -> None:
    keeper = FakeKeeper()
    held: list[bool] = []

    def pending(request: OutgoingRequest) -> Any:
        held.append(keeper.held)
        return PENDING

    session, client, clock = session_of(make, said(200, CODE), pending, said(200, TOKENS), said(200, {"me": 1}),
                                        keeper=keeper)
    assert session.authorization.establish(by_device) == TOKENS
    assert client.paths == ["POST /device", "POST /token", "POST /token"]
    assert client.header("Accept") == ["application/json"] * 3
    assert form(client.sent[0]) == {"client_id": "cid", "client_secret": "s e&c"}
    assert client.sent[1].body == (
        b"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=the-device-code"
        b"&client_id=cid&client_secret=s+e%26c")
    assert [(origin.phase, origin.block.rpartition(".")[2]) for origin in client.origins] == [
        (Phase.ACQUIRE, "device_authorization_url"), (Phase.ACQUIRE, "token_url"), (Phase.ACQUIRE, "token_url")]
    assert clock.slept == [5, 5]
    assert held == [False]
    assert keeper.stored == [TOKENS]
    assert keeper.facts["scopes"] == "a b"
    assert session.test() == {"me": 1}
    assert client.header("Authorization")[-1] == "Bearer new-access-token"


def test_codes_are_masked(make: Make) -> None:
    session, _, _ = session_of(make, said(200, CODE))
    session.authorization.device_code()
    assert session.recorder.redactor.mask("the-device-code WDJB-MJHT s e&c") == "$DEVICE_CODE $USER_CODE $CLIENT_SECRET"
    assert session.recorder.redactor.mask(CODE["verification_uri"]) == CODE["verification_uri"]


def test_a_code_that_is_a_number_is_masked(make: Make) -> None:
    session, _, _ = session_of(make, said(200, {**CODE, "device_code": 12345678901}), said(200, TOKENS))
    session.authorization.establish(by_device)
    assert session.recorder.redactor.mask("12345678901") == "$DEVICE_CODE"


@pytest.mark.parametrize(("url", "authorization_url", "option", "sent", "scope"), [
    ("http://h/device", None, None, "/device", None),
    ("http://h/device", "https://l/a?scope=of%20page+x&b=1", None, "/device", "of page x"),
    ("http://h/device?scope=own&t=1&t=2&e=", "https://l/a?scope=page", None, "/device?t=1&t=2&e=", "own"),
    ("http://h/device?scope=own", "https://l/a?scope=page", "mine too", "/device", "mine too"),
    ("http://h/device?scope=", "https://l/a?response_type=code", None, "/device", None),
    ("http://h/device", 5, "mine", "/device", "mine"),
])
def test_where_the_scope_comes_from(make: Make, url: str, authorization_url: Any, option: str | None, sent: str,
                                    scope: str | None) -> None:
    session, client, _ = session_of(make, said(200, CODE), device_authorization_url=lambda: url,
                                    authorization_url=lambda c: authorization_url)
    session.authorization.device_code(scope=option)
    assert client.paths == [f"POST {sent}"]
    assert form(client.sent[0]).get("scope") == scope


@pytest.mark.parametrize("secret", [None, "", ...])
def test_what_is_empty_is_not_sent(make: Make, secret: Any) -> None:
    session, client, _ = session_of(make, said(200, CODE), said(200, TOKENS),
                                    client_secret=secret if secret is ... else lambda c: secret)
    session.authorization.establish(by_device)
    assert [("client_secret" in form(request)) for request in client.sent] == [False, False]


@pytest.mark.parametrize(("reply", "wanted"), [
    ({}, ("the-device-code", "WDJB-MJHT", "https://login.example/device", None, 100, 5)),
    ({"interval": 2, "expires_in": "60"}, (60, 2)), ({"interval": "7"}, (100, 7)), ({"interval": 0}, (100, 5)),
    ({"interval": -1, "expires_in": 0}, (900, 5)), ({"interval": None, "expires_in": None}, (900, 5)),
    ({"interval": "soon", "expires_in": True}, (900, 5)), ({"user_code": 123456}, ("123456",)),
    ({"verification_uri": None, "verification_url": "google.com/device"}, ("google.com/device",)),
    ({"verification_uri_complete": "https://l/x"}, ("https://l/x",)),
    ({"verification_url_complete": "https://l/x"}, ("https://l/x",)),
])
def test_what_a_service_may_say(reply: dict[str, Any], wanted: tuple[Any, ...]) -> None:
    code = device_code_of({**CODE, **reply})
    assert set(wanted) <= set(code)
    assert (code.lifetime, code.interval) == wanted[-2:] or len(wanted) == 1


@pytest.mark.parametrize(("reply", "told"), [
    ({"device_code": None}, "gave no `device_code`"), ({"user_code": ""}, "gave no `user_code`"),
    ({"verification_uri": None, "device_code": None}, "no `device_code` and no `verification_uri`"),
    ({"error": "invalid_scope", "device_code": None}, "The service refused: invalid_scope"),
])
def test_what_a_service_may_not_say(reply: dict[str, Any], told: str) -> None:
    with pytest.raises(SdkError, match=told):
        device_code_of({**CODE, **reply})


@pytest.mark.parametrize(("answers", "slept"), [
    ([PENDING, SLOW_DOWN, PENDING, SLOW_DOWN, PENDING], [5, 5, 10, 10, 15, 15]),
    ([TIMEOUT, PENDING], [5, 10, 10]), ([TIMEOUT, TIMEOUT, TIMEOUT], [5, 10, 20, 40]),
    ([SLOW_DOWN, TIMEOUT, SLOW_DOWN], [5, 10, 20, 25]), ([ServerDisconnectedError("Server broke connection")], [5, 10]),
    ([BrokenReplyError("broke off")], [5, 10]), ([said(200, {"error": "slow_down"})], [5, 10]),
])
def test_the_pace(make: Make, answers: list[Any], slept: list[float]) -> None:
    session, _, clock = session_of(make, said(200, CODE), *answers, said(200, TOKENS))
    warned: list[str] = []
    session.warn = warned.append
    session.authorization.establish(by_device)
    assert clock.slept == slept
    assert len(warned) == sum(isinstance(answer, Exception) for answer in answers)


@pytest.mark.parametrize("error", [ConnectionFailedError("refused"), TLSError("no certificate")])
def test_a_server_that_can_t_be_reached_ends_it(make: Make, error: Exception) -> None:
    session, client, _ = session_of(make, said(200, CODE), error)
    with pytest.raises(type(error)):
        session.authorization.establish(by_device)
    assert len(client.sent) == 2


def test_an_error_that_nobody_knows_ends_it(make: Make) -> None:
    for answer, kind in ((said(503), RequestFailedError), (said(200, {"error": "odd"}), SdkError)):
        session, client, _ = session_of(make, said(200, CODE), PENDING, answer)
        with pytest.raises(kind):
            session.authorization.establish(by_device)
        assert len(client.sent) == 3


def test_the_end_counts_what_the_questions_took(make: Make) -> None:
    """A question of 40 seconds is a part of the code's 100; nothing is asked at its end or after it."""
    def slowly(request: OutgoingRequest) -> Any:
        clock.time += 40
        return PENDING

    session, client, clock = session_of(make, said(200, CODE), slowly)
    with pytest.raises(SdkError, match="not entered within 100 seconds"):
        session.authorization.establish(by_device)
    assert clock.slept == [5, 5, 5, 0]
    assert len(client.sent) == 4
    session, client, clock = session_of(make, said(200, {**CODE, "expires_in": 10}), PENDING)
    with pytest.raises(SdkError, match="not entered within 10 seconds"):
        session.authorization.establish(by_device)
    assert clock.slept == [5, 5]
    assert len(client.sent) == 2


def test_an_error_beside_a_token_is_none(make: Make) -> None:
    tokens = {"error": "odd", "access_token": "token-of-today"}
    session, _, _ = session_of(make, said(200, CODE), said(200, tokens))
    assert session.authorization.establish(by_device) == tokens


def test_acquire_is_not_called_with_a_device_code(make: Make) -> None:
    session, _, _ = session_of(make, said(200, CODE), said(200, TOKENS), acquire=lambda *all: {"access_token": all})
    assert session.authorization.establish(by_device) == TOKENS


@pytest.mark.parametrize(("authorization", "error"), [
    ({"token_url": ...}, InvalidDefinitionError), ({"device_authorization_url": ...}, InvalidDefinitionError),
    ({"device_authorization_url": lambda: None}, InvalidDefinitionError),
    ({"device_authorization_url": lambda: 5}, SdkError), ({"device_authorization_url": lambda: "/device"}, SdkError),
    ({"device_authorization_url": "/device"}, SdkError), ({"device_authorization_url": 5}, InvalidDefinitionError),
    ({"device_authorization_url": lambda: get("/x")["a"]}, InvalidDefinitionError), ({"type": "api_key"}, SdkError),
])
def test_definitions_that_give_no_code(make: Make, authorization: dict[str, Any], error: type[Exception]) -> None:
    session, client, _ = session_of(make, said(200, CODE), **authorization)
    with pytest.raises(error):
        session.authorization.device_code()
    assert client.sent == []


@pytest.mark.parametrize(("authorization", "always", "asked"), [
    ({}, False, True),
    ({"device_authorization_url": ...}, False, False), ({"device_authorization_url": ...}, True, True),
    ({"device_authorization_url": ..., "authorization_url": lambda: "https://l/"}, False, True),
    ({"type": "custom_auth"}, False, False),
])
def test_when_a_person_is_asked(make: Make, authorization: dict[str, Any], always: bool, asked: bool) -> None:
    calls: list[Authorization] = []

    def log_in(given: Authorization) -> DeviceCode:
        calls.append(given)
        return device_code_of(CODE)

    session, _, _ = session_of(make, said(200, TOKENS), **authorization)
    session.authorization.establish(log_in, always=always)
    assert bool(calls) is asked


def test_a_person_is_not_asked_in_vain(make: Make) -> None:
    session, _, _ = session_of(make, type="custom_auth")
    with pytest.raises(SdkError, match="Authorization type is not OAuth2"):
        session.authorization.establish(lambda authorization: pytest.fail("asked"), always=True)
