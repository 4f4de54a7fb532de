"""Keys of hashes and sets: Ruby compares them by `eql?`, where Python takes 1, 1.0 and True as one.

Text, symbols, integers, nil and classes are their own Python key; all else is wrapped in a `Key`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..registry import send
from ..values import Hash, IndifferentHash, RClass, RString, Symbol
from .equality import NUMBERS, eql


class Key:
    """A key that Python would confuse with another (1, 1.0, true) or can't hash (arrays, hashes)."""

    __slots__ = ("code", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self.code = hash_of(value)

    def __eq__(self, other: object) -> bool:
        return type(other) is Key and (self.value is other.value or eql(self.value, other.value))

    def __hash__(self) -> int:
        return self.code


class IdentityKey:
    """A key of a Hash that compares by identity; small immutable values have one identity a value."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return type(other) is IdentityKey and identical(self.value, other.value)

    def __hash__(self) -> int:
        return hash(self.value) if type(self.value) in NUMBERS else id(self.value)


class IdentityHash(Hash):
    """A Hash after `compare_by_identity`."""

    __slots__ = ()


_DIRECT = frozenset({str, Symbol, int, type(None), RClass})


def identical(a: Any, b: Any) -> bool:
    """Ruby's `equal?`."""
    return a is b or (type(a) is type(b) and type(a) in NUMBERS and a == b)


def hash_of(value: Any) -> int:
    """Ruby's `hash`: one number for values that are `eql?`."""
    kind = type(value)
    if kind in _DIRECT:
        return hash(value)
    if isinstance(value, RString):
        return hash(value.text)
    if kind is bool or kind is float:
        return hash((kind, value))
    if kind is list:
        return hash(("Array", *map(hash_of, value)))
    return hash(send(value, "hash"))


def key_of(value: Any) -> Any:
    """The Python dict key that stands for a Ruby key."""
    kind = type(value)
    if kind in _DIRECT:
        return value
    if isinstance(value, RString):
        return value.text
    return Key(value)


def add_to_group(groups: Hash, key: Any, item: Any) -> None:
    """Add an item to the array under a key, a new one where there is none."""
    place = key_of(key)
    if place in groups:
        groups[place].append(item)
    else:
        groups[place] = [item]
        groups.odd = groups.odd or type(place) not in _DIRECT


hash_key = key_of


def unkey(key: Any) -> Any:
    """The Ruby key that a Python dict key stands for."""
    kind = type(key)
    return key.value if kind is Key or kind is IdentityKey else key


def place(hash_: Hash, key: Any) -> Any:
    """The Python dict key of ``key`` in this hash, whichever kind of Hash it is."""
    kind = type(hash_)
    if kind is Hash:
        return key if type(key) in _DIRECT else key_of(key)
    if isinstance(hash_, IndifferentHash):
        return key.name if type(key) is Symbol else key_of(key)
    if kind is IdentityHash:
        return IdentityKey(key)
    return key_of(key)


def hash_get(hash_: Hash, key: Any, default: Any = None) -> Any:
    """The value under a Ruby key, without the Hash's own default."""
    return hash_.get(place(hash_, key), default)


def hash_has(hash_: Hash, key: Any) -> bool:
    """Whether a Ruby key is there."""
    return place(hash_, key) in hash_


def hash_set(hash_: Hash, key: Any, value: Any) -> None:
    """Set a Ruby key of a Hash that is under construction: no checks, no conversion."""
    found = place(hash_, key)
    if type(found) not in _DIRECT:
        hash_.odd = True
    hash_[found] = value


def hash_from(pairs: Iterable[tuple[Any, Any]]) -> Hash:
    """A Hash of Ruby keys and values."""
    made = Hash()
    for key, value in pairs:
        if type(key) in _DIRECT:
            made[key] = value
        else:
            hash_set(made, key, value)
    return made


def hash_keys(hash_: Hash) -> list[Any]:
    """The Ruby keys, in order."""
    return [unkey(key) for key in hash_] if hash_.odd else list(hash_)


def hash_pairs(hash_: Hash) -> list[tuple[Any, Any]]:
    """The Ruby keys with their values, in order."""
    return [(unkey(key), value) for key, value in hash_.items()] if hash_.odd else list(hash_.items())


def live_pairs(hash_: Hash) -> Iterator[tuple[Any, Any]]:
    """Pairs while a block may change the Hash: deleted ones are skipped, new ones refused."""
    hash_.iterating += 1
    try:
        for key in list(hash_):
            if key in hash_:
                yield unkey(key), hash_[key]
    finally:
        hash_.iterating -= 1
