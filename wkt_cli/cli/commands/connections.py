"""`wkt connections`: list, show, use, rename, remove."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from .. import complete, render
from ..app import App
from ..options import common
from ..stored import find, load_record

if TYPE_CHECKING:
    from ...store.record import Entry


@click.group(
    "connections", short_help="List, show, use, rename and remove connections.", invoke_without_command=True
)
@common
@click.pass_context
def command(context: click.Context) -> None:
    """List the stored connections; `*` marks the current one."""
    if context.invoked_subcommand is None:
        _list(App(context))


@command.command("list")
@common
@click.pass_context
def list_connections(context: click.Context) -> None:
    """List the stored connections; `*` marks the current one."""
    _list(App(context))


def _list(app: App) -> None:
    entries = app.connections.list()
    if app.options.json:
        app.print_json([_entry(entry) for entry in entries])
        return
    rows = [
        (
            "*" if e.current else " ",
            f"{e.connector}/{e.name}",
            str(e.meta.get("type", "")),
            str(e.meta.get("connected_at", "")),
        )
        for e in entries
    ]
    lines = (
        render.table(rows, ("", "connection", "type", "connected")) if rows else ["Nothing is connected here"]
    )
    for line in lines:
        app.print(line)


def _entry(entry: Entry) -> dict[str, Any]:
    return {"connector": entry.connector, "name": entry.name, "current": entry.current, "meta": entry.meta}


@command.command("show")
@click.argument("connection", required=False, shell_complete=complete.connections)
@common
@click.pass_context
def show(context: click.Context, connection: str | None) -> None:
    """Show a connection's values, secrets as dots, and where each is kept."""
    app = App(context)
    _, record = load_record(app, connection)
    places = app.connections.where(record)
    if app.options.json:
        kept = [
            {"name": n, "value": app.masked(n, v), "kept": places.get(n), "secret": n in record.secret}
            for n, v in record.values.items()
        ]
        app.print_json(
            {"connector": record.connector, "name": record.name, "meta": record.meta, "values": kept}
        )
        return
    app.print(f"Connection {record.connector}/{record.name}")
    values = render.hidden(record.values, record.secret)
    rows = [(name, render.one_line(str(value)), places.get(name, "")) for name, value in values.items()]
    rows += [(name, text, "") for name, text in facts_of(record.meta, datetime.now(UTC))]
    for line in render.table(rows, ("name", "value", "kept in")):
        app.print(line)


def facts_of(meta: Mapping[str, Any], now: datetime) -> list[tuple[str, str]]:
    """Give what is known of a connection for a person: type, identity, scopes, age and expiry.

    >>> facts_of({"type": "oauth2", "expires_at": "2026-01-01T12:00:00+00:00"}, datetime(2026, 1, 1, 8, tzinfo=UTC))
    [('type', 'oauth2'), ('expires', '2026-01-01T12:00:00+00:00, in 4 hours')]
    """
    facts = [(name, str(meta[name])) for name in ("type", "identity", "scopes") if meta.get(name)]
    for name, key in (("connected", "connected_at"), ("expires", "expires_at")):
        if meta.get(key):
            facts.append((name, f"{meta[key]}, {_distance(str(meta[key]), now)}"))
    return facts


_UNITS = ((86400.0, "days"), (3600.0, "hours"), (60.0, "minutes"), (1.0, "seconds"))


def _distance(moment: str, now: datetime) -> str:
    """Say how far a moment is from now, in the largest unit that fits."""
    try:
        seconds = (datetime.fromisoformat(moment) - now).total_seconds()
    except (TypeError, ValueError):
        return "whenever that is"
    size, unit = next((one for one in _UNITS if abs(seconds) >= 2 * one[0]), (1.0, "seconds"))
    span = f"{abs(seconds) / size:.0f} {unit}"
    return f"in {span}" if seconds > 0 else f"{span} ago"


@command.command("use")
@click.argument("connection", shell_complete=complete.connections)
@common
@click.pass_context
def use(context: click.Context, connection: str) -> None:
    """Make a connection the current one."""
    app = App(context)
    connector, name = find(app.connections, connection)
    app.connections.use(connector, name)
    _tell(app, connector, name, f"`wkt test`, `wkt call` and `wkt refresh` use {connector}/{name} from now on")


@command.command("rename")
@click.argument("connection", shell_complete=complete.connections)
@click.argument("new")
@common
@click.pass_context
def rename(context: click.Context, connection: str, new: str) -> None:
    """Give a connection another name."""
    app = App(context)
    connector, name = find(app.connections, connection)
    app.connections.rename(connector, name, new)
    _tell(app, connector, new, f"{connector}/{name} is {connector}/{new} now")


@command.command("remove")
@click.argument("connection", shell_complete=complete.connections)
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.option(
    "--force", is_flag=True, help="Remove it even if its vault can't be opened; secrets may stay there."
)
@common
@click.pass_context
def remove(context: click.Context, connection: str, yes: bool, force: bool) -> None:
    """Remove a connection, its secrets too."""
    app = App(context)
    connector, name = find(app.connections, connection)
    if (
        app.terminal.interactive
        and not yes
        and not app.terminal.confirm(f"Remove {connector}/{name} and its secrets?")
    ):
        raise click.Abort
    app.connections.remove(connector, name, force=force)
    _tell(app, connector, name, f"{connector}/{name} was removed")


def _tell(app: App, connector: str, name: str, text: str) -> None:
    """Say what was done; with ``--json`` to which connection."""
    if app.options.json:
        app.print_json({"connector": connector, "name": name})
    else:
        app.say(text)
