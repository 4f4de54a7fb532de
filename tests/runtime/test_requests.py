"""Laziness and the chain (reference/http_dsl.md sections 2 and 4)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.runtime.conftest import FakeClient, said
from wkt_cli.dsl import (
    copy,
    delete,
    error,
    get,
    head,
    headers,
    move,
    options,
    patch,
    payload,
    post,
    put,
)
from wkt_cli.errors import (
    ConnectorRuntimeError,
    InvalidDefinitionError,
    InvalidURIError,
    LambdaError,
    RequestFailedError,
    ResponseFormatError,
    ServerDisconnectedError,
)
from wkt_cli.http.message import OutgoingRequest, Reply
from wkt_cli.runtime.request import Request

Inside = Callable[..., Any]

USES: dict[str, Callable[[Request], Any]] = {
    "index": lambda r: r["k"], "iterate": list, "length": len, "contains": lambda r: "k" in r, "text": str,
    "format": lambda r: f"{r}", "keys": lambda r: list(r.keys()), "get": lambda r: r.get("k"),
    "equals": lambda r: r == {"k": 1}, "differs": lambda r: r != {}, "unpack": lambda r: {**r},
    "response": lambda r: r.response(),
    "items": lambda r: dict(r.items()), "json": lambda r: r["k"] + 1,
}
CHAINS: dict[str, Callable[[Request], Any]] = {
    "params": lambda r: r.params(a=1), "headers": lambda r: r.headers(X="y"), "payload": lambda r: r.payload(a=1),
    "formats": lambda r: r.request_format_www_form_urlencoded().response_format_raw().format_json(),
    "credentials": lambda r: r.user("u").password("p"), "redirects": lambda r: r.follow_redirection(),
    "handlers": lambda r: r.after_response(lambda c: c).after_error_response(404, lambda c: c),
    "url": lambda r: (r.current_url, r.current_verb), "truth": lambda r: bool(r) and r is not None,
    "repr": repr, "hash": hash, "type": lambda r: isinstance(r, dict), "auth_type": lambda r: r.auth_type("x"),
    "request_body": lambda r: r.request_body("x"), "callable": callable,
}


@pytest.mark.parametrize("use", USES.values(), ids=list(USES))
def test_uses_of_the_value_send_once(inside: Inside, use: Callable[[Request], Any]) -> None:
    client = FakeClient(said(200, {"k": 1}))

    def block() -> None:
        request = get("/x")
        assert client.sent == []
        use(request)
        use(request)

    inside(block, client)
    assert client.paths == ["GET /x"]


@pytest.mark.parametrize("chain", CHAINS.values(), ids=list(CHAINS))
def test_building_does_not_send(inside: Inside, chain: Callable[[Request], Any]) -> None:
    client = FakeClient()

    def block() -> None:
        chain(get("/x"))

    inside(block, client)
    assert client.sent == []


def test_chain_methods_give_the_request_back(inside: Inside) -> None:
    def block() -> None:
        request = post("/x")
        for name in ("params", "headers", "payload", "request_format_json", "request_format_www_form_urlencoded",
                     "request_format_raw", "response_format_json", "response_format_raw", "format_json",
                     "follow_redirection", "ignore_redirection"):
            assert getattr(request, name)() is request

    inside(block)


def test_requests_in_what_is_returned_are_sent_in_order(inside: Inside) -> None:
    client = FakeClient(lambda request: said(200, [request.url[-1]]))
    value = inside(lambda: {"b": get("/1"), "a": [get("/2"), {"c": get("/3")}], "n": 5}, client)
    assert client.paths == ["GET /1", "GET /2", "GET /3"]
    assert value == {"b": ["1"], "a": [["2"], {"c": ["3"]}], "n": 5}


@pytest.mark.parametrize("body", ["null", "false"])
def test_nil_and_false_are_not_kept(inside: Inside, body: str) -> None:
    client = FakeClient(said(200, body))

    def block() -> None:
        request = get("/x")
        request.response()
        request.response()

    inside(block, client)
    assert len(client.sent) == 2


def test_order_follows_use(inside: Inside) -> None:
    client = FakeClient()

    def block() -> None:
        first, second = get("/1"), get("/2")
        str(second), str(first)

    inside(block, client)
    assert client.paths == ["GET /2", "GET /1"]


def test_a_failed_send_keeps_nothing(inside: Inside) -> None:
    client = FakeClient(said(500, {}), said(200, {"k": 1}))

    def block() -> Any:
        request = get("/x")
        with pytest.raises(RequestFailedError):
            request["k"]
        return request["k"]

    assert inside(block, client) == 1


def test_a_missing_key_is_none_and_changes_stay(inside: Inside) -> None:
    def block() -> Any:
        request = get("/x")
        assert request["nothing"] is None
        request["new"] = 5
        return [request["new"], request["list"][0]]

    assert inside(block, FakeClient(said(200, {"list": [1]}))) == [5, 1]


def test_a_value_inside_a_payload_is_sent_first(inside: Inside) -> None:
    client = FakeClient(said(200, {"id": 7}))
    inside(lambda: post("/x", {"other": get("/y"), "deep": [get("/z")]}), client)
    assert client.paths == ["GET /y", "GET /z", "POST /x"]
    assert json.loads(client.sent[2].body or b"") == {"other": {"id": 7}, "deep": [{"id": 7}]}


@pytest.mark.parametrize(("verb", "has_query"), [
    (get, True), (options, True), (head, True), (delete, True), (post, False), (put, False), (patch, False),
    (copy, False), (move, False),
])
def test_where_the_second_argument_goes(inside: Inside, verb: Callable[..., Request], has_query: bool) -> None:
    client = FakeClient(said(200, {}))
    inside(lambda: [verb("/x", {"b": 2, "a": "é"}), verb("/x", b=2, a="é")], client)
    for sent in client.sent:
        assert sent.method == verb.__name__.upper()
        assert sent.url == ("http://h/x?a=%C3%A9&b=2" if has_query else "http://h/x")
        assert sent.body == (None if has_query else '{"b":2,"a":"é"}'.encode())


def test_bodies_by_default(inside: Inside) -> None:
    client = FakeClient(said(200, {}))
    inside(lambda: [post("/"), post("/", {}), post("/", [1]), post("/", "t"), delete("/"), get("/").payload(a=1)],
           client)
    assert [sent.body for sent in client.sent] == [b"", b"{}", b"[1]", b'"t"', None, None]
    assert client.header("Content-Type") == ["application/json"] * 5 + [None]
    assert client.header("Accept") == ["application/json"] * 6


def test_headers(inside: Inside) -> None:
    client = FakeClient(said(200, {}))
    inside(lambda: [
        get("/").headers(x_one_two="1"), get("/").headers({"X-THREE": "3", "x_lower": 4}),
        get("/").headers(accept=None),
        post("/").headers({"content-type": "text/plain"}), get("/").headers({"A": "1"}, a="2"),
    ], client)
    assert client.header("X-One-Two")[0] == "1"
    assert (client.header("X-Three")[1], client.header("X_lower")[1]) == ("3", "4")
    assert client.header("Accept")[2] in (None, "*/*")
    assert client.header("Content-Type")[3] == "text/plain"
    assert client.header("A")[4] == "2"


def test_basic_credentials(inside: Inside) -> None:
    client = FakeClient(said(200, {}))
    inside(lambda: [get("/").user("u").password("p:é"), get("/").user("u"), get("http://a%40b:c@h/"),
                    get("/").user("u").headers(Authorization="mine")], client)
    assert client.header("Authorization") == ["Basic dTpwOsOp", "Basic dTo=", "Basic YUBiOmM=", "mine"]
    assert client.sent[2].url == "http://h/"
    with pytest.raises(InvalidURIError, match="password component depends user component"):
        inside(lambda: get("/").password("p"))


def test_params(inside: Inside) -> None:
    client = FakeClient(said(200, {}))
    inside(lambda: [get("/?z=1&&y=2").params(a=[1, "two"]), get("/").params("as=is&b=%20"), get("/", None),
                    get("/", {"a": None, "h": {"k": "v"}}).params(b=True)], client)
    assert client.paths == ["GET /?z=1&y=2&a%5B%5D=1&a%5B%5D=two", "GET /?as=is&b=%20", "GET /",
                            "GET /?a=&b=true&h%5Bk%5D=v"]


def test_request_bodies(inside: Inside) -> None:
    client = FakeClient(said(200, {}))
    inside(lambda: [
        post("/").request_body("text é"), post("/", a=1, b=[2]).request_format_www_form_urlencoded(),
        post("/").payload("raw").request_format_raw(), post("/", a=1).payload(b=2).payload({"a": 3}),
    ], client)
    assert [sent.body for sent in client.sent] == ["text é".encode(), b"a=1&b%5B%5D=2", b"raw", b'{"a":3,"b":2}']
    assert client.header("Content-Type") == ["application/json", "application/x-www-form-urlencoded",
                                             "application/json", "application/json"]


@pytest.mark.parametrize(("status", "fails"), [(200, False), (204, False), (207, False), (208, True), (226, True),
                                               (302, True), (304, True), (400, True), (500, True)])
def test_which_replies_fail(inside: Inside, status: int, fails: bool) -> None:
    client = FakeClient(said(status))
    if fails:
        with pytest.raises(RequestFailedError) as caught:
            inside(lambda: get("/"), client)
        assert caught.value.status == status
    else:
        assert inside(lambda: get("/"), client) == {}


def test_a_redirect_may_be_the_reply(inside: Inside) -> None:
    def block() -> Any:
        return get("/").ignore_redirection().response_format_raw().after_response(lambda c, b, h: [c, h["Location"]])

    assert inside(block, FakeClient(said(302, "", Location="/there"))) == [302, "/there"]


def test_response_formats(inside: Inside) -> None:
    assert inside(lambda: get("/").response_format_raw(), FakeClient(said(200, "not json"))) == "not json"
    assert inside(lambda: get("/"), FakeClient(said(200, " "))) == {}
    with pytest.raises(ResponseFormatError):
        inside(lambda: get("/"), FakeClient(said(200, "<html>")))


def test_after_response(inside: Inside) -> None:
    def block() -> Any:
        return get("/").after_response(lambda code, body, headers: {"code": code, "body": body["k"],
                                                                    "total": headers["x_total_count"]})

    assert inside(block, FakeClient(said(200, {"k": 1}, X_Total_Count="9"))) == {"code": 200, "body": 1, "total": "9"}


def test_handlers_may_take_fewer_arguments_and_send(inside: Inside) -> None:
    client = FakeClient(said(200, {"k": 1}))
    assert inside(lambda: get("/1").after_response(lambda: get("/2")), client) == {"k": 1}
    assert client.paths == ["GET /1", "GET /2"]


@pytest.mark.parametrize("matchers", [[404], ["404"], ["Not Found"], ["gone.*here"], [[404]], [500, 404], [".*"]])
def test_after_error_response(inside: Inside, matchers: list[Any]) -> None:
    def block() -> Any:
        return get("/").after_error_response(*matchers, lambda code, body, headers, message: [code, body, message])

    value = inside(block, FakeClient(said(404, "it is gone from here")))
    assert value == [404, "it is gone from here", "404 Not Found"]


def test_after_error_response_as_a_decorator(inside: Inside) -> None:
    def block() -> Any:
        request = get("/")

        @request.after_error_response(404)
        def handle(code: int) -> Any:
            return {"handled": code}

        return request

    assert inside(block, FakeClient(said(404))) == {"handled": 404}


def test_an_error_that_no_matcher_fits(inside: Inside) -> None:
    with pytest.raises(RequestFailedError, match="500"):
        inside(lambda: get("/").after_error_response(404, lambda: 1), FakeClient(said(500)))


def test_a_handler_sees_a_closed_connection(inside: Inside) -> None:
    client = FakeClient(ServerDisconnectedError("Server broke connection"))
    value = inside(lambda: get("/").after_error_response("broke", lambda c, b, h, m: [c, b, h, m]), client)
    assert value == [None, None, {}, "Server broke connection"]


def test_the_value_of_an_error_handler_is_not_kept(inside: Inside) -> None:
    client = FakeClient(said(404))

    def block() -> None:
        request = get("/").after_error_response(404, lambda: {"k": 1})
        request["k"], request["k"]

    inside(block, client)
    assert len(client.sent) == 2


BASES = [
    (None, "https://a/x", "https://a/x"),
    ("https://h/api/v2/", "v1/x", "https://h/api/v2/v1/x"),
    ("https://h/api/v2", "v1/x", "https://h/api/v1/x"),
    ("https://h/api/v2/", "/v1/x", "https://h/v1/x"),
    ("https://h/api/v2/?k=1", "?q=1", "https://h/api/v2/?q=1"),
    ("https://h/api/v2/?k=1", "", "https://h/api/v2/?k=1"),
    ("https://h/api/v2/?k=1", "../y", "https://h/api/y"),
    ("https://h/", "http://other/p", "http://other/p"),
    ("https://h/", "//other/p", "https://other/p"),
    ("https://h/", "/x#part", "https://h/x"),
    ("https://h", "/x?a=b%20c", "https://h/x?a=b%20c"),
    ("https://h", "/x?q=a = 'b'", "https://h/x?q=a%20=%20%27b%27"),
    (None, 'https://h/x?q={a}|"b"\t<c>`', "https://h/x?q={a}|%22b%22%3Cc%3E%60"),
    ("https://h", "", "https://h/"),
]


@pytest.mark.parametrize(("base", "url", "expected"), BASES)
def test_joining_with_base_uri(inside: Inside, base: str | None, url: str, expected: str) -> None:
    client = FakeClient(said(200, {}))
    inside(lambda: get(url), client, connection={"base_uri": lambda: base})
    assert [sent.url for sent in client.sent] == [expected]


@pytest.mark.parametrize(("base", "url", "message"), [
    (None, "/x", "bad URI(no host provided): http:///x"),
    ("http://h", None, "bad URI(is not URI?): nil"),
    ("http://h", "/a b", 'bad URI(is not URI?): "/a b"'),
    ("http://h", "/{a}?b", 'bad URI(is not URI?): "/{a}?b"'),
    ("http://h", "/x?a#b c", 'bad URI(is not URI?): "/x?a#b c"'),
    ("http://h", "/é", "URI must be ascii only"),
    ("http://h", "ftp://h/x", "not an HTTP URI"),
    ("http://h", "mailto:a@h/x", "bad URI(no host provided)"),
])
def test_what_cannot_be_requested(inside: Inside, base: str | None, url: Any, message: str) -> None:
    with pytest.raises(InvalidURIError) as caught:
        inside(lambda: get(url), connection={"base_uri": lambda: base})
    assert message in caught.value.message


def test_base_uri_of_another_type(inside: Inside) -> None:
    with pytest.raises(InvalidDefinitionError, match="a text is needed"):
        inside(lambda: get("/x"), connection={"base_uri": lambda: 5})


def test_words_of_apply_elsewhere(inside: Inside) -> None:
    for word in (headers, payload):
        with pytest.raises(InvalidDefinitionError, match="only in `apply`"):
            inside(lambda connection, word=word: word(a=1))


def test_verbs_outside_of_functions() -> None:
    with pytest.raises(InvalidDefinitionError, match="inside a connector's functions"):
        get("/x")


def test_error(inside: Inside) -> None:
    with pytest.raises(ConnectorRuntimeError, match=r"^Sorry$"):
        inside(lambda: error("Sorry"))
    with pytest.raises(ConnectorRuntimeError, match="RuntimeError"):
        inside(lambda: error())


def test_an_exception_of_a_lambda(inside: Inside) -> None:
    with pytest.raises(LambdaError, match="ZeroDivisionError: division by zero") as caught:
        inside(lambda: 1 / 0)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_what_current_url_shows(inside: Inside) -> None:
    """A base without a path stays without; user and password stand in it, unless they answer a digest challenge."""
    def shown(change: Any) -> Any:
        return inside(lambda: change(get("")).current_url, connection={"base_uri": lambda: "https://h"})

    assert shown(lambda request: request) == "https://h"
    assert shown(lambda request: request.user("u@x").password("p:w")) == "https://u%40x:p%3Aw@h"
    assert shown(lambda request: request.user("u")) == "https://u@h"
    assert shown(lambda request: request.user("u").password("p").digest_auth()) == "https://h"


def test_a_body_of_no_type_is_a_form(inside: Inside) -> None:
    client = FakeClient(said(200, {}))
    inside(lambda: [send("/a", *body).headers(content_type=None) for send, *body in
                    ((post, {"a": 1}), (put,), (delete,), (get,))], client)
    form_type = "application/x-www-form-urlencoded"
    assert client.header("Content-Type") == [form_type, form_type, None, None]


def test_a_password_for_the_user_of_the_url(inside: Inside) -> None:
    client = FakeClient(said(200, {}))
    inside(lambda: get("http://a:b@h/").password("p"), client)
    assert client.header("Authorization") == ["Basic YTpw"]


@pytest.mark.parametrize(("first", "second", "sent"), [
    ({"x_token": "a"}, {"X-Token": "b"}, "b"), ({"X-Token": "a"}, {"x_token": "b"}, "b"),
    ({"x_token": "a"}, {"x-token": None}, None), ({"X-Token": "a", "x_token": "b"}, {"X-Token": "c"}, "c"),
])  # fmt: skip
@pytest.mark.parametrize("in_apply", [False, True])
def test_the_last_spelling_of_a_header_wins(
    inside: Inside, first: dict[str, Any], second: dict[str, Any], sent: str | None, in_apply: bool
) -> None:
    """Also where `apply`, which comes last, spells it otherwise: names with `_` are given as keywords here."""
    def added(request: Request, names: dict[str, Any]) -> Request:
        for name, value in names.items():
            request.headers(**{name: value}) if "_" in name else request.headers({name: value})
        return request

    client = FakeClient(said(200, {}))
    signing = {"type": "custom_auth", "apply": lambda connection: added(headers(), second)}
    if in_apply:
        inside(lambda: added(get("/"), first), client, connection={
            "base_uri": lambda: "http://h", "authorization": signing})
    else:
        inside(lambda: added(added(get("/"), first), second), client)
    assert client.header("X-Token") == [sent]


def test_a_list_as_query_is_joined(inside: Inside) -> None:
    client = FakeClient(said(200, {}))
    inside(lambda: get("/a").params([1, None, True]), client)
    assert client.paths == ["GET /a?1//true"]


@pytest.mark.parametrize("status", [300, 304, 305, 400])
def test_what_ignore_redirection_does_not_take(inside: Inside, status: int) -> None:
    client = FakeClient(said(status, {}, Location="/b"))
    with pytest.raises(RequestFailedError):
        inside(lambda: get("/a").ignore_redirection(), client)


def test_a_function_changes_the_payload(inside: Inside) -> None:
    client = FakeClient(said(200, {}))
    inside(lambda: [post("/a").payload(lambda body: body.update(b=2)), post("/a", a=1).payload(dict.popitem)], client)
    assert [sent.body for sent in client.sent] == [b'{"b":2}', b"{}"]


def test_requests_as_headers_and_bodies_are_sent_first(inside: Inside) -> None:
    image = said(200, "")
    image.body = b"\xff\x00"
    client = FakeClient(said(200, '"token"'), said(200, {"a": [1]}), said(200, {}), image, said(200, {}))
    inside(lambda: post("/a").headers({"X-A": get("/token")}).request_body(get("/body")), client)
    inside(lambda: put("/b").request_body(get("/image").response_format_raw()), client)
    assert client.paths == ["GET /token", "GET /body", "POST /a", "GET /image", "PUT /b"]
    assert (client.header("X-A")[2], client.sent[2].body) == ("token", b'{"a":[1]}')
    assert client.sent[4].body == b"\xff\x00"


def test_a_body_of_get_is_a_form_unless_told(inside: Inside) -> None:
    client = FakeClient(said(200, {}), said(200, {}))
    typed = {"content_type": "text/plain"}
    inside(lambda: [get("/a").request_body("x"), get("/b").request_body("x").headers(**typed)], client)
    assert client.header("Content-Type") == ["application/x-www-form-urlencoded", "text/plain"]
    assert [sent.body for sent in client.sent] == [b"x", b"x"]


def test_digest_sends_no_basic_credentials(inside: Inside) -> None:
    challenge = said(401, "", WWW_Authenticate='Digest realm="r", nonce="n"')
    client = FakeClient(challenge, said(200, {"ok": 1}))
    assert inside(lambda: get("/a").user("u").password("p").digest_auth(), client) == {"ok": 1}
    first, second = client.header("Authorization")
    assert first is None
    assert str(second).startswith('Digest username="u", realm="r"')


@pytest.mark.parametrize(("url", "answers"), [("http://h/b", 2), ("http://elsewhere/b", 1)])
def test_digest_is_answered_where_a_redirect_leads_to(inside: Inside, url: str, answers: int) -> None:
    """Once at each URL, and at no other origin."""
    def redirected(request: OutgoingRequest) -> Reply:
        return replace(challenge, request=request._replace(url=url))

    challenge = said(401, "", WWW_Authenticate='Digest realm="r", nonce="n"')
    client = FakeClient(challenge, redirected)
    with pytest.raises(RequestFailedError):
        inside(lambda: get("/a").user("u").password("p").digest_auth(), client)
    assert [request.url for request in client.sent] == ["http://h/a", "http://h/a", url][: answers + 1]
