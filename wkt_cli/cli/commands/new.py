"""`wkt new PATH`: a new project (reference/cli_and_files.md section 11)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import UsageError
from ..app import App
from ..options import common

if TYPE_CHECKING:
    from ...scaffold import Folder

QUESTION = "How are the settings of connections to be kept?"
WAYS = {
    "secure": "encrypted in settings.yaml.enc, which you can share; master.key opens it",
    "simple": "in settings.yaml, which git ignores",
}


@click.command("new", short_help="Start a project with a connector that runs at once.")
@click.argument("path", type=click.Path(file_okay=False))
@click.option("-l", "--language", type=click.Choice(["ruby", "python"]), help="The connector's language (ruby).")
@click.option("--secure/--simple", default=None, help="Make a key for encrypted settings, or none; else it is asked.")
@common
@click.pass_context
def command(context: click.Context, path: str, language: str | None, secure: bool | None) -> None:
    """Start a project in the folder PATH.

    It has a connector that runs at once, in Ruby or Python, an input for its action, and tests for pytest. Files that
    are there stay as they are.
    """
    from ...scaffold import Folder
    from ...scaffold.project import add_project
    from .generate import tell

    app = App(context)
    root = app.project.start / path
    language = language or _ask_language(app)
    _check(root, path, language)
    encrypted = _ask_secure(app) if secure is None else secure
    folder = Folder(root)
    add_project(folder, language)
    if encrypted:
        _add_key(app, folder)
    tell(app, folder.written)
    app.say(_next_steps(path, encrypted))


def _check(root: Path, path: str, language: str) -> None:
    from ...scaffold.project import LANGUAGES

    if root.is_file():
        raise UsageError(f"{path} is a file", hint="name a folder that is new or empty")
    for other, file in LANGUAGES.items():
        if other != language and (root / file).exists():
            raise UsageError(
                f"{path} has a connector already: {file}",
                hint=f"name another folder, or say `--language {other}` to add what is missing",
            )


def _ask_language(app: App) -> str:
    """Ask a person for the language; the connector is in Ruby where nobody is asked, as with the SDK's gem."""
    if not app.terminal.interactive:
        return "ruby"
    return app.terminal.choose("Language", [("Ruby", "ruby"), ("Python", "python")], default="ruby")


def _ask_secure(app: App) -> bool:
    """Ask as the SDK's gem does, also where no terminal is; any other answer means simple."""
    if app.terminal.interactive:
        app.terminal.say("\n".join([QUESTION, *(f"  {way}: {text}" for way, text in WAYS.items())]))
        return app.terminal.choose("Your choice", [(way, way) for way in WAYS], default="secure") == "secure"
    lines = [f"[{number}] {way}: {text}" for number, (way, text) in enumerate(WAYS.items(), 1)]
    app.say("\n".join([QUESTION, *lines, "Your choice:"]))
    return app.answer() == "1"


def _add_key(app: App, folder: Folder) -> None:
    from ...scaffold import Written
    from ...store.encrypted_file import KEY_FILE, MasterKey
    from ..settings_file import make_key

    key = MasterKey(folder.root / KEY_FILE, app.environment.environ)
    created = not key.file.exists()
    if created:
        make_key(app, key)
    folder.written.append(Written(KEY_FILE, created))


def _next_steps(path: str, encrypted: bool) -> str:
    from ...scaffold.project import INPUT

    settings = "wkt edit settings.yaml.enc" if encrypted else "(your editor) settings.yaml"
    return f"""
Next:
  cd {path}
  wkt exec actions.greet.execute --input {INPUT}
  wkt check connector
  {settings}      api_key: …
  python -m pytest tests"""
