"""How commands end that run until somebody has had enough of them."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from ..errors import ExitCode

if TYPE_CHECKING:
    from .app import App


def end_quietly(app: App) -> ExitCode:
    """Give the status of Ctrl-C; on a terminal the line that shows it is ended."""
    if app.environment.on_terminal(app.environment.stderr):
        app.environment.say("")
    return ExitCode.INTERRUPTED


@contextmanager
def ends_as_by_ctrl_c() -> Iterator[None]:
    """Let the end of the terminal or of the program be as Ctrl-C during a block, so that nothing stays behind."""
    here = threading.current_thread() is threading.main_thread()
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if here and hasattr(signal, name)]
    before = [(number, signal.signal(number, _interrupt)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _interrupt(number: int, frame: Any) -> NoReturn:
    raise KeyboardInterrupt
