"""Days and dates: the Gregorian calendar of Time, and Date's own, which is Julian before 15 October 1582."""

from __future__ import annotations

import datetime
from functools import lru_cache

EPOCH_ORDINAL = 719163
EPOCH_JD = 2440588
REFORM_JD = 2299161
MONTH_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def gregorian_leap(year: int) -> bool:
    """A leap year by today's rule."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Days of a month by today's calendar."""
    return 29 if month == 2 and gregorian_leap(year) else MONTH_DAYS[month]


def days_of(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a Gregorian date; the day may lie outside its month."""
    if 1 <= year <= 9999:
        return datetime.date(year, month, 1).toordinal() - EPOCH_ORDINAL + day - 1
    shift, inner = divmod(year - 2000, 400)
    return datetime.date(2000 + inner, month, 1).toordinal() - EPOCH_ORDINAL + shift * 146097 + day - 1


def civil_of(days: int) -> tuple[int, int, int]:
    """Year, month and day of a count of days since 1970-01-01."""
    ordinal = days + EPOCH_ORDINAL
    if 1 <= ordinal <= 3652059:
        found = datetime.date.fromordinal(ordinal)
        return found.year, found.month, found.day
    shift, inner = divmod(ordinal - 1, 146097)
    found = datetime.date.fromordinal(inner + 1)
    return found.year + shift * 400, found.month, found.day


def julian_jd(year: int, month: int, day: int) -> int:
    """Julian day number of a date of the Julian calendar."""
    a = (14 - month) // 12
    y, m = year + 4800 - a, month + 12 * a - 3
    return day + (153 * m + 2) // 5 + 365 * y + y // 4 - 32083


def julian_civil(jd: int) -> tuple[int, int, int]:
    """Date of the Julian calendar."""
    c = jd + 32082
    d = (4 * c + 3) // 1461
    e = c - 1461 * d // 4
    m = (5 * e + 2) // 153
    return d - 4800 + m // 10, m + 3 - 12 * (m // 10), e - (153 * m + 2) // 5 + 1


def same_civil(year: int, month: int, day: int) -> int:
    """The Julian day number of Date's calendar for a date that is read as it stands."""
    found = jd_of(year, month, day)
    return found if found is not None else days_of(year, month, day) + EPOCH_JD


@lru_cache(4096)
def date_of(jd: int) -> tuple[int, int, int]:
    """Year, month and day as Ruby's Date has them."""
    return civil_of(jd - EPOCH_JD) if jd >= REFORM_JD else julian_civil(jd)


def jd_of(year: int, month: int, day: int) -> int | None:
    """Julian day number of a date; negative months and days count from the end. None: no such date."""
    if month < 0:
        month += 13
    if not 1 <= month <= 12:
        return None
    if day < 0:
        following = jd_of(year + month // 12, month % 12 + 1, 1)
        found = None if following is None else following + day
        return found if found is not None and date_of(found)[:2] == (year, month) else None
    jd = days_of(year, month, day) + EPOCH_JD
    if jd < REFORM_JD:
        jd = julian_jd(year, month, day)
        if jd >= REFORM_JD:
            return None
    return jd if date_of(jd) == (year, month, day) else None


def leap(year: int) -> bool:
    """A leap year as Ruby's Date has it."""
    return gregorian_leap(year) if year > 1582 else year % 4 == 0


def commercial(jd: int) -> tuple[int, int, int]:
    """ISO year, week and weekday (1 = Monday)."""
    weekday = jd % 7 + 1
    year = date_of(jd + 4 - weekday)[0]
    first = jd_of(year, 1, 4) or 0
    monday = first - first % 7
    return year, (jd - monday) // 7 + 1, weekday


def commercial_jd(year: int, week: int, weekday: int) -> int | None:
    """Julian day number of an ISO week date; negative numbers count from the end."""
    if weekday < 0:
        weekday += 8
    first = jd_of(year, 1, 4) or 0
    monday = first - first % 7
    if week < 0:
        following = jd_of(year + 1, 1, 4) or 0
        week = (following - following % 7 - monday) // 7 + week + 1
    jd = monday + 7 * (week - 1) + weekday - 1
    return jd if commercial(jd) == (year, week, weekday) else None


def week_jd(year: int, week: int, weekday: int, start: int) -> int | None:
    """Julian day number of weeks as %U (start 0, Sunday) or %W (start 1, Monday) count them."""
    first = jd_of(year, 1, 1) or 0
    base = first + 6
    jd = base - (base - start + 1) % 7 - 7 + 7 * week + weekday
    return jd if 0 <= weekday <= 6 else None


def week_number(yday: int, wday: int, start: int) -> int:
    """Week of the year, weeks beginning on Sunday (0) or Monday (1); days before the first one are week 0."""
    return (yday - 1 + 7 - (wday - start) % 7) // 7
