from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from wkt_cli.connector.fields import (
    Field,
    field_hashes,
    fields_of,
    is_secret,
    label_for,
    make_field,
    selected_option,
    split_secrets,
)
from wkt_cli.connector.model import Block, Connector
from wkt_cli.errors import ConnectorFileError
from wkt_cli.store.record import joined

from .conftest import Load

MULTI = """
    connector = {"connection": {
        "fields": [{"name": "auth_type"}],
        "authorization": {
            "type": "multi",
            "selected": lambda connection: connection.get("auth_type"),
            "options": {"key": {"fields": [{"name": "api_key"}]}, "client": {}},
        },
        "extended_fields": lambda connection: [{"name": "more"}] if connection.get("more") == "true" else None,
    }}
"""


def call(block: Block, *arguments: Any) -> Any:
    return block.function(*arguments[: block.arity])


def names(connector: Connector, connection: Mapping[str, Any]) -> list[str]:
    return [field.name for field in fields_of(connector, connection, call)]


@pytest.mark.parametrize("source", ["{}", '{"connection": {}}', '{"connection": {"fields": None}}'])
def test_no_fields(loaded: Load, source: str) -> None:
    assert names(loaded(f"connector = {source}"), {}) == []


@pytest.mark.parametrize(("connection", "expected"), [
    ({}, ["auth_type"]),
    ({"auth_type": "key"}, ["auth_type", "api_key"]),
    ({"auth_type": "client"}, ["auth_type"]),
    ({"auth_type": "unknown"}, ["auth_type"]),
    ({"auth_type": "key", "more": "true"}, ["auth_type", "api_key", "more"]),
])
def test_fields_then_those_of_the_option_then_extended_ones(
    loaded: Load, connection: dict[str, Any], expected: list[str]
) -> None:
    assert names(loaded(MULTI), connection) == expected


def test_without_selected_the_field_auth_type_decides(loaded: Load) -> None:
    connector = loaded(MULTI.replace('"selected"', '"ignored"'))
    assert selected_option(connector, {"auth_type": "key"}, call) == "key"
    assert selected_option(connector, {}, call) is None


def test_a_function_gets_the_connection(loaded: Load) -> None:
    connector = loaded("""
        def fields(connection):
            return [{"name": "a"}] + ([{"name": "b"}] if "a" in connection else [])
        connector = {"connection": {"fields": fields}}
    """)
    assert names(connector, {"a": "x"}) == ["a", "b"]
    assert field_hashes(connector, {}, call) == [{"name": "a"}]


def test_a_later_field_takes_the_place_of_an_earlier_one(loaded: Load) -> None:
    connector = loaded("""
        connector = {"connection": {
            "fields": [{"name": "a"}, {"name": "b"}],
            "extended_fields": lambda: [{"name": "a", "label": "New"}],
        }}
    """)
    assert [field.label for field in fields_of(connector, {}, call)] == ["New", "B"]


@pytest.mark.parametrize(("result", "message"), [
    ('"text"', "must give a list of fields, it gives text"), ("[{}]", "no name"),
    ('[{"name": "a"}, {"name": "a"}]', "named `a`"),
])
def test_what_a_function_gives_is_looked_at(loaded: Load, result: str, message: str) -> None:
    connector = loaded(f'connector = {{"connection": {{"fields": lambda: {result}}}}}')
    with pytest.raises(ConnectorFileError, match=message) as caught:
        fields_of(connector, {}, call)
    assert caught.value.place and caught.value.place.line == 1


@pytest.mark.parametrize(("name", "label"), [
    ("client_id", "Client ID"), ("api_key", "Api key"), ("clientSecret", "Client secret"), ("userID", "User ID"),
    ("user_id", "User ID"), ("FooBar", "Foo bar"), ("XMLFile", "XML file"), ("userIDs", "User I ds"),
    ("oauth2_token", "Oauth 2 token"), ("2nd", "2 nd"), ("line-no", "Line-no"), ("base_url", "Base URL"),
])
def test_labels(name: str, label: str) -> None:
    assert label_for(name) == label


@pytest.mark.parametrize(("source", "secret"), [
    ({"name": "a"}, False), ({"name": "a", "control_type": "password"}, True), ({"name": "client_secret"}, True),
    ({"name": "apiKey"}, True), ({"name": "client_id"}, False), ({"name": "access_token"}, True),
    ({"name": "private_key", "control_type": "text-area"}, True),
    ({"name": "pem", "control_type": "password", "multiline": True}, True),
    ({"name": "pem", "control_type": "text", "multiline": True}, False),
    ({"name": "token_url", "control_type": "url"}, False), ({"name": "use_token", "type": "boolean"}, False),
    ({"name": "a", "toggle_field": {"name": "a", "control_type": "password"}}, True),
])
def test_secrets(source: dict[str, Any], secret: bool) -> None:
    field = make_field(source)
    assert field.secret is secret
    assert field.toggle is None or field.toggle.secret is secret


def test_names_alone_can_be_secret() -> None:
    assert [is_secret(name) for name in ("refresh_token", "PASSWORD", "privateKey", "domain")] == [
        True, True, True, False]


@pytest.mark.parametrize(("source", "kind"), [
    ({}, "text"), ({"control_type": "select"}, "select"), ({"type": "integer"}, "integer"),
    ({"type": "boolean"}, "checkbox"), ({"control_type": "small-text-area"}, "text-area"),
    ({"control_type": "password", "multiline": True}, "text-area"), ({"multiline": "true"}, "text-area"),
    ({"control_type": "select", "multiline": True}, "select"),
    ({"control_type": "odd"}, "text"), ({"control_type": "odd", "type": "object"}, "object"),
    ({"control_type": "text", "type": "date"}, "date"), ({"control_type": "boolean"}, "checkbox"),
])
def test_kinds(source: dict[str, Any], kind: str) -> None:
    assert make_field({"name": "x"} | source).kind == kind


def test_a_field_reads_its_properties() -> None:
    field = make_field({
        "name": "env", "hint": "See <a href='x'>the page</a>&nbsp;here", "help": {"title": "More", "text": "<p>B</p>"},
        "optional": "true", "pick_list": [["Live", 1], "Test"], "properties": [{"name": "a_b"}], "sticky": True,
        "ngIf": "input.a", "default": 3,
    })
    assert field.hint == "See the page here More B"
    assert field.optional
    assert field.options == (("Live", "1"), ("Test", "Test"))
    assert [one.label for one in field.properties] == ["A b"]
    assert (field.sticky, field.condition, field.default) == (True, "input.a", 3)


def test_a_condition_hides_a_field_unless_it_can_not_be_read() -> None:
    shown = make_field({"name": "x", "ngIf": "input.kind == 'key'"})
    assert [shown.applies({"kind": kind}) for kind in ("key", "role")] == [True, False]
    assert make_field({"name": "x", "ngIf": "?!"}).applies({})


def field_list() -> list[Field]:
    return [
        make_field({"name": "id"}), make_field({"name": "key", "control_type": "password"}),
        make_field({"name": "deep", "type": "object",
                    "properties": [{"name": "a"}, {"name": "b", "control_type": "password"}]}),
    ]


def test_secrets_are_parted_and_joined_again() -> None:
    values = {"id": "1", "key": "k", "deep": {"a": "x", "b": "y"}, "session": "s", "my_token": "t"}
    plain, secrets = split_secrets(values, field_list(), acquired=["session"])
    assert plain == {"id": "1", "deep": {"a": "x"}}
    assert secrets == {"key": "k", "deep": {"b": "y"}, "session": "s", "my_token": "t"}
    assert joined(plain, secrets) == values
