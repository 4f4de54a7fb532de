"""Enumerator: a method whose block is still to come; what methods that yield give when they get none."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import chain
from typing import Any, TypeVar

from ..errors import ArgumentError, StopIteration_
from ..registry import ENUMERABLE, OBJECT, define_class, method, send, singleton
from ..values import MISSING, Hash, IndifferentHash, Proc, RClass, RString, Symbol
from . import object as o
from .iterate import collect, items, pack, pulled, pushed, receiver_block, walker, walkers


class Enumerator:
    """A receiver, the name of its yielding method, and arguments; `cursor` is where `next` stands."""

    __slots__ = ("args", "cursor", "frozen", "method", "peeked", "receiver", "result", "size")

    def __init__(self, receiver: Any, method: str, args: tuple[Any, ...] = (), size: Any = MISSING) -> None:
        self.receiver, self.method, self.args, self.size = receiver, method, args, size
        self.cursor: Iterator[Any] | None = None
        self.peeked: list[Any] = []
        self.result: Any = None
        self.frozen = False


class Chain(Enumerator):
    """What `Enumerator#+` gives."""

    __slots__ = ()


class Generator:
    """What makes the values of an Enumerator without receiver: a Python function, or a block."""

    __slots__ = ("block", "frozen", "make")

    def __init__(self, make: Callable[[], Iterable[Any]] | None = None, block: Proc | None = None) -> None:
        self.make, self.block, self.frozen = make, block, False


class Producer(Generator):
    """What makes the values of `Enumerator.produce`."""

    __slots__ = ()


class Yielder:
    """What the block of `Enumerator.new` puts its values into."""

    __slots__ = ("frozen", "take")

    def __init__(self, take: Callable[..., Any]) -> None:
        self.take, self.frozen = take, False


ENUMERATOR = define_class("Enumerator", OBJECT, Enumerator, includes=(ENUMERABLE,))
GENERATOR = define_class("Enumerator::Generator", OBJECT, Generator, includes=(ENUMERABLE,))
PRODUCER = define_class("Enumerator::Producer", GENERATOR, Producer)
YIELDER = define_class("Enumerator::Yielder", OBJECT, Yielder)
CHAIN = define_class("Enumerator::Chain", ENUMERATOR, Chain)


def enumerator(receiver: Any, name: str, *args: Any) -> Enumerator:
    """The Enumerator that a method without its block gives."""
    return Enumerator(receiver, name, args)


F = TypeVar("F", bound=Callable[..., Any])


def also(rclass: RClass, *names: str) -> Callable[[F], F]:
    """Register a method that yields under further names; its Enumerator has the name it was called by."""

    def register(fn: F) -> F:
        for name in names:
            method(rclass, name)(_named(fn, name))
        return fn

    return register


def _named(fn: Callable[..., Any], name: str) -> Callable[..., Any]:
    @wraps(fn)
    def alias(self: Any, block: Proc | None, *args: Any) -> Any:
        found = fn(self, block, *args)
        if block is None and type(found) is Enumerator:
            found.method = name
        return found

    return alias


def made(make: Callable[[], Iterable[Any]], name: str = "each", size: Any = None) -> Enumerator:
    """An Enumerator over values that a Python function makes anew each time."""
    return Enumerator(Generator(make), name, (), size)


# Methods that yield exactly the elements of their receiver, whatever their block gives.
_SAME = frozenset(
    ["each", "each_entry", "each_pair", "map", "collect", "flat_map", "collect_concat", "select", "filter", "reject",
     "find_all", "filter_map", "group_by", "partition", "sort_by", "min_by", "max_by", "minmax_by", "find", "detect",
     "find_index", "index_by", "index_with", "uniq"]
)  # fmt: skip
# Methods that yield two values each time; of a Hash also those of `_CHOICES`.
_PAIRS = frozenset(["each_with_index", "with_index", "each_with_object", "with_object"])
_CHOICES = frozenset(["select", "filter", "reject"])
# Methods that may never end.
_ENDLESS = frozenset({"loop", "cycle", "step", "upto", "downto", "each"})


_FINITE = frozenset({list, Hash, IndifferentHash, str, RString})


@walker(Enumerator, Chain)
def walk(self: Enumerator) -> Iterable[Any]:
    """The yielded values, pulled from the receiver where it can be, else pushed by its method."""
    receiver, name = self.receiver, self.method
    known = type(receiver) is list or type(receiver) in walkers
    if known and name in _SAME and not self.args:
        return items(receiver)
    if known and name in ("each_with_index", "with_index"):
        start = (
            o.to_int(self.args[0]) if name == "with_index" and self.args and self.args[0] is not None else 0
        )
        return ([x, i] for i, x in enumerate(items(receiver), start))
    if known and name == "each_slice":
        from .enumerable.slices import sliced

        return sliced(receiver, o.to_int(self.args[0]))
    if name in _ENDLESS or type(receiver) not in _FINITE:
        return pushed(receiver, name, *self.args)
    return collect(receiver, name, *self.args)


def yielding(value: Any, block: Proc) -> tuple[Iterable[Any], Callable[[Any], Any]]:
    """What can be walked over, and what gives each to the block.

    An Enumerator may yield several values at once, as `each_with_index` does: they are several arguments.
    """
    if type(value) is not Enumerator:
        return items(value), block.one
    call = block.call
    return rows(value), lambda row: call(*row)


def firsts(value: Any) -> Iterable[Any]:
    """The elements for a block with one parameter: of several values that are yielded at once only the first."""
    return (row[0] if row else None for row in rows(value)) if type(value) is Enumerator else items(value)


def rows(self: Enumerator) -> Iterable[Any]:
    """What an Enumerator yields, each time as a list of its arguments."""
    if type(self) is not Enumerator:
        return ([x] for x in items(self))
    receiver, name = self.receiver, self.method
    if name in _PAIRS or (name in _CHOICES and isinstance(receiver, Hash)):
        return walk(self)
    if _yields_single_values(receiver) and name in _SAME and not self.args:
        return ([x] for x in items(receiver))
    return pulled(receiver, name, *self.args)


def _yields_single_values(value: Any) -> bool:
    if isinstance(value, Generator):
        return value.make is not None
    return type(value) is list or (type(value) in walkers and type(value) is not Enumerator)


@walker(Generator, Producer)
def walk_generator(self: Generator) -> Iterable[Any]:
    """The values that a generator makes."""
    return pushed(self) if self.make is None else self.make()


@method(GENERATOR, "each")
def generator_each(self: Generator, block: Proc | None, *args: Any) -> Any:
    """Give all values to the block."""
    assert block is not None
    if self.block is not None:
        return self.block.call(Yielder(block.call), *args)
    assert self.make is not None
    one = block.one
    for x in self.make():
        one(x)
    return self


@method(YIELDER, "<<")
def push(self: Yielder, block: Proc | None, value: Any) -> Any:
    """Give one value; several can be chained."""
    self.take(value)
    return self


@method(YIELDER, "yield", "call")
def yield_(self: Yielder, block: Proc | None, *values: Any) -> Any:
    """Give values; the result is that of the consumer's block."""
    return self.take(*values)


