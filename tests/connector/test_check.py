from __future__ import annotations

import json
from pathlib import Path

import pytest

from wkt_cli.connector.check import Finding, check
from wkt_cli.project import bundled_folder

from .conftest import Write

GOOD = '"title": "x", "test": lambda: 1'


def findings(write: Write, source: str) -> list[Finding]:
    return check(write(f"connector = {source}"))


def only(write: Write, source: str) -> Finding:
    found = findings(write, source)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("path", sorted(bundled_folder().rglob("*.py")), ids=lambda path: path.stem)
def test_bundled_connectors_are_faultless(path: Path) -> None:
    assert check(path) == []


def test_the_connector_of_the_documentation_is_faultless(write: Write) -> None:
    page = (Path(__file__).parents[2] / "docs" / "python-connectors.md").read_text(encoding="utf-8")
    assert check(write(page.split("```python\n")[1].split("```")[0])) == []


def test_all_is_told_at_once_in_order_of_lines(write: Write) -> None:
    found = findings(write, """{
        "titel": "x",
        "connection": {
            "fields": [{"name": "a", "control_type": "selct"},
                       {"nmae": "b"}],
            "base_uri": "https://x",
            "authorization": {"type": "costom_auth", "apply": lambda c: 1},
        },
        "test": lambda: 1,
    }""")
    assert [(one.line, one.severity, one.key_path) for one in found] == [
        (1, "warning", ""),
        (2, "warning", "titel"),
        (4, "warning", "connection.fields[0].control_type"),
        (5, "error", "connection.fields[1]"),
        (5, "warning", "connection.fields[1].nmae"),
        (6, "error", "connection.base_uri"),
        (7, "warning", "connection.authorization.type"),
    ]
    assert [one.hint for one in found if one.key_path == "titel"] == ["did you mean `title`?"]


@pytest.mark.parametrize(("source", "severity", "key_path", "message"), [
    ("{}", "warning", "", "no title"),
    ("{}", "warning", "", "no `connection`"),
    ("{}", "warning", "", "no `test`"),
    ('{"test": "x"}', "error", "test", "must be a function, it is text"),
    ('{"test": lambda a, b, c, d, e, f: 1}', "error", "test", "needs 6 arguments, but is offered 5"),
    ('{"actions": []}', "error", "actions", "must be a dict, it is a list"),
    ('{"actions": {"a": {}}}', "warning", "actions.a", "no `execute`"),
    ('{"actions": {"a": 1}}', "error", "actions.a", "must be a dict"),
    ('{"actions": {"a": {"exeucte": print}}}', "warning", "actions.a.exeucte", "not known"),
    ('{"actions": {"a": {"batch": 3}}}', "error", "actions.a.batch", "True or False"),
    ('{"triggers": {"t": {"dedup": lambda a, b: 1}}}', "error", "triggers.t.dedup", "needs 2 arguments"),
    ('{"methods": {"m": 1}}', "error", "methods.m", "must be a function"),
    ('{"pick_lists": {"p": []}}', "error", "pick_lists.p", "must be a function"),
    ('{"object_definitions": {"o": {"field": 1}}}', "warning", "object_definitions.o.field", "not known"),
])
def test_levels(write: Write, source: str, severity: str, key_path: str, message: str) -> None:
    assert [one for one in findings(write, source)
            if (one.severity, one.key_path) == (severity, key_path) and message in one.message]


@pytest.mark.parametrize(("authorization", "severity", "key", "message"), [
    ('{"type": "oauth3", "apply": lambda: 1}', "warning", ".type", "no known authorization type"),
    ('{"type": "basic_auth", "apply": lambda: 1, "credentials": lambda: 1}', "warning", ".credentials", "not used"),
    ('{"type": "custom_auth"}', "warning", "", "without `apply`"),
    ('{"acquire": lambda: 1}', "warning", ".acquire", "never runs"),
    ('{"type": "api_key", "apply": lambda: 1, "refresh_on": [401]}', "warning", ".refresh_on", "without `acquire`"),
    ('{"type": "api_key", "apply": lambda a, b, c: 1}', "error", ".apply", "offered 2: connection, auth_type"),
    ('{"type": "multi", "selected": lambda: 1}', "error", "", "needs `options`"),
    ('{"type": "multi", "options": {"a": {"type": "none"}}}', "warning", "", "`auth_type` decides"),
    ('{"type": "multi", "selected": lambda: 1, "options": {"a": 1}}', "error", ".options.a", "must be a dict"),
    ('{"type": "multi", "selected": lambda: 1, "options": {"a": {"type": "api_key"}}}', "warning", ".options.a",
     "without `apply`"),
    ('{"aply": 1}', "warning", ".aply", "not known"),
])
def test_authorization(write: Write, authorization: str, severity: str, key: str, message: str) -> None:
    found = only(write, f'{{{GOOD}, "connection": {{"authorization": {authorization}}}}}')
    assert (found.severity, found.key_path) == (severity, f"connection.authorization{key}")
    assert message in found.message


