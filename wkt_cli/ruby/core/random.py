"""Random, `rand` and `srand`. Numbers differ from CRuby's, also for a seed: only their range is promised."""

from __future__ import annotations

import math
import random
import secrets
from typing import Any

from ..errors import ArgumentError, TypeError_
from ..registry import OBJECT, define_class, function, method, send, singleton
from ..values import Binary, Proc, Range
from .numeric import class_name, integer, is_number, to_float


class RRandom:
    """An instance of Ruby's Random."""

    __slots__ = ("seed", "source")

    def __init__(self, seed: int) -> None:
        self.seed, self.source = seed, random.Random(seed)


RANDOM = define_class("Random", OBJECT, RRandom)
shared = RRandom(secrets.randbits(128))


def invalid(value: Any) -> ArgumentError:  # type: ignore[valid-type]
    """The error of a bound that can't be used."""
    return ArgumentError(
        f"invalid argument - {send(value, 'to_s' if not isinstance(value, Range) else 'inspect')}"
    )


def within(source: random.Random, bounds: Range) -> Any:
    """A number of a range."""
    low, high = bounds.first, bounds.last
    if low is None or high is None:
        from ..errors import exception_class

        raise exception_class("Errno::EDOM")("Numerical argument out of domain")
    if type(low) is int and type(high) is int:
        top = high - 1 if bounds.exclusive else high
        return None if top < low else source.randint(low, top)
    if not is_number(low) or not is_number(high):
        raise TypeError_(f"no implicit conversion of {class_name(low)} into Integer")
    return to_float(low) + source.random() * (to_float(high) - to_float(low))


def number(source: random.Random, limit: Any) -> Any:
    """`Random#rand`: stricter than Kernel's."""
    if isinstance(limit, Range):
        found = within(source, limit)
        if found is None:
            raise invalid(limit)
        return found
    if isinstance(limit, float):
        if limit < 0 or not math.isfinite(limit):
            raise invalid(limit)
        return source.random() * limit
    if limit is None or type(limit) is bool:
        raise invalid(limit) if limit is None else TypeError_("no implicit conversion of true into Integer")
    size = integer(limit)
    if size <= 0:
        raise invalid(limit)
    return source.randrange(size)


@function("rand")
def rand(self: Any, block: Proc | None, limit: Any = None) -> Any:
    """Kernel#rand: below 1.0, below an Integer, or of a Range."""
    if isinstance(limit, Range):
        return within(shared.source, limit)
    if limit is None or limit is False:
        return shared.source.random()
    size = abs(integer(limit))
    return shared.source.randrange(size) if size else shared.source.random()


@function("srand")
def srand(self: Any, block: Proc | None, seed: Any = None) -> int:
    """Seed the shared generator; gives the old seed."""
    old = shared.seed
    shared.seed = secrets.randbits(128) if seed is None else integer(seed)
    shared.source.seed(shared.seed)
    return old


@singleton(RANDOM, "new")
def new(self: Any, block: Proc | None, seed: Any = None) -> RRandom:
    """A generator of its own."""
    return RRandom(secrets.randbits(128) if seed is None else integer(seed))


@singleton(RANDOM, "rand")
def shared_rand(self: Any, block: Proc | None, limit: Any = 1.0) -> Any:
    """A number of the shared generator."""
    return number(shared.source, limit)


@singleton(RANDOM, "random_number")
def shared_number(self: Any, block: Proc | None, limit: Any = 1.0) -> Any:
    """A number of the shared generator."""
    return number(shared.source, limit)


@singleton(RANDOM, "new_seed")
def new_seed(self: Any, block: Proc | None) -> int:
    """A fresh seed."""
    return secrets.randbits(128)


@singleton(RANDOM, "srand")
def shared_srand(self: Any, block: Proc | None, seed: Any = None) -> int:
    """Seed the shared generator."""
    return srand(None, None, seed)


@singleton(RANDOM, "bytes")
def shared_bytes(self: Any, block: Proc | None, size: Any) -> Binary:
    """Random bytes."""
    return Binary(shared.source.randbytes(integer(size)))


@method(RANDOM, "rand")
def own_rand(self: RRandom, block: Proc | None, limit: Any = 1.0) -> Any:
    """A number of this generator."""
    return number(self.source, limit)


@method(RANDOM, "bytes")
def own_bytes(self: RRandom, block: Proc | None, size: Any) -> Binary:
    """Random bytes of this generator."""
    return Binary(self.source.randbytes(integer(size)))


@method(RANDOM, "seed")
def seed(self: RRandom, block: Proc | None) -> int:
    """Its seed."""
    return self.seed
