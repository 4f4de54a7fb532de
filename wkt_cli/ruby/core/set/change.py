"""Set: methods that change it in place."""

from __future__ import annotations

from typing import Any

from ...errors import FrozenError
from ...registry import method
from ...values import Proc
from .. import object as o
from ..enumerator import enumerator
from ..keys import unkey
from .base import SET, RSet, include
from .combine import flatten, keys_of


def check(self: RSet) -> None:
    """FrozenError for a frozen Set; as in Ruby 3.1 it names the Hash inside."""
    if self.frozen:
        shown = ", ".join(f"{o.inspect(x)}=>true" for x in self.values())
        raise FrozenError(f"can't modify frozen Hash: {{{shown}}}")


@method(SET, "add", "<<")
def add(self: RSet, block: Proc | None, value: Any) -> Any:
    """Put a value in."""
    check(self)
    self.keys[o.key_of(value)] = None
    return self


@method(SET, "add?")
def add_new(self: RSet, block: Proc | None, value: Any) -> Any:
    """Put a value in; nil if it was there."""
    return None if include(self, None, value) else add(self, None, value)


@method(SET, "delete")
def delete(self: RSet, block: Proc | None, value: Any) -> Any:
    """Take a value away."""
    check(self)
    self.keys.pop(o.key_of(value), None)
    return self


@method(SET, "delete?")
def delete_known(self: RSet, block: Proc | None, value: Any) -> Any:
    """Take a value away; nil if it was not there."""
    return delete(self, None, value) if include(self, None, value) else None


@method(SET, "clear")
def clear(self: RSet, block: Proc | None) -> Any:
    """Take all values away."""
    check(self)
    self.keys.clear()
    return self


@method(SET, "merge")
def merge(self: RSet, block: Proc | None, other: Any) -> Any:
    """Put the values of another in."""
    check(self)
    self.keys.update(keys_of(other))
    return self


@method(SET, "subtract")
def subtract(self: RSet, block: Proc | None, other: Any) -> Any:
    """Take the values of another away."""
    check(self)
    for key in list(keys_of(other)):
        self.keys.pop(key, None)
    return self


@method(SET, "replace")
def replace(self: RSet, block: Proc | None, other: Any) -> Any:
    """Take the values of another."""
    check(self)
    self.keys = dict(keys_of(other))
    return self


@method(SET, "reset")
def reset(self: RSet, block: Proc | None) -> Any:
    """Look at the values anew, after one of them was changed."""
    check(self)
    self.keys = RSet.of(self.values()).keys
    return self


def _kept(self: RSet, block: Proc, wanted: bool) -> bool:
    check(self)
    before = len(self.keys)
    self.keys = {key: None for key in list(self.keys) if o.truthy(block.one(unkey(key))) is wanted}
    return len(self.keys) != before


@method(SET, "select!", "filter!")
def select_(self: RSet, block: Proc | None) -> Any:
    """Keep what makes the block true; nil if that is all."""
    if block is None:
        return enumerator(self, "select!")
    return self if _kept(self, block, True) else None


@method(SET, "keep_if")
def keep_if(self: RSet, block: Proc | None) -> Any:
    """Keep what makes the block true."""
    if block is None:
        return enumerator(self, "keep_if")
    _kept(self, block, True)
    return self


@method(SET, "reject!")
def reject_(self: RSet, block: Proc | None) -> Any:
    """Take away what makes the block true; nil if that is nothing."""
    if block is None:
        return enumerator(self, "reject!")
    return self if _kept(self, block, False) else None


@method(SET, "delete_if")
def delete_if(self: RSet, block: Proc | None) -> Any:
    """Take away what makes the block true."""
    if block is None:
        return enumerator(self, "delete_if")
    _kept(self, block, False)
    return self


@method(SET, "collect!", "map!")
def map_(self: RSet, block: Proc | None) -> Any:
    """Replace the values by what the block makes."""
    if block is None:
        return enumerator(self, "collect!")
    check(self)
    self.keys = RSet.of(map(block.one, self.values())).keys
    return self


@method(SET, "flatten!")
def flatten_(self: RSet, block: Proc | None) -> Any:
    """Replace sets inside by their values; nil if there were none."""
    if not any(isinstance(x, RSet) for x in self.values()):
        return None
    return replace(self, None, flatten(self, None))
