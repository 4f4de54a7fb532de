"""What the converters of fields make of values (reference/blocks.md section 13)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.runtime.conftest import Run
from wkt_cli.errors import WktError

CONNECTOR = """{{ actions: {{ a: {{
  input_fields: lambda {{ [{{ name: 'x', render_input: '{converter}' }}] }},
  execute: lambda {{ |connection, input| {{ x: input['x'], kind: input['x'].class.name.split('::').last }} }}
}} }} }}"""
OUTPUT = """{{ actions: {{ a: {{
  output_fields: lambda {{ [{{ name: 'x', parse_output: '{converter}' }}] }},
  execute: lambda {{ {{ x: {value} }} }}
}} }} }}"""


def converted(run: Run, converter: str, value: Any) -> Any:
    """Give what a converter makes of JSON data, as JSON, and the name of its class."""
    made = run(CONNECTOR.format(converter=converter), "actions.a", input={"x": value})
    return getattr(made["x"], "json", None) or made["x"], made["kind"]


@pytest.mark.parametrize(("converter", "value", "expected"), [
    ("render_iso8601_timestamp", "2024-03-05T10:11:12+02:00", ("2024-03-05T08:11:12+00:00", "UnicodeString")),
    ("render_iso8601_timestamp", "2024-03-05", ("2024-03-05T00:00:00+00:00", "UnicodeString")),
    ("render_iso8601_timestamp", "2024-07-05 10:11", ("2024-07-05T10:11:00+00:00", "UnicodeString")),
    ("render_iso8601_timestamp", 42, ("1969-12-31T16:00:42-08:00", "UnicodeString")),
    ("render_iso8601_timestamp", "text", (None, "NilClass")),
    ("parse_iso8601_timestamp", "2024-03-05 10:11", ("2024-03-05T10:11:00.000+00:00", "Time")),
    ("parse_iso8601_timestamp", "text", (None, "NilClass")),
    ("render_epoch_time", "2024-03-05", (1709596800, "Integer")),
    ("render_epoch_time", -5, (-5, "Integer")),
    ("render_epoch_time", 3.5, (None, "NilClass")),
    ("render_epoch_time", [1], (None, "NilClass")),
    ("render_float_epoch_time", "2024-03-05", (1709596800.0, "Float")),
    ("render_float_epoch_time", "text", (None, "NilClass")),
    ("render_date_time_epoch_millis", "2024-03-05T10:11:12.345+02:00", (1709626272345, "Integer")),
    ("render_date_time_epoch_millis", 42, (42000, "Integer")),
    ("render_date_time_epoch_millis", "text", (None, "NilClass")),
    ("render_iso8601_date", "2024-03-05T23:00:00+02:00", ("2024-03-05", "UnicodeString")),
    ("render_iso8601_date", 42, (None, "NilClass")),
    ("parse_date_output", 42, (42, "Integer")),
    ("parse_epoch_time", True, (None, "NilClass")),
    ("parse_float_epoch_time", "text", (False, "FalseClass")),
    ("parse_float_epoch_time", True, (None, "NilClass")),
    ("parse_date_time_epoch_millis", True, (False, "FalseClass")),
    ("convert_date_time", "2024-07-05 10:11", ("2024-07-05T10:11:00.000-07:00", "Time")),
    ("convert_date_time", "text", ("text", "UnicodeString")),
    ("convert_date_time", 42, (42, "Integer")),
    ("render_date_input", 42, (None, "NilClass")),
    ("convert_to_datetime", 42, (42, "Integer")),
    ("implicit_utc_time", "text", (None, "NilClass")),
    ("implicit_utc_iso8601_time", "2024-07-05 10:11", ("2024-07-05T10:11:00Z", "UnicodeString")),
    ("implicit_utc_iso8601_time", "text", (None, "NilClass")),
])  # fmt: skip
def test_converters(run: Run, converter: str, value: Any, expected: Any) -> None:
    assert converted(run, converter, value) == expected


@pytest.mark.parametrize(("converter", "value", "message"), [
    ("render_iso8601_date", "text", "invalid date"), ("parse_date_output", "text", "invalid date"),
    ("date_conversion", True, "no implicit conversion of true into String"),
    ("implicit_utc_time", 42, "undefined method `in_time_zone' for 42:Integer"),
])
def test_what_converters_refuse(run: Run, converter: str, value: Any, message: str) -> None:
    with pytest.raises(WktError, match=message):
        converted(run, converter, value)


@pytest.mark.parametrize(("converter", "value", "expected"), [
    ("parse_epoch_time", "'2024-03-05T10:11:12Z'.to_time", "2024-03-05T10:11:12.000+00:00"),
    ("parse_float_epoch_time", "'2024-03-05T10:11:12Z'.to_time", "2024-03-05T10:11:12.000+00:00"),
    ("parse_date_time_epoch_millis", "'2024-03-05T10:11:12Z'.to_time", "2024-03-05T10:11:12.000+00:00"),
    ("render_iso8601_timestamp", "'2024-03-05'.to_date", "2024-03-05T00:00:00+00:00"),
    ("render_epoch_time", "'2024-03-05'.to_date", 1709596800),
    ("render_epoch_time", ":text", None),
    ("implicit_utc_iso8601_time", "'2024-03-05'.to_date", "2024-03-05T00:00:00Z"),
])
def test_converters_of_rubys_own_values(run: Run, converter: str, value: str, expected: Any) -> None:
    made = run(OUTPUT.format(converter=converter, value=value), "actions.a")["x"]
    assert (getattr(made, "json", None) or made) == expected

SCHEMA = """{{ actions: {{ a: {{
  input_fields: lambda {{ [{field}] }},
  execute: lambda {{ |connection, input, schema| {{ schema: schema, true => 1 }} }}
}} }} }}"""


def schema_of(run: Run, field: str) -> dict[str, Any]:
    """Give what a field becomes in a whole run."""
    made: dict[str, Any] = run(SCHEMA.format(field=field), "actions.a", input={})["schema"][0]
    return made


@pytest.mark.parametrize(("attributes", "properties"), [
    ("type: 'object'", []), ("type: 'object', properties: nil", []), ("type: 'array'", []),
    ("type: 'array', of: 'integer'", None), ("type: 'string'", None),
])
def test_objects_have_properties(run: Run, attributes: str, properties: Any) -> None:
    assert schema_of(run, f"{{ name: 'x', {attributes} }}").get("properties") == properties


@pytest.mark.parametrize(("written", "optional"), [("true", True), ("'false'", "false"), ("0", 0)])
def test_what_may_be_left_out(run: Run, written: str, optional: Any) -> None:
    assert schema_of(run, f"{{ name: 'x', optional: {written} }}")["optional"] == optional


@pytest.mark.parametrize("written", ["false", "nil"])
def test_what_may_not_be_left_out(run: Run, written: str) -> None:
    with pytest.raises(WktError, match="'X' must be present"):
        schema_of(run, f"{{ name: 'x', optional: {written} }}")


def test_keys_of_any_kind_are_texts(run: Run) -> None:
    assert run("{ true => 1, nil => 2, 3 => 4 }") == {"true": 1, "": 2, "3": 4}
