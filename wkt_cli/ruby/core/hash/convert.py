"""Hash: comparison, and new hashes out of parts of one."""

from __future__ import annotations

from typing import Any

from ...registry import HASH, method, send
from ...values import Hash, IndifferentHash, Proc
from .. import object as o
from ..array.combine import flattened
from ..enumerable.group import flat_once
from .store import like, same, with_defaults_of


@method(HASH, "==")
def equals(self: Hash, block: Proc | None, other: Any) -> bool:
    """Whether the pairs are equal, in whichever order."""
    if not isinstance(other, Hash):
        return o.responds(other, "to_hash") and o.truthy(send(other, "==", self))
    return same(self, other)


@method(HASH, "eql?")
def eql(self: Hash, block: Proc | None, other: Any) -> bool:
    """Whether the pairs are `eql?`."""
    if not isinstance(other, Hash) or len(self) != len(other):
        return False
    return all(place in other and o.eql(value, other[place]) for place, value in self.items())


def _inside(small: Hash, large: Hash) -> bool:
    return all(place in large and o.equal(value, large[place]) for place, value in small.items())


@method(HASH, "<=")
def at_most(self: Hash, block: Proc | None, other: Any) -> bool:
    """Whether all pairs are in the other."""
    return _inside(self, o.to_hash(other))


@method(HASH, "<")
def below(self: Hash, block: Proc | None, other: Any) -> bool:
    """Whether all pairs are in the other, which has more."""
    return len(self) < len(o.to_hash(other)) and _inside(self, other)


@method(HASH, ">=")
def at_least(self: Hash, block: Proc | None, other: Any) -> bool:
    """Whether it has all pairs of the other."""
    return _inside(o.to_hash(other), self)


@method(HASH, ">")
def above(self: Hash, block: Proc | None, other: Any) -> bool:
    """Whether it has all pairs of the other and more."""
    return len(self) > len(o.to_hash(other)) and _inside(other, self)


@method(HASH, "compact")
def compact(self: Hash, block: Proc | None) -> Any:
    """Without pairs whose value is nil."""
    if type(self) is not Hash or self.odd:
        return _part(self, {k: v for k, v in self.items() if v is not None})
    made = Hash(self)
    if None in list(self.values()):
        for key, value in self.items():
            if value is None:
                del made[key]
    return made


@method(HASH, "compact_blank")
def compact_blank(self: Hash, block: Proc | None) -> Any:
    """ActiveSupport: without pairs whose value is blank."""
    return _part(self, {k: v for k, v in self.items() if not send(v, "blank?")})


def _part(self: Hash, pairs: dict[Any, Any]) -> Hash:
    made = like(self, pairs)
    return with_defaults_of(self, made) if type(self) is IndifferentHash else made


@method(HASH, "slice")
def slice_(self: Hash, block: Proc | None, *keys: Any) -> Any:
    """Only the keys given, in their order."""
    places = [key if type(key) is str else o.place(self, key) for key in keys]
    return like(self, {place: self[place] for place in places if place in self})


@method(HASH, "except")
def except_(self: Hash, block: Proc | None, *keys: Any) -> Any:
    """Without the keys given."""
    made = Hash(self) if type(self) is Hash and not self.odd else like(self, self)
    for key in keys:
        made.pop(key if type(key) is str else o.place(self, key), None)
    return made


@method(HASH, "excluding", "without")
def excluding(self: Hash, block: Proc | None, *keys: Any) -> Any:
    """ActiveSupport's Enumerable#excluding on a Hash compares the keys, by `==`."""
    away = flat_once(keys)
    return like(self, [(k, v) for k, v in self.items() if not any(o.equal(x, o.unkey(k)) for x in away)])


@method(HASH, "invert")
def invert(self: Hash, block: Proc | None) -> Any:
    """Values become keys."""
    return o.hash_from((v, k) for k, v in o.hash_pairs(self))


@method(HASH, "flatten")
def flatten(self: Hash, block: Proc | None, depth: Any = 1) -> Any:
    """Keys and values in one Array; a depth above 1 opens arrays among the values."""
    level = o.to_int(depth)
    pairs = [[k, v] for k, v in o.hash_pairs(self)]
    return flattened(pairs, level) if level else pairs


@method(HASH, "reverse_merge", "with_defaults")
def reverse_merge(self: Hash, block: Proc | None, other: Any) -> Any:
    """ActiveSupport: the other's pairs, then these."""
    return send(other, "merge", self)
