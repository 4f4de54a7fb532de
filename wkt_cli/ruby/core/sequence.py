"""Enumerator::ArithmeticSequence: what `(1..10).step(2)`, `% 2` and `1.step(10, 2)` give."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from ..errors import RangeError
from ..registry import define_class, method, send
from ..values import MISSING, Proc, Range
from . import object as o
from .enumerator import ENUMERATOR, Enumerator, shown_args
from .iterate import walker


class Sequence(Enumerator):
    """Numbers from `first` to `last` (None: endless) by `step`."""

    __slots__ = ("exclusive", "first", "last", "step")

    def __init__(
        self, source: Any, name: str, args: tuple[Any, ...], first: Any, last: Any, step: Any, exclusive: bool
    ) -> None:
        super().__init__(source, name, args)
        self.first, self.last, self.step, self.exclusive = first, last, step, exclusive

    def slice(self, array: list[Any]) -> list[Any]:
        """What `array[(1..).step(2)]` takes."""
        step = o.to_int(self.step)
        bounds = _slice_bounds(Range(self.first, self.last, self.exclusive), len(array), step, self)
        part = array[bounds[0] : bounds[0] + bounds[1]]
        return part[::step] if step > 0 else part[::-1][::-step]


def _slice_bounds(range_: Range, length: int, step: int, shown: Sequence) -> tuple[int, int]:
    from .array.places import range_bounds

    if step < 0:
        range_ = Range(range_.last, range_.first, False)
    found = range_bounds(range_, length)
    if found is None:
        raise RangeError(f"({o.inspect(shown)[1:-1]}) out of range")
    return found


SEQUENCE = define_class("Enumerator::ArithmeticSequence", ENUMERATOR, Sequence)


@walker(Sequence)
def walk(self: Sequence) -> Iterator[Any]:
    """The numbers; floats are counted, not added up, so that no error gathers."""
    first, last, step = self.first, self.last, self.step
    if any(type(x) is float for x in (first, last, step)):
        yield from _floats(self)
        return
    sign = o.compare_or_fail(step, 0)
    current = first
    while last is None or (o.compare_or_fail(current, last) * sign < (0 if self.exclusive else 1)):
        yield current
        current = current + step if type(current) is int and type(step) is int else send(current, "+", step)


def _floats(self: Sequence) -> Iterator[float]:
    first, step = float(send(self.first, "to_f")), float(send(self.step, "to_f"))
    if self.last is None:
        count = 0
        while True:
            yield first + count * step
            count += 1
    last = float(send(self.last, "to_f"))
    total = float_steps(first, last, step, self.exclusive)
    index = 0
    while index < total:
        value = first + index * step
        yield last if not self.exclusive and (value > last if step > 0 else value < last) else value
        index += 1


def float_steps(first: float, last: float, step: float, exclusive: bool) -> float:
    """How many steps Ruby makes between two floats (ruby_float_step_size)."""
    if step == 0:
        return math.inf
    count = (last - first) / step
    error = (abs(first) + abs(last) + abs(last - first)) / abs(step) * 2.220446049250313e-16
    if math.isinf(step):
        return 1 if (first <= last if step > 0 else first >= last) else 0
    error = min(error, 0.5)
    if exclusive:
        if count <= 0:
            return 0
        found = 0.0 if count < 1 else math.floor(count - error)
        value = first + found * step
        return found + 1 if (value < last if step > 0 else value > last) else found
    return 0 if count < 0 else math.floor(count + error) + 1 if not math.isinf(count) else math.inf


@method(SEQUENCE, "each")
def each(self: Sequence, block: Proc | None) -> Any:
    """Give each number to the block."""
    if block is None:
        return self
    one = block.one
    for x in walk(self):
        one(x)
    return self


@method(SEQUENCE, "begin")
def begin(self: Sequence, block: Proc | None) -> Any:
    """The first number."""
    return self.first


@method(SEQUENCE, "end")
def end(self: Sequence, block: Proc | None) -> Any:
    """The bound."""
    return self.last


@method(SEQUENCE, "step")
def step_(self: Sequence, block: Proc | None) -> Any:
    """The distance."""
    return self.step


@method(SEQUENCE, "exclude_end?")
def exclude_end(self: Sequence, block: Proc | None) -> bool:
    """Whether the bound is left out."""
    return self.exclusive


@method(SEQUENCE, "size")
def size(self: Sequence, block: Proc | None) -> Any:
    """How many numbers there are."""
    if self.last is None:
        return math.inf
    if any(type(x) is float for x in (self.first, self.last, self.step)):
        first, last, step = (float(send(x, "to_f")) for x in (self.first, self.last, self.step))
        found = float_steps(first, last, step, self.exclusive)
        return found if math.isinf(found) else int(found)
    reach = send(send(send(self.last, "-", self.first), "/", self.step), "floor")
    exact = self.exclusive and o.equal(send(self.first, "+", send(self.step, "*", reach)), self.last)
    return max(0, reach + (0 if exact else 1))


@method(SEQUENCE, "last")
def last(self: Sequence, block: Proc | None, count: Any = MISSING) -> Any:
    """The last number, or the last few."""
    if self.last is None:
        raise RangeError("cannot get the last element of endless arithmetic sequence")
    numbers = list(walk(self))
    if count is MISSING:
        return numbers[-1] if numbers else None
    return send(numbers, "last", count)


@method(SEQUENCE, "==", "eql?", "===")
def equals(self: Sequence, block: Proc | None, other: Any) -> bool:
    """Whether bounds and step are equal."""
    return isinstance(other, Sequence) and o.equal(
        [self.first, self.last, self.step, self.exclusive],
        [other.first, other.last, other.step, other.exclusive],
    )


@method(SEQUENCE, "hash")
def hash_(self: Sequence, block: Proc | None) -> int:
    """One number for equal sequences."""
    return o.hash_of(_parts(self))


def _parts(self: Sequence) -> list[Any]:
    return [self.first, self.last, self.step, self.exclusive]


@method(SEQUENCE, "inspect")
def inspect(self: Sequence, block: Proc | None) -> str:
    """`((1..10).step(2))`."""
    shown = o.to_s(self.receiver)
    args = shown_args(self.args)
    return (
        f"(({shown}).{self.method}{args})"
        if isinstance(self.receiver, Range)
        else f"({shown}.{self.method}{args})"
    )
