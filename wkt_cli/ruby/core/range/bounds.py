"""Range: what lies between the bounds."""

from __future__ import annotations

import math
from typing import Any

from ...errors import RangeError, TypeError_
from ...registry import RANGE, method, send
from ...values import Proc, Range, RString
from .. import object as o
from ..enumerable.fold import is_number
from ..iterate import items
from ..sequence import Sequence, float_steps
from ..sequence import size as sequence_size
from .base import _beginless, elements_of_texts, first, last, to_a


@method(RANGE, "size")
def size(self: Range, block: Proc | None) -> Any:
    """How many integers there are; nil for other types."""
    lower, upper = self.first, self.last
    if type(lower) is int:
        if type(upper) is int:
            return max(0, upper - lower + (not self.exclusive))
        if upper is None or (type(upper) is float and math.isinf(upper)):
            return math.inf if upper is None or upper > 0 else 0
        if type(upper) is float:
            return max(0, math.floor(upper) - lower + (not (self.exclusive and upper == math.floor(upper))))
    if type(lower) is float and (upper is None or isinstance(upper, int | float)):
        return _float_size(lower, upper, self.exclusive)
    if lower is None:
        return math.inf if upper is None or is_number(upper) else None
    if not is_number(lower) or not (upper is None or is_number(upper)):
        return None
    return sequence_size(Sequence(self, "step", (1,), lower, upper, 1, self.exclusive), None)


def _float_size(lower: float, upper: Any, exclusive: bool) -> Any:
    found = math.inf if upper is None else float_steps(lower, float(upper), 1.0, exclusive)
    return found if math.isinf(found) else int(found)


@method(RANGE, "count")
def count(self: Range, block: Proc | None, *value: Any) -> Any:
    """How many elements there are, are equal to the value, or make the block true."""
    if block is None and not value:
        if self.first is None or self.last is None:
            return math.inf
        if type(self.first) is int and type(self.last) is int:
            return size(self, None)
    from ..enumerable.find import count as general

    return general(self, block, *value)


def covers(self: Range, value: Any) -> bool:
    """Whether the value is between the bounds."""
    lower, upper = self.first, self.last
    if type(value) is int and type(lower) is int and type(upper) is int:
        return lower <= value < upper if self.exclusive else lower <= value <= upper
    if lower is not None:
        order = o.compare(lower, value)
        if order is None or order > 0:
            return False
    if upper is None:
        return True
    order = o.compare(value, upper)
    return order is not None and (order < 0 or (order == 0 and not self.exclusive))


def _covers_range(self: Range, value: Range) -> bool:
    """ActiveSupport: whether another Range lies inside."""
    if value.first is not None and value.last is not None:
        order = o.compare(value.first, value.last)
        if order is None or order > 0 or (value.exclusive and order == 0):
            return False
    top = max_(value, None) if not self.exclusive and value.exclusive else last(value, None)
    if not covers(self, first(value, None)):
        return False
    if self.last is None:
        return True
    order = o.compare(top, self.last)
    return order is not None and (order < 0 or (order == 0 and not (self.exclusive and not value.exclusive)))


@method(RANGE, "cover?")
def cover(self: Range, block: Proc | None, value: Any) -> bool:
    """Whether a value or a Range is between the bounds."""
    return _covers_range(self, value) if isinstance(value, Range) else covers(self, value)


@method(RANGE, "===")
def matches(self: Range, block: Proc | None, value: Any) -> bool:
    """As cover?, for `case`."""
    return cover(self, None, value)


@method(RANGE, "include?", "member?")
def include(self: Range, block: Proc | None, value: Any) -> bool:
    """Whether the value is an element; for numbers and times whether it is between the bounds."""
    if isinstance(value, Range):
        return _covers_range(self, value)
    bounds = [x for x in (self.first, self.last) if x is not None]
    if any(isinstance(x, str | RString) for x in bounds):
        return _includes_text(self, value)
    if not bounds:
        raise _beginless()
    if all(_is_linear(x) for x in bounds):
        return covers(self, value)
    return any(o.equal(x, value) for x in items(self))


def _is_linear(value: Any) -> bool:
    return is_number(value) or not o.responds(value, "succ")


def _includes_text(self: Range, value: Any) -> bool:
    if not isinstance(value, str | RString):
        return False
    if self.first is None or self.last is None:
        return covers(self, value)
    return str(value) in elements_of_texts(str(self.first), str(self.last), self.exclusive)


@method(RANGE, "overlaps?")
def overlaps(self: Range, block: Proc | None, other: Any) -> bool:
    """ActiveSupport: whether the two have a value in common."""
    return cover(self, None, send(other, "first")) or send(other, "cover?", first(self, None)) not in (None, False)


@method(RANGE, "min")
def min_(self: Range, block: Proc | None, count: Any = None) -> Any:
    """The smallest element."""
    if self.first is None:
        raise RangeError("cannot get the minimum of beginless range")
    if block is not None or count is not None:
        if self.last is None and block is not None:
            raise RangeError("cannot get the minimum of endless range with custom comparison method")
        return send(
            to_a(self, None) if count is None or block else _finite(self, count),
            "min",
            *_some(count),
            block=block,
        )
    if self.last is None:
        return self.first
    order = o.compare(self.first, self.last)
    if order is None or order > 0 or (order == 0 and self.exclusive):
        return None
    return self.first


def _some(count: Any) -> list[Any]:
    return [] if count is None else [count]


def _finite(self: Range, count: Any) -> list[Any]:
    from ..enumerable.mapping import taken

    return taken(self, o.to_int(count))


@method(RANGE, "max")
def max_(self: Range, block: Proc | None, count: Any = None) -> Any:
    """The largest element."""
    if self.last is None:
        raise RangeError("cannot get the maximum of endless range")
    number = isinstance(self.last, int | float)
    if block is not None or count is not None or (self.exclusive and not number):
        if self.first is None:
            raise RangeError("cannot get the maximum of beginless range with custom comparison method")
        return send(to_a(self, None), "max", *_some(count), block=block)
    order = -1 if self.first is None else o.compare(self.first, self.last)
    if order is None or order > 0:
        return None
    return _below_end(self, order) if self.exclusive else self.last


def _below_end(self: Range, order: int) -> Any:
    if type(self.last) is not int:
        raise TypeError_("cannot exclude non Integer end value")
    if order == 0:
        return None
    if type(self.first) is not int:
        raise TypeError_("cannot exclude end value with non Integer begin value")
    return self.last - 1


@method(RANGE, "minmax")
def minmax(self: Range, block: Proc | None) -> Any:
    """The smallest and the largest element."""
    if block is not None:
        return send(to_a(self, None), "minmax", block=block)
    largest = max_(self, None)
    return [min_(self, None), largest]
