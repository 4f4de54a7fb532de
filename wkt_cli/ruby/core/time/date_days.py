"""Date's day numbers, and walks over days: jd, cweek, step, upto, downto."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ...errors import ArgumentError
from ...registry import method, send
from ...values import Proc
from .calendar import EPOCH_JD, commercial
from .date import DATE, moved_days
from .moments import DAY, SECOND, RDate


@method(DATE, "jd")
def jd_(self: Any, block: Proc | None) -> int:
    """Julian day number."""
    return int(self.jd)


@method(DATE, "mjd")
def mjd(self: Any, block: Proc | None) -> int:
    """Modified Julian day number."""
    return int(self.jd) - 2400001


@method(DATE, "ld")
def ld(self: Any, block: Proc | None) -> int:
    """Lilian day number."""
    return int(self.jd) - 2299160


@method(DATE, "ajd")
def ajd(self: Any, block: Proc | None) -> Fraction:
    """Astronomical Julian day number."""
    return Fraction(self.nanos) / DAY + EPOCH_JD - Fraction(1, 2)


@method(DATE, "amjd")
def amjd(self: Any, block: Proc | None) -> Fraction:
    """Astronomical modified Julian day number."""
    return Fraction(self.nanos) / DAY + EPOCH_JD - Fraction(4800001, 2) - Fraction(1, 2)


@method(DATE, "day_fraction")
def day_fraction(self: Any, block: Proc | None) -> Any:
    """The part of the day that is over."""
    if isinstance(self, RDate):
        return 0
    return Fraction((self.nanos + self.offset * SECOND) % DAY) / DAY


@method(DATE, "cwyear")
def cwyear(self: Any, block: Proc | None) -> int:
    """Year of the ISO week."""
    return commercial(self.jd)[0]


@method(DATE, "cweek", "yweek")
def cweek(self: Any, block: Proc | None) -> int:
    """ISO week."""
    return commercial(self.jd)[1]


@method(DATE, "cwday")
def cwday(self: Any, block: Proc | None) -> int:
    """Weekday, Monday is 1."""
    return commercial(self.jd)[2]


def walk(self: Any, last: Any, step: Any, block: Proc) -> Any:
    """Yield days up to (or down to) a last one."""
    value, up = self, step > 0
    while (found := send(value, "<=>", last)) is not None and (found <= 0 if up else found >= 0):
        block.one(value)
        value = moved_days(value, step)
    return self


@method(DATE, "step")
def step(self: Any, block: Proc | None, last: Any, by: Any = 1) -> Any:
    """Yield by steps of days."""
    if block is None:
        return lazily(self, "step", last, by)
    if by == 0:
        raise ArgumentError("step can't be 0")
    return walk(self, last, by, block)


def lazily(self: Any, name: str, *args: Any) -> Any:
    """The Enumerator of a walk without a block."""
    from ..enumerator import enumerator

    return enumerator(self, name, *args)


@method(DATE, "upto")
def upto(self: Any, block: Proc | None, last: Any) -> Any:
    """Yield each day."""
    return lazily(self, "upto", last) if block is None else walk(self, last, 1, block)


@method(DATE, "downto")
def downto(self: Any, block: Proc | None, last: Any) -> Any:
    """Yield each day, backwards."""
    return lazily(self, "downto", last) if block is None else walk(self, last, -1, block)
