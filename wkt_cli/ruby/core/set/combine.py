"""Set: operators, questions between sets, parts."""

from __future__ import annotations

from typing import Any

from ...errors import ArgumentError
from ...registry import method, send
from ...values import Hash, Proc
from .. import object as o
from ..enumerator import enumerator
from .base import SET, RSet, enumerable


def keys_of(value: Any) -> dict[Any, None]:
    """The Python keys of an argument's elements."""
    return value.keys if isinstance(value, RSet) else dict.fromkeys(map(o.key_of, enumerable(value)))


def the_set(value: Any) -> RSet:
    """An argument that must be a Set."""
    if not isinstance(value, RSet):
        raise ArgumentError("value must be a set")
    return value


@method(SET, "|", "+", "union")
def union(self: RSet, block: Proc | None, other: Any) -> Any:
    """What is in one of the two."""
    return RSet({**self.keys, **keys_of(other)})


@method(SET, "&", "intersection")
def intersection(self: RSet, block: Proc | None, other: Any) -> Any:
    """What is in both; in the order of the one that Ruby walks over."""
    others = keys_of(other)
    if isinstance(other, RSet) and len(others) > len(self.keys):
        return RSet(key for key in self.keys if key in others)
    return RSet(key for key in others if key in self.keys)


@method(SET, "-", "difference")
def difference(self: RSet, block: Proc | None, other: Any) -> Any:
    """Without the values of the other."""
    others = keys_of(other)
    return RSet(key for key in self.keys if key not in others)


@method(SET, "^")
def either(self: RSet, block: Proc | None, other: Any) -> Any:
    """What is in exactly one of the two."""
    found = RSet(() if other is None else keys_of(other))
    for key in self.keys:
        if key in found.keys:
            del found.keys[key]
        else:
            found.keys[key] = None
    return found


@method(SET, "subset?", "<=")
def subset(self: RSet, block: Proc | None, other: Any) -> bool:
    """Whether all values are in the other."""
    return self.keys.keys() <= the_set(other).keys.keys()


@method(SET, "proper_subset?", "<")
def proper_subset(self: RSet, block: Proc | None, other: Any) -> bool:
    """Whether all values are in the other, which has more."""
    return self.keys.keys() < the_set(other).keys.keys()


@method(SET, "superset?", ">=")
def superset(self: RSet, block: Proc | None, other: Any) -> bool:
    """Whether it has all values of the other."""
    return self.keys.keys() >= the_set(other).keys.keys()


@method(SET, "proper_superset?", ">")
def proper_superset(self: RSet, block: Proc | None, other: Any) -> bool:
    """Whether it has all values of the other and more."""
    return self.keys.keys() > the_set(other).keys.keys()


@method(SET, "<=>")
def spaceship(self: RSet, block: Proc | None, other: Any) -> Any:
    """-1 for a part, 1 for a whole, 0 for the same, else nil."""
    if not isinstance(other, RSet):
        return None
    mine, others = self.keys.keys(), other.keys.keys()
    return 0 if mine == others else -1 if mine < others else 1 if mine > others else None


@method(SET, "intersect?")
def intersect(self: RSet, block: Proc | None, other: Any) -> bool:
    """Whether they have a value in common."""
    return any(key in self.keys for key in keys_of(other))


@method(SET, "disjoint?")
def disjoint(self: RSet, block: Proc | None, other: Any) -> bool:
    """Whether they have no value in common."""
    return not intersect(self, None, other)


@method(SET, "classify")
def classify(self: RSet, block: Proc | None) -> Any:
    """A Hash of sets by what the block gives."""
    if block is None:
        return enumerator(self, "classify")
    groups = Hash()
    for x in self.values():
        key = block.one(x)
        if not o.hash_has(groups, key):
            o.hash_set(groups, key, RSet())
        send(o.hash_get(groups, key), "add", x)
    return groups


@method(SET, "divide")
def divide(self: RSet, block: Proc | None) -> Any:
    """A Set of the sets that `classify` makes; two parameters ask which belong together."""
    if block is None:
        return enumerator(self, "divide")
    if block.arity != 2:
        return RSet.of(classify(self, block).values())
    return RSet.of(RSet.of(part) for part in _components(self.values(), block))


def _components(values: list[Any], block: Proc) -> list[list[Any]]:
    """Values that reach each other by pairs for which the block is true."""
    size = len(values)
    reach = [[i == j or o.truthy(block.two(values[i], values[j])) for j in range(size)] for i in range(size)]
    for k in range(size):
        for i in range(size):
            if reach[i][k]:
                reach[i] = [a or b for a, b in zip(reach[i], reach[k], strict=True)]
    found: list[list[Any]] = []
    placed: set[int] = set()
    for i in range(size):
        if i not in placed:
            part = [j for j in range(size) if reach[i][j] and reach[j][i]]
            placed.update(part)
            found.append([values[j] for j in part])
    return found


@method(SET, "flatten")
def flatten(self: RSet, block: Proc | None) -> Any:
    """With the values of sets inside in place of them."""
    found = RSet()
    _flatten_into(found, self, [])
    return found


def _flatten_into(found: RSet, part: RSet, inside: list[int]) -> None:
    if id(part) in inside:
        raise ArgumentError("tried to flatten recursive Set")
    for x in part.values():
        if isinstance(x, RSet):
            _flatten_into(found, x, [*inside, id(part)])
        else:
            found.keys[o.key_of(x)] = None
