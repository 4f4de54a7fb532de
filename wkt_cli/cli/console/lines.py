"""Where the texts of the console come from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TextIO


class Lines(Protocol):
    """Gives text after text."""

    def read(self) -> str | None:
        """Give the next text, of one line or several; None at the end."""


class PipedLines:
    """Takes the lines of a stream.

    Args:
        stream: standard input.
        is_open: tells of a text whether more is to come.
    """

    def __init__(self, stream: TextIO, is_open: Callable[[str], bool]) -> None:
        self._stream, self._is_open = stream, is_open

    def read(self) -> str | None:
        """Give lines until nothing is open; the end of input ends it, too."""
        line = self._stream.readline()
        if not line:
            return None
        text = line.rstrip("\r\n")
        while self._is_open(text) and (line := self._stream.readline()):
            text += "\n" + line.rstrip("\r\n")
        return text
