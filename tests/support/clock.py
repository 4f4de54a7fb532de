"""A clock that nobody waits for."""

from __future__ import annotations

from wkt_cli.runtime.clock import Clock


class FakeClock(Clock):
    """Goes on at once when somebody sleeps.

    Attributes:
        slept: seconds of each wait.
    """

    def __init__(self) -> None:
        self.time, self.slept = 1000.0, [0.0][:0]

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
