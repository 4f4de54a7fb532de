"""`wkt vault`: connections into the vault and out of it, and the API token of the platform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ...errors import UsageError
from .. import complete, render
from ..app import App
from ..opening import connector_file, key_option
from ..options import common
from ..platform_access import BASE

connector_option = click.option(
    "-c", "--connector", metavar="NAME|FILE", shell_complete=complete.connectors,
    help="The connector (connector.rb or connector.py here).",
)  # fmt: skip


@click.group("vault", short_help="Move connections between settings files and the vault.", invoke_without_command=True)
@common
@click.pass_context
def command(context: click.Context) -> None:
    """Move connections between settings files and the vault, and keep the API token of the platform."""
    if context.invoked_subcommand is None:
        raise UsageError(
            "What is to be done with the vault?",
            hint="`wkt vault import`, `wkt vault export` or `wkt vault token`; "
            "`wkt connections` shows what is stored",
        )


@command.command("import")
@click.argument("file", required=False, type=click.Path(dir_okay=False))
@connector_option
@click.option("-n", "--connection", "names", metavar="NAME", multiple=True, help="Only this one of several.")
@click.option("--as", "name", metavar="NAME", help="Name of the stored connection (that in the file, else default).")
@key_option
@click.option("--replace", is_flag=True, help="Replace stored connections of the same name.")
@click.option("--remove", is_flag=True, help="Remove the file afterwards.")
@common
@click.pass_context
def import_file(
    context: click.Context, /, file: str | None, connector: str | None, names: tuple[str, ...], name: str | None,
    key: str | None, replace: bool, remove: bool,
) -> None:  # fmt: skip
    """Store the connections of a settings file, their secrets in the vault.

    FILE is settings.yaml.enc or settings.yaml, or what is named: one connection, or several by name; encrypted or not.
    Fields that the connector marks as secret, and all that are no fields of it, such as tokens, go into the vault.
    """
    from ...store.gem_settings import default_file
    from ..vault_files import Import

    app = App(context)
    app.key_file = key
    loaded = app.load(connector_file(app, connector))
    work = Import(app, loaded, _import_path(app, file))
    stored = work.run(names, name, replace=replace)
    if remove:
        work.path.unlink()
        app.say(f"{work.path.name} was removed")
    elif app.project.gem_layout and work.path == default_file(app.project.root):
        app.say(f"{work.path.name} is read before what is stored; --remove removes it")
    _tell(app, stored)


def _import_path(app: App, file: str | None) -> Path:
    from ...store.gem_settings import default_file

    path = app.project.start / file if file else default_file(app.project.root)
    if not path.is_file():
        raise UsageError(f"There is no settings file {path.name}", hint="name the one that is meant")
    return path


def _tell(app: App, stored: list[dict[str, Any]]) -> None:
    """Say what was stored; names of fields, never values."""
    if app.options.json:
        app.print_json(stored)
        return
    for one in stored:
        app.print(f"{one['connector']}/{one['name']}")
        for line in render.table((f"   {field['name']}", field["kept"]) for field in one["fields"]):
            app.print(line)


@command.command("export")
@click.argument("stored", metavar="[CONNECTION]", required=False, shell_complete=complete.connections)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False),
    help="The settings file (settings.yaml.enc; with --plain settings.yaml).",
)  # fmt: skip
@click.option("-n", "--connection", "name", metavar="NAME", help="Put it under this name, beside others in the file.")
@click.option("--plain", is_flag=True, help="Write a file that is not encrypted, secrets included.")
@click.option("--replace", is_flag=True, help="Replace the file, or what has that name in it.")
@key_option
@common
@click.pass_context
def export_file(
    context: click.Context, /, stored: str | None, output: str | None, name: str | None, plain: bool, replace: bool,
    key: str | None,
) -> None:  # fmt: skip
    """Write a stored connection into a settings file, secrets included.

    The file is encrypted, in the format of the SDK's gem: whoever has it and master.key (or the file that --key names)
    has the secrets. Where there is no key, one is made.
    """
    from ..stored import load_record
    from ..vault_files import Export

    app = App(context)
    app.key_file = key
    path = app.project.start / (output or ("settings.yaml" if plain else "settings.yaml.enc"))
    work = Export(app, path, plain=plain)
    _, record = load_record(app, stored)
    work.run(record, name, replace=replace)
    if app.options.json:
        app.print_json({"connector": record.connector, "name": record.name, "file": str(path), "encrypted": not plain})
    else:
        app.print(f"{record.connector}/{record.name} was written to {path.name}" + ("" if plain else ", encrypted"))


@command.command("token")
@click.option("--environment", metavar="NAME|URL", help="Data centre, as for `wkt push` ($WORKATO_BASE_URL, live).")
@click.option("--remove", is_flag=True, help="Remove the one that is kept.")
@common
@click.pass_context
def token(context: click.Context, environment: str | None, remove: bool) -> None:
    """Keep the API token of the platform for `wkt push`.

    It is asked for, hidden; where there is no terminal it is the first line of standard input.
    """
    from ...runtime.platform import DEFAULT_BASE, base_of
    from ..platform_access import keep, read_token

    app = App(context)
    base = base_of(environment or app.environment.environ.get(BASE) or DEFAULT_BASE)
    keep(app, base, None if remove else read_token(app, base))
    if app.options.json:
        app.print_json({"environment": base, "kept": not remove})
