"""Array: methods that change it in place."""

from __future__ import annotations

from typing import Any

from ...errors import ArgumentError, IndexError_
from ...limits import check_items
from ...registry import ARRAY, method
from ...values import MISSING, Proc, Range
from .. import object as o
from ..enumerable.mapping import unique
from ..enumerator import also, enumerator
from ..sorting import sort_by_keys, sort_values
from .access import get
from .combine import depth_of, flattened
from .places import lifted, range_bounds, write_bounds

check = o.check_list


@method(ARRAY, "[]=")
def put(self: list[Any], block: Proc | None, *args: Any) -> Any:
    """Set an element, or replace a part."""
    check(self)
    if len(args) == 2 and type(args[0]) is not Range:
        _put_one(self, args[0], args[1])
        return args[1]
    if len(args) not in (2, 3):
        raise ArgumentError(f"wrong number of arguments (given {len(args)}, expected 2..3)")
    start, count = write_bounds(args[:-1], len(self))
    _grow(self, start)
    part = o.as_ary(args[-1])
    self[start : start + count] = [args[-1]] if part is None else part
    return args[-1]


def _put_one(self: list[Any], place: Any, value: Any) -> None:
    index = o.to_index(place)
    if index < 0 and index + len(self) < 0:
        raise IndexError_(f"index {index} too small for array; minimum: {-len(self)}")
    if index < len(self):
        self[index] = value
    else:
        _grow(self, index)
        self.append(value)


def _grow(self: list[Any], length: int) -> None:
    if length > len(self):
        if length >= 2**60:
            raise IndexError_(f"index {length} too big")
        check_items(length)
        self.extend([None] * (length - len(self)))


@method(ARRAY, "<<")
def append(self: list[Any], block: Proc | None, value: Any) -> Any:
    """Add an element at the end."""
    check(self)
    self.append(value)
    return self


@method(ARRAY, "push", "append")
def push(self: list[Any], block: Proc | None, *values: Any) -> Any:
    """Add elements at the end."""
    check(self)
    self.extend(values)
    return self


@method(ARRAY, "pop")
def pop(self: list[Any], block: Proc | None, count: Any = MISSING) -> Any:
    """Take the last element, or the last few, away."""
    check(self)
    if count is MISSING:
        return self.pop() if self else None
    wanted = _size(count)
    start = max(0, len(self) - wanted)
    found = self[start:]
    del self[start:]
    return found


@method(ARRAY, "shift")
def shift(self: list[Any], block: Proc | None, count: Any = MISSING) -> Any:
    """Take the first element, or the first few, away."""
    check(self)
    if count is MISSING:
        return self.pop(0) if self else None
    wanted = _size(count)
    found = self[:wanted]
    del self[:wanted]
    return found


def _size(count: Any) -> int:
    found = o.to_index(count)
    if found < 0:
        raise ArgumentError("negative array size")
    return found


@method(ARRAY, "unshift", "prepend")
def unshift(self: list[Any], block: Proc | None, *values: Any) -> Any:
    """Add elements at the start."""
    check(self)
    self[:0] = values
    return self


@method(ARRAY, "insert")
def insert(self: list[Any], block: Proc | None, place: Any, *values: Any) -> Any:
    """Put elements before a position; a negative one counts from behind the end."""
    check(self)
    index = o.to_index(place)
    if not values:
        return self
    if index < 0:
        if index + len(self) + 1 < 0:
            raise IndexError_(f"index {index} too small for array; minimum: -{len(self) + 1}")
        index += len(self) + 1
    _grow(self, index)
    self[index:index] = values
    return self


@method(ARRAY, "concat")
def concat(self: list[Any], block: Proc | None, *others: Any) -> Any:
    """Add the elements of other arrays."""
    check(self)
    parts = [list(o.to_ary(other)) for other in others]
    for part in parts:
        self += part
    return self


@method(ARRAY, "delete")
def delete(self: list[Any], block: Proc | None, value: Any) -> Any:
    """Take all elements away that are equal; gives the last of them."""
    kept = [x for x in self if not o.equal(x, value)]
    if len(kept) == len(self):
        return None if block is None else block.one(value)
    check(self)
    found = next(x for x in reversed(self) if o.equal(x, value))
    self[:] = kept
    return found


@method(ARRAY, "delete_at")
def delete_at(self: list[Any], block: Proc | None, place: Any) -> Any:
    """Take the element at a position away."""
    check(self)
    index = o.to_index(place)
    return self.pop(index) if -len(self) <= index < len(self) else None


@method(ARRAY, "slice!")
def slice_(self: list[Any], block: Proc | None, place: Any, count: Any = MISSING) -> Any:
    """Take a part away."""
    check(self)
    if count is MISSING and not isinstance(place, Range):
        return delete_at(self, None, place)
    found = get(self, None, place, count)
    if found:
        if isinstance(place, Range):
            bounds = range_bounds(place, len(self))
            start = bounds[0] if bounds else 0
        else:
            start = lifted(o.to_index(place), len(self))
        del self[start : start + len(found)]
    return found


