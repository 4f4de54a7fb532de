"""Paths of what is neither action nor trigger: methods, pick lists, object definitions, streams, the connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...connector.fields import field_hashes
from ...errors import InvalidDefinitionError, KeyNotFoundError, LambdaError
from ...trace.model import Phase
from ..frame import Frame, enter
from ..given import Given
from ..object_definitions import ObjectDefinitions
from ..request import resolve
from ..steps import in_steps
from ..streams import check_size, joined, stream_path
from ..streams import run as run_stream

if TYPE_CHECKING:
    from ...connector.model import Connector
    from ..paths import Paths


def test(paths: Paths, path: str, given: Given) -> Any:
    """Run `test`."""
    if paths.connector.dig("test") is None:
        raise InvalidDefinitionError(
            "'execute' block is required for action", hint="the connector has no `test`"
        )
    return paths.session.test()


def title(paths: Paths, path: str, given: Given) -> Any:
    """Give the title."""
    return paths.connector.dig("title")


def source(paths: Paths, path: str, given: Given) -> Any:
    """Give the connector's hash; a function in it is an empty hash, as the platform's SDK prints it."""
    return _data(paths.connector, paths.connector.source)


def _data(connector: Connector, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _data(connector, inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_data(connector, inner) for inner in value]
    if value is None or isinstance(value, (str, int, float)):
        return value
    return {} if connector.is_function(value) else str(getattr(value, "pattern", connector.plain(value)))


def method(paths: Paths, path: str, given: Given) -> Any:
    """Run a method with the arguments of ``--args``."""
    paths.named(path, "method")
    arguments = list(map(paths.connector.as_received, positional(given.args)))

    def run(continued: Any) -> Any:
        with enter(Frame(paths.session, path, Phase.EXECUTE)):
            return resolve(paths.session.method(path.partition(".")[2], *arguments))

    return in_steps(paths.session.steps, run, None)


def positional(args: Any) -> list[Any]:
    """Read ``--args``: an array holds positional arguments, anything else is one; what is empty is none."""
    if args is None or args is False or args in ({}, [], ""):
        return []
    return args if isinstance(args, list) else [args]


def pick_list(paths: Paths, path: str, given: Given) -> Any:
    """Run a pick list; ``--args`` are its keywords."""
    value = paths.connector.dig(path)
    paths.named(path, "pick list")
    if isinstance(value, list):
        paths.session.warn(f"`{path}` is a list; the platform wants a function that gives it")
        return value
    args = given.args[0] if isinstance(given.args, list) and len(given.args) == 1 else given.args
    block = paths.session.required_block(path)
    named = args if isinstance(args, dict) and block.takes_keywords else None
    offered = (paths.settings, args) if args and named is None else (paths.settings,)
    return paths.session.run(block, *offered, phase=Phase.EXECUTE, keywords=named)


def definition(paths: Paths, path: str, given: Given) -> Any:
    """Give the fields of an object definition: one hash is a list of one, nothing is no field."""
    name = path.split(".")[1]
    paths.named(f"object_definitions.{name}", "object definition")
    found = ObjectDefinitions(paths.session, given.config_fields).fields(name)
    return found if isinstance(found, list) else [] if found is None else [found]


def stream(paths: Paths, path: str, given: Given) -> Any:
    """Give one chunk of a stream and whether it was the last; with `!` all chunks, joined."""
    size, name = check_size(given.frame_size), path.partition(".")[2]
    try:
        block = paths.session.required_block(stream_path(paths.connector, name.removesuffix("!")))
    except KeyNotFoundError:
        raise paths.unknown(path, "stream") from None
    if name.endswith("!"):
        chunks = run_stream(paths.session, block, given.input, 0, size)
        return joined(paths.connector, [chunk.data for chunk in chunks])
    end = given.start + size - 1
    found = paths.session.run(block, given.input, given.start, end, size, phase=Phase.EXECUTE)
    if not isinstance(found, (list, tuple)) or len(found) < 2:
        raise LambdaError(
            f"The stream `{name}` must give a pair: its data, and whether that is the end",
            hint="give [data, eof]", place=block.place,
        )  # fmt: skip
    return found


def base_uri(paths: Paths, path: str, given: Given) -> Any:
    """Give the base URI."""
    return paths.session.base_uri()


def settings(paths: Paths, path: str, given: Given) -> Any:
    """Give the connection hash."""
    return paths.session.connection.snapshot()


def fields(paths: Paths, path: str, given: Given) -> Any:
    """Give the connection's fields."""

    def call(block: Any, *arguments: Any) -> Any:
        return paths.session.run(block, *arguments, phase=Phase.EXECUTE)

    return field_hashes(paths.connector, paths.settings, call)
