"""`parallel`: several requests at once, each in a thread of its own (reference/http_dsl.md section 10)."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextvars import copy_context
from functools import partial
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, NamedTuple

from ..errors import InvalidDefinitionError, SdkError
from ..http import lazy_httpx
from ..ruby import LimitError, SandboxError, limits
from .request import Request

MAX_THREADS = 20
"""The platform's own bound."""
HEAD_START = 0.01
"""Seconds that each of the first requests waits for the reply to the one before, so that they come in their order."""


class Outcome(NamedTuple):
    """What came of one element.

    Attributes:
        value: the request's value; None where it failed.
        error: the message of its failure, or None.
    """

    value: Any
    error: str | None


class Throttle:
    """Lets at most so many requests begin in any period.

    Args:
        rates: numbers of requests, each with its period in seconds.
    """

    def __init__(self, rates: Sequence[tuple[int, float]]) -> None:
        self._windows = [(deque[float](maxlen=requests), period) for requests, period in rates]

    @property
    def has_rates(self) -> bool:
        """Whether there is anything to wait for."""
        return bool(self._windows)

    def wait(self) -> None:
        """Wait until one more may begin."""
        now = monotonic()
        free = [begun[0] + period for begun, period in self._windows if len(begun) == begun.maxlen]
        if free and max(free) > now:
            limits.wait(max(free) - now)
        for begun, _ in self._windows:
            begun.append(monotonic())


def parallel(requests: Any, threads: Any, rpm: Any, requests_per_period: Any, period: Any) -> list[Outcome]:
    """Send requests at once; a request that fails stops none of the others.

    Args:
        requests: a list of them, or a single one; what is sent already is not sent again.
        threads: how many may be under way at once.
        rpm: how many may begin in a minute; None for any number.
        requests_per_period: how many may begin in `period`; None for any number.
        period: seconds.

    Raises:
        InvalidDefinitionError: a number that can't be one.
    """
    listed = requests if isinstance(requests, (list, tuple)) else [] if requests is None else [requests]
    rates = [] if rpm is None else [(_count("rpm", rpm), 60.0)]
    if requests_per_period is not None:
        rates.append((_count("requests_per_period", requests_per_period), _number("period", period)))
    size = min(_count("threads", threads), MAX_THREADS, len(listed))
    return (_at_once if size > 1 else _in_turn)(listed, size, Throttle(rates))


def _count(name: str, value: Any) -> int:
    return max(1, int(_number(name, value)))


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
        raise InvalidDefinitionError(
            f"`{name}` of `parallel` can't be {value!r}", hint="give a number above 0, or leave it out"
        )
    return float(value)


def _in_turn(requests: Sequence[Any], size: int, throttle: Throttle) -> list[Outcome]:
    outcomes = []
    for index in range(len(requests)):
        _wait_for(requests[index], throttle)
        outcomes.append(_outcome(requests, index))
    return outcomes


def _at_once(requests: Sequence[Any], size: int, throttle: Throttle) -> list[Outcome]:
    outcomes: dict[int, Outcome] = {}
    failures: list[BaseException] = []
    answered = [Event() for _ in range(size)]
    run, turn, order = limits.current(), Lock(), iter(range(len(requests)))

    def begin() -> int | None:
        with turn:
            index = None if failures else next(order, None)
            if index is not None and 0 < index < size:
                answered[index - 1].wait(HEAD_START)
            if index is not None and throttle.has_rates:
                limits.beside(run, partial(_wait_for, requests[index], throttle))
            return index

    def work() -> None:
        try:
            while (index := begin()) is not None:
                outcomes[index] = limits.beside(run, partial(_outcome, requests, index))
                if index < size:
                    answered[index].set()
        except BaseException as failure:
            failures.append(failure)

    lazy_httpx.load_all()
    threads = [Thread(target=copy_context().run, args=(work,), daemon=True) for _ in range(size)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except BaseException as failure:
        failures.append(failure)
        raise
    if failures:
        raise failures[0]
    return [outcomes[index] for index in range(len(requests))]


def _wait_for(request: Any, throttle: Throttle) -> None:
    if isinstance(request, Request) and not request.sent:
        throttle.wait()


def _outcome(requests: Sequence[Any], index: int) -> Outcome:
    """Send one request; its failure is its outcome, but for limits and refusals, which no connector may catch."""
    request = requests[index]
    if not isinstance(request, Request):
        return Outcome(None, f"Element {index} of `parallel` is no request")
    try:
        return Outcome(request.response(), None)
    except SdkError as failure:
        if isinstance(failure.__cause__, (LimitError, SandboxError, RecursionError)):
            raise
        return Outcome(None, failure.message)
