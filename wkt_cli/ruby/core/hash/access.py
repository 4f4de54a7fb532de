"""Hash: reading, and how one is made."""

from __future__ import annotations

from typing import Any

from ...errors import ArgumentError, KeyError_, RubyError, TypeError_
from ...registry import HASH, HWIA, method, send, singleton
from ...values import MISSING, Hash, IndifferentHash, Proc, Symbol
from .. import object as o
from ..array.access import dig_on
from ..array.convert import Nested
from ..options import with_keywords
from .store import copy, indifferent, missing, value_of


@method(HASH, "[]")
def get(self: Hash, block: Proc | None, key: Any) -> Any:
    """The value under a key; the default where there is none."""
    place = key if type(key) is str else o.place(self, key)
    if place in self:
        return self[place]
    if self.default_proc is None:
        return self.default
    return missing(self, key.name if type(self) is IndifferentHash and type(key) is Symbol else key)


@method(HASH, "fetch")
def fetch(self: Hash, block: Proc | None, key: Any, default: Any = MISSING) -> Any:
    """The value under a key; without it the block's value, the default, or KeyError."""
    place = o.place(self, key)
    if place in self:
        return self[place]
    asked = o.unkey(place)
    if block is not None:
        return block.one(asked)
    if default is not MISSING:
        return default
    raise key_error(self, asked)


SHOWN = 65
"""How much of a key an error shows."""


def key_error(hash_: Hash, key: Any) -> RubyError:
    """The error of a key that is not there."""
    shown = o.inspect(key)
    short = shown if len(shown) <= SHOWN else shown[: SHOWN - 3] + "..."
    return KeyError_(f"key not found: {short}", receiver=hash_, key=key)


@method(HASH, "dig")
def dig(self: Hash, block: Proc | None, key: Any, *rest: Any) -> Any:
    """What is found by following the keys one after the other; nil ends it."""
    found: Any = self
    for index, step in enumerate((key, *rest)):
        kind = type(found)
        if kind is Hash or kind is IndifferentHash or index == 0:
            value = found.get(step) if type(step) is str else None
            found = value_of(found, step) if value is None else value
        elif kind is list and type(step) is int:
            found = found[step] if -len(found) <= step < len(found) else None
        else:
            return dig_on(found, rest[index - 1 :])
    return found


@method(HASH, "key?", "has_key?", "include?", "member?")
def has_key(self: Hash, block: Proc | None, key: Any) -> bool:
    """Whether the key is there."""
    return o.place(self, key) in self


@method(HASH, "value?", "has_value?")
def has_value(self: Hash, block: Proc | None, value: Any) -> bool:
    """Whether a value is equal."""
    return any(o.equal(x, value) for x in self.values())


@method(HASH, "key")
def key_(self: Hash, block: Proc | None, value: Any) -> Any:
    """The first key with that value."""
    return next((k for k, v in o.hash_pairs(self) if o.equal(v, value)), None)


@method(HASH, "keys")
def keys(self: Hash, block: Proc | None) -> Any:
    """All keys."""
    return o.hash_keys(self)


@method(HASH, "values")
def values(self: Hash, block: Proc | None) -> Any:
    """All values."""
    return list(self.values())


@method(HASH, "values_at")
def values_at(self: Hash, block: Proc | None, *wanted: Any) -> Any:
    """The values under several keys."""
    plain = type(self) is Hash
    return [self[key] if plain and type(key) is str else value_of(self, key) for key in wanted]


@method(HASH, "fetch_values")
def fetch_values(self: Hash, block: Proc | None, *wanted: Any) -> Any:
    """The values under several keys that must be there."""
    return [fetch(self, block, key) for key in wanted]


@method(HASH, "length", "size")
def length(self: Hash, block: Proc | None) -> int:
    """How many pairs there are."""
    return len(self)


@method(HASH, "empty?", "blank?")
def empty(self: Hash, block: Proc | None) -> bool:
    """Whether there is no pair."""
    return not self


@method(HASH, "assoc")
def assoc(self: Hash, block: Proc | None, key: Any) -> Any:
    """The pair of a key."""
    place = o.place(self, key)
    return [o.unkey(place), self[place]] if place in self else None


@method(HASH, "rassoc")
def rassoc(self: Hash, block: Proc | None, value: Any) -> Any:
    """The first pair of a value."""
    return next(([k, v] for k, v in o.hash_pairs(self) if o.equal(v, value)), None)


@method(HASH, "default")
def default(self: Hash, block: Proc | None, key: Any = MISSING) -> Any:
    """The default value, or what the default proc gives for a key."""
    if key is not MISSING and self.default_proc is not None:
        return self.default_proc.call(self, key)
    return self.default


@method(HASH, "default=")
def set_default(self: Hash, block: Proc | None, value: Any) -> Any:
    """Set the default value."""
    if self.frozen:
        raise o.frozen_error(self)
    self.default, self.default_proc = value, None
    return value


@method(HASH, "default_proc")
def default_proc(self: Hash, block: Proc | None) -> Any:
    """The proc that makes missing values."""
    return self.default_proc


