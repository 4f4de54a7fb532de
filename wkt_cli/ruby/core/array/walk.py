"""Array: the methods that yield most, without the steps that other types need."""

from __future__ import annotations

from typing import Any

from ...registry import ARRAY, method
from ...values import Proc
from ..enumerator import also, enumerator


@method(ARRAY, "each")
def each(self: list[Any], block: Proc | None) -> Any:
    """Give each element to the block."""
    if block is None:
        return enumerator(self, "each")
    one = block.one
    for x in self:
        one(x)
    return self


@method(ARRAY, "each_index")
def each_index(self: list[Any], block: Proc | None) -> Any:
    """Give each position to the block."""
    if block is None:
        return enumerator(self, "each_index")
    index = 0
    while index < len(self):
        block.one(index)
        index += 1
    return self


@also(ARRAY, "collect")
@method(ARRAY, "map")
def map_(self: list[Any], block: Proc | None) -> Any:
    """What the block makes of each element."""
    if block is None:
        return enumerator(self, "map")
    one = block.one
    return [one(x) for x in self]


@also(ARRAY, "filter")
@method(ARRAY, "select")
def select(self: list[Any], block: Proc | None) -> Any:
    """The elements for which the block is true."""
    if block is None:
        return enumerator(self, "select")
    one = block.one
    return [x for x in self if (y := one(x)) is not None and y is not False]


@method(ARRAY, "reject")
def reject(self: list[Any], block: Proc | None) -> Any:
    """The elements for which the block is false."""
    if block is None:
        return enumerator(self, "reject")
    one = block.one
    return [x for x in self if (y := one(x)) is None or y is False]


@method(ARRAY, "reverse_each")
def reverse_each(self: list[Any], block: Proc | None) -> Any:
    """Give each element to the block, from the last."""
    if block is None:
        return enumerator(self, "reverse_each")
    index = len(self) - 1
    while index >= 0:
        if index < len(self):
            block.one(self[index])
        index -= 1
    return self
