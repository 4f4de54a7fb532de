"""`wkt test`: the connector's test with the stored connection (seed, step 7)."""

from __future__ import annotations

import click

from ..errors import ExitCode
from . import complete, life
from .app import App
from .connect import allow_reveal
from .options import common
from .stored import VaultKeeper, load_record


@click.command("test", short_help="Run the connector's test with the stored connection.")
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
    """Run the connector's test with the stored connection; a reply of 200 to 207 is Successful.

    CONNECTION is a connection, a connector, or connector/connection; the last one connected by default.
    """
    app = App(context)
    allow_reveal(app, reveal)
    connector, record = load_record(app, connection or named)
    outcome = life.Outcome(connector.name, record.name, dict(record.values), set(record.secret), stored=True)
    with app.session(connector, record.values, VaultKeeper(app.connections, record), record.name) as session:
        life.run_test(session, outcome)
    life.show(app, outcome, reveal=reveal)
    if outcome.error is None:
        life.show_test(app, outcome)
        return ExitCode.OK
    if app.options.json:
        return outcome.error.exit_code
    raise outcome.error
