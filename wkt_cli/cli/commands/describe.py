"""`wkt describe`: what a connector has, and what its blocks take and give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from .. import complete, render
from ..app import App
from ..opening import connector_file, open_session
from ..options import common

if TYPE_CHECKING:
    from ...connector.model import Connector
    from ...runtime.blocks.description import Description

GROUPS = ("actions", "triggers", "methods", "object_definitions", "pick_lists", "streams")


@click.command("describe", short_help="Show what a connector has, and the fields of its blocks.")
@click.argument("path", required=False, shell_complete=complete.described)
@click.option(
    "-c", "--connector", metavar="NAME|FILE", help="The connector (connector.rb or connector.py here)."
)
@click.option("-s", "--settings", metavar="FILE", help="Settings file in the platform's layout.")
@click.option("-n", "--connection", metavar="NAME", help="Name in the settings file, or of a stored connection.")
@click.option("--config-fields", metavar="FILE", help="JSON file with the values of config_fields.")
@common
@click.pass_context
def command(
    context: click.Context, path: str | None, connector: str | None, settings: str | None, connection: str | None,
    config_fields: str | None,
) -> None:  # fmt: skip
    """Show the blocks of a connector, or the fields of one of them.

    \b
    PATH   actions.NAME, triggers.NAME, object_definitions.NAME; without it all blocks are listed

    Fields are made by running input_fields and output_fields, so that requests may be sent. With --json each list of
    fields is a JSON Schema.
    """
    from ...runtime.blocks.description import described
    from ...runtime.paths import Given, Paths
    from ..json_files import read_json

    app = App(context)
    loaded = app.load(connector_file(app, connector))
    if path is None:
        _list(app, loaded)
        return
    given = Given(config_fields=read_json(app, "config_fields", config_fields) if config_fields else {})
    with open_session(app, loaded, settings, connection, store=None) as session:
        found = described(Paths(session), path, given)
    _show(app, found)


def _list(app: App, connector: Connector) -> None:
    """List what the connector has."""
    source = connector.source
    found = {group: dict(_blocks(source.get(group))) for group in GROUPS}
    if app.options.json:
        app.print_json({"title": connector.title, **found})
        return
    app.print(connector.title)
    for group, blocks in found.items():
        if blocks:
            app.print(f"\n{app.painter.style(group.replace('_', ' ').capitalize(), 'bold')}")
            for line in render.table((f"  {group}.{name}", title) for name, title in blocks.items()):
                app.print(line)


def _blocks(group: Any) -> Iterator[tuple[str, str]]:
    """Give names and titles; a block without a title has none."""
    for name, block in group.items() if isinstance(group, Mapping) else ():
        title = block.get("title") if isinstance(block, Mapping) else None
        yield name, title if isinstance(title, str) else ""


def _show(app: App, found: Description) -> None:
    if app.options.json:
        app.print_json(found.as_schemas())
        return
    app.print(found.title)
    for name, fields in found.fields.items():
        app.print(f"\n{app.painter.style(name.replace('_', ' ').capitalize(), 'bold')}")
        rows = list(found.rows(fields))
        head = ("  name", "type", "label", "")
        for line in render.table(((f"  {row[0]}", *row[1:]) for row in rows), head) if rows else ["  (no fields)"]:
            app.print(line)


