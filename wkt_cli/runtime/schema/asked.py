"""Fields of actions and triggers as questions, and what an answer becomes in JSON (reference/blocks.md section 12)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...connector.fields import Field, label_for, make_field
from .fields import completed, is_optional

INTEGER = re.compile(r"[+-]?\d+")


def asked(fields: list[Any], place: str) -> list[Field]:
    """Give fields as they are asked for; one that does not say so may be left out.

    The other form of a field that has a name of its own becomes a question of its own, for where the first has no
    answer.

    Args:
        fields: as a connector gives them, as plain data.
        place: how the list is called in errors.

    Raises:
        InvalidDefinitionError: a field has no name, or a toggle field that can't be one.
    """
    completed(fields, place)
    return [make_field(source) for field in fields for source in _sources(field)]


def _sources(field: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    source = {**field, "optional": is_optional(field)}
    inner = field.get("properties")
    if inner:
        inside = inner if isinstance(inner, list) else [inner]
        source["properties"] = [part for one in inside for part in _sources(one)]
    toggle = field.get("toggle_field")
    if not toggle or toggle["name"] == field["name"]:
        yield source
        return
    del source["toggle_field"]
    other = toggle.get("label") or label_for(str(toggle["name"]))
    yield {**source, "optional": True, "hint": f"{source.get('hint') or ''} Without an answer {other} is asked for"}
    answered = f"!input[{json.dumps(str(field['name']))}]"
    condition = f"({field['ngIf']}) && {answered}" if field.get("ngIf") else answered
    yield {**toggle, "optional": source["optional"], "ngIf": condition}


def typed(field: Field, value: Any) -> Any:
    """Give an answer as JSON has it: numbers and truth by the field's type, those inside an object or array, too.

    >>> typed(make_field({"name": "n", "type": "integer"}), "12")
    12
    """
    if isinstance(value, Mapping):
        known = {one.name: one for one in field.properties}
        return {name: typed(known[name], inner) if name in known else inner for name, inner in value.items()}
    if isinstance(value, list):
        return [_item(field, item) for item in value]
    return _TYPES.get(field.type, _as_it_is)(value) if isinstance(value, str) else value


def _item(field: Field, item: Any) -> Any:
    if isinstance(item, str):
        return _TYPES.get(str(field.source.get("of")), _as_it_is)(item)
    return typed(field, item)


def _as_it_is(text: str) -> Any:
    return text


def _integer(text: str) -> Any:
    return int(text) if INTEGER.fullmatch(text.strip()) else text


def _number(text: str) -> Any:
    try:
        return _integer(text) if INTEGER.fullmatch(text.strip()) else float(text)
    except ValueError:
        return text


def _boolean(text: str) -> Any:
    return {"true": True, "false": False}.get(text, text)


_TYPES: Mapping[str, Callable[[str], Any]] = {"integer": _integer, "number": _number, "boolean": _boolean}
