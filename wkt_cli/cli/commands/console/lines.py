"""Where the texts of the console come from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TextIO

MORE = "... "
"""What stands before a line that goes on with a text."""


class Lines(Protocol):
    """Gives text after text."""

    def read(self) -> str | None:
        """Give the next text, of one line or several; None at the end."""


def _silent(prompt: str) -> None:
    """Ask nobody."""


class PlainLines:
    """Takes the lines of a stream: of a pipe, or of a terminal that can't move its cursor.

    Args:
        stream: standard input.
        is_open: tells of a text whether more is to come.
        prompt: what stands before the first line of a text.
        write: shows what stands before a line.
    """

    def __init__(
        self, stream: TextIO, is_open: Callable[[str], bool], prompt: str = "",
        write: Callable[[str], object] = _silent,
    ) -> None:
        self._stream, self._is_open, self._prompt, self._write = stream, is_open, prompt, write

    def read(self) -> str | None:
        """Give lines until nothing is open; the end of input ends it, too."""
        line = self._line(self._prompt)
        if not line:
            return None
        text = line.rstrip("\r\n")
        while self._is_open(text) and (line := self._line(MORE)):
            text += "\n" + line.rstrip("\r\n")
        return text

    def _line(self, prompt: str) -> str:
        self._write(prompt)
        line = ""
        try:
            line = self._stream.readline()
        finally:
            self._write("" if line else "\n")
        return line
