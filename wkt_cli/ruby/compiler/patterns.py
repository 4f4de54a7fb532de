"""Pattern matching: `case/in`, `a in b`, `a => b`. A pattern becomes a Python condition that binds names."""

from __future__ import annotations

import ast
from typing import Any

from .base import Base, Node

SINGLE = frozenset(
    [
        "constant",
        "scope_resolution",
        "integer",
        "float",
        "string",
        "simple_symbol",
        "range",
        "regex",
        "nil",
        "true",
        "false",
    ]
)
"""Patterns that are one value, so that the error can name it."""


class Patterns(Base):
    """Patterns to Python conditions."""

    def run_case_match(self, node: Node, dest: Any) -> None:
        """`case a in b then c else d end`."""
        subject = self.kept_subject(node.child_by_field_name("value"))
        clauses = [c for c in self.children(node) if c.type in ("in_clause", "else")]
        only = clauses[0] if len(clauses) == 1 and clauses[0].child_by_field_name("guard") is None else None
        self.run_in_clauses(clauses, subject, dest, only)

    def run_in_clauses(
        self, clauses: list[Node], subject: ast.expr, dest: Any, single: Node | None = None
    ) -> None:
        """The branches, one nested in the else of another."""
        if not clauses:
            self.do(self.call("no_match", subject) if single is None else self.no_match(single, subject))
            return
        clause = clauses[0]
        if clause.type == "else":
            self.run(clause, dest)
            return
        saved = self.at
        self.place(clause)
        test = self.pattern(clause.child_by_field_name("pattern"), subject)
        guard = clause.child_by_field_name("guard")
        if guard is not None:
            test = self.guarded(test, guard)
        yes = self.branch(clause.child_by_field_name("body"), dest)
        no, _ = self.block_of(lambda: self.run_in_clauses(clauses[1:], subject, dest, single))
        self.if_(test, yes, no)
        self.at = saved

    def guarded(self, test: ast.expr, guard: Node) -> ast.expr:
        """A pattern with `if` or `unless`."""
        body, value = self.block_of(lambda: self.visit(guard.child_by_field_name("condition")))
        condition = self.truth(value) if guard.type == "if_guard" else self.false(value)
        if not body:
            return self.both(test, condition)
        result = self.scope.temp()
        body.append(self.assign(result, condition))
        self.set(result, self.const(False))
        self.if_(test, body)
        return self.name(result)

    def visit_test_pattern(self, node: Node) -> ast.expr:
        """`a in b`: true or false."""
        subject = self.kept_subject(node.child_by_field_name("value"))
        return self.pattern(node.child_by_field_name("pattern"), subject)

    def visit_match_pattern(self, node: Node) -> ast.expr:
        """`a => b`: binds, or raises."""
        subject = self.kept_subject(node.child_by_field_name("value"))
        test = self.pattern(node.child_by_field_name("pattern"), subject)
        self.if_(self.not_(test), [ast.Expr(self.no_match(node, subject), **self.at)])
        return self.nil()

    def no_match(self, node: Node, subject: ast.expr) -> ast.expr:
        """Raise NoMatchingPatternError; with a single pattern, the text says what did not fit."""
        pattern = node.child_by_field_name("pattern")
        if pattern is not None and pattern.type in SINGLE:
            return self.call("no_match", subject, self.visit(pattern))
        keys = None
        if pattern is not None and pattern.type == "hash_pattern":
            parts = [p for p in self.parts_of(pattern) if p.type == "keyword_pattern"]
            keys = tuple(self.pattern_key(p) for p in parts)
        return self.call("no_match", subject, self.name("MISSING"), self.const(keys))

    # --- patterns -----------------------------------------------------------------------------------------

    def pattern(self, node: Node, subject: ast.expr) -> ast.expr:
        """The condition of a pattern, by its kind; a value is compared by `===`."""
        saved = self.at
        self.place(node)
        method = getattr(self, "pattern_" + node.type, None)
        made = method(node, subject) if method is not None else self.pattern_value(node, subject)
        self.at = saved
        return made

    def pattern_value(self, node: Node, subject: ast.expr) -> ast.expr:
        """A literal, constant, range, regex, lambda."""
        return self.case_equal(self.visit(node), subject)

    def bind_name(self, name: str, value: ast.expr) -> ast.expr:
        """A condition that is always true and sets a local."""
        self.scope.declare(name)
        return self.is_not(self.tuple_([self.walrus("v_" + name, value)]), self.nil())

    def pattern_identifier(self, node: Node, subject: ast.expr) -> ast.expr:
        """A name takes anything."""
        return self.bind_name(self.text(node), subject)

    def pattern_variable_reference_pattern(self, node: Node, subject: ast.expr) -> ast.expr:
        """`^a`."""
        return self.case_equal(self.visit(self.children(node)[0]), subject)

    def pattern_expression_reference_pattern(self, node: Node, subject: ast.expr) -> ast.expr:
        """`^(a)`."""
        return self.case_equal(self.visit_all(self.children(node)), subject)

    def pattern_parenthesized_pattern(self, node: Node, subject: ast.expr) -> ast.expr:
        """`(a)`."""
        return self.pattern(self.children(node)[0], subject)

    def pattern_alternative_pattern(self, node: Node, subject: ast.expr) -> ast.expr:
        """`a | b`."""
        return self.either(*[self.pattern(child, subject) for child in self.children(node)])

    def pattern_as_pattern(self, node: Node, subject: ast.expr) -> ast.expr:
        """`a => b`."""
        test = self.pattern(node.child_by_field_name("value"), subject)
        return self.both(test, self.bind_name(self.text(node.child_by_field_name("name")), subject))

    def of_class(self, node: Node, tests: list[ast.expr], subject: ast.expr) -> ast.expr:
        """The test of `Foo(…)` before the others."""
        named = node.child_by_field_name("class")
        if named is not None:
            tests.insert(0, self.case_equal(self.visit(named), subject))
        return self.both(*tests) if len(tests) > 1 else tests[0]

    def parts_of(self, node: Node) -> list[Node]:
        """The parts of an array or hash pattern, without its class."""
        named = node.child_by_field_name("class")
        return [c for c in self.children(node) if named is None or c.start_byte != named.start_byte]

    def pattern_array_pattern(self, node: Node, subject: ast.expr) -> ast.expr:
        """`[a, *b, c]`."""
        parts = self.parts_of(node)
        splat = next((i for i, p in enumerate(parts) if p.type == "splat_parameter"), -1)
        before = len(parts) if splat < 0 else splat
        after = 0 if splat < 0 else len(parts) - splat - 1
        items = self.scope.temp()
        if self.text(node).endswith(","):
            return self.open_array(node, parts, subject)
        made = self.call(
            "match_array", subject, self.const(before), self.const(splat >= 0), self.const(after)
        )
        tests = [self.is_not(self.walrus(items, made), self.nil())]
        for i, part in enumerate(parts):
            tests.append(self.array_part(part, self.index(self.name(items), self.const(i))))
        return self.of_class(node, [t for t in tests if t is not None], subject)

    def open_array(self, node: Node, parts: list[Node], subject: ast.expr) -> ast.expr:
        """`in a,`: more elements may follow."""
        items = self.scope.temp()
        made = self.call("match_array", subject, self.const(len(parts)), self.const(True), self.const(0))
        tests = [self.is_not(self.walrus(items, made), self.nil())]
        tests += [
            self.array_part(p, self.index(self.name(items), self.const(i))) for i, p in enumerate(parts)
        ]
        return self.of_class(node, tests, subject)

    def array_part(self, part: Node, value: ast.expr) -> ast.expr:
        """One element or the splat of an array pattern."""
        if part.type == "splat_parameter":
            name = part.child_by_field_name("name")
            if name is None:
                made: ast.expr = self.const(True)
                made.is_bool = True  # type: ignore[attr-defined]
                return made
            return self.bind_name(self.text(name), value)
        if part.type == "identifier":
            return self.bind_name(self.text(part), value)
        temp = self.scope.temp()
        keep = self.is_not(self.tuple_([self.walrus(temp, value)]), self.nil())
        return self.both(keep, self.pattern(part, self.name(temp)))

    def pattern_find_pattern(self, node: Node, subject: ast.expr) -> ast.expr:
        """`[*, a, *b]`: the first place where the middle fits."""
        parts = self.parts_of(node)
        middle = parts[1:-1]
        state, items = self.scope.temp(), self.scope.temp()
        start = self.is_not(
            self.walrus(state, self.call("find_states", subject, self.const(len(middle)))), self.nil()
        )
        step = self.walrus(items, self.call("next", self.name(state), self.nil()))
        tests: list[ast.expr] = [self.is_not(step, self.nil())]
        found = self.scope.temp()
        inner = [
            self.array_part(p, self.index(self.name(items), self.const(i + 1))) for i, p in enumerate(middle)
        ]
        outer = [
            self.array_part(p, self.index(self.name(items), self.const(i)))
            for p, i in ((parts[0], 0), (parts[-1], len(parts) - 1))
        ]
        self.set(found, self.const(False))
        body: list[ast.stmt] = [ast.If(self.not_(tests[0]), [ast.Break(**self.at)], [], **self.at)]
        hit: list[ast.stmt] = [self.assign(found, self.const(True)), ast.Break(**self.at)]
        body.append(ast.If(self.both(*inner, *outer), hit, [], **self.at))
        loop = ast.While(self.const(True), body, [], **self.at)
        self.body.append(ast.If(start, [loop], [], **self.at))
        made = self.name(found)
        made.is_bool = True  # type: ignore[attr-defined]
        return self.of_class(node, [made], subject)

    def pattern_hash_pattern(self, node: Node, subject: ast.expr) -> ast.expr:
        """`{a: b, c:, **rest}`."""
        parts = self.parts_of(node)
        keys: list[str] = []
        tests: list[ast.expr] = []
        items = self.scope.temp()
        rest: Node | None = None
        exact = any(p.type == "hash_splat_nil" for p in parts) or not parts
        for part in parts:
            if part.type == "keyword_pattern":
                tests.append(self.hash_part(part, self.index(self.name(items), self.const(len(keys)))))
                keys.append(self.pattern_key(part))
            elif part.type == "hash_splat_parameter":
                rest = part
        if rest is not None and rest.child_by_field_name("name") is not None:
            name = self.text(rest.child_by_field_name("name"))
            tests.append(self.bind_name(name, self.index(self.name(items), self.const(len(keys)))))
        made = self.call(
            "match_hash", subject, self.const(tuple(keys)), self.const(exact), self.const(rest is not None)
        )
        first = self.is_not(self.walrus(items, made), self.nil())
        return self.of_class(node, [first, *tests], subject)

    def pattern_key(self, part: Node) -> str:
        """The key of a keyword pattern."""
        key = part.child_by_field_name("key")
        return "".join(self.string_parts(key)) if key.type == "string" else self.text(key)

    def hash_part(self, part: Node, value: ast.expr) -> ast.expr:
        """One key of a hash pattern."""
        inner = part.child_by_field_name("value")
        if inner is None:
            return self.bind_name(self.pattern_key(part), value)
        return self.array_part(inner, value)
