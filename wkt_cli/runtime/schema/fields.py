"""The defaults that fields get in a whole run (reference/blocks.md section 12)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ...connector.fields import label_for
from ...errors import InvalidDefinitionError

Field = dict[str, Any]


class Kind(NamedTuple):
    """What a declared type becomes.

    Attributes:
        type: the type that blocks see.
        control_type: how it is entered, unless the field says so; None for none.
        render_input: converter of what is given to a block.
        parse_output: converter of what a block gives.
    """

    type: str
    control_type: str | None
    render_input: str | None = None
    parse_output: str | None = None


TEXT = Kind("string", "text")
KINDS = {
    "string": TEXT,
    "integer": Kind("integer", "number", None, "integer_conversion"),
    **dict.fromkeys(("number", "boolean"), Kind("number", "number", None, "float_conversion")),
    **dict.fromkeys(
        ("date_time", "timestamp"),
        Kind("date_time", "date_time", "date_time_conversion", "date_time_conversion"),
    ),
    "date": Kind("date_time", "date", "date_conversion", "date_conversion"),
    "object": Kind("object", None),
    "array": Kind("array", None),
}
"""What each declared type becomes; one that is unknown is a text."""

CONVERTERS = ("render_input", "parse_output")
OLD_NAMES = {"convert_input": "render_input", "convert_output": "parse_output"}


def completed(fields: list[Any], place: str = "schema") -> list[Field]:
    """Give fields with their defaults.

    Args:
        fields: as a connector gives them, as plain data.
        place: how the list is called in errors.

    Raises:
        InvalidDefinitionError: a field has no name, or a toggle field that can't be one.
    """
    return [_completed(field, f"{place}[{number}]") for number, field in enumerate(fields)]


def _completed(given: Any, place: str) -> Field:
    if not isinstance(given, Mapping) or not given.get("name"):
        raise InvalidDefinitionError(
            f"The field `{place}` has no name", hint="write a hash with a name: { name: 'id' }"
        )
    field = _renamed(given)
    kind = KINDS.get(str(field.get("type")), TEXT)
    defaults: Field = {
        "type": kind.type, "control_type": kind.control_type, **{key: getattr(kind, key) for key in CONVERTERS},
    }  # fmt: skip
    made = {**defaults, **{key: value for key, value in field.items() if value is not None}, "type": kind.type}
    made["optional"] = is_optional(given) and given.get("optional", True)
    made.setdefault("label", label_for(str(given["name"])))
    _check_toggle(made, place)
    kept = {key: value for key, value in made.items() if not _is_empty(value)}
    _complete_inside(kept, place)
    return kept


def is_optional(field: Mapping[str, Any]) -> bool:
    """Tell whether a field may be left out: one that says nothing may, else all but nil and false means so."""
    said = field.get("optional", True)
    return said is not None and said is not False


def _renamed(given: Mapping[str, Any]) -> Field:
    """Give a field's attributes under their names of today; a function in the place of a converter goes away."""
    field = {OLD_NAMES.get(key, key): value for key, value in given.items() if key not in CONVERTERS}
    for name in CONVERTERS:
        value = given.get(name) if field.get(name) is None else field[name]
        field[name] = None if callable(value) else value
    if isinstance(field.get("control_type"), str):
        field["control_type"] = re.sub(r"^(small|medium)-", "", field["control_type"])
    return field


def _complete_inside(field: Field, place: str) -> None:
    """Complete the fields in an object or in the objects of an array."""
    if field["type"] == "object":
        field.pop("control_type", None)
    if field["type"] == "array":
        field["of"] = str(field.get("of") or "object")
    if field["type"] == "object" or (field["type"] == "array" and field["of"] == "object"):
        inner = field.get("properties") or []
        field["properties"] = completed(inner if isinstance(inner, list) else [inner], f"{place}.properties")


def _check_toggle(field: Field, place: str) -> None:
    toggle = field.get("toggle_field")
    if not toggle:
        return
    if not field.get("toggle_hint"):
        raise InvalidDefinitionError("toggle_hint not present", hint=f"`{place}` has a toggle_field, which needs it")
    if not toggle.get("name") or not toggle.get("type"):
        raise InvalidDefinitionError("toggle_field not complete", hint=f"that of `{place}` needs a name and a type")
    if toggle.get("optional") and not is_optional(field):
        raise InvalidDefinitionError(
            "toggle field cannot change optional attribute", hint=f"look at `{place}` and its toggle_field"
        )
    field["toggle_field"] = {
        key: value
        for key, value in toggle.items()
        if OLD_NAMES.get(key, key) not in CONVERTERS and not _is_empty(value)
    }


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, (str, list, dict)) and not value)
