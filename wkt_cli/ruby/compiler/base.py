"""The heart of the compiler: one method a node type by naming rule, and the order of evaluation kept.

`visit_<type>` gives a Python expression and may put statements before it; `run_<type>` makes statements
and puts the value in a place (see `code.RETURN`). A node type with neither is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..syntax import Fault, Source
from .aliases import Aliases
from .code import Code, boolean, is_atom, is_bool
from .scope import Scope

if TYPE_CHECKING:
    from .parts import Parts
else:
    Parts = object

Node = Any

MAX_DEPTH = 250
"""How deep statements and expressions may be nested."""


class Base(Code, Parts):
    """What every part of the compiler uses."""

    def __init__(self, source: Source, facts: Any) -> None:
        super().__init__()
        self.source, self.facts = source, facts
        self.data = source.bytes
        self.scope = Scope("lambda", None)
        self.depth = 0
        self.pending_break: str | None = None
        self.aliases: Aliases | None = None
        self.receiver: ast.expr | None = None
        """The receiver of the call whose block comes next, where what the block gets depends on it."""

    # --- nodes --------------------------------------------------------------------------------------------

    def text(self, node: Node) -> str:
        """The source text of a node."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def fail(self, node: Node, construct: str, message: str) -> Fault:
        """The fault of a construct that is not supported or is refused."""
        row, column = node.start_point
        return Fault(message, row + 1, column, construct)

    def place(self, node: Node) -> None:
        """Make the node's position the current one."""
        (row, column), (end_row, end_column) = node.start_point, node.end_point
        self.at = {
            "lineno": row + 1,
            "col_offset": column,
            "end_lineno": end_row + 1,
            "end_col_offset": end_column,
        }

    def visit(self, node: Node) -> ast.expr:
        """A node as a Python expression; statements that must run before go to `self.body`."""
        method = getattr(self, "visit_" + node.type, None)
        saved = self.at
        self.enter(node)
        if method is None:
            value = self.value_of_statement(node)
        else:
            value = method(node)
        if self.aliases is not None:
            value = self.handed(node, self.made_mutable(node, value))
        self.depth -= 1
        self.at = saved
        return value

    def made_mutable(self, node: Node, value: ast.expr, way: str = "mutable") -> ast.expr:
        """A new value, in its mutable form where a String of it may change."""
        found = None if self.aliases is None else self.aliases.result(node, way, "held")
        if found is None or (node.type == "identifier" and self.scope.find(self.text(node)) is not None):
            return value
        return self.call("mutable", value, self.const(tuple(found[1])))

    def handed(self, node: Node, value: ast.expr) -> ast.expr:
        """A value; frozen where it is handed to a lambda that changes it, and is not mutable by now."""
        found = None if self.aliases is None else self.aliases.passed(node)
        if found is None:
            return value
        if not isinstance(value, ast.Starred):
            return self.call("passed", value, self.const(tuple(found)))
        several = (False, found.depth + 1 if found.depth >= 0 else found.depth)
        return self.starred(self.call("passed", self.call("list", value.value), self.const(several)))

    def enter(self, node: Node) -> None:
        """Go one level deeper, to a node."""
        self.place(node)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(node, "nesting", f"the code is nested too deeply (more than {MAX_DEPTH} levels)")

    def value_of_statement(self, node: Node) -> ast.expr:
        """The value of a node that only compiles to statements."""
        if not hasattr(self, "run_" + node.type):
            name = node.type.replace("_", " ")
            raise self.fail(
                node, node.type, f"`{name}` is not supported: {self.text(node).splitlines()[0][:60]}"
            )
        result = self.scope.temp()
        self.run(node, result)
        return self.name(result)

    def run(self, node: Node, dest: Any) -> None:
        """A node as statements; its value goes to `dest`."""
        method = getattr(self, "run_" + node.type, None)
        saved = self.at
        self.enter(node)
        if method is not None:
            method(node, dest)
        else:
            self.deliver(self.visit(node), dest)
        self.depth -= 1
        self.at = saved

    def run_all(self, nodes: list[Node], dest: Any) -> None:
        """Statements one after the other; the value of the last goes to `dest`."""
        for node in nodes[:-1]:
            self.run(node, None)
        if nodes:
            self.run(nodes[-1], dest)
        elif dest is not None:
            self.deliver(self.nil(), dest)

    def visit_all(self, nodes: list[Node]) -> ast.expr:
        """Statements one after the other, the last as an expression."""
        for node in nodes[:-1]:
            self.run(node, None)
        return self.visit(nodes[-1]) if nodes else self.nil()

    @staticmethod
    def children(node: Node | None) -> list[Node]:
        """The named children, without comments and heredoc bodies."""
        if node is None:
            return []
        return [
            c for c in node.named_children if c.type not in ("comment", "heredoc_body", "empty_statement")
        ]

    # --- order --------------------------------------------------------------------------------------------

    def block_of(self, make: Callable[[], Any]) -> tuple[list[ast.stmt], Any]:
        """What `make` emits, as a list of its own, and what it gives."""
        saved, self.body = self.body, []
        result = make()
        emitted, self.body = self.body, saved
        return emitted, result

    def spill(self, values: list[ast.expr], start: int) -> list[ast.expr]:
        """Keep values computed before the statements from `start` on, where those could change them."""
        if all(isinstance(s, ast.FunctionDef) for s in self.body[start:]):
            return values
        kept: list[ast.expr] = []
        moved: list[ast.stmt] = []
        for value in values:
            if value is None or isinstance(value, ast.Constant) or (isinstance(value, ast.Name) and value.id[0] == "t"):
                kept.append(value)
                continue
            temp = self.scope.temp()
            inner = value.value if isinstance(value, ast.Starred) else value
            moved.append(self.assign(temp, inner))
            name: ast.expr = self.name(temp)
            kept.append(self.starred(name) if isinstance(value, ast.Starred) else name)
        self.body[start:start] = moved
        return kept

    def in_order(self, makers: list[Callable[[], ast.expr]]) -> list[ast.expr]:
        """Expressions that are evaluated one after the other, whatever statements they need."""
        values: list[ast.expr] = []
        for make in makers:
            start = len(self.body)
            value = make()
            if len(self.body) > start and values:
                values = self.spill(values, start)
            values.append(value)
        return values

    def visit_in_order(self, nodes: list[Node]) -> list[ast.expr]:
        """Nodes as expressions, evaluated from left to right."""
        return self.in_order([lambda node=node: self.visit(node) for node in nodes])  # type: ignore[misc]

    def atom(self, value: ast.expr) -> tuple[ast.expr, ast.expr]:
        """A value to write first, and its name for later uses."""
        if is_atom(value):
            return value, value
        temp = self.scope.temp()
        return self.walrus(temp, value), self.name(temp)

    def kept(self, value: ast.expr) -> ast.expr:
        """A value that can be written more than once; computed by a statement if need be."""
        if is_atom(value):
            return value
        temp = self.scope.temp()
        self.set(temp, value)
        return self.name(temp)

    def conditional(
        self, test: ast.expr, yes: Callable[[], ast.expr], no: Callable[[], ast.expr]
    ) -> ast.expr:
        """`yes if test else no`, as statements where one of the two needs some."""
        yes_body, yes_value = self.block_of(yes)
        no_body, no_value = self.block_of(no)
        if not yes_body and not no_body:
            return self.choose(test, yes_value, no_value)
        result = self.scope.temp()
        yes_body.append(self.assign(result, yes_value))
        no_body.append(self.assign(result, no_value))
        self.if_(test, yes_body, no_body)
        return self.name(result)

    # --- truth --------------------------------------------------------------------------------------------

    def test(self, node: Node) -> ast.expr:
        """A node as a Python condition with Ruby's truth: only nil and false are not."""
        return self.truth(self.visit(node))

    def truth(self, value: ast.expr) -> ast.expr:
        """An expression as a Python condition."""
        if is_bool(value):
            return value
        if isinstance(value, ast.Constant):
            return self.const(value.value is not None and value.value is not False)
        if isinstance(value, ast.IfExp) and (is_plain(value.body) or is_plain(value.orelse)):
            return boolean(self.choose(value.test, self.truth(value.body), self.truth(value.orelse)))
        if isinstance(value, ast.BoolOp):
            *tests, last = value.values
            return boolean(ast.BoolOp(value.op, [*tests, self.truth(last)], **self.at))
        first, again = self.atom(value)
        return self.both(self.is_not(first, self.nil()), self.is_not(again, self.const(False)))

    def false(self, value: ast.expr) -> ast.expr:
        """The opposite condition."""
        if is_bool(value):
            return self.not_(value)
        if isinstance(value, ast.IfExp | ast.BoolOp):
            return self.not_(self.truth(value))
        first, again = self.atom(value)
        return self.either(self.is_(first, self.nil()), self.is_(again, self.const(False)))


def is_plain(value: ast.expr) -> bool:
    """Whether the truth of an expression needs no test of its own."""
    return is_bool(value) or isinstance(value, ast.Constant | ast.BoolOp)
