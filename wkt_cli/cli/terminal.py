"""A person at a terminal: what is asked and told on stderr, and what they type. stdout is for results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from ..errors import UsageError
from .choices import Choices

if TYPE_CHECKING:
    from .keys import Console, Key, KeyReader
    from .line import Line

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_YES, _NO = frozenset({"y", "yes"}), frozenset({"n", "no"})


ENDED = "Nothing was changed"


class InputEndedError(UsageError):
    """The terminal went away, or Ctrl-D was pressed, where an answer was needed."""


class NoLongerAskedError(Exception):
    """What was asked for came from elsewhere, or it is too late for it."""


class Terminal:
    """The three streams of a program and the person behind them.

    Args:
        stdin: where answers are typed.
        stdout: where results go; nothing here writes to it.
        stderr: where questions and messages go.
        environ: the environment; NO_COLOR, FORCE_COLOR, TERM and COLUMNS are read.
        no_input: never ask, as with ``--no-input``.

    Attributes:
        ended: whether nothing more can be typed, so that asking again is of no use.
    """

    def __init__(
        self, stdin: TextIO, stdout: TextIO, stderr: TextIO, environ: Mapping[str, str], *,
        no_input: bool = False,
    ) -> None:
        self.stdin, self.stdout, self.stderr, self.environ = stdin, stdout, stderr, environ
        self._input_allowed = not no_input
        self._keyboard: tuple[Console, KeyReader] | None = None
        self.ended = False

    @property
    def interactive(self) -> bool:
        """Whether there is a person to ask: stdin and stderr are terminals, and asking is allowed."""
        return self._input_allowed and is_terminal(self.stdin) and is_terminal(self.stderr)

    @property
    def width(self) -> int:
        """Columns of the terminal, now; 80 where there is none."""
        columns = self.environ.get("COLUMNS", "")
        if columns.isascii() and columns.isdigit() and int(columns) > 0:
            return int(columns)
        return _columns(self.stderr)

    @property
    def color(self) -> bool:
        """Whether messages on stderr are coloured."""
        return self.color_on(self.stderr)

    def color_on(self, stream: TextIO) -> bool:
        """Whether text on a stream is coloured: NO_COLOR forbids, FORCE_COLOR demands it."""
        if self.environ.get("NO_COLOR"):
            return False
        if self.environ.get("FORCE_COLOR", "0") not in ("", "0"):
            return True
        return is_terminal(stream) and self.moves

    def style(self, text: str, *names: str) -> str:
        """Give text in colours: bold, dim, red, green, yellow, cyan; as it is where there are none."""
        return paint(text, *names) if self.color else text

    def say(self, text: str = "") -> None:
        """Write a line to stderr."""
        self._write(f"{text}\n")

    def warn(self, text: str) -> None:
        """Write a warning to stderr."""
        self.say(f"{self.style('warning:', 'yellow', 'bold')} {text}")

    def ask(self, prompt: str, *, keep_breaks: bool = False, until: Callable[[], bool] | None = None) -> str:
        """Ask for a line, shown as it is typed.

        Args:
            prompt: one line, written before the answer.
            keep_breaks: whether line breaks of a pasted text are kept; else they become spaces.
            until: is asked again and again whether the answer is no longer needed.

        Returns:
            The text as typed, without the line break at its end.

        Raises:
            InputEndedError: Ctrl-D on an empty line, or the terminal is gone.
            NoLongerAskedError: `until` said so; what was typed of the line is dropped.
            UsageError: there is nobody to ask.
            KeyboardInterrupt: Ctrl-C.
        """
        return self._typed(prompt, hidden=False, keep_breaks=keep_breaks, until=until)

    def ask_secret(self, prompt: str) -> str:
        """Ask for a secret: nothing of it is shown, not even its length; a paste may have several lines.

        Raises:
            InputEndedError, UsageError, KeyboardInterrupt: as `ask` does.
        """
        return self._typed(prompt, hidden=True, keep_breaks=True)

    def ask_lines(self, prompt: str, is_whole: Callable[[str], bool] = lambda line: False) -> str:
        """Ask for several lines; an empty one or Ctrl-D ends them.

        Args:
            prompt: shown before each.
            is_whole: tells whether the first line is all there is.

        Raises:
            UsageError, KeyboardInterrupt: as `ask` does.
        """
        lines: list[str] = []
        while True:
            try:
                line = self.ask(prompt, keep_breaks=True)
            except InputEndedError:
                return "\n".join(lines)
            if not line:
                return "\n".join(lines)
            if not lines and is_whole(line):
                return line
            lines.append(line)

    def confirm(self, question: str, default: bool | None = None) -> bool:
        """Ask for yes or no until it is one of them.

        Args:
            question: without a question mark at its end it reads as well.
            default: what Enter means; None asks again.

        Raises:
            InputEndedError, UsageError, KeyboardInterrupt: as `ask` does.
        """
        marks = {None: "y/n", True: "Y/n", False: "y/N"}[default]
        while True:
            answer = self.ask(f"{question} [{marks}] ").strip().lower()
            if not answer and default is not None:
                return default
            if answer in _YES | _NO:
                return answer in _YES
            self.say("  Type y for yes or n for no")

    def choose(self, question: str, options: Sequence[tuple[str, str]], default: str | None = None) -> str:
        """Let one of several be chosen, by its number, label or value.

        Args:
            question: asked below the list.
            options: label and value of each.
            default: the value that Enter means, or None.

        Returns:
            The value of the one that was chosen.

        Raises:
            InputEndedError, UsageError, KeyboardInterrupt: as `ask` does.
        """
        choices = Choices(options)
        for line in choices.lines():
            self.say(f"  {line}")
        mark = f" [{choices.label(default)}]" if default is not None else ""
        while True:
            answer = self.ask(f"{question}{mark}: ").strip()
            if not answer and default is not None:
                return default
            found = choices.find(answer)
            if found is not None:
                return found
            self.say(f"  {choices.refusal(answer)}")

    def _typed(
        self, prompt: str, *, hidden: bool, keep_breaks: bool, until: Callable[[], bool] | None = None
    ) -> str:
        from .line import Line, Screen

        console, reader = self._devices()
        screen = Screen(self._write, lambda: self.width, prompt, self.moves)
        line = Line()
        shown = Line() if hidden else line
        try:
            with console:
                screen.redraw(shown)
                while (key := reader.key(until)) and self._take(reader, key, line, hidden, keep_breaks):
                    if key.name == "suspend":
                        console.suspend()
                        screen.redraw(shown)
                    elif not hidden:
                        screen.draw(line)
                screen.finish(shown)
        except BaseException:
            reader.forget()
            self._write("\n")
            raise
        return line.text

    @staticmethod
    def _take(reader: KeyReader, key: Key, line: Line, hidden: bool, keep_breaks: bool) -> bool:
        """Let a stroke work on the line; False when the line is done."""
        if key.name == "interrupt":
            raise KeyboardInterrupt
        if key.name == "over":
            raise NoLongerAskedError
        if key.name == "hang-up" or (key.name == "end-of-input" and not line.text):
            raise InputEndedError("The input ended where an answer was needed", hint=ENDED)
        if key.name == "enter":
            if not (hidden and line.text and reader.more_at_once()):
                return False
            line.insert("\n")
        elif key.name == "paste":
            pasted = key.text.strip("\n")
            line.insert(pasted if keep_breaks else pasted.replace("\n", " "))
        elif key.name == "text":
            line.insert(key.text)
        else:
            line.edit(key)
        return True

    def _devices(self) -> tuple[Console, KeyReader]:
        if not self.interactive:
            raise UsageError("There is no terminal to ask on", hint="Give the value on the command line, "
                             "or run the command in a terminal without --no-input")
        if self._keyboard is None:
            from .keys import Console, KeyReader

            console = Console(self.stdin.fileno(), self._control, self.stdin.encoding or "utf-8")
            self._keyboard = console, KeyReader(console)
        return self._keyboard

    @property
    def moves(self) -> bool:
        """Whether the terminal can move its cursor."""
        return self.environ.get("TERM") != "dumb"

    def _control(self, sequence: str) -> None:
        if self.moves:
            self._write(sequence)

    def _write(self, text: str) -> None:
        self.stderr.write(text)
        self.stderr.flush()


def paint(text: str, *names: str) -> str:
    """Give text in colours: bold, dim, red, green, yellow, cyan."""
    return f"\x1b[{';'.join(_STYLES[name] for name in names)}m{text}\x1b[0m" if text else text


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal; one that is closed or missing is none."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _columns(stream: TextIO) -> int:
    import os
    import shutil

    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return columns or shutil.get_terminal_size().columns