@method(YIELDER, "to_proc")
def yielder_proc(self: Yielder, block: Proc | None) -> Any:
    """A Proc that gives its arguments on."""
    return Proc(self.take, is_lambda=True)


def given(value: Any) -> list[Any]:
    """An optional argument as the arguments of an Enumerator: none where it was not given."""
    return [] if value is MISSING else [value]


@singleton(ENUMERATOR, "new")
def new(rclass: Any, block: Proc | None, size: Any = None) -> Any:
    """`Enumerator.new { |y| y << 1 }`."""
    if block is None:
        raise ArgumentError("tried to create Proc object without a block")
    if not (size is None or isinstance(size, Proc) or size == math.inf):
        size = o.to_int(size)
    return Enumerator(Generator(block=block), "each", (), size)


@singleton(ENUMERATOR, "produce")
def produce(rclass: Any, block: Proc | None, start: Any = MISSING) -> Any:
    """An endless row where the block makes each value from the one before."""
    if block is None:
        raise ArgumentError("no block given")
    take = block

    def row() -> Iterator[Any]:
        try:
            value = take.call() if start is MISSING else start
            while True:
                yield value
                value = take.one(value)
        except StopIteration_:
            return

    return Enumerator(Producer(row), "each", (), math.inf)


@method(ENUMERATOR, "each")
def each(self: Enumerator, block: Proc | None, *args: Any) -> Any:
    """Call the method with the block at last."""
    if block is None:
        return Enumerator(self.receiver, self.method, (*self.args, *args), self.size) if args else self
    return send(self.receiver, self.method, *self.args, *args, block=block)


def counted(block: Proc, start: int) -> Proc:
    """The block, given each value together with a running number."""
    two = block.two
    at = start - 1

    def one(value: Any) -> Any:
        nonlocal at
        at += 1
        return two(value, at)

    return receiver_block(one)


