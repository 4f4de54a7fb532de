"""The one loop of apply, detect_on, refresh_on and the repeat (reference/connection.md sections 3 to 7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.runtime.conftest import FakeClient, FakeKeeper, Make, said
from wkt_cli.dsl import call, current_url, current_verb, get, headers, params, payload, post
from wkt_cli.errors import (
    ConnectionFailedError,
    DetectOnUnauthorizedRequestError,
    InvalidDefinitionError,
    LambdaError,
    RequestFailedError,
    RequestTimeoutError,
    SdkError,
    ServerDisconnectedError,
    StoreError,
    TLSError,
    UndefinedMethodError,
)
from wkt_cli.runtime.session import Session
from wkt_cli.trace.model import Phase


def bearer(connection: Mapping[str, Any]) -> None:
    headers(Authorization=f"Bearer {connection['token']}")


def source(**authorization: Any) -> dict[str, Any]:
    defaults = {"type": "custom_auth", "apply": bearer, "acquire": lambda c: {"token": post("/token")["t"]}}
    merged = {**defaults, **authorization}
    return {"connection": {"authorization": {k: v for k, v in merged.items() if v is not ...},
                           "base_uri": lambda: "http://h"}, "test": lambda: get("/me")}


def test_apply_signs_and_overrides(make: Make) -> None:
    client = FakeClient(said(200, {}))
    session = make(source(), client, {"token": "one"})
    whole = {**session.connector.source, "test": lambda: get("/me").headers(Authorization="own", X="kept")}
    make(whole, client, {"token": "one"}).test()
    assert client.header("Authorization") == ["Bearer one"]
    assert client.header("X") == ["kept"]


def test_apply_may_change_everything_of_the_request(make: Make) -> None:
    def apply(connection: Any) -> None:
        params(key="k")
        payload(more=1)
        headers(X_Url=current_url(), X_Verb=current_verb())

    client = FakeClient(said(200, {}))
    whole = {**source(apply=apply), "test": lambda: post("/x?a=1", b=2)}
    make(whole, client).test()
    assert client.paths == ["POST /x?a=1&key=k"]
    assert client.sent[0].body == b'{"b":2,"more":1}'
    assert client.header("X-Url") == ["http://h/x?a=1&key=k"]
    assert client.header("X-Verb") == ["POST"]


@pytest.mark.parametrize("apply", [lambda: None, lambda c, a: headers(X=a), lambda c, a=5: headers(X=a),
                                   lambda *all: headers(X=all[1])])
def test_apply_takes_as_many_arguments_as_it_has(make: Make, apply: Callable[..., Any]) -> None:
    client = FakeClient(said(200, {}))
    whole = {**source(apply=apply), "test": lambda: get("/x").auth_type("kind")}
    make(whole, client).test()
    assert client.header("X") in ([None], ["kind"])


def test_functions_that_want_more_than_there_is(make: Make) -> None:
    with pytest.raises(LambdaError, match=re.escape("wrong number of arguments (given 2, expected 3)")):
        make(source(apply=lambda a, b, c: None)).test()


def test_the_old_name_of_apply(make: Make) -> None:
    client = FakeClient(said(200, {}))
    make(source(apply=..., credentials=bearer), client, {"token": "one"}).test()
    assert client.header("Authorization") == ["Bearer one"]


def test_verbs_in_apply_are_refused(make: Make) -> None:
    with pytest.raises(InvalidDefinitionError, match="can't be used in `apply`"):
        make(source(apply=lambda c: get("/x"))).test()


@pytest.mark.parametrize("authorization", [None, {}, [], "", False, ...])
def test_without_authorization_nothing_is_signed(make: Make, authorization: Any) -> None:
    connection = {"base_uri": lambda: "http://h"}
    whole = {"connection": connection | ({} if authorization is ... else {"authorization": authorization}),
             "test": lambda: get("/me")}
    client = FakeClient(said(401))
    with pytest.raises(RequestFailedError):
        make(whole, client).test()
    assert len(client.sent) == 1


def test_authorization_of_another_kind(make: Make) -> None:
    with pytest.raises(InvalidDefinitionError, match="no dict but str"):
        make({"connection": {"authorization": "text"}})


def refreshing(make: Make, *answers: Any, keeper: FakeKeeper | None = None,
               **authorization: Any) -> tuple[Session, FakeClient]:
    client = FakeClient(*answers)
    return make(source(**authorization), client, {"token": "old", "kept": 1}, keeper), client


def test_refresh_stores_before_the_repeat(make: Make) -> None:
    keeper = FakeKeeper({"token": "old"})
    session, client = refreshing(make, said(401), said(200, {"t": "new"}), said(200, {"me": 1}), keeper=keeper)
    assert session.test() == {"me": 1}
    assert client.paths == ["GET /me", "POST /token", "GET /me"]
    assert client.header("Authorization") == ["Bearer old", None, "Bearer new"]
    assert keeper.stored == [{"token": "new"}]
    assert session.connection.snapshot() == {"token": "new", "kept": 1}
    assert [origin.phase for origin in client.origins] == [Phase.TEST, Phase.REFRESH, Phase.TEST]
    assert [origin.attempt for origin in client.origins] == [1, 1, 2]


def test_what_another_process_got_is_used(make: Make) -> None:
    keeper = FakeKeeper({"token": "theirs"})
    session, client = refreshing(make, said(401), said(200, {}), keeper=keeper)
    session.test()
    assert client.header("Authorization") == ["Bearer old", "Bearer theirs"]
    assert keeper.stored == []
    assert session.recorder.redactor.mask("it is theirs") == "it is $TOKEN"


def test_where_nothing_can_be_stored_acquire_runs_all_the_same(make: Make) -> None:
    keeper = FakeKeeper({"token": "old"})
    keeper.is_ready, keeper.failures = False, [StoreError("full"), StoreError("still full")]
    session, client = refreshing(make, said(401), said(200, {"t": "new"}), said(200, {"me": 1}), keeper=keeper)
    assert session.test() == {"me": 1}
    assert client.header("Authorization") == ["Bearer old", None, "Bearer new"]
    with pytest.raises(StoreError, match="still full"):
        session.authorization.store_late()
    session.authorization.store_late()
    assert keeper.stored == []


def test_a_second_failure_is_final(make: Make) -> None:
    session, client = refreshing(make, said(401), said(200, {"t": "new"}), said(401))
    with pytest.raises(RequestFailedError, match="401 Unauthorized"):
        session.test()
    assert len(client.sent) == 3


@pytest.mark.parametrize(("entry", "status", "body", "fires"), [
    (..., 500, "", True), (None, 404, "", True), ([], 404, "", True), ([None], 404, "", True),
    (401, 401, "", True), ([403], 401, "", False), ("401 Unauthorized", 401, "", True), ("Unauth", 401, "", True),
    ("expired", 400, "it has expired", True), (re.compile("EXPIRED"), 400, "it has expired", False),
    ("[", 400, "a [ b", True), (lambda text: "exp" in text, 400, "expired", True), (True, 401, "", False),
    (["x", re.compile(r"^\d{3} Bad")], 400, "", True),
])
def test_refresh_on(make: Make, entry: Any, status: int, body: str, fires: bool) -> None:
    session, client = refreshing(make, said(status, body), said(200, {"t": "new"}), said(200, {}), refresh_on=entry)
    if fires:
        session.test()
    else:
        with pytest.raises(RequestFailedError):
            session.test()
    assert len(client.sent) == (3 if fires else 1)


@pytest.mark.parametrize(("error", "fires"), [
    (ServerDisconnectedError("Server broke connection"), True), (RequestTimeoutError("Timed out"), True),
    (ConnectionFailedError("refused"), False), (TLSError("no"), False),
])
def test_failures_without_a_reply(make: Make, error: Exception, fires: bool) -> None:
    session, client = refreshing(make, error, said(200, {"t": "new"}), said(200, {}))
    if fires:
        session.test()
    else:
        with pytest.raises(type(error)):
            session.test()
    assert len(client.sent) == (3 if fires else 1)


def test_a_reply_that_cannot_be_read_is_no_reason(make: Make) -> None:
    session, client = refreshing(make, said(200, "<html>"))
    with pytest.raises(SdkError):
        session.test()
    assert len(client.sent) == 1


@pytest.mark.parametrize("missing", ["apply", "acquire"])
def test_no_refresh_without_apply_or_acquire(make: Make, missing: str) -> None:
    session, client = refreshing(make, said(401), **{missing: ...})
    with pytest.raises(RequestFailedError):
        session.test()
    assert len(client.sent) == 1


@pytest.mark.parametrize(("entry", "body", "fires"), [
    ("wrong", {"error": "went wrong"}, True), (re.compile("WRONG"), {"error": "went wrong"}, False), (200, {}, True),
    (list, [1], True), (dict, [1], False), (lambda seen: isinstance(seen, dict) and "bad" in seen, {"bad": 1}, True),
    ([401, 403], {"error": 401}, False), (None, {}, False), ({"a": 1}, {"a": 1}, True), ({"a": 1}, {"a": 2}, False),
    (True, True, True), (True, {}, False), (lambda seen: seen["bad"] > 1, {"other": 1}, False),
    ([lambda seen: seen["bad"] > 1], {"bad": 2}, True),
])
def test_detect_on(make: Make, entry: Any, body: Any, fires: bool) -> None:
    session, _ = refreshing(make, said(200, body), detect_on=entry, refresh_on=[401])
    if not fires:
        assert session.test() == body
        return
    with pytest.raises(DetectOnUnauthorizedRequestError) as caught:
        session.test()
    assert caught.value.rule == "detect_on[0]"
    assert caught.value.status == 200


def test_detect_on_never_sees_a_failed_reply(make: Make) -> None:
    session, _ = refreshing(make, said(400, "wrong"), detect_on=["wrong"], refresh_on=[401])
    with pytest.raises(RequestFailedError):
        session.test()


@pytest.mark.parametrize(("given", "changed"), [
    ({"token": "t"}, {"token": "t"}), ({"token": "old"}, {}), ({}, {}),
    ({"kept": None, "n": {"a": 1}}, {"kept": None, "n": {"a": 1}}),
])
def test_what_acquire_returns_is_merged(make: Make, given: dict[str, Any], changed: dict[str, Any]) -> None:
    session, _ = refreshing(make, acquire=lambda: given)
    assert session.authorization.refresh() == changed
    assert session.connection.snapshot() == {"token": "old", "kept": 1, **changed}


def test_requests_in_what_acquire_returns_are_sent(make: Make) -> None:
    session, client = refreshing(make, said(200, {"token": "t", "extra": 2}), acquire=lambda: post("/token"))
    assert session.authorization.refresh() == {"token": "t", "extra": 2}
    assert client.header("Authorization") == [None]


def test_acquire_that_gives_nothing_leaves_the_first_error(make: Make) -> None:
    session, client = refreshing(make, said(401), acquire=lambda: None)
    with pytest.raises(RequestFailedError, match="401"):
        session.test()
    assert len(client.sent) == 1
    with pytest.raises(SdkError, match="gave nothing back"):
        session.authorization.refresh()


@pytest.mark.parametrize("given", ["text", 5, [1]])
def test_acquire_that_gives_no_dict(make: Make, given: Any) -> None:
    session, _ = refreshing(make, acquire=lambda: given)
    with pytest.raises(SdkError, match="a dict that is merged"):
        session.authorization.refresh()


def test_the_error_of_acquire_replaces_the_first_one(make: Make) -> None:
    keeper = FakeKeeper({"token": "old"})
    session, _ = refreshing(make, said(401), said(400, {"error": "invalid_client", "error_description": "Blocked"}),
                            keeper=keeper)
    with pytest.raises(RequestFailedError, match="400 Bad Request") as caught:
        session.test()
    assert str(caught.value.hint).startswith("the server says invalid_client: Blocked; check the client ID")
    assert str(caught.value.hint).endswith("because of `401 Unauthorized`")
    assert keeper.stored == []


def test_changes_of_the_argument_are_lost(make: Make) -> None:
    def acquire(connection: dict[str, Any]) -> dict[str, Any]:
        connection["kept"] = 2
        return {"token": "t"}

    session, _ = refreshing(make, acquire=acquire)
    session.authorization.refresh()
    assert session.connection.snapshot()["kept"] == 1


def test_the_argument_of_a_running_function_is_stale(make: Make) -> None:
    def test(connection: Any) -> Any:
        get("/me").response()
        return connection["token"]

    client = FakeClient(said(401), said(200, {"t": "new"}), said(200, {}))
    session = make({**source(), "test": test}, client, {"token": "old"})
    assert session.test() == "old"
    assert session.connection.copy()["token"] == "new"


def test_a_missing_value_of_the_connection_is_none(make: Make) -> None:
    session = make({**source(), "test": lambda c: c["nothing"]})
    assert session.test() is None


def test_a_second_request_uses_the_new_token(make: Make) -> None:
    client = FakeClient(said(401), said(200, {"t": "new"}), said(200, {}))
    session = make({**source(), "test": lambda: [get("/a"), get("/b")]}, client, {"token": "old"})
    session.test()
    assert client.header("Authorization") == ["Bearer old", None, "Bearer new", "Bearer new"]


def test_only_the_last_reply_reaches_the_handlers(make: Make) -> None:
    seen: list[int] = []
    client = FakeClient(said(401), said(200, {"t": "new"}), said(404))
    whole = {**source(), "test": lambda: get("/x").after_error_response(".*", lambda code: seen.append(code))}
    make(whole, client, {"token": "old"}).test()
    assert seen == [404]


def test_secrets_are_known_as_soon_as_acquire_returns(make: Make) -> None:
    session, _ = refreshing(make, acquire=lambda: {"token": "a-new-secret-token", "deep": {"er": "another-secret"}})
    session.authorization.refresh()
    assert session.recorder.redactor.mask("x a-new-secret-token y another-secret") == "x $TOKEN y $ER"


def test_call_gives_the_whole_reply_whatever_its_status(make: Make) -> None:
    session, client = refreshing(make, said(404, "nothing"), refresh_on=[401])
    reply = session.call("GET", "/x", lambda request: request.headers(X="1"))
    assert (reply.status, reply.text) == (404, "nothing")
    assert client.header("Authorization") == ["Bearer old"]


def test_methods(make: Make) -> None:
    methods = {"twice": lambda n: n * 2, "fetch": lambda path: get(path)["v"]}
    client = FakeClient(said(200, {"v": 5}))
    whole = {**source(), "methods": methods, "test": lambda: call("twice", call("fetch", "/v"))}
    assert make(whole, client).test() == 10
    for name, arguments in (("thrice", ()), ("twice", (1, 2)), ("twice", ())):
        broken = {**whole, "test": lambda name=name, arguments=arguments: call(name, *arguments)}
        with pytest.raises((UndefinedMethodError, LambdaError)):
            make(broken).test()


@pytest.mark.parametrize("key", ["acquire", "apply"])
def test_text_where_a_function_belongs(make: Make, key: str) -> None:
    session = make(source(**{key: "text"}))
    with pytest.raises(InvalidDefinitionError, match=f"`connection.authorization.{key}` is no function but str"):
        session.authorization.refresh() if key == "acquire" else session.test()


def test_establish(make: Make) -> None:
    session, client = refreshing(make, said(200, {"t": "first"}))
    assert session.authorization.establish() == {"token": "first"}
    assert client.origins[0].phase is Phase.ACQUIRE
    nothing, _ = refreshing(make, acquire=...)
    assert nothing.authorization.establish() == {}
