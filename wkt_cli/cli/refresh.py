"""`wkt refresh`: new tokens now (seed, step 5)."""

from __future__ import annotations

import click

from ..errors import ExitCode, WktError
from . import complete, life
from .app import App
from .connect import allow_reveal
from .options import common
from .stored import VaultKeeper, load_record


@click.command("refresh", short_help="Acquire new tokens now.")
@click.argument("connection", required=False, shell_complete=complete.connections)
@click.option(
    "-n",
    "--connection",
    "named",
    metavar="NAME",
    shell_complete=complete.connections,
    help="Another way to give CONNECTION.",
)
@click.option("--reveal", is_flag=True, help="Show secrets; only on a terminal.")
@common
@click.pass_context
def command(context: click.Context, connection: str | None, named: str | None, reveal: bool) -> int:
    """Run `acquire` now, merge and store what it returns, and say what changed.

    CONNECTION is a connection, a connector, or connector/connection; the last one connected by default.
    """
    app = App(context)
    allow_reveal(app, reveal)
    connector, record = load_record(app, connection or named)
    outcome = life.Outcome(connector.name, record.name, dict(record.values), set(record.secret), stored=True)
    with app.session(connector, record.values, VaultKeeper(app.connections, record), record.name) as session:
        try:
            session.refresh()
        except WktError as error:
            outcome.error = error
        outcome.after = session.connection.snapshot()
    life.show(app, outcome, reveal=reveal)
    if outcome.error is None:
        app.say("Refreshed" if outcome.changed else "Refreshed; the service gave the same values again")
        return ExitCode.OK
    if app.options.json:
        return outcome.error.exit_code
    raise outcome.error
