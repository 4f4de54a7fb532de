"""Time as it passes, in one place, so that tests need not wait for it."""

from __future__ import annotations

import time


class Clock:
    """The clock of this machine."""

    def now(self) -> float:
        """Give seconds since some moment; changes of the time of day don't count."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, a second at a time: a Ctrl-C that comes just before the system sleeps is seen when it wakes."""
        end = self.now() + seconds
        while (left := end - self.now()) > 0:
            time.sleep(min(left, 1.0))
