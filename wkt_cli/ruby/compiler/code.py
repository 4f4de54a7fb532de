"""Builders of Python `ast` nodes: each takes the position of the Ruby node that is being compiled."""

from __future__ import annotations

import ast
from typing import Any

LOAD, STORE = ast.Load(), ast.Store()
RETURN = object()
"""Where a value goes: out of the function. Else it is None (nowhere) or the name of a Python variable."""


class Code:
    """Makes Python nodes at the current position, and holds the list that statements go to."""

    def __init__(self) -> None:
        self.at: dict[str, Any] = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 0}
        self.body: list[ast.stmt] = []

    def name(self, ident: str) -> ast.Name:
        """Read a Python variable."""
        return ast.Name(ident, LOAD, **self.at)

    def target(self, ident: str) -> ast.Name:
        """Write a Python variable."""
        return ast.Name(ident, STORE, **self.at)

    def const(self, value: Any) -> ast.Constant:
        """A constant."""
        return ast.Constant(value, **self.at)

    def nil(self) -> ast.Constant:
        """Ruby's nil."""
        return ast.Constant(None, **self.at)

    def call(self, fn: str | ast.expr, *args: ast.expr) -> ast.Call:
        """Call a Python function of the runtime, or any Python value."""
        return ast.Call(self.name(fn) if isinstance(fn, str) else fn, list(args), [], **self.at)

    def walrus(self, ident: str, value: ast.expr) -> ast.NamedExpr:
        """`(ident := value)`."""
        return ast.NamedExpr(self.target(ident), value, **self.at)

    def assign(self, ident: str, value: ast.expr) -> ast.Assign:
        """`ident = value`."""
        return ast.Assign([self.target(ident)], value, **self.at)

    def compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> ast.expr:
        """One comparison; Python gives a bool."""
        return boolean(ast.Compare(left, [op], [right], **self.at))

    def is_(self, left: ast.expr, right: ast.expr) -> ast.expr:
        """`left is right`."""
        if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
            return boolean(self.const(left.value is right.value))
        return self.compare(left, ast.Is(), right)

    def is_not(self, left: ast.expr, right: ast.expr) -> ast.expr:
        """`left is not right`."""
        if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
            return boolean(self.const(left.value is not right.value))
        return self.compare(left, ast.IsNot(), right)

    def both(self, *tests: ast.expr) -> ast.expr:
        """`a and b`, of Python bools."""
        return boolean(ast.BoolOp(ast.And(), list(tests), **self.at))

    def either(self, *tests: ast.expr) -> ast.expr:
        """`a or b`, of Python bools."""
        return boolean(ast.BoolOp(ast.Or(), list(tests), **self.at))

    def not_(self, test: ast.expr) -> ast.expr:
        """`not a`, of a Python bool."""
        return boolean(ast.UnaryOp(ast.Not(), test, **self.at))

    def choose(self, test: ast.expr, yes: ast.expr, no: ast.expr) -> ast.IfExp:
        """`yes if test else no`."""
        return ast.IfExp(test, yes, no, **self.at)

    def tuple_(self, items: list[ast.expr]) -> ast.Tuple:
        """A Python tuple."""
        return ast.Tuple(items, LOAD, **self.at)

    def list_(self, items: list[ast.expr]) -> ast.List:
        """A Ruby array."""
        return ast.List(items, LOAD, **self.at)

    def starred(self, value: ast.expr) -> ast.Starred:
        """`*value`."""
        return ast.Starred(value, LOAD, **self.at)

    def index(self, value: ast.expr, key: ast.expr) -> ast.Subscript:
        """`value[key]`, in Python's sense."""
        return ast.Subscript(value, key, LOAD, **self.at)

    def type_of(self, value: ast.expr) -> ast.Call:
        """`type(value)`."""
        return self.call("type", value)

    def do(self, value: ast.expr) -> None:
        """A statement for its effect."""
        self.body.append(ast.Expr(value, **self.at))

    def set(self, ident: str, value: ast.expr) -> None:
        """A statement that sets a Python variable."""
        self.body.append(self.assign(ident, value))

    def raise_(self) -> ast.Raise:
        """`raise`, of the error at hand."""
        return ast.Raise(None, None, **self.at)

    def if_(self, test: ast.expr, yes: list[ast.stmt], no: list[ast.stmt] | None = None) -> None:
        """An if statement."""
        self.body.append(ast.If(test, yes or [ast.Pass(**self.at)], no or [], **self.at))

    def loop_(self, body: list[ast.stmt]) -> None:
        """`while True`."""
        self.body.append(ast.While(self.const(True), body, [], **self.at))

    def deliver(self, value: ast.expr, dest: Any) -> None:
        """Put a value where it goes."""
        if dest is RETURN:
            self.body.append(ast.Return(value, **self.at))
        elif dest is not None:
            self.set(dest, value)
        elif isinstance(value, ast.NamedExpr):
            self.body.append(ast.Assign([value.target], value.value, **self.at))
        elif not isinstance(value, (ast.Constant, ast.Name)) or (
            isinstance(value, ast.Name) and ":" in value.id
        ):
            self.do(value)


def boolean(node: ast.expr) -> ast.expr:
    """Mark an expression whose Python value is always True or False."""
    node.is_bool = True  # type: ignore[attr-defined]
    return node


def is_bool(node: ast.expr) -> bool:
    """Whether an expression gives a Python bool, so that it needs no test for nil and false."""
    return getattr(node, "is_bool", False)


def is_atom(node: ast.expr) -> bool:
    """Whether an expression can be written twice: a variable or a constant."""
    return isinstance(node, (ast.Name, ast.Constant))


def is_literal(value: ast.expr) -> bool:
    """Whether an expression is a constant or a symbol."""
    return isinstance(value, ast.Constant) or is_symbol(value)


def is_symbol(value: ast.expr | None) -> bool:
    """Whether an expression is a symbol."""
    return isinstance(value, ast.Name) and value.id[:2] == "s:"


def is_direct(key: ast.expr | None) -> bool:
    """Whether a key is a string or symbol literal, stored in the dict as it is."""
    return is_symbol(key) or (isinstance(key, ast.Constant) and type(key.value) is str)
