"""Limits on what a program may use: computing time, memory, call depth, sizes, digits, output.

Computing time is the processor time of the thread that runs the program, so waiting does not count; a
watchdog thread reads it and stops the program by an asynchronous exception. `paused()` also takes out
what a host function computes.
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
from typing import Any, NamedTuple, TypeVar

from .errors import LimitError

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
MAX_OUTPUT = 10_000_000


class Limits(NamedTuple):
    """The limits of one run; the command line's options set them."""

    time: float = 1.0
    memory: int = 512_000_000
    depth: int = 10_000
    output: int = MAX_OUTPUT


usual = Limits(time=10.0)
"""The limits of a block whose caller names none; the options of a command change them."""


class Stop(BaseException):
    """What the watchdog raises inside the program; `limited` makes a LimitError of it."""


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


# --- the watchdog -----------------------------------------------------------------------------------------


class Run:
    """One run that the watchdog looks after."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.thread = 0
        """The thread that works; those of coroutines take turns with the one that began."""
        self.clocks: dict[int, tuple[int, float]] = {}
        self.ended, self.start = 0.0, time.monotonic()
        self.enter()
        if self.clocks:
            self.start = 0.0
        self.paused_at: float | None = None
        self.reason: str | None = None
        self.over = False
        self.ending = threading.Lock()
        self.memory = _memory()

    def enter(self) -> None:
        """Let the calling thread work for the run from now on."""
        self.thread = threading.get_ident()
        clock = _clock_of(self.thread)
        if clock is not None:
            self.clocks[self.thread] = clock, time.clock_gettime(clock)

    def leave(self) -> None:
        """The calling thread ends; what it used stays."""
        clock, before = self.clocks.pop(threading.get_ident(), (None, 0.0))
        if clock is not None:
            self.ended += time.clock_gettime(clock) - before

    def used(self) -> float:
        """Processor seconds of the threads; where the system has no clock for one, the time of day."""
        if not self.clocks:
            return time.monotonic()
        total = self.ended
        for clock, before in list(self.clocks.values()):
            with contextlib.suppress(OSError):  # its thread has just ended
                total += time.clock_gettime(clock) - before
        return total

    def spent(self) -> float:
        """Computing seconds of the run so far."""
        return (self.paused_at if self.paused_at is not None else self.used()) - self.start

    def check(self) -> float:
        """Stop the run where a limit is hit; gives the seconds after which to look again."""
        if self.paused_at is not None:
            return 0.05
        left = self.limits.time - self.spent()
        if left <= 0:
            self.reason = out_of_time(run=self).message
        elif _memory() - self.memory > self.limits.memory:
            self.reason = (
                f"limit of memory: {self.limits.memory // 1_000_000} MB were used up (--limit-memory)"
            )
        if self.reason is not None and self.interrupt():
            return 0.06
        return min(max(left, 0.002), 0.03)

    def interrupt(self) -> bool:
        """Raise Stop in the program, unless its run has ended."""
        with self.ending:
            if not self.over:
                _interrupt(self.thread)
        return not self.over


def _clock_of(thread: int) -> int | None:
    """The clock of a thread's processor time, where the system has one."""
    try:
        return time.pthread_getcpuclockid(thread)
    except (AttributeError, OSError):
        return None


_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def _memory() -> int:
    """Resident bytes of the process; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * _PAGE
    except OSError:
        return 0


def _interrupt(thread: int) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(Stop))


class _Watchdog:
    """The one thread that looks after all runs; it sleeps where there is none."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.wake = threading.Condition()
        self.thread: threading.Thread | None = None

    def add(self, run: Run) -> None:
        """Look after a run."""
        with self.wake:
            self.runs.append(run)
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.watch, name="ruby limits", daemon=True)
                self.thread.start()
            else:
                self.wake.notify()

    def watch(self) -> None:
        """The loop of the thread."""
        while True:
            with self.wake:
                self.runs = [run for run in self.runs if not run.over]
                while not self.runs:
                    self.wake.wait()
                pause = min([run.check() for run in self.runs], default=0.05)
            time.sleep(pause)


_watchdog = _Watchdog()
_local = threading.local()


def _renew() -> None:
    """A forked child has no watchdog thread."""
    global _watchdog
    _watchdog = _Watchdog()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)


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
    run = _local.run = Run(limits)
    _local.output = _local.waited = 0
    before = Interpreter()
    try:
        try:
            before.change(_frames() + limits.depth)
            _watchdog.add(run)
            return body()
        finally:
            _end(run, before)
    except Stop as stop:
        _end(run, before)
        raise LimitError(run.reason or "stopped").with_traceback(stop.__traceback__) from None
    except MemoryError:
        raise LimitError(
            f"limit of memory: {limits.memory // 1_000_000} MB were used up (--limit-memory)"
        ) from None


def _end(run: Run, before: Interpreter) -> None:
    """The run is over: an exception that is under way arrives here and nowhere else."""
    with run.ending:
        run.over = True
    if run.reason is not None:
        with contextlib.suppress(Stop):
            time.sleep(0)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(run.thread), None)
    _local.run = None
    before.restore()


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
        gc.set_threshold(20_000, 20, 20)

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
    """The frames on the stack."""
    count, frame = 0, sys._getframe()
    step: Any = frame
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


def out_of_time(cause: str = "", run: Run | None = None) -> LimitError:
    """The error of a program that has used its computing time up."""
    run = run or current()
    seconds = usual.time if run is None else run.limits.time
    return LimitError(f"limit of computing time: {seconds:g} s were used up {cause}(--limit-time)")


def count_output(size: int) -> None:
    """Count what a program writes."""
    run = current()
    _local.output = getattr(_local, "output", 0) + size
    if run is not None and _local.output > run.limits.output:
        raise LimitError(
            f"limit of output: more than {run.limits.output:,} characters were written (--limit-output)"
        )


# --- waiting and output -----------------------------------------------------------------------------------


def wait(seconds: float) -> int:
    """Ruby's `sleep`: waits at most an hour in all, not at all under WKT_NO_WAIT; gives the seconds, rounded."""
    run = current()
    waited = _local.waited = seconds + (getattr(_local, "waited", 0) if run else 0)
    if waited > MAX_WAIT:
        raise LimitError(f"limit of waiting: `sleep` of more than {MAX_WAIT} s in all (fixed, no option moves it)")
    if not os.environ.get("WKT_NO_WAIT"):
        with paused():
            time.sleep(seconds)
    return round(seconds)


MAX_WAIT = 3600


def drop(text: str) -> None:
    """What becomes of output where no host listens."""


sink: Any = drop
"""Where `puts` and `print` write: the runtime sets it."""
