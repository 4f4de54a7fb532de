"""Calls: with and without receiver, arguments, blocks, safe navigation, indexing, operators."""

from __future__ import annotations

import ast
from typing import Any

from .. import sandbox
from .base import Base, Node
from .code import boolean, is_atom, is_bool

ARITHMETIC = {"+": ast.Add, "-": ast.Sub}
DIVISION = {"%": ast.Mod, "/": ast.FloorDiv}
COMPARISON = {"<": ast.Lt, ">": ast.Gt, "<=": ast.LtE, ">=": ast.GtE}
HELPERS = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "div",
    "%": "mod",
    "<": "lt",
    ">": "gt",
    "<=": "le",
    ">=": "ge",
    "==": "eq",
    "!=": "ne",
}
BOOLS = {"<", ">", "<=", ">=", "==", "!=", "!~"}
CLASS_MAKERS = {("Struct", "new"), ("Class", "new"), ("Module", "new")}


WORDS = {
    "__FILE__": "file_word",
    "__LINE__": "line_word",
    "__method__": "method_word",
    "block_given?": "given_call",
}
"""Bare words that the compiler knows, and the method that compiles each."""

CALLS = {
    "block_given?": "given_call",
    "lambda": "lambda_call",
    "proc": "proc_call",
    "binding": "binding_call",
}
"""Calls without receiver that the compiler knows."""


