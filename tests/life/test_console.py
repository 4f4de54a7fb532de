"""`wkt console`: blocks, requests and expressions, line by line, in both languages."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.wkt import REPOSITORY, Ended, Wkt
from wkt_cli.cli.commands.console.completion import completions
from wkt_cli.cli.commands.console.history import FILE, KeptLines, has_secret
from wkt_cli.demo.server import DemoServer

RUBY = """\
{
  title: 'Shop',
  connection: {
    fields: [{ name: 'user' }, { name: 'key', control_type: 'password' }],
    authorization: { type: 'custom_auth', apply: ->(c) { headers('X-Key': c['key']) } },
    base_uri: ->(c) { 'https://percolate.com' }
  },
  test: ->(c) { { user: c['user'] } },
  methods: {
    total: ->(a, b) { a + b }, tell: -> { puts 'hello'; 1 }, bad: -> { nope + 1 }, step: -> { 's' }, none: -> { nil }
  },
  pick_lists: { sizes: ->(c, of:) { [[of, of.upcase]] } },
  object_definitions: { book: { fields: ->(c, config) { [{ name: config['kind'] || 'isbn' }] } } },
  actions: {
    find: {
      title: 'Find',
      input_fields: -> { [{ name: 'id', type: 'integer', render_input: 'integer_conversion', optional: false }] },
      output_fields: -> { [] },
      execute: ->(c, input) { { got: input } }
    }
  },
  triggers: { fresh: { poll: ->(c, input, closure) { { events: [{ since: closure }], next_poll: 1 } } } }
}
"""
PYTHON = """\
from wkt_cli.dsl import call, error, headers

def bad():
    return nope + 1

