"""`wkt test`: the connector's test with the stored connection (seed, step 7)."""

from __future__ import annotations

import click

from .. import life
from ..app import App
from ..at_work import at_work, of_connection


@click.command("test", short_help="Run the connector's test with the stored connection.")
@of_connection
def command(context: click.Context, connection: str | None, named: str | None, reveal: bool) -> int:
    """Run the connector's test with the stored connection; a reply of 200 to 207 is Successful.

    CONNECTION is a connection, a connector, or connector/connection; the last one connected by default.
    """
    app = App(context)
    with at_work(app, connection or named, reveal=reveal) as (session, outcome):
        life.run_test(session, outcome)
    return life.ended(app, outcome, say=lambda: life.show_test(app, outcome))
