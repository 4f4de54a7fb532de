"""Counts the steps by which a process changes something outside itself; it dies, or its disk fails, at a chosen one.

A step is a file below `STEPS_ROOT` that is opened to be written, written, forced to the disk, renamed, removed or made;
a lock; a connection, a piece sent or received; a change of the keyring. The variables `STEPS_AT` and `STEPS_DO` say at
which step, counted from 1, and what: `kill` dies before it, `tear` dies after half of what it would have written,
`SIGINT` and `SIGTERM` are sent to the process, a number is an errno, with which this step and all later ones fail as
they would on a disk of that kind. `STEPS_LOG` gets a line for each step before it is made.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

SIGNALS = {"SIGINT": signal.SIGINT, "SIGTERM": signal.SIGTERM}
CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
NAMED = {"os.rename": "rename", "os.remove": "remove", "os.mkdir": "mkdir", "os.chmod": "chmod"}
FAILING = {
    errno.ENOSPC: {"create", "write", "fsync", "mkdir"},
    errno.EACCES: {"create", "mkdir", "rename", "remove"},
    errno.EROFS: {"create", "open", "mkdir", "rename", "remove", "chmod"},
}
"""What fails on a full disk, in a folder that belongs to somebody else, and on a disk that is only read."""


class Steps:
    """The steps of this process.

    Args:
        environ: the variables that say what happens when.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.root, self.at, self.do = environ["STEPS_ROOT"], int(environ["STEPS_AT"]), environ["STEPS_DO"]
        self.count, self.opened = 0, ""
        self._note, self._log = os.write, os.open(environ["STEPS_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def __call__(self, what: str, name: str = "", tear: Callable[[], object] | None = None) -> None:
        """Make a step: note it, and die or fail if it is the one."""
        self.count += 1
        self._note(self._log, f"{what} {name}".strip().encode() + b"\n")
        if self.do.isdecimal():
            if self.count >= self.at and what in FAILING[int(self.do)]:
                raise OSError(int(self.do), os.strerror(int(self.do)))
        elif self.count == self.at:
            if self.do == "tear" and tear is not None:
                tear()
            os.kill(os.getpid(), SIGNALS.get(self.do, signal.SIGKILL))

    def file(self, what: str, path: Any, tear: Callable[[], object] | None = None) -> None:
        """Make a step of a file, if it is one of the project."""
        name = Path(os.fsdecode(path)).absolute() if isinstance(path, (str, bytes, os.PathLike)) else Path()
        if name.is_relative_to(self.root):
            self(what, str(name.relative_to(self.root)), tear)

    def audit(self, event: str, args: tuple[Any, ...]) -> None:
        """See what Python is about to do (PEP 578)."""
        if event == "open" and isinstance(args[2], int) and args[2] & CHANGES and not isinstance(args[0], int):
            self.opened = args[0]
            self.file("open" if Path(args[0]).exists() else "create", args[0])
        elif event in NAMED and not (event == "os.mkdir" and Path(args[0]).exists()):
            self.file(NAMED[event], args[0])
        elif event == "fcntl.flock":
            self("lock")
        elif event == "socket.connect":
            self("connect")


steps: Steps | None = None
"""What counts in this process; None where nothing is to happen."""


class Written:
    """A file that is written without a buffer, each write a step."""

    def __init__(self, steps: Steps, handle: int) -> None:
        self._steps, self._file, self._path = steps, os.fdopen(handle, "wb", buffering=0), steps.opened

    def __enter__(self) -> Written:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        self._steps.file("write", self._path, lambda: self._file.write(data[: len(data) // 2]))
        self._file.write(data)

    def flush(self) -> None:
        """There is no buffer."""

    def fileno(self) -> int:
        return self._file.fileno()


def begin(environ: Mapping[str, str]) -> None:
    """Count from here on, if the variables say so."""
    global steps
    if "STEPS_AT" in environ:
        steps = Steps(environ)
        _watch(steps)


def _watch(steps: Steps) -> None:
    """Let everything that changes something go through the steps."""
    real_fsync, real_fdopen = os.fsync, os.fdopen

    def fsync(handle: int) -> None:
        steps("fsync")
        real_fsync(handle)

    def fdopen(handle: int, mode: str = "r", *args: Any, **named: Any) -> Any:
        return Written(steps, handle) if mode == "wb" and not named else real_fdopen(handle, mode, *args, **named)

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(self: socket.socket, *args: Any) -> Any:
            steps(name)
            return real(self, *args)

        return step

    os.fsync, os.fdopen = fsync, fdopen
    for name in ("send", "sendall", "recv"):
        setattr(socket.socket, name, counted(name, getattr(socket.socket, name)))
    sys.addaudithook(steps.audit)
