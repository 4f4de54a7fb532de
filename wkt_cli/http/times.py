"""How long the steps of an exchange took, from httpcore's trace events, and how long they may take."""

from __future__ import annotations

from math import inf
from time import monotonic, perf_counter
from typing import Any, Self

from ..trace.model import Times

MAX_HEAD = 1024 * 1024
"""Bytes that may come before the body: the head of a reply and the interim replies (1xx) before it."""


class Patience(float):
    """Seconds that one wait may take: a number that httpx and httpcore hand down to the socket unchanged.

    Attributes:
        ends: when everything has to be over, by the monotonic clock; None for never.
        head: bytes that may still come before the body; None while no head is awaited.
    """

    ends: float | None
    head: int | None

    def __new__(cls, step: float | None, ends: float | None) -> Self:
        """Make it of the seconds for one wait, None for any, and the end of all."""
        made = super().__new__(cls, inf if step is None else step)
        made.ends, made.head = ends, None
        return made

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


class Stopwatch:
    """Call it as httpcore's `trace` extension; read `times` in the end.

    Args:
        patience: what the steps may take; it is told when the head of a reply is awaited.
    """

    def __init__(self, patience: Patience) -> None:
        self._began: dict[str, float] = {}
        self._times = Times()
        self.patience = patience
        self.begin()

    def begin(self) -> None:
        """Start now: what comes before, such as imports and certificates, is no time of the server's."""
        self._start = perf_counter()

    def __call__(self, event: str, info: Any) -> None:
        """Take note of an event such as ``connection.connect_tcp.started``."""
        layer, _, rest = event.partition(".")
        step, _, stage = rest.rpartition(".")
        if layer == "http11" and step == "receive_response_headers":
            self.patience.head = MAX_HEAD if stage == "started" else None
        if stage == "started":
            self._began[step] = perf_counter()
        elif stage == "complete" and step in self._began:
            self._ended(step, self._began[step])

    @property
    def times(self) -> Times:
        """What was measured so far; the total ends now."""
        self._times.total = _milliseconds(self._start)
        return self._times

    def _ended(self, step: str, began: float) -> None:
        if step == "connect_tcp":
            self._times.connect = _milliseconds(began)
        elif step == "start_tls":
            self._times.tls = _milliseconds(began)
        elif step == "receive_response_headers":
            self._times.first_byte = _milliseconds(self._start)


def _milliseconds(since: float) -> float:
    return round((perf_counter() - since) * 1000, 2)
