"""Enumerable: many elements become one value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from itertools import islice
from typing import Any

from ...errors import ArgumentError, LocalJumpError, NoMethodError, TypeError_
from ...registry import ENUMERABLE, method, send, table
from ...sandbox import foreign
from ...values import MISSING, Hash, Proc, RString
from .. import object as o
from ..iterate import elements, items

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub}


@method(ENUMERABLE, "inject", "reduce")
def inject(self: Any, block: Proc | None, start: Any = MISSING, name: Any = MISSING) -> Any:
    """Join the elements one after the other, by the block or the method named last."""
    if name is MISSING and block is None:
        if start is MISSING:
            return _without_block(self)
        start, name = MISSING, start
    if name is not MISSING:
        wanted, found = _method_name(name), items(self)
        return _by_name(found if isinstance(found, list | range) else iter(found), start, wanted)
    assert block is not None
    values: Iterable[Any] = items(self)
    if start is MISSING:
        values = iter(values)
        start = next(values, None)
    return reduce(block.two, values, start)


def _without_block(self: Any) -> Any:
    """Nothing is called for fewer than two elements."""
    values = list(islice(items(self), 2))
    if len(values) > 1:
        raise LocalJumpError("no block given")
    return values[0] if values else None


def _method_name(value: Any) -> str:
    name = o.name_of(value)
    if foreign(name):
        raise NoMethodError(f"undefined method `{name}'")
    return name


def _by_name(values: list[Any] | range | Iterator[Any], start: Any, name: str) -> Any:
    """Join values by a method; an iterator, which may never end, is asked for one after the other."""
    rest = iter(values)
    if start is MISSING:
        start = next(rest, None)
    if name in _OPERATORS and not isinstance(values, Iterator):
        kinds = set(map(type, values)) | {type(start)}
        if kinds == {int} or kinds == {float}:
            return reduce(_OPERATORS[name], rest, start)
    methods = table(name)
    for x in rest:
        start = methods[type(start)](start, None, x)
    return start


@method(ENUMERABLE, "sum")
def sum_(self: Any, block: Proc | None, start: Any = None) -> Any:
    """ActiveSupport's sum: without a start the elements are joined by `+`, of whichever type; none give 0."""
    if o.truthy(start):
        values = elements(self) if block is None else _mapped(self, block)
        return add_up(values, start) if is_number(start) else _by_name(values, start, "+")
    if block is not None:
        return array_sum(_mapped(self, block), start)
    return joined(elements(self))


def _mapped(self: Any, block: Proc) -> list[Any]:
    from ..enumerator import yielding

    values, one = yielding(self, block)
    return [one(x) for x in values]


def joined(values: list[Any]) -> Any:
    """`inject(:+) || 0`."""
    found = _by_name(values, MISSING, "+")
    return found if o.truthy(found) else 0


def array_sum(values: list[Any], start: Any) -> Any:
    """The sum of an Array: numbers are added up exactly, other types joined by `+`."""
    if start is None or start is False:
        if not values:
            return 0
        if not is_number(values[0]):
            return joined(values)
        start = 0
    return add_up(values, start)


def is_number(value: Any) -> bool:
    """Whether a value is Numeric."""
    from ...registry import NUMERIC

    return type(value) is int or type(value) is float or o.is_a(value, NUMERIC)


def add_up(values: list[Any], start: Any) -> Any:
    """Ruby's sum: integers and rationals exactly, floats with compensation, then what is left by `+`."""
    if set(map(type, values)) == {int}:
        return _exact(sum(values), [], start, True)
    whole, fractions, index = 0, [], 0
    while index < len(values) and (type(values[index]) is int or o.class_name(values[index]) == "Rational"):
        if type(values[index]) is int:
            whole += values[index]
        else:
            fractions.append(values[index])
        index += 1
    total = _exact(whole, fractions, start, index > 0)
    if index < len(values) and type(values[index]) is float:
        total, index = _compensated(values, index, as_float(total))
    plus = table("+")
    for x in islice(values, index, None):
        total = plus[type(total)](total, None, x)
    return total


def _exact(whole: int, fractions: list[Any], start: Any, some: bool) -> Any:
    """The sum of the exact numbers plus the start, in Ruby's order of operands."""
    if type(start) is int and not fractions:
        return start + whole
    total = send(whole, "+", start) if whole or (some and not fractions) else start
    return send(reduce(lambda a, b: send(a, "+", b), fractions), "+", total) if fractions else total


def as_float(value: Any) -> float:
    """The start of a sum of floats."""
    if isinstance(value, str | RString):
        raise TypeError_("no implicit conversion to float from string")
    if not is_number(value):
        raise TypeError_(f"can't convert {o.describe(value)} into Float")
    return float(send(value, "to_f"))


def _compensated(values: list[Any], index: int, total: float) -> tuple[Any, int]:
    """Kahan-Babuska summation from ``index`` on, as long as there are numbers."""
    if set(map(type, islice(values, index, None))) == {float}:
        found = _floats(values, index, total)
        if found == found and found not in (_INFINITY, -_INFINITY):
            return found, len(values)
    rest = 0.0
    while index < len(values) and is_number(values[index]):
        x = float(send(values[index], "to_f"))
        if x != x or x in (_INFINITY, -_INFINITY) or total in (_INFINITY, -_INFINITY):
            total, rest = total + x, 0.0
        else:
            step = total + x
            rest += ((total - step) + x) if abs(total) >= abs(x) else ((x - step) + total)
            total = step
        index += 1
    return total + rest, index


def _floats(values: list[float], index: int, total: float) -> float:
    """The compensated sum of floats that are finite."""
    rest = 0.0
    for x in islice(values, index, None):
        step = total + x
        if (total if total >= 0 else -total) >= (x if x >= 0 else -x):
            rest += (total - step) + x
        else:
            rest += (x - step) + total
        total = step
    return total + rest


_INFINITY = float("inf")


@method(ENUMERABLE, "tally")
def tally(self: Any, block: Proc | None, into: Any = MISSING) -> Any:
    """How often each element occurs."""
    counts = Hash() if into is MISSING else o.to_hash(into)
    if counts.frozen:
        raise o.frozen_error(counts)
    for x in items(self):
        so_far = o.hash_get(counts, x, 0)
        if type(so_far) is not int:
            raise TypeError_(f"wrong argument type {o.class_name(so_far)} (expected Integer)")
        o.hash_set(counts, x, so_far + 1)
    return counts


@method(ENUMERABLE, "partition")
def partition(self: Any, block: Proc | None) -> Any:
    """The elements that make the block true, and the others."""
    if block is None:
        from ..enumerator import enumerator

        return enumerator(self, "partition")
    one = block.one
    hits: list[Any] = []
    others: list[Any] = []
    for x in items(self):
        y = one(x)
        (others if y is None or y is False else hits).append(x)
    return [hits, others]


def needs_block(block: Proc | None) -> Proc:
    """The block, or the error of a method that yields without one."""
    if block is None:
        raise LocalJumpError("no block given (yield)")
    return block


def positive(count: Any, complaint: str) -> int:
    """A size that must be above 0."""
    found = o.to_index(count)
    if found <= 0:
        raise ArgumentError(complaint)
    return found
