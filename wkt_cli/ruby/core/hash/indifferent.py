"""ActiveSupport::HashWithIndifferentAccess, where it differs from Hash."""

from __future__ import annotations

from typing import Any

from ...registry import HWIA, constants, method, send
from ...values import Hash, IndifferentHash, Proc
from .. import object as o
from ..enumerator import enumerator
from .change import delete
from .change import replace as hash_replace
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
def transform_keys_(self: Hash, block: Proc | None) -> Any:
    """Replace the keys one after the other, as ActiveSupport does."""
    if block is None:
        return enumerator(self, "transform_keys!")
    for key in o.hash_keys(self):
        name = block.one(key)
        store(self, name, delete(self, None, key))
    return self


def _on_a_copy(name: str) -> None:
    """A method that changes a copy; its arguments count only with a block."""

    @method(HWIA, name)
    def change(self: IndifferentHash, block: Proc | None, *args: Any) -> Any:
        if block is None:
            return enumerator(self, name)
        made = copy(self)
        send(made, name + "!", *args, block=block)
        return made

    change.__doc__ = f"As {name}!, of a copy."


for _name in ("select", "reject", "transform_keys", "transform_values"):
    _on_a_copy(_name)


@method(HWIA, "replace")
def replace(self: IndifferentHash, block: Proc | None, other: Any) -> Any:
    """Take the pairs of another Hash; what is none is the default of an empty one."""
    return hash_replace(self, None, send(HWIA, "new", other))


@method(HWIA, "reverse_merge", "with_defaults")
def reverse_merge(self: IndifferentHash, block: Proc | None, other: Any) -> Any:
    """The other's pairs, then these; what is no Hash is the default of an empty one."""
    return send(send(HWIA, "new", other), "merge", self)


@method(HWIA, "reverse_merge!", "reverse_update", "with_defaults!")
def reverse_merge_(self: IndifferentHash, block: Proc | None, other: Any) -> Any:
    """Add the pairs of the other whose keys are missing."""
    return hash_replace(self, None, reverse_merge(self, None, other))


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
