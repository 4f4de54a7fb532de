"""Range: every n-th element, sums, binary search."""

from __future__ import annotations

import math
import struct
from typing import Any

from ...errors import ArgumentError, TypeError_
from ...registry import RANGE, method, send
from ...values import Proc, Range, Symbol
from .. import object as o
from ..enumerator import enumerator
from ..sequence import Sequence
from ..sequence import each as each_number
from .base import _beginless, last, walk


@method(RANGE, "sum")
def sum_(self: Range, block: Proc | None, start: Any = None) -> Any:
    """ActiveSupport: integers by formula, else as for any Enumerable."""
    if block is not None or type(self.first) is not int or type(self.last) is not int:
        from ..enumerable.fold import sum_ as general

        if block is None and type(self.first) is int:
            last(self, None)
        return general(self, block, start)
    top = self.last - 1 if self.exclusive else self.last
    begin_with = start if o.truthy(start) else 0
    if top < self.first:
        return begin_with
    return send(begin_with, "+", (top - self.first + 1) * (top + self.first) // 2)


@method(RANGE, "step")
def step(self: Range, block: Proc | None, by: Any = 1) -> Any:
    """Every so many elements."""
    if self.first is None:
        raise _beginless()
    return stepped(self, block, by, "step")


@method(RANGE, "%")
def modulo(self: Range, block: Proc | None, by: Any) -> Any:
    """As step."""
    return stepped(self, block, by, "%")


def stepped(self: Range, block: Proc | None, by: Any, name: str) -> Any:
    """Numbers by an ArithmeticSequence, others by every n-th element."""
    from ..enumerable.fold import as_float, is_number

    bounds = [x for x in (self.first, self.last) if x is not None]
    numeric = bool(bounds) and all(map(is_number, bounds))
    distance = by if is_number(by) or block is not None else o.to_int(by)
    if o.equal(distance, 0):
        raise ArgumentError("step can't be 0")
    if numeric and is_number(distance):
        sequence = Sequence(self, name, (by,), self.first, self.last, distance, self.exclusive)
        if block is None:
            return sequence
        if o.compare_or_fail(by, 0) < 0:
            raise ArgumentError("step can't be negative")
        each_number(sequence, block)
        return self
    if block is None:
        return enumerator(self, name, by)
    if type(by) is float and type(self.first) is not Symbol:
        as_float(self.first)
    every = _every(by)
    for index, x in enumerate(walk(self)):
        if index % every == 0:
            block.one(x)
    return self


def _every(by: Any) -> int:
    every = o.to_int(by)
    if every == 0:
        raise ArgumentError("step can't be 0")
    if every < 0:
        raise ArgumentError("step can't be negative")
    return every


@method(RANGE, "bsearch")
def bsearch(self: Range, block: Proc | None) -> Any:
    """Binary search among integers."""
    from ..array.access import bisect

    lower, upper = self.first, self.last
    with_floats = type(lower) is float or type(upper) is float
    if not with_floats and type(lower) is not int and type(upper) is not int:
        raise TypeError_(f"can't do binary search for {o.class_name(lower)}")
    if block is None:
        return enumerator(self, "bsearch")
    if with_floats:
        return _bsearch_floats(block, lower, upper, self.exclusive)
    reach = 1
    if upper is None:
        while not _is_past(block.one(lower + reach)):
            lower, reach = lower + reach, reach * 2
        return bisect(block.one, lower, lower + reach + 1)
    if lower is None:
        while _is_past(block.one(upper - reach)):
            reach *= 2
        lower = upper - reach
    return bisect(block.one, lower, upper if self.exclusive else upper + 1)


def _is_past(answer: Any) -> bool:
    """Whether what is searched for lies at or before the place of this answer."""
    return answer is True or (isinstance(answer, int | float) and type(answer) is not bool and answer <= 0)


def _bsearch_floats(block: Proc, lower: Any, upper: Any, exclusive: bool) -> Any:
    """Binary search among all floats: their bits, read as integers, are in the same order."""
    from ..array.access import bisect

    low = _float_place(-math.inf if lower is None else float(lower))
    high = _float_place(math.inf if upper is None else float(upper))
    found = bisect(lambda place: block.one(_float_at(place)), low, high if exclusive else high + 1)
    return None if found is None else _float_at(found)


def _float_place(value: float) -> int:
    bits: int = struct.unpack("<q", struct.pack("<d", value + 0.0))[0]
    return bits if bits >= 0 else -(bits & 0x7FFFFFFFFFFFFFFF)


def _float_at(place: int) -> float:
    found: float = struct.unpack("<d", struct.pack("<q", abs(place)))[0]
    return found if place >= 0 else -found