class Calls(Base):
    """Everything that reaches a method."""

    # --- names --------------------------------------------------------------------------------------------

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
        if name == "nil?" and args is None:
            return self.is_(self.visit(receiver), self.nil())
        if receiver.type in ("constant", "scope_resolution"):
            special = self.call_on_constant(node, receiver, name)
            if special is not None:
                return special
        if receiver.type == "self":
            return self.call_without_receiver(node, name, own=True)
        makers = [lambda: self.receiver(receiver, name)]
        target, *values = self.in_order_with_arguments(makers, node)
        return self.with_break(node, lambda: self.send(target, name, values, self.block_of_call(node)))

    def receiver(self, node: Node, name: str) -> ast.expr:
        """The receiver of a call; a place that holds a string is made mutable before a mutator."""
        if name in sandbox.STRING_MUTATORS:
            return self.mutable_place(node)
        return self.visit(node)

    def mutable_place(self, node: Node) -> ast.expr:
        """A receiver whose plain string becomes a mutable one in its place."""
        if node.type == "identifier" and self.scope.find(self.text(node)) is not None:
            name = self.text(node)
            self.scope.declare(name)
            value = self.name("v_" + name)
            changed = self.walrus("v_" + name, self.call("RString", value))
            return self.choose(self.is_(self.type_of(value), self.name("str")), changed, value)
        if node.type == "instance_variable":
            return self.call("mutable_ivar", self.name("me"), self.const(self.text(node)))
        if node.type == "element_reference":
            keys = self.children(node)
            if len(keys) == 2 and keys[1].type not in ("splat_argument", "pair", "range", "block_argument"):
                target, key = self.in_order(
                    [lambda: self.mutable_place(keys[0]), lambda: self.visit(keys[1])]
                )
                return self.call("mutable_item", target, key)
        return self.visit(node)

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
        return self.call("keywords", made)

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
            return self.name("blk")
        if inner[0].type == "simple_symbol":
            name = self.text(inner[0])[1:]
            if name not in self.facts.own_methods:
                return self.name("p:" + name)
        return self.call("block_from", self.visit(inner[0]))

    def send(self, target: ast.expr, name: str, args: list[ast.expr], block: ast.expr) -> ast.expr:
        """`table[type(receiver)](receiver, block, …)`."""
        first, again = self.kept_if_needed(target)
        if name == "call" and isinstance(block, ast.Constant):
            test = self.is_(self.type_of(first), self.name("Proc"))
            entry = ast.Attribute(again, "call", ast.Load(), **self.at)
            return self.call(self.choose(test, entry, self.call("call_of", again)), *args)
        method = self.index(self.name("m:" + name), self.type_of(first))
        return self.call(method, again, block, *args)

    def safe_call(self, node: Node, receiver: Node, name: str) -> ast.expr:
        """`a&.b(c)`: with a nil, b is not called and c not evaluated."""
        value = self.kept_if_needed(self.receiver(receiver, name))
        first, again = value

        def call() -> ast.expr:
            args = self.in_order(self.argument_makers(node.child_by_field_name("arguments")))
            return self.with_break(node, lambda: self.send(again, name, args, self.block_of_call(node)))

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
        return self.get_item(target, keys, block)

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
        nil = block or self.nil()
        if len(keys) != 1 or not direct_item(keys[0]):
            return self.send(target, "[]", keys, nil)
        first, again = self.atom(target)
        kind = self.scope.temp()
        is_hash = self.either(
            self.is_(self.walrus(kind, self.type_of(first)), self.name("Hash")),
            self.is_(self.name(kind), self.name("IndifferentHash")),
        )
        if isinstance(keys[0], ast.Name):
            is_hash = self.is_(self.walrus(kind, self.type_of(first)), self.name("Hash"))
        method = self.index(self.name("m:[]"), self.name(kind))
        return self.choose(is_hash, self.index(again, keys[0]), self.call(method, again, nil, keys[0]))

    # --- operators ----------------------------------------------------------------------------------------

    def visit_binary(self, node: Node) -> ast.expr:
        """`a + b`, `a && b`, `a =~ b`, …"""
        operator = self.text(node.child_by_field_name("operator"))
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if operator in ("&&", "and"):
            return self.logical_and(left, right)
        if operator in ("||", "or"):
            return self.logical_or(left, right)
        if operator == "=~" and left.type == "regex":
            return self.match_with_names(left, right)
        if operator in ("==", "!=") and right.type == "nil":
            test = self.is_ if operator == "==" else self.is_not
            return test(self.visit(left), self.nil())
        values = self.in_order([lambda: self.receiver(left, operator), lambda: self.visit(right)])
        return self.operate(operator, *values)

    def operate(self, operator: str, left: ast.expr, right: ast.expr) -> ast.expr:
        """A binary operator on values."""
        if operator in ("==", "!="):
            return self.equality(operator, left, right)
        if operator == "!~":
            return self.false(self.send(left, "=~", [right], self.nil()))
        if operator in ARITHMETIC or operator in COMPARISON or (operator in DIVISION and whole(right)):
            return self.inline_operator(operator, left, right)
        if operator in HELPERS:
            return self.call(HELPERS[operator], left, right)
        return self.send(left, operator, [right], self.nil())

    def inline_operator(self, operator: str, left: ast.expr, right: ast.expr) -> ast.expr:
        """`a + b` inline for integers where b can be written twice."""
        literal = whole(right)
        if not (isinstance(right, ast.Name) or literal) or isinstance(left, ast.Constant):
            made: ast.expr = self.call(HELPERS[operator], left, right)
            return boolean(made) if operator in BOOLS else made
        first, again = self.kept_if_needed(left)
        test: ast.expr = self.is_(self.type_of(first), self.name("int"))
        if not literal:
            test = self.both(test, self.is_(self.type_of(right), self.name("int")))
        other = self.call(HELPERS[operator], again, right)
        if operator in COMPARISON:
            fast: ast.expr = ast.Compare(again, [COMPARISON[operator]()], [right], **self.at)
            return boolean(self.choose(test, fast, other))
        return self.choose(
            test, ast.BinOp(again, (ARITHMETIC | DIVISION)[operator](), right, **self.at), other
        )

    def equality(self, operator: str, left: ast.expr, right: ast.expr) -> ast.expr:
        """`a == b`: inline against a literal string or symbol."""
        if isinstance(right, ast.Constant) and type(right.value) is str:
            op = ast.Eq() if operator == "==" else ast.NotEq()
            return self.compare(left, op, right)
        if isinstance(right, ast.Name) and right.id.startswith("s:"):
            return self.is_(left, right) if operator == "==" else self.is_not(left, right)
        if isinstance(right, ast.Constant) and type(right.value) is int:
            first, again = self.kept_if_needed(left)
            op = ast.Eq() if operator == "==" else ast.NotEq()
            test = self.is_(self.type_of(first), self.name("int"))
            other = self.call(HELPERS[operator], again, right)
            return boolean(self.choose(test, self.compare(again, op, right), other))
        return boolean(self.call(HELPERS[operator], left, right))

    def logical_and(self, left: Node, right: Node) -> ast.expr:
        """`a && b`."""
        value = self.visit(left)
        if is_bool(value):
            body, other = self.block_of(lambda: self.visit(right))
            if not body and is_bool(other):
                return self.both(value, other)
            return self.conditional_ready(value, (body, other), ([], self.const(False)))
        first, again = self.kept_if_needed(value)
        test = self.truth_of(first, again)
        return self.conditional(test, lambda: self.visit(right), lambda: again)

    def logical_or(self, left: Node, right: Node) -> ast.expr:
        """`a || b`."""
        value = self.visit(left)
        if is_bool(value):
            body, other = self.block_of(lambda: self.visit(right))
            if not body and is_bool(other):
                return self.either(value, other)
            return self.conditional_ready(value, ([], self.const(True)), (body, other))
        first, again = self.kept_if_needed(value)
        return self.conditional(self.truth_of(first, again), lambda: again, lambda: self.visit(right))

    def truth_of(self, first: ast.expr, again: ast.expr) -> ast.expr:
        """Ruby's truth of a value that is written twice."""
        return self.both(self.is_not(first, self.nil()), self.is_not(again, self.const(False)))

    def conditional_ready(self, test: ast.expr, yes: Any, no: Any) -> ast.expr:
        """`conditional`, of two branches that are compiled already."""
        if not yes[0] and not no[0]:
            return self.choose(test, yes[1], no[1])
        result = self.scope.temp()
        yes[0].append(self.assign(result, yes[1]))
        no[0].append(self.assign(result, no[1]))
        self.if_(test, yes[0], no[0])
        return self.name(result)

    def visit_unary(self, node: Node) -> ast.expr:
        """`!a`, `not a`, `-a`, `+a`, `~a`, `defined?(a)`."""
        operator = self.text(node.child_by_field_name("operator"))
        operand = node.child_by_field_name("operand")
        if operator in ("!", "not"):
            return self.false(self.visit(operand))
        if operator == "defined?":
            return self.defined(operand)
        value = self.visit(operand)
        if isinstance(value, ast.Constant) and isinstance(value.value, (int, float)) and operator == "-":
            return self.const(-value.value)
        return self.send(value, "~" if operator == "~" else operator + "@", [], self.nil())

    def defined(self, node: Node) -> ast.expr:
        """`defined?(x)`: its kind as text, or nil; x is not evaluated beyond what is needed."""
        while node.type == "parenthesized_statements" and len(self.children(node)) == 1:
            node = self.children(node)[0]
        if node.type == "identifier":
            name = self.text(node)
            if self.scope.find(name) is not None:
                return self.const("local-variable")
            return self.call("defined_name", self.name("me"), self.const(name), self.name("defs"))
        fixed = DEFINED.get(node.type)
        if fixed is not None:
            return self.const(fixed)
        method = getattr(self, "defined_" + node.type, None)
        return method(node) if method is not None else self.const("expression")

    def defined_constant(self, node: Node) -> ast.expr:
        """`defined?(Foo)`."""
        return self.call("defined_constant", self.name("namespace"), self.const(self.text(node)))

    def defined_scope_resolution(self, node: Node) -> ast.expr:
        """`defined?(A::B)`."""
        path = self.constant_path(node) or self.text(node).removeprefix("::")
        return self.call("defined_constant", self.name("namespace"), self.const(path))

    def defined_instance_variable(self, node: Node) -> ast.expr:
        """`defined?(@a)`."""
        return self.call("defined_ivar", self.name("me"), self.const(self.text(node)))

    def defined_global_variable(self, node: Node) -> ast.expr:
        """`defined?($a)`."""
        return self.call("defined_global", self.name("namespace"), self.const(self.text(node)))

    def defined_yield(self, node: Node) -> ast.expr:
        """`defined?(yield)`."""
        return self.choose(self.given(), self.const("yield"), self.nil())

    def defined_call(self, node: Node) -> ast.expr:
        """`defined?(a.b)`."""
        receiver = node.child_by_field_name("receiver")
        name = self.text(node.child_by_field_name("method"))
        if receiver is None:
            return self.call("defined_name", self.name("me"), self.const(name), self.name("defs"))
        made = self.thunk(receiver)
        return self.call("defined_method", made, self.const(name))

    def thunk(self, node: Node) -> ast.expr:
        """A node as a Python function without parameters."""
        body, value = self.block_of(lambda: self.visit(node))
        if body:
            return self.nil()
        none = ast.arguments([], [], None, [], [], None, [])
        return ast.Lambda(none, value, **self.at)


DEFINED = {
    "nil": "expression",
    "true": "expression",
    "false": "expression",
    "self": "self",
    "assignment": "assignment",
    "operator_assignment": "assignment",
    "binary": "method",
    "element_reference": "method",
}


def whole(value: ast.expr) -> bool:
    """Whether an expression is an integer literal other than 0."""
    return isinstance(value, ast.Constant) and type(value.value) is int and value.value != 0


def direct_item(key: ast.expr) -> bool:
    """Whether a key may be used on the dict as it is: a string or symbol literal."""
    if isinstance(key, ast.Constant):
        return type(key.value) is str
    return isinstance(key, ast.Name) and key.id.startswith("s:")


__all__ = ["Calls", "direct_item", "is_atom"]
