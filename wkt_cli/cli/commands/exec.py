"""`wkt exec PATH`: run one block of a connector, with the options of the platform's SDK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...errors import ExitCode, StoreError, UsageError
from .. import complete
from ..app import App
from ..json_files import json_in, read_json
from ..opening import connector_file, key_option, open_session, store_option
from ..options import GEM_NAMES, common

if TYPE_CHECKING:
    from ...connector.model import Connector

JSON_OPTIONS = {
    "input": "the input", "args": "the arguments of a method or pick list", "closure": "the closure of a poll",
    "continue": "what an earlier step handed on", "config_fields": "the values of config_fields",
    "extended_input_schema": "the input's schema", "extended_output_schema": "the output's schema",
    "webhook_payload": "the payload of a webhook", "webhook_params": "its query",
    "webhook_headers": "its headers", "webhook_subscribe_output": "what webhook_subscribe gave",
    "resume_data": "what resumes a suspended action",
}  # fmt: skip
SHORT = {"input": "-i", "args": "-a", "webhook_payload": "-w"}
PROJECT_FILES = (
    "connector.rb", "connector.py", "settings.yaml", "settings.yaml.enc", "master.key", "account_properties.yaml",
    "account_properties.yaml.enc", "lookup_tables.yaml", "workato_schemas.json",
)  # fmt: skip
"""What a run reads of its project where it is there (reference/cli_and_files.md section 6)."""


def _json_options(function: Any) -> Any:
    for name, what in reversed(JSON_OPTIONS.items()):
        names = [f"--{name.replace('_', '-')}", *([SHORT[name]] if name in SHORT else [])]
        function = click.option(*names, name, metavar="FILE", help=f"JSON file with {what}.")(function)
    return function


@click.command(
    "exec", short_help="Run one block of a connector.", context_settings=GEM_NAMES
)
@click.argument("path", required=False, shell_complete=complete.paths)
@click.option(
    "-c", "--connector", metavar="NAME|FILE", is_flag=False, flag_value="",
    help="The connector (connector.rb or connector.py here).",
)
@click.option(
    "-s", "--settings", metavar="FILE", is_flag=False, flag_value="",
    help="Settings file in the platform's layout; no vault is opened.",
)
@click.option(
    "-n", "--connection", metavar="NAME", help="Name in the settings file, or of a stored connection."
)
@key_option
@_json_options
@click.option("--webhook-url", metavar="URL", help="The URL that webhook_subscribe is told.")
@click.option("--oauth2-code", metavar="CODE", help="Authorization code for acquire.")
@click.option("--redirect-url", metavar="URL", help="Redirect URL for acquire.")
@click.option("--refresh-token", metavar="TOKEN", help="Refresh token for refresh.")
@click.option(
    "--from", "start", type=int, default=0, metavar="BYTE", help="First byte of a stream's chunk (0)."
)
@click.option(
    "--frame-size", type=int, default=10_485_760, metavar="BYTES", help="Size of a stream's chunk (10 MB)."
)
@click.option("--max-pages", type=click.IntRange(1), metavar="PAGES", help="How many pages a poll may fetch (600).")
@click.option("--resume-timeout", is_flag=True, help="Let the time of a suspended action run out.")
@click.option("--again", is_flag=True, help="Run the last `wkt exec` again; options after it are added.")
@click.option("--watch", is_flag=True, help="Run again when a file that was read changes, and show what is different.")
@click.option("-o", "--output", metavar="FILE", help="Write the result to a file, as compact JSON.")
@store_option
@common
@click.pass_context
def command(
    context: click.Context, /, path: str | None, connector: str | None, settings: str | None, connection: str | None,
    key: str | None, output: str | None, store: bool | None, resume_timeout: bool, again: bool, watch: bool,
    **given: Any,
) -> int:  # fmt: skip
    """Run one block of a connector and print its result as JSON.

    \b
    PATH   actions.NAME and triggers.NAME run all of it: the fields, the input made of them, the
           block, the output made of them. A block by itself takes its arguments as they are:

    \b
           test, title, source, methods.NAME, pick_lists.NAME, object_definitions.NAME,
           streams.NAME (a chunk), streams.NAME! (all of it), webhook_keys,
           actions.NAME.execute, triggers.NAME.poll (all pages), .poll_page, .dedup,
           .webhook_subscribe, .webhook_refresh, .webhook_notification, .webhook_unsubscribe, .webhook_key,
           of both .input_fields, .output_fields, .extended_schema, .sample_output, .summarize_input, .summarize_output,
           connection.base_uri, connection.settings, connection.fields, connection.authorization.NAME

    Errors go to standard error, the exit status is then 1.
    """
    from ..again import keep, run_again

    app = App(context)
    if again:
        return run_again(app)
    if path is None:
        raise UsageError("The path of a block is missing", hint="such as `wkt exec test`; `wkt describe` lists them")
    if output == "":
        raise UsageError("`--output` names no file", hint="leave it out: the result goes to standard output")
    app.key_file = key
    keep(app)
    run = _Run(path, connector, settings, connection, store, resume_timeout, given)
    if not watch:
        _print(app, *run(app), output)
        return ExitCode.OK
    from ..watch.watching import Results, watch_run

    results = Results(app, partial(_print, output=output), output=output is not None)
    return watch_run(app, run, results, _files(app, connector, settings, given))


@dataclass(frozen=True)
class _Run:
    """One run of a block, as it was typed."""

    path: str
    connector: str | None
    settings: str | None
    connection: str | None
    store: bool | None
    resume_timeout: bool
    given: Mapping[str, Any]

    def __call__(self, app: App, /) -> tuple[Connector, Any]:
        """Read the files, load the connector and run the block; give connector and result."""
        from ...runtime.given import FIELDS
        from ...runtime.paths import Given, Paths
        from ...runtime.results import EventSpool

        values = {
            FIELDS.get(name, name): _read(app, name, value) for name, value in self.given.items() if value is not None
        }
        values |= _resume(app, values.pop("resume_data", None), time_out=self.resume_timeout)
        for name in ("oauth2_code", "refresh_token"):
            app.learn(name, values.get(name))
        loaded = app.load(connector_file(app, self.connector))
        try:
            with open_session(app, loaded, self.settings, self.connection, store=self.store) as session:
                return loaded, Paths(session, EventSpool).run(self.path, Given(**values))
        finally:
            app.say_trace()


def _files(app: App, connector: str | None, settings: str | None, given: Mapping[str, Any]) -> list[Path]:
    """Give the files that a run would read, were they there: those of the options, and those of the project."""
    named = [connector, settings, app.key_file, *(given[name] for name in JSON_OPTIONS)]
    options = [app.environment.folder / name for name in named if name]
    return options + [app.project.root / name for name in PROJECT_FILES]


def _resume(app: App, data: Any, *, time_out: bool) -> dict[str, Any]:
    """Give what resumes a suspended action: what was typed, or an answer where somebody can be asked."""
    if data is not None or time_out:
        return {"resume_data": lambda token: data}
    if not app.terminal.interactive:
        return {}

    def ask(token: str) -> Any:
        app.say(f"The action is suspended; a resume would come with the token {token}")
        text = app.terminal.ask("Data of the resume as JSON (nothing lets its time run out): ")
        return json_in(text, "The answer") if text.strip() else None

    return {"resume_data": ask}


def _read(app: App, name: str, value: Any) -> Any:
    """Give an option's value; those that name a JSON file are read."""
    return read_json(app, name, value) if name in JSON_OPTIONS else value


def _print(app: App, connector: Connector, result: Any, output: str | None) -> None:
    """Print a result, as data: exact on a pipe or in a file, masked on a terminal."""
    from ...runtime import results
    from ..result_json import pieces

    if output is None:
        app.print_data(pieces(connector, result))
        return
    compact = results.as_json(connector, result)
    try:
        with (app.environment.folder / output).open("w", encoding="utf-8") as file:
            file.writelines(compact)
    except OSError as error:
        raise StoreError(f"{output} can't be written: {error.strerror}") from error
