"""`wkt console`: a prompt at which a connector's blocks and requests can be tried."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from ...app import App
from ...opening import connector_file, connector_options, open_session, store_option, unless_asked
from ...options import common

if TYPE_CHECKING:
    from ....runtime.session import Session


@click.command("console", short_help="Try a connector's blocks and requests at a prompt.")
@connector_options
@store_option
@common
@click.pass_context
def command(
    context: click.Context, /, connector: str | None, settings: str | None, connection: str | None, key: str | None,
    store: bool | None,
) -> int:  # fmt: skip
    """Try a connector's blocks and requests at a prompt, with one session.

    What is typed is Ruby for a connector in Ruby, which runs in the sandbox, and Python for one in Python; `help` at
    the prompt tells more. Without a connector that is named or in this folder, the stored connection is used that `wkt
    call` would use.

    \b
    get('/me')                     a request, signed by `apply`
    methods.total([1, 2])          blocks, by the paths of `wkt exec`; `actions` lists them
    actions.find.execute(id: 7)
    x = call(:total, [1, 2]); x    variables stay; `_` is the last result, `connection` the connection hash

    Without a terminal the lines of standard input are run, results are JSON on standard output, and the exit status is
    1 if one of them failed.
    """
    from .loop import Loop
    from .sources import Sources

    app, sources = App(context), Sources()
    app.key_file = key
    with ExitStack() as stack:
        with sources.reading():
            session = stack.enter_context(_session(app, connector, settings, connection, store))
        sources.of(session.connector.path)
        return Loop(app, session, sources).run()


@contextmanager
def _session(
    app: App, connector: str | None, settings: str | None, connection: str | None, store: bool | None
) -> Iterator[Session]:
    """Open a session as `wkt exec` does; as `wkt call` does where no connector is meant."""
    from ...stored import resume

    if not connector and not settings and not app.project.gem_layout:
        with resume(app, connection, needs_token=False) as session:
            yield session
        return
    loaded = app.load(connector_file(app, connector))
    with open_session(app, loaded, settings, connection, store=unless_asked(app, store)) as session:
        yield session
