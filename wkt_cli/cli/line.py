"""One line being typed: its text and cursor, and how it stands on the screen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .keys import Key

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_VISIBLE = {"\n": "↵", "\t": " "}


class Line:
    """Text and cursor, changed by key strokes.

    Attributes:
        text: what was typed so far.
        cursor: how many characters stand before the cursor.
    """

    def __init__(self) -> None:
        self.text, self.cursor = "", 0

    def insert(self, text: str) -> None:
        """Put text in at the cursor."""
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)

    def edit(self, key: Key) -> None:
        """Do what a key means; a key that means nothing here does nothing."""
        edits: dict[str, Callable[[], None]] = {
            "backspace": lambda: self._cut(max(0, self.cursor - 1), self.cursor),
            "delete": lambda: self._cut(self.cursor, self.cursor + 1),
            "end-of-input": lambda: self._cut(self.cursor, self.cursor + 1),
            "kill": lambda: self._cut(0, self.cursor),
            "kill-end": lambda: self._cut(self.cursor, len(self.text)),
            "kill-word": lambda: self._cut(self._word_start(), self.cursor),
            "left": lambda: self._move(self.cursor - 1),
            "right": lambda: self._move(self.cursor + 1),
            "home": lambda: self._move(0),
            "end": lambda: self._move(len(self.text)),
        }
        edits.get(key.name, lambda: None)()

    def _cut(self, start: int, end: int) -> None:
        self.text, self.cursor = self.text[:start] + self.text[end:], start

    def _move(self, cursor: int) -> None:
        self.cursor = min(max(0, cursor), len(self.text))

    def _word_start(self) -> int:
        before = self.text[: self.cursor].rstrip()
        return len(before) - len(before.split()[-1]) if before else 0


class Screen:
    """Shows a line behind its prompt, over as many rows as it needs.

    Args:
        write: writes text to the terminal.
        width: gives the columns of the terminal, now.
        prompt: one line of text, colours allowed.
        moves: whether the terminal can move its cursor; one that can't gets changed lines anew.
    """

    def __init__(
        self, write: Callable[[str], None], width: Callable[[], int], prompt: str, moves: bool = True
    ) -> None:
        self._write, self._width, self._prompt, self._moves = write, width, prompt, moves
        self._row, self._drawn = 0, Line()

    def draw(self, line: Line) -> None:
        """Show the line as it is now; what was only added at its end is only added."""
        old, self._drawn = self._drawn, Line()
        self._drawn.insert(line.text)
        self._drawn.cursor = line.cursor
        at_ends = old.cursor == len(old.text) and line.cursor == len(line.text)
        if at_ends and line.text.startswith(old.text):
            self._append(line, len(old.text))
        else:
            self.redraw(line)

    def _append(self, line: Line, known: int) -> None:
        width = max(1, self._width())
        self._write(visible(line.text[known:]))
        last = cells(_ANSI.sub("", self._prompt)) + cells(visible(line.text))
        if last % width == 0 and known < len(line.text):
            self._write("\r\n")
        self._row = last // width

    def redraw(self, line: Line) -> None:
        """Write the prompt and the line anew, and put the cursor where it belongs."""
        if not self._moves:
            self._write(f"\r{self._prompt}{visible(line.text)}")
            return
        width = max(1, self._width())
        shown, start = visible(line.text), cells(_ANSI.sub("", self._prompt))
        up = f"\x1b[{self._row}A" if self._row else ""
        self._write(f"{up}\r\x1b[J{self._prompt}{shown}")
        last = start + cells(shown)
        at = start + cells(visible(line.text[: line.cursor]))
        if last and last % width == 0:
            self._write("\r\n")
        self._row = at // width
        if at < last:
            back = last // width - self._row
            right = f"\x1b[{at % width}C" if at % width else ""
            self._write((f"\x1b[{back}A" if back else "") + "\r" + right)

    def finish(self, line: Line) -> None:
        """Leave the line behind and go to the next row."""
        from .keys import Key

        line.edit(Key("end"))
        self.draw(line)
        self._write("\n")


def visible(text: str) -> str:
    """Give text in which a line break is seen and no control character reaches the terminal."""
    return "".join(_VISIBLE.get(c, c if c.isprintable() else "?") for c in text)


def cells(text: str) -> int:
    """Count the columns that text takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)
