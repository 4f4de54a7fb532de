"""Answers that come line by line on standard input, where it is no terminal."""

from __future__ import annotations

from collections.abc import Callable

from .terminal import Terminal


class PipedAnswers(Terminal):
    """Asks on standard error and takes each line of standard input for an answer.

    Where the lines end, each further question is answered as by Enter.

    Attributes:
        lines: how many were read.
    """

    lines = 0

    @property
    def interactive(self) -> bool:
        """Whether asking is allowed; that nobody sits there is known."""
        return self._input_allowed

    def _typed(
        self, prompt: str, *, hidden: bool, keep_breaks: bool, until: Callable[[], bool] | None = None
    ) -> str:
        self.say(prompt)
        line = self.stdin.readline()
        self.ended = not line
        self.lines += not self.ended
        return line.rstrip("\r\n")
