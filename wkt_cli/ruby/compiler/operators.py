"""Operators: arithmetic and comparison with fast ways, logic, `defined?`."""

from __future__ import annotations

import ast
from typing import Any

from .base import Base, Node
from .code import boolean, is_bool

ARITHMETIC = {"+": ast.Add, "-": ast.Sub}
PRODUCT = {"*": ast.Mult}
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
DEFINED = {
    "nil": "nil",
    "true": "true",
    "false": "false",
    "self": "self",
    "assignment": "assignment",
    "operator_assignment": "assignment",
    "binary": "method",
    "element_reference": "method",
}


class Operators(Base):
    """Operators and the questions about names."""

    def visit_binary(self, node: Node) -> ast.expr:
        """`a + b`, `a && b`, `a =~ b`, …"""
        operator = self.source.operator(node)
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
        chain = self.appended(node) if operator == "<<" else None
        if chain is not None:
            return chain
        values = self.in_order([lambda: self.visit(left), lambda: self.visit(right)])
        return self.operate(operator, *values)

    def operate(self, operator: str, left: ast.expr, right: ast.expr) -> ast.expr:
        """A binary operator on values."""
        if operator in ("==", "!="):
            return self.equality(operator, left, right)
        if operator == "!~":
            return self.false(self.send(left, "=~", [right], self.nil()))
        if operator in ARITHMETIC or operator in COMPARISON or (operator in (PRODUCT | DIVISION) and whole(right)):
            return self.inline_operator(operator, left, right)
        if operator in HELPERS:
            return self.call(HELPERS[operator], left, right)
        return self.send(left, operator, [right], self.nil())

    def inline_operator(self, operator: str, left: ast.expr, right: ast.expr) -> ast.expr:
        """`a + b` inline for integers; for floats too against a literal."""
        literal = whole(right) and (operator not in DIVISION or right.value != 0)  # type: ignore[attr-defined]
        if isinstance(left, ast.Constant) or (isinstance(right, ast.Constant) and not literal):
            made: ast.expr = self.call(HELPERS[operator], left, right)
            return boolean(made) if operator in BOOLS else made
        made = self.with_literal(operator, left, right) if literal else self.of_two(operator, left, right)
        return boolean(made) if operator in BOOLS else made

    def with_literal(self, operator: str, left: ast.expr, right: Any) -> ast.expr:
        """`a + 1`; what it is made of is noted, for an operation around it."""
        first, again = self.kept_if_needed(left)
        test, _, kind = self.kind_is(first, "int")
        quick, general = self.python(operator, again, right), self.call(HELPERS[operator], again, right)

        def otherwise(kind: ast.expr) -> ast.expr:
            if operator in DIVISION:
                return general
            real = self.python(operator, again, self.const(float(right.value)))
            return self.choose(self.is_(kind, self.name("float")), real, general)

        made = self.choose(test, quick, otherwise(kind))
        made.operand = first, quick, otherwise(self.type_of(again))  # type: ignore[attr-defined]
        return made

    def of_two(self, operator: str, left: ast.expr, right: ast.expr) -> ast.expr:
        """`a + b`, each computed once and in order; of `a + b * 2` it is b that must be an integer."""
        first, second = self.scope.temp(), self.scope.temp()
        plain = self.walrus(second, right), self.name(second), self.name(second)
        value, quick, general = getattr(right, "operand", plain)
        types = self.type_of(self.walrus(first, left)), self.type_of(value)
        test = ast.Compare(types[0], [ast.Is(), ast.Is()], [types[1], self.name("int")], **self.at)
        other = self.call(HELPERS[operator], self.name(first), general)
        return self.choose(test, self.python(operator, self.name(first), quick), other)

    def python(self, operator: str, left: ast.expr, right: ast.expr) -> ast.expr:
        """Python's own operator, on numbers for which it does what Ruby's does."""
        if operator in COMPARISON:
            return self.compare(left, COMPARISON[operator](), right)
        return ast.BinOp(left, (ARITHMETIC | PRODUCT | DIVISION)[operator](), right, **self.at)

    def equality(self, operator: str, left: ast.expr, right: ast.expr) -> ast.expr:
        """`a == b`: inline against a literal string or symbol."""
        if isinstance(right, ast.Constant) and type(right.value) is str:
            op = ast.Eq() if operator == "==" else ast.NotEq()
            return self.compare(left, op, right)
        if isinstance(right, ast.Name) and right.id.startswith("s:"):
            if isinstance(left, ast.Constant):
                return boolean(self.const(operator == "!="))
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
        operator = self.source.operator(node)
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


def whole(value: ast.expr) -> bool:
    """Whether an expression is an integer literal that is the same as a float."""
    return isinstance(value, ast.Constant) and type(value.value) is int and abs(value.value) < 1 << 53
