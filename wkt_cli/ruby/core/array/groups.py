"""Array: ActiveSupport's groups and splits."""

from __future__ import annotations

from typing import Any

from ...errors import ArgumentError
from ...limits import check_items
from ...registry import ARRAY, method, send
from ...values import Proc
from .. import object as o
from ..enumerable.slices import sliced
from .change import kept


@method(ARRAY, "in_groups_of")
def in_groups_of(self: list[Any], block: Proc | None, number: Any, fill_with: Any = None) -> Any:
    """Arrays of one length, the last one filled up; `false` leaves it short."""
    size = send(number, "to_i")
    if size <= 0:
        raise ArgumentError(f"Group size must be a positive integer, was {o.inspect(number)}")
    check_items(size)
    values = self
    if fill_with is not False:
        values = self + [fill_with] * ((size - len(self) % size) % size)
    groups = list(sliced(values, size))
    if block is None:
        return groups
    for group in groups:
        block.one(group)
    return values


@method(ARRAY, "in_groups")
def in_groups(self: list[Any], block: Proc | None, number: Any, fill_with: Any = None) -> Any:
    """A number of arrays of nearly one length, the shorter ones filled up; `false` leaves them."""
    size, rest = send(len(self), "div", number), send(len(self), "%", number)
    count = o.to_int(number)
    check_items(count)
    groups: list[Any] = []
    start = 0
    for index in range(count):
        length = size + (1 if rest > index else 0)
        group = self[start : start + length]
        if fill_with is not False and rest > 0 and length == size:
            group.append(fill_with)
        groups.append(group)
        start += length
    if block is not None:
        for group in groups:
            block.one(group)
    return groups


@method(ARRAY, "split")
def split(self: list[Any], block: Proc | None, value: Any = None) -> Any:
    """The parts between the elements that are equal, or that make the block true."""
    parts: list[Any] = [[]]
    for x in self:
        if o.truthy(block.one(x)) if block is not None else o.equal(x, value):
            parts.append([])
        else:
            parts[-1].append(x)
    return parts


@method(ARRAY, "extract!")
def extract(self: list[Any], block: Proc | None) -> Any:
    """Take away what makes the block true, and give it."""
    if block is None:
        from ..enumerator import enumerator

        return enumerator(self, "extract!")
    found: list[Any] = []

    def test(x: Any) -> bool:
        hit = o.truthy(block.one(x))
        if hit:
            found.append(x)
        return hit

    kept(self, Proc(test), False)
    return found


@method(ARRAY, "from")
def from_(self: list[Any], block: Proc | None, position: Any) -> Any:
    """The rest from a position on."""
    start = o.to_index(position)
    if start < 0:
        start += len(self)
    return self[start:] if start >= 0 else []


@method(ARRAY, "to")
def to(self: list[Any], block: Proc | None, position: Any) -> Any:
    """The start up to a position."""
    last = o.to_index(position)
    if last >= 0:
        return self[: last + 1]
    return self[: last + len(self) + 1] if last + len(self) + 1 >= 0 else []


@method(ARRAY, "including")
def including(self: list[Any], block: Proc | None, *others: Any) -> Any:
    """With more elements."""
    from ..enumerable.group import flat_once

    return self + flat_once(others)


@method(ARRAY, "excluding", "without")
def excluding(self: list[Any], block: Proc | None, *others: Any) -> Any:
    """Without some elements."""
    from ..enumerable.group import flat_once
    from .combine import less

    return less(self, flat_once(others))


def _ordinal(name: str, index: int) -> None:
    def element(self: list[Any], block: Proc | None) -> Any:
        return self[index] if -len(self) <= index < len(self) else None

    element.__doc__ = f"The element at {index}."
    method(ARRAY, name)(element)


for _name, _index in {
    "second": 1,
    "third": 2,
    "fourth": 3,
    "fifth": 4,
    "forty_two": 41,
    "second_to_last": -2,
    "third_to_last": -3,
}.items():
    _ordinal(_name, _index)


@method(ARRAY, "compact_blank!")
def compact_blank(self: list[Any], block: Proc | None) -> Any:
    """Take blank elements away."""
    kept(self, Proc(lambda x: send(x, "blank?")), False)
    return self
