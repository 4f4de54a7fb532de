"""Schemas from samples, as the platform's generator makes them (reference/cli_and_files.md section 9)."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import StringIO
from typing import Any, NoReturn

from ..errors import UsageError
from .fields import label_for

SEPARATORS: Mapping[str, str] = {
    "comma": ",", "space": " ", "tab": "\t", "colon": ":", "semicolon": ";", "pipe": "|",
}  # fmt: skip
"""What parts the columns of CSV, by the names that the platform gives."""

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")

Field = dict[str, Any]


def of_json(text: str) -> list[Field]:
    """Make the schema of a JSON object, or of a list of them.

    Args:
        text: the sample.

    Raises:
        UsageError: it is no JSON, or neither an object nor a list of objects.

    >>> of_json('[{"id": null}, {"id": "x7"}]')
    [{'control_type': 'text', 'label': 'ID', 'type': 'string', 'name': 'id'}]
    """
    try:
        sample = json.loads(text, parse_constant=_no_constant)
        whole = merged(sample) if isinstance(sample, list) else sample
        if not isinstance(whole, dict):
            raise UsageError(
                "The sample must be an object, or a list of objects", hint='write `{"name": "value"}`'
            )
        return _fields(whole)
    except ValueError as error:
        raise UsageError(f"The sample holds no JSON: {error}") from None
    except RecursionError:
        raise UsageError("The sample is nested too deeply") from None


def of_csv(text: str, separator: str) -> list[Field]:
    r"""Make the schema of a CSV file's first line: one text a column.

    Args:
        text: the sample.
        separator: a key of `SEPARATORS`.

    Raises:
        UsageError: there is no first line, or a column without a name.

    >>> [field["name"] for field in of_csv('"a b";c\n1;2', "semicolon")]
    ['a b', 'c']
    """
    try:
        head = next(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=SEPARATORS[separator]), [])
    except csv.Error as error:
        raise UsageError(f"The sample holds no CSV: {error}") from None
    if not head:
        raise UsageError("The sample is empty", hint="its first line names the columns")
    for number, name in enumerate(head, 1):
        if not name.strip():
            raise UsageError(f"Column {number} has no name", hint="the first line of the sample names all columns")
    return [_text(name, "") for name in dict.fromkeys(head)]


def merged(samples: Iterable[Any]) -> Any:
    """Join samples of the same thing: of each field the first value that is not null, objects field by field.

    >>> merged([{"a": None, "b": {"x": 1}}, {"a": 2, "b": {"y": 3}}])
    {'a': 2, 'b': {'x': 1, 'y': 3}}
    """
    whole: Any = None
    for sample in samples:
        whole = _joined(whole, sample)
    return whole


def _joined(one: Any, other: Any) -> Any:
    if one is None:
        return other
    if isinstance(one, dict) and isinstance(other, dict):
        return {**one, **{name: _joined(one.get(name), value) for name, value in other.items()}}
    if isinstance(one, list) and isinstance(other, list):
        return one + other
    return one


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _fields(sample: Mapping[str, Any]) -> list[Field]:
    return [_field(name, value) for name, value in sample.items()]


def _field(name: str, value: Any) -> Field:
    if isinstance(value, Mapping):
        return {"properties": _fields(value), "label": label_for(name), "type": "object", "name": name}
    if isinstance(value, list):
        return _array(name, value)
    make = {"boolean": _boolean, "number": _number, "date_time": _date_time}.get(_type_of(value), _text)
    return make(name, value)


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "date_time" if isinstance(value, str) and _is_date_time(value) else "string"


def _is_date_time(text: str) -> bool:
    if not _DATE_TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _text(name: str, value: Any) -> Field:
    return {"control_type": "text", "label": label_for(name), "type": "string", "name": name}


def _number(name: str, value: Any) -> Field:
    return {
        "control_type": "number", "label": label_for(name), "parse_output": "float_conversion", "type": "number",
        "name": name,
    }  # fmt: skip


def _boolean(name: str, value: Any) -> Field:
    label = label_for(name)
    return {
        "control_type": "text", "label": label, "render_input": {}, "parse_output": {},
        "toggle_hint": "Select from option list",
        "toggle_field": {
            "label": label, "control_type": "text", "toggle_hint": "Use custom value", "type": "boolean", "name": name,
        },
        "type": "boolean", "name": name,
    }  # fmt: skip


def _date_time(name: str, value: Any) -> Field:
    return {
        "control_type": "text", "label": label_for(name), "render_input": "date_time_conversion",
        "parse_output": "date_time_conversion", "type": "date_time", "name": name,
    }  # fmt: skip


def _array(name: str, items: Sequence[Any]) -> Field:
    whole = merged(items)
    if isinstance(whole, Mapping):
        return {
            "name": name, "type": "array", "of": "object", "label": label_for(name), "properties": _fields(whole),
        }  # fmt: skip
    kind = _type_of(whole)
    control = "number" if kind == "number" else "text"
    field = {"name": name, "type": "array", "of": kind, "control_type": control, "label": label_for(name)}
    if kind == "number":
        field["parse_output"] = "float_conversion"
    return field
