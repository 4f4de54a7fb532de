"""What Ruby blocks say to the runtime, sent through a client that answers from a list."""

from __future__ import annotations

from typing import Any

import pytest

from tests.runtime.conftest import FakeClient, Run, said
from wkt_cli.connector.ruby import plain
from wkt_cli.errors import (
    ConnectionFailedError,
    InvalidDefinitionError,
    LambdaError,
    RequestTimeoutError,
    SdkError,
    ServerDisconnectedError,
    TLSError,
    UndefinedMethodError,
    URISchemeError,
)
from wkt_cli.runtime.session import Session


def headers(client: FakeClient) -> dict[str, str]:
    return dict(client.sent[-1].headers)


def test_format_xml_both_ways(run: Run, client: FakeClient) -> None:
    client.answers = [said(200, "<ok><n>1</n></ok>", Content_Type="application/xml")]
    found = run("post('http://h/x', '@v' => 2).format_xml('r', '@xmlns' => 'u', strip_response_namespaces: true)['ok']")
    assert found == [{"n": [{"content!": "1"}]}]
    assert client.sent[-1].body == b'<r v="2" xmlns="u"></r>'
    assert (headers(client)["Accept"], headers(client)["Content-Type"]) == ("application/xml", "application/xml")


def test_errors_of_formats_have_their_classes(run: Run, client: FakeClient) -> None:
    client.answers = [said(200, "nothing")]
    kinds = """
        [-> { get('http://h/').response_format_xml.presence }, -> { get('http://h/').presence },
         -> { post('http://h/', 'x').request_format_xml('r').presence },
         -> { post('http://h/', [1]).request_format_multipart_form.presence }].map do |one|
          one.call
        rescue => e
          e.class.name.delete_prefix('Workato::Connector::Sdk::')
        end
    """
    assert run(kinds) == [
        "XMLResponseFormatError", "JSONResponseFormatError", "XMLRequestFormatError", "MultipartFormRequestFormatError",
    ]


