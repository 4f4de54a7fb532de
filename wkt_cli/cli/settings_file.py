"""New tokens for a connection in a settings file: the question, and the file (reference/connection.md section 10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..errors import RequestError

if TYPE_CHECKING:
    from pathlib import Path

    from ..store.encrypted_file import MasterKey
    from ..store.gem_settings import GemSettings
    from .app import App


def master_key(app: App) -> MasterKey:
    """Give where the key of encrypted files stands: in a variable, else in the named file or the project's."""
    from ..store.encrypted_file import KEY_FILE, MasterKey

    file = app.environment.folder / app.key_file if app.key_file else app.project.root / KEY_FILE
    return MasterKey(file, app.environment.environ)


def ensure_key(app: App, *, for_new: bool) -> MasterKey:
    """Give where the key of an encrypted file stands, after making sure that there is one.

    Args:
        app: the run.
        for_new: whether the file is a new one, for which a missing key is made.

    Raises:
        StoreError: there is none for a file that needs its own, or it is no key.
    """
    key = master_key(app)
    if for_new and not key.given:
        make_key(app, key)
    key.read()
    return key


def make_key(app: App, key: MasterKey) -> None:
    """Make a key, say what it is for, and keep it out of version control."""
    key.create()
    app.say(f"Made a key: {key.file.name}. Whoever is to read encrypted files needs it; without it nobody can")
    _ignore(app, key.file)


def _ignore(app: App, file: Path) -> None:
    """Add a key file to the .gitignore beside it, or say that it belongs in no repository."""
    from ..store.files import read_bytes, write_atomically

    ignore, line = file.parent / ".gitignore", f"/{file.name}"
    lines = read_bytes(ignore)
    if lines is None:
        app.say(f"Keep {file.name} out of version control")
    elif line not in lines.decode("utf-8", "replace").split("\n"):
        end = b"" if not lines or lines.endswith(b"\n") else b"\n"
        write_atomically(ignore, lines + end + line.encode() + b"\n")
        app.say(f"Added {line} to .gitignore")


class SettingsKeeper:
    """Keeps new tokens in a settings file, if the person says so; nothing is renewed before a reply demands it.

    Args:
        app: where to ask.
        settings: the settings file.
        answer: given before: True writes, False doesn't, None asks.
    """

    renew_at: str | None = None

    def __init__(self, app: App, settings: GemSettings, answer: bool | None) -> None:
        self._app, self._settings, self._answer = app, settings, answer

    @contextmanager
    def locked(self) -> Iterator[Mapping[str, Any]]:
        """Give nothing new: a settings file is the person's, and read once."""
        yield {}

    def store(
        self, changes: Mapping[str, Any], facts: Mapping[str, Any], failure: RequestError | None
    ) -> None:
        """Ask whether to write the changed values, and write them."""
        if changes and (self._answer if self._answer is not None else self._ask(failure)):
            self._settings.write(dict(changes))

    def _ask(self, failure: RequestError | None) -> bool:
        """Ask until the answer is yes or no; the end of input means no."""
        reason = " ".join((failure.message if failure else "").split())[:80]
        while True:
            self._app.environment.say(
                self._app.environment.mask(
                    f'\nRefresh token triggered on response "{reason}"\n'
                    "Update settings file with new connection attributes? (Yes or No)"
                )
            )
            answer = self._app.answer()
            if answer is None or answer.lower() in ("n", "no"):
                return False
            if answer.lower() in ("y", "yes"):
                return True