def test_oauth2_needs_its_urls_and_may_take_the_token(write: Write) -> None:
    found = findings(write, f'{{{GOOD}, "connection": {{"authorization": {{"type": "oauth2"}}}}}}')
    assert [one.severity for one in found] == ["error", "error", "warning"]
    assert findings(write, f"""{{{GOOD}, "connection": {{"authorization": {{
        "type": "oauth2", "authorization_url": lambda: "x", "token_url": lambda: "x", "refresh_on": [401],
        "apply": lambda connection, access_token, auth_type: 1,
    }}}}}}""") == []


@pytest.mark.parametrize("authorization", ['{"type": "none"}', "{}", "None"])
def test_no_authorization_is_no_mistake(write: Write, authorization: str) -> None:
    assert findings(write, f'{{{GOOD}, "connection": {{"authorization": {authorization}}}}}') == []


@pytest.mark.parametrize(("field", "severity", "key", "message"), [
    ('{"name": "a", "hnit": "x"}', "warning", ".hnit", "not known in a field"),
    ('{"name": "a", "optional": 3}', "warning", ".optional", "True or False"),
    ('{"name": "a", "type": "strng"}', "warning", ".type", "no known type"),
    ('{"name": "a", "type": "object"}', "warning", ".type", "as JSON"),
    ('{"name": "a", "control_type": "select"}', "error", ".control_type", "needs `options`"),
    ('{"name": "a", "control_type": "select", "pick_list": "x"}', "error", ".pick_list", "named pick list"),
    ('{"name": "a", "control_type": "select", "options": ["x"]}', "warning", ".options[0]", "label and value"),
    ('{"name": "a", "control_type": "multiselect", "options": [["x", "x"]]}', "warning", ".control_type", "commas"),
    ('{"name": "a", "control_type": "subdomain"}', "warning", ".control_type", "no fixed ending"),
    ('{"name": "a", "ngIf": "input.x ="}', "error", ".ngIf", "can't be read"),
    ('{"name": "a", "type": "integer", "default": "x"}', "warning", ".default", "can't be an answer"),
    ('{"name": "a", "properties": [{"name": "b", "hnit": 1}]}', "warning", ".properties[0].hnit", "not known"),
])
def test_fields(write: Write, field: str, severity: str, key: str, message: str) -> None:
    found = only(write, f'{{{GOOD}, "connection": {{"fields": [{field}]}}}}')
    assert (found.severity, found.key_path) == (severity, f"connection.fields[0]{key}")
    assert message in found.message


def test_fields_must_be_a_list_or_function(write: Write) -> None:
    found = only(write, f'{{{GOOD}, "connection": {{"fields": "x"}}}}')
    assert "must be a function or a list, it is text" in found.message


def test_a_file_that_can_not_be_loaded_gives_a_finding(write: Write, tmp_path: Path) -> None:
    found = only(write, "{\n  1 2\n}")
    assert (found.severity, found.line, found.column) == ("error", 2, 3)
    assert "\n" not in found.message
    assert check(tmp_path / "none.py")[0].severity == "error"


def test_names_that_nothing_defines_are_told_with_their_lines(write: Write) -> None:
    found = check(write("""
        from wkt_cli.dsl import get

        count = 0
        def test(connection):
            global made
            made = [str(item) for item in (count, __file__)]
            return post("/x", gett=1) and inner(made)

        connector = {"title": "x", "connection": {"base_uri": lambda c: gett(c)}, "test": test}
    """))
    assert [(one.line, one.message.split("`")[1], one.hint) for one in found] == [
        (8, "post", "write `from wkt_cli.dsl import post` at the top"),
        (8, "inner", None),
        (10, "gett", "did you mean `get`?"),
    ]


def test_findings_are_plain_data(write: Write) -> None:
    shown = json.loads(json.dumps(only(write, f'{{{GOOD}, "connection": {{}}, "x": 1}}').as_dict()))
    assert shown["severity"] == "warning"
    assert shown["key_path"] == "x"
    assert shown["file"].endswith("sample.py")


def test_no_function_is_called(write: Write) -> None:
    findings(write, """{"title": "x", "test": lambda: 1 / 0, "connection": {
        "fields": lambda: 1 / 0, "authorization": {"acquire": lambda: 1 / 0, "apply": lambda: 1 / 0}}}""")
