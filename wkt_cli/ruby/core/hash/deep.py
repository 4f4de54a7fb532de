"""Hash: ActiveSupport's methods that go into hashes inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...registry import HASH, method, send
from ...values import Hash, IndifferentHash, Proc, Symbol
from .. import object as o
from ..enumerable.fold import needs_block
from .store import check, convert_for, convert_value, copy, remake, text_key
from .walk import change_keys

Change = Callable[[Any], Any]


def change_of(block: Proc | None) -> Change:
    """What the block makes of a value; that there is none is told when it is needed."""
    return block.one if block is not None else lambda value: needs_block(None)


@method(HASH, "deep_merge")
def deep_merge(self: Hash, block: Proc | None, other: Any) -> Any:
    """As merge, also inside; the block decides where both have a key and not two hashes."""
    made = copy(self)
    _merge_into(made, other, block)
    return made


@method(HASH, "deep_merge!")
def deep_merge_(self: Hash, block: Proc | None, other: Any) -> Any:
    """As merge!, also inside."""
    check(self)
    _merge_into(self, other, block)
    return self


def _merge_into(target: Hash, other: Any, block: Proc | None) -> None:
    source = convert_for(target, other)
    for place, value in source.items():
        if place in target:
            mine = target[place]
            if isinstance(mine, Hash) and isinstance(value, Hash):
                value = deep_merge(mine, block, value)
            elif block is not None:
                value = block.call(o.unkey(place), mine, value)
        target[place] = convert_value(value) if type(target) is IndifferentHash else value
    if source.odd:
        target.odd = True


@method(HASH, "deep_dup")
def deep_dup(self: Hash, block: Proc | None) -> Any:
    """A copy with copies of the values, at any depth."""
    made = copy(self)
    for place, value in self.items():
        kind = type(value)
        if type(place) is not str and type(place) is not Symbol:
            made.pop(place)
        made[place] = value if kind is str or kind is int else send(value, "deep_dup")
    return made


def map_values(value: Any, change: Change) -> Any:
    """The value with every leaf changed."""
    if isinstance(value, Hash):
        made = copy(value)
        made.default = made.default_proc = None
        for place, part in value.items():
            made[place] = map_values(part, change)
        return made
    if type(value) is list:
        return [map_values(part, change) for part in value]
    return change(value)


@method(HASH, "deep_transform_values")
def deep_transform_values(self: Hash, block: Proc | None) -> Any:
    """With every leaf changed by the block."""
    return map_values(self, change_of(block))


@method(HASH, "deep_transform_values!")
def deep_transform_values_(self: Hash, block: Proc | None) -> Any:
    """Change every leaf by the block."""
    check(self)
    remake(self, map_values(self, change_of(block)))
    return self


def map_keys(value: Any, change: Change) -> Any:
    """The value with every key changed, in plain hashes."""
    if isinstance(value, Hash):
        return o.hash_from((change(key), map_keys(part, change)) for key, part in o.hash_pairs(value))
    if type(value) is list:
        return [map_keys(part, change) for part in value]
    return value


def map_keys_in_place(value: Any, change: Change) -> Any:
    """The hashes and arrays themselves, with every key changed."""
    if isinstance(value, Hash):
        check(value)
        for key in o.hash_keys(value):
            part = value.pop(o.place(value, key))
            o.hash_set(value, change(key), map_keys_in_place(part, change))
    elif type(value) is list:
        o.check_list(value)
        value[:] = [map_keys_in_place(part, change) for part in value]
    return value


@method(HASH, "deep_transform_keys")
def deep_transform_keys(self: Hash, block: Proc | None) -> Any:
    """With every key changed by the block."""
    return map_keys(self, change_of(block))


@method(HASH, "deep_transform_keys!")
def deep_transform_keys_(self: Hash, block: Proc | None) -> Any:
    """Change every key by the block."""
    return map_keys_in_place(self, change_of(block))


@method(HASH, "deep_stringify_keys")
def deep_stringify_keys(self: Hash, block: Proc | None) -> Any:
    """With every key as text."""
    return copy(self) if type(self) is IndifferentHash else map_keys(self, o.to_s)


@method(HASH, "deep_stringify_keys!")
def deep_stringify_keys_(self: Hash, block: Proc | None) -> Any:
    """Make every key text."""
    return self if type(self) is IndifferentHash else map_keys_in_place(self, o.to_s)


@method(HASH, "deep_symbolize_keys")
def deep_symbolize_keys(self: Hash, block: Proc | None) -> Any:
    """With every key that can be one as a Symbol."""
    return map_keys(self, text_key)


@method(HASH, "deep_symbolize_keys!")
def deep_symbolize_keys_(self: Hash, block: Proc | None) -> Any:
    """Make every key a Symbol that can be one."""
    return map_keys_in_place(self, text_key)


@method(HASH, "stringify_keys")
def stringify_keys(self: Hash, block: Proc | None) -> Any:
    """With the keys as text."""
    if type(self) is IndifferentHash:
        return copy(self)
    return o.hash_from((o.to_s(key), value) for key, value in o.hash_pairs(self))


@method(HASH, "stringify_keys!")
def stringify_keys_(self: Hash, block: Proc | None) -> Any:
    """Make the keys text."""
    if type(self) is not IndifferentHash:
        check(self)
        change_keys(self, o.to_s)
    return self


@method(HASH, "symbolize_keys", "to_options")
def symbolize_keys(self: Hash, block: Proc | None) -> Any:
    """With the keys that can be one as Symbols, in a plain Hash."""
    if type(self) is Hash and not self.odd:
        return Hash([(Symbol(k) if type(k) is str else text_key(k), v) for k, v in self.items()])
    source = send(self, "to_hash") if type(self) is IndifferentHash else self
    return o.hash_from((text_key(key), value) for key, value in o.hash_pairs(source))


@method(HASH, "symbolize_keys!", "to_options!")
def symbolize_keys_(self: Hash, block: Proc | None) -> Any:
    """Make the keys Symbols that can be one."""
    if type(self) is not IndifferentHash:
        check(self)
        change_keys(self, text_key)
    return self
