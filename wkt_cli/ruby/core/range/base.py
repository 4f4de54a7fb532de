"""Range: its elements, its bounds, equality and text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from ...errors import ArgumentError, RangeError, RubyError, TypeError_
from ...limits import check_items
from ...registry import RANGE, method, send, singleton
from ...values import MISSING, Proc, Range, RString, Symbol
from .. import object as o
from ..enumerator import enumerator
from ..iterate import asked, walker
from ..options import with_keywords


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
    if first is None:
        raise _beginless()
    if not o.responds(first, "succ"):
        raise TypeError_(f"can't iterate from {o.class_name(first)}")
    return _successors(self)


def _beginless() -> RubyError:
    return RangeError("cannot get the first element of beginless range")


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
        raise _beginless()
    if count is MISSING:
        return self.first
    wanted = o.to_index(count)
    if wanted < 0:
        raise ArgumentError("negative array size (or size too big)")
    o.check_array_size(wanted)
    return list(islice(walk(self), wanted))


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
    if self.first is None:
        raise _beginless()
    if block is None:
        return enumerator(self, "each")
    one = block.one
    for x in walk(self):
        one(x)
    return self


@method(RANGE, "reverse_each")
def reverse_each(self: Range, block: Proc | None, *args: Any) -> Any:
    """Give each element to the block, from the last."""
    if block is None:
        return enumerator(self, "reverse_each", *args)
    if self.last is None:
        raise TypeError_("can't iterate from NilClass")
    found = asked(self, args)
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
        lower, upper = _db(first(self, None)), _db(last(self, None))
        return f"BETWEEN '{lower}' AND '{upper}'"
    return f"{o.to_s(self.first)}{'...' if self.exclusive else '..'}{o.to_s(self.last)}"


def _db(value: Any) -> str:
    return str(value) if isinstance(value, str | RString) else o.to_s(send(value, "to_s", Symbol("db")))


@method(RANGE, "dup")
def dup(self: Range, block: Proc | None) -> Any:
    """An equal Range."""
    return Range(self.first, self.last, self.exclusive)


@method(RANGE, "clone")
@with_keywords
def clone(self: Range, block: Proc | None, *, freeze: Any = None) -> Any:
    """An equal Range, which never changes."""
    o.clone_is_frozen(self, freeze)
    return dup(self, None)
