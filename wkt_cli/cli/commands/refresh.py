"""`wkt refresh`: new tokens now (seed, step 5)."""

from __future__ import annotations

import click

from ...errors import WktError
from .. import life
from ..app import App
from ..at_work import at_work, of_connection


@click.command("refresh", short_help="Get new tokens now.")
@of_connection
def command(context: click.Context, connection: str | None, named: str | None, reveal: bool) -> int:
    """Get new tokens now, by `acquire`, `refresh` or the token endpoint; store them, and say what changed.

    CONNECTION is a connection, a connector, or connector/connection; the last one connected by default.
    """
    app = App(context)
    with at_work(app, connection or named, reveal=reveal) as (session, outcome):
        try:
            session.authorization.refresh()
        except WktError as error:
            outcome.error = error
        outcome.after = session.connection.snapshot()
    said = "Refreshed" if outcome.changed else "Refreshed; the service gave the same values again"
    return life.ended(app, outcome, say=lambda: app.say(said))
