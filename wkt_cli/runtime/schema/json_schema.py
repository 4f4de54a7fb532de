"""Fields as JSON Schema (draft 2020-12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .fields import Field, is_optional

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FORMATS = {"date": "date", "date_time": "date-time"}
ITEMS = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"}


def json_schema(fields: list[Field]) -> dict[str, Any]:
    """Give fields with their defaults as a schema of the object that they describe.

    >>> json_schema([{"name": "id", "type": "integer", "label": "ID", "optional": False}])["required"]
    ['id']
    """
    return {"$schema": DRAFT, **_object(fields)}


def _object(fields: list[Field]) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "properties": {str(f["name"]): _value(f) for f in fields}}
    required = [str(field["name"]) for field in fields if not is_optional(field)]
    return {**made, "required": required} if required else made


def _value(field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"title": field.get("label"), "description": field.get("hint"), **_kind(field)}
    if "default" in field:
        made["default"] = field["default"]
    options = field.get("pick_list")
    if isinstance(options, list):
        made["enum"] = [option[1] for option in options if isinstance(option, list) and len(option) > 1]
    return {key: value for key, value in made.items() if value not in (None, "", [])}


def _kind(field: Field) -> dict[str, Any]:
    kind, inner = field.get("type"), field.get("properties")
    if kind == "object":
        return _object(inner or [])
    if kind == "array":
        of = field.get("of")
        return {"type": "array", "items": _object(inner or []) if of == "object" else _item(str(of))}
    if kind == "date_time":
        return {"type": "string", "format": FORMATS.get(str(field.get("control_type")), "date-time")}
    return {"type": kind if kind in ITEMS.values() else "string"}


def _item(of: str) -> Mapping[str, Any]:
    if of in FORMATS:
        return {"type": "string", "format": FORMATS[of]}
    return {"type": ITEMS[of]} if of in ITEMS else {}
