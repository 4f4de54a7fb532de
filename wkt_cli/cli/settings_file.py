"""New tokens for a connection in a settings file: the question, and the file (reference/connection.md section 10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from ..errors import LockHeldError, RequestError, StoreError
from .interrupts import put_off

if TYPE_CHECKING:
    from pathlib import Path

    from ..store.encrypted_file import MasterKey
    from ..store.gem_settings import GemSettings
    from .app import App


WAIT = 300.0
"""Seconds to wait for another `wkt`, which may be asking a person."""


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
        values: what was read from it.
        answer: given before: True writes, False doesn't, None asks.
    """

    renew_at: str | None = None

    def __init__(self, app: App, settings: GemSettings, values: Mapping[str, Any], answer: bool | None) -> None:
        self._app, self._settings, self._answer = app, settings, answer
        self._seen, self._sole, self._agreed = dict(values), False, False

    @contextmanager
    def locked(self) -> Iterator[Mapping[str, Any]]:
        """Hold the file's lock, as far as one can be had, and give what changed in it since it was read.

        Where nothing will be written, nothing is locked or read again.

        Raises:
            LockHeldError: another process held it all the time.
            StoreError: the file can't be read.
        """
        if self._answer is False:
            yield {}
            return
        with ExitStack() as held:
            self._sole = self._lock(held)
            if self._answer:
                held.enter_context(put_off(self._app.environment.say))
            try:
                yield self._news()
            finally:
                self._sole = False

    def make_ready(self) -> None:
        """Make sure that the file takes new values, where it is known that they go there.

        Raises:
            StoreError: it doesn't.
        """
        if self._answer:
            self._settings.make_ready()

    def store(
        self, changes: Mapping[str, Any], facts: Mapping[str, Any], failure: RequestError | None
    ) -> None:
        """Ask whether to write the changed values, and write them; what could not be written is asked for once.

        Raises:
            StoreError: they can't be written.
        """
        if not changes or not (self._agreed or (self._ask(failure) if self._answer is None else self._answer)):
            return
        self._agreed = True
        with put_off(self._app.environment.say):
            self._settings.write(dict(changes), sole=self._sole)
        self._agreed = False
        self._seen |= changes

    def _lock(self, held: ExitStack) -> bool:
        from ..store.files import locked_by_name

        try:
            name = str(self._settings.path.resolve())
            held.enter_context(locked_by_name(self._app.project.state_folder, name, timeout=WAIT))
        except LockHeldError:
            raise
        except StoreError:
            return False
        return True

    def _news(self) -> Mapping[str, Any]:
        before, self._seen = self._seen, self._settings.read()
        return {field: value for field, value in self._seen.items() if before.get(field, ...) != value}

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
