"""Inline ways of methods that connectors call most, for the exact types that have no method of their own.

A shortcut is code before the general call and never instead of it: `len(x) if type(x) is list else …`. Classes of the
core are closed, so what a shortcut does for their exact types can't be redefined. Each pays in `benchmarks/ruby.py`.
"""

from __future__ import annotations

import ast
import copy
import re

from .base import Base
from .code import boolean, is_direct, is_literal, is_symbol

TABLE = r"""
to_s() #{}()                str: x
to_s() #{}()                int if -(10**15) < x < 10**15: str(x)
to_s() #{}()                float if 1e-4 <= x < 1e15: str(x)
to_i()                      int: x
to_a()                      list: x
length() size()             list str Hash IndifferentHash: len(x)
empty?()                    list str Hash IndifferentHash: not x
blank?()                    str: x == "" or (x.isspace() and general)
blank?()                    list Hash IndifferentHash: not x
blank?()                    NoneType: True
present?()                  str: x != "" and (not x.isspace() or general)
present?()                  list Hash IndifferentHash: not not x
present?()                  NoneType: False
presence()                  str: x if x != "" and not x.isspace() else general
presence()                  list Hash IndifferentHash: x or None
presence()                  NoneType: None
upcase()                    str: x.upper()
downcase()                  str if x.isascii(): x.lower()
capitalize()                str if x.isascii(): x.capitalize()
strip()                     str: x.strip("\t\n\v\f\r \0")
start_with?(text)           str: x.startswith(a)
end_with?(text)             str: x.endswith(a)
split(separator)            str if x != "" and not x.endswith(a): x.split(a)
first()                     list: x[0] if x else None
last()                      list: x[-1] if x else None
[](index)                   list: x[a] if len(x) > a else None
[](text)                    Hash IndifferentHash: x[a]
[](symbol)                  Hash: x[a]
include?(text)              list str Hash IndifferentHash: a in x
include?(symbol)            list Hash: a in x
key?(text) has_key?(text)   Hash IndifferentHash: a in x
key?(symbol) has_key?(symbol)   Hash: a in x
values()                    Hash IndifferentHash: list(x.values())
<<(any)                     RString: append_text(x, None, a)
<<(any)                     list if not frozen_lists: x.append(a) or x
"""
"""Calls, the exact types of the receiver, a condition, and the Python for it: `x` is the receiver, `a` the argument,
`general` the call as it is without a shortcut."""

ROW = re.compile(r"(?P<calls>.*?)\s{2,}(?P<kinds>[\w ]+?)(?: if (?P<guard>.*?))?: (?P<value>.*)")


def parsed(text: str) -> ast.expr:
    """A Python expression of the table."""
    return ast.parse(text, mode="eval").body


Row = tuple[list[str], ast.expr | None, ast.expr]
ROWS: dict[str, list[Row]] = {}
for _line in TABLE.strip().splitlines():
    _row = ROW.fullmatch(_line)
    assert _row is not None
    _guard = parsed(_row["guard"]) if _row["guard"] else None
    for _call in _row["calls"].split():
        ROWS.setdefault(_call, []).append((_row["kinds"].split(), _guard, parsed(_row["value"])))


class _Filled(ast.NodeTransformer):
    """An expression of the table with the real values in place of its names."""

    def __init__(self, values: dict[str, ast.expr], at: dict[str, int]) -> None:
        self.values, self.at = values, at

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """`x`, `a`, `general`, or a function of the runtime."""
        return self.values.get(node.id) or ast.Name(node.id, node.ctx, **self.at)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Anything else, at the place of the call."""
        made = super().generic_visit(node)
        if isinstance(made, ast.expr):
            for name, value in self.at.items():
                setattr(made, name, value)
            if gives_bool(made):
                boolean(made)
        return made


def gives_bool(node: ast.expr) -> bool:
    """Whether Python's value of an expression is always True or False."""
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    return isinstance(node, ast.Compare) or (isinstance(node, ast.Constant) and type(node.value) is bool)


