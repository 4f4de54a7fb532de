"""Order: natively where all values have one exact type with Python's own order, else through `<=>`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cmp_to_key
from typing import Any

from ..errors import ArgumentError
from ..values import Proc
from .object import compare_or_fail, order_sign

Compare = Callable[[Any, Any], int]

NATIVE = frozenset({int, str})


def is_native(values: list[Any]) -> bool:
    """Whether Python's order of these values is Ruby's: all of one exact type, or numbers without NaN."""
    kinds = set(map(type, values))
    if not kinds:
        return True
    if len(kinds) == 1:
        kind = kinds.pop()
        if kind is list:
            return _rows_are_native(values)
        return kind in NATIVE or (kind is float and all(x == x for x in values))
    return kinds == {int, float} and all(x == x for x in values)


def _rows_are_native(rows: list[list[Any]]) -> bool:
    """Arrays of one length whose columns each have one exact native type compare as Python's lists do."""
    width = len(rows[0])
    if any(len(row) != width for row in rows):
        return False
    return all(
        len(kinds) == 1 and kinds <= NATIVE for kinds in (set(map(type, c)) for c in zip(*rows, strict=True))
    )


def sort_values(values: Iterable[Any], block: Proc | None = None) -> list[Any]:
    """A sorted list, by `<=>` or by the block."""
    found = list(values)
    if block is not None:
        return _sort_by_block(found, block)
    if len(found) < 2:
        return found
    if is_native(found):
        found.sort()
        return found
    return merge_sort(found, compare_or_fail)


def _sort_by_block(values: list[Any], block: Proc) -> list[Any]:
    two = block.two

    def order(later: Any, earlier: Any) -> int:
        sign = two(earlier, later)
        if type(sign) is int:
            return -sign
        if type(sign) is float:
            return -order_sign(sign, earlier, later)
        raise _NoNumber

    try:
        return sorted(values, key=cmp_to_key(order))
    except _NoNumber:
        return merge_sort(values, block_order(block))


class _NoNumber(Exception):
    """A sort block gave no number; the sort is done again in Ruby's order, so that the error names Ruby's pair."""


def sort_by_keys(values: list[Any], keys: list[Any]) -> list[Any]:
    """The values in the order of their keys; stable, as glibc's merge sort makes it for Ruby."""
    if len(values) < 2:
        return list(values)
    if is_native(keys):
        order = sorted(range(len(keys)), key=keys.__getitem__)
    else:
        order = merge_sort(list(range(len(keys))), lambda i, j: compare_or_fail(keys[i], keys[j]))
    return [values[i] for i in order]


def merge_sort(values: list[Any], order: Compare) -> list[Any]:
    """Glibc's merge sort, so that the pair an error names is Ruby's."""
    if len(values) < 2:
        return values
    middle = len(values) // 2
    left, right = merge_sort(values[:middle], order), merge_sort(values[middle:], order)
    merged: list[Any] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if order(left[i], right[j]) <= 0:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    return merged + left[i:] + right[j:]


def block_order(block: Proc | None) -> Compare:
    """What compares two values: the block, or `<=>`."""
    if block is None:
        return compare_or_fail
    two = block.two
    return lambda a, b: order_sign(two(a, b), a, b)


def extreme(values: Iterable[Any], sign: int, block: Proc | None) -> Any:
    """The maximum (sign 1) or minimum (-1); None without values. The first of equal ones wins."""
    if block is not None:
        return scan(values, block_order(block), sign)
    found = values if type(values) is list else list(values)
    if found and is_native(found):
        return max(found) if sign > 0 else min(found)
    return scan(found, compare_or_fail, sign)


def scan(values: Iterable[Any], order: Compare, sign: int) -> Any:
    """The first extreme value, each compared with the best so far."""
    best, empty = None, True
    for value in values:
        if empty or order(value, best) * sign > 0:
            best, empty = value, False
    return best


def extent(values: list[Any], order: Compare) -> list[Any]:
    """The least and the greatest value: neighbours are compared first, then each with the best so far."""
    least = most = None
    for at in range(0, len(values), 2):
        low = high = values[at]
        if at + 1 < len(values):
            sign = order(low, values[at + 1])
            low, high = (values[at + 1], low) if sign > 0 else (low, values[at + 1] if sign else low)
        least = low if not at or order(low, least) < 0 else least
        most = high if not at or order(high, most) > 0 else most
    return [least, most]


def extremes(values: Iterable[Any], count: int, sign: int, block: Proc | None) -> list[Any]:
    """The ``count`` largest (sign 1, descending) or smallest (-1, ascending) values."""
    check_count(count)
    if not count:
        return []
    values = list(values)
    if block is None and count < len(values) and not is_native(values):
        _check_against_pivot(values)
    found = sort_values(values, block)
    return found[::-1][:count] if sign > 0 else found[:count]


def _check_against_pivot(values: list[Any]) -> None:
    """Ruby's selection compares all with the one in the middle first; its error names that pair."""
    middle = (len(values) - 1) // 2
    pivot = values[middle]
    for index, value in enumerate(values[:-1]):
        compare_or_fail(values[-1] if index == middle else value, pivot)


def extreme_by(values: list[Any], keys: list[Any], sign: int) -> Any:
    """The value with the largest (sign 1) or smallest (-1) key; the first of equal ones wins."""
    if not values:
        return None
    if is_native(keys):
        return values[keys.index(max(keys) if sign > 0 else min(keys))]
    best = 0
    for i in range(1, len(keys)):
        if compare_or_fail(keys[i], keys[best]) * sign > 0:
            best = i
    return values[best]


def check_count(count: int, width: int = 1) -> None:
    """A size for `min(n)` and its like, which holds so many places for each value."""
    if count < 0:
        raise ArgumentError(f"negative size ({count})")
    if count > 2**61 // width:
        raise ArgumentError("too big size")