connector = {
    "title": "Shop",
    "connection": {
        "fields": [{"name": "user"}, {"name": "key", "control_type": "password"}],
        "authorization": {"type": "custom_auth", "apply": lambda connection: headers(X_Key=connection["key"])},
        "base_uri": lambda connection: "https://percolate.com",
    },
    "test": lambda connection: {"user": connection["user"]},
    "methods": {
        "total": lambda a, b: a + b, "tell": lambda: print("hello") or 1, "bad": bad, "step": lambda: "s",
        "none": lambda: None,
    },
    "pick_lists": {"sizes": lambda connection, *, of: [[of, of.upper()]]},
    "object_definitions": {"book": {"fields": lambda connection, config: [{"name": config.get("kind", "isbn")}]}},
    "actions": {
        "find": {
            "title": "Find",
            "input_fields": lambda: [
                {"name": "id", "type": "integer", "render_input": "integer_conversion", "optional": False}
            ],
            "execute": lambda connection, input: {"got": input},
        }
    },
    "triggers": {
        "fresh": {"poll": lambda connection, input, closure: {"events": [{"since": closure}], "next_poll": 1}}
    },
}
"""
SOURCES = {"rb": RUBY, "py": PYTHON}
KEY = "the-key-of-the-shop"


@pytest.fixture(params=["rb", "py"])
def shop(wkt: Wkt, request: pytest.FixtureRequest) -> Wkt:
    return laid(wkt, request.param)


def laid(wkt: Wkt, kind: str) -> Wkt:
    wkt.write(f"connector.{kind}", SOURCES[kind])
    wkt.write("settings.yaml", f"user: ana\nkey: {KEY}\n")
    return wkt


def piped(wkt: Wkt, *lines: str, options: tuple[str, ...] = ()) -> Ended:
    return wkt("console", *options, input="".join(f"{line}\n" for line in lines))


def results(done: Ended) -> list[Any]:
    """Give the JSON values on standard output, one after the other."""
    decoder, text, found = json.JSONDecoder(), done.out.strip(), []
    while text:
        value, end = decoder.raw_decode(text)
        found.append(value)
        text = text[end:].lstrip()
    return found


@pytest.mark.parametrize(("line", "value"), [
    ("1 + 2", 3),
    ("methods.total(1, 2)", 3),
    ("methods.total(1, 2) + 1", 4),
    ("call('total', 1, 2)", 3),
    ("methods.step", "s"),
    ("methods['step'] == methods['step']", True),
    ("test", {"user": "ana"}),
    ("title", "Shop"),
    ("connection['user']", "ana"),
    ("connection.base_uri", "https://percolate.com"),
    ("actions", {"find": "Find"}),
    ("object_definitions.book", [{"name": "isbn"}]),
    ("object_definitions.book({'kind': 'title'})", [{"name": "title"}]),
    ("actions.find.execute({'id': '7'})", {"got": {"id": "7"}}),
    ("actions.find({'id': '7'})", {"got": {"id": 7}}),
    ("actions.find({'id': '7'})['got']", {"id": 7}),
    ("triggers.fresh.poll({}, {'at': 1})['events']", [{"since": {"at": 1}}]),
    ("triggers.fresh.poll({'closure': {'at': 1}})['events']", [{"since": {"at": 1}}]),
])  # fmt: skip
def test_a_line(shop: Wkt, line: str, value: Any) -> None:
    if (shop.root / "connector.rb").exists():
        line = re.sub(r"'(\w+)': ", r"\1: ", line)
    done = piped(shop, line)
    assert done.status == 0, done.err
    assert results(done) == [value]


@pytest.mark.parametrize(("kind", "line"), [
    ("rb", "actions.find.input_fields[0][:name]"), ("py", "actions.find.input_fields[0]['name']"),
])  # fmt: skip
def test_what_a_block_gives_can_be_looked_into(wkt: Wkt, kind: str, line: str) -> None:
    assert results(piped(laid(wkt, kind), line)) == ["id"]


@pytest.mark.parametrize(("kind", "line"), [
    ("rb", "pick_lists.sizes(of: 's')"), ("py", "pick_lists.sizes(of='s')"),
])  # fmt: skip
def test_keywords_of_a_pick_list(wkt: Wkt, kind: str, line: str) -> None:
    assert results(piped(laid(wkt, kind), line)) == [[["s", "S"]]]


def test_variables_stay_and_the_last_result_is_there(shop: Wkt) -> None:
    done = piped(shop, "x = methods.total(1, 2);", "x * 2", "_ + 1")
    assert results(done) == [6, 7], done.err


@pytest.mark.parametrize(("kind", "lines"), [
    ("rb", ["x = [1, 2].map do |i|", "  i * 2", "", "end", "def inc(a)", "  a + 1", "end;", "inc(x.sum)"]),
    ("py", ["x = [", "  i * 2 for i in (1, 2)", "];", "def inc(a):", "    return a + 1", "", "inc(sum(x))"]),
])  # fmt: skip
def test_several_lines(wkt: Wkt, kind: str, lines: list[str]) -> None:
    done = piped(laid(wkt, kind), *lines)
    assert done.err == ""
    assert results(done)[-1] == 7


@pytest.mark.parametrize("kind", ["rb", "py"])
def test_the_end_of_input_ends_a_text(wkt: Wkt, kind: str) -> None:
    done = laid(wkt, kind)("console", input="1 + 1")
    assert results(done) == [2]


def test_errors_are_told_and_the_next_line_runs(shop: Wkt) -> None:
    done = piped(shop, "nonsense", "methods.bad", "1 / 0", "methods.totl(1)", "1 + 1")
    assert done.status == 1
    assert results(done) == [2]
    assert "nonsense" in done.err
    assert re.search(r"in \S+connector\.(rb|py):\d+ \(", done.err)
    assert re.search("(?i)divi.*by (0|zero)", done.err)
    assert "the nearest: methods.total" in done.err
    assert "Traceback" not in done.err
    assert "console:" not in done.err


def test_an_error_points_into_what_was_typed(wkt: Wkt) -> None:
    done = piped(laid(wkt, "rb"), "x = [1].each do |i|", "  i.oops", "end")
    assert "      i.oops\n" in done.err
    assert re.search(r"^ +\^$", done.err, re.M)


@pytest.mark.parametrize(("line", "value"), [
    ("actions.wait.execute(input: { a: 1 }, resume_data: { b: 2 })", {"b": 2}),
    ("actions.wait.execute(continue: { a: 1 })", {"a": 1}),
])  # fmt: skip
def test_options_of_exec(wkt: Wkt, line: str, value: Any) -> None:
    wkt.write("connector.rb", """\
        { actions: { wait: {
            execute: ->(c, input, i, o, continued) {
              suspend(continue: {}, expires_at: now + 60) if continued.nil? || continued.empty? && !continued[:done]
              continued.except(:done)
            },
            before_resume: ->(data, input, continued) { continued.merge!(data).merge!(done: true) }
        } } }
    """)
    done = piped(wkt, line)
    assert results(done) == [value], done.err


def test_what_is_printed_is_talk_and_in_the_trace(shop: Wkt) -> None:
    done = piped(shop, "methods.tell")
    assert results(done) == [1]
    assert "hello" in done.err
    assert "hello" in shop("trace", "show").both


@pytest.mark.parametrize("word", ["exit", "quit", "exit()"])
def test_exit_ends(shop: Wkt, word: str) -> None:
    assert results(piped(shop, "1 + 1", word, "2 + 2")) == [2]


def test_help(shop: Wkt) -> None:
    done = piped(shop, "help")
    assert "Tab completes" in done.out
    assert ("call(:name" if (shop.root / "connector.rb").exists() else "call('name'") in done.out


@pytest.mark.parametrize(("kind", "lines", "shown"), [
    ("rb", ["nil", "methods.none"], [None, None]), ("py", ["None", "x = 1", "import json"], []),
])  # fmt: skip
def test_nothing_is_shown_as_each_language_does(wkt: Wkt, kind: str, lines: list[str], shown: list[Any]) -> None:
    assert results(piped(laid(wkt, kind), *lines)) == shown


@pytest.mark.parametrize(("kind", "line", "shown"), [
    ("rb", "methods[:total]", "#<Proc"), ("rb", "String", "String"), ("py", "methods['total']", "<function"),
    ("py", "connection.keys()", ["user", "key"]), ("py", "range(2)", [0, 1]), ("py", "print('x')", None),
])  # fmt: skip
def test_what_json_has_no_form_for(wkt: Wkt, kind: str, line: str, shown: Any) -> None:
    found = results(piped(laid(wkt, kind), line))
    assert found[0].startswith(shown) if isinstance(shown, str) else found == ([] if shown is None else [shown])


def test_json_has_one_line_for_each(shop: Wkt) -> None:
    done = piped(shop, "1 + 1", "nonsense", "2 + 2", options=("--json",))
    first, second, third = map(json.loads, done.out.splitlines())
    assert (first, third) == ({"result": 2}, {"result": 4})
    assert "nonsense" in second["error"]["message"]
    assert done.status == 1


def test_the_connector_is_loaded_again_when_it_changes(wkt: Wkt) -> None:
    """A file that changes between two lines; the first line reads it, as nothing else in this process would."""
    laid(wkt, "py")
    touch = f"__import__('pathlib').Path({str(wkt.root / 'connector.py')!r})"
    done = piped(
        wkt, "x = 5", f"{touch}.write_text({touch}.read_text().replace('a + b', 'a * b')) and None",
        "methods.total(2, x)", f"{touch}.write_text('connector = (') and None", "methods.total(2, x)", "x",
        "methods.total(2, x)",
    )  # fmt: skip
    assert results(done) == [10, 5, 10]
    assert done.err.count("connector.py is loaded again") == 1
    assert done.err.count("was never closed") + done.err.count("unexpected EOF") == 1


def test_the_connector_is_loaded_again_when_a_module_of_it_changes(wkt: Wkt) -> None:
    file = wkt.write("helper.py", "def factor(): return 2\n")
    wkt.write("connector.py", "import helper\nconnector = {'methods': {'total': lambda a: a * helper.factor()}}\n")
    change = f"__import__('pathlib').Path({str(file)!r}).write_text('def factor():  return 3') and None"
    assert results(piped(wkt, "methods.total(5)", change, "methods.total(5)")) == [10, 15]


def test_reload(shop: Wkt) -> None:
    done = piped(shop, "x = 1;", "reload", "x + methods.total(1, 1)")
    assert results(done) == [3], done.err
    assert "is loaded again" in done.err


# Requests


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


@pytest.mark.parametrize("connector", ["percolate", "ruby/percolate"])
def test_requests_are_signed_renewed_and_traced(wkt: Wkt, server: DemoServer, connector: str) -> None:
    at = wkt.at(server.url)
    secret = {"WKT_FIELD_CLIENT_SECRET": server.client_secret}
    assert at("connect", connector, "-F", f"client_id={server.client_id}", env=secret).status == 0
    done = piped(at, "x = get('/api/v5/me');", "post('/demo/expire')", "x['data']['name']", options=("-n", connector))
    assert done.status == 0, done.err
    expired, name = results(done)
    assert expired == {"expired": 1}
    assert name == "Ana Åberg"
    trace = at("trace", "show", "--json").json
    sent = [(one["origin"]["phase"], one["url"].rpartition("/")[2], one["status"]) for one in trace["exchanges"]]
    assert sent == [("call", "expire", 200), ("call", "me", 401), ("refresh", "", 200), ("call", "me", 200)]
    assert trace["command"] == f"wkt console -n {connector}"
    assert {one["origin"]["block"] for one in trace["exchanges"] if one["origin"]["phase"] == "call"} == {"console"}


@pytest.mark.parametrize(("options", "written"), [((), False), (("--no",), False), (("--yes",), True)])
def test_no_line_is_taken_for_an_answer(wkt: Wkt, server: DemoServer, options: tuple[str, ...], written: bool) -> None:
    wkt.write("connector.rb", (REPOSITORY / "connectors" / "ruby" / "percolate.rb").read_text())
    settings = {"client_id": server.client_id, "client_secret": server.client_secret, "access_token": "stale-token"}
    file = wkt.write("settings.yaml", "".join(f"{name}: {value}\n" for name, value in settings.items()))
    done = piped(wkt.at(server.url), "get('/api/v5/me')['data']['id']", "1 + 1", options=options)
    assert results(done) == ["user-1", 2], done.err
    assert ("stale-token" not in file.read_text()) is written


def test_the_current_connection_is_meant_where_none_is_named(connected: Wkt) -> None:
    assert results(piped(connected, "get('/api/v5/me')['data']['id']")) == ["user-1"]


def test_a_status_is_an_error(connected: Wkt) -> None:
    done = piped(connected, "get('/nowhere')", "1 + 1")
    assert results(done) == [2]
    assert "404 Not Found\n    get('/nowhere')" in done.err


def test_secrets_are_masked_on_a_terminal_alone(wkt: Wkt) -> None:
    laid(wkt, "rb")
    assert results(piped(wkt, "connection['key']")) == [KEY]
    shown = wkt("console", input="connection\nconnection['key']\n\"x#{connection['key']}\"\n", tty=True)
    assert KEY not in shown.both
    assert "$KEY" in shown.out
    failed = piped(wkt, "error(connection['key'])")
    assert KEY not in failed.both


def test_without_a_connection(wkt: Wkt) -> None:
    done = piped(wkt, "1 + 1")
    assert done.status == 7
    assert "Nothing is connected here" in done.err


# History and completion


def test_the_history_is_private_and_without_secrets(wkt: Wkt) -> None:
    kept = KeptLines(wkt.root / ".wkt", lambda text: text.replace(KEY, "$KEY"))
    for text in ("get('/me')", f"x = '{KEY}'", "password = 'abc'", "headers('Authorization' => 'Basic abc')", " hidden",
                 "a do\n  b\nend", "get('/token')"):
        kept.add(text)
    assert kept.read() == ["get('/me')", "a do\n  b\nend", "get('/token')"]
    file = wkt.root / ".wkt" / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(file.read_bytes() + b"{damaged\n")
    assert len(kept.read()) == 3


@pytest.mark.parametrize("text", [
    "connection['api_key'] = 'x'", "c[:token] = %q(x)", "get('/a').password('x')", "pin = 1234", "secret = <<~T\nx\nT",
    "headers={'Authorization': f'Bearer {x}'}", "post('/login', password: \"x\")", "api_token=b'x'", "secrets = ['x']",
])  # fmt: skip
def test_texts_that_write_a_secret(text: str) -> None:
    assert has_secret(text)


@pytest.mark.parametrize("text", [
    "token = get('/token')['value']", "connection['api_key']", "params(page_token: 'x')", "x == token",
    "get('/secrets')",
])  # fmt: skip
def test_texts_that_write_none(text: str) -> None:
    assert not has_secret(text)


def offered(wkt: Wkt, kind: str, before: str) -> list[str]:
    from wkt_cli.connector.load import load
    from wkt_cli.http.client import Client, ClientOptions
    from wkt_cli.runtime.console import Console
    from wkt_cli.runtime.session import Session
    from wkt_cli.trace.files import new_trace
    from wkt_cli.trace.recorder import Recorder
    from wkt_cli.trace.redact import Redactor

    laid(wkt, kind)
    recorder = Recorder(new_trace(), Redactor())
    client = Client(ClientOptions(), recorder)
    try:
        console = Console(Session(load(wkt.root / f"connector.{kind}", "shop"), {"user": "ana"}, client, recorder))
        console.run("text = 'a';")
        return [name for name, _ in completions(console, before)]
    finally:
        client.close()


@pytest.mark.parametrize("kind", ["rb", "py"])
@pytest.mark.parametrize(("before", "names"), [
    ("act", ["actions"]), ("x = actions.fi", ["find"]), ("actions.find.ex", ["execute", "extended_schema"]),
    ("methods.t", ["tell", "total"]), ("connection['u", ["user"]), ("call('to", ["total"]), ("rel", ["reload"]),
    ("connection.base", ["base_uri"]), ("get('/x').format_j", ["format_json"]), ("get('/x", []), ("tex", ["text"]),
    ("poi", []),
])  # fmt: skip
def test_what_is_offered(wkt: Wkt, kind: str, before: str, names: list[str]) -> None:
    assert offered(wkt, kind, before) == names


def test_methods_of_a_variable_are_offered(wkt: Wkt) -> None:
    assert "upcase" in offered(wkt, "rb", "text.up")
    assert "upper" in offered(wkt, "py", "y = text.up")


# At a terminal


@pytest.fixture
def typed(wkt: Wkt) -> Iterator[Any]:
    pytest.importorskip("pexpect")
    laid(wkt, "rb")
    child = wkt.spawn("console", env={"NO_COLOR": "1", "PROMPT_TOOLKIT_NO_CPR": "1"})
    child.expect("connector>")
    yield child
    child.close(force=True)


pty = pytest.mark.usefixtures("unix")


@pty
def test_control_c_stops_what_runs_and_the_console_goes_on(typed: Any) -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    request = f"get('http://127.0.0.1:{silent.getsockname()[1]}/')"
    for endless in ("loop { }", "sleep 1000", request):
        typed.send(endless + "\r")
        typed.expect("waiting for")
        typed.send("\x03")
        typed.expect("Stopped")
        typed.expect("connector>")
    typed.send("methods.total(20, 3)\r")
    typed.expect("l23\r\n")
    silent.close()


@pty
def test_control_c_drops_the_line_and_control_d_ends(typed: Any) -> None:
    typed.send("x = [1, \r")
    typed.expect(r"\.\.\.")
    typed.send("2\x03")
    typed.expect("connector>")
    typed.send("x.inspect\r")
    typed.expect("undefined local variable or method `x'")
    typed.expect("connector>")
    typed.send("\x04")
    typed.expect_exact(__import__("pexpect").EOF)
    typed.close()
    assert typed.exitstatus == 0


@pty
def test_tab_completes_and_secrets_are_masked(typed: Any, wkt: Wkt) -> None:
    typed.send("methods.tot\t")
    typed.expect("al")
    typed.send("(1, 2)\r")
    typed.expect("l3\r\n")
    typed.send("connection\r")
    typed.expect(r'"key": "\$KEY"')
    typed.send(f"x = '{KEY}'\r")
    typed.expect(r'"\$KEY"')
    typed.send("\x04")
    typed.expect_exact(__import__("pexpect").EOF)
    kept = (wkt.root / ".wkt" / FILE).read_text()
    assert [json.loads(line) for line in kept.splitlines()] == ["methods.total(1, 2)", "connection"]
    again = wkt.spawn("console", env={"NO_COLOR": "1", "PROMPT_TOOLKIT_NO_CPR": "1"})
    again.expect("connector>")
    again.send("\x1b[A\x1b[A\r")
    again.expect("l3\r\n")
    again.close(force=True)


@pty
def test_an_empty_line_ends_a_text_that_stays_open(typed: Any) -> None:
    typed.send("  methods.total(1,\r")
    typed.expect(r"\.\.\.")
    typed.send("\r")
    typed.expect("syntax error")
    typed.expect("connector>")


@pty
def test_a_terminal_that_cannot_move_its_cursor(wkt: Wkt) -> None:
    pytest.importorskip("pexpect")
    child = laid(wkt, "rb").spawn("console", env={"TERM": "dumb"})
    for line, shown in (("[1,", "connector> "), ("2].sum", r"\.\.\. "), ("sleep 1000", "\r\n3\r\nconnector> ")):
        child.expect(shown)
        assert "\x1b" not in child.before.replace("\x1b[K", "")
        child.send(line + "\r")
    child.expect("waiting for")
    child.send("\x03")
    child.expect("Stopped\r\nconnector> ")
    child.send("lost\x03")
    child.expect("connector> ")
    child.send("\x04")
    child.expect_exact(__import__("pexpect").EOF)
    child.close()
    assert child.exitstatus == 0


@pty
def test_without_a_terminal_control_c_ends(wkt: Wkt) -> None:
    laid(wkt, "rb")
    import subprocess

    child = wkt.start("console", stdin=subprocess.PIPE)
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(b"1 + 1\n")
    child.stdin.flush()
    assert child.stdout.readline() == b"2\n"
    child.stdin.write(b"methods.tell\nmethods.total(1, 2)\n")
    child.stdin.flush()
    assert [child.stdout.readline() for _ in range(2)] == [b"1\n", b"3\n"]
    assert "hello" in wkt("trace", "show").both, "the trace can be seen while the console is open"
    os.kill(child.pid, signal.SIGINT)
    assert child.wait(20) == 130
    child.stdin.close()
    child.stdout.close()
    assert child.stderr is not None
    child.stderr.close()
