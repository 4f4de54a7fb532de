from __future__ import annotations

from typing import Any

import pytest

from wkt_cli.connector.answers import AnswerError, convert, offered
from wkt_cli.connector.fields import make_field

OPTIONS = [["Live system", "live"], ["Test, a copy", "test"], ["One", 1]]


def answer(source: dict[str, Any], given: Any) -> Any:
    return convert(make_field({"name": "the_field"} | source), given)


def refusal(source: dict[str, Any], given: Any) -> AnswerError:
    with pytest.raises(AnswerError) as caught:
        answer(source, given)
    return caught.value


SUBDOMAIN = {"control_type": "subdomain", "url": ".example.com"}


@pytest.mark.parametrize(("source", "given", "value"), [
    ({}, " as typed ", " as typed "),
    ({"control_type": "password"}, "  ", "  "),
    ({"type": "integer"}, " 443 ", "443"),
    ({"type": "integer"}, 443, "443"),
    ({"control_type": "number"}, "-12.5e3", "-12.5e3"),
    ({"control_type": "checkbox"}, "Yes", "true"),
    ({"control_type": "checkbox"}, False, "false"),
    ({"control_type": "date"}, "2026-11-25", "2026-11-25"),
    ({"control_type": "date_time"}, "2026-11-25T09:30:00Z", "2026-11-25T09:30:00Z"),
    ({"control_type": "url"}, "https://example.com/a", "https://example.com/a"),
    ({"control_type": "email"}, "ann@example.com", "ann@example.com"),
    ({"control_type": "select", "options": OPTIONS}, "live", "live"),
    ({"control_type": "select", "options": OPTIONS}, "live SYSTEM", "live"),
    ({"control_type": "select", "options": OPTIONS}, 1, "1"),
    ({"control_type": "multiselect", "options": OPTIONS}, "live,One", "live,1"),
    ({"control_type": "multiselect", "options": OPTIONS}, "Test, a copy", "test"),
    ({"control_type": "multiselect", "options": OPTIONS, "delimiter": ";"}, ["One", "live", "one"], "1;live"),
    ({"control_type": "multiselect", "options": OPTIONS, "delimiter": ";"}, "live; test", "live;test"),
    (SUBDOMAIN, "acme", "acme"),
    (SUBDOMAIN, "acme.example.com", "acme"),
    (SUBDOMAIN, "https://acme.Example.com/login", "acme"),
    ({"control_type": "subdomain", "url": "example.com"}, "acme.example.com", "acme"),
    ({"type": "object"}, '{"a": 1}', {"a": 1}),
    ({"type": "array"}, "[1]", [1]),
    ({"optional": True}, "", None),
    ({"optional": True, "type": "integer"}, "  ", None),
])
def test_answers_that_are_taken(source: dict[str, Any], given: Any, value: Any) -> None:
    assert answer(source, given) == value


@pytest.mark.parametrize(("source", "given", "part"), [
    ({}, "", "The field is required"),
    ({"control_type": "password"}, None, "required"),
    ({"type": "integer"}, "4.5", "whole number"),
    ({"type": "integer"}, "١", "whole number"),
    ({"control_type": "number"}, "1,5", "a number, such as 12.5"),
    ({"control_type": "checkbox"}, "maybe", "yes or no"),
    ({"control_type": "date"}, "25.11.2026", "2026-11-25"),
    ({"control_type": "date_time"}, "soon", "date and time"),
    ({"control_type": "url"}, "example.com", "with its scheme"),
    ({"control_type": "email"}, "ann", "e-mail"),
    ({"control_type": "select", "options": OPTIONS}, "prod", "no option `prod`"),
    ({"control_type": "multiselect", "options": OPTIONS}, "live,prod", "no option `prod`"),
    (SUBDOMAIN, "a b", "such as acme for acme.example.com"),
    ({"type": "object"}, "{", "JSON"),
    ({"type": "object"}, "[]", "not a list"),
    ({}, {"a": 1}, "one value, not a dict"),
])
def test_answers_that_are_explained(source: dict[str, Any], given: Any, part: str) -> None:
    assert part in refusal(source, given).message


def test_a_wrong_choice_gets_the_nearest_or_all() -> None:
    source = {"control_type": "select", "options": OPTIONS}
    assert "`live`" in (refusal(source, "lvie").hint or "")
    assert "Live system" in (refusal(source, "prod").hint or "")


def test_properties_of_an_object_are_converted_and_required() -> None:
    source = {"type": "object", "properties": [
        {"name": "port", "type": "integer"},
        {"name": "zone", "optional": True},
        {"name": "key", "ngIf": "input.port == 443"},
    ]}
    assert answer(source, {"port": " 80 ", "extra": 1}) == {"port": "80", "extra": 1}
    assert "Key is required" in refusal(source, {"port": "443"}).message
    assert "Port" in refusal(source, {}).message


def test_a_secret_is_not_told_in_a_refusal() -> None:
    assert "sesame" not in refusal({"control_type": "password"}, ["sesame"]).message


@pytest.mark.parametrize(("source", "text"), [
    ({}, ""), ({"default": 443}, "443"), ({"default": True}, "true"), ({"default": {"a": 1}}, '{"a": 1}'),
    ({"control_type": "multiselect", "delimiter": ";", "default": ["a", "b"]}, "a;b"),
])
def test_defaults_as_one_would_type_them(source: dict[str, Any], text: str) -> None:
    assert offered(make_field({"name": "x"} | source)) == text
