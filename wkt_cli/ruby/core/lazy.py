"""Enumerator::Lazy: a chain of steps that takes no more values than are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import dropwhile, islice, takewhile
from typing import Any

from ..errors import ArgumentError
from ..registry import ENUMERABLE, define_class, method, own, send
from ..values import MISSING, Proc
from . import object as o
from .enumerable import slices as slices
from .enumerator import ENUMERATOR, Enumerator
from .iterate import items, walkers

Maker = Callable[[], Iterable[Any]]
Step = Callable[[Iterable[Any]], Iterable[Any]]


class Lazy(Enumerator):
    """Values made by `make`; receiver, method and args only say where they come from."""

    __slots__ = ("make",)

    def __init__(
        self, make: Callable[[], Iterable[Any]], receiver: Any, name: str, args: tuple[Any, ...]
    ) -> None:
        super().__init__(receiver, name, args, None)
        self.make = make

    @classmethod
    def of(cls, source: Any) -> Lazy:
        """The lazy form of anything that can be enumerated."""
        made = cls(lambda: items(source), source, "", ())
        made.size = send(source, "size") if o.responds(source, "size") else None
        return made

    def step(self, name: str, fn: Step, *args: Any) -> Lazy:
        """The chain with one more step; a `map` and its like keep the size."""
        made = Lazy(lambda: fn(self.make()), self, name, args)
        if name in ("map", "zip", "with_index"):
            made.size = self.size
        return made


LAZY = define_class("Enumerator::Lazy", ENUMERATOR, Lazy)
walkers[Lazy] = lambda self: self.make()


def _block(block: Proc | None, name: str) -> Proc:
    if block is None:
        raise ArgumentError(f"tried to call lazy {name} without a block")
    return block


@method(LAZY, "map", "collect")
def map_(self: Lazy, block: Proc | None) -> Any:
    """What the block makes of each value."""
    one = _block(block, "map").one
    return self.step("map", lambda xs: (one(x) for x in xs))


@method(LAZY, "select", "filter", "find_all")
def select(self: Lazy, block: Proc | None) -> Any:
    """The values for which the block is true."""
    one = _block(block, "select").one
    return self.step("select", lambda xs: (x for x in xs if o.truthy(one(x))))


@method(LAZY, "reject")
def reject(self: Lazy, block: Proc | None) -> Any:
    """The values for which the block is false."""
    one = _block(block, "reject").one
    return self.step("reject", lambda xs: (x for x in xs if not o.truthy(one(x))))


@method(LAZY, "filter_map")
def filter_map(self: Lazy, block: Proc | None) -> Any:
    """What the block makes of each value, without nil and false."""
    one = _block(block, "filter_map").one
    return self.step("filter_map", lambda xs: (y for x in xs if o.truthy(y := one(x))))


@method(LAZY, "flat_map", "collect_concat")
def flat_map(self: Lazy, block: Proc | None) -> Any:
    """As map, with arrays joined."""
    one = _block(block, "flat_map").one

    def flatten(xs: Iterable[Any]) -> Iterator[Any]:
        for x in xs:
            part = one(x)
            if isinstance(part, list | Lazy):
                yield from items(part)
            else:
                yield part

    return self.step("flat_map", flatten)


@method(LAZY, "take")
def take(self: Lazy, block: Proc | None, count: Any) -> Any:
    """The first few values."""
    wanted = o.to_int(count)
    if wanted < 0:
        raise ArgumentError("attempt to take negative size")
    return self.step("take", lambda xs: islice(xs, wanted), count)


@method(LAZY, "drop")
def drop(self: Lazy, block: Proc | None, count: Any) -> Any:
    """Without the first few values."""
    away = o.to_int(count)
    if away < 0:
        raise ArgumentError("attempt to drop negative size")
    return self.step("drop", lambda xs: islice(xs, away, None), count)


@method(LAZY, "take_while")
def take_while(self: Lazy, block: Proc | None) -> Any:
    """The values before the first for which the block is false."""
    one = _block(block, "take_while").one
    return self.step("take_while", lambda xs: takewhile(lambda x: o.truthy(one(x)), xs))


@method(LAZY, "drop_while")
def drop_while(self: Lazy, block: Proc | None) -> Any:
    """From the first value for which the block is false."""
    one = _block(block, "drop_while").one
    return self.step("drop_while", lambda xs: dropwhile(lambda x: o.truthy(one(x)), xs))


def _matches(pattern: Any, value: Any) -> bool:
    return o.truthy(send(pattern, "===", value))


@method(LAZY, "grep")
def grep(self: Lazy, block: Proc | None, pattern: Any) -> Any:
    """The values that match, as the block changes them."""
    one = block.one if block is not None else lambda x: x
    return self.step("grep", lambda xs: (one(x) for x in xs if _matches(pattern, x)), pattern)


@method(LAZY, "grep_v")
def grep_v(self: Lazy, block: Proc | None, pattern: Any) -> Any:
    """The values that don't match, as the block changes them."""
    one = block.one if block is not None else lambda x: x
    return self.step(
        "grep_v", lambda xs: (one(x) for x in xs if not o.truthy(send(pattern, "===", x))), pattern
    )


