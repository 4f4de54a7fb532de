"""Array: reading elements by position."""

from __future__ import annotations

from typing import Any

from ...errors import ArgumentError, IndexError_, TypeError_
from ...limits import check_items
from ...registry import ARRAY, method, send
from ...values import MISSING, Proc, Range, Symbol
from .. import object as o
from ..enumerable.fold import is_number
from ..enumerator import enumerator
from .places import range_bounds, span_bounds, write_bounds

_MACHINE = 2**62


@method(ARRAY, "[]", "slice")
def get(self: list[Any], block: Proc | None, index: Any, count: Any = MISSING) -> Any:
    """An element, or a part by start and length or by a Range; nil outside."""
    if count is MISSING:
        if type(index) is int and -_MACHINE < index < _MACHINE:
            try:
                return self[index]
            except IndexError:
                return None
        return _get_other(self, index)
    bounds = span_bounds(index, count, len(self))
    return None if bounds is None else self[bounds[0] : bounds[0] + bounds[1]]


def _get_other(self: list[Any], index: Any) -> Any:
    if isinstance(index, Range):
        bounds = range_bounds(index, len(self))
        return None if bounds is None else self[bounds[0] : bounds[0] + bounds[1]]
    from ..sequence import Sequence

    if isinstance(index, Sequence):
        return index.slice(self)
    return at(self, None, index)


@method(ARRAY, "at")
def at(self: list[Any], block: Proc | None, index: Any) -> Any:
    """The element at a position."""
    place = o.to_index(index)
    return self[place] if -len(self) <= place < len(self) else None


@method(ARRAY, "dig")
def dig(self: list[Any], block: Proc | None, index: Any, *rest: Any) -> Any:
    """What is found by following the keys one after the other; nil ends it."""
    return dig_on(at(self, None, index), rest)


def dig_on(value: Any, rest: tuple[Any, ...]) -> Any:
    """Follow the other keys of a `dig`."""
    if not rest or value is None:
        return value
    if not o.responds(value, "dig"):
        raise TypeError_(f"{o.class_name(value)} does not have #dig method")
    return send(value, "dig", *rest)


@method(ARRAY, "fetch")
def fetch(self: list[Any], block: Proc | None, index: Any, default: Any = MISSING) -> Any:
    """The element at a position; outside the block's value, the default, or IndexError."""
    place = o.to_index(index)
    if -len(self) <= place < len(self):
        return self[place]
    if block is not None:
        return block.one(index)
    if default is not MISSING:
        return default
    raise IndexError_(f"index {place} outside of array bounds: {-len(self)}...{len(self)}")


@method(ARRAY, "values_at")
def values_at(self: list[Any], block: Proc | None, *places: Any) -> Any:
    """The elements at several positions or ranges; nil where there is none."""
    found: list[Any] = []
    for place in places:
        if isinstance(place, Range):
            found += _padded_part(self, place)
        else:
            found.append(at(self, None, place))
    return found


def _padded_part(self: list[Any], place: Range) -> list[Any]:
    start, count = write_bounds((place,), len(self))
    if place.last is None:
        count = max(0, len(self) - start)
    check_items(count)
    part = self[start : start + count]
    return part + [None] * (count - len(part))


@method(ARRAY, "first")
def first(self: list[Any], block: Proc | None, count: Any = MISSING) -> Any:
    """The first element, or the first few."""
    if count is MISSING:
        return self[0] if self else None
    return self[: _size(count)]


@method(ARRAY, "last")
def last(self: list[Any], block: Proc | None, count: Any = MISSING) -> Any:
    """The last element, or the last few."""
    if count is MISSING:
        return self[-1] if self else None
    return self[max(0, len(self) - _size(count)) :]


def _size(count: Any) -> int:
    found = o.to_index(count)
    if found < 0:
        raise ArgumentError("negative array size")
    return found


@method(ARRAY, "take")
def take(self: list[Any], block: Proc | None, count: Any) -> Any:
    """The first few elements."""
    wanted = o.to_index(count)
    if wanted < 0:
        raise ArgumentError("attempt to take negative size")
    return self[:wanted]


@method(ARRAY, "length", "size")
def length(self: list[Any], block: Proc | None) -> int:
    """How many elements there are."""
    return len(self)


@method(ARRAY, "empty?", "blank?")
def empty(self: list[Any], block: Proc | None) -> bool:
    """Whether there is no element."""
    return not self


@method(ARRAY, "include?", "member?")
def include(self: list[Any], block: Proc | None, value: Any) -> bool:
    """Whether an element is equal to the value."""
    kind = type(value)
    if kind is str or kind is Symbol:
        return value in self
    equal = o.equal
    for x in self:  # noqa: SIM110 (a generator costs more than the loop)
        if x is value or equal(x, value):
            return True
    return False


@method(ARRAY, "index")
def index(self: list[Any], block: Proc | None, value: Any = MISSING) -> Any:
    """The position of the first element that is equal, or for which the block is true."""
    return _search(self, block, value, enumerate(self), "index")


@method(ARRAY, "find_index")
def find_index(self: list[Any], block: Proc | None, value: Any = MISSING) -> Any:
    """As index."""
    return _search(self, block, value, enumerate(self), "find_index")


@method(ARRAY, "rindex")
def rindex(self: list[Any], block: Proc | None, value: Any = MISSING) -> Any:
    """The position of the last element that is equal, or for which the block is true."""
    places = range(len(self) - 1, -1, -1)
    return _search(self, block, value, ((i, self[i]) for i in places), "rindex")


def _search(self: list[Any], block: Proc | None, value: Any, pairs: Any, name: str) -> Any:
    if value is not MISSING:
        return next((i for i, x in pairs if o.equal(x, value)), None)
    if block is None:
        return enumerator(self, name)
    one = block.one
    return next((i for i, x in pairs if o.truthy(one(x))), None)


@method(ARRAY, "assoc")
def assoc(self: list[Any], block: Proc | None, key: Any) -> Any:
    """The first array in it that begins with the key."""
    return next((row for row in self if type(row) is list and row and o.equal(row[0], key)), None)


@method(ARRAY, "rassoc")
def rassoc(self: list[Any], block: Proc | None, value: Any) -> Any:
    """The first array in it whose second element is the value."""
    return next((row for row in self if type(row) is list and len(row) > 1 and o.equal(row[1], value)), None)


@method(ARRAY, "bsearch")
def bsearch(self: list[Any], block: Proc | None) -> Any:
    """Binary search: an element found by a block that gives true/false, or a number."""
    if block is None:
        return enumerator(self, "bsearch")
    found = bsearch_index(self, block)
    return None if found is None else self[found]


@method(ARRAY, "bsearch_index")
def bsearch_index(self: list[Any], block: Proc | None) -> Any:
    """Binary search for a position."""
    if block is None:
        return enumerator(self, "bsearch_index")
    found = bisect(lambda i: block.one(self[i]), 0, len(self))
    return found if found is not None and found < len(self) else None


def bisect(ask: Any, low: int, high: int) -> int | None:
    """The place a bsearch block points to between low and high (exclusive)."""
    hit = None
    while low < high:
        middle = (low + high) // 2
        answer = ask(middle)
        if answer is True:
            hit, high = middle, middle
        elif answer is None or answer is False:
            low = middle + 1
        elif is_number(answer):
            sign = o.compare_or_fail(answer, 0)
            if sign == 0:
                return middle
            low, high = (low, middle) if sign < 0 else (middle + 1, high)
        else:
            raise TypeError_(
                f"wrong argument type {o.class_name(answer)} (must be numeric, true, false or nil)"
            )
    return hit
