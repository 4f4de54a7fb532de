"""OAuth 2 in a session: which way leads to new tokens, what is kept of them, and when it is done early."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.runtime.conftest import FakeClient, FakeKeeper, Make, said
from wkt_cli.dsl import get, headers, post
from wkt_cli.errors import (
    DetectOnUnauthorizedRequestError,
    InvalidDefinitionError,
    InvalidURIError,
    RequestFailedError,
    ResponseFormatError,
    SdkError,
    StoreError,
)
from wkt_cli.http.message import OutgoingRequest
from wkt_cli.runtime.authorization import AuthorizationCode
from wkt_cli.runtime.authorization.lifetime import facts_of
from wkt_cli.runtime.paths import Given, Paths
from wkt_cli.runtime.session import Session

TOKENS = {"access_token": "old-access-token", "refresh_token": "old-refresh-token"}


def bearer(connection: Mapping[str, Any], token: str) -> None:
    headers(Authorization=f"Bearer {token}")


def source(**authorization: Any) -> dict[str, Any]:
    defaults = {"type": "oauth2", "apply": bearer, "client_id": "cid", "client_secret": lambda c: "s e&c",
                "token_url": lambda: "http://h/token", "refresh_on": [401]}
    merged = {**defaults, **authorization}
    return {"connection": {"authorization": {k: v for k, v in merged.items() if v is not ...},
                           "base_uri": lambda: "http://h"}, "test": lambda: get("/me")}


def session_of(make: Make, *answers: Any, keeper: FakeKeeper | None = None, values: dict[str, Any] | None = None,
               **authorization: Any) -> tuple[Session, FakeClient]:
    client = FakeClient(*answers)
    return make(source(**authorization), client, TOKENS if values is None else values, keeper), client


@pytest.mark.parametrize("kind", ["oauth2", "OAuth2", "my_oauth2_v1", "OAUTH2"])
def test_any_type_with_oauth2_in_it(make: Make, kind: str) -> None:
    session, client = session_of(make, said(200, {}), type=kind)
    session.test()
    assert client.header("Authorization") == ["Bearer old-access-token"]


def test_the_refresh_token_grant(make: Make) -> None:
    keeper = FakeKeeper()
    new = {"access_token": "new-access-token", "refresh_token": "new-refresh-token"}
    reply = {**new, "expires_in": "60", "scope": "a b", "other": 1}
    session, client = session_of(make, said(401), said(200, reply), said(200, {"me": 1}), keeper=keeper)
    assert session.test() == {"me": 1}
    sent = client.sent[1]
    assert sent.body == b"client_id=cid&client_secret=s+e%26c&grant_type=refresh_token&refresh_token=old-refresh-token"
    assert client.header("Authorization") == ["Bearer old-access-token", None, "Bearer new-access-token"]
    assert keeper.stored == [new]
    assert keeper.facts["scopes"] == "a b"
    assert keeper.facts["expires_at"] > "2020"


def test_a_rotated_token_is_stored_before_the_new_one_is_used(make: Make) -> None:
    keeper, stored_before = FakeKeeper(), []

    def me(request: OutgoingRequest) -> Any:
        stored_before.append(list(keeper.stored))
        return said(200, {})

    rotated = {"access_token": "n1", "refresh_token": "n2"}
    session, _ = session_of(make, said(401), said(200, rotated), me, keeper=keeper)
    session.test()
    assert stored_before == [[rotated]]


@pytest.mark.parametrize(("has", "path"), [
    ({"refresh": lambda c, t: {"access_token": t}, "acquire": lambda: {"access_token": "a"}}, []),
    ({"acquire": lambda: {"access_token": "a"}}, ["POST /token"]),
    ({"acquire": lambda: {"access_token": "a"}, "token_url": ...}, []),
])
def test_which_way_leads_to_new_tokens(make: Make, has: dict[str, Any], path: list[str]) -> None:
    session, client = session_of(make, said(401), *([said(200, {"access_token": "n"})] if path else []), said(200, {}),
                                 **has)
    session.test()
    assert client.paths == ["GET /me", *path, "GET /me"]
    wanted = "n" if path else "old-refresh-token" if "refresh" in has else "a"
    assert client.header("Authorization")[-1] == f"Bearer {wanted}"


def test_there_may_be_no_way(make: Make) -> None:
    session, _ = session_of(make, said(401), token_url=...)
    with pytest.raises(InvalidDefinitionError, match="'refresh' block or 'token_url' is required"):
        session.test()


@pytest.mark.parametrize("stored", [None, "", "  ", 5])
def test_no_refresh_token(make: Make, stored: Any) -> None:
    session, client = session_of(make, said(401), values={"access_token": "x", "refresh_token": stored})
    with pytest.raises(SdkError, match="refresh_token is empty"):
        session.test()
    assert len(client.sent) == 1


@pytest.mark.parametrize(("url", "error"), [("/token", InvalidURIError), (None, InvalidURIError), (5, SdkError)])
def test_a_token_url_that_is_none(make: Make, url: Any, error: type[Exception]) -> None:
    session, _ = session_of(make, said(401), token_url=lambda: url)
    with pytest.raises(error):
        session.test()


@pytest.mark.parametrize("given", [None, "text", 5, [], [{}, {}, {}], ["x"], [{"a": 1}, "x"],
                                   [{"a": 1}, False]])
def test_what_refresh_may_not_give(make: Make, given: Any) -> None:
    session, client = session_of(make, said(401), refresh=lambda: given)
    with pytest.raises(SdkError, match="a dict that is merged"):
        session.test()
    assert len(client.sent) == 1


@pytest.mark.parametrize(("given", "changed"), [
    ([{"access_token": "a"}, "owner", {"access_token": "b", "more": 1}], {"access_token": "a", "more": 1}),
    ([{"access_token": "a"}], {"access_token": "a"}), ([{"access_token": "a"}, "owner"], {"access_token": "a"}),
    ({"access_token": "a"}, {"access_token": "a"}), ([{"access_token": "a"}, "owner", None], {"access_token": "a"}),
    (None, {}),
])
def test_what_acquire_may_give_for_a_code(make: Make, given: Any, changed: dict[str, Any]) -> None:
    seen: list[Any] = []

    def acquire(connection: Any, code: str, url: str, verifier: str) -> Any:
        seen.append((code, url, verifier))
        return given

    session, _ = session_of(make, acquire=acquire, authorization_url=lambda: "https://login.example/")
    code = AuthorizationCode("c", "http://l/cb", "v")
    assert session.authorization.establish(lambda authorization: code) == changed
    assert seen == [("c", "http://l/cb", "v")]


@pytest.mark.parametrize("given", ["text", 5, [], [None], [{}, 1, {}, 1], [{}, 1, "x"], [{}, 1, False]])
def test_what_acquire_may_not_give_for_a_code(make: Make, given: Any) -> None:
    session, _ = session_of(make, acquire=lambda: given)
    with pytest.raises(SdkError, match="a dict that is merged"):
        session.authorization.establish(lambda authorization: AuthorizationCode("c", "http://l/cb"))


@pytest.mark.parametrize(("name", "given"), [("acquire", True), ("acquire", ""), ("refresh", 5), ("refresh", [None])])
def test_what_the_path_of_a_hook_may_not_give(make: Make, name: str, given: Any) -> None:
    session, _ = session_of(make, **{name: lambda: given})
    with pytest.raises(SdkError, match="a dict that is merged"):
        Paths(session).run(f"connection.authorization.{name}", Given())


def test_the_path_of_a_hook_gives_what_it_gives(make: Make) -> None:
    session, _ = session_of(make, acquire=lambda: [{"access_token": "a"}, 1], refresh=lambda: {"access_token": "b"})
    assert Paths(session).run("connection.authorization.acquire", Given()) == [{"access_token": "a"}, 1]
    assert Paths(session).run("connection.authorization.refresh", Given()) == {"access_token": "b"}


@pytest.mark.parametrize("new", [None, "", "  ", False, []])
def test_a_blank_refresh_token_leaves_the_old_one(make: Make, new: Any) -> None:
    session, _ = session_of(make, said(200, {"access_token": "a", "refresh_token": new}))
    assert session.authorization.refresh() == {"access_token": "a"}


@pytest.mark.parametrize("body", ["", "  ", "[]", '"text"'])
def test_a_token_endpoint_that_says_nothing(make: Make, body: str) -> None:
    session, _ = session_of(make, said(200, body))
    with pytest.raises(ResponseFormatError, match="no JSON object"):
        session.authorization.refresh()


def test_a_token_url_with_a_blank_in_its_query(make: Make) -> None:
    session, client = session_of(make, said(200, {"access_token": "a"}), token_url=lambda: "http://h/t?tenant=a b")
    session.authorization.refresh()
    assert client.paths == ["POST /t?tenant=a%20b"]


def test_a_failure_of_a_hook_is_not_handled_by_the_request(make: Make) -> None:
    def handled(**authorization: Any) -> Any:
        client = FakeClient(said(401), said(400, {"error": "invalid_grant"}))
        whole = {**source(**authorization),
                 "test": lambda: get("/me").after_error_response(".*", lambda code, body: [code, body])}
        return make(whole, client, TOKENS).test()

    assert handled() == [400, '{"error": "invalid_grant"}']
    with pytest.raises(RequestFailedError, match="400") as caught:
        handled(refresh=lambda: post("/token"))
    assert "because of `401 Unauthorized`" in str(caught.value.hint)


def test_detect_on_is_tried_on_acquire_but_not_on_refresh(make: Make) -> None:
    session, _ = session_of(make, said(200, {"access_token": "bad"}), detect_on=["bad"],
                            refresh=lambda: post("/token"))
    session.authorization.refresh()
    acquiring, _ = session_of(make, said(200, {"access_token": "bad"}), detect_on=["bad"], token_url=...,
                              acquire=lambda: post("/token"))
    with pytest.raises(DetectOnUnauthorizedRequestError):
        acquiring.authorization.refresh()


@pytest.mark.parametrize(("detect", "refresh_on", "refreshes"), [
    (202, [202], True), (["wrong"], [200], False), (["wrong"], ["wr.ng"], True), ([202], [401], False),
])
def test_the_code_of_a_detected_reply(make: Make, detect: Any, refresh_on: Any, refreshes: bool) -> None:
    status = 202 if detect in (202, [202]) else 200
    answers = [said(status, "wrong"), said(200, {"access_token": "n"}), said(200, {})]
    session, client = session_of(make, *answers, detect_on=detect, refresh_on=refresh_on)
    if refreshes:
        session.test()
    else:
        with pytest.raises(DetectOnUnauthorizedRequestError):
            session.test()
    assert len(client.sent) == (3 if refreshes else 1)


SOON, LATER = "2020-01-01T00:00:00+00:00", "2999-01-01T00:00:00+00:00"


@pytest.mark.parametrize(("renew_at", "paths"), [
    (SOON, ["POST /token", "GET /me"]), (LATER, ["GET /me"]), (None, ["GET /me"]), ("nonsense", ["GET /me"]),
])
def test_renewed_before_it_runs_out(make: Make, renew_at: str | None, paths: list[str]) -> None:
    keeper = FakeKeeper(TOKENS)
    keeper.renew_at = renew_at
    answers = [said(200, {"access_token": "new-access-token"})] * (len(paths) - 1)
    session, client = session_of(make, *answers, said(200, {}), keeper=keeper)
    session.test()
    assert client.paths == paths
    assert client.header("Authorization")[-1] == ("Bearer new-access-token" if answers else "Bearer old-access-token")


@pytest.mark.parametrize(("seconds", "early"), [(3600, 30), (100, 10), ("20", 2), (1, 0.1)])
def test_how_early(seconds: Any, early: float) -> None:
    facts = facts_of({"expires_in": seconds})
    lasts, left = (datetime.fromisoformat(facts[name]) - datetime.now(UTC) for name in ("expires_at", "renew_at"))
    assert abs(lasts.total_seconds() - float(seconds)) < 30
    assert abs((lasts - left).total_seconds() - early) < 1.5


@pytest.mark.parametrize("seconds", [None, "", "soon", 0, -5, True, float("nan"), 1e300, [1]])
def test_a_lifetime_that_is_none(seconds: Any) -> None:
    assert facts_of({"expires_in": seconds}) == {"expires_at": None, "renew_at": None}


def test_what_another_process_renewed_is_used(make: Make) -> None:
    keeper = FakeKeeper({**TOKENS, "access_token": "theirs"})
    keeper.renew_at = SOON
    session, client = session_of(make, said(200, {}), keeper=keeper)
    session.test()
    assert client.header("Authorization") == ["Bearer theirs"]


def test_an_early_renewal_that_fails_leaves_the_old_token(make: Make) -> None:
    keeper = FakeKeeper(TOKENS)
    keeper.renew_at = SOON
    session, client = session_of(make, said(503), said(200, {"me": 1}), said(200, {"me": 2}), keeper=keeper)
    assert session.test() == {"me": 1}
    assert session.test() == {"me": 2}
    assert client.paths == ["POST /token", "GET /me", "GET /me"]


@pytest.mark.parametrize("renew_at", [None, SOON])
def test_a_refresh_token_is_not_spent_where_nothing_can_be_stored(make: Make, renew_at: str | None) -> None:
    keeper = FakeKeeper(TOKENS)
    keeper.is_ready, keeper.renew_at = False, renew_at
    session, client = session_of(make, said(401), keeper=keeper)
    with pytest.raises(StoreError, match="none were asked for: The disk is full") as caught:
        session.test()
    assert client.paths == ["GET /me"]
    assert caught.value.hint and caught.value.hint.startswith("make room")
    assert session.connection.snapshot() == TOKENS


def test_a_refresh_token_without_an_access_token_is_stored(make: Make) -> None:
    keeper = FakeKeeper(TOKENS)
    session, _ = session_of(make, said(401), said(200, {"refresh_token": "the-next-one"}), keeper=keeper)
    with pytest.raises(SdkError, match="no access token"):
        session.test()
    assert keeper.stored == [{"refresh_token": "the-next-one"}]


@pytest.mark.parametrize("failures", [1, 2])
def test_tokens_that_cant_be_stored_at_once_are_stored_later(make: Make, failures: int) -> None:
    keeper = FakeKeeper(TOKENS)
    keeper.failures = [StoreError("full")] * failures
    first, second = {"access_token": "a1", "refresh_token": "r1"}, {"access_token": "a2"}
    session, _ = session_of(make, said(401), said(200, first), said(200, {"me": 1}), said(401), said(200, second),
                            said(200, {"me": 2}), keeper=keeper)
    assert session.test() == {"me": 1}
    assert session.test() == {"me": 2}
    session.authorization.store_late()
    assert keeper.stored == [{"access_token": "a2", "refresh_token": "r1"}]


def test_a_refresh_by_hand_tells_what_it_cant_store(make: Make) -> None:
    keeper = FakeKeeper(TOKENS)
    keeper.failures = [StoreError("full"), StoreError("still full")]
    session, _ = session_of(make, said(200, {"access_token": "a1"}), keeper=keeper)
    with pytest.raises(StoreError, match="still full"):
        session.authorization.refresh()


def test_a_refresh_by_hand_uses_what_another_process_got(make: Make) -> None:
    keeper = FakeKeeper({"access_token": "theirs", "refresh_token": "refresh-token-of-theirs"})
    session, client = session_of(make, said(200, {"access_token": "a1"}), keeper=keeper)
    session.authorization.refresh()
    assert "refresh_token=refresh-token-of-theirs" in (client.sent[0].body or b"").decode()


@pytest.mark.parametrize("body", [{}, {"error": "invalid_grant"}])
def test_a_refused_refresh_says_what_to_do(make: Make, body: dict[str, str]) -> None:
    session, _ = session_of(make, said(401), said(400, body))
    with pytest.raises(RequestFailedError) as caught:
        session.test()
    assert "sign in again with `wkt connect`" in (caught.value.hint or "")


def test_requests_of_several_threads_refresh_once(make: Make) -> None:
    """Eight requests with one expired token: one of them refreshes, the others use what it got."""
    tokens: list[str] = []
    barrier = threading.Barrier(8)

    def answer(request: OutgoingRequest) -> Any:
        if request.url.endswith("/token"):
            tokens.append("n")
            return said(200, {"access_token": "new-access-token"})
        if ("Authorization", "Bearer new-access-token") in request.headers:
            return said(200, {})
        barrier.wait(10)
        return said(401)

    session, _ = session_of(make, *[answer] * 30)
    threads = [threading.Thread(target=session.test) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert tokens == ["n"]


def test_several_authorizations(make: Make) -> None:
    asked: list[Any] = []
    options = {"key": {"type": "api_key", "apply": lambda c: headers(X=c["k"])}, "none": {}}
    multi = {"connection": {"authorization": {"type": "multi", "options": options}, "base_uri": lambda: "http://h"},
             "test": lambda: [get("/a"), get("/b")]}
    session = make(multi, FakeClient(said(200, {}), said(200, {})), {"k": "v"})
    session.ask_option = lambda names: asked.append(tuple(names)) or "key"
    session.test()
    assert asked == [("key", "none")]
    assert make(multi, FakeClient(said(200, {}), said(200, {})), {"auth_type": "none"}).test() == [{}, {}]
    for values in ({}, {"auth_type": "other"}):
        with pytest.raises(SdkError, match="Cannot find multi-auth definition for"):
            make(multi, FakeClient(), values).test()


def test_identity_may_ask_the_service_with_the_new_token(make: Make) -> None:
    session, client = session_of(make, said(200, {"email": "ana@x.example"}), identity=lambda: get("/me")["email"])
    assert session.authorization.identity() == "ana@x.example"
    assert client.header("Authorization") == ["Bearer old-access-token"]


def test_identity(make: Make) -> None:
    session, _ = session_of(make, identity=lambda c: f"user of {c['access_token'][:3]}")
    assert session.authorization.identity() == "user of old"
    assert session_of(make)[0].authorization.identity() is None
    wrong, _ = session_of(make, identity=lambda: 5)
    with pytest.raises(SdkError, match="a text is needed"):
        wrong.authorization.identity()


@pytest.mark.parametrize("word", ["client_id", "authorization_url", "token_url"])
def test_hooks_that_give_a_text_make_no_requests(make: Make, word: str) -> None:
    session, client = session_of(make, said(401), **{word: lambda: get("/x")["a"]}, authorization_url=...) \
        if word != "authorization_url" else session_of(make, **{word: lambda: get("/x")["a"]})
    with pytest.raises(InvalidDefinitionError, match=f"`get` can't be used in `connection.authorization.{word}`"):
        session.authorization.invite("http://l/") if word == "authorization_url" else session.test()
    assert client.paths in ([], ["GET /me"])


@pytest.mark.parametrize("url", ["", "login.example/x", "ftp://h/", 5])
def test_an_authorization_url_that_no_browser_opens(make: Make, url: Any) -> None:
    session, _ = session_of(make, authorization_url=lambda: url)
    with pytest.raises(SdkError):
        session.authorization.invite("http://localhost/cb")


def test_parameters_of_the_connector_win(make: Make) -> None:
    session, _ = session_of(make, authorization_url=lambda: "https://h/a?state=s&client_id=mine&resource=1&resource=2#x")
    invitation = session.authorization.invite("http://localhost/cb")
    assert invitation.url == ("https://h/a?client_id=mine&redirect_uri=http%3A%2F%2Flocalhost%2Fcb&resource=1&resource=2"
                              "&state=s")
    assert (invitation.state, invitation.verifier) == ("s", None)
