"""From parsed parts to a date: what is missing comes from today, or is the least."""

from __future__ import annotations

from fractions import Fraction

from ...errors import DateError
from .calendar import EPOCH_JD, commercial, commercial_jd, jd_of, week_jd
from .clock import now_time
from .moments import SECOND, RDate, RDateTime, simple
from .parse import Parts

TABLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("time", ("hour", "min", "sec")),
    ("civil", ("year", "mon", "mday", "hour", "min", "sec")),
    ("ordinal", ("year", "yday", "hour", "min", "sec")),
    ("commercial", ("cwyear", "cweek", "cwday", "wday", "hour", "min", "sec")),
    ("jd", ("jd",)),
    ("wday", ("wday", "hour", "min", "sec")),
    ("wnum0", ("year", "wnum0", "wday", "hour", "min", "sec")),
    ("wnum1", ("year", "wnum1", "wday", "hour", "min", "sec")),
)
"""Which parts make a date together; the table with the most parts found wins, the first at a draw."""


def completed(parts: Parts, with_time: bool = True) -> Parts:
    """`rt_complete_frags`: fill what is missing from today."""
    kind, names = max(
        TABLES, key=lambda table: (sum(name in parts for name in table[1]), -TABLES.index(table))
    )
    count = sum(name in parts for name in names)
    if count == 0 or (kind not in ("jd", "time") and count == len(names)):
        return parts
    new, today = dict(parts), RDate(now_time().jd)
    civil = today.civil
    if kind == "civil":
        fill(new, ("year", "mon", "mday"), (civil.year, civil.month, civil.day), (None, 1, 1))
    elif kind == "ordinal":
        fill(new, ("year", "yday"), (civil.year, civil.yday), (None, 1))
    elif kind == "commercial":
        fill(new, ("cwyear", "cweek", "cwday"), commercial(today.jd), (None, 1, 1))
        if "wday" in parts and "cwday" not in parts:
            new["cwday"] = parts["wday"] or 7
    elif kind in ("wnum0", "wnum1"):
        new.setdefault("year", civil.year)
        new.setdefault(kind, 0)
        new.setdefault("wday", 0 if kind == "wnum0" else 1)
    elif kind == "wday":
        new["jd"] = today.jd - (civil.wday - new["wday"])
    elif kind == "time" and with_time:
        new["jd"] = today.jd
    return new


def fill(new: Parts, names: tuple[str, ...], today: tuple[int, ...], least: tuple[int | None, ...]) -> None:
    """Coarser parts come from today, finer ones are the least."""
    found = False
    for name, now, low in zip(names, today, least, strict=True):
        if name in new and new[name] is not None:
            found = True
        else:
            new[name] = low if found and low is not None else now


def day_number(parts: Parts) -> int:
    """The Julian day number of complete parts, or Date::Error."""
    jd: int | None = None
    if "jd" in parts:
        jd = parts["jd"]
    elif "yday" in parts and "year" in parts:
        first = jd_of(parts["year"], 1, 1) or 0
        jd = first + parts["yday"] - 1
        if not 1 <= parts["yday"] <= 366 or jd >= (jd_of(parts["year"] + 1, 1, 1) or 0):
            jd = None
    elif "mday" in parts and "mon" in parts and "year" in parts:
        jd = jd_of(parts["year"], parts["mon"], parts["mday"])
    elif "cwyear" in parts and "cweek" in parts:
        weekday = parts.get("cwday") or parts.get("wday", 1) or 7
        jd = commercial_jd(parts["cwyear"], parts["cweek"], weekday)
    elif "wnum0" in parts:
        jd = week_jd(parts["year"], parts["wnum0"], parts.get("wday", 0), 0)
    elif "wnum1" in parts:
        jd = week_jd(parts["year"], parts["wnum1"], (parts.get("wday", 1) - 1) % 7, 1)
    if jd is None:
        raise DateError("invalid date")
    return jd


def from_seconds(parts: Parts) -> Parts:
    """Seconds since 1970 as the other parts."""
    if "seconds" not in parts:
        return parts
    found = RDateTime(simple(Fraction(parts["seconds"]) * SECOND), parts.get("offset") or 0)
    civil = found.civil
    new = dict(parts)
    new.update(jd=found.jd, hour=civil.hour, min=civil.minute, sec=civil.second)
    new["sec_fraction"] = Fraction(civil.nanos) / SECOND
    return new


def to_date(parts: Parts) -> RDate:
    """A Date of what was parsed."""
    if not parts:
        raise DateError("invalid date")
    if not parts.keys() & {"jd", "seconds"} and all(name in parts for name in ("year", "mon", "mday")):
        return RDate(day_number(parts))
    full = completed(from_seconds(parts), with_time=False)
    return RDate(day_number(full))


def to_datetime(parts: Parts) -> RDateTime:
    """A DateTime of what was parsed."""
    if not parts:
        raise DateError("invalid date")
    full = completed(from_seconds(parts))
    jd = day_number(full)
    hour, minute, second = full.get("hour") or 0, full.get("min") or 0, min(full.get("sec") or 0, 59)
    if (
        not 0 <= hour <= 24
        or minute > 59
        or (full.get("sec") or 0) > 60
        or (hour == 24 and (minute or second))
    ):
        raise DateError("invalid date")
    offset = full.get("offset") or 0
    if abs(offset) > 86400:
        offset = 0
    seconds = (jd - EPOCH_JD) * 86400 + hour * 3600 + minute * 60 + second - offset
    return RDateTime(simple(seconds * SECOND + Fraction(full.get("sec_fraction") or 0) * SECOND), offset)
