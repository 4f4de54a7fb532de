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
