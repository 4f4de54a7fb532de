from __future__ import annotations

from pathlib import Path

import pytest

from wkt_cli.connector.check import Finding, check
from wkt_cli.project import bundled_folder

from .conftest import Write


def findings(write: Write, source: str) -> list[Finding]:
    return check(write(source, "sample.rb"))


@pytest.mark.parametrize("path", sorted(bundled_folder().rglob("*.rb")), ids=lambda path: path.stem)
def test_bundled_connectors_are_faultless(path: Path) -> None:
    assert check(path) == []


@pytest.mark.parametrize(("source", "message", "hint"), [
    ("{ title: 'x', test: 1, connection: {} }", "`test` must be a lambda, it is a number",
     "write `->(connection) { … }`"),
    ("{ title: 'x', test: -> {}, connection: [] }", "`connection` must be a hash, it is an array", None),
    ("{ title: 'x', test: -> {} }", "The connector has no `connection`, so there is nothing to connect to",
     "write `connection: {fields: […], authorization: {…}}`"),
    ("{ title: 'x', test: -> {}, connection: { authorization: { type: 'api_key' } } }",
     "Type api_key without `apply` signs no request",
     "write `apply: ->(connection) { headers(Authorization: …) }`"),
    ("{ title: 'x', test: -> {}, connection: { fields: [{ name: 'a', optional: 3 }] } }",
     "`optional` should be true or false, it is a number", None),
    ("{ title: 'x', titel: 'y', test: -> {}, connection: {} }", "`titel` is not known here and does nothing",
     "did you mean `title`?"),
])
def test_advice_is_in_ruby(write: Write, source: str, message: str, hint: str | None) -> None:
    assert [(one.message, one.hint) for one in findings(write, source)] == [(message, hint)]


def test_refused_and_unsupported_constructs_are_all_told(write: Write) -> None:
    found = findings(write, """\
        {
          title: 'Größe', connection: {}, test: -> {},
          methods: {
            read: -> { ['é', File.read('x')] },
            again: -> { redo }
          }
        }
        """)
    assert [(one.line, one.column) for one in found] == [(4, 22), (5, 17)]
    assert all(one.severity == "error" for one in found)


def test_columns_of_syntax_errors_count_characters(write: Write) -> None:
    found = findings(write, "{ title: 'é', b: 'éé', c: [1 }")
    assert [(one.line, one.column) for one in found] == [(1, 29)]


def test_findings_name_their_block(write: Write) -> None:
    found = findings(write, """\
        {
          title: 'x', connection: { fields: [{ name: 'a' }, { name: 'b', hint: `ls` }] }, test: -> {},
          actions: { search: { execute: ->(_, input) { [input].map { |one| { id: system(one) } } } } },
          'pick_lists' => { 'sizes' => -> { [1].each { redo } } }
        }
        """)
    assert [one.key_path for one in found] == [
        "connection.fields[1].hint", "actions.search.execute", "pick_lists.sizes",
    ]


def test_all_syntax_errors_are_told_with_their_blocks(write: Write) -> None:
    found = findings(write, """\
        {
          title: 'x', test: -> {},
          methods: {
            one: -> { [1, 2 },
            two: -> { ['a'
                       'b'] }
          },
          actions: { search: { title: 'x' subtitle: 'y' } }
        }
        """)
    assert [(one.severity, one.line) for one in found] == [("error", 4), ("error", 8)]
    assert found[1].key_path == "actions.search.title"


@pytest.mark.parametrize(("body", "message", "hint"), [
    ("'a'.upcaze", "no type has a method `upcaze`", "did you mean `upcase`?"),
    ("[1].map(&:to_z)", "no type has a method `to_z`", "did you mean `to_s`?"),
    ("pars_json('1')", "there is no function `pars_json`", "did you mean `parse_json`?"),
    ("some_value", "there is no variable or function `some_value`", None),
    ("Tyme.now", "there is no constant `Tyme`", "did you mean `Time`?"),
])  # fmt: skip
def test_names_that_nothing_defines_are_warnings(
    write: Write, body: str, message: str, hint: str | None
) -> None:
    found = findings(write, f"{{ title: 'x', connection: {{}}, test: ->(c) {{ {body} }} }}")
    assert [(one.severity, one.message, one.hint, one.key_path) for one in found] == [
        ("warning", message, hint, "test")
    ]


@pytest.mark.parametrize("body", [
    "f = ->(x) { x }; f.(1)", "x = 1; x", "def own(a) = a; own(1)", "get('/x').params(a: 1)['b']", "headers('A' => 1)",
    "Row = Struct.new(:a); Row.new(1).a", "class Own; def initialize; @a = help; end; def help = 1; end; Own.new",
    "workato.uuid", "1.day.ago", "[1].each_slice(2).with_index { |a, b| b }", "Time.zone.now", "JSON.parse('1')",
])  # fmt: skip
def test_names_that_something_defines_are_no_findings(write: Write, body: str) -> None:
    assert findings(write, f"{{ title: 'x', connection: {{}}, test: -> {{ {body} }} }}") == []
