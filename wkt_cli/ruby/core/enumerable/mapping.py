"""Enumerable: one element after the other, and what each becomes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...errors import ArgumentError, TypeError_
from ...registry import ENUMERABLE, method, send, table
from ...values import MISSING, Hash, Proc, Symbol
from .. import object as o
from ..enumerator import Enumerator, also, enumerator, given, yielding
from ..iterate import asked, elements, items, pack


@also(ENUMERABLE, "collect")
@method(ENUMERABLE, "map")
def map_(self: Any, block: Proc | None) -> Any:
    """What the block makes of each element."""
    if block is None:
        return enumerator(self, "map")
    if type(self) is Enumerator and type(self.receiver) is list and self.method == "each_with_index":
        two = block.two
        return [two(x, index) for index, x in enumerate(asked(self.receiver, self.args))]
    values, one = yielding(self, block)
    return [one(x) for x in values]


@also(ENUMERABLE, "collect_concat")
@method(ENUMERABLE, "flat_map")
def flat_map(self: Any, block: Proc | None) -> Any:
    """As map, with the arrays that the block gives joined."""
    if block is None:
        return enumerator(self, "flat_map")
    values, one = yielding(self, block)
    found: list[Any] = []
    for x in values:
        part = one(x)
        if type(part) is list:
            found += part
        else:
            found += o.as_ary(part) or [part]
    return found


@method(ENUMERABLE, "filter_map")
def filter_map(self: Any, block: Proc | None) -> Any:
    """What the block makes of each element, without nil and false."""
    if block is None:
        return enumerator(self, "filter_map")
    values, one = yielding(self, block)
    return [y for x in values if (y := one(x)) is not None and y is not False]


@also(ENUMERABLE, "filter", "find_all")
@method(ENUMERABLE, "select")
def select(self: Any, block: Proc | None) -> Any:
    """The elements for which the block is true."""
    if block is None:
        return enumerator(self, "select")
    one = block.one
    return [x for x in items(self) if (y := one(x)) is not None and y is not False]


@method(ENUMERABLE, "reject")
def reject(self: Any, block: Proc | None) -> Any:
    """The elements for which the block is false."""
    if block is None:
        return enumerator(self, "reject")
    one = block.one
    return [x for x in items(self) if (y := one(x)) is None or y is False]


@method(ENUMERABLE, "compact")
def compact(self: Any, block: Proc | None) -> Any:
    """Without nil."""
    return [x for x in elements(self) if x is not None]


@method(ENUMERABLE, "each_with_index")
def each_with_index(self: Any, block: Proc | None, *args: Any) -> Any:
    """Each element with its position."""
    if block is None:
        return enumerator(self, "each_with_index", *args)
    two = block.two
    for index, x in enumerate(asked(self, args)):
        two(x, index)
    return self


@method(ENUMERABLE, "each_with_object")
def each_with_object(self: Any, block: Proc | None, memo: Any) -> Any:
    """Each element with an object that is the result."""
    if block is None:
        return enumerator(self, "each_with_object", memo)
    two = block.two
    for x in items(self):
        two(x, memo)
    return memo


@method(ENUMERABLE, "each_entry")
def each_entry(self: Any, block: Proc | None, *args: Any) -> Any:
    """Each element, several yielded values as one array."""
    if block is None:
        return enumerator(self, "each_entry", *args)
    one = block.one
    for x in asked(self, args):
        one(x)
    return self


@method(ENUMERABLE, "reverse_each")
def reverse_each(self: Any, block: Proc | None, *args: Any) -> Any:
    """Each element from the last."""
    if block is None:
        return enumerator(self, "reverse_each", *args)
    one = block.one
    for x in reversed(list(asked(self, args))):
        one(x)
    return self


@method(ENUMERABLE, "to_a", "entries")
def to_a(self: Any, block: Proc | None, *args: Any) -> Any:
    """All elements in an Array."""
    return list(asked(self, args))


@method(ENUMERABLE, "to_h")
def to_h(self: Any, block: Proc | None, *args: Any) -> Any:
    """A Hash of the pairs that the elements are, or that the block makes of them."""
    if block is None:
        return pairs_to_hash(asked(self, args))
    if args:
        return pairs_to_hash(map(block.one, asked(self, args)))
    values, one = yielding(self, block)
    return pairs_to_hash(map(one, values))


def pairs_to_hash(pairs: Any) -> Hash:
    """A Hash of pairs."""
    return o.hash_from(_pair_of(x, f"wrong element type {o.class_name(x)}") for x in pairs)


def _pair_of(value: Any, complaint: str) -> tuple[Any, Any]:
    pair = o.as_ary(value)
    if pair is None:
        raise TypeError_(f"{complaint} (expected array)")
    if len(pair) != 2:
        raise ArgumentError(f"element has wrong array length (expected 2, was {len(pair)})")
    return pair[0], pair[1]


@method(ENUMERABLE, "zip")
def zip_(self: Any, block: Proc | None, *others: Any) -> Any:
    """Each element with those of the others at the same place."""
    parts = [_zip_part(other) for other in others] if self or type(self) is not list else []
    rows = ([x, *(next(part, None) for part in parts)] for x in items(self))
    if block is None:
        return list(rows)
    alone = not others and type(self) is not list
    for row in rows:
        block.one(row[0] if alone else row)
    return None


def _zip_part(other: Any) -> Iterator[Any]:
    if (found := o.as_ary(other)) is not None:
        return iter(found)
    if not o.responds(other, "each"):
        raise TypeError_(f"wrong argument type {o.class_name(other)} (must respond to :each)")
    return iter(items(other))


@method(ENUMERABLE, "uniq")
def uniq(self: Any, block: Proc | None) -> Any:
    """Without repetitions, of the element or of what the block makes of it; the first stays."""
    values = elements(self)
    return unique(values, block if len(values) > 1 or values is not self else None)


def unique(values: list[Any], block: Proc | None) -> list[Any]:
    """The values without repetitions."""
    seen: dict[Any, Any] = {}
    key_of = o.key_of
    if block is None:
        if set(map(type, values)) <= {str, Symbol}:
            return list(dict.fromkeys(values))
        for x in values:
            seen.setdefault(key_of(x), x)
    else:
        one = block.one
        for x in values:
            seen.setdefault(key_of(one(x)), x)
    return list(seen.values())


@method(ENUMERABLE, "lazy")
def lazy(self: Any, block: Proc | None) -> Any:
    """An Enumerator::Lazy of the elements."""
    from ..lazy import Lazy

    return Lazy.of(self)


@method(ENUMERABLE, "to_set")
def to_set(self: Any, block: Proc | None, rclass: Any = None, *args: Any) -> Any:
    """A Set (or what another class makes) of the elements, or of what the block makes of them."""
    from ..set import SET

    return send(rclass or SET, "new", self, *args, block=block)


@method(ENUMERABLE, "cycle")
def cycle(self: Any, block: Proc | None, times: Any = MISSING) -> Any:
    """The elements again and again."""
    if block is None:
        return enumerator(self, "cycle", *given(times))
    left = None if times is None or times is MISSING else o.to_index(times)
    one = block.one
    seen: list[Any] = []
    if left is None or left > 0:
        for x in items(self):
            seen.append(x)
            one(x)
    while seen and (left is None or left > 1):
        for x in seen:
            one(x)
        left = None if left is None else left - 1
    return None


@method(ENUMERABLE, "grep")
def grep(self: Any, block: Proc | None, pattern: Any) -> Any:
    """The elements that `===` the pattern, as the block changes them."""
    match, one = table("===")[type(pattern)], block.one if block is not None else _same
    return [one(x) for x in items(self) if o.truthy(match(pattern, None, x))]


def _same(value: Any) -> Any:
    return value


@method(ENUMERABLE, "grep_v")
def grep_v(self: Any, block: Proc | None, pattern: Any) -> Any:
    """The elements that don't `===` the pattern."""
    match, one = table("===")[type(pattern)], block.one if block is not None else _same
    return [one(x) for x in items(self) if not o.truthy(match(pattern, None, x))]


