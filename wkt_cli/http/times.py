"""How long the steps of an exchange took, and how long they may take."""

from __future__ import annotations

from math import inf
from time import monotonic, perf_counter
from typing import Self

from ..trace.model import Times

MAX_HEAD = 1024 * 1024
"""Bytes that may come before the body: the head of a reply and the interim replies (1xx) before it."""


class Patience(float):
    """Seconds that one wait may take: a number that httpx and httpcore hand down to the socket unchanged.

    What waits tells it how long that took.

    Attributes:
        ends: when everything has to be over, by the monotonic clock; None for never.
        head: bytes that may still come before the body; None while no head is awaited.
    """

    ends: float | None
    head: int | None

    def __new__(cls, step: float | None, ends: float | None) -> Self:
        """Make it of the seconds for one wait, None for any, and the end of all."""
        made = super().__new__(cls, inf if step is None else step)
        made.ends, made.head, made._times = ends, None, Times()
        made.begin()
        return made

    _times: Times
    _start: float

    @property
    def left(self) -> float | None:
        """Seconds that the next wait may take: None for any, 0 or less when the time is over."""
        if self.ends is None:
            return None if self == inf else float(self)
        return min(float(self), self.ends - monotonic())

    @property
    def is_over(self) -> bool:
        """Whether the time for everything is over."""
        return self.ends is not None and monotonic() >= self.ends

    def begin(self) -> None:
        """Start the measuring: what comes before, such as imports and certificates, is no time of the server's."""
        self.head, self._start = MAX_HEAD, perf_counter()

    def connected(self, since: float) -> None:
        """Note that a connection was made, which began at a time of `perf_counter`."""
        self._times.connect = _milliseconds(since)

    def secured(self, since: float) -> None:
        """Note that TLS was agreed on."""
        self._times.tls = _milliseconds(since)

    def answered(self) -> None:
        """Note that the head of the reply is there."""
        self.head, self._times.first_byte = None, _milliseconds(self._start)

    @property
    def times(self) -> Times:
        """What was measured so far; the total ends now."""
        self._times.total = _milliseconds(self._start)
        return self._times


def _milliseconds(since: float) -> float:
    return round((perf_counter() - since) * 1000, 2)
