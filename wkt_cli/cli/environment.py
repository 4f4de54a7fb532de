"""The outside world as commands see it: streams, variables, folder. Nothing else touches `sys` or `os.environ`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TextIO, cast

from ..runtime.clock import Clock

if TYPE_CHECKING:
    from ..store.saving import OpenVault


_ERASE = "\r\x1b[K"
_CONTROLS = re.compile(r"(\x1b\[[0-9;]*m)|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def harmless(text: str) -> str:
    r"""Give a text that steers no terminal: control characters are shown, not sent; colours stay.

    >>> harmless("a\x1b[2Jb\x1b[31mc\r\n")
    'a\\x1b[2Jb\x1b[31mc\n'
    """
    return _CONTROLS.sub(lambda found: found[1] or f"\\x{ord(found[0]):02x}", text.replace("\r\n", "\n"))


def _unmasked(text: str) -> str:
    return text


def _open(stream: TextIO | None, mode: str) -> TextIO:
    """Give a standard stream; nothing, where the process was started with it closed."""
    return stream if stream is not None else cast(TextIO, Path(os.devnull).open(mode, encoding="utf-8"))


@dataclass
class Environment:
    """Where a command runs.

    Attributes:
        stdin, stdout, stderr: text streams; bytes go through their ``buffer``.
        environ: the variables.
        folder: the working folder.
        open_vault: opens a vault in the place of the one that options and settings name (`wkt demo`).
        arguments: what was typed after ``wkt``.
        clock: what is waited by.
        browser: sends a person's browser to a URL in the place of the one that is installed.
        mask: hides what is known to be secret; set as soon as something is.
        json, debug: what the common options say, for errors that come before or after a command.
    """

    stdin: TextIO = field(default_factory=lambda: _open(sys.stdin, "r"))
    stdout: TextIO = field(default_factory=lambda: _open(sys.stdout, "w"))
    stderr: TextIO = field(default_factory=lambda: _open(sys.stderr, "w"))
    environ: MutableMapping[str, str] = field(default_factory=lambda: os.environ)
    folder: Path = field(default_factory=Path.cwd)
    open_vault: OpenVault | None = None
    arguments: list[str] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)
    browser: Callable[[str], bool] | None = None
    mask: Callable[[str], str] = _unmasked
    json: bool = False
    debug: bool = False
    _drawn: bool = field(default=False, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def browse(self, url: str) -> bool:
        """Send the person's browser to a URL; False where there is none."""
        from .sign_in.browser import open_browser

        return self.browser(url) if self.browser is not None else open_browser(url, self.environ)

    def on_terminal(self, stream: TextIO) -> bool:
        """Tell whether a stream is a terminal; a closed one is none."""
        try:
            return stream.isatty()
        except (AttributeError, ValueError):
            return False

    def say(self, text: str) -> None:
        """Write a line of talk to standard error, in the place of one that is drawn there.

        Talk carries texts of connectors and services.
        """
        with self._lock:
            self._write((_ERASE if self._drawn else "") + harmless(text).rstrip("\n") + "\n")
            self._drawn = False

    def prompt(self, text: str) -> None:
        """Write what stands before a line that is typed."""
        with self._lock:
            self._write(text)

    def draw(self, line: str) -> None:
        """Show a line on a terminal until the next is drawn or said; an empty one only takes it away."""
        with self._lock:
            if line or self._drawn:
                self._write(_ERASE + line)
            self._drawn = bool(line)

    def _write(self, text: str) -> None:
        """Write to standard error; that it is closed is no reason to fail."""
        try:
            self.stderr.write(text)
            self.stderr.flush()
        except (OSError, ValueError):
            return
