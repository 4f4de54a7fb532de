"""The blocks of a connector as objects: ``actions.find.execute(input)`` runs what `wkt exec` runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from ...errors import UsageError
from ..given import FIELDS, Given, by_names
from ..paths import Paths, known_paths

GROUPS = ("actions", "triggers", "methods", "pick_lists", "object_definitions", "streams")
"""The parts of a connector that are variables of the console."""
ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "poll": ("input", "closure"), "poll_page": ("input", "closure"), "input_fields": ("config_fields",),
    "output_fields": ("config_fields",), "extended_schema": ("config_fields",),
    "webhook_subscribe": ("input", "webhook_url"), "webhook_notification": ("input", "webhook_payload"),
    "webhook_unsubscribe": ("webhook_subscribe_output",), "webhook_refresh": ("webhook_subscribe_output",),
    "object_definitions": ("config_fields",), "streams": ("input", "start", "frame_size"),
}  # fmt: skip
"""What the arguments of a block are, by its name or else its group; of others the first is the input."""
OPTIONS = frozenset([*FIELDS, *(one.name for one in fields(Given))])


class Blocks:
    """A group of blocks, a block, or what is between; its attributes are what stands below.

    Args:
        paths: the connector at work.
        path: such as ``actions``, ``actions.find`` or ``actions.find.execute``.
    """

    def __init__(self, paths: Paths, path: str) -> None:
        self._paths, self._path = paths, path

    def __getattr__(self, name: str) -> Any:
        found = None if name.startswith("__") else below(self, name)
        if found is None:
            told = unknown(self, name)
            raise AttributeError(f"{told.message}; {told.hint}")
        return found

    def __getitem__(self, key: Any) -> Any:
        if is_function(self):
            return run(self)[key]
        return element(self, key)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Run the block; keywords are one dict."""
        return run(self, *arguments, *([named] if named else []))

    def __repr__(self) -> str:
        return self._path


def below(blocks: Blocks, name: str) -> Blocks | None:
    """Give what stands below, or None."""
    path = f"{blocks._path}.{name}"
    found = any(one == path or one.startswith(f"{path}.") for one in _known(blocks))
    return Blocks(blocks._paths, path) if found else None


def is_function(blocks: Blocks) -> bool:
    """Tell whether the connector has a function at just this path."""
    connector = blocks._paths.connector
    return connector.is_function(connector.dig(blocks._path))


def element(blocks: Blocks, key: str) -> Any:
    """Give what the connector has below, such as a function, as it is."""
    return blocks._paths.connector.dig(f"{blocks._path}.{key}")


def can_run(blocks: Blocks) -> bool:
    """Tell whether there is a block of just this path."""
    return blocks._path in _known(blocks)


def unknown(blocks: Blocks, name: str) -> UsageError:
    """Make the error of a name that nothing below has."""
    return blocks._paths.unknown(f"{blocks._path}.{name}", "block")


def run(blocks: Blocks, *arguments: Any) -> Any:
    """Run a block; a group gives the names and titles of its blocks."""
    paths, path = blocks._paths, blocks._path
    if path in GROUPS:
        group = paths.connector.dig(path)
        return {name: _title(block) for name, block in group.items()} if isinstance(group, Mapping) else {}
    return paths.run(path, _given(paths, path, arguments))


def _known(blocks: Blocks) -> list[str]:
    return known_paths(blocks._paths.connector.source)


def _given(paths: Paths, path: str, arguments: tuple[Any, ...]) -> Given:
    """Read arguments: one hash of names that `wkt exec` has as options, or what the block is given in order."""
    group, last = path.split(".")[0], path.rpartition(".")[2]
    if group == "methods":
        return Given(args=list(arguments))
    given = list(map(paths.connector.indifferent, arguments))
    if group == "pick_lists":
        return Given(args=given[0] if given else None)
    if len(given) == 1 and _are_options(given[0]):
        return by_names(given[0])
    names: Iterable[str] = ARGUMENTS.get(last) or ARGUMENTS.get(group) or ("input",)
    return Given(**dict(zip(names, given, strict=False)))


def _are_options(given: Any) -> bool:
    return isinstance(given, Mapping) and bool(given) and {name.rstrip("_") for name in given} <= OPTIONS


def _title(block: Any) -> str:
    title = block.get("title") if isinstance(block, Mapping) else None
    return title if isinstance(title, str) else ""