@method(ENUMERATOR, "with_index")
def with_index(self: Enumerator, block: Proc | None, offset: Any = MISSING) -> Any:
    """Each value with its number, counted from the offset."""
    if block is None:
        return enumerator(self, "with_index", *given(offset))
    start = 0 if offset is None or offset is MISSING else o.to_int(offset)
    if type(self.receiver) is list and self.method in ("map", "collect"):
        two = block.two
        return [two(x, index) for index, x in enumerate(self.receiver, start)]
    return send(self.receiver, self.method, *self.args, block=counted(block, start))


@method(ENUMERATOR, "each_with_index")
def each_with_index(self: Enumerator, block: Proc | None) -> Any:
    """Each value with its number."""
    return enumerator(self, "each_with_index") if block is None else with_index(self, block)


@also(ENUMERATOR, "each_with_object")
@method(ENUMERATOR, "with_object")
def with_object(self: Enumerator, block: Proc | None, memo: Any) -> Any:
    """Each value with an object that is the result."""
    if block is None:
        return enumerator(self, "with_object", memo)
    two = block.two
    send(self.receiver, self.method, *self.args, block=receiver_block(lambda x: two(x, memo)))
    return memo


@method(ENUMERATOR, "next")
def next_(self: Enumerator, block: Proc | None) -> Any:
    """The next value; StopIteration after the last."""
    return pack(next_values(self, None))


@method(ENUMERATOR, "peek")
def peek(self: Enumerator, block: Proc | None) -> Any:
    """The next value, without going on."""
    return pack(peek_values(self, None))


@method(ENUMERATOR, "next_values")
def next_values(self: Enumerator, block: Proc | None) -> Any:
    """What is yielded next, in an array."""
    found = peek_values(self, None)
    self.peeked.clear()
    return found


@method(ENUMERATOR, "peek_values")
def peek_values(self: Enumerator, block: Proc | None) -> Any:
    """What is yielded next, in an array, without going on."""
    if not self.peeked:
        if self.cursor is None:
            self.cursor = iter(rows(self))
        try:
            self.peeked.append(next(self.cursor))
        except StopIteration as end:
            self.cursor = iter(())
            self.result = end.value if end.value is not None else self.result
            if self.result is None and self.method in _SAME and not isinstance(self.receiver, Generator):
                self.result = self.receiver
            raise StopIteration_("iteration reached an end", result=self.result)
    return list(self.peeked[0])


@method(ENUMERATOR, "rewind")
def rewind(self: Enumerator, block: Proc | None) -> Any:
    """Begin again."""
    self.cursor, self.result = None, None
    self.peeked.clear()
    return self


@method(ENUMERATOR, "+")
def plus(self: Enumerator, block: Proc | None, other: Any) -> Any:
    """One after the other."""
    return Chain(Generator(lambda: chain(items(self), items(other))), "each", (self, other))


@method(ENUMERABLE, "chain")
def chain_(self: Any, block: Proc | None, *others: Any) -> Any:
    """One after the other."""
    return Chain(Generator(lambda: chain(items(self), *map(items, others))), "each", (self, *others))


@method(CHAIN, "each")
def chain_each(self: Chain, block: Proc | None) -> Any:
    """Each value of each part."""
    if block is None:
        return self
    for x in items(self.receiver):
        block.one(x)
    return self


walkers[Chain] = lambda self: items(self.receiver)


@method(CHAIN, "inspect")
def chain_inspect(self: Chain, block: Proc | None) -> str:
    """The parts, as Ruby shows them."""
    return f"#<Enumerator::Chain: [{', '.join(map(o.inspect, self.args))}]>"


@method(ENUMERATOR, "to_s")
def to_s(self: Enumerator, block: Proc | None) -> str:
    """The class."""
    return o.any_to_s(self)


@method(ENUMERATOR, "inspect")
def inspect(self: Enumerator, block: Proc | None) -> str:
    """Receiver, method and arguments, as Ruby shows them."""
    return f"#<{o.class_name(self)}: {o.inspect(self.receiver)}:{self.method}{shown_args(self.args)}>"


def shown_args(args: tuple[Any, ...]) -> str:
    """The arguments of the call that made an Enumerator; a last Hash of Symbols as keywords."""
    if not args:
        return ""
    *rest, last = args
    if isinstance(last, Hash) and last and all(isinstance(key, Symbol) for key in last):
        shown = [f"{o.to_s(key)}: {o.to_s(value)}" for key, value in o.hash_pairs(last)]
    else:
        shown = [o.inspect(last)]
    return f"({', '.join([*map(o.inspect, rest), *shown])})"
