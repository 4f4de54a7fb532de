"""`case … when`: the branches, and the tests of their patterns."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from ..kinds import NAMES
from .base import Base, Node
from .code import boolean

Test = Callable[[int, list[Node]], ast.expr]


class Cases(Base):
    """`case` with `when`; `case … in` is in `patterns`."""

    def run_case(self, node: Node, dest: Any) -> None:
        """`case a when b, *c then d else e end`."""
        subject_node = node.child_by_field_name("value")
        subject = None if subject_node is None else self.kept_subject(subject_node)
        clauses = [c for c in self.children(node) if c.type in ("when", "else")]
        test = lambda place, patterns: self.when_test(patterns, subject)  # noqa: E731
        self.run_clauses(clauses, 0, self.class_test(clauses, subject) or test, dest)

    def class_test(self, clauses: list[Node], subject: ast.expr | None) -> Test | None:
        """The test of a case of classes alone: which clause is meant is found once, by the subject's type."""
        whens = [patterns_of(clause) for clause in clauses if clause.type == "when"]
        if subject is None or not all(self.is_kind(pattern) for patterns in whens for pattern in patterns):
            return None
        table = "w:" + "|".join(",".join(map(self.text, patterns)) for patterns in whens)
        place = self.kept(self.index(self.name(table), self.type_of(subject)))
        return lambda at, patterns: self.compare(place, ast.Eq(), self.const(at))

    def kept_subject(self, node: Node) -> ast.expr:
        """The subject in a variable that the branches can't change."""
        value = self.visit(node)
        if isinstance(value, ast.Constant):
            return value
        temp = self.scope.temp()
        self.set(temp, value)
        return self.name(temp)

    def run_clauses(self, clauses: list[Node], at: int, test: Test, dest: Any) -> None:
        """The branches of a case from one on, each nested in the else of the one before."""
        if at == len(clauses):
            if dest is not None:
                self.deliver(self.nil(), dest)
            return
        clause = clauses[at]
        if clause.type == "else":
            self.run(clause, dest)
            return
        saved = self.at
        self.place(clause)
        condition = test(at, patterns_of(clause))
        yes = self.branch(clause.child_by_field_name("body"), dest)
        no, _ = self.block_of(lambda: self.run_clauses(clauses, at + 1, test, dest))
        self.if_(condition, yes, no)
        self.at = saved

    def when_test(self, patterns: list[Node], subject: ast.expr | None) -> ast.expr:
        """The condition of one `when`; a pattern that needs statements is tested only when it is reached."""
        tests: list[ast.expr] = []
        for i, pattern in enumerate(patterns):
            body, test = self.block_of(lambda p=pattern: self.when_one(p, subject))  # type: ignore[misc]
            if not body:
                tests.append(test)
                continue
            first = self.either(*tests) if len(tests) > 1 else tests[0] if tests else self.const(False)
            result = self.scope.temp()
            rest, value = self.block_of(lambda: self.either(test, self.when_test(patterns[i + 1 :], subject)))  # noqa: B023
            body += [*rest, self.assign(result, value)]
            self.if_(first, [self.assign(result, self.const(True))], body)
            return self.call("bool", self.name(result))
        return self.either(*tests) if len(tests) > 1 else tests[0] if tests else self.const(False)

    def when_one(self, pattern: Node, subject: ast.expr | None) -> ast.expr:
        """One pattern of a `when`."""
        if pattern.type == "splat_argument":
            values = self.visit(self.children(pattern)[0])
            return self.bool_call("any_case", values, self.nil() if subject is None else subject)
        if subject is not None and self.is_kind(pattern):
            return boolean(self.index(self.name("k:" + self.text(pattern)), self.type_of(subject)))
        value = self.visit(pattern)
        if subject is None:
            return self.truth(value)
        return self.case_equal(value, subject)

    def is_kind(self, node: Node) -> bool:
        """Whether a node names a class that the type of a value decides on."""
        return node.type == "constant" and self.knows_class(self.text(node))

    def knows_class(self, name: str) -> bool:
        """Whether a constant is a class that the exact type of a value decides on."""
        return name in NAMES and name not in self.facts.own_constants

    def case_equal(self, pattern: ast.expr, subject: ast.expr) -> ast.expr:
        """`pattern === subject`, inline for the literals."""
        if isinstance(pattern, ast.Constant):
            if pattern.value is None or pattern.value is True or pattern.value is False:
                return self.is_(subject, pattern)
            if type(pattern.value) is str:
                return self.compare(subject, ast.Eq(), pattern)
        if isinstance(pattern, ast.Name) and pattern.id.startswith("s:"):
            return self.is_(subject, pattern)
        return self.bool_call("case_eq", pattern, subject)

    def bool_call(self, fn: str, *args: ast.expr) -> ast.expr:
        """A call of a runtime function that gives a Python bool."""
        made = self.call(fn, *args)
        made.is_bool = True  # type: ignore[attr-defined]
        return made


def patterns_of(clause: Node) -> list[Node]:
    """What stands between `when` and `then`."""
    return [n for c in Base.children(clause) if c.type == "pattern" for n in Base.children(c)]
