"""The clock and the host's zone: the only place that reads either."""

from __future__ import annotations

import time

from .moments import SECOND, Nanos, RTime


def now_nanos() -> int:
    """Nanoseconds since 1970; microseconds are what Python's other clocks share, so finer digits are cut."""
    return int(time.time_ns()) // 1000 * 1000


def host_period(seconds: int) -> tuple[int, str, bool]:
    """Offset, abbreviation and daylight saving of the host's zone at a moment."""
    try:
        found = time.localtime(seconds)
    except (OverflowError, OSError, ValueError):
        found = time.localtime(seconds % (400 * 365 * 86400))
    return found.tm_gmtoff, found.tm_zone, found.tm_isdst > 0


def host_offset(wall: int) -> int:
    """Offset of the host's zone for seconds on the wall; the earlier of two, past a gap the one before it."""
    near = host_period(wall)[0]
    first = host_period(wall - near)[0]
    early = host_period(wall - 86400)[0]
    if near == first == early:
        return near
    for offset in (early, first):
        if host_period(wall - offset)[0] == offset:
            return offset
    return early


def local_time(nanos: Nanos) -> RTime:
    """A moment in the host's zone."""
    offset, name, _ = host_period(int(nanos // SECOND))
    return RTime(nanos, offset, "local", name)


def from_wall(wall: Nanos) -> RTime:
    """A moment of the host's zone by what its clock shows."""
    return local_time(wall - host_offset(int(wall // SECOND)) * SECOND)


def now_time() -> RTime:
    """Time.now"""
    return local_time(now_nanos())
