"""The data of an account: in Python, in Ruby, and in a program that has none."""

from __future__ import annotations

from typing import Any

import pytest

from tests.runtime.conftest import Make
from wkt_cli import dsl, ruby
from wkt_cli.connector.load import load
from wkt_cli.errors import KeyNotFoundError, NotAvailableError, UsageError
from wkt_cli.runtime.erb import rendered
from wkt_cli.trace.model import Phase


class Account:
    def __init__(self) -> None:
        self.properties = {"domain": "d"}
        self.tables = {
            "States": {"id": 7, "rows": [{"code": "AZ", "on": True, "n": 1}, {"code": "CA", "on": None, "n": 1}]},
            "Empty": {"id": "e"},
            "none": None,
        }
        self.schemas = {"12": [{"name": "a"}]}


@pytest.mark.parametrize(
    ("call", "value"),
    [
        (lambda: dsl.account_property("domain"), "d"),
        (lambda: dsl.account_property("other"), None),
        (lambda: dsl.lookup("States", code="CA")["on"], None),
        (lambda: dsl.lookup(7, {"n": 1})["code"], "AZ"),
        (lambda: dsl.lookup("7", {"n": 1}, code="CA")["code"], "CA"),
        (lambda: dsl.lookup("States")["code"], "AZ"),
        (lambda: dsl.lookup("States", n=True), {}),
        (lambda: dsl.lookup("States", missing=None)["code"], "AZ"),
        (lambda: [dsl.lookup(table, n=1) for table in ("Empty", "e", "none", "other")], [{}] * 4),
        (lambda: dsl.workato_schema(12), [{"name": "a"}]),
        (lambda: dsl.workato_schema("12"), [{"name": "a"}]),
        (lambda: len(dsl.execution_context()["recipe_id"]), 64),
        (lambda: dsl.execution_context() == dsl.execution_context(), True),
    ],
)
def test_python(make: Make, call: Any, value: Any) -> None:
    session = make({"test": call})
    session.account = Account()
    assert session.run(session.required_block("test"), phase=Phase.TEST) == value


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("account_property(:domain)", "d"),
        ("lookup('States', code: 'AZ').then { |row| [row[:n], row['n'], row.class.name] }",
         [1, 1, "ActiveSupport::HashWithIndifferentAccess"]),
        ("lookup(7, 'code' => 'CA', n: 1)['code']", "CA"),
        ("workato_schema(12).first['name']", "a"),
        ("execution_context[:recipe_id].length", 64),
        ("begin; workato_schema(13); rescue KeyError => e; e.message; end", 'key not found: "13"'),
    ],
)  # fmt: skip
def test_ruby(make: Make, tmp_path: Any, body: str, value: Any) -> None:
    (tmp_path / "sample.rb").write_text(f"{{ methods: {{ m: -> {{ {body} }} }} }}")
    session = make({})
    session.connector, session.account = load(tmp_path / "sample.rb"), Account()
    assert session.connector.plain(session.run(session.required_block("methods.m"), phase=Phase.TEST)) == value


def test_a_row_is_a_copy(make: Make) -> None:
    def change() -> Any:
        dsl.lookup("States")["code"] = "changed"
        return dsl.lookup("States")["code"]

    session = make({"test": change})
    session.account = Account()
    assert session.run(session.required_block("test"), phase=Phase.TEST) == "AZ"


def test_an_account_without_data(make: Make) -> None:
    def run(call: Any) -> Any:
        session = make({"test": call})
        return session.run(session.required_block("test"), phase=Phase.TEST)

    assert run(lambda: dsl.account_property("a")) is None
    with pytest.raises(NotAvailableError, match="Lookup Tables are not initialized"):
        run(lambda: dsl.lookup("a"))
    with pytest.raises(NotAvailableError, match="Workato Schemas are not initialized"):
        run(lambda: dsl.workato_schema(1))
    with pytest.raises(KeyNotFoundError):
        session = make({"test": lambda: dsl.workato_schema(1)})
        session.account = Account()
        session.run(session.required_block("test"), phase=Phase.TEST)


def test_a_program_of_its_own_has_no_account() -> None:
    assert ruby.evaluate("[account_property('a'), execution_context[:recipe_id].length]") == [None, 64]
    for name in ("lookup", "workato_schema"):
        rescued = f"begin; {name}('a'); rescue RuntimeError => e; [e.class.name, e.message[/are not initialized/]]; end"
        assert ruby.evaluate(rescued) == ["RuntimeError", "are not initialized"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1", "a: 1"),
        ("a: <%= ENV['A'] %>", "a: it's"),
        ('a: <%= ENV["NONE"] -%>\nb: <%=ENV.fetch("A")%>', "a: \nb: it's"),
        ("<%= ENV['NONE'] || 'b' %> <%= ENV.fetch('NONE', 'c') %> <%= ENV['A'].upcase %>", "b c IT'S"),
        ("<%= 1 + 1 %><%# no %><%% x %>", "2<% x %>"),
        ("<%= ENV['B'] %>", "a\\'b"),
        ("<%= ENV['B'].size %>", "4"),
    ],
)
def test_embedded_ruby(text: str, value: str) -> None:
    assert rendered(text, {"A": "it's", "B": "a\\'b"}, "p.yaml") == value


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("<% x = 1 %>", "only `<%= … %>` is run here"),
        ("<%= File.read('x') %>", "refused: `File.read`"),
        ("<%= ENV.to_h %>", "refused: `ENV`"),
        ("<%= nil.foo %>", "undefined method"),
        ("<%= 1 + %>", "syntax error"),
    ],
)
def test_embedded_ruby_that_is_refused(code: str, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        rendered(f"a: 1\nb: {code}", {}, "p.yaml")
    assert str(caught.value).startswith("p.yaml:2: ")
    assert why in str(caught.value)
