"""ActiveSupport::HashWithIndifferentAccess, where it differs from Hash."""

from __future__ import annotations

from typing import Any

from ...registry import HWIA, constants, method, send
from ...values import MISSING, Hash, IndifferentHash, Proc
from .. import object as o
from ..enumerator import enumerator
from .change import delete
from .store import copy, store, with_defaults_of

constants["HashWithIndifferentAccess"] = HWIA


@method(HWIA, "nested_under_indifferent_access")
def nested(self: IndifferentHash, block: Proc | None) -> Any:
    """Itself."""
    return self


@method(HWIA, "with_indifferent_access")
def with_indifferent_access(self: IndifferentHash, block: Proc | None) -> Any:
    """A copy."""
    return copy(self)


@method(HWIA, "to_hash")
def to_hash(self: IndifferentHash, block: Proc | None) -> Any:
    """A plain Hash, also inside."""
    made = Hash((place, _plain(value)) for place, value in self.items())
    made.odd = self.odd
    return with_defaults_of(self, made)


def _plain(value: Any) -> Any:
    if isinstance(value, Hash):
        return send(value, "to_hash")
    return [_plain(x) for x in value] if type(value) is list else value


@method(HWIA, "transform_keys!")
def transform_keys_(self: Hash, block: Proc | None, mapping: Any = MISSING) -> Any:
    """Replace the keys one after the other, as ActiveSupport does."""
    if block is None:
        return enumerator(self, "transform_keys!")
    for key in o.hash_keys(self):
        name = block.one(key)
        store(self, name, delete(self, None, key))
    return self


@method(HWIA, "transform_keys")
def transform_keys(self: IndifferentHash, block: Proc | None) -> Any:
    """With the keys that the block makes; they are text again."""
    if block is None:
        return enumerator(self, "transform_keys")
    return transform_keys_(copy(self), block)


@method(HWIA, "deep_symbolize_keys")
def deep_symbolize_keys(self: IndifferentHash, block: Proc | None) -> Any:
    """A plain Hash with Symbols, also inside."""
    return send(to_hash(self, None), "deep_symbolize_keys")


@method(HWIA, "without")
def without(self: IndifferentHash, block: Proc | None, *keys: Any) -> Any:
    """As except."""
    return send(self, "except", *keys)


@method(HWIA, "compare_by_identity")
def compare_by_identity(self: IndifferentHash, block: Proc | None) -> Any:
    """Keys are text: their identity means nothing here."""
    return self


def _undefined(name: str) -> None:
    def missing(self: IndifferentHash, block: Proc | None, *args: Any) -> Any:
        from ...dispatch import missing_method

        return missing_method(name)(self, block, *args)

    method(HWIA, name)(missing)


for _name in ("symbolize_keys!", "deep_symbolize_keys!"):
    _undefined(_name)
