"""`wkt form PATH`: asks for the input of an action or trigger and keeps it as a fixture."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ...errors import SchemaError, UsageError
from .. import complete
from ..app import App
from ..opening import connector_file, connector_options, open_session, store_option, unless_asked
from ..options import common

if TYPE_CHECKING:
    from ...connector.fields import Field
    from ...runtime.blocks.form import InputForm
    from ..prompt import Given, Resolve


class Answers(NamedTuple):
    """What was asked for and what was answered."""

    fields: list[Field]
    values: dict[str, Any]


@click.command("form", short_help="Ask for an action's input and keep it as a fixture.")
@click.argument("path", shell_complete=complete.owners)
@click.argument("name", default="input")
@connector_options
@click.option(
    "-F", "--field", "fields", metavar="NAME=VALUE", multiple=True,
    help="Answer a question: NAME=VALUE, NAME=@FILE, or NAME=- for standard input.",
)
@click.option("-o", "--output", metavar="FILE", help="Write this file (fixtures/actions/…/NAME.json).")
@click.option("--required", is_flag=True, help="Ask only for what must be answered.")
@click.option("--force", is_flag=True, help="Change a file that is there without asking.")
@click.option("--secrets/--no-secrets", default=None, help="Answer the question whether secrets go into the file.")
@store_option
@common
@click.pass_context
def command(
    context: click.Context, /, path: str, name: str, connector: str | None, settings: str | None,
    connection: str | None, key: str | None, fields: tuple[str, ...], output: str | None, required: bool, force: bool,
    secrets: bool | None, store: bool | None,
) -> None:  # fmt: skip
    """Ask for the input of an action or trigger and keep it as a fixture for `wkt exec`.

    PATH is actions.NAME or triggers.NAME, NAME that of the fixture (input). Each field is asked for by its schema:
    first `config_fields`, then the `input_fields` that follow from them; pick lists are called with the connection.
    Answers are checked as in a whole run, and asked for again where they don't fit. What a fixture holds already is
    offered. Without a terminal each line of standard input is an answer; with --no-input only --field counts.
    """
    from ...runtime.blocks.form import InputForm
    from ...runtime.paths import Paths
    from ..prompt import read_given

    app = App(context)
    app.key_file = key
    loaded = app.load(connector_file(app, connector))
    given = read_given(fields, app.environment.stdin, app.environment.folder)
    try:
        answer = unless_asked(app, store)
        with open_session(app, loaded, settings, connection, store=answer) as session, app.talking():
            form = InputForm(Paths(session), path)
            file = app.environment.folder / output if output else _usual_file(app, form, name)
            before = _kept(app, file, force=force)
            app.say(form.title)
            found = _filled(app, form, before, given, required=required)
    finally:
        app.say_trace()
    kept = _for_file(app, found, secrets)
    _write(file, kept)
    _tell(app, path, file, kept, {"-c": connector, "-s": settings, "-k": key, "-n": connection})


def _usual_file(app: App, form: InputForm, name: str) -> Path:
    if not name or name != Path(name).name:
        raise UsageError(f"`{name}` can't be the name of a fixture", hint="--output takes a path")
    return app.project.root.joinpath("fixtures", *form.owner.split("."), f"{name}.json")


def _kept(app: App, file: Path, *, force: bool) -> dict[str, Any]:
    """Read the fixture that is there, if the person agrees that it is changed.

    Raises:
        UsageError: they don't, can't be asked, or it is no JSON object.
    """
    from ...store.files import read_bytes

    data = read_bytes(file)
    if data is None:
        return {}
    shown = _relative(app, file)
    if not force and not (
        app.terminal.interactive and app.terminal.confirm(f"{shown} is there. Change it?", default=False)
    ):
        raise UsageError(f"{shown} is there and stays as it is", hint="name another fixture, or give --force")
    try:
        found = json.loads(data)
    except ValueError as error:
        raise UsageError(f"{shown} holds no JSON: {error}", hint="name another fixture") from None
    if not isinstance(found, dict):
        raise UsageError(f"{shown} holds no JSON object", hint="name another fixture")
    return found


def _filled(
    app: App, form: InputForm, before: dict[str, Any], given: Sequence[Given], *, required: bool
) -> Answers:
    """Ask until the whole input is accepted."""
    while True:
        found = _asked(app, form, before, given, required=required)
        try:
            form.check(found.values)
        except SchemaError as error:
            if not app.terminal.interactive:
                raise
            app.terminal.say(app.terminal.style(error.message, "red"))
            before, given = found.values, ()
            continue
        return found


def _asked(
    app: App, form: InputForm, before: dict[str, Any], given: Sequence[Given], *, required: bool
) -> Answers:
    """Ask for `config_fields`, then for the fields that follow from them."""
    from ..prompt import split_given

    def needed(fields: list[Field]) -> list[Field]:
        return _needed(fields, {*before, *(one.name.split(".")[0] for one in given)}) if required else fields

    config = form.config_fields()
    for_config, for_input = split_given(given, config)
    first = _answers(app, form, lambda values: needed(config), before, for_config)
    names = {field.name for field in config}
    known = {**{name: value for name, value in before.items() if name not in names}, **first}
    values = {**first, **_answers(app, form, lambda values: needed(form.input_fields(values)), known, for_input)}
    return Answers([*config, *form.input_fields(values)], values)


def _needed(fields: list[Field], known: set[str]) -> list[Field]:
    from dataclasses import replace

    return [
        replace(one, properties=tuple(_needed(list(one.properties), set())))
        for one in fields
        if not one.optional or one.sticky or one.name in known
    ]


def _answers(
    app: App, form: InputForm, resolve: Resolve, before: Mapping[str, Any], given: Sequence[Given]
) -> dict[str, Any]:
    """Ask at the terminal, else take the lines of standard input; where there are none, what is given and usual."""
    from ..piped import PipedAnswers
    from ..prompt import ask_fields, collect_fields
    from ..terminal import InputEndedError

    environment, terminal = app.environment, app.answers
    if not app.options.no_input:
        try:
            return ask_fields(terminal, resolve, before, given, environment.folder, environment.environ, rules=form)
        except InputEndedError:
            if not isinstance(terminal, PipedAnswers) or terminal.lines:
                raise
    return collect_fields(resolve, before, given, environment.environ, warn=app.warn, rules=form)


class Kept(NamedTuple):
    """What goes into the file.

    Attributes:
        values: the input, without secrets that don't go there.
        secret: whether there is a secret among them.
        left_out: the names of the secrets that don't.
    """

    values: dict[str, Any]
    secret: bool
    left_out: list[str]


def _for_file(app: App, found: Answers, secrets: bool | None) -> Kept:
    from ...connector.fields import split_secrets

    plain, secret = split_secrets(found.values, found.fields)
    for name, value in secret.items():
        app.learn(name, value)
    if not secret or secrets or (secrets is None and _may_write(app, list(secret))):
        return Kept(found.values, bool(secret), [])
    return Kept({name: value for name, value in plain.items() if value != {} or name not in secret}, False, [*secret])


def _may_write(app: App, names: list[str]) -> bool:
    question = f"{_are_secret(names)}. Write the file with what you typed, readable?"
    return app.terminal.interactive and app.terminal.confirm(question, default=False)


def _are_secret(names: list[str]) -> str:
    return f"{', '.join(names)} {'are secrets' if len(names) > 1 else 'is a secret'}"


def _write(file: Path, kept: Kept) -> None:
    from ...store.files import os_failure, write_atomically

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise os_failure(error, file.parent, "be made") from error
    text = json.dumps(kept.values, ensure_ascii=False, indent=2) + "\n"
    write_atomically(file, text.encode(), private=kept.secret)


def _relative(app: App, file: Path) -> str:
    try:
        return Path(os.path.relpath(file, app.environment.folder)).as_posix()
    except ValueError:
        return str(file)


def _tell(app: App, path: str, file: Path, kept: Kept, options: Mapping[str, str | None]) -> None:
    shown = _relative(app, file)
    given = [word for name, value in options.items() if value for word in (name, value)]
    line = shlex.join(["wkt", "exec", path, *given, "--input", shown])
    if app.options.json:
        app.print_json({"file": shown, "input": kept.values, "left_out": kept.left_out, "command": line})
        return
    app.print(shown)
    if kept.left_out:
        app.warn(f"{_are_secret(kept.left_out)} and not in the file", "--secrets writes secrets there, too")
    app.say(f"Run it with: {line}")
