"""Calls: with and without receiver, arguments, blocks, safe navigation, indexing."""

from __future__ import annotations

import ast
from typing import Any

from .. import sandbox
from .base import Base, Node

CLASS_MAKERS = {("Struct", "new"), ("Class", "new"), ("Module", "new")}


CALLS = {
    "block_given?": "given_call",
    "lambda": "lambda_call",
    "proc": "proc_call",
    "binding": "binding_call",
}
"""Calls without receiver that the compiler knows."""


BY_RECEIVER = ("mutable_picked", "mutable_to_s", "mutable_message", "mutable_made")
"""Helpers that look at the receiver of a call as well as at its value."""

WITHOUT_KEYWORDS = frozenset({"deep_merge", "merge", "merge!", "reverse_merge", "update"})
"""Methods of the core that take a hash and no keywords: there the hash needs no mark."""

_RESERVED = """and begin case class def do else elsif end ensure for if in module not or rescue then unless until
when while"""
RESERVED = frozenset(_RESERVED.split())
"""Words that the grammar passes as calls where Ruby sees a mistake."""


class Calls(Base):
    """Everything that reaches a method."""

    # --- calls --------------------------------------------------------------------------------------------

    def visit_call(self, node: Node) -> ast.expr:
        """`a.b(c) { }`, `b c`, `a&.b`, `a.()`, `A::b`."""
        receiver = node.child_by_field_name("receiver")
        method = node.child_by_field_name("method")
        name = "call" if method is None else self.text(method)
        if method is not None and method.type == "super":
            return self.super_call(node, node.child_by_field_name("arguments"))
        if receiver is None:
            return self.call_without_receiver(node, name)
        operator = node.child_by_field_name("operator")
        args = node.child_by_field_name("arguments")
        if operator is not None and self.text(operator) == "&.":
            return self.safe_call(node, receiver, name)
        if name == "compact" and args is None and receiver.type == "hash":
            compacted = self.compacted_hash(receiver)
            if compacted is not None:
                return compacted
        if name == "nil?" and args is None:
            return self.is_(self.visit(receiver), self.nil())
        if receiver.type in ("constant", "scope_resolution"):
            special = self.call_on_constant(node, receiver, name)
            if special is not None:
                return special
        if receiver.type == "self":
            return self.call_without_receiver(node, name, own=True)
        target, *values = self.in_order_with_arguments([lambda: self.visit(receiver)], node)
        return self.picked(node, target, lambda of: self.sent(node, of, name, values))

    def sent(self, node: Node, target: ast.expr, name: str, args: list[ast.expr]) -> ast.expr:
        """A call, with its block; errors point at the method."""
        self.place(node.child_by_field_name("method") or node)
        loop = self.looped(node, target, name, args)
        if loop is not None:
            return loop
        return self.with_break(node, lambda: self.send(target, name, args, self.block_of_call(node)))

    def picked(self, node: Node, target: ast.expr, make: Any) -> ast.expr:
        """A call whose result is made mutable where, for that receiver, it is a new String."""
        if self.aliases is None:
            return make(target)  # type: ignore[no-any-return]
        found, block = self.aliases.result(node, *BY_RECEIVER), node.child_by_field_name("block")
        given = block is not None and block.id in self.aliases.by_receiver and bool(self.aliases.incoming(block))
        if found is None and not given:
            return make(target)  # type: ignore[no-any-return]
        target = self.kept(target)
        self.receiver = target if given else None
        made = make(target)
        return made if found is None else self.call(found[0], made, target, self.const(tuple(found[1])))

    def call_on_constant(self, node: Node, receiver: Node, name: str) -> ast.expr | None:
        """`File.read` is refused where it is written; `A::B` without arguments may be a constant."""
        path = self.constant_path(receiver) or self.text(receiver).removeprefix("::")
        if path.split("::")[0] not in self.facts.own_constants:
            refusal = sandbox.refused_class_method(path, name)
            if refusal:
                raise self.fail(node, f"{path}.{name}", refusal)
        block = node.child_by_field_name("block")
        if (path, name) in CLASS_MAKERS and block is not None and path not in self.facts.own_constants:
            target, *values = self.in_order_with_arguments([lambda: self.visit(receiver)], node)
            return self.send(target, name, values, self.class_block(block))
        if (path, name) == ("Proc", "new") and block is not None:
            return self.block_value(block, "proc")
        return None

    def in_order_with_arguments(self, makers: list[Any], node: Node) -> list[ast.expr]:
        """Receiver and arguments, evaluated in order."""
        return self.in_order(makers + self.argument_makers(node.child_by_field_name("arguments")))

    def argument_makers(self, node: Node | None) -> list[Any]:
        """What makes each positional argument; keyword arguments become one flagged hash at the end."""
        nodes = [] if node is None else self.children(node)
        makers: list[Any] = []
        pairs: list[Node] = []
        for arg in nodes:
            if arg.type in ("pair", "hash_splat_argument"):
                pairs.append(arg)
            elif arg.type == "block_argument":
                continue
            else:
                makers.append(lambda n=arg: self.visit(n))
        if pairs:
            makers.append(lambda: self.keywords(pairs))
        return makers

    def keywords(self, pairs: list[Node]) -> ast.expr:
        """The keyword arguments of a call: one hash, marked so that keyword parameters take it."""
        made = self.hash_of(pairs)
        if all(p.type == "hash_splat_argument" for p in pairs):
            return self.starred(self.call("keywords_or_none", made))
        call = pairs[0].parent.parent
        method = None if call is None else call.child_by_field_name("method")
        name = "" if method is None else self.text(method)
        return made if name in WITHOUT_KEYWORDS and name not in self.facts.own_methods else self.call("keywords", made)

    def block_of_call(self, node: Node) -> ast.expr:
        """The block of a call: written, `&value`, or none."""
        block = node.child_by_field_name("block")
        if block is not None:
            return self.block_value(block, "block")
        args = node.child_by_field_name("arguments")
        for arg in self.children(args):
            if arg.type == "block_argument":
                return self.block_argument(arg)
        return self.nil()

    def block_argument(self, node: Node) -> ast.expr:
        """`&:name`, `&value`, `&`."""
        inner = self.children(node)
        if not inner:
            return self.nameless_block(node)
        if inner[0].type == "simple_symbol":
            name = self.text(inner[0])[1:]
            if name not in self.facts.own_methods:
                return self.name("p:" + name)
        return self.call("block_from", self.visit(inner[0]))

    def nameless_block(self, node: Node) -> ast.expr:
        """`f(&)`: the block that the method around takes as `&`."""
        method: Node | None = node
        while method is not None and method.type not in ("method", "singleton_method"):
            method = method.parent
        params = [] if method is None else self.children(method.child_by_field_name("parameters"))
        if not any(p.type == "block_parameter" and not self.children(p) for p in params):
            raise self.fail(node, node.type, "syntax error, no anonymous block parameter")
        return self.name("blk")

    def send(self, target: ast.expr, name: str, args: list[ast.expr], block: ast.expr) -> ast.expr:
        """`table[type(receiver)](receiver, block, …)`."""
        if name in self.facts.protected_names:
            first, again = self.kept_if_needed(target)
            return self.call(self.call("visible", self.name("me"), first, self.const(name)), again, block, *args)
        quick = self.shortcut(target, name, args, block)
        if quick is not None:
            return quick
        first, again = self.kept_if_needed(target)
        if name == "call" and isinstance(block, ast.Constant):
            test = self.is_(self.type_of(first), self.name("Proc"))
            entry = ast.Attribute(again, "call", ast.Load(), **self.at)
            return self.call(self.choose(test, entry, self.call("call_of", again)), *args)
        method = self.index(self.name("m:" + name), self.type_of(first))
        return self.call(method, again, block, *args)

    def safe_call(self, node: Node, receiver: Node, name: str) -> ast.expr:
        """`a&.b(c)`: with a nil, b is not called and c not evaluated."""
        first, again = self.kept_if_needed(self.visit(receiver))

        def call() -> ast.expr:
            args = self.in_order(self.argument_makers(node.child_by_field_name("arguments")))
            return self.picked(node, again, lambda of: self.sent(node, of, name, args))

        return self.conditional(self.is_(first, self.nil()), self.nil, call)

    def kept_if_needed(self, value: ast.expr) -> tuple[ast.expr, ast.expr]:
        """First and later form of a value."""
        if isinstance(value, ast.NamedExpr):
            return value, self.name(value.target.id)
        return self.atom(value)

    def call_without_receiver(self, node: Node, name: str, own: bool = False) -> ast.expr:
        """`b(c)`; some words the compiler knows."""
        if name in CALLS and not own:
            found: ast.expr | None = getattr(self, CALLS[name])(node)
            if found is not None:
                return found
        args = node.child_by_field_name("arguments")
        if own and args is None and node.child_by_field_name("block") is None:
            return self.bare_call(node, name, [], self.nil(), own=True)
        values = self.in_order(self.argument_makers(args))
        return self.with_break(
            node, lambda: self.bare_call(node, name, values, self.block_of_call(node), own=own)
        )

    def bare_call(
        self, node: Node, name: str, args: list[ast.expr], block: ast.expr | None,
        plain: bool = False, own: bool = False,
    ) -> ast.expr:  # fmt: skip
        """A call on self: methods of self first, then the functions."""
        if not own and name not in self.facts.own_methods and name not in sandbox.host_functions():
            refusal = sandbox.refused_function(name)
            if refusal:
                raise self.fail(node, name, refusal)
            if name in RESERVED:
                raise self.fail(node, name, f"syntax error, unexpected `{name}'")
        given = self.nil() if block is None else block
        me = self.name("me")
        if name in self.facts.own_methods:
            fn = self.call("own_method", me, self.const(name), self.name("defs"), self.const(plain))
            return self.call(fn, me, given, *args)
        prefix = "n:" if plain else "o:" if own else "b:"
        return self.call(
            self.index(self.name(prefix + name), self.type_of(me)), self.name("me"), given, *args
        )

    def given_call(self, node: Node) -> ast.expr:
        """`block_given?`."""
        return self.given()

    def lambda_call(self, node: Node) -> ast.expr | None:
        """`lambda do |x| … end`."""
        block = node.child_by_field_name("block")
        return None if block is None else self.lambda_value(block, block.child_by_field_name("parameters"))

    def proc_call(self, node: Node) -> ast.expr | None:
        """`proc { |x| … }`."""
        block = node.child_by_field_name("block")
        if block is not None and self.facts.lazy is not None and self.scope.parent is None:
            return self.file_block(block, block.child_by_field_name("parameters"), "block")
        return None if block is None else self.block_value(block, "proc")

    def binding_call(self, node: Node) -> ast.expr:
        """`binding`: refused."""
        raise self.fail(node, "binding", sandbox.refused_function("binding") or "")

    # --- blocks that are left with break ------------------------------------------------------------------

    def with_break(self, node: Node, make: Any) -> ast.expr:
        """A call; where its block has a `break`, the value of the break is the call's."""
        block = node.child_by_field_name("block")
        if block is None or not self.facts.has_break(block):
            return make()  # type: ignore[no-any-return]
        signal, result, caught = self.scope.temp(), self.scope.temp(), self.scope.temp()
        self.set(signal, self.call("Break"))
        self.pending_break = signal
        body, value = self.block_of(make)
        body.append(self.assign(result, value))
        handler: list[ast.stmt] = [
            ast.If(self.is_not(self.name(caught), self.name(signal)), [self.raise_()], [], **self.at),
            self.assign(result, ast.Attribute(self.name(signal), "value", ast.Load(), **self.at)),
        ]
        catch = ast.ExceptHandler(self.name("Break"), caught, handler, **self.at)
        self.body.append(ast.Try(body, [catch], [], [], **self.at))
        return self.name(result)

    # --- indexing -----------------------------------------------------------------------------------------

    def visit_element_reference(self, node: Node) -> ast.expr:
        """`a[b]`; a hash with a literal key is read inline."""
        nodes = self.children(node)
        makers = [lambda: self.visit(nodes[0]), *self.index_makers(nodes[1:])]
        target, *keys = self.in_order(makers)
        block = next((self.block_argument(n) for n in nodes if n.type == "block_argument"), self.nil())
        return self.picked(node, target, lambda of: self.get_item(of, keys, block))

    def index_makers(self, nodes: list[Node]) -> list[Any]:
        """What makes the keys of an index."""
        plain = [n for n in nodes if n.type not in ("pair", "hash_splat_argument", "block_argument")]
        pairs = [n for n in nodes if n.type in ("pair", "hash_splat_argument")]
        makers: list[Any] = [lambda n=n: self.visit(n) for n in plain]
        if pairs:
            makers.append(lambda: self.hash_of(pairs))
        return makers

    def get_item(self, target: ast.expr, keys: list[ast.expr], block: ast.expr | None = None) -> ast.expr:
        """`target[keys]`."""
        return self.send(target, "[]", keys, block or self.nil())
