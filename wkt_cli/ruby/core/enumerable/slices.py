"""Enumerable: neighbouring elements taken together."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from ...errors import ArgumentError, RuntimeError_
from ...registry import ENUMERABLE, method, send
from ...values import MISSING, Proc, Symbol
from .. import object as o
from ..enumerator import enumerator, made
from ..iterate import items
from .fold import positive


@method(ENUMERABLE, "each_slice")
def each_slice(self: Any, block: Proc | None, count: Any) -> Any:
    """Arrays of ``count`` elements; the last may be shorter."""
    size = positive(count, "invalid slice size")
    if block is None:
        return enumerator(self, "each_slice", count)
    for part in sliced(self, size):
        block.one(part)
    return self


def sliced(self: Any, size: int) -> Iterator[list[Any]]:
    """Arrays of ``size`` elements."""
    part: list[Any] = []
    for x in items(self):
        part.append(x)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


@method(ENUMERABLE, "each_cons")
def each_cons(self: Any, block: Proc | None, count: Any) -> Any:
    """Each run of ``count`` neighbours."""
    size = positive(count, "invalid size")
    if block is None:
        return enumerator(self, "each_cons", count)
    window: deque[Any] = deque(maxlen=size)
    for x in items(self):
        window.append(x)
        if len(window) == size:
            block.one(list(window))
    return self


@method(ENUMERABLE, "chunk_while")
def chunk_while(self: Any, block: Proc | None) -> Any:
    """Runs of neighbours between which the block is true."""
    two = _required(block).two
    return made(lambda: _runs(self, lambda a, b: not o.truthy(two(a, b))), "each")


@method(ENUMERABLE, "slice_when")
def slice_when(self: Any, block: Proc | None) -> Any:
    """Runs of neighbours, cut where the block is true."""
    two = _required(block).two
    return made(lambda: _runs(self, lambda a, b: o.truthy(two(a, b))), "each")


def _required(block: Proc | None) -> Proc:
    if block is None:
        raise ArgumentError("tried to create Proc object without a block")
    return block


def _runs(self: Any, cut: Callable[[Any, Any], bool]) -> Iterator[list[Any]]:
    run: list[Any] = []
    for x in items(self):
        if run and cut(run[-1], x):
            yield run
            run = []
        run.append(x)
    if run:
        yield run


def _tester(block: Proc | None, pattern: Any) -> Callable[[Any], bool]:
    if pattern is not MISSING:
        if block is not None:
            raise ArgumentError("both pattern and block are given")
        return lambda x: o.truthy(send(pattern, "===", x))
    if block is None:
        raise ArgumentError("wrong number of arguments (given 0, expected 1)")
    one = block.one
    return lambda x: o.truthy(one(x))


def _cut_before(self: Any, test: Callable[[Any], bool]) -> Iterator[list[Any]]:
    """Runs that begin where the test holds, which the first element is asked too."""
    run: list[Any] = []
    for x in items(self):
        if test(x) and run:
            yield run
            run = []
        run.append(x)
    if run:
        yield run


@method(ENUMERABLE, "slice_before")
def slice_before(self: Any, block: Proc | None, pattern: Any = MISSING) -> Any:
    """Runs that begin where an element matches."""
    test = _tester(block, pattern)
    return made(lambda: _cut_before(self, test), "each")


@method(ENUMERABLE, "slice_after")
def slice_after(self: Any, block: Proc | None, pattern: Any = MISSING) -> Any:
    """Runs that end where an element matches."""
    test = _tester(block, pattern)
    return made(lambda: _runs(self, lambda a, b: test(a)), "each")


@method(ENUMERABLE, "chunk")
def chunk(self: Any, block: Proc | None) -> Any:
    """Runs of neighbours for which the block gives the same, each with that value."""
    if block is None:
        return enumerator(self, "chunk")
    one = block.one
    return made(lambda: _chunks(self, one), "each")


_SEPARATOR, _ALONE = Symbol("_separator"), Symbol("_alone")


def _chunks(self: Any, one: Callable[[Any], Any]) -> Iterator[list[Any]]:
    """Nil and :_separator drop the element, :_alone keeps it on its own."""
    run: list[Any] = []
    for x in items(self):
        key = one(x)
        if isinstance(key, Symbol) and key.name.startswith("_") and key not in (_SEPARATOR, _ALONE):
            raise RuntimeError_("symbols beginning with an underscore are reserved")
        drop = key is None or key is _SEPARATOR
        if run and (drop or key is _ALONE or not o.equal(run[0], key)):
            yield run
            run = []
        if drop:
            continue
        if run:
            run[1].append(x)
        else:
            run = [key, [x]]
        if key is _ALONE:
            yield run
            run = []
    if run:
        yield run
