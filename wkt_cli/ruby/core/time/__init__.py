"""Time, Date, DateTime, ActiveSupport's zones, zoned times and durations.

A moment is an exact count of nanoseconds since 1970 (an int; a Fraction where Ruby code made a finer one, as
`Time.at(1.1)` does) and an offset in seconds. The clock is read through `time.time_ns`-like calls of `clock.py` only.
"""

from . import calculate, complete, string_times, twz
from .duration import forward_rest

forward_rest()

__all__ = ["calculate", "complete", "string_times", "twz"]
