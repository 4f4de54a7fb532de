"""Turns a function that pushes values into an iterator that gives them when they are asked for.

Needed for `Enumerator#next` and for an early end over a user's own `each`. The function runs in a thread of
its own, but never at the same time as its consumer: each waits while the other works.
"""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Generator
from typing import Any

from .. import limits

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
        self.program = limits.current()
        self.thread = self.consumer = 0

    def produce(self) -> None:
        """The thread: run the function until it ends, fails or is abandoned."""
        self.wanted.acquire()
        with limits.joined(self.program):
            try:
                if not self.abandoned:
                    self.value = self.run(self.take)
            except Abandoned:
                pass
            except BaseException as error:
                self.error = error
        self.done = True
        self.go_on_in(self.consumer)
        self.ready.release()

    def take(self, value: Any) -> None:
        """Hand one value over and wait until the next is wanted."""
        self.value = value
        self.go_on_in(self.consumer)
        self.ready.release()
        self.wanted.acquire()
        if self.abandoned:
            raise Abandoned

    def resume(self) -> None:
        """Let the function work until it has a value or ends."""
        self.consumer = threading.get_ident()
        self.go_on_in(self.thread)
        self.wanted.release()
        self.ready.acquire()

    def go_on_in(self, thread: int) -> None:
        """Tell the limits which thread works from now on; asked by the one that worked."""
        if self.program is not None:
            self.program.thread = thread

    def abandon(self) -> None:
        """Wake the function a last time so that its thread ends."""
        if not self.done:
            self.abandoned = True
            self.wanted.release()


_open: list[Exchange] = []


def pull(run: Callable[[Take], Any]) -> Generator[Any, None, Any]:
    """The values that ``run(take)`` gives to ``take``, made one at a time; its result is the generator's."""
    limits.check_coroutines(len(_open) + 1)
    exchange = Exchange(run)
    _open.append(exchange)
    context = contextvars.copy_context()
    worker = threading.Thread(target=context.run, args=(exchange.produce,), daemon=True)
    worker.start()
    exchange.thread = worker.ident or 0
    try:
        while True:
            exchange.resume()
            if exchange.error is not None:
                raise exchange.error
            if exchange.done:
                return exchange.value
            yield exchange.value
    finally:
        _open.remove(exchange)
        exchange.abandon()
