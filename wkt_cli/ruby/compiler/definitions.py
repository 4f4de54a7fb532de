"""Definitions: methods, classes, modules, `super`, the blocks of `Struct.new`."""

from __future__ import annotations

import ast
import re
from typing import Any

from .base import Base, Node
from .code import RETURN

SIGN = re.compile(rb"[ \t]+([-+])(?=[^\s=])")
"""A sign before what Ruby takes for an argument."""


class Definitions(Base):
    """What makes methods and classes."""

    def visit_method(self, node: Node) -> ast.expr:
        """`def a(b) … end`, `def a(b) = c`."""
        name = self.text(node.child_by_field_name("name"))
        fn, info = self.method_function(node, name)
        return self.call("define_method", self.name("me"), self.name("defs"), self.symbol(name), fn, info)

    def visit_singleton_method(self, node: Node) -> ast.expr:
        """`def self.a … end`."""
        name = self.text(node.child_by_field_name("name"))
        holder = self.visit(node.child_by_field_name("object"))
        fn, info = self.method_function(node, name)
        return self.call("define_singleton", holder, self.name("defs"), self.symbol(name), fn, info)

    def method_function(self, node: Node, name: str) -> tuple[ast.expr, ast.expr]:
        """The Python function of a method, and what a Method object knows of it."""
        params = self.read_params(node.child_by_field_name("parameters"))
        line, column = node.start_point
        fn = self.function(
            f"{name} {line + 1}:{column}", "method", params, node.child_by_field_name("body"), method=name
        )
        return self.name(fn), self.const(self.lambda_info(params, 0, line + 1))

    # --- classes ------------------------------------------------------------------------------------------

    def visit_class(self, node: Node) -> ast.expr:
        """`class A < B … end`."""
        superclass = node.child_by_field_name("superclass")
        parent = self.name("MISSING") if superclass is None else self.visit(self.children(superclass)[0])
        return self.open_class(node, parent, "open_class")

    def visit_module(self, node: Node) -> ast.expr:
        """`module A … end`."""
        return self.open_class(node, self.nil(), "open_module")

    def open_class(self, node: Node, parent: ast.expr, opener: str) -> ast.expr:
        """Make or reopen a class and run its body with the class as self."""
        named = node.child_by_field_name("name")
        if named.type == "scope_resolution":
            scope = named.child_by_field_name("scope")
            outer = self.nil() if scope is None else self.visit(scope)
            name = self.text(named.child_by_field_name("name"))
        else:
            outer, name = self.nil(), self.text(named)
        body = self.class_function(
            node.child_by_field_name("body"), f"<class:{name}> {node.start_point[0] + 1}"
        )
        return self.call(
            opener,
            self.name("cref"),
            self.name("namespace"),
            outer,
            self.const(name),
            parent,
            self.name(body),
        )

    def class_function(self, body: Node | None, label: str, kind: str = "class") -> str:
        """The body of a class as a Python function of the class and the classes around."""
        outer, outer_body = self.scope, self.body
        scope = self.open_scope(kind, set())
        statements, _ = self.block_of(lambda: self.run_body(body, RETURN) if body is not None else None)
        self.scope, self.body = outer, outer_body
        arguments = ast.arguments([], [self.arg("me"), self.arg("cref")], None, [], [], None, [])
        statements = self.finish(scope, [], statements, [])
        self.body.append(ast.FunctionDef(label, arguments, statements, [], None, None, **self.at))
        return label

    def visit_singleton_class(self, node: Node) -> ast.expr:
        """`class << self … end`: the methods inside are class methods."""
        value = node.child_by_field_name("value")
        if value is None or value.type != "self" or not self.in_class():
            raise self.fail(
                node, "class <<", "refused: `class << x` is supported for self inside a class only"
            )
        body = self.class_function(node.child_by_field_name("body"), f"<singleton> {node.start_point[0] + 1}")
        return self.call("open_singleton", self.name("me"), self.name("cref"), self.name(body))

    def class_block(self, node: Node) -> ast.expr:
        """The block of `Struct.new` and `Class.new`: a class body, run with the new class as self."""
        line = node.start_point[0] + 1
        fn = self.class_function(node.child_by_field_name("body"), f"<class> {line}")
        return self.call("class_block", self.name(fn), self.name("cref"))

    # --- super --------------------------------------------------------------------------------------------

    def visit_super(self, node: Node) -> ast.expr:
        """`super`, with the arguments of the method; a fault where the grammar subtracts and Ruby does not."""
        sign = SIGN.match(self.data, node.end_byte)
        if sign is not None:
            of = sign[1].decode()
            message = f"`super {of}x` is not supported: write `super({of}x)`, or `super {of} x`"
            raise self.fail(node, "super", message)
        return self.super_call(node, None, same=True)

    def super_call(self, node: Node, args: Node | None, same: bool = False) -> ast.expr:
        """`super(…)`: the next method of that name in the ancestors."""
        scope = self.scope.method()
        if scope is None or not self.in_class():
            raise self.fail(node, "super", "`super` is supported inside the methods of a class only")
        if args is None and node.type == "super":
            same = True
        values = (
            self.own_arguments(scope.method_params) if same else self.in_order(self.argument_makers(args))
        )
        block = self.block_of_call(node) if node.type == "call" else self.nil()
        if isinstance(block, ast.Constant):
            block = self.name("blk")
        fn = self.call("super_method", self.name("cref"), self.name("me"), self.const(scope.method_name))
        return self.call(fn, self.name("me"), block, *values)

    def own_arguments(self, params: Any) -> list[ast.expr]:
        """The parameters of the method, as arguments."""
        found: list[ast.expr] = [
            self.name("v_" + self.text(n)) for n in params.required if n.type == "identifier"
        ]
        found += [self.name("v_" + self.field(n, "name")) for n in params.optional]
        if params.rest is not None:
            found.append(self.starred(self.name("v_" + params.rest)))
        found += [self.name("v_" + self.text(n)) for n in params.post if n.type == "identifier"]
        if params.keys or params.keyrest is not None:
            names = [self.field(k, "name") for k in params.keys]
            pairs = [part for n in names for part in (self.symbol(n), self.name("v_" + n))]
            if params.keyrest is not None:
                pairs += [self.name("MISSING"), self.name("v_" + params.keyrest)]
            found.append(self.call("keywords", self.call("hash_with_splats", *pairs)))
        return found

    # --- refused ------------------------------------------------------------------------------------------

    def visit_alias(self, node: Node) -> ast.expr:
        """`alias a b`: inside own classes only."""
        if self.scope.kind != "class":
            raise self.fail(
                node,
                "alias",
                "refused: `alias` changes what other code calls. Define a method that calls the other",
            )
        names = [self.symbol(self.text(n).lstrip(":")) for n in self.children(node)]
        return self.send(self.name("me"), "alias_method", names, self.nil())

    def visit_undef(self, node: Node) -> ast.expr:
        """`undef a`: refused."""
        raise self.fail(node, "undef", "refused: `undef` takes methods away from other code")

    def visit_begin_block(self, node: Node) -> ast.expr:
        """`BEGIN { }`: refused."""
        raise self.fail(
            node, "BEGIN", "refused: `BEGIN` is not supported. Write the statements where they run"
        )

    def visit_end_block(self, node: Node) -> ast.expr:
        """`END { }`: refused."""
        raise self.fail(node, "END", "refused: `END` is not supported. Use `ensure`")
