"""Questions about a class that the exact Python type of a value answers: `when Hash`, `is_a?(String)`.

A table a class, indexed inline by compiled code; each type is looked up once.
"""

from __future__ import annotations

from .registry import OBJECT, class_of_type, constants, lookup, own
from .values import RClass

NAMES = frozenset(
    {"Array", "Float", "Hash", "Integer", "NilClass", "Numeric", "Proc", "Range", "Regexp", "String", "Symbol"}
)
"""The classes for which `===` is that of Module and no instance is told from another of its type."""


class Kinds(dict[type, bool]):
    """Whether the values of a type are instances of a class: what `===` says."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.rclass = constants[name]

    def __missing__(self, cls: type) -> bool:
        step: RClass | None = class_of_type(cls)
        while step is not None and step is not self.rclass:
            step = step.parent
        self[cls] = step is not None
        return step is not None


class Asked(Kinds):
    """The same for `is_a?`; not for types that have an `is_a?` of their own: those give None."""

    def __missing__(self, cls: type) -> bool:
        if lookup(cls, "is_a?") is not own[OBJECT]["is_a?"]:
            return None  # type: ignore[return-value]
        return super().__missing__(cls)


class Clauses(dict[type, int]):
    """Which clause of a `case` of classes (`Hash|Array,Range`) the values of a type meet; -1 for none."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.clauses = [[Kinds(name) for name in clause.split(",")] for clause in text.split("|")]

    def __missing__(self, cls: type) -> int:
        met = (at for at, clause in enumerate(self.clauses) if any(kind[cls] for kind in clause))
        found = self[cls] = next(met, -1)
        return found
