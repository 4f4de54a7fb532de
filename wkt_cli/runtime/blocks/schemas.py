"""Fields, sample outputs and summaries of actions and triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..given import Given
from ..object_definitions import ObjectDefinitions
from ..schema.fields import Field, completed
from ..summary import summarized

if TYPE_CHECKING:
    from ..paths import Paths


def fields(paths: Paths, path: str, given: Given) -> Any:
    """Give input or output fields: one hash is a list of one, nothing is no field."""
    paths.owner(path)
    return fields_of(paths, path, ObjectDefinitions(paths.session, given.config_fields), given.config_fields)


def fields_of(paths: Paths, path: str, definitions: ObjectDefinitions, config: Any) -> list[Any]:
    """Run `input_fields` or `output_fields`."""
    if paths.session.block(path) is None:
        return []
    found = paths.execute(path, definitions, paths.settings, config)
    return found if isinstance(found, list) else [] if found is None else [found]


def extended_schema(paths: Paths, path: str, given: Given) -> Any:
    """Give the fields of input and output at once."""
    paths.owner(path)
    owner = path.rpartition(".")[0]
    definitions = ObjectDefinitions(paths.session, given.config_fields)
    return {
        "input": fields_of(paths, f"{owner}.input_fields", definitions, given.config_fields),
        "output": fields_of(paths, f"{owner}.output_fields", definitions, given.config_fields),
    }


def config_fields(paths: Paths, owner: str) -> list[Any]:
    """Give the fields that decide which others there are."""
    found = paths.connector.plain(paths.connector.dig(f"{owner}.config_fields")) or []
    return found if isinstance(found, list) else [found]


def completed_fields(paths: Paths, owner: str, config: Any) -> tuple[list[Field], list[Field], list[Field]]:
    """Give the fields of a whole run, with their defaults: `config_fields`, input and output."""
    definitions, plain = ObjectDefinitions(paths.session, config), paths.connector.plain
    inputs = plain(fields_of(paths, f"{owner}.input_fields", definitions, config))
    outputs = plain(fields_of(paths, f"{owner}.output_fields", definitions, config))
    return (
        completed(config_fields(paths, owner), f"{owner}.config_fields"),
        completed(inputs, f"{owner}.input_fields"),
        completed(outputs, f"{owner}.output_fields"),
    )


def sample_output(paths: Paths, path: str, given: Given) -> Any:
    """Run `sample_output`."""
    paths.owner(path)
    return paths.execute(path, paths.settings, given.input)


def summarize(paths: Paths, path: str, given: Given) -> Any:
    """Give the input in short; whole where the connector names nothing."""
    paths.owner(path)
    named = paths.connector.dig(path)
    return summarized(given.input, named if isinstance(named, list) else [])