@method(LAZY, "compact")
def compact(self: Lazy, block: Proc | None) -> Any:
    """Without nil."""
    return self.step("compact", lambda xs: (x for x in xs if x is not None))


@method(LAZY, "uniq")
def uniq(self: Lazy, block: Proc | None) -> Any:
    """Without repetitions."""
    one = block.one if block is not None else lambda x: x

    def unique(xs: Iterable[Any]) -> Iterator[Any]:
        seen: set[Any] = set()
        for x in xs:
            key = o.key_of(one(x))
            if key not in seen:
                seen.add(key)
                yield x

    return self.step("uniq", unique)


@method(LAZY, "with_index", "each_with_index")
def with_index(self: Lazy, block: Proc | None, offset: Any = MISSING) -> Any:
    """Each value with its number; a block only looks on."""
    start = 0 if offset is MISSING or offset is None else o.to_int(offset)
    shown = () if offset is MISSING else (offset,)
    if block is None:
        return self.step("with_index", lambda xs: ([x, i] for i, x in enumerate(xs, start)), *shown)
    two = block.two

    def look(xs: Iterable[Any]) -> Iterator[Any]:
        for i, x in enumerate(xs, start):
            two(x, i)
            yield x

    return self.step("with_index", look, *shown)


@method(LAZY, "zip")
def zip_(self: Lazy, block: Proc | None, *others: Any) -> Any:
    """Each value with those of the others at the same place."""

    def rows(xs: Iterable[Any]) -> Iterator[Any]:
        parts = [iter(items(other)) for other in others]
        for x in xs:
            yield [x, *(next(part, None) for part in parts)]

    return self.step("zip", rows, *others)


@method(LAZY, "lazy")
def lazy(self: Lazy, block: Proc | None) -> Any:
    """Itself."""
    return self


@method(LAZY, "force")
def force(self: Lazy, block: Proc | None) -> Any:
    """All values in an Array."""
    return list(self.make())


@method(LAZY, "eager")
def eager(self: Lazy, block: Proc | None) -> Any:
    """An Enumerator whose steps are no longer lazy."""
    return Enumerator(self, "each", (), None)


@method(LAZY, "each")
def each(self: Lazy, block: Proc | None) -> Any:
    """Give each value to the block."""
    if block is None:
        return self
    for x in self.make():
        block.one(x)
    return self.receiver


@method(LAZY, "inspect")
def inspect(self: Lazy, block: Proc | None) -> str:
    """The chain of steps, as Ruby shows it."""
    args = f"({', '.join(map(o.inspect, self.args))})" if self.args else ""
    return f"#<Enumerator::Lazy: {o.inspect(self.receiver)}{':' if self.method else ''}{self.method}{args}>"


def _lazy_form(name: str) -> None:
    """A method that gives an Enumerator for other types gives a lazy one here."""
    eager_form = own[ENUMERABLE][name]

    def lazily(self: Lazy, block: Proc | None, *args: Any) -> Any:
        return Lazy.of(eager_form(self, block, *args))

    method(LAZY, name)(lazily)


for _name in ("chunk", "chunk_while", "slice_when", "slice_before", "slice_after"):
    _lazy_form(_name)