def test_multipart_wins_over_a_content_type_of_ones_own(run: Run, client: FakeClient) -> None:
    run("post('http://h/x', a: 'b').headers('Content-Type': 'text/plain').request_format_multipart_form.presence")
    assert headers(client)["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b'name="a"' in (client.sent[-1].body or b"")


@pytest.mark.parametrize(("chain", "body"), [
    ("request_body('raw').request_format_json", b'"raw"'),
    ("request_body(b: { c: 'x y', d: [1] }, n: nil)", b"b[c]=x+y&b[d][]=1&n"),
    ("request_body(b: { c: 'x y' }).request_format_www_form_urlencoded", b"b%5Bc%5D=x+y"),
    ("request_body([1])", b""),
    ("request_body(5)", b""),
    ("payload(a: 'YWI='.decode_base64, b: 'é'.b, c: 'é'.encode('ISO-8859-1'))",
     '{"a":"0x6162","b":"é","c":"é"}'.encode()),
    ("request_body('é'.encode('ISO-8859-1'))", b"\xe9"),
    ("payload(true => 1, 1.5 => 2, nil => 3, [4] => 5, 10**20 => 6)",
     b'{"true":1,"1.5":2,"":3,"[4]":5,"100000000000000000000":6}'),
    ("payload(a: Set.new([1, :b]), b: Complex(1, 2), c: /x/i, d: URI('http://x/?a'), e: 1r, f: 'a'..'c')",
     b'{"a":[1,"b"],"b":"1+2i","c":"(?i-mx:x)","d":"http://x/?a","e":"1/1","f":"a..c"}'),
    ("payload(a: Struct.new(:x, :y).new(1, { z: :s }))", b'{"a":{"x":1,"y":{"z":"s"}}}'),
    ("request_body('raw')", b"raw"),
    ("payload(t: Time.utc(2024, 1, 2)).request_format_www_form_urlencoded", b"t=2024-01-02+00%3A00%3A00+UTC"),
    ("payload(t: DateTime.new(2024, 1, 2))", b'{"t":"2024-01-02T00:00:00.000+00:00"}'),
    ("payload(a: Time.utc(2024, 1, 2, 3, 4, 5), b: DateTime.new(2024, 1, 2)).request_format_xml('r')",
     b"<r><a>03:04:05</a><b>2024-01-02T00:00:00+00:00</b></r>"),
])  # fmt: skip
def test_bodies(run: Run, client: FakeClient, chain: str, body: bytes) -> None:
    run(f"post('http://h/x').{chain}.presence")
    assert client.sent[-1].body == body


@pytest.mark.parametrize(("chain", "body"), [
    ("post('http://h/x', v: {}).request_format_www_form_urlencoded", b"v=%FF%00"),
    ("post('http://h/x', v: [{}, 'a/b', 'n']).request_format_multipart_form",
     b'name="v"; filename="n"\r\nContent-Type: a/b\r\n\r\n\xff\x00\r\n'),
    ("post('http://h/x').request_body({})", b"\xff\x00"),
])  # fmt: skip
def test_a_raw_reply_inside_of_a_payload(run: Run, client: FakeClient, chain: str, body: bytes) -> None:
    image = said(200, "", Content_Type="application/octet-stream")
    image.body = b"\xff\x00"
    client.answers = [image, said(200, {})]
    run(chain.replace("{}", "get('http://h/image').response_format_raw") + ".presence")
    assert body in (client.sent[-1].body or b"")


def test_nothing_is_no_stream(run: Run) -> None:
    assert run("begin; workato.stream.in(nil) { }; rescue TypeError => e; e.message; end").startswith("no implicit")


def test_for_goes_through_a_reply(run: Run, client: FakeClient) -> None:
    client.answers = [said(200, [1, 2])]
    assert run("found = []; for one in get('http://h/') do found << one end; found") == [1, 2]


@pytest.mark.parametrize(("called", "told"), [
    (":two, 1", ["ArgumentError", "wrong number of arguments (given 1, expected 2)"]),
    (":text", ["Workato::Connector::Sdk::UnexpectedMethodDefinitionError",
               "Expected lambda for method 'text' definition, got: String"]),
    ("nil", ["Workato::Connector::Sdk::UndefinedMethodError", "Method '' does not exists"]),
])  # fmt: skip
def test_calls_that_fail_have_their_classes(run: Run, called: str, told: list[str]) -> None:
    body = f"begin; call({called}); rescue => e; [e.class.name, e.message]; end"
    assert run(f"{{ methods: {{ two: ->(a, b) {{ }}, text: 'x', m: -> {{ {body} }} }} }}", "methods.m") == told


@pytest.mark.parametrize("word", ["reinvoke_after(seconds: 1, continue: {})", "suspend(continue: {}, expires_at: now)"])
@pytest.mark.parametrize("path", ["test", "pick_lists.p"])
def test_only_actions_have_several_steps(run: Run, path: str, word: str) -> None:
    with pytest.raises(InvalidDefinitionError, match="can't be used in"):
        run(f"{{ test: -> {{ {word} }}, pick_lists: {{ p: -> {{ {word} }} }} }}", path)
    assert run("{ test: -> { checkpoint!(continue: {}) }, pick_lists: {} }", "test") is None


@pytest.mark.parametrize(("error", "rescued"), [
    (ConnectionFailedError("x", reason="ECONNREFUSED"), "Errno::ECONNREFUSED"),
    (ConnectionFailedError("x", reason="ECONNREFUSED"), "SystemCallError"),
    (ConnectionFailedError("x", reason="SocketError"), "SocketError"),
    (ConnectionFailedError("x"), "Workato::Connector::Sdk::RequestError"),
    (TLSError("x"), "OpenSSL::SSL::SSLError"),
    (RequestTimeoutError("x"), "Workato::Connector::Sdk::RequestTimeoutError"),
    (ServerDisconnectedError("x"), "Workato::Connector::Sdk::RequestFailedError"),
    (URISchemeError("x"), "::ArgumentError"),
])  # fmt: skip
def test_the_network_fails_with_rubys_own_classes(
    run: Run, client: FakeClient, error: Exception, rescued: str
) -> None:
    client.answers = [error]
    code = "begin; get('http://h/').presence; rescue JSON::ParserError, EOFError; 0; rescue {} => e; e.message; end"
    assert run(code.replace("{}", rescued)) == "x"


def test_a_request_in_the_query_is_sent_first(run: Run, client: FakeClient) -> None:
    client.answers = [said(200, "5"), said(200, {"ok": True})]
    assert run("get('http://h/x', v: get('http://h/f'))") == {"ok": True}
    assert [request.url for request in client.sent] == ["http://h/f", "http://h/x?v=5"]


def test_without_accept_anything_is_taken(run: Run, client: FakeClient) -> None:
    run("get('http://h/x').headers(accept: nil).presence")
    assert headers(client)["Accept"] == "*/*"


def test_a_rescued_failure_tells_of_its_reply(run: Run, client: FakeClient) -> None:
    client.answers = [said(409, {"e": 1}, X_A="b")]
    told = "[e.code, e.method, e.message, e.response.code, e.response.body, e.response.headers['X-A']]"
    found = run(f"begin; get('http://h/x').presence; rescue => e; {told}; end")
    assert found == [409, "GET", "409 Conflict", 409, '{"e": 1}', "b"]
    own = "Workato::Connector::Sdk::RequestFailedError"
    assert run(f"begin; raise {own}, 'x'; rescue => e; [e.code, e.response]; end") == [None, None]


@pytest.mark.parametrize("spelt", ["'X-Total-Count'", "'x-total-count'", ":x_total_count", "'x_total_count'"])
def test_headers_of_a_reply_are_found_by_any_spelling(run: Run, client: FakeClient, spelt: str) -> None:
    client.answers = [said(200, {}, X_Total_Count="3")]
    looked = f"[h[{spelt}], h.dig({spelt}), h.fetch({spelt}, 0), h.key?({spelt}), h['none'], h.keys]"
    found = run(f"get('http://h/x').after_response {{ |code, body, h| {looked} }}")
    assert found == ["3", "3", "3", True, None, ["x_total_count"]]


def test_a_copy_of_a_request_is_sent_by_itself(run: Run, client: FakeClient) -> None:
    client.answers = [said(200, {"n": 1}), said(200, {"n": 2})]
    assert run("a = get('http://h/x'); b = a.dup.params(q: 1); [a['n'], b['n'], a['n']]") == [1, 2, 1]
    assert [request.url for request in client.sent] == ["http://h/x", "http://h/x?q=1"]


@pytest.mark.parametrize(("status", "message"), [
    (418, "418 I'm A Teapot"), (413, "413 Payload Too Large"),
    (451, "HTTP status code 451"), (599, "HTTP status code 599"),
])  # fmt: skip
def test_statuses_have_the_platforms_phrases(run: Run, client: FakeClient, status: int, message: str) -> None:
    client.answers = [said(status)]
    assert run("get('http://h/x').after_error_response(/.*/) { |c, b, h, message| message }") == message


@pytest.mark.parametrize(("authorization", "shown"), [
    ("type: 'oauth2', apply: ->(c, token, kind) { headers('X' => [token, kind].inspect) }", '["AT", :special]'),
    ("type: 'api_key', apply: ->(c, kind) { headers('X' => kind.inspect) }", ":special"),
    ("type: 'custom_auth', apply: proc { |c| headers('X' => name) }", "local"),
    ("type: 'custom_auth', apply: ->(c) { headers('X' => name) }", "local"),
])  # fmt: skip
def test_apply_is_offered_the_token_and_signs_from_any_lambda(
    run: Run, client: FakeClient, authorization: str, shown: str
) -> None:
    text = f"""
        name = 'local'
        {{ connection: {{ authorization: {{ {authorization} }} }},
           test: -> {{ get('http://h/').auth_type(:special) }} }}
    """
    run(text, "test", {"access_token": "AT"})
    assert headers(client)["X"] == shown


def test_a_lambda_that_uses_locals_of_the_file_fails_alone(run: Run) -> None:
    text = "name = 1\n{ methods: { good: -> { name }, bad: -> { name; redo }, worse: proc { redo } } }"
    assert run(text, "methods.good") == 1
    for path in ("methods.bad", "methods.worse"):
        with pytest.raises(LambdaError, match="`redo` is not supported") as caught:
            run(text, path)
        assert caught.value.place is not None
        assert caught.value.place.line == 2


def test_methods_are_strict_lambdas_or_lenient_procs(run: Run) -> None:
    assert run("{ methods: { m: proc { |a, b| [a, b] } } }", "methods.m", args=[1]) == [1, None]
    with pytest.raises(InvalidDefinitionError, match="Expected lambda for method 'm' definition, got: String"):
        run("{ methods: { m: 'text' } }", "methods.m")
    with pytest.raises(UndefinedMethodError) as caught:
        run("{ methods: { find_one: -> { call('find_on') } } }", "methods.find_one")
    assert caught.value.hint == "did you mean `find_one`?"
    assert caught.value.place is not None
    assert caught.value.place.column is not None


@pytest.mark.parametrize(("block", "value"), [
    ("->(_c, of:) { [[of, 1]] }", [["big", 1]]),
    ("->(_c, of:, more: 'x') { [[of, more]] }", [["big", "x"]]),
    ("->(_c, **all) { [[all.inspect, 1]] }", [['{:of=>"big"}', 1]]),
    ("->(_c, all) { [[all.inspect, all[:of]]] }", [['{:of=>"big"}', "big"]]),
    ("->(c) { [[c.class.name, 1]] }", [["ActiveSupport::HashWithIndifferentAccess", 1]]),
    ("-> { [['a', 1]] }", [["a", 1]]),
])  # fmt: skip
@pytest.mark.parametrize("args", [{"of": "big"}, [{"of": "big"}]])
def test_pick_lists_get_their_arguments_as_keywords(run: Run, block: str, value: Any, args: Any) -> None:
    assert run(f"{{ pick_lists: {{ p: {block} }} }}", "pick_lists.p", args=args) == value


@pytest.mark.parametrize(("block", "args", "message"), [
    ("->(_c, of:) { of }", None, "missing keyword: :of"),
    ("->(_c, of:) { of }", {"of": 1, "city": 2}, "unknown keyword: :city"),
    ("->(_c, all) { all }", None, "wrong number of arguments (given 1, expected 2)"),
])  # fmt: skip
def test_pick_lists_without_their_arguments(run: Run, block: str, args: Any, message: str) -> None:
    with pytest.raises(LambdaError) as caught:
        run(f"{{ pick_lists: {{ p: {block} }} }}", "pick_lists.p", args=args)
    assert caught.value.message == message


DEFINITIONS = """
    {
      object_definitions: {
        item: { fields: -> { [{ name: 'id' }, { name: 'title' }] } },
        box: { fields: ->(_c, config, all) { [{ name: config['kind'], properties: all[:item].only('id') }] } },
        changed: { fields: ->(_c, _f, all) { all['item'] << 1; [all['item'].size, all.dig('item', 0, 'name')] } },
        seen: { fields: ->(_c, _f, all) { [all.keys, all['item'].size, all.keys] } },
        one: { fields: ->(_c, _f, all) { all['two'] } },
        two: { fields: ->(_c, _f, all) { all['one'] } },
        lost: { fields: ->(_c, _f, all) { all['nowhere'] } }
      },
      actions: { find: { input_fields: -> { nil }, output_fields: ->(all) { all['item'].first } } }
    }
"""


@pytest.mark.parametrize(("path", "value"), [
    ("object_definitions.box.fields", [{"name": "big", "properties": [{"name": "id"}]}]),
    ("object_definitions.changed.fields", [2, "id"]),
    ("object_definitions.seen.fields", [[], 2, ["item"]]),
    ("actions.find.input_fields", []),
    ("actions.find.output_fields", [{"name": "id"}]),
])  # fmt: skip
def test_object_definitions_look_each_other_up(run: Run, path: str, value: Any) -> None:
    assert run(DEFINITIONS, path, config_fields={"kind": "big"}) == value


@pytest.mark.parametrize(("name", "message"), [
    ("one", "Infinite recursion occurred in object definition for 'two'"),
    ("lost", "Cannot find object definition for 'nowhere'"),
])  # fmt: skip
def test_object_definitions_that_lead_nowhere(run: Run, name: str, message: str) -> None:
    with pytest.raises(InvalidDefinitionError, match=message):
        run(DEFINITIONS, f"object_definitions.{name}.fields")


@pytest.mark.parametrize("body", ["get('http://h/')", "call(:m)", "parallel([])"])
def test_a_notification_asks_nobody(run: Run, client: FakeClient, body: str) -> None:
    trigger = f"{{ webhook_notification: ->(input) {{ {body} }} }}"
    source = f"{{ methods: {{ m: -> {{ 1 }} }}, triggers: {{ t: {trigger} }} }}"
    with pytest.raises(UndefinedMethodError, match=r"undefined method `\w+' for `triggers\.t\.webhook_notification`"):
        run(source, "triggers.t.webhook_notification")
    assert client.sent == []


def test_a_notification_gets_its_payload_as_it_came(run: Run) -> None:
    block = "->(input, payload) { [payload['a'], payload[:a], input[:a], payload['l'][0][:b], payload.class.name] }"
    source = f"{{ triggers: {{ t: {{ webhook_notification: {block} }} }} }}"
    payload = {"a": 1, "l": [{"b": 2}]}
    assert run(source, "triggers.t.webhook_notification", input={"a": 3}, webhook_payload=payload) == [
        1, None, 3, None, "Hash",
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "told"), [
    ("get('http://h/').headers(nil)", "no implicit conversion of nil into Hash"),
    ("get('http://h/').headers('x')", "no implicit conversion of String into Hash"),
    ("post('http://h/').payload('x')", "undefined method `to_hash' for \"x\":String"),
    ("post('http://h/').payload([1])", "undefined method `to_hash' for [1]:Array"),
    ("get('http://h/').params('a=1').params(b: 2)", "undefined method `merge!' for \"a=1\":String"),
    ("get('http://h/').case_sensitive_headers('x-A' => 1)", "The header `x-A` needs a text, not int"),
])  # fmt: skip
def test_what_can_not_be_chained(run: Run, client: FakeClient, code: str, told: str) -> None:
    with pytest.raises(SdkError) as caught:
        run(code)
    assert told in str(caught.value)
    assert client.sent == []


