"""`wkt version`, as the platform's SDK has it."""

from __future__ import annotations

import click

from ... import __version__
from ..app import App
from ..options import common


@click.command("version", short_help="Print the version.")
@common
@click.pass_context
def command(context: click.Context) -> None:
    """Print the version."""
    app = App(context)
    if app.options.json:
        app.print_json({"version": __version__})
    else:
        app.print(__version__)
