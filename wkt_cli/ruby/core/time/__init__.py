"""Time, Date, DateTime, ActiveSupport's zones, zoned times and durations.

A moment is an exact count of nanoseconds since 1970 (an int; a Fraction where Ruby code made a finer one, as
`Time.at(1.1)` does) and an offset in seconds. Only `clock` reads the clock.
"""

from . import (
    calculate,
    calculate_moves,
    complete,
    date_days,
    date_new,
    duration_iso,
    string_times,
    twz,
    zone_parse,
)
from .duration import forward_rest

forward_rest()

__all__ = [
    "calculate",
    "calculate_moves",
    "complete",
    "date_days",
    "date_new",
    "duration_iso",
    "string_times",
    "twz",
    "zone_parse",
]
