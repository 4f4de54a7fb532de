"""A secret text in a person's editor: the file it lies in meanwhile can be read by nobody else, and never stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from ..errors import StoreError
from ..store.files import PRIVATE_FILE
from .environment import Environment

_ENDINGS = ("SIGTERM", "SIGHUP")
_SHARED_MEMORY = "/dev/shm"


def edited(text: bytes, name: str, editor: str, environment: Environment) -> bytes:
    """Let a person edit a text.

    Args:
        text: what the editor opens.
        name: what the file is called, by which editors know its language.
        editor: the editor's command line, for the shell.
        environment: its variables, and the folder it starts in.

    Returns:
        The text as the editor left it.

    Raises:
        StoreError: the editor failed.
    """
    with _private_file(text, name, environment.environ) as file:
        status = _run(editor, file, environment)
        if status != 0:
            raise StoreError(
                f"The editor `{editor}` ended with status {status}; nothing is saved",
                hint="see what it said, or name another one in $EDITOR",
            )
        return file.read_bytes()


def _run(editor: str, file: Path, environment: Environment) -> int:
    """Open a file through the shell, as the platform's SDK does; the editor may bring options of its own."""
    words: str | list[str] = f'{editor} "{file}"'
    if os.name == "posix":
        words = ["/bin/sh", "-c", f'{editor} "$1"', editor, str(file)]
    return subprocess.run(
        words, shell=os.name != "posix", cwd=environment.folder, env=dict(environment.environ), check=False
    ).returncode


@contextmanager
def _private_file(text: bytes, name: str, environ: Mapping[str, str]) -> Iterator[Path]:
    """Give a file in a folder of its own, which goes with all that the editor left beside it, however this ends."""
    with _ending_in_order():
        folder = Path(tempfile.mkdtemp(prefix="wkt-edit-", dir=_place(environ)))
        try:
            file = folder / name
            file.touch(mode=PRIVATE_FILE)
            file.write_bytes(text)
            yield file
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _place(environ: Mapping[str, str]) -> str | None:
    """Give a folder in memory; None for the usual one where there is none."""
    for folder in (environ.get("XDG_RUNTIME_DIR", ""), _SHARED_MEMORY):
        if folder and Path(folder).is_absolute() and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return None


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let signals that end a process at once raise instead, so that what has to be removed is."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]
    before = {number: signal.signal(number, _end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
