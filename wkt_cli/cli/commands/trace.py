"""`wkt trace`: what went over the wire, as it was recorded: masked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from ...errors import StoreError
from .. import render
from ..app import App
from ..options import common

if TYPE_CHECKING:
    from ...trace.files import TraceFiles
    from ...trace.model import Trace


@click.group("trace", short_help="Show what went over the wire.", invoke_without_command=True)
@common
@click.pass_context
def command(context: click.Context) -> None:
    """Show what went over the wire; the trace of the last command by default."""
    if context.invoked_subcommand is None:
        _show(App(context), None)


@command.command("show")
@click.argument("trace_id", metavar="[ID]", required=False)
@common
@click.pass_context
def show(context: click.Context, trace_id: str | None) -> None:
    """Show one trace with headers and bodies; ID may be cut as long as only one begins so."""
    _show(App(context), trace_id, verbose=True)


@command.command("list")
@common
@click.pass_context
def list_traces(context: click.Context) -> None:
    """List the stored traces, the newest first."""
    app = App(context)
    files = _files(app)
    traces = list(_readable(app, files))
    if app.options.json:
        app.print_json([_summary(trace) for trace in traces])
        return
    rows = [(t.id, f"{t.connector}/{t.connection}", str(len(t.exchanges)), t.command) for t in traces]
    for line in (
        render.table(rows, ("id", "connection", "requests", "command")) if rows else ["There is no trace yet"]
    ):
        app.print(line)


def _readable(app: App, files: TraceFiles) -> Iterator[Trace]:
    """Give the stored traces; one that is damaged is a warning, so that the others are still listed."""
    for trace_id in files.ids():
        try:
            yield files.load(trace_id)
        except StoreError as error:
            app.warn(str(error), error.hint)


def _files(app: App) -> TraceFiles:
    from ...trace.files import TraceFiles

    return TraceFiles(app.project.state_folder)


def _show(app: App, trace_id: str | None, *, verbose: bool = False) -> None:
    files = _files(app)
    trace = files.load(trace_id) if trace_id else files.latest()
    if app.options.json:
        app.print_json(asdict(trace) if trace else None)
    elif trace is None:
        app.say("There is no trace yet; every command that sends a request leaves one")
    else:
        app.print(f"{trace.id}  {trace.command}")
        for line in render.trace_lines(trace, app.painter, verbose=verbose or app.options.verbose > 0):
            app.print(line)


def _summary(trace: Trace) -> dict[str, object]:
    return {
        "id": trace.id,
        "started": trace.started,
        "command": trace.command,
        "connector": trace.connector,
        "connection": trace.connection,
        "requests": len(trace.exchanges),
    }