class Shortcuts(Base):
    """One row a method and type, by the table."""

    def shortcut(self, target: ast.expr, name: str, args: list[ast.expr], block: ast.expr) -> ast.expr | None:
        """The call with its shortcut, or None where the name has none."""
        if not isinstance(block, ast.Constant) or isinstance(target, ast.Constant | ast.JoinedStr):
            return None
        if name == "<<" and self.scope.kind != "block":
            return None
        if name == "dig" and args and all(map(is_direct, args)):
            return self.quick_dig(target, args)
        if name in ("is_a?", "kind_of?") and len(args) == 1:
            return self.quick_kind(target, name, args)
        rows = next((ROWS[call] for call in calls(name, args) if call in ROWS), None)
        return None if rows is None else self.quick(target, name, args, rows)

    def quick(self, target: ast.expr, name: str, args: list[ast.expr], rows: list[Row]) -> ast.expr:
        """The rows of the table one after the other, then the general call."""
        if args and not is_literal(args[0]):
            target, args = self.kept(target), [self.kept(args[0])]
        first, again = self.kept_if_needed(target)
        kind = self.scope.temp()
        test = self.walrus(kind, self.type_of(first))
        result: ast.expr = self.general(name, self.name(kind), again, args)
        values = {"x": again, "general": result, **dict(zip("a", args, strict=False))}
        for place, (kinds, guard, value) in reversed(list(enumerate(rows))):
            start = test if place == 0 else self.name(kind)
            tests = [self.is_(start if at == 0 else self.name(kind), self.name(k)) for at, k in enumerate(kinds)]
            asked = self.either(*tests) if len(tests) > 1 else tests[0]
            filled = _Filled(values, self.at)
            if guard is not None:
                asked = self.both(asked, filled.visit(copy.deepcopy(guard)))
            result = self.choose(asked, filled.visit(copy.deepcopy(value)), result)
        return result

    def quick_dig(self, target: ast.expr, keys: list[ast.expr], inside: bool = False) -> ast.expr:
        """`x.dig("a", :b)`: step by step, while it goes through hashes."""
        hashes = ("Hash",) if is_symbol(keys[0]) else ("Hash", "IndifferentHash")
        test, again, kind = self.kind_is(target, *hashes)
        general = self.call("dig_on", again, *keys) if inside else self.general("dig", kind, again, keys)
        value: ast.expr = self.index(again, keys[0])
        if len(keys) > 1:
            first, found = self.kept_if_needed(value)
            value = self.choose(self.is_(first, self.nil()), self.nil(), self.quick_dig(found, keys[1:], True))
        return self.choose(test, value, general)

    def kind_is(self, value: ast.expr, *kinds: str) -> tuple[ast.expr, ast.expr, ast.expr]:
        """Whether the type of a value is one of a few; the value again, its type again."""
        first, again = self.kept_if_needed(value)
        kind = self.scope.temp()
        tests = [self.is_(self.walrus(kind, self.type_of(first)), self.name(kinds[0]))]
        tests += [self.is_(self.name(kind), self.name(other)) for other in kinds[1:]]
        return (self.either(*tests) if len(tests) > 1 else tests[0]), again, self.name(kind)

    def general(self, name: str, kind: ast.expr, again: ast.expr, args: list[ast.expr]) -> ast.Call:
        """The call as it is without a shortcut; `#{}` is the text of an interpolation."""
        if name == "#{}":
            return self.call("text_of", again)
        return self.call(self.index(self.name("m:" + name), kind), again, self.nil(), *args)

    def quick_kind(self, target: ast.expr, name: str, args: list[ast.expr]) -> ast.expr | None:
        """`x.is_a?(Hash)`."""
        asked = args[0].id if isinstance(args[0], ast.Name) else ""
        if asked[:2] != "c:" or not self.knows_class(asked[2:]):
            return None
        first, again = self.kept_if_needed(target)
        answer = self.scope.temp()
        known = self.index(self.name("i:" + asked[2:]), self.type_of(first))
        general = self.general(name, self.type_of(again), again, args)
        return boolean(
            self.choose(self.is_not(self.walrus(answer, known), self.nil()), self.name(answer), general)
        )


TEXTS = ("separator", "text", "any")


def calls(name: str, args: list[ast.expr]) -> list[str]:
    """The ways to write a call in the table, the nearest first."""
    if not args:
        return [f"{name}()"]
    if len(args) > 1 or isinstance(args[0], ast.Starred):
        return []
    value = args[0].value if isinstance(args[0], ast.Constant) else None
    if type(value) is str:
        return [f"{name}(text)", f"{name}(any)"] if value in ("", " ") else [f"{name}({kind})" for kind in TEXTS]
    if type(value) is int and value >= 0:
        return [f"{name}(index)", f"{name}(any)"]
    return [f"{name}(symbol)", f"{name}(any)"] if is_symbol(args[0]) else [f"{name}(any)"]
