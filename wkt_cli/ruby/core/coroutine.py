"""Turns a function that pushes values into an iterator that gives them when they are asked for.

Needed for `Enumerator#next` and for an early end over a user's own `each`. The function runs in a thread of its own,
but never at the same time as its consumer: each waits while the other works.
"""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterator
from typing import Any

Take = Callable[[Any], None]


class Abandoned(BaseException):
    """Ends the pushing function after its consumer has lost interest; nothing rescues it."""


class Exchange:
    """The two ends' common state: whose turn it is, and what was handed over."""

    def __init__(self, run: Callable[[Take], Any]) -> None:
        self.run = run
        self.wanted, self.ready = threading.Semaphore(0), threading.Semaphore(0)
        self.value: Any = None
        self.error: BaseException | None = None
        self.done = self.abandoned = False

    def produce(self) -> None:
        """The thread: run the function until it ends, fails or is abandoned."""
        self.wanted.acquire()
        try:
            if not self.abandoned:
                self.value = self.run(self.take)
        except Abandoned:
            pass
        except BaseException as error:
            self.error = error
        self.done = True
        self.ready.release()

    def take(self, value: Any) -> None:
        """Hand one value over and wait until the next is wanted."""
        self.value = value
        self.ready.release()
        self.wanted.acquire()
        if self.abandoned:
            raise Abandoned

    def resume(self) -> None:
        """Let the function work until it has a value or ends."""
        self.wanted.release()
        self.ready.acquire()

    def abandon(self) -> None:
        """Wake the function a last time so that its thread ends."""
        if not self.done:
            self.abandoned = True
            self.wanted.release()


def pull(run: Callable[[Take], Any]) -> Iterator[Any]:
    """The values that ``run(take)`` gives to ``take``, made one at a time; its result is the generator's."""
    exchange = Exchange(run)
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(exchange.produce,), daemon=True).start()
    try:
        while True:
            exchange.resume()
            if exchange.error is not None:
                raise exchange.error
            if exchange.done:
                return exchange.value
            yield exchange.value
    finally:
        exchange.abandon()
