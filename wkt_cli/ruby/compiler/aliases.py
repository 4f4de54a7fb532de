"""Which String literals another name could hold, so that a change in place must be seen through both.

A String that a mutator can reach is an RString, which costs more than a plain `str` and misses the inline ways of
`hash['key']` and `==`. A literal that stands where nobody keeps it (the key of an index, an operand, the argument
of a method that only reads) can't be changed by anybody and stays a plain constant.
"""

from __future__ import annotations

from typing import Any

from .. import sandbox

Node = Any


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


OPERATORS = _names("+ - * / % == != === =~ !~ < > <= >= <=>")
"""Operators of the core: none of them keeps an operand or gives it back."""

READERS = (sandbox.STRING_MAKERS - {"dup"}) | _names(
    """split include? start_with? end_with? key? has_key? member? dig match match? scan index rindex partition
    rpartition count length size empty? blank? present? to_i to_f to_sym bytes eql? unpack unpack1 hash ord
    chars lines hex oct casecmp casecmp? parse"""
)
"""Methods of the core that keep neither the String they are called on nor one that they are given."""


class Aliases:
    """Answers about the literals of one source."""

    def __init__(self, data: bytes, own_methods: frozenset[str]) -> None:
        self.data, self.own_methods = data, own_methods
        self.by_identity = b"compare_by_identity" in data

    def keeps(self, node: Node) -> bool:
        """Whether somebody may hold the value of a literal after the expression around it."""
        parent = node.parent
        kept = getattr(self, "keeps_" + parent.type, None) if parent is not None else None
        return kept is None or bool(kept(parent, node))

    def keeps_interpolation(self, parent: Node, node: Node) -> bool:
        """`#{…}` reads."""
        return False

    keeps_pattern = keeps_in_clause = keeps_interpolation

    def keeps_keyword_pattern(self, parent: Node, node: Node) -> bool:
        """`in {a: 'b'}` compares."""
        return False

    def keeps_pair(self, parent: Node, node: Node) -> bool:
        """A String key is copied and frozen."""
        return self.by_identity or parent.child_by_field_name("key") != node

    def keeps_element_reference(self, parent: Node, node: Node) -> bool:
        """So is the key of `a[k] = v`; others are read."""
        return self.by_identity or "[]" in self.own_methods or parent.child_by_field_name("object") == node

    def keeps_binary(self, parent: Node, node: Node) -> bool:
        """An operand."""
        return not self.reads(parent.child_by_field_name("operator"), OPERATORS)

    def keeps_call(self, parent: Node, node: Node) -> bool:
        """The receiver of a call."""
        return not self.reads(parent.child_by_field_name("method"), READERS)

    def keeps_argument_list(self, parent: Node, node: Node) -> bool:
        """The argument of a call with a receiver."""
        call = parent.parent
        if call.type != "call" or call.child_by_field_name("receiver") is None:
            return True
        return not self.reads(call.child_by_field_name("method"), READERS)

    def reads(self, method: Node | None, names: frozenset[str]) -> bool:
        """Whether a method is one of those of the core."""
        name = "" if method is None else self.data[method.start_byte : method.end_byte].decode()
        return name in names and name not in self.own_methods
