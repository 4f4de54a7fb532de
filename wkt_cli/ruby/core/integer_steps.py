"""Counting: times, upto, downto, step, succ, pred; and ActiveSupport's small additions to numbers."""

from __future__ import annotations

import math
from typing import Any

from .. import limits
from ..errors import ArgumentError, TypeError_
from ..registry import INTEGER, NUMERIC, method, send
from ..values import MISSING, Proc
from .numeric import incomparable, is_number, real, to_float
from .object import compare_or_fail, responds
from .options import keywords_of, with_keywords
from .string.base import is_text


@method(INTEGER, "times")
def times(self: int, block: Proc | None) -> Any:
    """Yield 0 … self - 1."""
    if block is None:
        return lazily(self, "times")
    one = block.one
    for number in range(self):
        one(number)
    return self


def lazily(self: Any, name: str, *args: Any) -> Any:
    """The Enumerator that Ruby gives where no block was written."""
    from .enumerator import enumerator

    return enumerator(self, name, *args)


def bound(self: int, limit: Any) -> Any:
    """A limit that is a number."""
    if is_number(limit):
        return limit
    if is_text(limit) or not responds(limit, "coerce"):
        raise incomparable(self, limit)
    return send(limit, "to_r")


@method(INTEGER, "upto")
def upto(self: int, block: Proc | None, limit: Any) -> Any:
    """Yield self … limit."""
    if block is None:
        return lazily(self, "upto", limit)
    top = bound(self, limit)
    for number in range(self, (top if type(top) is int else math.floor(top)) + 1):
        block.one(number)
    return self


@method(INTEGER, "downto")
def downto(self: int, block: Proc | None, limit: Any) -> Any:
    """Yield self … limit, downwards."""
    if block is None:
        return lazily(self, "downto", limit)
    low = bound(self, limit)
    for number in range(self, (low if type(low) is int else math.ceil(low)) - 1, -1):
        block.one(number)
    return self


@method(INTEGER, "succ", "next")
def succ(self: int, block: Proc | None) -> int:
    """One more."""
    return self + 1


@method(INTEGER, "pred")
def pred(self: int, block: Proc | None) -> int:
    """One less."""
    return self - 1


def step_bounds(limit: Any, step: Any, to: Any, by: Any) -> tuple[Any, Any]:
    """Limit and step, given in order or by name."""
    for given, named, word in ((limit, to, "to"), (step, by, "step")):
        if given is not MISSING and named is not MISSING:
            raise ArgumentError(f"{word} is given twice")
    limit = to if limit is MISSING else limit
    step = by if step is MISSING else step
    if step == 0 and type(step) is not bool:
        raise ArgumentError("step can't be 0")
    return None if limit is MISSING else limit, 1 if step is MISSING or step is None else step


def float_steps(start: float, limit: float, step: float) -> list[float]:
    """The values of a Float step, by CRuby's count with its allowance for error."""
    if math.isinf(step):
        return [start] if (start <= limit if step > 0 else start >= limit) else []
    count = (limit - start) / step
    error = (abs(start) + abs(limit) + abs(limit - start)) / abs(step) * 2.220446049250313e-16
    if count < 0:
        return []
    size = math.floor(count + min(error, 0.5)) + 1
    limits.check_items(size)
    values = [start + index * step for index in range(size)]
    return [min(v, limit) if step > 0 else max(v, limit) for v in values]


@method(NUMERIC, "step")
@with_keywords
def step(
    self: Any,
    block: Proc | None,
    limit: Any = MISSING,
    step: Any = MISSING,
    *,
    to: Any = MISSING,
    by: Any = MISSING,
) -> Any:
    """Yield from self by steps up (or down) to a limit."""
    end, distance = step_bounds(limit, step, to, by)
    if block is None:
        shown = [arg for arg in (limit, step) if arg is not MISSING]
        names = {name: arg for name, arg in (("by", by), ("to", to)) if arg is not MISSING}
        return steps(self, (*shown, keywords_of(**names)) if names else tuple(shown), end, distance)
    if step is None:
        raise TypeError_("step must be numeric")
    compare_or_fail(distance, 0)
    if any(isinstance(x, float) for x in (self, end, distance)):
        return yield_floats(self, None if end is None else real(end), real(distance), block)
    return exact_steps(self, end, distance, block)


def yield_floats(self: Any, limit: Any, by: Any, block: Proc) -> Any:
    """Steps of which one number is a Float."""
    end = to_float(limit) if limit is not None else math.inf if by > 0 else -math.inf
    if math.isinf(end):
        return endless(to_float(self), end, by, block)
    for value in float_steps(to_float(self), end, to_float(by)):
        block.one(value)
    return self


def steps(self: Any, args: tuple[Any, ...], limit: Any, by: Any) -> Any:
    """What Ruby gives where no block was written: an ArithmeticSequence over numbers."""
    if (limit is None or is_number(limit)) and is_number(by):
        from .sequence import Sequence

        return Sequence(self, "step", args, self, limit, by, False)
    return lazily(self, "step", limit, by)


def endless(value: float, end: float, by: Any, block: Proc) -> Any:
    """Steps without an end."""
    count = 0
    while value <= end if by > 0 else value >= end:
        block.one(value + count * by)
        count += 1
    return value


def exact_steps(self: Any, limit: Any, by: Any, block: Proc) -> Any:
    """Steps of exact numbers."""
    value, up = self, by > 0
    if limit is not None and not is_number(limit):
        raise incomparable(self, limit)
    while limit is None or (value <= limit if up else value >= limit):
        block.one(value)
        value = send(value, "+", by)
    return self


@method(INTEGER, "ordinal")
def ordinal(self: int, block: Proc | None) -> str:
    """`st`, `nd`, `rd` or `th`."""
    size = abs(self)
    if 11 <= size % 100 <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(size % 10, "th")


@method(INTEGER, "ordinalize")
def ordinalize(self: int, block: Proc | None) -> str:
    """`1st`"""
    return f"{self}{ordinal(self, None)}"


@method(INTEGER, "multiple_of?")
def multiple_of(self: int, block: Proc | None, number: Any) -> bool:
    """Divisible by a number; by zero only zero is."""
    return bool(self == 0 if number == 0 else send(self, "%", number) == 0)


def sized(power: int) -> Any:
    """Make `kilobytes` and its kin."""

    def run(self: Any, block: Proc | None) -> Any:
        return send(self, "*", 1024**power)

    run.__doc__ = f"Times 1024 to the power of {power}."
    return run


for _power, _name in enumerate(
    ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte", "exabyte")
):
    method(NUMERIC, _name, _name + "s")(sized(_power) if _power else lambda self, block: self)


@method(NUMERIC, "in_milliseconds")
def in_milliseconds(self: Any, block: Proc | None) -> Any:
    """Times a thousand."""
    return send(self, "*", 1000)
