"""Hash: methods that change it in place."""

from __future__ import annotations

from typing import Any

from ...errors import RuntimeError_
from ...registry import HASH, method, send
from ...values import Hash, IndifferentHash, Proc
from .. import object as o
from ..enumerator import also, enumerator
from .store import check, convert_for, convert_value, copy, missing, remake, store, with_defaults_of


@method(HASH, "[]=", "store")
def put(self: Hash, block: Proc | None, key: Any, value: Any) -> Any:
    """Set the value under a key."""
    store(self, key, value)
    return self[o.place(self, key)] if type(self) is IndifferentHash else value


@method(HASH, "delete")
def delete(self: Hash, block: Proc | None, key: Any) -> Any:
    """Take a key away and give its value."""
    check(self)
    place = key if type(key) is str else o.place(self, key)
    if place in self:
        return self.pop(place)
    return None if block is None else block.one(o.unkey(place))


@method(HASH, "shift")
def shift(self: Hash, block: Proc | None) -> Any:
    """Take the first pair away; an empty Hash gives its default."""
    check(self)
    if not self:
        return missing(self, None)
    place = next(iter(self))
    return [o.unkey(place), self.pop(place)]


@method(HASH, "clear")
def clear(self: Hash, block: Proc | None) -> Any:
    """Take all pairs away."""
    check(self)
    self.clear()
    return self


@method(HASH, "replace", "initialize_copy")
def replace(self: Hash, block: Proc | None, other: Any) -> Any:
    """Take the pairs and the defaults of another Hash."""
    check(self)
    source = copy(convert_for(self, other))
    remake(self, source)
    self.default, self.default_proc = source.default, source.default_proc
    return self


@method(HASH, "merge")
def merge(self: Hash, block: Proc | None, *others: Any) -> Any:
    """With the pairs of others; the block decides where both have a key."""
    if block is None and len(others) == 1 and type(self) is type(others[0]) is Hash:
        made = Hash({**self, **others[0]})
        if self.odd or others[0].odd:
            made.odd = True
        return made if self.default is None is self.default_proc else with_defaults_of(self, made)
    made = copy(self)
    for other in others:
        if block is None and type(other) is Hash and type(made) is Hash:
            made.update(other)
            if other.odd:
                made.odd = True
        else:
            merge_into(made, other, block)
    return made


@method(HASH, "merge!", "update")
def merge_(self: Hash, block: Proc | None, *others: Any) -> Any:
    """Add the pairs of others; the block decides where both have a key."""
    check(self)
    for other in others:
        merge_into(self, other, block)
    return self


def merge_into(hash_: Hash, other: Any, block: Proc | None) -> None:
    """Add the pairs of one other Hash."""
    source = convert_for(hash_, other)
    if hash_.iterating and any(key not in hash_ for key in source):
        raise RuntimeError_("can't add a new key into hash during iteration")
    if block is None:
        hash_.update(source)
    else:
        for place, value in source.items():
            known = place in hash_
            found = block.call(o.unkey(place), hash_[place], value) if known else value
            hash_[place] = convert_value(found) if type(hash_) is IndifferentHash else found
    if source.odd:
        hash_.odd = True


def keep(self: Hash, block: Proc, wanted: bool) -> bool:
    """Keep the pairs for which the block is as wanted; tells whether any went."""
    check(self)
    pair, before = block.two, len(self)
    self.iterating += 1
    try:
        for place in list(self):
            if place in self and o.truthy(pair(o.unkey(place), self[place])) is not wanted:
                self.pop(place, None)
    finally:
        self.iterating -= 1
    return len(self) != before


@also(HASH, "filter!")
@method(HASH, "select!")
def select(self: Hash, block: Proc | None) -> Any:
    """Keep what makes the block true; nil if that is all."""
    if block is None:
        return enumerator(self, "select!")
    return self if keep(self, block, True) else None


@method(HASH, "keep_if")
def keep_if(self: Hash, block: Proc | None) -> Any:
    """Keep what makes the block true."""
    if block is None:
        return enumerator(self, "keep_if")
    keep(self, block, True)
    return self


@method(HASH, "reject!")
def reject(self: Hash, block: Proc | None) -> Any:
    """Take away what makes the block true; nil if that is nothing."""
    if block is None:
        return enumerator(self, "reject!")
    return self if keep(self, block, False) else None


@method(HASH, "delete_if")
def delete_if(self: Hash, block: Proc | None) -> Any:
    """Take away what makes the block true."""
    if block is None:
        return enumerator(self, "delete_if")
    keep(self, block, False)
    return self


@method(HASH, "compact!")
def compact(self: Hash, block: Proc | None) -> Any:
    """Take pairs without a value away; nil if there were none."""
    check(self)
    gone = [place for place, value in self.items() if value is None]
    for place in gone:
        del self[place]
    return self if gone else None


@method(HASH, "compact_blank!")
def compact_blank(self: Hash, block: Proc | None) -> Any:
    """ActiveSupport: take pairs with a blank value away."""
    check(self)
    for place in [place for place, value in self.items() if send(value, "blank?")]:
        del self[place]
    return self


@method(HASH, "compare_by_identity")
def compare_by_identity(self: Hash, block: Proc | None) -> Any:
    """From now on compare keys by identity."""
    check(self)
    if self.iterating:
        raise RuntimeError_("compare_by_identity during iteration")
    if type(self) is Hash:
        pairs = o.hash_pairs(self)
        self.clear()
        self.__class__ = o.IdentityHash
        for key, value in pairs:
            o.hash_set(self, key, value)
    return self


@method(HASH, "rehash")
def rehash(self: Hash, block: Proc | None) -> Any:
    """Look at the keys anew, after one of them was changed."""
    check(self)
    if self.iterating:
        raise RuntimeError_("rehash during iteration")
    pairs = o.hash_pairs(self)
    self.clear()
    for key, value in pairs:
        if o.place(self, key) not in self:
            o.hash_set(self, key, value)
    return self


@method(HASH, "except!")
def except_(self: Hash, block: Proc | None, *keys: Any) -> Any:
    """ActiveSupport: take keys away."""
    for key in keys:
        delete(self, None, key)
    return self


@method(HASH, "extract!")
def extract(self: Hash, block: Proc | None, *keys: Any) -> Any:
    """ActiveSupport: take keys away and give them."""
    made: Hash = IndifferentHash() if type(self) is IndifferentHash else Hash()
    for key in keys:
        if o.hash_has(self, key):
            store(made, key, delete(self, None, key))
    return made


@method(HASH, "slice!")
def slice_(self: Hash, block: Proc | None, *keys: Any) -> Any:
    """ActiveSupport: keep the keys and give the other pairs."""
    check(self)
    wanted = {o.place(self, key) for key in keys}
    away = copy(self)
    for place in wanted:
        away.pop(place, None)
    away.default = away.default_proc = None
    kept = [(o.place(self, key), self[o.place(self, key)]) for key in keys if o.place(self, key) in self]
    self.clear()
    self.update(kept)
    return away


@method(HASH, "reverse_merge!", "reverse_update", "with_defaults!")
def reverse_merge(self: Hash, block: Proc | None, other: Any) -> Any:
    """ActiveSupport: add the pairs of the other whose keys are missing."""
    return replace(self, None, merge(convert_for(self, other), None, self))
