"""A line on the terminal when something takes longer than half a second: how far a large body is, or that one waits."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..http.transfers import Transfer
    from .app import App

FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
PATIENCE = 0.5
STEP = 0.1
LARGE = 1_000_000
"""Bytes from which on it is told how far a body is."""
BAR = 24


@contextmanager
def waiting(app: App, under_way: Collection[Transfer]) -> Iterator[None]:
    """Show a line on standard error while what is inside takes long; nothing when that is no terminal.

    Args:
        app: the run.
        under_way: the bodies that are being sent or received.
    """
    environment = app.environment
    if app.options.quiet or not environment.on_terminal(environment.stderr):
        yield
        return
    stop = threading.Event()
    line = threading.Thread(target=_show, args=(app, under_way, stop), daemon=True)
    line.start()
    try:
        yield
    finally:
        stop.set()
        line.join()


def _show(app: App, under_way: Collection[Transfer], stop: threading.Event) -> None:
    turn = 0
    while not stop.wait(STEP):
        turn = 0 if app.in_talk else turn + 1
        if turn * STEP <= PATIENCE:
            continue
        text = bar(list(under_way), monotonic()) or f"waiting for {app.awaited} … {turn * STEP:.0f} s"
        app.environment.draw(f"{FRAMES[turn % len(FRAMES)]} {text[: app.terminal.width - 3]}")
    app.environment.draw("")


def bar(under_way: Collection[Transfer], now: float) -> str:
    """Tell how far the large bodies are, taken together; empty where there is none.

    Args:
        under_way: the bodies.
        now: by the monotonic clock.

    >>> from wkt_cli.http.transfers import Transfer
    >>> bar([Transfer(to_send=40_000_000, sent=10_000_000, began=0.0)], 2.0)
    '↑ 10.0 MB of 40.0 MB ━━━━━━────────────────── 25 %  5.0 MB/s  6 s left'
    >>> bar([Transfer(received=3_000_000, began=0.0, answered=1.0)], 3.0)
    '↓ 3.0 MB  1.5 MB/s'
    """
    from . import render

    out = [one for one in under_way if one.answered is None and one.to_send >= LARGE]
    coming = [one for one in under_way if max(one.received, one.to_receive or 0) >= LARGE]
    if not out and not coming:
        return ""
    done = sum(one.sent for one in out) or sum(one.received for one in coming)
    totals: list[int | None] = [one.to_send if out else one.to_receive for one in out or coming]
    begun = min((one.began if out else one.answered or one.began) for one in out or coming)
    speed = done / max(now - begun, STEP)
    arrow, rate = "↑" if out else "↓", f"{render.size(int(speed))}/s"
    if None in totals or not speed:
        return f"{arrow} {render.size(done)}  {rate}"
    total = sum(filter(None, totals))
    full = BAR * done // total
    return (
        f"{arrow} {render.size(done)} of {render.size(total)} {'━' * full}{'─' * (BAR - full)} {100 * done // total} %"
        f"  {rate}  {_duration((total - done) / speed)} left"
    )


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
