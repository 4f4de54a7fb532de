"""A line of source as errors show it: cut where it is very long, with a caret under a column."""

from __future__ import annotations

import unicodedata

WIDEST = 160
"""The most characters of a line that an error shows."""


def pointed(text: str, column: int) -> tuple[str, str]:
    """A line, cut where it is very long, and the line below it with a caret at a column (characters, from 1)."""
    text = text.rstrip()
    if len(text) > WIDEST:
        start = max(0, min(column - WIDEST // 2, len(text) - WIDEST))
        before, after = "…" if start else "", "…" if start + WIDEST < len(text) else ""
        text, column = before + text[start : start + WIDEST] + after, column - start + len(before)
    return text, "".join(map(_blank, text[: column - 1])) + "^"


def _blank(character: str) -> str:
    """What is as wide as a character on a terminal."""
    if character == "\t" or not character.isprintable() or unicodedata.combining(character):
        return character if character == "\t" else ""
    return "  " if unicodedata.east_asian_width(character) in "WF" else " "
