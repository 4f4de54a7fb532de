"""`execute` of actions by itself, and whole runs (reference/blocks.md sections 3 to 5)."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from ...errors import InvalidDefinitionError
from ..given import Given
from ..retries import Retries
from ..schema.conversion import Schema
from ..steps import in_steps
from ..suspending import Resume
from .schemas import completed_fields

if TYPE_CHECKING:
    from ..paths import Paths


def execute(paths: Paths, path: str, given: Given) -> Any:
    """Run `execute` with what the options say; nothing is converted."""
    schemas = (given.extended_input_schema, given.extended_output_schema)
    owner = paths.owner(path)
    return _run(paths, owner, given, given.input, schemas, paths.connector.with_times(given.continued))


def whole(paths: Paths, path: str, given: Given) -> Any:
    """Run an action as the platform does: fields first, then input, `execute`, output."""
    owner = paths.whole_owner(path)
    _check(paths, owner)
    config, inputs, outputs = completed_fields(paths, owner, given.input)
    session = paths.session
    rendered = Schema([*config, *inputs], "render_input", session).rendered(given.input)
    result = _run(paths, owner, given, rendered, (inputs, outputs), {})
    if result is None:
        return {}
    if not isinstance(result, dict):
        raise InvalidDefinitionError(
            f"`{owner}.execute` gave {paths.connector.class_name(result)}, but a hash is needed",
            place=paths.connector.place(f"{owner}.execute"),
        )
    return Schema(outputs, "parse_output", session).parsed(result, "output")


def _check(paths: Paths, owner: str) -> None:
    if paths.connector.dig(f"{owner}.execute") is None:
        raise InvalidDefinitionError("'execute' block is required for action", place=paths.connector.place(owner))


def _run(
    paths: Paths, owner: str, given: Given, input: Any, schemas: tuple[Any, Any], continued: Any
) -> Any:
    """Run `execute`, again after failures and for further steps."""
    _check(paths, owner)
    path, retries = f"{owner}.execute", Retries(paths.connector, owner)
    resume = Resume(paths.session, owner, input, given.resume_data)

    def step(continued: Any) -> Any:
        return retries.run(lambda: paths.execute(path, paths.settings, deepcopy(input), *schemas, continued))

    return in_steps(paths.session.steps, lambda handed_on: resume.run(step, handed_on), continued)
