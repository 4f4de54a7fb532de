"""Inline ways of methods that connectors call most, for the exact types that have no method of their own.

A shortcut is code before the general call and never instead of it: `len(x) if type(x) is list else …`. Classes of the
core are closed, so what a shortcut does for their exact types can't be redefined. Each pays in `benchmarks/ruby.py`.
"""

from __future__ import annotations

import ast

from ..kinds import NAMES
from .base import Base
from .code import boolean


class Shortcuts(Base):
    """One method a name, by the table at the end."""

    def shortcut(self, target: ast.expr, name: str, args: list[ast.expr], block: ast.expr) -> ast.expr | None:
        """The call with its shortcut, or None where the name has none."""
        maker = SHORTCUTS.get((name, len(args)))
        if maker is None or not isinstance(block, ast.Constant) or isinstance(target, ast.Constant):
            return None
        return getattr(self, maker)(target, name, args)  # type: ignore[no-any-return]

    def kind_is(self, value: ast.expr, *kinds: str) -> tuple[ast.expr, ast.expr, ast.expr]:
        """Whether the type of a value is one of a few; the value again, its type again."""
        first, again = self.kept_if_needed(value)
        kind = self.scope.temp()
        tests = [self.is_(self.walrus(kind, self.type_of(first)), self.name(kinds[0]))]
        tests += [self.is_(self.name(kind), self.name(other)) for other in kinds[1:]]
        return (self.either(*tests) if len(tests) > 1 else tests[0]), again, self.name(kind)

    def general(self, name: str, kind: ast.expr, again: ast.expr, args: list[ast.expr]) -> ast.Call:
        """The call as it is without a shortcut."""
        return self.call(self.index(self.name("m:" + name), kind), again, self.nil(), *args)

    def quick_text(self, target: ast.expr, name: str, args: list[ast.expr]) -> ast.expr:
        """`x.to_s`: a plain string is its own text."""
        test, again, kind = self.kind_is(target, "str")
        return self.choose(test, again, self.general(name, kind, again, args))

    def quick_length(self, target: ast.expr, name: str, args: list[ast.expr]) -> ast.expr:
        """`x.length`."""
        test, again, kind = self.kind_is(target, "list", "str", "Hash")
        return self.choose(test, self.call("len", again), self.general(name, kind, again, args))

    def quick_empty(self, target: ast.expr, name: str, args: list[ast.expr]) -> ast.expr:
        """`x.empty?`."""
        test, again, kind = self.kind_is(target, "list", "str", "Hash")
        return self.choose(test, self.not_(again), self.general(name, kind, again, args))

    def quick_kind(self, target: ast.expr, name: str, args: list[ast.expr]) -> ast.expr | None:
        """`x.is_a?(Hash)`."""
        asked = args[0].id if isinstance(args[0], ast.Name) else ""
        if asked[:2] != "c:" or asked[2:] not in NAMES or asked[2:] in self.facts.own_constants:
            return None
        first, again = self.kept_if_needed(target)
        answer = self.scope.temp()
        known = self.index(self.name("i:" + asked[2:]), self.type_of(first))
        general = self.general(name, self.type_of(again), again, args)
        return boolean(
            self.choose(self.is_not(self.walrus(answer, known), self.nil()), self.name(answer), general)
        )


SHORTCUTS = {
    ("to_s", 0): "quick_text",
    ("length", 0): "quick_length",
    ("size", 0): "quick_length",
    ("empty?", 0): "quick_empty",
    ("is_a?", 1): "quick_kind",
    ("kind_of?", 1): "quick_kind",
}
