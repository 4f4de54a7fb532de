"""Range: bounds of any type that has an order; elements where the first has `succ`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from ..errors import ArgumentError, RangeError, TypeError_
from ..limits import check_items
from ..registry import RANGE, method, send, singleton
from ..values import MISSING, Proc, Range, RString, Symbol
from . import object as o
from .enumerator import enumerator
from .iterate import items, walker


def make(first: Any, last: Any, exclusive: bool = False) -> Range:
    """A Range whose bounds can be compared; ArgumentError `bad value for range` else."""
    if type(first) is int and type(last) is int:
        return Range(first, last, exclusive)
    if first is not None and last is not None and not _ordered(first, last):
        raise ArgumentError("bad value for range")
    return Range(first, last, exclusive)


def _ordered(first: Any, last: Any) -> bool:
    try:
        return o.compare(first, last) is not None
    except Exception:
        return False


@walker(Range)
def walk(self: Range) -> Iterable[Any]:
    """The elements; a `range` where both bounds are integers."""
    first, last = self.first, self.last
    if type(first) is int:
        if type(last) is int:
            return range(first, last + (not self.exclusive))
        return _integers(first, last, self.exclusive)
    if isinstance(first, str | RString):
        return _texts(self)
    if type(first) is Symbol:
        return (Symbol(str(x)) for x in _texts(Range(first.name, last and last.name, self.exclusive)))
    if first is None or not o.responds(first, "succ"):
        raise TypeError_(f"can't iterate from {o.class_name(first)}")
    return _successors(self)


def _integers(first: int, last: Any, exclusive: bool) -> Iterator[int]:
    while last is None or o.compare_or_fail(first, last) < (0 if exclusive else 1):
        yield first
        first += 1


def _texts(self: Range) -> Iterable[Any]:
    if self.last is None:
        return _successors(self)
    return elements_of_texts(str(self.first), str(self.last), self.exclusive)


def elements_of_texts(first: str, last: str, exclusive: bool) -> list[Any]:
    """`first.upto(last)`, which String defines."""
    found: list[Any] = []
    send(first, "upto", last, exclusive, block=Proc(found.append))
    return found


def _successors(self: Range) -> Iterator[Any]:
    current, last = self.first, self.last
    while last is None or o.compare_or_fail(current, last) < (0 if self.exclusive else 1):
        yield current
        current = send(current, "succ")


@singleton(RANGE, "new")
def new(rclass: Any, block: Proc | None, first: Any, last: Any, exclusive: Any = False) -> Any:
    """`Range.new(first, last, exclusive)`."""
    return make(first, last, o.truthy(exclusive))


@method(RANGE, "begin")
def begin(self: Range, block: Proc | None) -> Any:
    """The lower bound."""
    return self.first


@method(RANGE, "end")
def end(self: Range, block: Proc | None) -> Any:
    """The upper bound."""
    return self.last


@method(RANGE, "exclude_end?")
def exclude_end(self: Range, block: Proc | None) -> bool:
    """Whether the upper bound is left out."""
    return self.exclusive


@method(RANGE, "first")
def first(self: Range, block: Proc | None, count: Any = MISSING) -> Any:
    """The lower bound, or the first few elements."""
    if self.first is None:
        raise RangeError("cannot get the first element of beginless range")
    if count is MISSING:
        return self.first
    from .enumerable.mapping import first as general

    return general(self, None, count)


@method(RANGE, "last")
def last(self: Range, block: Proc | None, count: Any = MISSING) -> Any:
    """The upper bound, or the last few elements."""
    if self.last is None:
        raise RangeError("cannot get the last element of endless range")
    if count is MISSING:
        return self.last
    return send(to_a(self, None), "last", count)


@method(RANGE, "each")
def each(self: Range, block: Proc | None) -> Any:
    """Give each element to the block."""
    if block is None:
        return enumerator(self, "each")
    one = block.one
    for x in walk(self):
        one(x)
    return self


@method(RANGE, "reverse_each")
def reverse_each(self: Range, block: Proc | None) -> Any:
    """Give each element to the block, from the last."""
    if block is None:
        return enumerator(self, "reverse_each")
    if self.last is None:
        raise TypeError_("can't iterate from NilClass")
    found = walk(self)
    for x in reversed(found if isinstance(found, range) else list(found)):
        block.one(x)
    return self


@method(RANGE, "to_a", "entries")
def to_a(self: Range, block: Proc | None) -> Any:
    """All elements."""
    if self.last is None:
        raise RangeError("cannot convert endless range to an array")
    found = walk(self)
    if isinstance(found, range):
        check_items(max(0, found.stop - found.start))
    return list(found)


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
    return math.inf if lower is None and isinstance(upper, int | float) else None


def _float_size(lower: float, upper: Any, exclusive: bool) -> Any:
    from .sequence import float_steps

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
    from .enumerable.find import count as general

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
    if not bounds or all(_is_linear(x) for x in bounds) or not o.responds(bounds[0], "succ"):
        return covers(self, value)
    if self.first is None or self.last is None:
        raise TypeError_("cannot determine inclusion in beginless/endless ranges")
    return any(o.equal(x, value) for x in items(self))


def _is_linear(value: Any) -> bool:
    from .enumerable.fold import is_number

    return is_number(value) or not o.responds(value, "succ")


def _includes_text(self: Range, value: Any) -> bool:
    if self.first is None or self.last is None:
        raise TypeError_("cannot determine inclusion in beginless/endless ranges")
    if not isinstance(value, str | RString):
        return False
    return str(value) in elements_of_texts(str(self.first), str(self.last), self.exclusive)


@method(RANGE, "overlaps?")
def overlaps(self: Range, block: Proc | None, other: Any) -> bool:
    """ActiveSupport: whether the two have a value in common."""
    return cover(self, None, first(other, None)) or cover(other, None, first(self, None))


@method(RANGE, "min")
def min_(self: Range, block: Proc | None, count: Any = None) -> Any:
    """The smallest element."""
    if self.first is None:
        raise RangeError("cannot get the minimum of beginless range")
    if block is not None or count is not None:
        if self.last is None and block is not None:
            raise RangeError("cannot get the minimum of endless range with custom comparison method")
        return send(to_a(self, None) if count is None or block else _finite(self, count), "min", *_some(count), block=block)
    if self.last is None:
        return self.first
    order = o.compare(self.first, self.last)
    if order is None or order > 0 or (order == 0 and self.exclusive):
        return None
    return self.first


def _some(count: Any) -> list[Any]:
    return [] if count is None else [count]


def _finite(self: Range, count: Any) -> list[Any]:
    from .enumerable.mapping import taken

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
    return [min_(self, None), max_(self, None)]


@method(RANGE, "sum")
def sum_(self: Range, block: Proc | None, start: Any = None) -> Any:
    """ActiveSupport: integers by formula, else as for any Enumerable."""
    if block is not None or type(self.first) is not int or type(self.last) is not int:
        from .enumerable.fold import sum_ as general

        return general(self, block, start)
    top = self.last - 1 if self.exclusive else self.last
    begin_with = start if o.truthy(start) else 0
    if top < self.first:
        return begin_with
    return send(begin_with, "+", (top - self.first + 1) * (top + self.first) // 2)


@method(RANGE, "step")
def step(self: Range, block: Proc | None, by: Any = 1) -> Any:
    """Every so many elements."""
    return stepped(self, block, by, "step")


@method(RANGE, "%")
def modulo(self: Range, block: Proc | None, by: Any) -> Any:
    """As step."""
    return stepped(self, block, by, "%")


def stepped(self: Range, block: Proc | None, by: Any, name: str) -> Any:
    """Numbers by an ArithmeticSequence, others by every n-th element."""
    from .enumerable.fold import is_number
    from .sequence import Sequence
    from .sequence import each as each_number

    numeric = is_number(self.first) and (self.last is None or is_number(self.last))
    if numeric and is_number(by):
        if o.equal(by, 0):
            raise ArgumentError("step can't be 0")
        sequence = Sequence(self, name, (by,), self.first, self.last, by, self.exclusive)
        if block is None:
            return sequence
        if o.compare_or_fail(by, 0) < 0:
            raise ArgumentError("step can't be negative")
        each_number(sequence, block)
        return self
    every = _every(by)
    if block is None:
        return enumerator(self, name, by)
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


@method(RANGE, "==")
def equals(self: Range, block: Proc | None, other: Any) -> bool:
    """Whether the bounds are equal."""
    return (
        isinstance(other, Range)
        and self.exclusive == other.exclusive
        and o.equal(self.first, other.first)
        and o.equal(self.last, other.last)
    )


@method(RANGE, "eql?")
def eql(self: Range, block: Proc | None, other: Any) -> bool:
    """Whether the bounds are `eql?`."""
    return (
        isinstance(other, Range)
        and self.exclusive == other.exclusive
        and o.eql(self.first, other.first)
        and o.eql(self.last, other.last)
    )


@method(RANGE, "hash")
def hash_(self: Range, block: Proc | None) -> int:
    """One number for ranges that are `eql?`."""
    return hash(("Range", o.hash_of(self.first), o.hash_of(self.last), self.exclusive))


@method(RANGE, "inspect")
def inspect(self: Range, block: Proc | None) -> str:
    """`1..5`, `1...5`, `1..`, `nil..nil`."""
    lower = "" if self.first is None and self.last is not None else o.inspect(self.first)
    upper = "" if self.last is None and self.first is not None else o.inspect(self.last)
    return f"{lower}{'...' if self.exclusive else '..'}{upper}"


@method(RANGE, "to_s", "to_formatted_s", "to_default_s")
def to_s(self: Range, block: Proc | None, form: Any = None) -> str:
    """The bounds as text; ActiveSupport's form :db makes a condition."""
    if form is Symbol("db"):
        lower, upper = (_db(x) for x in (self.first, self.last))
        return f"BETWEEN '{lower}' AND '{upper}'"
    return f"{o.to_s(self.first)}{'...' if self.exclusive else '..'}{o.to_s(self.last)}"


def _db(value: Any) -> str:
    return str(value) if isinstance(value, str | RString) else o.to_s(send(value, "to_s", Symbol("db")))


@method(RANGE, "bsearch")
def bsearch(self: Range, block: Proc | None) -> Any:
    """Binary search among integers."""
    from .array.access import bisect

    if block is None:
        return enumerator(self, "bsearch")
    if type(self.first) is not int or type(self.last) is not int:
        raise TypeError_(f"can't do binary search for {o.class_name(self.first)}")
    high = self.last if self.exclusive else self.last + 1
    return bisect(block.one, self.first, high)


@method(RANGE, "dup", "clone")
def dup(self: Range, block: Proc | None, options: Any = None) -> Any:
    """An equal Range."""
    return Range(self.first, self.last, self.exclusive)
