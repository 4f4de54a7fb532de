"""Array: sums, the smallest and the largest, chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from ...errors import ArgumentError
from ...registry import ARRAY, method, send
from ...values import Hash, Proc, RString, Symbol
from .. import object as o
from ..enumerable.fold import add_up, array_sum, is_number
from ..enumerable.order import max_ as general_max
from ..enumerable.order import min_ as general_min
from ..enumerable.order import minmax as general_minmax
from ..sorting import is_native, scan

_RANDOM = Symbol("random")


@method(ARRAY, "sum")
def sum_(self: list[Any], block: Proc | None, start: Any = None) -> Any:
    """Numbers added up exactly, other types joined by `+`; none give 0."""
    if block is None:
        return array_sum(self, start)
    one = block.one
    return summed(self, [one(x) for x in self], start)


def summed(self: list[Any], found: list[Any], start: Any = None) -> Any:
    """The sum of what the block gave; ActiveSupport looks at the first element, not at the first value."""
    return add_up(found, 0) if start is None and self and is_number(self[0]) else array_sum(found, start)


def _best_first(value: Any, best: Any) -> int:
    return -o.compare_or_fail(best, value)


def _extreme(self: list[Any], sign: int) -> Any:
    """The extreme element. Ruby compares the best with the next, in a literal with texts the other way."""
    if is_native(self):
        return (max(self) if sign > 0 else min(self)) if self else None
    if any(isinstance(x, str | RString | Hash) for x in self):
        return scan(self, o.compare_or_fail, sign)
    return scan(self, _best_first, sign)


@method(ARRAY, "min")
def min_(self: list[Any], block: Proc | None, count: Any = None) -> Any:
    """The smallest element, or the few smallest."""
    return _extreme(self, -1) if block is None and count is None else general_min(self, block, count)


@method(ARRAY, "max")
def max_(self: list[Any], block: Proc | None, count: Any = None) -> Any:
    """The largest element, or the few largest."""
    return _extreme(self, 1) if block is None and count is None else general_max(self, block, count)


@method(ARRAY, "minmax")
def minmax(self: list[Any], block: Proc | None) -> Any:
    """The smallest and the largest element; the largest is looked for first."""
    if block is not None:
        return general_minmax(self, block)
    largest = scan(self, _best_first, 1)
    return [scan(self, _best_first, -1), largest]


def _chance(options: Any) -> Callable[[int], int]:
    """What gives a number below a limit: the `random:` option, or Python's generator."""
    source = o.hash_get(options, _RANDOM) if isinstance(options, Hash) else None
    return random.randrange if source is None else lambda limit: int(send(source, "rand", limit))


@method(ARRAY, "shuffle")
def shuffle(self: list[Any], block: Proc | None, options: Any = None) -> Any:
    """In an order by chance."""
    return shuffle_(list(self), None, options)


@method(ARRAY, "shuffle!")
def shuffle_(self: list[Any], block: Proc | None, options: Any = None) -> Any:
    """Put in an order by chance, with Ruby's steps so that a seed gives Ruby's order."""
    o.check_list(self)
    below = _chance(options)
    for last in range(len(self) - 1, -1, -1):
        other = below(last + 1)
        self[last], self[other] = self[other], self[last]
    return self


@method(ARRAY, "sample")
def sample(self: list[Any], block: Proc | None, count: Any = None, options: Any = None) -> Any:
    """An element by chance, or several different ones."""
    if isinstance(count, Hash):
        count, options = None, count
    below = _chance(options)
    if count is None:
        return self[below(len(self))] if self else None
    wanted = o.to_index(count)
    if wanted < 0:
        raise ArgumentError("negative sample number")
    wanted = min(wanted, len(self))
    if wanted <= 10:
        return [self[i] for i in _few(len(self), wanted, below)]
    return _many(list(self), wanted, below)


def _few(length: int, wanted: int, below: Callable[[int], int]) -> list[int]:
    """Distinct positions, each drawn among those left."""
    found: list[int] = []
    for drawn in range(wanted):
        place = below(length - drawn)
        for taken in sorted(found):
            if place < taken:
                break
            place += 1
        found.append(place)
    return found


def _many(values: list[Any], wanted: int, below: Callable[[int], int]) -> list[Any]:
    for index in range(wanted):
        other = below(len(values) - index) + index
        values[index], values[other] = values[other], values[index]
    return values[:wanted]