@method(HASH, "default_proc=")
def set_default_proc(self: Hash, block: Proc | None, proc: Any) -> Any:
    """Set the proc that makes missing values."""
    if self.frozen:
        raise o.frozen_error(self)
    made = send(proc, "to_proc") if proc is not None and o.responds(proc, "to_proc") else proc
    if made is not None and not isinstance(made, Proc):
        raise TypeError_(f"wrong default_proc type {o.class_name(proc)} (expected Proc)")
    _check_lambda(made)
    self.default_proc, self.default = made, None
    return proc


def _check_lambda(proc: Proc | None) -> None:
    if proc is not None and proc.is_lambda and proc.arity != 2 and (proc.arity >= 0 or proc.arity < -3):
        arity = proc.arity if proc.arity >= 0 else -proc.arity - 1
        raise TypeError_(f"default_proc takes two arguments (2 for {arity})")


KEY = (("req", ""),)
"""The one parameter of a Hash as a Proc."""


@method(HASH, "to_proc")
def to_proc(self: Hash, block: Proc | None) -> Any:
    """A lambda that reads a key."""
    if type(self) is IndifferentHash:
        return Proc(lambda key: self.get(o.key_of(key), self.default), arity=1, parameters=KEY, is_lambda=True)
    return Proc(lambda key: value_of(self, key), arity=1, parameters=KEY, is_lambda=True)


@method(HASH, "compare_by_identity?")
def compares_by_identity(self: Hash, block: Proc | None) -> bool:
    """Whether keys are compared by identity."""
    return type(self) is o.IdentityHash


@method(HASH, "inspect", "to_s")
def inspect(self: Hash, block: Proc | None) -> str:
    """`{:a=>1, "b"=>nil}`."""
    if not self:
        return "{}"
    show = o.inspect
    with Nested(self) as again:
        if again:
            return "{...}"
        return "{" + ", ".join(f"{show(k)}=>{show(v)}" for k, v in o.hash_pairs(self)) + "}"


@method(HASH, "dup")
def dup(self: Hash, block: Proc | None) -> Any:
    """A copy that is not frozen."""
    return copy(self)


@method(HASH, "clone")
@with_keywords
def clone(self: Hash, block: Proc | None, *, freeze: Any = None) -> Any:
    """A copy that is frozen where this is, unless `freeze: false`."""
    made = copy(self)
    made.frozen = o.clone_is_frozen(self, freeze)
    return made


@singleton(HASH, "new")
def new(rclass: Any, block: Proc | None, default: Any = MISSING) -> Any:
    """`Hash.new`, with a default or a block that makes missing values."""
    made = IndifferentHash() if rclass is HWIA else Hash()
    if rclass is HWIA and isinstance(default, Hash):
        return indifferent(default)
    if block is not None:
        if default is not MISSING:
            raise ArgumentError("wrong number of arguments (given 1, expected 0)")
        _check_lambda(block)
        made.default_proc = block
    elif default is not MISSING:
        made.default = default
    return made


@singleton(HASH, "[]")
def build(rclass: Any, block: Proc | None, *args: Any) -> Any:
    """`Hash[pairs]`, `Hash[hash]`, `Hash[key, value, …]`."""
    made = _build(args)
    return indifferent(made) if rclass is HWIA else made


def _build(args: tuple[Any, ...]) -> Hash:
    if len(args) == 1:
        if isinstance(args[0], Hash):
            return o.hash_from(o.hash_pairs(args[0]))
        if (rows := o.as_ary(args[0])) is not None:
            return o.hash_from(_row(row, index) for index, row in enumerate(rows))
    if len(args) % 2:
        raise ArgumentError("odd number of arguments for Hash")
    return o.hash_from(zip(args[::2], args[1::2], strict=True))


def _row(row: Any, index: int) -> tuple[Any, Any]:
    pair = o.as_ary(row)
    if pair is None:
        raise ArgumentError(f"wrong element type {o.class_name(row)} at {index} (expected array)")
    if not 1 <= len(pair) <= 2:
        raise ArgumentError(f"invalid number of elements ({len(pair)} for 1..2)")
    return pair[0], pair[1] if len(pair) == 2 else None


@singleton(HASH, "try_convert")
def try_convert(rclass: Any, block: Proc | None, value: Any) -> Any:
    """The value as a Hash where it is one, else nil."""
    return o.to_hash(value) if o.responds(value, "to_hash") else None


@method(HASH, "hash")
def hash_(self: Hash, block: Proc | None) -> int:
    """One number for hashes with `eql?` pairs, in whichever order."""
    keys = o.hash_keys(self) if self.odd else self
    return hash(frozenset(zip(map(o.hash_of, keys), map(o.hash_of, self.values()), strict=True)))


@method(HASH, "deconstruct_keys")
def deconstruct_keys(self: Hash, block: Proc | None, wanted: Any) -> Any:
    """Itself: what a hash pattern looks into."""
    return self


@method(HASH, "to_hash")
def to_hash(self: Hash, block: Proc | None) -> Any:
    """Itself."""
    return self


@method(HASH, "to_a")
def to_a(self: Hash, block: Proc | None) -> Any:
    """The pairs as arrays."""
    return [[k, v] for k, v in o.hash_pairs(self)]


@method(HASH, "extractable_options?")
def extractable_options(self: Hash, block: Proc | None) -> bool:
    """ActiveSupport: a plain or indifferent Hash counts as options."""
    return True
