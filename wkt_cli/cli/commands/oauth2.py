"""`wkt oauth2`: log in and keep the tokens (reference/connection.md section 8)."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import Any

import click

from .. import complete
from ..app import App
from ..opening import connector_file, key_option, open_session
from ..options import common
from ..sign_in.consent import ask, asking_of, consent_options


@click.command("oauth2", short_help="Log in, with the browser or a code, and keep the tokens.")
@click.option(
    "-c", "--connector", metavar="NAME|FILE", shell_complete=complete.connectors,
    help="The connector (connector.rb or connector.py here).",
)  # fmt: skip
@click.option("-s", "--settings", metavar="FILE", help="Settings file in the platform's layout; tokens go into it.")
@click.option(
    "-n", "--connection", metavar="NAME", help="Name in the settings file, or of a stored connection."
)
@key_option
@consent_options
@common
@click.pass_context
def command(
    context: click.Context, /, connector: str | None, settings: str | None, connection: str | None, key: str | None,
    **how: Any,
) -> None:  # fmt: skip
    """Log in, with the browser or a code, and keep the tokens.

    Opens the connector's page of consent, waits for the browser to come back, and exchanges the code. The tokens are
    written into the settings file, or, for a connection that `wkt connect` made, into the vault. $BROWSER names the
    browser; without one, as over SSH, paste the address at which it ended.

    With --device, or where the connector has a `device_authorization_url` and no `authorization_url`, a code is shown
    that you enter in a browser anywhere.
    """
    app = App(context)
    app.key_file = key
    asking = asking_of(**how)
    loaded = app.load(connector_file(app, connector))
    with ExitStack() as held:
        session = held.enter_context(open_session(app, loaded, settings, connection, store=True))
        changed = session.authorization.establish(partial(ask, app, asking), always=True)
    if app.options.json:
        app.print_json({"connector": loaded.name, "connection": connection, "changed": sorted(changed)})
    else:
        app.say(f"Signed in; stored {', '.join(sorted(changed)) or 'nothing new'}")
