"""Literals of collections: arrays, hashes, ranges."""

from __future__ import annotations

import ast
from typing import Any

from .base import Base, Node
from .code import STORE, is_direct


class Collections(Base):
    """Nodes that hold others."""

    def visit_array(self, node: Node) -> ast.expr:
        """`[1, *a, k: 2]`."""
        return self.list_(self.elements(self.children(node)))

    def elements(self, nodes: list[Node]) -> list[ast.expr]:
        """The elements of an array: splats are spread, pairs at the end make one hash."""
        plain = [n for n in nodes if n.type not in ("pair", "hash_splat_argument")]
        pairs = [n for n in nodes if n.type in ("pair", "hash_splat_argument")]
        makers: list[Any] = [lambda n=n: self.visit(n) for n in plain]
        if pairs:
            makers.append(lambda: self.hash_of(pairs))
        return self.in_order(makers)

    def visit_splat_argument(self, node: Node) -> ast.expr:
        """`*a`."""
        return self.starred(self.call("splat", self.visit(self.splatted(node))))

    def splatted(self, node: Node) -> Node:
        """What stands after `*` or `**`; passing nameless parameters on is later Ruby than 3.1."""
        inner = self.children(node)
        if not inner:
            raise self.fail(node, node.type, f"syntax error, nothing stands after `{self.text(node)}`")
        return inner[0]

    def visit_hash(self, node: Node) -> ast.expr:
        """`{ a: 1, "b" => 2, **c, x: }`."""
        return self.hash_of(self.children(node))

    def hash_of(self, nodes: list[Node]) -> ast.expr:
        """A Ruby hash of pairs and `**` splats."""
        if self.scope.kind == "block" and all(map(is_direct_pair, nodes)):
            return self.stored_hash(nodes)
        makers: list[Any] = []
        for node in nodes:
            if node.type == "pair":
                makers.append(lambda n=node: self.pair_key(n))
                makers.append(lambda n=node: self.pair_value(n))
            elif node.type == "hash_splat_argument":
                makers.append(lambda: None)
                makers.append(lambda n=node: self.call("hash_splat", self.visit(self.splatted(n))))
            else:
                raise self.fail(
                    node, node.type, f"syntax error, unexpected `{self.text(node)[:40]}` in a hash"
                )
        values = self.in_order(makers)
        keys, items = values[0::2], values[1::2]
        if not keys:
            return self.call("Hash")
        if all(is_direct(key) for key in keys):
            return self.call("Hash", ast.Dict([*keys], items, **self.at))
        if any(key is None for key in keys):
            flat = [self.nil() if value is None else value for value in values]
            flat = [
                self.name("MISSING") if i % 2 == 0 and values[i] is None else v for i, v in enumerate(flat)
            ]
            return self.call("hash_with_splats", *flat)
        return self.call("hash_literal", *values)

    def stored_hash(self, nodes: list[Node], compact: bool = False) -> ast.expr:
        """A hash filled pair by pair: in code that runs often this is faster than a display that is copied."""
        made = self.scope.temp()
        self.set(made, self.call("Hash"))
        for node in nodes:
            place = ast.Subscript(self.name(made), self.pair_key(node), STORE, **self.at)
            value = self.pair_value(node)
            if compact:
                value = self.kept(value)
                stored = ast.Assign([place], value, **self.at)
                self.if_(self.is_not(value, self.nil()), [stored])
            else:
                self.body.append(ast.Assign([place], value, **self.at))
        return self.name(made)

    def compacted_hash(self, node: Node) -> ast.expr | None:
        """`{ a: b, … }.compact`: what is nil is not stored; None where a key could be there twice."""
        pairs = self.children(node)
        keys = {self.text(pair.child_by_field_name("key")).strip("\"':") for pair in pairs if is_direct_pair(pair)}
        return self.stored_hash(pairs, compact=True) if pairs and len(keys) == len(pairs) else None

    def pair_key(self, node: Node) -> ast.expr:
        """The key of a pair; `"a b":` is a symbol."""
        key = node.child_by_field_name("key")
        if key.type == "string":
            if node.children[1].type == ":":
                return self.symbol_of(self.string_parts(key))
            parts = self.string_parts(key)
            if all(isinstance(part, str) for part in parts):
                return self.const("".join(parts))
        return self.visit(key)

    def pair_value(self, node: Node) -> ast.expr:
        """The value of a pair; `{x:}` reads the local or method x."""
        value = node.child_by_field_name("value")
        if value is not None:
            return self.visit(value)
        return self.read_name(node, self.text(node.child_by_field_name("key")))

    def visit_range(self, node: Node) -> ast.expr:
        """`1..2`, `1...2`, `(1..)`, `(..2)`."""
        first, last = node.child_by_field_name("begin"), node.child_by_field_name("end")
        exclusive = self.text(node.child_by_field_name("operator")) == "..."
        values = self.in_order(
            [
                lambda: self.visit(first) if first else self.nil(),
                lambda: self.visit(last) if last else self.nil(),
            ]
        )
        return self.call("range_of", values[0], values[1], self.const(exclusive))


def is_direct_pair(node: Node) -> bool:
    """Whether a pair has a string without parts or a symbol as its key."""
    key = node.child_by_field_name("key") if node.type == "pair" else None
    if key is None or key.type not in ("hash_key_symbol", "simple_symbol", "string"):
        return False
    return all(part.type in ("string_content", "escape_sequence") for part in key.named_children)