def test_headers_as_they_are(run: Run, client: FakeClient) -> None:
    run("get('http://h/').headers('x-a' => { b: [nil, :c] }, 'X-B' => 1).case_sensitive_headers('x-B' => '2').presence")
    found = headers(client)
    assert (found["X-A"], found["x-B"]) == ("{:b=>[nil, :c]}", "2")
    assert "X-B" not in found


@pytest.mark.parametrize(("chain", "told"), [
    ("request_body(a: 1).headers('Content-Type' => 'text/plain')", "text/plain` is not sent: the body is app"),
    ("request_format_multipart_form.headers(content_type: 'json')", "application/json` is not sent"),
    ("request_format_multipart_form.headers('Content-Type' => 'multipart/form-data')", ""),
    ("request_format_multipart_form", ""),
    ("request_body(a: 1)", ""),
])  # fmt: skip
def test_a_content_type_that_is_lost_is_told(
    run: Run, client: FakeClient, monkeypatch: pytest.MonkeyPatch, chain: str, told: str
) -> None:
    warned: list[str] = []
    usual = Session.__init__.__kwdefaults__ or {}
    monkeypatch.setattr(Session.__init__, "__kwdefaults__", {**usual, "warn": warned.append})
    run(f"post('http://h/', b: 2).{chain}.presence")
    assert [told in text for text in warned] == ([True] if told else [])


