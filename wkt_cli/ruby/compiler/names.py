"""Names: locals, words that the compiler knows, self, constants."""

from __future__ import annotations

import ast
from typing import Any

from .. import sandbox
from .base import Base, Node
from .code import boolean

WORDS = {
    "__FILE__": "file_word",
    "__LINE__": "line_word",
    "__method__": "method_word",
    "block_given?": "given_call",
}
"""Bare words that the compiler knows, and the method that compiles each."""


class Names(Base):
    """What a bare word means."""

    def visit_identifier(self, node: Node) -> ast.expr:
        """A local, or a call without receiver and arguments."""
        return self.read_name(node, self.text(node))

    def read_name(self, node: Node, name: str) -> ast.expr:
        """The value of a bare name."""
        if self.scope.find(name) is not None:
            return self.name("v_" + name)
        if name[0] == "_" and len(name) == 2 and name[1].isdigit() and self.scope.numbered:
            return self.name("v_" + name)
        if name in WORDS:
            return getattr(self, WORDS[name])(node)  # type: ignore[no-any-return]
        return self.bare_call(node, name, [], None, plain=True)

    def file_word(self, node: Node) -> ast.expr:
        """`__FILE__`."""
        return self.const(self.source.filename)

    def line_word(self, node: Node) -> ast.expr:
        """`__LINE__`."""
        return self.const(node.start_point[0] + 1)

    def method_word(self, node: Node) -> ast.expr:
        """`__method__`."""
        scope = self.scope.method()
        return self.nil() if scope is None else self.symbol(scope.method_name or "")

    def given(self) -> ast.expr:
        """Whether the method around was given a block."""
        if self.scope.method() is None:
            return boolean(self.const(False))
        return self.is_not(self.name("blk"), self.nil())

    def visit_self(self, node: Node) -> ast.expr:
        """`self`."""
        return self.name("me")

    def visit_constant(self, node: Node) -> ast.expr:
        """`Time`, `Foo`."""
        return self.constant(node, self.text(node))

    def constant(self, node: Node, path: str) -> ast.expr:
        """A constant: a global of the compiled code; inside a class, looked up in the classes around."""
        name = path.split("::")[0]
        if name not in self.facts.own_constants:
            refusal = sandbox.refused_constant(path)
            if refusal:
                raise self.fail(node, path, refusal)
        if self.in_class() and path in self.facts.own_constants:
            return self.call("find_constant", self.name("cref"), self.const(path), self.name("namespace"))
        return self.name("c:" + path)

    def in_class(self) -> bool:
        """Whether the code stands in the body of a class or module."""
        scope: Any = self.scope
        while scope is not None:
            if scope.kind == "class":
                return True
            scope = scope.parent
        return False

    def visit_scope_resolution(self, node: Node) -> ast.expr:
        """`A::B`, `::A`."""
        path = self.constant_path(node)
        name = self.text(node.child_by_field_name("name"))
        scope = node.child_by_field_name("scope")
        if scope is None:
            refusal = sandbox.refused_constant(name)
            if refusal:
                raise self.fail(node, name, refusal)
            return self.name("C:" + name)
        if path is not None and path.split("::")[0] not in self.facts.own_constants:
            return self.constant(node, path)
        return self.call("constant_in", self.visit(scope), self.const(name))

    def constant_path(self, node: Node) -> str | None:
        """`A::B::C` as text, or None where something else than constants stands in it."""
        if node.type == "constant":
            return self.text(node)
        scope = node.child_by_field_name("scope") if node.type == "scope_resolution" else None
        if scope is None:
            return None
        left = self.constant_path(scope)
        return None if left is None else f"{left}::{self.text(node.child_by_field_name('name'))}"
