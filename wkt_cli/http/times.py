"""How long the steps of an exchange took, from httpcore's trace events."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from ..trace.model import Times


class Stopwatch:
    """Call it as httpcore's `trace` extension; read `times` in the end."""

    def __init__(self) -> None:
        self._began: dict[str, float] = {}
        self._times = Times()
        self.begin()

    def begin(self) -> None:
        """Start now: what comes before, such as imports and certificates, is no time of the server's."""
        self._start = perf_counter()

    def __call__(self, event: str, info: Any) -> None:
        """Take note of an event such as ``connection.connect_tcp.started``."""
        step, _, stage = event.partition(".")[2].rpartition(".")
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
