"""What the fields of an action, a trigger or an object definition are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..given import Given
from ..schema.fields import Field, completed, is_optional
from ..schema.json_schema import json_schema
from . import others
from .schemas import completed_fields

if TYPE_CHECKING:
    from ..paths import Paths

LISTS = ("config_fields", "input_fields", "output_fields")


class Description(NamedTuple):
    """The fields of one block.

    Attributes:
        title: of the block; its name where it has none.
        fields: each list of fields by its name, with their defaults.
    """

    title: str
    fields: Mapping[str, list[Field]]

    def as_schemas(self) -> dict[str, Any]:
        """Give each list as a JSON Schema."""
        return {"title": self.title, **{name: json_schema(fields) for name, fields in self.fields.items()}}

    def rows(self, fields: list[Field], above: str = "") -> Iterator[tuple[str, str, str, str]]:
        """Give a row of a table for each field: its path, type, label and what else is to be known."""
        for field in fields:
            path, kind = f"{above}{field['name']}", _type(field)
            yield path, kind, str(field.get("label") or ""), _remarks(field)
            yield from self.rows(field.get("properties") or [], path + ("[]." if field["type"] == "array" else "."))


def _type(field: Field) -> str:
    if field["type"] == "array":
        return f"array of {field.get('of')}"
    return "date" if field.get("control_type") == "date" else str(field["type"])


def _remarks(field: Field) -> str:
    pick_list, toggle = field.get("pick_list"), field.get("toggle_field")
    listed = pick_list if isinstance(pick_list, str) else f"{len(pick_list)} options" if pick_list else ""
    found = (
        "" if is_optional(field) else "must be present",
        f"pick list: {listed}" if listed else "",
        f"or {toggle['name']}" if toggle else "",
    )
    return ", ".join(remark for remark in found if remark)


def described(paths: Paths, path: str, given: Given) -> Description:
    """Make the fields of a block.

    Args:
        paths: the connector at work.
        path: ``actions.NAME``, ``triggers.NAME`` or ``object_definitions.NAME``.
        given: what `config_fields` are.

    Raises:
        UsageError: there is no such block.
    """
    kind, _, name = path.partition(".")
    if kind == "object_definitions":
        fields = paths.connector.plain(others.definition(paths, path, given))
        return Description(name, {"fields": completed(fields, path)})
    if kind not in ("actions", "triggers") or not name or "." in name:
        raise paths.unknown(path, "block with fields")
    paths.whole_owner(path)
    title = paths.connector.dig(f"{path}.title")
    found = dict(zip(LISTS, completed_fields(paths, path, given.config_fields), strict=True))
    fields_there = {name: fields for name, fields in found.items() if fields or name != "config_fields"}
    return Description(title if isinstance(title, str) else name, fields_there)