@method(ARRAY, "clear")
def clear(self: list[Any], block: Proc | None) -> Any:
    """Take all elements away."""
    check(self)
    self.clear()
    return self


@method(ARRAY, "replace", "initialize_copy")
def replace(self: list[Any], block: Proc | None, other: Any) -> Any:
    """Take the elements of another array."""
    check(self)
    self[:] = o.to_ary(other)
    return self


@method(ARRAY, "fill")
def fill(self: list[Any], block: Proc | None, *args: Any) -> Any:
    """Set all elements, or those of a part, to a value or what the block gives for the position."""
    check(self)
    fewest = 0 if block else 1
    if not fewest <= len(args) <= fewest + 2:
        raise ArgumentError(f"wrong number of arguments (given {len(args)}, expected {fewest}..{fewest + 2})")
    value, place = (None, args) if block else (args[0], args[1:])
    start, end = _fill_bounds(place, len(self))
    if end < start:
        return self
    _grow(self, end)
    for index in range(start, end):
        self[index] = value if block is None else block.one(index)
    return self


def _fill_bounds(place: tuple[Any, ...], length: int) -> tuple[int, int]:
    if place and isinstance(place[0], Range):
        start, count = write_bounds(place[:1], length)
        return start, start + count
    start = 0 if not place or place[0] is None else o.to_index(place[0])
    start = max(0, start + length) if start < 0 else start
    if len(place) < 2 or place[1] is None:
        return start, length
    end = start + o.to_index(place[1])
    if end >= 2**60:
        raise ArgumentError("argument too big")
    return start, end


def kept(self: list[Any], block: Proc, wanted: bool) -> bool:
    """Keep the elements for which the block is as wanted; tells whether any went."""
    check(self)
    one = block.one
    found = [x for x in self if o.truthy(one(x)) is wanted]
    changed = len(found) != len(self)
    if changed:
        self[:] = found
    return changed


@also(ARRAY, "filter!")
@method(ARRAY, "select!")
def select(self: list[Any], block: Proc | None) -> Any:
    """Keep what makes the block true; nil if that is all."""
    if block is None:
        return enumerator(self, "select!")
    return self if kept(self, block, True) else None


@method(ARRAY, "keep_if")
def keep_if(self: list[Any], block: Proc | None) -> Any:
    """Keep what makes the block true."""
    if block is None:
        return enumerator(self, "keep_if")
    kept(self, block, True)
    return self


@method(ARRAY, "reject!")
def reject(self: list[Any], block: Proc | None) -> Any:
    """Take away what makes the block true; nil if that is nothing."""
    if block is None:
        return enumerator(self, "reject!")
    return self if kept(self, block, False) else None


@method(ARRAY, "delete_if")
def delete_if(self: list[Any], block: Proc | None) -> Any:
    """Take away what makes the block true."""
    if block is None:
        return enumerator(self, "delete_if")
    kept(self, block, False)
    return self


def _changed(self: list[Any], found: list[Any]) -> Any:
    """Take the new elements; nil where their number is the same."""
    check(self)
    if len(found) == len(self):
        return None
    self[:] = found
    return self


@method(ARRAY, "compact!")
def compact(self: list[Any], block: Proc | None) -> Any:
    """Take nil away; nil if there was none."""
    return _changed(self, [x for x in self if x is not None])


@method(ARRAY, "uniq!")
def uniq(self: list[Any], block: Proc | None) -> Any:
    """Take repetitions away; nil if there were none."""
    return _changed(self, unique(self, block if len(self) > 1 else None))


@method(ARRAY, "flatten!")
def flatten(self: list[Any], block: Proc | None, depth: Any = None) -> Any:
    """Replace inner arrays by their elements; nil if there were none."""
    check(self)
    levels = depth_of(depth)
    if levels == 0 or not any(o.as_ary(x) is not None for x in self):
        return None
    self[:] = flattened(self, levels)
    return self


@also(ARRAY, "collect!")
@method(ARRAY, "map!")
def map_(self: list[Any], block: Proc | None) -> Any:
    """Replace each element by what the block makes of it."""
    if block is None:
        return enumerator(self, "map!")
    check(self)
    one = block.one
    for index, x in enumerate(self):
        self[index] = one(x)
    return self


@method(ARRAY, "reverse!")
def reverse(self: list[Any], block: Proc | None) -> Any:
    """Turn the order round."""
    check(self)
    self.reverse()
    return self


@method(ARRAY, "rotate!")
def rotate(self: list[Any], block: Proc | None, count: Any = 1) -> Any:
    """Move the first elements to the end."""
    check(self)
    by = o.to_index(count) % max(1, len(self))
    self[:] = self[by:] + self[:by]
    return self


@method(ARRAY, "sort!")
def sort(self: list[Any], block: Proc | None) -> Any:
    """Put in order."""
    check(self)
    self[:] = sort_values(self, block)
    return self


@method(ARRAY, "sort_by!")
def sort_by(self: list[Any], block: Proc | None) -> Any:
    """Put in the order of what the block gives."""
    if block is None:
        return enumerator(self, "sort_by!")
    check(self)
    one = block.one
    self[:] = sort_by_keys(self, [one(x) for x in self])
    return self
