"""Ctrl-C and its like while new tokens are on their way: those that a service has replaced are stored first."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

PATIENCE = 2.0
"""Seconds that a signal waits at most: a service that doesn't answer is not waited for."""

if sys.platform == "win32":

    @contextmanager
    def put_off(say: Callable[[str], object]) -> Iterator[None]:
        """Put nothing off: Windows has no timer that would end the wait."""
        yield

else:
    ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    @contextmanager
    def put_off(say: Callable[[str], object]) -> Iterator[None]:
        """Let a signal that would end the program wait a moment for what is inside; a second one doesn't wait.

        Args:
            say: tells a person why nothing happens.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        usual = {number: signal.getsignal(number) for number in ENDING}
        ending = [n for n, handler in usual.items() if handler in (signal.SIG_DFL, signal.default_int_handler)]
        came: list[int] = []

        def wait(number: int, frame: FrameType | None) -> None:
            came.append(number)
            back()
            signal.signal(signal.SIGALRM, end)
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)
            with suppress(RuntimeError):
                say("New tokens are on their way; ending as soon as they are stored")

        def end(number: int, frame: FrameType | None) -> None:
            signal.raise_signal(came.pop())

        def back() -> None:
            for number in ending:
                signal.signal(number, usual[number])

        for number in ending:
            signal.signal(number, wait)
        try:
            yield
        finally:
            back()
            if came:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.raise_signal(came.pop())
