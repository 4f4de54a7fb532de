"""One field as one question: how it reads for its kind, what Enter and ``-`` mean, until it is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...connector.answers import AnswerError, offered
from ...connector.fields import Field, text_of
from ...errors import UsageError
from ..choices import Choices
from ..line import visible
from ..terminal import ENDED, InputEndedError, Terminal
from .given import NO_RULES, Rules, read_file, take

CLEAR = "-"
_LONGEST_OFFER = 50
_MOST_OPTIONS = 50
"""How many options are listed; of more, a part of a label finds those with it."""
_FORMATS = {
    "date": "YYYY-MM-DD", "date_time": "such as 2026-11-25T09:30:00+01:00", "url": "with https://",
    "text-area": "several lines, an empty one ends; or @FILE", "object": "JSON",
    "array": "one a line, an empty one ends; or JSON", "multiselect": "several with commas between",
}


def ask(
    terminal: Terminal, field: Field, stored: Any = None, folder: Path = Path(), rules: Rules = NO_RULES
) -> Any:
    """Ask for one field until the answer can be taken.

    Enter keeps what is stored, else takes the default, else leaves an optional field out. ``-`` empties an
    optional field that would have a value otherwise; the question says so.

    Args:
        terminal: the person's.
        field: what to ask for; an object without listed fields is asked for as JSON.
        stored: the value of the last connect, or None.
        folder: what the name of a file is relative to.
        rules: what else an answer must fit.

    Returns:
        The value to store; None where the field is left out.

    Raises:
        UsageError: the input ended.
        KeyboardInterrupt: Ctrl-C.
    """
    question = _Question(terminal, field, stored, folder, rules)
    question.introduce()
    while True:
        try:
            return question.answer(question.read())
        except (AnswerError, _FileError) as error:
            terminal.say(terminal.style(f"  {error}", "red"))
            if error.hint:
                terminal.say(f"  {error.hint}")
            if terminal.ended:
                raise InputEndedError(f"The input ended at {field.label}", hint=ENDED) from None


class _FileError(UsageError):
    """A file named in an answer can't be read."""


class _Question:
    """One field with what Enter would give it."""

    def __init__(self, terminal: Terminal, field: Field, stored: Any, folder: Path, rules: Rules) -> None:
        self._terminal, self._field, self._folder, self._rules = terminal, field, folder, rules
        self._stored = stored if _fits(field, stored) else None
        self._choices = Choices(field.options)
        self._hidden = field.secret and not field.options

    def introduce(self) -> None:
        """Show what is said once: the hint and the list of options."""
        for line in _wrapped(self._field.hint, self._terminal.width):
            self._terminal.say(self._terminal.style(f"  {line}", "dim"))
        lines = self._choices.lines()
        for line in lines[:_MOST_OPTIONS]:
            self._terminal.say(f"  {line}")
        if len(lines) > _MOST_OPTIONS:
            self._terminal.say(f"  … {len(lines) - _MOST_OPTIONS} more; a part of a name finds those that hold it")

    def read(self) -> str:
        """Show the question and give what is typed."""
        prompt = f"{self._terminal.style(self._field.label, 'bold')}{self._notes()}{self._offer()}: "
        if self._hidden:
            return self._terminal.ask_secret(prompt)
        if self._field.kind in ("text-area", "array"):
            return self._lines(prompt)
        return self._terminal.ask(prompt)

    def answer(self, typed: str) -> Any:
        """Give the value that an answer means.

        Raises:
            AnswerError: it can't be taken.
        """
        if not (typed if self._hidden else typed.strip()):
            return self._kept()
        if self._clearable and typed.strip() == CLEAR:
            return None
        if self._hidden and typed != typed.strip():
            self._terminal.say("  It begins or ends with a space, which is kept")
        return take(self._field, self._meaning(typed), self._rules)

    def _kept(self) -> Any:
        """Give what Enter means."""
        if self._stored is None:
            return take(self._field, offered(self._field), self._rules)
        return self._rules.accepted(self._field, self._stored)

    @property
    def _clearable(self) -> bool:
        return self._field.optional and bool(self._stored is not None or offered(self._field))

    def _notes(self) -> str:
        """What stands in parentheses behind the label."""
        kept = "Enter keeps the stored one" if self._stored is not None else "Enter takes the default"
        has_value = self._stored is not None or bool(offered(self._field))
        ending = f"the part before .{self._field.url.strip('.')}" if self._field.kind == "subdomain" else ""
        notes = [
            "hidden" if self._hidden else "",
            "or @FILE" if self._hidden and self._field.kind == "text-area" else "",
            "" if self._hidden else _FORMATS.get(self._field.kind, ""),
            ending if self._field.url else "",
            kept if self._hidden and has_value else "",
            f"{CLEAR} leaves it out" if self._clearable else "optional" if self._field.optional else "",
        ]
        shown = "; ".join(note for note in notes if note)
        return f" ({shown})" if shown else ""

    def _offer(self) -> str:
        """What stands in brackets: the value that Enter means."""
        text = _as_text(self._field, self._stored) if self._stored is not None else offered(self._field)
        if self._field.kind == "checkbox":
            return {"true": " [Y/n]", "false": " [y/N]"}.get(text.lower(), " [y/n]")
        if self._hidden or not text:
            return ""
        if self._field.kind == "select":
            text = self._choices.label(text)
        first = text.splitlines()[0]
        cut = first[:_LONGEST_OFFER] + "…" if len(first) > _LONGEST_OFFER or first != text else first
        return f" [{visible(cut)}]"

    def _lines(self, prompt: str) -> str:
        self._terminal.say(prompt.rstrip())
        return self._terminal.ask_lines("  ", self._names_file)

    def _names_file(self, line: str) -> bool:
        """Tell whether a line names the file with the answer."""
        return self._field.kind == "text-area" and line.startswith("@") and "\n" not in line

    def _meaning(self, typed: str) -> Any:
        """Turn what is typed into an answer: numbers of options, items of a list, the name of a file."""
        kind = self._field.kind
        if kind == "select" or (kind == "text" and self._field.options):
            return self._option(typed)
        if kind == "multiselect" and self._choices.find(typed.strip()) is None:
            return [self._option(part) for part in typed.replace(self._field.delimiter, ",").split(",")
                    if part.strip()]
        if kind == "array" and not typed.lstrip().startswith("["):
            return [line for line in typed.split("\n") if line]
        if self._names_file(typed):
            return self._file(typed[1:])
        return typed

    def _option(self, typed: str) -> str:
        found = self._choices.find(typed.strip())
        return typed.strip() if found is None else found

    def _file(self, name: str) -> str:
        try:
            return read_file(self._field.name, name.strip(), self._folder)
        except UsageError as error:
            raise _FileError(error.message) from None


def _fits(field: Field, stored: Any) -> bool:
    """Whether a stored value can still be offered: an option that is gone can't."""
    values = {value for _, value in field.options}
    return field.kind != "select" or not values or text_of(stored) in values


def _as_text(field: Field, value: Any) -> str:
    if isinstance(value, list | tuple):
        return field.delimiter.join(map(text_of, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else text_of(value)


def _wrapped(text: str, width: int) -> list[str]:
    from textwrap import wrap

    return wrap(text, max(20, min(width, 100) - 2))
