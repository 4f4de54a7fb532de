"""Set: the type, its values, equality and text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...errors import ArgumentError
from ...registry import ENUMERABLE, OBJECT, define_class, method, singleton
from ...values import Proc
from .. import object as o
from ..array.convert import Nested, join
from ..enumerator import enumerator
from ..iterate import items, walker
from ..keys import unkey
from ..options import with_keywords


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
    from ..enumerable.find import count as general

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


@method(SET, "join")
def join_(self: RSet, block: Proc | None, separator: Any = None) -> Any:
    """The texts of the values with a separator between."""
    return join(self.values(), None, separator)


@method(SET, "dup")
def dup(self: RSet, block: Proc | None) -> Any:
    """A copy that is not frozen."""
    return RSet(self.keys)


@method(SET, "clone")
@with_keywords
def clone(self: RSet, block: Proc | None, *, freeze: Any = None) -> Any:
    """A copy that is frozen where this is, unless `freeze: false`."""
    made = RSet(self.keys)
    made.frozen = o.clone_is_frozen(self, freeze)
    return made


@method(SET, "inspect", "to_s")
def inspect(self: RSet, block: Proc | None) -> str:
    """`#<Set: {1, 2}>`."""
    with Nested(self) as again:
        return "#<Set: {...}>" if again else f"#<Set: {{{', '.join(map(o.inspect, self.values()))}}}>"
