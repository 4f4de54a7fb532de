"""`wkt generate`: schemas from samples, and tests (reference/cli_and_files.md sections 9 and 10)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...errors import UsageError
from .. import complete
from ..app import App
from ..opening import connector_file
from ..options import GEM_NAMES, common, common_but_json
from ..platform_access import BASE, access, platform, token_options

if TYPE_CHECKING:
    from ...scaffold import Written

SEPARATORS = ["comma", "space", "tab", "colon", "semicolon", "pipe"]
CONNECTORS = ("connector.rb", "connector.py")
_FILE = click.Path(dir_okay=False)


@click.group("generate", short_help="Generate schemas from samples, and tests.", invoke_without_command=True)
@common
@click.pass_context
def command(context: click.Context) -> None:
    """Generate schemas from samples, and tests."""
    if context.invoked_subcommand is None:
        raise UsageError("What is to be generated?", hint="`wkt generate schema` or `wkt generate test`")


@command.command("schema", context_settings=GEM_NAMES)
@click.option("--json", "json_file", type=_FILE, metavar="FILE", help="Sample in JSON.")
@click.option("--csv", "csv_file", type=_FILE, metavar="FILE", help="Sample in CSV, with the names in its first line.")
@click.option(
    "--col-sep", type=click.Choice(SEPARATORS), default="comma", help="What parts the columns of CSV (comma)."
)
@click.option("--local", is_flag=True, help="Make the schema on this machine, even where an API token is set.")
@token_options
@common_but_json
@click.pass_context
def schema(
    context: click.Context, /, json_file: str | None, csv_file: str | None, col_sep: str, local: bool,
    api_token: str | None, api_email: str | None,
) -> None:  # fmt: skip
    """Generate a schema from a sample in JSON or CSV, and print it.

    The schema is made on this machine, and nothing is sent. Where an API token is given, by $WORKATO_API_TOKEN or
    --api-token, the platform makes it, as with the SDK's gem; --local keeps the sample here.
    """
    from ...runtime.platform import DEFAULT_BASE, base_of

    app = App(context)
    kind, sample = _sample(app, json_file, csv_file)
    base = base_of(app.environment.environ.get(BASE) or DEFAULT_BASE)
    asks = None if local else access(app, base, api_token, api_email, must=False)
    if asks is None:
        _print(app, _made_here(kind, sample, col_sep))
        return
    app.say(f"{base} makes the schema; --local makes it here and sends nothing")
    columns = {"col_sep": col_sep} if kind == "csv" else {}
    with platform(app, asks) as service:
        _print(app, service.schema(kind, {"sample": {} if sample is None else sample, **columns}))


def _sample(app: App, json_file: str | None, csv_file: str | None) -> tuple[str, str | None]:
    """Give the kind of the sample and its text, None where no file is named."""
    if json_file and csv_file:
        raise UsageError("A sample is JSON or CSV", hint="leave out --json or --csv")
    name = json_file or csv_file
    if name is None:
        return "json", None
    try:
        return ("csv" if csv_file else "json"), (app.project.start / name).read_text(encoding="utf-8")
    except OSError as error:
        hint = "names are relative to the folder you are in"
        raise UsageError(f"{name} can't be read: {error.strerror}", hint=hint) from error
    except UnicodeDecodeError:
        raise UsageError(f"{name} is no UTF-8", hint="save it as UTF-8") from None


def _made_here(kind: str, sample: str | None, col_sep: str) -> Any:
    from ...connector.samples import of_csv, of_json

    if sample is None:
        raise UsageError("No sample is given", hint="name it with --json FILE or --csv FILE")
    return of_csv(sample, col_sep) if kind == "csv" else of_json(sample)


def _print(app: App, made: Any) -> None:
    import json

    app.environment.stdout.write(json.dumps(made, ensure_ascii=False, indent=2) + "\n")


def _kind_options(function: Any) -> Any:
    for name, short, what in (
        ("action", "-a", "an action"), ("trigger", "-t", "a trigger"), ("pick_list", "-p", "a pick list"),
        ("object_definition", "-o", "an object definition"), ("method", "-m", "a method"),
    ):  # fmt: skip
        long = f"--{name.replace('_', '-')}"
        function = click.option(short, long, name, metavar="NAME", help=f"Test {what}.")(function)
    return function


@command.command("test", context_settings=GEM_NAMES)
@click.option(
    "-c", "--connector", metavar="NAME|FILE", shell_complete=complete.connectors,
    help="The connector (connector.rb or connector.py here).",
)  # fmt: skip
@_kind_options
@common
@click.pass_context
def test(context: click.Context, /, connector: str | None, **named: str | None) -> None:
    """Generate tests for pytest: for all blocks of the connector, or for those that are named.

    They call the blocks with `wkt_cli.testing` and are skipped until you give them examples. Files that are there stay
    as they are.
    """
    app = App(context)
    written = _write_tests(app, connector, {kind: name for kind, name in named.items() if name})
    tell(app, written)


def _write_tests(app: App, connector: str | None, named: dict[str, str]) -> list[Written]:
    from ...scaffold import Folder
    from ...scaffold.tests import GROUPS, add_connector_test, add_test

    folder = Folder(app.project.start)
    if named:
        for kind in GROUPS:
            if kind in named:
                add_test(folder, kind, named[kind], _named_file(app, connector))
        return folder.written
    if connector is None and not any((app.project.root / name).is_file() for name in CONNECTORS):
        raise UsageError("Can't find connector source code", hint="name it with -c, or a block with `--action NAME`")
    loaded = app.load(connector_file(app, connector))
    file = _relative(app, loaded.path)
    add_connector_test(folder, file)
    for kind, group in GROUPS.items():
        for name in loaded.dig(group) or {}:
            add_test(folder, kind, str(name), file)
    return folder.written


def _named_file(app: App, connector: str | None) -> str:
    """Give the connector's file for tests of blocks that need not be there yet, as need not the file."""
    if connector is None:
        return next((name for name in CONNECTORS if (app.project.start / name).is_file()), CONNECTORS[0])
    return _relative(app, app.project.locate(connector_file(app, connector)).path)


def _relative(app: App, path: Path) -> str:
    root = app.project.start.resolve()
    return path.resolve().relative_to(root).as_posix() if path.resolve().is_relative_to(root) else str(path)


def tell(app: App, written: list[Written]) -> None:
    """Say which files were made and which were there before."""
    if app.options.json:
        app.print_json([{"file": one.name, "created": one.created} for one in written])
        return
    for one in written:
        app.print(f"{'create' if one.created else 'skip':>12}  {one.name}")
