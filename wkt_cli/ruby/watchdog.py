"""The watchdog: a thread that stops programs which use more computing time or memory than allowed.

Computing time is the processor time of the thread that runs the program, so waiting does not count; the watchdog
reads it and stops the program by an asynchronous exception.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import threading
import time
from typing import NamedTuple

from .errors import LimitError


class Limits(NamedTuple):
    """The limits of one run; the command line's options set them."""

    time: float = 1.0
    memory: int = 512_000_000
    depth: int = 10_000
    output: int = 10_000_000


class Stop(BaseException):
    """What the watchdog raises inside the program; `limited` makes a LimitError of it."""


class Run:
    """One run that the watchdog looks after.

    Args:
        limits: what it may use.
        whole: the run that began it, where it is the part of one in a thread of its own; what all parts use counts
            together.
    """

    def __init__(self, limits: Limits, whole: Run | None = None) -> None:
        self.limits = limits
        self._whole = whole
        self.parts: list[Run] = []
        self.output, self.waited = 0, 0.0
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
        self.memory: int = whole.memory if whole is not None else _memory()

    @property
    def whole(self) -> Run:
        """The run that this one is a part of, or itself: which it doesn't hold, so that it goes when it is over."""
        return self._whole or self

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
        """Computing seconds so far, of all parts."""
        return sum(run.own() for run in (self.whole, *self.whole.parts))

    def own(self) -> float:
        """Computing seconds so far, without those of other parts."""
        return (self.paused_at if self.paused_at is not None else self.used()) - self.start

    def join_whole(self) -> None:
        """Become a part of the whole run; it has computed nothing yet."""
        self.paused_at = self.start = self.used()
        with self.whole.ending:
            self.whole.parts.append(self)

    def leave_whole(self) -> None:
        """The part ends, and leaves what it used to the whole."""
        with self.whole.ending:
            if self in self.whole.parts:
                self.whole.parts.remove(self)
                self.whole.start -= self.own()

    def check(self) -> float:
        """Stop the run where a limit is hit; gives the seconds after which to look again."""
        if self.paused_at is not None:
            return 0.05
        left = self.limits.time - self.spent()
        if left <= 0:
            self.reason = self.out_of_time().message
        elif _memory() - self.memory > self.limits.memory:
            self.reason = (
                f"limit of memory: {self.limits.memory // 1_000_000} MB were used up (--limit-memory)"
            )
        if self.reason is not None and self.interrupt():
            return 0.06
        return min(max(left, 0.002), 0.03)

    def out_of_time(self, cause: str = "") -> LimitError:
        """The error of a run that has used its computing time up."""
        return time_used_up(self.limits.time, cause)

    def interrupt(self) -> bool:
        """Raise Stop in the program, unless its run has ended."""
        with self.ending:
            if not self.over:
                _interrupt(self.thread)
        return not self.over


def time_used_up(seconds: float, cause: str = "") -> LimitError:
    """The error of a program that has used its computing time up."""
    return LimitError(f"limit of computing time: {seconds:g} s were used up {cause}(--limit-time)")


def _clock_of(thread: int) -> int | None:
    """The clock of a thread's processor time, where the system has one."""
    try:
        return time.pthread_getcpuclockid(thread)
    except (AttributeError, OSError):
        return None


_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def _memory() -> int:
    """Resident bytes of the process; 0 where the system does not tell."""
    file = _sizes()
    return int(os.pread(file, 128, 0).split()[1]) * _PAGE if file is not None else 0


@functools.cache
def _sizes() -> int | None:
    """The open file in which the system tells how large the process is, if it has one."""
    try:
        return os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return None


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


def watch(run: Run) -> None:
    """Look after a run from now on."""
    _watchdog.add(run)


def _renew() -> None:
    """A forked child has no watchdog thread."""
    global _watchdog
    _watchdog = _Watchdog()
    _sizes.cache_clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
