"""Array: new arrays out of one or several."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from math import comb, perm
from typing import Any

from ...errors import ArgumentError, IndexError_, RangeError
from ...limits import check_items
from ...registry import ARRAY, method
from ...values import MISSING, Hash, Proc, RString, Symbol
from .. import object as o
from ..enumerator import enumerator, given


@method(ARRAY, "+")
def plus(self: list[Any], block: Proc | None, other: Any) -> Any:
    """Both arrays one after the other."""
    more = o.to_ary(other)
    check_items(len(self) + len(more))
    return self + more


@method(ARRAY, "-")
def minus(self: list[Any], block: Proc | None, other: Any) -> Any:
    """Without the elements of the other."""
    return less(self, o.to_ary(other))


def less(values: list[Any], away: list[Any]) -> list[Any]:
    """The values whose key is not among the others."""
    key_of = o.key_of
    keys = set(map(key_of, away))
    return [x for x in values if key_of(x) not in keys]


@method(ARRAY, "difference")
def difference(self: list[Any], block: Proc | None, *others: Any) -> Any:
    """Without the elements of the others."""
    found = list(self)
    for other in others:
        found = less(found, o.to_ary(other))
    return found


def distinct(values: Iterable[Any]) -> list[Any]:
    """The values without repetitions."""
    seen: dict[Any, Any] = {}
    for x in values:
        seen.setdefault(o.key_of(x), x)
    return list(seen.values())


@method(ARRAY, "&")
def both(self: list[Any], block: Proc | None, other: Any) -> Any:
    """What is in both, once each."""
    return shared(self, o.to_ary(other))


def shared(values: list[Any], others: list[Any]) -> list[Any]:
    """The distinct values that are among the others too."""
    keys = set(map(o.key_of, others))
    return [x for x in distinct(values) if o.key_of(x) in keys]


@method(ARRAY, "intersection")
def intersection(self: list[Any], block: Proc | None, *others: Any) -> Any:
    """What is in all of them, once each."""
    found = distinct(self) if others else list(self)
    for other in others:
        found = shared(found, o.to_ary(other))
    return found


@method(ARRAY, "intersect?")
def intersect(self: list[Any], block: Proc | None, other: Any) -> bool:
    """Whether they have an element in common."""
    return bool(shared(self, o.to_ary(other)))


@method(ARRAY, "|")
def either(self: list[Any], block: Proc | None, other: Any) -> Any:
    """What is in one of the two, once each."""
    return distinct(self + o.to_ary(other))


@method(ARRAY, "union")
def union(self: list[Any], block: Proc | None, *others: Any) -> Any:
    """What is in any of them, once each."""
    return distinct(itertools.chain(self, *map(o.to_ary, others)))


@method(ARRAY, "*")
def times(self: list[Any], block: Proc | None, factor: Any) -> Any:
    """Repeated, or joined where the factor is a String."""
    if isinstance(factor, str | RString):
        from .convert import join

        return join(self, None, factor)
    count = o.to_index(factor)
    if count < 0:
        raise ArgumentError("negative argument")
    check_items(len(self) * count)
    return self * count


@method(ARRAY, "flatten")
def flatten(self: list[Any], block: Proc | None, depth: Any = None) -> Any:
    """With the elements of inner arrays in place of them."""
    return flattened(self, depth_of(depth))


def depth_of(depth: Any) -> int:
    """How deep to flatten; nil is all the way."""
    return -1 if depth is None else o.to_short_index(depth)


def flattened(values: list[Any], depth: int) -> list[Any]:
    """Flat to a depth (negative: all the way), without recursion."""
    if depth < 0:
        quick: list[Any] = []
        if _pour(quick, values, 50):
            return quick
    found: list[Any] = []
    walks: list[Iterator[Any]] = [iter(values)]
    inside = [id(values)]
    while walks:
        for x in walks[-1]:
            part = x if type(x) is list else _inner(x)
            if part is None or len(walks) - 1 == depth:
                found.append(x)
                continue
            if id(part) in inside:
                raise ArgumentError("tried to flatten recursive array")
            walks.append(iter(part))
            inside.append(id(part))
            break
        else:
            walks.pop()
            inside.pop()
    return found


def _pour(found: list[Any], values: list[Any], room: int) -> bool:
    """The quick way for arrays of plain values; gives up where they nest deeply."""
    if room == 0:
        return False
    if _ATOMS.issuperset(map(type, values)):
        found.extend(values)
        return True
    for x in values:
        kind = type(x)
        if kind is list:
            if not _pour(found, x, room - 1):
                return False
        elif kind in _ATOMS or _inner(x) is None:
            found.append(x)
        else:
            return False
    return True


_ATOMS = frozenset({str, int, float, bool, type(None), Symbol, Hash})


def _inner(value: Any) -> list[Any] | None:
    return None if type(value) in _ATOMS else o.as_ary(value)


@method(ARRAY, "transpose")
def transpose(self: list[Any], block: Proc | None) -> Any:
    """Rows become columns."""
    rows = [o.to_ary(row) for row in self]
    for row in rows:
        if len(row) != len(rows[0]):
            raise IndexError_(f"element size differs ({len(row)} should be {len(rows[0])})")
    return [list(column) for column in zip(*rows, strict=True)]


@method(ARRAY, "rotate")
def rotate(self: list[Any], block: Proc | None, count: Any = 1) -> Any:
    """With the first elements at the end."""
    by = o.to_index(count) % max(1, len(self))
    return self[by:] + self[:by]


@method(ARRAY, "reverse")
def reverse(self: list[Any], block: Proc | None) -> Any:
    """The other way round."""
    return self[::-1]


@method(ARRAY, "compact")
def compact(self: list[Any], block: Proc | None) -> Any:
    """Without nil."""
    return [x for x in self if x is not None]


@method(ARRAY, "product")
def product(self: list[Any], block: Proc | None, *others: Any) -> Any:
    """All rows with one element of each array."""
    parts = [self, *map(o.to_ary, others)]
    total = 1
    for part in parts:
        total *= len(part)
    if block is not None:
        for row in itertools.product(*parts):
            block.one(list(row))
        return self
    if total >= 2**63:
        raise RangeError("too big to product")
    check_items(total)
    return [list(row) for row in itertools.product(*parts)]


def _give(self: list[Any], block: Proc, rows: Iterable[tuple[Any, ...]]) -> Any:
    for row in rows:
        block.one(list(row))
    return self


@method(ARRAY, "combination")
def combination(self: list[Any], block: Proc | None, count: Any) -> Any:
    """All selections of ``count`` elements."""
    size = o.to_int(count)
    if block is None:
        return _counted(self, "combination", count, comb)
    return _give(self, block, itertools.combinations(list(self), size) if size >= 0 else [])


@method(ARRAY, "permutation")
def permutation(self: list[Any], block: Proc | None, count: Any = MISSING) -> Any:
    """All rows of ``count`` elements (all where it is not given)."""
    if block is None:
        return _counted(self, "permutation", count, perm)
    size = len(self) if count is None or count is MISSING else o.to_int(count)
    return _give(self, block, itertools.permutations(list(self), size) if size >= 0 else [])


@method(ARRAY, "repeated_combination")
def repeated_combination(self: list[Any], block: Proc | None, count: Any) -> Any:
    """All selections of ``count`` elements that may repeat."""
    size = o.to_int(count)
    if block is None:
        return _counted(
            self, "repeated_combination", count, lambda n, k: comb(n + k - 1, k) if n else int(k == 0)
        )
    return _give(self, block, itertools.combinations_with_replacement(list(self), size) if size >= 0 else [])


@method(ARRAY, "repeated_permutation")
def repeated_permutation(self: list[Any], block: Proc | None, count: Any) -> Any:
    """All rows of ``count`` elements that may repeat."""
    if block is None:
        return _counted(self, "repeated_permutation", count, pow)
    size = o.to_int(count)
    return _give(self, block, itertools.product(list(self), repeat=size) if size >= 0 else [])


def _counted(self: list[Any], name: str, count: Any, total: Any) -> Any:
    """An Enumerator that can tell its size without counting; what is no count is refused then."""

    def size() -> Any:
        wanted = len(self) if count is MISSING else o.to_int(count)
        return total(len(self), wanted) if wanted >= 0 else 0

    found = enumerator(self, name, *given(count))
    found.size = Proc(size)
    return found
