"""The form in which APIs write a moment, read at once: date, clock and zone of ISO 8601."""

from __future__ import annotations

import re

from .calendar import EPOCH_JD, days_of
from .moments import SECOND, RDate, RTime, local_nanos

FULL = re.compile(
    r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?"
    r"(?:Z|(?!-00:?00)([-+])([01]\d):?([0-5]\d))",
    re.ASCII,
)

DATE = re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])(?![\d:.,+-])", re.ASCII)
"""The beginning of a text that is a date, or a full time, of days that each month has."""


def full_date(text: str) -> RDate | None:
    """The day of a text that is a date, or says all of a moment; None for any other form, and for old calendars."""
    found = DATE.match(text)
    if found is None or not (found.end() == len(text) or FULL.fullmatch(text)):
        return None
    year, month, day = map(int, found.groups())
    return RDate(days_of(year, month, day) + EPOCH_JD) if year > 1600 else None


def full_time(text: str) -> RTime | None:
    """The moment of a text that says all of it; None for any other form."""
    found = FULL.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, part, sign, hours, minutes = found.groups()
    wall = local_nanos(int(year), int(month), int(day), int(hour), int(minute), int(second))
    if part is not None:
        wall += int(part.ljust(9, "0"))
    if sign is None:
        return RTime(wall)
    offset = int(sign + hours) * 3600 + int(sign + minutes) * 60
    return RTime(wall - offset * SECOND, offset, "fixed")
