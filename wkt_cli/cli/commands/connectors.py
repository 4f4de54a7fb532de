"""`wkt connectors`: what can be loaded."""

from __future__ import annotations

import click

from .. import render
from ..app import App
from ..options import common


@click.command("connectors", short_help="List the connectors that can be loaded.")
@common
@click.pass_context
def command(context: click.Context) -> None:
    """List the connectors of the project's connectors/ folder, then the bundled ones."""
    from ...connector.titles import title_of

    app = App(context)
    found = [(one, title_of(one.path)) for one in app.project.connectors()]
    if app.options.json:
        app.print_json([
            {"name": c.name, "title": title, "path": str(c.path), "form": c.form, "bundled": c.bundled}
            for c, title in found
        ])  # fmt: skip
        return
    for line in render.table(
        (c.name, title or "", c.form, "bundled" if c.bundled else _clash(c.clash) or str(c.path))
        for c, title in found
    ) or ["There is no connector; write one into connectors/"]:
        app.print(line)


def _clash(other: object) -> str:
    return f"can't be loaded: {other} has the same name" if other else ""
