"""Positions in an Array: what an index, a start with a length, or a Range means for a length."""

from __future__ import annotations

from typing import Any

from ...errors import IndexError_, RangeError
from ...values import Range
from .. import object as o


def range_bounds(range_: Range, length: int) -> tuple[int, int] | None:
    """Start and count of a Range in ``length`` places; None if it begins outside."""
    start = 0 if range_.first is None else o.to_index(range_.first)
    last = -1 if range_.last is None else o.to_index(range_.last)
    if start < 0:
        start += length
    if not 0 <= start <= length:
        return None
    if last < 0:
        last += length
    if range_.last is None or not range_.exclusive:
        last += 1
    return start, max(0, min(last, length) - start)


def span_bounds(start: Any, count: Any, length: int) -> tuple[int, int] | None:
    """Start and count of `[start, count]` in ``length`` places; None if it begins outside."""
    first, wanted = o.to_index(start), o.to_index(count)
    if first < 0:
        first += length
    if wanted < 0 or not 0 <= first <= length:
        return None
    return first, min(wanted, length - first)


def write_bounds(place: tuple[Any, ...], length: int) -> tuple[int, int]:
    """Start and count of what `[]=` or `fill` replaces; the start may be behind the end."""
    if len(place) == 1 and isinstance(place[0], Range):
        return _write_range(place[0], length)
    start, count = o.to_index(place[0]), o.to_index(place[1])
    if count < 0:
        raise IndexError_(f"negative length ({count})")
    return lifted(start, length), count


def _write_range(range_: Range, length: int) -> tuple[int, int]:
    start = 0 if range_.first is None else o.to_index(range_.first)
    last = -1 if range_.last is None else o.to_index(range_.last)
    if start + length < 0 and start < 0:
        raise RangeError(f"{o.inspect(range_)} out of range")
    first = start + length if start < 0 else start
    last = last + length if last < 0 else last
    if range_.last is None or not range_.exclusive:
        last += 1
    return first, max(0, last - first)


def lifted(index: int, length: int) -> int:
    """A negative index counted from the end; IndexError if it is before the start."""
    if index >= 0:
        return index
    if index + length < 0:
        raise IndexError_(f"index {index} too small for array; minimum: {-length}")
    return index + length
