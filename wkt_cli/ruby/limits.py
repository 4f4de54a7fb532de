"""Limits on what a program may use: computing time, memory, call depth, sizes, digits, output.

The `watchdog` stops what uses up time or memory; `paused()` takes out what a host function computes.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from .errors import LimitError
from .watchdog import Limits, Run, Stop, time_used_up, watch

T = TypeVar("T")

MAX_BYTES = 50_000_000
MAX_ITEMS = 10_000_000
MAX_DIGITS = 1_000_000
MAX_DECIMALS = 100_000
MAX_BITS = int(MAX_DIGITS * 3.33)
MAX_POWER = 300_000_000_000
MAX_ROUNDS = 3_000_000
MAX_REPEATS = 100_000
MAX_NESTING = 10_000
MAX_COROUTINES = 100

usual = Limits(time=10.0)
"""The limits of a block whose caller names none; the options of a command change them."""


# --- sizes ------------------------------------------------------------------------------------------------


def check_size(size: float) -> None:
    """Refuse a text of more bytes or characters than allowed."""
    if size > MAX_BYTES:
        raise LimitError(
            f"limit of sizes: a text of more than {MAX_BYTES // 1_000_000} MB (fixed, no option moves it)"
        )


def check_items(count: float) -> None:
    """Refuse a collection of more elements than allowed."""
    if count > MAX_ITEMS:
        raise LimitError(
            f"limit of sizes: a collection of more than {MAX_ITEMS:,} elements (fixed, no option moves it)"
        )


def check_digits(bits: float) -> None:
    """Refuse an integer of more bits than allowed."""
    if bits > MAX_BITS:
        raise LimitError(
            f"limit of integers: a number of more than {MAX_DIGITS:,} digits (fixed, no option moves it)"
        )


def check_decimals(length: int) -> None:
    """Refuse a BigDecimal or a fraction of more digits than allowed: arithmetic with them is slow."""
    if length > MAX_DECIMALS:
        raise LimitError(f"limit of decimals: a number of more than {MAX_DECIMALS:,} digits (fixed)")


def check_fraction(*numbers: int) -> None:
    """Refuse integers whose common divisor would take seconds: nothing can stop it while it is computed."""
    check_decimals(int(max(number.bit_length() for number in numbers) / 3.33))


def check_power(exponent: int, modulus: int) -> None:
    """Refuse a power modulo a number that would take seconds: nothing can stop it while it is computed."""
    if exponent.bit_length() * modulus.bit_length() ** 2 > MAX_POWER:
        raise LimitError("limit of integers: a power modulo a number of more than 6,000 bits (fixed)")


def check_rounds(count: int) -> None:
    """Refuse a key derivation that would take seconds: nothing can stop it while it is computed."""
    if count > MAX_ROUNDS:
        raise LimitError(f"limit of key derivation: more than {MAX_ROUNDS:,} rounds (fixed)")


def check_repeats(count: int, pattern: str) -> None:
    """Refuse counted repeats inside each other that would make a regular expression too large."""
    if count > MAX_REPEATS:
        raise LimitError(
            f"limit of regular expressions: more than {MAX_REPEATS:,} counted repeats inside each other (fixed): "
            f"/{pattern[:80]}/"
        )


def check_coroutines(count: int) -> None:
    """Refuse more enumerators read step by step at once than allowed: each has a thread."""
    if count > MAX_COROUTINES:
        raise LimitError(f"limit of enumerators: more than {MAX_COROUTINES} read by `next` at once (fixed)")


def check_nesting(depth: int) -> None:
    """Refuse data that is nested too deeply."""
    if depth > MAX_NESTING:
        raise LimitError(
            f"limit of nesting: data of more than {MAX_NESTING:,} levels (fixed, no option moves it)"
        )


# --- runs --------------------------------------------------------------------------------------------------


_local = threading.local()


def current() -> Run | None:
    """The run of this thread, or None."""
    return getattr(_local, "run", None)


@contextlib.contextmanager
def joined(run: Run | None) -> Iterator[None]:
    """Let this thread work for a run that another thread began."""
    _local.run = run
    if run is not None:
        run.enter()
    try:
        yield
    finally:
        if run is not None:
            run.leave()


def limited(limits: Limits, body: Callable[[], T]) -> T:
    """Run `body` under limits; inside another run its limits hold, and it counts even if a host function pauses it."""
    outer = current()
    if outer is not None:
        with _resumed(outer):
            return body()
    before = Interpreter()
    before.change(_frames() + limits.depth)
    return _watched(Run(limits), body, before.restore)


def beside(whole: Run | None, body: Callable[[], T]) -> T:
    """Run what a host does in a thread beside the one of a run: the Ruby code that it calls counts with that run."""
    if whole is None:
        return body()
    run = Run(whole.limits, whole)
    run.join_whole()
    return _watched(run, body, run.leave_whole)


def _watched(run: Run, body: Callable[[], T], end: Callable[[], None]) -> T:
    """Run `body` in this thread under the eyes of the watchdog."""
    _local.run = run
    try:
        try:
            watch(run)
            return body()
        finally:
            _end(run, end)
    except Stop as stop:
        _end(run, end)
        raise LimitError(run.reason or "stopped").with_traceback(stop.__traceback__) from None
    except MemoryError:
        raise LimitError(
            f"limit of memory: {run.limits.memory // 1_000_000} MB were used up (--limit-memory)"
        ) from None


def _end(run: Run, end: Callable[[], None]) -> None:
    """The run is over: an exception that is under way arrives here and nowhere else."""
    with run.ending:
        run.over = True
    if run.reason is not None:
        with contextlib.suppress(Stop):
            time.sleep(0)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(run.thread), None)
    _local.run = None
    end()


class Interpreter:
    """What Python's interpreter is set to while no Ruby runs."""

    def __init__(self) -> None:
        self.depth, self.digits, self.garbage = (
            sys.getrecursionlimit(), sys.get_int_max_str_digits(), gc.get_threshold()
        )  # fmt: skip

    def change(self, depth: int) -> None:
        """Allow as many frames, decimals within bounds, and look for cycles less often: records make none."""
        sys.setrecursionlimit(max(self.depth, depth))
        sys.set_int_max_str_digits(MAX_DECIMALS)
        gc.set_threshold(max(self.garbage[0], 20_000), 20, 20)

    def restore(self) -> None:
        """As it was."""
        sys.setrecursionlimit(self.depth)
        sys.set_int_max_str_digits(self.digits)
        gc.set_threshold(*self.garbage)


