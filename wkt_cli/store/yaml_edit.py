"""Changes to a YAML file that leave every other byte as a person wrote it.

A library that loads and dumps the file keeps comments only where it can hang them on a value (what stands above
the next entry goes with an entry that is removed), and writes indentation and quotes its own way. Here the
parser says where a node stands, and only its text is replaced. Each function takes a text with Unix line breaks
and gives the new one; `settings` reads the result again before it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from .written import write_text, write_value
from .yaml_tree import Values, parse

_STEP = 2


class _Entry(NamedTuple):
    """A key of a mapping, with its value and the mapping."""

    key: Node
    value: Node
    mapping: MappingNode


def put(text: str, path: Sequence[str], value: Any, file: str) -> str:
    """Set the value at a path; parents that are missing are made.

    Args:
        text: the file's text.
        path: keys from the root.
        value: what JSON can express.
        file: the file's name, for messages.
    """
    root = parse(text, file)
    trail = _trail(root, path)
    flow = _outer_flow(root, trail, path)
    if flow is not None:
        return _rewrite_flow(text, flow, root, trail, path, value, file)
    if len(trail) == len(path):
        return _replace(text, trail[-1], write_value(value))
    rest = path[len(trail) :]
    if trail:
        return _insert(text, trail[-1], rest, write_value(value), _step(root))
    return _append(text, root, rest, write_value(value))


def drop(text: str, path: Sequence[str], file: str) -> str:
    """Remove an entry with its lines; comments above it and below it stay.

    Args:
        text: the file's text.
        path: keys from the root, of an entry that is there.
        file: the file's name, for messages.
    """
    root = parse(text, file)
    trail = _trail(root, path)
    flow = _outer_flow(root, trail[:-1], path)
    if flow is not None:
        return _rewrite_flow(text, flow, root, trail, path, _GONE, file)
    entry = trail[-1]
    start = text.rfind("\n", 0, entry.key.start_mark.index) + 1
    end = _content_end(text, entry) + 1
    rest = text[:start] + text[end:]
    if len(entry.mapping.value) > 1 or len(trail) == 1:
        return rest
    colon = _after_colon(text, trail[-2])
    return rest[:colon] + " {}" + rest[colon:]


def rename(text: str, path: Sequence[str], new: str, file: str) -> str:
    """Write another key at a path, of an entry that is there."""
    key = _trail(parse(text, file), path)[-1].key
    return text[: key.start_mark.index] + write_text(new) + text[key.end_mark.index :]


_GONE = object()


def _trail(root: Node | None, path: Sequence[str]) -> list[_Entry]:
    """Give the entries along a path, as far as they are there."""
    trail: list[_Entry] = []
    node = root
    for name in path:
        if not isinstance(node, MappingNode):
            break
        found = next((_Entry(key, value, node) for key, value in node.value if key.value == name), None)
        if found is None:
            break
        trail.append(found)
        node = found.value
    return trail


def _outer_flow(root: Node | None, trail: list[_Entry], path: Sequence[str]) -> int | None:
    """Give how deep the outermost filled ``{…}`` on the way to an entry lies; None where there is none."""
    nodes = [root, *(entry.value for entry in trail[: len(path) - 1])]
    return next((depth for depth, node in enumerate(nodes) if _is_flow(node) and node and node.value), None)


def _is_flow(node: Node | None) -> bool:
    return isinstance(node, CollectionNode) and bool(node.flow_style)


def _rewrite_flow(
    text: str, depth: int, root: Node | None, trail: list[_Entry], path: Sequence[str], value: Any, file: str
) -> str:
    """Write a ``{…}`` anew with one entry changed."""
    node = trail[depth - 1].value if depth else root
    assert node is not None
    data = Values(file).value(node)
    inner = data
    for name in path[depth:-1]:
        inner[name] = inner.get(name) or {}
        inner = inner[name]
    if value is _GONE:
        inner.pop(path[-1])
    else:
        inner[path[-1]] = value
    return text[: node.start_mark.index] + write_value(data) + text[node.end_mark.index :]


def _replace(text: str, entry: _Entry, written: str) -> str:
    start, end = entry.value.start_mark.index, entry.value.end_mark.index
    if start == end or _has_lines_of_its_own(entry.value):
        start = _after_colon(text, entry)
        end = start if entry.value.start_mark.index == end else _content_end(text, entry)
        written = f" {written}"
    return text[:start] + written + text[end:]


def _insert(text: str, parent: _Entry, rest: Sequence[str], written: str, step: int) -> str:
    """Add lines below the last entry of a block, or below the key of an empty one."""
    if isinstance(parent.value, MappingNode) and parent.value.value:
        indent = parent.value.value[0][0].start_mark.column
        end = _content_end(text, parent)
    else:
        start = _after_colon(text, parent)
        text = text[:start] + text[max(start, parent.value.end_mark.index) :]
        indent = parent.key.start_mark.column + step
        end = _line_end(text, start)
    return text[:end] + "\n" + _lines(rest, written, indent, step) + text[end + 1 :]


def _append(text: str, root: Node | None, rest: Sequence[str], written: str) -> str:
    """Add lines at the root."""
    if isinstance(root, MappingNode) and root.value:
        indent = root.value[0][0].start_mark.column
        key, value = root.value[-1]
        end = _content_end(text, _Entry(key, value, root))
        return text[:end] + "\n" + _lines(rest, written, indent, _step(root)) + text[end + 1 :]
    if root is not None:
        text = text[: root.start_mark.index] + text[root.end_mark.index :]
    if text and not text.endswith("\n"):
        text += "\n"
    return text + _lines(rest, written, 0, _STEP)


def _lines(path: Sequence[str], written: str, indent: int, step: int) -> str:
    keys = [" " * (indent + step * depth) + write_text(name) + ":" for depth, name in enumerate(path)]
    return "\n".join(keys) + f" {written}\n"


def _after_colon(text: str, entry: _Entry) -> int:
    return text.index(":", entry.key.end_mark.index) + 1


def _content_end(text: str, entry: _Entry) -> int:
    """Give the end of the last line that belongs to an entry, with a comment on that line."""
    value = entry.value
    while isinstance(value, CollectionNode) and not value.flow_style and value.value:
        last = value.value[-1]
        value = last[1] if isinstance(value, MappingNode) else last
    if value.start_mark.index == value.end_mark.index:
        return _line_end(text, value.end_mark.index)
    if _has_lines_of_its_own(value):
        return len(text[: value.end_mark.index].rstrip())
    return _line_end(text, value.end_mark.index)


def _has_lines_of_its_own(node: Node) -> bool:
    if isinstance(node, ScalarNode):
        return node.style in ("|", ">")
    return not _is_flow(node)


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def _step(root: Node | None) -> int:
    """Give how far the file indents, as its first nested block does."""
    for key, value in root.value if isinstance(root, MappingNode) else []:
        if isinstance(value, MappingNode) and value.value and not value.flow_style:
            return int(value.value[0][0].start_mark.column - key.start_mark.column) or _STEP
    return _STEP
