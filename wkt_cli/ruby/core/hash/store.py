"""The one place where Hash methods write: frozen and iterating hashes, odd keys, indifferent ones."""

from __future__ import annotations

from typing import Any

from ...errors import RuntimeError_
from ...registry import send
from ...values import FROZEN, Hash, IndifferentHash, RClass, Symbol
from .. import object as o

_DIRECT = frozenset({str, Symbol, int, type(None), RClass})


def check(hash_: Hash) -> None:
    """FrozenError for a frozen Hash; every mutator asks first."""
    if hash_.iterating >= FROZEN:
        raise o.frozen_error(hash_)


def store(hash_: Hash, key: Any, value: Any) -> None:
    """Set a key, as `[]=` does."""
    found = o.place(hash_, key)
    if hash_.iterating:
        check(hash_)
        if found not in hash_:
            raise RuntimeError_("can't add a new key into hash during iteration")
    if type(found) not in _DIRECT:
        hash_.odd = True
    hash_[found] = convert_value(value, assign=True) if type(hash_) is IndifferentHash else value


def convert_value(value: Any, assign: bool = False) -> Any:
    """What an indifferent Hash stores for a value: hashes become indifferent, also in arrays."""
    if type(value) is Hash:
        return indifferent(value)
    if type(value) is list:
        if assign and not o.is_frozen(value):
            value[:] = [convert_value(x, assign) for x in value]
            return value
        return [convert_value(x, assign) for x in value]
    return value


def indifferent(source: Hash) -> IndifferentHash:
    """An indifferent copy, with the defaults."""
    made = IndifferentHash()
    for key, value in source.items():
        name = key.name if type(key) is Symbol else key
        kind = type(value)
        made[name] = convert_value(value) if kind is Hash or kind is list else value
    made.odd = source.odd
    if source.default is not None:
        made.default = source.default
    if source.default_proc is not None:
        made.default_proc = source.default_proc
    return made


def with_defaults_of(source: Hash, made: Hash) -> Hash:
    """The new Hash with default and default proc of another."""
    if source.default is not None:
        made.default = source.default
    if source.default_proc is not None:
        made.default_proc = source.default_proc
    return made


def like(source: Hash, pairs: Any) -> Hash:
    """A Hash of Python dict keys of the same kind as another, without its defaults."""
    kind = type(source)
    if kind is Hash and not source.odd:
        return Hash(pairs)
    made: Hash = kind(pairs) if kind in (Hash, IndifferentHash, o.IdentityHash) else Hash(pairs)
    if source.odd:
        made.odd = True
    return made


def copy(source: Hash) -> Hash:
    """A shallow copy of the same kind with the defaults, not frozen."""
    return with_defaults_of(source, like(source, source))


def remake(hash_: Hash, source: Hash) -> None:
    """Take all pairs of another Hash of the same kind of keys."""
    hash_.clear()
    hash_.update(source)
    hash_.odd = source.odd


def missing(hash_: Hash, key: Any) -> Any:
    """What reading a missing key gives: the default proc's value or the default."""
    if hash_.default_proc is not None:
        return hash_.default_proc.call(hash_, key)
    return hash_.default


def value_of(hash_: Hash, key: Any) -> Any:
    """Read a Ruby key as `[]` does."""
    place = o.place(hash_, key)
    if place in hash_:
        return hash_[place]
    return missing(hash_, key.name if type(hash_) is IndifferentHash and type(key) is Symbol else key)


def convert_for(hash_: Hash, other: Any) -> Hash:
    """A Hash argument whose dict keys fit ``hash_``."""
    source = send(other, "to_hash") if type(hash_) is IndifferentHash else o.to_hash(other)
    if type(source) is IndifferentHash and type(other) is not Hash:
        source = other
    if type(hash_) is type(source) or (type(hash_) is Hash and type(source) is IndifferentHash):
        return source
    if type(hash_) is IndifferentHash:
        return indifferent(source) if type(source) is Hash else source
    made = like(hash_, ())
    for key, value in o.hash_pairs(source):
        o.hash_set(made, key, value)
    return made


def same(a: Hash, b: Hash) -> bool:
    """Whether two hashes have equal pairs; the order does not count."""
    if a is b:
        return True
    if len(a) != len(b):
        return False
    for key, value in a.items():
        if key not in b:
            return False
        if not o.equal(value, b[key]):
            return False
    return True


def text_key(key: Any) -> Any:
    """What `to_sym rescue key` makes of a key."""
    if type(key) is str:
        return Symbol(key)
    return send(key, "to_sym") if o.responds(key, "to_sym") else key