@contextlib.contextmanager
def deep_stack() -> Iterator[None]:
    """As many calls inside each other as a run has, for the compiler: how deep a source may be nested is its rule."""
    depth = sys.getrecursionlimit()
    sys.setrecursionlimit(max(depth, _frames() + usual.depth))
    try:
        yield
    finally:
        sys.setrecursionlimit(depth)


def _frames() -> int:
    """The frames on the stack; none of them is kept, for a frame that holds itself holds all that called it."""
    count = 0
    step: Any = sys._getframe()
    while step is not None:
        count += 1
        step = step.f_back
    return count


@contextlib.contextmanager
def paused() -> Iterator[None]:
    """Time spent in the body does not count: a host function sends a request, waits or sleeps."""
    run = current()
    if run is None or run.paused_at is not None:
        yield
        return
    run.paused_at = run.used()
    try:
        yield
    finally:
        run.start += run.used() - run.paused_at
        run.paused_at = None


def counted() -> contextlib.AbstractContextManager[None]:
    """Ruby code that a host function calls counts, although what the host does itself is paused."""
    run = current()
    return contextlib.nullcontext() if run is None else _resumed(run)


@contextlib.contextmanager
def _resumed(run: Run) -> Iterator[None]:
    """Ruby code that a host function calls counts again."""
    if run.paused_at is None:
        yield
        return
    run.start += run.used() - run.paused_at
    run.paused_at = None
    try:
        yield
    finally:
        run.paused_at = run.used()


def seconds_left() -> float:
    """Computing seconds that are left, for engines with a time-out of their own."""
    run = current()
    return usual.time if run is None else max(0.01, run.limits.time - run.spent())


def out_of_time(cause: str = "") -> LimitError:
    """The error of a program that has used its computing time up."""
    run = current()
    return time_used_up(usual.time if run is None else run.limits.time, cause)


def count_output(size: int) -> None:
    """Count what a program writes."""
    run = current()
    if run is None:
        return
    run.whole.output += size
    if run.whole.output > run.limits.output:
        raise LimitError(
            f"limit of output: more than {run.limits.output:,} characters were written (--limit-output)"
        )


# --- waiting and output -----------------------------------------------------------------------------------


def wait(seconds: float) -> int:
    """Wait: at most an hour in all, not at all under WKT_NO_WAIT; gives the seconds, rounded, as `sleep` does."""
    run = current()
    waited = seconds
    if run is not None:
        waited = run.whole.waited = run.whole.waited + seconds
    if waited > MAX_WAIT:
        raise LimitError(f"limit of waiting: more than {MAX_WAIT} s in all (fixed, no option moves it)")
    if not os.environ.get("WKT_NO_WAIT"):
        with paused():
            time.sleep(seconds)
    return round(seconds)


MAX_WAIT = 3600


def drop(text: str) -> None:
    """What becomes of output where no host listens."""


sink: Any = drop
"""Where `puts` and `print` write: the runtime sets it."""
