"""Schemas of samples: the golden cases, whole and in the order of their keys, and what none of them says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wkt_cli.connector.samples import SEPARATORS, of_csv, of_json
from wkt_cli.errors import UsageError

GOLDEN = Path(__file__).parents[1] / "golden" / "schema_cases.jsonl"
CASES = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_golden(case: dict[str, Any]) -> None:
    of = of_json(case["sample"]) if case["type"] == "json" else of_csv(case["sample"], case["col_sep"])
    assert json.dumps(of) == json.dumps(case["schema"])


@pytest.mark.parametrize("name", SEPARATORS)
def test_each_separator_parts_columns(name: str) -> None:
    assert [field["name"] for field in of_csv(f"a{SEPARATORS[name]}b\n", name)] == ["a", "b"]


def test_csv_of_a_spreadsheet() -> None:
    assert [field["name"] for field in of_csv('\ufeff"two\nlines",a,a\r\n1,2,3', "comma")] == ["two\nlines", "a"]


def test_objects_in_lists_are_joined_at_every_depth() -> None:
    [field] = of_json('{"l": [{"o": {"a": 1}}, {"o": {"b": [{"c": 1}]}}, {"o": {"b": [{"d": 1}]}}]}')
    inner = field["properties"][0]["properties"]
    assert [one["name"] for one in inner] == ["a", "b"]
    assert [one["name"] for one in inner[1]["properties"]] == ["c", "d"]


@pytest.mark.parametrize(("text", "kind"), [
    ("2024-01-02T03:04", "date_time"), ("2024-01-02T03:04:05", "date_time"), ("2024-01-02T03:04:05+0200", "date_time"),
    ("2024-13-02T03:04:05Z", "string"), ("2024-01-02 03:04:05", "string"), ("12", "string"),
])
def test_texts_that_are_times(text: str, kind: str) -> None:
    assert of_json(json.dumps({"a": text}))[0]["type"] == kind


@pytest.mark.parametrize(("text", "told"), [
    ("{", "The sample holds no JSON: Expecting"), ('{"a": NaN}', "NaN is no JSON"), ("7", "must be an object"),
    ("[1, 2]", "must be an object"), ("[]", "must be an object"), ("[" * 100_000, "nested too deeply"),
])
def test_json_that_has_no_schema(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        of_json(text)


@pytest.mark.parametrize(("text", "told"), [("", "The sample is empty"), ("a,,b\n", "Column 2 has no name")])
def test_csv_that_has_no_schema(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        of_csv(text, "comma")