def test_a_body_that_is_a_hash_is_a_form_whatever_its_type(run: Run, client: FakeClient) -> None:
    run("post('http://h/').request_body(a: 1).headers('Content-Type' => 'text/plain').presence")
    assert headers(client)["Content-Type"] == "application/x-www-form-urlencoded"
    run("post('http://h/').request_format_multipart_form.presence")
    assert (headers(client)["Content-Type"], client.sent[-1].body) == ("application/x-www-form-urlencoded", b"")


@pytest.mark.parametrize(("type_of", "body", "seen"), [
    ("json", {"a": {"b": 1}}, [None, None, 1]), ("xml", "<a><b>1</b></a>", [None, [{"content!": "1"}], None]),
])  # fmt: skip
def test_keys_of_replies(run: Run, client: FakeClient, type_of: str, body: Any, seen: list[Any]) -> None:
    """A reply has text keys; elements of XML answer to both (reference/http_dsl.md section 11)."""
    client.answers = [said(200, body, Content_Type=f"application/{type_of}")]
    look = "[r[:a], r['a'].is_a?(Array) ? r['a'][0][:b] : r['a'][:b], r['a'].is_a?(Hash) ? r['a']['b'] : nil]"
    for code in (f"r = get('http://h/').response_format_{type_of}; {look}",
                 f"get('http://h/').response_format_{type_of}.after_response {{ |c, r| {look} }}"):
        assert run(code) == seen