@method(ENUMERABLE, "first")
def first(self: Any, block: Proc | None, count: Any = MISSING) -> Any:
    """The first element, or the first few."""
    if count is MISSING:
        return next(iter(items(self)), None)
    wanted = o.to_index(count)
    if wanted < 0:
        raise ArgumentError("attempt to take negative size")
    o.check_array_size(wanted)
    return taken(self, wanted)


def taken(self: Any, count: int) -> list[Any]:
    """The first ``count`` elements; asks for no more than that."""
    found: list[Any] = []
    if count:
        for x in items(self):
            found.append(x)
            if len(found) == count:
                break
    return found


@method(ENUMERABLE, "take")
def take(self: Any, block: Proc | None, count: Any) -> Any:
    """The first few elements."""
    return first(self, None, count)


@method(ENUMERABLE, "drop")
def drop(self: Any, block: Proc | None, count: Any) -> Any:
    """Without the first few elements."""
    left = o.to_index(count)
    if left < 0:
        raise ArgumentError("attempt to drop negative size")
    return elements(self)[left:]


@method(ENUMERABLE, "take_while")
def take_while(self: Any, block: Proc | None) -> Any:
    """The elements before the first for which the block is false."""
    if block is None:
        return enumerator(self, "take_while")
    found: list[Any] = []
    values, one = yielding(self, block)
    for x in values:
        if not o.truthy(one(x)):
            break
        found.append(x)
    return [pack(row) for row in found] if type(self) is Enumerator else found


@method(ENUMERABLE, "drop_while")
def drop_while(self: Any, block: Proc | None) -> Any:
    """From the first element for which the block is false."""
    if block is None:
        return enumerator(self, "drop_while")
    values = iter(items(self))
    for x in values:
        if not o.truthy(block.one(x)):
            return [x, *values]
    return []
