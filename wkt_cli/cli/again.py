"""`wkt exec --again`: the last run, as it was typed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StoreError, UsageError

if TYPE_CHECKING:
    from .app import App

SECRET_OPTIONS = ("--oauth2-code", "--refresh-token")
"""Options whose values are kept nowhere."""


def _file(app: App) -> Path:
    return app.project.state_folder / "last-exec.json"


def keep(app: App) -> None:
    """Keep what was typed, unless it has a secret; that it can't be kept is a warning, not a failure."""
    from ..store.files import private_folder, write_atomically

    words = app.environment.arguments
    if any(_normal(word).startswith(SECRET_OPTIONS) for word in words):
        return
    data = {"arguments": words, "folder": str(app.environment.folder)}
    try:
        private_folder(app.project.state_folder)
        write_atomically(_file(app), json.dumps(data).encode(), private=True, lasting=False)
    except StoreError as error:
        app.warn(f"`--again` will not know this run: {error}", error.hint)


def _normal(word: str) -> str:
    return word.replace("_", "-")


def run_again(app: App) -> int:
    """Run the last command again, in the folder it was run in; options typed now come after those typed then.

    Raises:
        UsageError: there is none, or its folder is gone.
    """
    from .main import cli

    typed = app.environment.arguments
    kept, folder = _kept(app)
    words = [*kept, *(word for word in typed[typed.index("exec") + 1 :] if word != "--again")]
    app.environment.folder, app.environment.arguments = folder, words
    app.say(f"Again: {app.masked_line(words)}")
    with cli.make_context("wkt", [*words], obj=app.environment) as context:
        return int(cli.invoke(context) or 0)


def _kept(app: App) -> tuple[Sequence[str], Path]:
    from ..store.files import read_bytes

    data = read_bytes(_file(app))
    try:
        kept = json.loads(data or b"null")
        words, folder = list(map(str, kept["arguments"])), Path(kept["folder"])
    except (ValueError, TypeError, KeyError):
        raise UsageError(
            "There is no run of `wkt exec` to repeat", hint="one with a code or a refresh token in it is not kept"
        ) from None
    if not folder.is_dir():
        raise UsageError(f"The folder of the last run is gone: {folder}")
    return words, folder