def test_a_splat_sends(run: Run, client: FakeClient) -> None:
    client.answers = [said(200, [1, 2])]
    assert run("r = get('http://h/'); [[0, *r], Array(r), r.to_a]") == [[0, 1, 2], [1, 2], [1, 2]]


def test_cookies_of_a_failed_reply_are_a_list(run: Run, client: FakeClient) -> None:
    reply = said(200, {})
    for status, cookies in ((200, '["a=1", "b=2"]'), (404, ["a=1", "b=2"])):
        reply.status, reply.headers = status, [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
        client.answers = [reply]
        code = "get('http://h/').after_response { |c, b, h| h['set_cookie'] }"
        assert run(f"{code}.after_error_response(404) {{ |c, b, h| h['set_cookie'] }}") == cookies


@pytest.mark.parametrize(("body", "told"), [
    ("hedders('a' => 1)", "undefined method `hedders' in `apply`"),
    ("headers('a' => self['x'])", "The reply can't be used in `apply`"),
    ("headers('a' => inspect)", "The reply can't be used in `apply`"),
])  # fmt: skip
def test_apply_comes_before_the_reply(run: Run, client: FakeClient, body: str, told: str) -> None:
    """On the platform the request would send itself without end (reference/connection.md section 3)."""
    authorization = f"{{ type: 'custom_auth', apply: ->(connection) {{ {body} }} }}"
    source = f"{{ connection: {{ authorization: {authorization} }}, test: -> {{ get('http://h/') }} }}"
    with pytest.raises(SdkError) as caught:
        run(source, "test")
    assert told in str(caught.value)
    assert (caught.value.hint or "").startswith("did you mean `headers`" if "hedders" in body else "look at it")
    assert client.sent == []


TIMES = """{ connection: {
  authorization: {
    type: 'custom_auth',
    acquire: lambda { { at: '2024-01-02T03:04:05Z'.to_time, on: '2024-01-02'.to_date } },
    apply: lambda { |c|
      headers('At' => c['at'].to_s, 'Passed' => (c['at'] && c['at'] < now).to_s, 'On' => c['on'].to_s)
    }
  }
}, test: lambda { get('http://h/') } }"""


def test_times_that_acquire_gives_stay_times(run: Run, client: FakeClient) -> None:
    client.answers = [said(401), said(200, {})]
    run(TIMES, "test")
    assert client.header("At") == ["", "2024-01-02 03:04:05 +0000"]
    assert client.header("Passed") == ["", "true"]
    assert client.header("On") == ["", "2024-01-02"]


def test_what_stands_in_the_place_of_a_lambda(run: Run) -> None:
    with pytest.raises(InvalidDefinitionError, match=r"wrong argument type TrueClass \(expected Proc\)"):
        run("{ test: true }", "test")


POLL = """{{ triggers: {{ t: {{
  poll: lambda {{ |connection, input, closure| {{ events: {events}, next_poll: {next} }} }}
}} }} }}"""


@pytest.mark.parametrize(("events", "listed"), [
    ("nil", []), ("{ a: 1 }", [{"a": 1}]), ("'text'", ["text"]), ("(1..3)", ["1..3"]), ("[1, 2]", [2, 1]),
])
def test_events_of_any_shape(run: Run, events: str, listed: list[Any]) -> None:
    assert plain(run(POLL.format(events=events, next="1"), "triggers.t.poll")["events"]) == listed


@pytest.mark.parametrize(("given", "kept"), [("0", 0), ("false", 7), ("''", 7), ("[]", 7), ("{}", 7), ("[0]", [0])])
def test_a_blank_next_poll_leaves_the_closure(run: Run, given: str, kept: Any) -> None:
    assert run(POLL.format(events="[]", next=given), "triggers.t.poll", closure=7)["next_poll"] == kept


@pytest.mark.parametrize("closure", [None, False, "", [], {}])
def test_a_blank_closure_is_none(run: Run, closure: Any) -> None:
    made = run(POLL.format(events="[closure.inspect]", next="nil"), "triggers.t.poll", closure=closure)
    assert made["events"] == ["nil"]


def test_the_whole_of_a_stream_begins_at_its_beginning(run: Run) -> None:
    source = "{ streams: { s: lambda { |input, from, to| ['0123456789'[from..to], to > 8] } } }"
    assert run(source, "streams.s!", start=2, frame_size=4) == "0123456789"
    assert run(source, "streams.s", start=2, frame_size=4) == ["2345", False]


def test_the_whole_of_a_stream_of_bytes(run: Run) -> None:
    source = r"""{ streams: { s: lambda { |input, from| ["\xff\xfe".b, from > 0] } } }"""
    assert run(source, "streams.s!") == b"\xff\xfe\xff\xfe"
