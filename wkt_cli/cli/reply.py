"""The reply of `wkt call`: exact bytes for a program, indented, coloured and masked for a person."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import render
from .app import App

if TYPE_CHECKING:
    from ..http.message import Reply
    from ..trace.model import Exchange


def show(app: App, reply: Reply, *, output: Path | None, include: bool) -> None:
    """Show a reply: the body, or as much of it as the options say."""
    for_person = app.environment.on_terminal(app.environment.stdout)
    if output is not None:
        app.say(f"{reply.status} {reply.reason}: {render.size(reply.size)} written to {output}")
    elif app.options.json:
        _print_json(app, reply, exact=not for_person)
    elif for_person:
        _print_pretty(app, reply, include)
    else:
        _print_exact(app, reply, include)
    if app.options.verbose or app.environment.on_terminal(app.environment.stderr):
        painter = render.Painter(app.terminal, app.environment.stderr)
        for line in render.trace_lines(app.recorder.trace, painter, verbose=app.options.verbose > 0):
            app.say(line)
    if (reply.status >= 400 and output is not None) or reply.status == 429:
        app.say(_failed(reply))
    if "advice" in reply.notes:
        app.say(f"hint: {reply.notes['advice']}")


def show_unsent(app: App, exchange: Exchange) -> None:
    """Show the request of a dry run, masked."""
    if app.options.json:
        app.print_json(asdict(exchange))
        return
    app.print(render.exchange_line(exchange, app.painter))
    app.print("\n".join(render.details(exchange)))


def _head(reply: Reply) -> str:
    lines = [
        f"{reply.version} {reply.status} {reply.reason}".rstrip(),
        *(f"{name}: {value}" for name, value in reply.headers),
    ]
    return "\r\n".join(lines) + "\r\n\r\n"


def _print_exact(app: App, reply: Reply, include: bool) -> None:
    app.environment.stdout.flush()
    stream = app.environment.stdout.buffer
    if include:
        stream.write(_head(reply).encode("latin-1", "replace"))
    stream.write(reply.body)
    stream.flush()


def _print_json(app: App, reply: Reply, *, exact: bool) -> None:
    shape = {
        "status": reply.status,
        "reason": reply.reason,
        "headers": [list(header) for header in reply.headers],
        "body": _body_value(reply),
    }
    if not exact:
        app.print_json(shape)
        return
    try:
        text = json.dumps(shape, ensure_ascii=False, indent=2)
    except RecursionError:
        text = json.dumps(shape | {"body": reply.text}, ensure_ascii=False, indent=2)
    app.environment.stdout.write(text + "\n")


def _body_value(reply: Reply) -> Any:
    """Give the body as JSON, else as text, else as base64 in a dict."""
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        pass
    try:
        return reply.body.decode(reply.charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        from base64 import b64encode

        return {"base64": b64encode(reply.body).decode()}


def _print_pretty(app: App, reply: Reply, include: bool) -> None:
    redactor = app.recorder.redactor
    if include:
        masked = "\n".join(f"{name}: {redactor.mask_header(name, value)}" for name, value in reply.headers)
        app.print(f"{reply.version} {reply.status} {reply.reason}\n{masked}\n")
    value = _body_value(reply)
    if isinstance(value, dict) and "base64" in value and reply.media_type != "application/json":
        app.print(f"<binary, {render.size(len(reply.body))} {reply.media_type}; --output FILE saves it>")
    elif isinstance(value, str) and reply.media_type != "application/json":
        app.print(value)
    elif reply.body:
        print_value(app, value)


def print_value(app: App, value: Any) -> None:
    """Print JSON for a person: indented, coloured and masked."""
    _print_coloured(app, json.dumps(app.recorder.redactor.mask_json(value), ensure_ascii=False, indent=2))


def _print_coloured(app: App, text: str) -> None:
    if not app.painter.color:
        app.print(text)
        return
    from rich.console import Console
    from rich.syntax import Syntax

    console = Console(file=app.environment.stdout, force_terminal=True, width=app.painter.width)
    console.print(Syntax(text, "json", theme="ansi_dark", background_color="default", word_wrap=True))


def _failed(reply: Reply) -> str:
    text = f"{reply.status} {reply.reason}".rstrip()
    wait = _retry_after(reply.header("retry-after"))
    if reply.status != 429 or wait is None:
        return text
    return (
        f"{text}: come back in {wait} s, at {time.strftime('%H:%M:%S', time.localtime(time.time() + wait))}"
    )


def _retry_after(value: str | None) -> int | None:
    """Read Retry-After: seconds or a date (RFC 9110 section 10.2.3)."""
    if value is None:
        return None
    if value.strip().isdigit():
        return int(value)
    from email.utils import parsedate_to_datetime

    try:
        return max(0, round(parsedate_to_datetime(value).timestamp() - time.time()))
    except ValueError:
        return None
