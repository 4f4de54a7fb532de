"""A list to choose from: how it is shown, and which entry an answer means."""

from __future__ import annotations

from collections.abc import Sequence


class Choices:
    """Options with labels and values.

    They are numbered, unless a label or value is itself a number: then a number typed means that one.

    Args:
        options: label and value of each, in order.
    """

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        self._options = list(options)
        self.numbered = not any(text.isdecimal() for option in options for text in option)

    def lines(self) -> list[str]:
        """Give one line for each option: number, label, and the value where it says more."""
        shown = [label if label.casefold() == value.casefold() else f"{label} ({value})"
                 for label, value in self._options]
        if not self.numbered:
            return [f"- {text}" for text in shown]
        width = len(str(len(shown)))
        return [f"{number:>{width}}) {text}" for number, text in enumerate(shown, 1)]

    def label(self, value: str) -> str:
        """Give the label of a value; the value itself where it is none of the list."""
        return next((label for label, known in self._options if known == value), value)

    def find(self, answer: str) -> str | None:
        """Give the value that an answer means by value, label (both in any case) or number, or None."""
        for column in (1, 0):
            for option in self._options:
                if option[column].casefold() == answer.casefold():
                    return option[1]
        number = int(answer) if self.numbered and answer.isascii() and answer.isdecimal() else 0
        return self._options[number - 1][1] if 0 < number <= len(self._options) else None

    def refusal(self, answer: str) -> str:
        """Say in one sentence that an answer is none of the list, with what is near or possible."""
        from difflib import get_close_matches

        names = [text for option in self._options for text in option]
        near = get_close_matches(answer, names, 1)
        if near:
            return f"{answer!r} is none of the list; did you mean {near[0]!r}?"
        wanted = "a number, label or value" if self.numbered else "a label or value"
        return f"{answer!r} is none of the list: type {wanted}" if answer else f"Type {wanted} of the list"
