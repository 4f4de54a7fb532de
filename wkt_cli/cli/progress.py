"""A line on the terminal when something takes longer than half a second."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import App

FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
PATIENCE = 0.5
STEP = 0.1


@contextmanager
def waiting(app: App) -> Iterator[None]:
    """Show a spinner on standard error while what is inside takes long; nothing when that is no terminal."""
    environment = app.environment
    if app.options.quiet or not environment.on_terminal(environment.stderr):
        yield
        return
    stop = threading.Event()
    spinner = threading.Thread(target=_spin, args=(app, stop), daemon=True)
    spinner.start()
    try:
        yield
    finally:
        stop.set()
        spinner.join()


def _spin(app: App, stop: threading.Event) -> None:
    stream = app.environment.stderr
    if stop.wait(PATIENCE):
        return
    turn = 0
    while not stop.wait(STEP):
        turn += 1
        if app.in_talk:
            continue
        stream.write(
            f"\r{FRAMES[turn % len(FRAMES)]} waiting for {app.awaited} … {PATIENCE + turn * STEP:.0f} s"
        )
        stream.flush()
    stream.write("\r\x1b[K")
    stream.flush()
