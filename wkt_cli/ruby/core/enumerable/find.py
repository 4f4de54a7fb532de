"""Enumerable: questions, and the search for an element."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from ...registry import ENUMERABLE, method, send, table
from ...values import MISSING, Proc
from .. import object as o
from ..enumerator import also, enumerator, firsts, given, yielding
from ..iterate import elements, items


@also(ENUMERABLE, "detect")
@method(ENUMERABLE, "find")
def find(self: Any, block: Proc | None, if_none: Any = MISSING) -> Any:
    """The first element for which the block is true."""
    if block is None:
        return enumerator(self, "find", *given(if_none))
    one = block.one
    for x in items(self):
        y = one(x)
        if y is not None and y is not False:
            return x
    return None if if_none is None or if_none is MISSING else send(if_none, "call")


@method(ENUMERABLE, "find_index")
def find_index(self: Any, block: Proc | None, value: Any = MISSING) -> Any:
    """The position of the first element that is equal, or for which the block is true."""
    if value is not MISSING:
        return next((i for i, x in enumerate(items(self)) if o.equal(x, value)), None)
    if block is None:
        return enumerator(self, "find_index")
    values, one = yielding(self, block)
    return next((i for i, x in enumerate(values) if o.truthy(one(x))), None)


@method(ENUMERABLE, "include?", "member?")
def include(self: Any, block: Proc | None, value: Any) -> bool:
    """Whether an element is equal to the value."""
    equal = o.equal
    return any(equal(x, value) for x in items(self))


@method(ENUMERABLE, "exclude?")
def exclude(self: Any, block: Proc | None, value: Any) -> bool:
    """Not include?"""
    return not o.truthy(send(self, "include?", value))


@method(ENUMERABLE, "any?")
def any_(self: Any, block: Proc | None, pattern: Any = MISSING) -> bool:
    """Whether any element is true, or matches, or makes the block true."""
    return any(_tests(self, block, pattern))


@method(ENUMERABLE, "all?")
def all_(self: Any, block: Proc | None, pattern: Any = MISSING) -> bool:
    """Whether all elements are true, or match, or make the block true."""
    return all(_tests(self, block, pattern))


@method(ENUMERABLE, "none?")
def none(self: Any, block: Proc | None, pattern: Any = MISSING) -> bool:
    """Whether no element is true, or matches, or makes the block true."""
    return not any(_tests(self, block, pattern))


@method(ENUMERABLE, "one?")
def one_(self: Any, block: Proc | None, pattern: Any = MISSING) -> bool:
    """Whether exactly one element is true, or matches, or makes the block true."""
    return _at_least_two(_tests(self, block, pattern)) == 1


@method(ENUMERABLE, "many?")
def many(self: Any, block: Proc | None) -> bool:
    """ActiveSupport: more than one element, or more than one that makes the block true."""
    if block is None:
        return len(list(islice(items(self), 2))) > 1
    one = block.one
    return _at_least_two(o.truthy(one(x)) for x in firsts(self)) > 1


def _at_least_two(hits: Iterable[bool]) -> int:
    count = 0
    for hit in hits:
        count += hit
        if count > 1:
            break
    return count


def _tests(self: Any, block: Proc | None, pattern: Any) -> Any:
    """For each element whether it is true, matches the pattern, or makes the block true."""
    if pattern is not MISSING:
        match = table("===")[type(pattern)]
        return (o.truthy(match(pattern, None, x)) for x in items(self))
    if block is None:
        return (x is not None and x is not False for x in items(self))
    values, one = yielding(self, block)
    return ((y := one(x)) is not None and y is not False for x in values)


@method(ENUMERABLE, "count")
def count(self: Any, block: Proc | None, value: Any = MISSING) -> int:
    """How many elements there are, are equal to the value, or make the block true."""
    if value is not MISSING:
        return sum(1 for x in items(self) if o.equal(x, value))
    if block is None:
        return len(elements(self))
    values, one = yielding(self, block)
    return sum(1 for x in values if (y := one(x)) is not None and y is not False)
