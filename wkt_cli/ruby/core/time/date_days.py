"""Date's day numbers, and walks over days: jd, cweek, step, upto, downto."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ...dispatch import wrong_number
from ...errors import ArgumentError, TypeError_
from ...registry import method
from ...values import Proc
from .calendar import EPOCH_JD, commercial
from .date import DATE
from .date_parts import moved_days
from .moments import DAY, SECOND, RDate, RTime, Zoned
from .time import order


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
    value, sign = self, 1 if step > 0 else -1
    while place(value, last) * sign <= 0:
        block.one(value)
        value = moved_days(value, step)
    return self


def place(value: Any, last: Any) -> int:
    """Before, at or after the last day; a walk goes only to a date or a day number."""
    found = None if isinstance(last, (RTime, Zoned)) else order(value, last)
    if found is None:
        raise TypeError_("no implicit conversion from nil to integer")
    return found


@method(DATE, "step")
def step(self: Any, block: Proc | None, last: Any, *by: Any) -> Any:
    """Yield by steps of days."""
    if len(by) > 1:
        raise wrong_number(1 + len(by), 1, 2)
    if block is None:
        return lazily(self, "step", last, *by)
    size = by[0] if by else 1
    if size == 0:
        raise ArgumentError("step can't be 0")
    return walk(self, last, size, block)


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
