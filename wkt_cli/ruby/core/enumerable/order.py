"""Enumerable: sorting, the smallest and the largest."""

from __future__ import annotations

from typing import Any

from ...registry import ENUMERABLE, method
from ...values import MISSING, Proc
from .. import object as o
from ..enumerator import enumerator, given
from ..iterate import elements, items
from ..sorting import (
    block_order,
    check_count,
    extent,
    extreme,
    extreme_by,
    extremes,
    sort_by_keys,
    sort_values,
)


@method(ENUMERABLE, "sort")
def sort(self: Any, block: Proc | None) -> Any:
    """In order, by `<=>` or the block."""
    return sort_values(elements(self), block)


@method(ENUMERABLE, "sort_by")
def sort_by(self: Any, block: Proc | None) -> Any:
    """In the order of what the block gives for each."""
    if block is None:
        return enumerator(self, "sort_by")
    one = block.one
    values: list[Any] = []
    keys: list[Any] = []
    for x in items(self):
        values.append(x)
        keys.append(one(x))
    return sort_by_keys(values, keys)


@method(ENUMERABLE, "min")
def min_(self: Any, block: Proc | None, count: Any = None) -> Any:
    """The smallest element, or the few smallest."""
    if count is None:
        return extreme(items(self), -1, block)
    return extremes(items(self), o.to_index(count), -1, block)


@method(ENUMERABLE, "max")
def max_(self: Any, block: Proc | None, count: Any = None) -> Any:
    """The largest element, or the few largest."""
    if count is None:
        return extreme(items(self), 1, block)
    return extremes(items(self), o.to_index(count), 1, block)


@method(ENUMERABLE, "minmax")
def minmax(self: Any, block: Proc | None) -> Any:
    """The smallest and the largest element."""
    values = elements(self)
    return extent(values, block_order(block))


@method(ENUMERABLE, "min_by")
def min_by(self: Any, block: Proc | None, count: Any = MISSING) -> Any:
    """The element for which the block gives the least, or the few first by it."""
    return _by(self, block, "min_by", -1, count)


@method(ENUMERABLE, "max_by")
def max_by(self: Any, block: Proc | None, count: Any = MISSING) -> Any:
    """The element for which the block gives the most, or the few last by it."""
    return _by(self, block, "max_by", 1, count)


def _by(self: Any, block: Proc | None, name: str, sign: int, count: Any) -> Any:
    if block is None:
        return enumerator(self, name, *given(count))
    one = block.one
    wanted = None if count is None or count is MISSING else o.to_index(count)
    values: list[Any] = []
    keys: list[Any] = []
    for x in items(self):
        values.append(x)
        keys.append(one(x))
    if wanted is None:
        return extreme_by(values, keys, sign)
    check_count(wanted, 2)
    found = sort_by_keys(values, keys)
    return (found[::-1] if sign > 0 else found)[:wanted]


@method(ENUMERABLE, "minmax_by")
def minmax_by(self: Any, block: Proc | None) -> Any:
    """The elements for which the block gives the least and the most."""
    if block is None:
        return enumerator(self, "minmax_by")
    one = block.one
    values = list(items(self))
    keys = [one(x) for x in values]
    return [extreme_by(values, keys, -1), extreme_by(values, keys, 1)]
