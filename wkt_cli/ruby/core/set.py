"""Set: distinct values in the order of their arrival."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import ArgumentError
from ..registry import ENUMERABLE, OBJECT, define_class, method, send, singleton
from ..values import MISSING, Hash, Proc
from . import object as o
from .array.convert import Nested, join
from .enumerator import enumerator
from .iterate import items, walker
from .keys import unkey


class RSet:
    """A Set; `keys` is an ordered dict of the Python keys of its values."""

    __slots__ = ("frozen", "keys")

    def __init__(self, keys: Iterable[Any] = ()) -> None:
        self.keys: dict[Any, None] = dict.fromkeys(keys)
        self.frozen = False

    @classmethod
    def of(cls, values: Iterable[Any]) -> RSet:
        """A Set of Ruby values."""
        return cls(map(o.key_of, values))

    def values(self) -> list[Any]:
        """The Ruby values in order."""
        return list(map(unkey, self.keys))


SET = define_class("Set", OBJECT, RSet, includes=(ENUMERABLE,))


@walker(RSet)
def walk(self: RSet) -> Iterable[Any]:
    """The values."""
    return self.values()


def enumerable(value: Any) -> Iterable[Any]:
    """The elements of an argument; ArgumentError for what has none."""
    if not o.responds(value, "each") and not o.responds(value, "each_entry"):
        raise ArgumentError("value must be enumerable")
    return items(value)


def keys_of(value: Any) -> dict[Any, None]:
    """The Python keys of an argument's elements."""
    return value.keys if isinstance(value, RSet) else dict.fromkeys(map(o.key_of, enumerable(value)))


def the_set(value: Any) -> RSet:
    """An argument that must be a Set."""
    if not isinstance(value, RSet):
        raise ArgumentError("value must be a set")
    return value


def check(self: RSet) -> None:
    """FrozenError for a frozen Set."""
    if self.frozen:
        raise o.frozen_error(self)


@singleton(SET, "new")
def new(rclass: Any, block: Proc | None, source: Any = None) -> Any:
    """`Set.new(values) { |x| … }`."""
    if source is None:
        return RSet()
    values = enumerable(source)
    return RSet.of(values if block is None else map(block.one, values))


@singleton(SET, "[]")
def build(rclass: Any, block: Proc | None, *values: Any) -> Any:
    """`Set[1, 2]`."""
    return RSet.of(values)


@method(SET, "each")
def each(self: RSet, block: Proc | None) -> Any:
    """Give each value to the block."""
    if block is None:
        return enumerator(self, "each")
    for x in self.values():
        block.one(x)
    return self


@method(SET, "size", "length")
def size(self: RSet, block: Proc | None) -> int:
    """How many values there are."""
    return len(self.keys)


@method(SET, "count")
def count(self: RSet, block: Proc | None, *value: Any) -> Any:
    """How many values there are, are equal to a value, or make the block true."""
    from .enumerable.find import count as general

    return len(self.keys) if block is None and not value else general(self, block, *value)


@method(SET, "empty?")
def empty(self: RSet, block: Proc | None) -> bool:
    """Whether there is no value."""
    return not self.keys


@method(SET, "include?", "member?", "===")
def include(self: RSet, block: Proc | None, value: Any) -> bool:
    """Whether a value is in it."""
    return o.key_of(value) in self.keys


@method(SET, "to_a")
def to_a(self: RSet, block: Proc | None) -> Any:
    """The values in an Array."""
    return self.values()


@method(SET, "to_set")
def to_set(self: RSet, block: Proc | None) -> Any:
    """Itself."""
    return self if block is None else RSet.of(map(block.one, self.values()))


@method(SET, "first")
def first(self: RSet, block: Proc | None, count: Any = MISSING) -> Any:
    """The first value, or the first few."""
    return send(self.values(), "first", *([] if count is MISSING else [count]))


@method(SET, "add", "<<")
def add(self: RSet, block: Proc | None, value: Any) -> Any:
    """Put a value in."""
    check(self)
    self.keys[o.key_of(value)] = None
    return self


@method(SET, "add?")
def add_new(self: RSet, block: Proc | None, value: Any) -> Any:
    """Put a value in; nil if it was there."""
    return None if include(self, None, value) else add(self, None, value)


@method(SET, "delete")
def delete(self: RSet, block: Proc | None, value: Any) -> Any:
    """Take a value away."""
    check(self)
    self.keys.pop(o.key_of(value), None)
    return self


@method(SET, "delete?")
def delete_known(self: RSet, block: Proc | None, value: Any) -> Any:
    """Take a value away; nil if it was not there."""
    return delete(self, None, value) if include(self, None, value) else None


