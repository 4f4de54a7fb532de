"""Time, Date, DateTime, ActiveSupport's zones, zoned times and durations.

A moment is an exact count of nanoseconds since 1970 (an int; a Fraction where Ruby code made a finer one, as
`Time.at(1.1)` does) and an offset in seconds. Only `clock` reads the clock.
"""

from . import (
    calculate,
    calculate_moves,
    date_days,
    date_new,
    date_parse,
    duration_iso,
    duration_scalar,
    string_times,
    time_parse,
    twz,
    zone_parse,
)
from .duration import forward_rest

forward_rest()

__all__ = [
    "calculate",
    "calculate_moves",
    "date_days",
    "date_new",
    "date_parse",
    "duration_iso",
    "duration_scalar",
    "string_times",
    "time_parse",
    "twz",
    "zone_parse",
]
