"""How commands end that run until somebody has had enough of them."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any, NoReturn

from ..errors import ExitCode

if TYPE_CHECKING:
    from .app import App


def end_quietly(app: App) -> ExitCode:
    """Give the status of Ctrl-C; on a terminal the line that shows it is ended."""
    if app.environment.on_terminal(app.environment.stderr):
        app.environment.say("")
    return ExitCode.INTERRUPTED


def end_as_by_ctrl_c() -> None:
    """Let the end of the terminal or of the program be as Ctrl-C, so that nothing stays behind."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)


def _interrupt(number: int, frame: Any) -> NoReturn:
    raise KeyboardInterrupt