@method(SET, "clear")
def clear(self: RSet, block: Proc | None) -> Any:
    """Take all values away."""
    check(self)
    self.keys.clear()
    return self


@method(SET, "merge")
def merge(self: RSet, block: Proc | None, other: Any) -> Any:
    """Put the values of another in."""
    check(self)
    self.keys.update(keys_of(other))
    return self


@method(SET, "subtract")
def subtract(self: RSet, block: Proc | None, other: Any) -> Any:
    """Take the values of another away."""
    check(self)
    for key in list(keys_of(other)):
        self.keys.pop(key, None)
    return self


@method(SET, "replace", "reset")
def replace(self: RSet, block: Proc | None, other: Any = MISSING) -> Any:
    """Take the values of another."""
    check(self)
    if other is not MISSING:
        self.keys = dict(keys_of(other))
    return self


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
    found = RSet(keys_of(other))
    for key in self.keys:
        if key in found.keys:
            del found.keys[key]
        else:
            found.keys[key] = None
    return found


@method(SET, "==")
def equals(self: RSet, block: Proc | None, other: Any) -> bool:
    """Whether both have the same values."""
    return isinstance(other, RSet) and self.keys.keys() == other.keys.keys()


@method(SET, "eql?")
def eql(self: RSet, block: Proc | None, other: Any) -> bool:
    """Whether both have the same values."""
    return equals(self, None, other)


@method(SET, "hash")
def hash_(self: RSet, block: Proc | None) -> int:
    """One number for sets with the same values."""
    return hash(frozenset(self.keys))


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


def _kept(self: RSet, block: Proc, wanted: bool) -> bool:
    check(self)
    before = len(self.keys)
    self.keys = {key: None for key in list(self.keys) if o.truthy(block.one(unkey(key))) is wanted}
    return len(self.keys) != before


@method(SET, "select!", "filter!")
def select_(self: RSet, block: Proc | None) -> Any:
    """Keep what makes the block true; nil if that is all."""
    if block is None:
        return enumerator(self, "select!")
    return self if _kept(self, block, True) else None


@method(SET, "keep_if")
def keep_if(self: RSet, block: Proc | None) -> Any:
    """Keep what makes the block true."""
    if block is None:
        return enumerator(self, "keep_if")
    _kept(self, block, True)
    return self


@method(SET, "reject!")
def reject_(self: RSet, block: Proc | None) -> Any:
    """Take away what makes the block true; nil if that is nothing."""
    if block is None:
        return enumerator(self, "reject!")
    return self if _kept(self, block, False) else None


@method(SET, "delete_if")
def delete_if(self: RSet, block: Proc | None) -> Any:
    """Take away what makes the block true."""
    if block is None:
        return enumerator(self, "delete_if")
    _kept(self, block, False)
    return self


@method(SET, "map!", "collect!")
def map_(self: RSet, block: Proc | None) -> Any:
    """Replace the values by what the block makes."""
    if block is None:
        return enumerator(self, "map!")
    check(self)
    self.keys = RSet.of(map(block.one, self.values())).keys
    return self


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
        add(o.hash_get(groups, key), None, x)
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


@method(SET, "select", "filter")
def select(self: RSet, block: Proc | None) -> Any:
    """A Set of the values for which the block is true."""
    if block is None:
        return enumerator(self, "select")
    return RSet(key for key in self.keys if o.truthy(block.one(unkey(key))))


@method(SET, "reject")
def reject(self: RSet, block: Proc | None) -> Any:
    """A Set of the values for which the block is false."""
    if block is None:
        return enumerator(self, "reject")
    return RSet(key for key in self.keys if not o.truthy(block.one(unkey(key))))


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


@method(SET, "flatten!")
def flatten_(self: RSet, block: Proc | None) -> Any:
    """Replace sets inside by their values; nil if there were none."""
    if not any(isinstance(x, RSet) for x in self.values()):
        return None
    return replace(self, None, flatten(self, None))


@method(SET, "join")
def join_(self: RSet, block: Proc | None, separator: Any = None) -> Any:
    """The texts of the values with a separator between."""
    return join(self.values(), None, separator)


@method(SET, "dup")
def dup(self: RSet, block: Proc | None) -> Any:
    """A copy that is not frozen."""
    return RSet(self.keys)


@method(SET, "clone")
def clone(self: RSet, block: Proc | None, options: Any = None) -> Any:
    """A copy that is frozen where this is."""
    made = RSet(self.keys)
    made.frozen = self.frozen
    return made


@method(SET, "inspect", "to_s")
def inspect(self: RSet, block: Proc | None) -> str:
    """`#<Set: {1, 2}>`."""
    with Nested(self) as again:
        return "#<Set: {...}>" if again else f"#<Set: {{{', '.join(map(o.inspect, self.values()))}}}>"
