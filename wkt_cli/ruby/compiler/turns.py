"""One turn of a loop that was a block: its statements, copied under names of their own.

A block may become a loop where nothing keeps the variables of one turn: it makes no function, or only such as use none
of its variables.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import Any, TypeVar

T = TypeVar("T", bound=ast.AST)

FIXED = frozenset({"type", "int", "float", "str", "list", "Hash"})
"""What most turns use and none changes; symbols (`s:name`) are others."""


class Turn:
    """One block on its way into a loop: its parameters by their new names, and its statements."""

    def __init__(self, function: ast.FunctionDef, names: dict[str, str]) -> None:
        self.params = [names.get(a.arg, a.arg) for a in function.args.args]
        body = [s for s in function.body if not isinstance(s, ast.Nonlocal)]
        self.body = [_Renamed(names).visit(copy.deepcopy(s)) for s in body]

    def fix(self) -> dict[str, str]:
        """Name what no turn changes by local variables, which Python reads faster; gives them."""
        used = {n.id for n in nodes_of(self.body, ast.Name) if n.id in FIXED or n.id[:2] == "s:"}
        names = {name: f"{name} {self.params[0]}" for name in sorted(used)}
        self.body = [_Renamed(names).visit(statement) for statement in self.body]
        return names

    def sets(self, name: str) -> bool:
        """Whether a turn sets a variable."""
        return name in stored(self.body)


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """A variable of the block under its new name."""
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """A function inside uses none of these variables."""
        return node


def nodes_of(body: list[Any], *kinds: type[T]) -> Iterator[T]:
    """All nodes of some kinds below, but for what is inside functions."""
    todo = list(body)
    while todo:
        node = todo.pop()
        if isinstance(node, kinds):
            yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            todo.extend(ast.iter_child_nodes(node))


def stored(body: list[Any]) -> set[str]:
    """The variables that statements set."""
    return {n.id for n in nodes_of(body, ast.Name) if isinstance(n.ctx, ast.Store)}


def is_leaf(function: ast.FunctionDef) -> bool:
    """Whether a block may become a loop: no loop in it has a `return`, which no `continue` can stand for."""
    body = function.body
    own = stored(body) | {a.arg for a in function.args.args}
    if any(nodes_of(body, ast.Lambda, ast.Global)):
        return False
    if not all(keeps_nothing(inner, own) for inner in nodes_of(body, ast.FunctionDef)):
        return False
    return not any(nodes_of(list(nodes_of(body, ast.For, ast.While)), ast.Return))


def keeps_nothing(function: ast.FunctionDef, variables: set[str]) -> bool:
    """Whether a function uses none of some variables; one that makes functions itself is not looked through."""
    body = function.body
    if any(nodes_of(body, ast.FunctionDef, ast.Lambda, ast.Global)):
        return False
    shared = {name for s in nodes_of(body, ast.Nonlocal) for name in s.names}
    own = (stored(body) | {a.arg for a in function.args.args}) - shared
    used = {n.id for n in nodes_of(body, ast.Name)} - own
    return not used & variables


def complete(body: list[ast.stmt]) -> bool:
    """Whether the last statement returns on every way."""
    if not body:
        return False
    last = body[-1]
    return isinstance(last, ast.Return) or (isinstance(last, ast.If) and complete(last.body) and complete(last.orelse))


def destructured(statement: ast.stmt, pair: str) -> list[str] | None:
    """The two variables that a statement takes a pair apart into, where it is that."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Tuple):
        return None
    value, targets = statement.value, statement.targets[0].elts
    whole = isinstance(value, ast.IfExp) and isinstance(value.body, ast.Name) and value.body.id == pair
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return names if whole and len(names) == len(targets) == 2 else None
