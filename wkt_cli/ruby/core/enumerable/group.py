"""Enumerable: elements sorted into hashes."""

from __future__ import annotations

from typing import Any

from ...registry import ENUMERABLE, method, send
from ...values import MISSING, Hash, Proc
from .. import object as o
from ..enumerator import enumerator, firsts
from ..iterate import elements, items
from ..keys import add_to_group


@method(ENUMERABLE, "group_by")
def group_by(self: Any, block: Proc | None) -> Any:
    """The elements by what the block gives for each."""
    if block is None:
        return enumerator(self, "group_by")
    one = block.one
    groups = Hash()
    for x in items(self):
        add_to_group(groups, one(x), x)
    return groups


@method(ENUMERABLE, "index_by")
def index_by(self: Any, block: Proc | None) -> Any:
    """ActiveSupport: each element under what the block gives for it."""
    if block is None:
        return enumerator(self, "index_by")
    one = block.one
    return o.hash_from((one(x), x) for x in firsts(self))


@method(ENUMERABLE, "index_with")
def index_with(self: Any, block: Proc | None, default: Any = MISSING) -> Any:
    """ActiveSupport: a Hash from each element to what the block gives, or to one value."""
    if block is not None:
        one = block.one
        return o.hash_from((x, one(x)) for x in firsts(self))
    if default is MISSING:
        return enumerator(self, "index_with")
    return o.hash_from((x, default) for x in firsts(self))


@method(ENUMERABLE, "including")
def including(self: Any, block: Proc | None, *others: Any) -> Any:
    """ActiveSupport: with more elements."""
    return send(self, "to_a") + flat_once(others)


@method(ENUMERABLE, "excluding", "without")
def excluding(self: Any, block: Proc | None, *others: Any) -> Any:
    """ActiveSupport: without some elements."""
    away = flat_once(others)
    return [x for x in elements(self) if not any(o.equal(y, x) for y in away)]


def flat_once(values: Any) -> list[Any]:
    """Arrays among the values replaced by their elements."""
    found: list[Any] = []
    for x in values:
        found += x if type(x) is list else [x]
    return found


@method(ENUMERABLE, "pick")
def pick(self: Any, block: Proc | None, *keys: Any) -> Any:
    """ActiveSupport: the values under the keys in the first element."""
    if not any(o.truthy(x) for x in items(self)):
        return None
    first = next(iter(items(self)))
    if len(keys) > 1:
        return [send(first, "[]", key) for key in keys]
    return send(first, "[]", keys[0] if keys else None)


@method(ENUMERABLE, "compact_blank")
def compact_blank(self: Any, block: Proc | None) -> Any:
    """ActiveSupport: without blank elements."""
    return [x for x in elements(self) if not send(x, "blank?")]
