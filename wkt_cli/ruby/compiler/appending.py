"""Chains of `<<` that build a text: `out << name << "; "`.

In a block, a value and the literals behind it are added to a String at once, in its place.
"""

from __future__ import annotations

import ast

from ..operators import LARGE
from .base import Base, Node
from .code import STORE


class Appending(Base):
    """`a << b << "text"`."""

    def appended(self, node: Node) -> ast.expr | None:
        """A chain with literal texts, in a block; None for any other."""
        base, parts = chain(node)
        if self.scope.kind != "block" or self.aliases is None or not any(map(is_literal, parts[1:])):
            return None
        target = self.scope.temp()
        self.set(target, self.visit(base))
        for group in groups(parts):
            value = self.scope.temp()
            self.set(value, self.visit(group[0]))
            self.add(target, value, [self.visit(part) for part in group[1:]])
        return self.name(target)

    def add(self, target: str, value: str, texts: list[ast.expr]) -> None:
        """Add a value and literal texts: to a String that can change at once, else one after the other.

        The text is held by one variable while it grows, so that Python grows it in its place.
        """
        found, text = self.name(target), self.name(value)
        place = ast.Attribute(found, "text", STORE, **self.at)
        grown = self.scope.temp()
        parts: list[ast.expr] = [ast.FormattedValue(text, -1, None, **self.at), *texts]
        added = ast.JoinedStr(parts, **self.at) if texts else text
        size = self.call("len", self.name(grown))
        quick: list[ast.stmt] = [
            self.assign(grown, ast.Attribute(found, "text", ast.Load(), **self.at)),
            ast.Assign([place], self.const(""), **self.at),
            ast.AugAssign(self.target(grown), ast.Add(), added, **self.at),
            ast.Assign([place], self.name(grown), **self.at),
            ast.If(
                self.compare(size, ast.Gt(), self.const(LARGE)),
                [ast.Expr(self.call("check_size", size), **self.at)], [], **self.at,
            ),
            self.assign(grown, self.nil()),
        ]  # fmt: skip
        test = self.both(
            self.is_(self.type_of(found), self.name("RString")),
            self.is_(self.type_of(text), self.name("str")),
            self.not_(ast.Attribute(found, "frozen", ast.Load(), **self.at)),
        )
        general = [self.added_generally(target, part) for part in (text, *texts)]
        self.if_(test, quick, general)

    def added_generally(self, target: str, part: ast.expr) -> ast.stmt:
        """One `<<` as a call."""
        method = self.index(self.name("m:<<"), self.type_of(self.name(target)))
        return self.assign(target, self.call(method, self.name(target), self.nil(), part))


def chain(node: Node) -> tuple[Node, list[Node]]:
    """The receiver of the first `<<` of a chain, and what is added."""
    parts: list[Node] = []
    while node.type == "binary" and node.child_by_field_name("operator").type == "<<":
        parts.insert(0, node.child_by_field_name("right"))
        node = node.child_by_field_name("left")
    return node, parts


def groups(parts: list[Node]) -> list[list[Node]]:
    """What is added, each value with the literals behind it."""
    found = [[parts[0]]]
    for part in parts[1:]:
        if is_literal(part):
            found[-1].append(part)
        else:
            found.append([part])
    return found


def is_literal(node: Node) -> bool:
    """Whether a part is a string without interpolation."""
    return node.type == "string" and all(c.type in ("string_content", "escape_sequence") for c in node.named_children)
