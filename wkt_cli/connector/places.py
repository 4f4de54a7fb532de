"""Where each key of a Python connector stands: key path to line, read from the source without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..errors import Place

_DEEPEST = 40


def find_places(tree: ast.Module, file: Path) -> Mapping[str, Place]:
    """Map the key paths of the dict named ``connector`` to their places.

    Dict literals, ``dict(key=…)``, lists, ``**other``, ``a | b``, names that the module assigns and
    ``connector["key"] = …`` are followed; what is made by calls is not known.

    Args:
        tree: the parsed source.
        file: the file, for the places.

    Returns:
        Places by key path such as ``connection.authorization.acquire`` or ``connection.fields[0].name``; the
        empty path is the dict itself.
    """
    reader = _Reader(tree)
    lines = dict([*reader.start(), *reader.walk(ast.Name("connector"), "", 0), *reader.later_items()])
    return {path: Place(file, line, path) for path, line in lines.items()}


class _Reader:
    """Walks the value of ``connector`` through the names that the module assigns."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._values: dict[str, ast.expr] = {}
        for statement in tree.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
                for name in _assigned_names(statement):
                    self._values[name] = statement.value

    def start(self) -> Iterator[tuple[str, int]]:
        """Give the empty path with the line where ``connector`` is assigned."""
        if "connector" in self._values:
            yield "", self._values["connector"].lineno

    def walk(self, node: ast.expr, path: str, depth: int) -> Iterator[tuple[str, int]]:
        """Give key path and line of everything below a node."""
        if depth > _DEEPEST:
            return
        if isinstance(node, ast.Name) and node.id in self._values:
            yield from self.walk(self._values[node.id], path, depth + 1)
        elif isinstance(node, ast.BinOp):
            yield from self.walk(node.left, path, depth + 1)
            yield from self.walk(node.right, path, depth + 1)
        elif isinstance(node, ast.List | ast.Tuple):
            for index, item in enumerate(node.elts):
                yield f"{path}[{index}]", item.lineno
                yield from self.walk(item, f"{path}[{index}]", depth + 1)
        else:
            yield from self._walk_items(node, path, depth)

    def _walk_items(self, node: ast.expr, path: str, depth: int) -> Iterator[tuple[str, int]]:
        for key, line, value in _items(node):
            if key is None:
                yield from self.walk(value, path, depth + 1)
                continue
            inner = f"{path}.{key}" if path else key
            yield inner, line
            yield from self.walk(value, inner, depth + 1)

    def later_items(self) -> Iterator[tuple[str, int]]:
        """Give what ``connector["key"]["key"] = …`` adds after the dict was made."""
        for statement in self._tree.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
                path = _subscript_path(statement.targets[0])
                if path:
                    yield path, statement.lineno
                    yield from self.walk(statement.value, path, 0)


def _assigned_names(statement: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _items(node: ast.expr) -> Iterator[tuple[str | None, int, ast.expr]]:
    """Give key, line and value of a dict literal or a ``dict(…)``; the key of ``**other`` is None."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                yield None, value.lineno, value
            elif isinstance(key, ast.Constant):
                yield str(key.value), key.lineno, value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
        for positional in node.args:
            yield None, positional.lineno, positional
        for keyword in node.keywords:
            yield keyword.arg, keyword.lineno, keyword.value


def _subscript_path(target: ast.expr) -> str:
    """Give ``a.b`` for ``connector["a"]["b"]``, or nothing for anything else."""
    keys: list[str] = []
    while isinstance(target, ast.Subscript):
        if not isinstance(target.slice, ast.Constant):
            return ""
        keys.insert(0, str(target.slice.value))
        target = target.value
    return ".".join(keys) if isinstance(target, ast.Name) and target.id == "connector" else ""
