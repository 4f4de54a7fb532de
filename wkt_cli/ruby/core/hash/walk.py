"""Hash: methods that yield pairs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...registry import HASH, method, send
from ...values import MISSING, Hash, IndifferentHash, Proc
from .. import object as o
from ..enumerator import also, enumerator, given
from ..keys import live_pairs
from .store import like, store, with_defaults_of


@method(HASH, "each")
def each(self: Hash, block: Proc | None) -> Any:
    """Give each pair to the block."""
    if block is None:
        return enumerator(self, "each")
    pair = block.pair if not (block.is_lambda and block.arity == 2) else _as_one(block)
    if self.odd:
        for key, value in live_pairs(self):
            pair(key, value)
        return self
    self.iterating += 1
    try:
        for key in list(self):
            if key in self:
                pair(key, self[key])
    finally:
        self.iterating -= 1
    return self


def _as_one(block: Proc) -> Callable[[Any, Any], Any]:
    """A lambda gets the pair as one argument and complains (Ruby 3.0 and later, only in `each`)."""
    return lambda key, value: block.call([key, value])


@method(HASH, "each_pair")
def each_pair(self: Hash, block: Proc | None) -> Any:
    """Give each pair to the block."""
    return enumerator(self, "each_pair") if block is None else each(self, block)


@method(HASH, "each_key")
def each_key(self: Hash, block: Proc | None) -> Any:
    """Give each key to the block."""
    if block is None:
        return enumerator(self, "each_key")
    for key, _ in live_pairs(self):
        block.one(key)
    return self


@method(HASH, "each_value")
def each_value(self: Hash, block: Proc | None) -> Any:
    """Give each value to the block."""
    if block is None:
        return enumerator(self, "each_value")
    for _, value in live_pairs(self):
        block.one(value)
    return self


@also(HASH, "collect")
@method(HASH, "map")
def map_(self: Hash, block: Proc | None) -> Any:
    """What the block makes of each pair."""
    if block is None:
        return enumerator(self, "map")
    pair = block.pair
    self.iterating += 1
    try:
        return [pair(key, value) for key, value in o.hash_pairs(self)]
    finally:
        self.iterating -= 1


@method(HASH, "select")
def select(self: Hash, block: Proc | None) -> Any:
    """A Hash of the pairs for which the block is true."""
    if block is None:
        return enumerator(self, "select")
    return _same_kind(self, chosen(self, block))


@method(HASH, "filter")
def filter_(self: Hash, block: Proc | None) -> Any:
    """As select, but an indifferent Hash gives a plain one."""
    if block is None:
        return enumerator(self, "filter")
    if type(self) is IndifferentHash:
        return Hash(chosen(self, block))
    return like(self, chosen(self, block))


def chosen(self: Hash, block: Proc) -> Any:
    """The pairs, with their Python keys, for which the block is true."""
    two, pairs = block.two, list(self.items())
    if self.odd:
        return [(k, v) for k, v in pairs if o.truthy(two(o.unkey(k), v))]
    return {k: v for k, v in pairs if (y := two(k, v)) is not None and y is not False}


@method(HASH, "reject")
def reject(self: Hash, block: Proc | None) -> Any:
    """A Hash of the pairs for which the block is false."""
    if block is None:
        return enumerator(self, "reject")
    two, pairs = block.two, list(self.items())
    if self.odd:
        return like(self, [(k, v) for k, v in pairs if not o.truthy(two(o.unkey(k), v))])
    return _same_kind(self, {k: v for k, v in pairs if (y := two(k, v)) is None or y is False})


def _same_kind(self: Hash, pairs: Any) -> Hash:
    made = like(self, pairs)
    return with_defaults_of(self, made) if type(self) is IndifferentHash else made


@method(HASH, "filter_map")
def filter_map(self: Hash, block: Proc | None) -> Any:
    """What the block makes of each pair, without nil and false."""
    if block is None:
        return enumerator(self, "filter_map")
    pair = block.pair
    return [y for k, v in live_pairs(self) if (y := pair(k, v)) is not None and y is not False]


@method(HASH, "any?")
def any_(self: Hash, block: Proc | None, pattern: Any = MISSING) -> bool:
    """Whether any pair makes the block true or matches."""
    if pattern is not MISSING:
        return any(o.truthy(send(pattern, "===", [k, v])) for k, v in o.hash_pairs(self))
    if block is None:
        return bool(self)
    pair = block.pair
    return any((y := pair(k, v)) is not None and y is not False for k, v in live_pairs(self))


@method(HASH, "transform_values")
def transform_values(self: Hash, block: Proc | None) -> Any:
    """With the values that the block makes."""
    if block is None:
        return enumerator(self, "transform_values")
    one = block.one
    return _same_kind(self, {place: one(value) for place, value in list(self.items())})


@method(HASH, "transform_values!")
def transform_values_(self: Hash, block: Proc | None) -> Any:
    """Replace the values by what the block makes."""
    if block is None:
        return enumerator(self, "transform_values!")
    if self.frozen:
        raise o.frozen_error(self)
    for place, value in list(self.items()):
        self[place] = block.one(value)
    return self


@method(HASH, "transform_keys")
def transform_keys(self: Hash, block: Proc | None, mapping: Any = MISSING) -> Any:
    """With the keys that the mapping or the block makes; an indifferent Hash keeps its class."""
    if block is None and mapping is MISSING:
        return enumerator(self, "transform_keys")
    made: Hash = IndifferentHash() if type(self) is IndifferentHash else Hash()
    change = _key_change(block, mapping)
    for key, value in o.hash_pairs(self):
        store(made, change(key), value)
    return with_defaults_of(self, made) if type(self) is IndifferentHash else made


def _key_change(block: Proc | None, mapping: Any) -> Callable[[Any], Any]:
    """What makes the new keys: the mapping, for those that it has not the block."""
    other = _same if block is None else block.one
    if mapping is MISSING:
        return other
    names = o.to_hash(mapping)
    return lambda key: o.hash_get(names, key) if o.hash_has(names, key) else other(key)


def _same(key: Any) -> Any:
    return key


def change_keys(self: Hash, change: Callable[[Any], Any]) -> None:
    """Give each pair its new key, one after the other; what has got a new key is not taken away for its old one."""
    new: dict[Any, None] = {}
    for key, value in o.hash_pairs(self):
        made, place = change(key), o.place(self, key)
        if place not in new:
            self.pop(place, None)
        store(self, made, value)
        new[o.place(self, made)] = None


@method(HASH, "transform_keys!")
def transform_keys_(self: Hash, block: Proc | None, mapping: Any = MISSING) -> Any:
    """Replace the keys by what the mapping or the block makes."""
    if block is None and mapping is MISSING:
        return enumerator(self, "transform_keys!")
    if self.frozen:
        raise o.frozen_error(self)
    change_keys(self, _key_change(block, mapping))
    return self


@method(HASH, "sum")
def sum_(self: Hash, block: Proc | None, start: Any = None) -> Any:
    """The sum of what the block makes of each pair."""
    from ..enumerable.fold import array_sum
    from ..enumerable.fold import sum_ as general

    if block is None:
        return general(self, None, start)
    pair = block.pair
    return array_sum([pair(k, v) for k, v in live_pairs(self)], start)


@also(HASH, "detect")
@method(HASH, "find")
def find(self: Hash, block: Proc | None, if_none: Any = MISSING) -> Any:
    """The first pair for which the block is true."""
    if block is None:
        return enumerator(self, "find", *given(if_none))
    pair = block.pair
    for key, value in live_pairs(self):
        if o.truthy(pair(key, value)):
            return [key, value]
    return None if if_none is None or if_none is MISSING else send(if_none, "call")


@method(HASH, "count")
def count(self: Hash, block: Proc | None, value: Any = MISSING) -> int:
    """How many pairs there are, are equal to the value, or make the block true."""
    if value is not MISSING:
        return sum(1 for k, v in o.hash_pairs(self) if o.equal([k, v], value))
    if block is None:
        return len(self)
    pair = block.pair
    return sum(1 for k, v in live_pairs(self) if o.truthy(pair(k, v)))


@method(HASH, "to_h")
def to_h(self: Hash, block: Proc | None) -> Any:
    """Itself as a plain Hash, or a Hash of the pairs that the block makes."""
    if block is not None:
        from ..enumerable.mapping import pairs_to_hash

        pair = block.pair
        return pairs_to_hash(pair(k, v) for k, v in live_pairs(self))
    if type(self) is IndifferentHash:
        return with_defaults_of(self, o.hash_from(o.hash_pairs(self)))
    return self
