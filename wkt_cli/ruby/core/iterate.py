"""How core methods walk over what Ruby code can enumerate: a Python iterator for each kind of value.

Types whose `each` is a Python loop register a function in `walkers`; a class of the Ruby source pushes its
values into a block instead, which a coroutine turns round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..registry import send
from ..values import Hash, IndifferentHash, Proc
from .coroutine import pull
from .keys import IdentityHash, unkey

Walker = Callable[[Any], Iterable[Any]]

walkers: dict[type, Walker] = {}
"""For each exact type, what gives its elements; lists are walked as they are."""


def walker(*types: type) -> Callable[[Walker], Walker]:
    """Register how values of these types are walked."""

    def register(fn: Walker) -> Walker:
        for kind in types:
            walkers[kind] = fn
        return fn

    return register


def items(value: Any) -> Iterable[Any]:
    """The elements one by one; what makes them may be endless, so that a caller can stop early."""
    if type(value) is list:
        return value
    found = walkers.get(type(value))
    return found(value) if found is not None else pushed(value)


def elements(value: Any) -> list[Any]:
    """All elements in a list that the caller may not change."""
    if type(value) is list:
        return value
    found = walkers.get(type(value))
    return list(found(value)) if found is not None else collect(value, "each")


def pack(args: tuple[Any, ...]) -> Any:
    """Several yielded values as the one that Enumerable sees."""
    return args[0] if len(args) == 1 else list(args) if args else None


def receiver_block(take: Callable[[Any], Any]) -> Proc:
    """A block written in Python that gets each element packed into one value."""
    return Proc(
        lambda *args: take(pack(args)),
        one=take,
        two=lambda a, b: take([a, b]),
        pair=lambda k, v: take([k, v]),
    )


def asked(value: Any, args: tuple[Any, ...]) -> Iterable[Any]:
    """The elements that `each` yields for arguments; mostly it refuses them."""
    return pushed(value, "each", *args) if args else items(value)


def collect(value: Any, name: str, *args: Any) -> list[Any]:
    """What the method ``name`` yields, in a list."""
    found: list[Any] = []
    _yielding(value, name, args, receiver_block(found.append))
    return found


def pushed(value: Any, name: str = "each", *args: Any) -> Iterator[Any]:
    """What the method ``name`` yields, one by one."""
    return pull(lambda take: _yielding(value, name, args, receiver_block(take)))


def pulled(value: Any, name: str, *args: Any) -> Iterator[list[Any]]:
    """What the method ``name`` yields, one by one, each time as a list of the arguments."""
    return pull(lambda take: _yielding(value, name, args, Proc(lambda *row: take(list(row)))))


def _yielding(value: Any, name: str, args: tuple[Any, ...], block: Proc) -> Any:
    """Call what yields; of a program's self that may be one of its own `def`s."""
    own = getattr(value, "defs", {}).get(name)
    return send(value, name, *args, block=block) if own is None else own(value, block, *args)


@walker(Hash, IndifferentHash, IdentityHash)
def walk_hash(hash_: Hash) -> Iterable[Any]:
    """The pairs of a Hash; a key that the block adds meanwhile is refused, a deleted one skipped."""
    hash_.iterating += 1
    try:
        for key, value in list(hash_.items()):
            if key in hash_:
                yield [unkey(key), value]
    finally:
        hash_.iterating -= 1
