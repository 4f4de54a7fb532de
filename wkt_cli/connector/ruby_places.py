"""Where the keys of a Ruby connector stand: read off its syntax tree, which is made only when something asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import Place


class RubyPlaces(Mapping[str, Place]):
    """The places of all key paths, such as ``connection.fields[0].name``.

    Args:
        path: the file.
        loaded: what `wkt_cli.ruby.load` gave.
    """

    def __init__(self, path: Path, loaded: Any) -> None:
        self._path, self._loaded = path, loaded

    @cached_property
    def _places(self) -> dict[str, Place]:
        source = self._loaded.source
        top = next((node for node in reversed(source.root.named_children) if node.type in ("hash", "block")), None)
        return {path: Place(self._path, line, path) for path, line in _keys(source, top, "")} if top else {}

    def __getitem__(self, key_path: str) -> Place:
        return self._places[key_path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def key_path_at(source: Any, line: int, column: int) -> str:
    """Give the key path of the block around a place, such as ``actions.search.execute``.

    Args:
        source: what was parsed, also with syntax errors in it.
        line: from 1.
        column: in bytes, from 0.
    """
    node = source.root.descendant_for_point_range((line - 1, column), (line - 1, column))
    steps: list[str] = []
    while node is not None:
        if node.type in ("do_block", "block") and node.parent.type != "program":
            steps.clear()
        steps.append(_step(source, node))
        node = node.parent
    return "".join(reversed(steps)).lstrip(".")


def _step(source: Any, node: Any) -> str:
    """Give what a node adds to the key path: a pair its key, an item of an array its index."""
    if node.type == "pair":
        key = node.child_by_field_name("key")
        return f".{_name(source, key)}" if key is not None else ""
    if node.parent is None or node.parent.type != "array":
        return ""
    items = [child.id for child in node.parent.named_children if child.type != "comment"]
    return f"[{items.index(node.id)}]" if node.id in items else ""


def _keys(source: Any, node: Any, path: str) -> Iterator[tuple[str, int]]:
    """Give the key paths below a hash or array with their lines."""
    if node.type == "array":
        for n, item in enumerate(child for child in node.named_children if child.type != "comment"):
            yield f"{path}[{n}]", item.start_point[0] + 1
            yield from _keys(source, item, f"{path}[{n}]")
    elif node.type in ("hash", "block"):
        for pair in (child for child in node.named_children if child.type == "pair"):
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            inner = f"{path}.{_name(source, key)}".lstrip(".")
            yield inner, key.start_point[0] + 1
            if value is not None:
                yield from _keys(source, value, inner)


def _name(source: Any, key: Any) -> str:
    """Give a key as text: a symbol, a word with a colon, or a string."""
    text: str = source.text(key)
    return text.lstrip(":").strip("\"'")
