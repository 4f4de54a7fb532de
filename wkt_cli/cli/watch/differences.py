"""What is different between two JSON values, each difference with its path."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ..render import Painter

MOST_COMPARED = 2_000
"""Items of a list up to which those that moved are looked for; in longer ones the first is compared with the first."""
LONGEST_LINE = 160
_STYLES = {"+": "green", "-": "red", "~": "yellow"}


class Difference(NamedTuple):
    """One difference.

    Attributes:
        mark: ``+`` for what is new, ``-`` for what is gone, ``~`` for what has another value.
        path: where it is, such as ``events[0].title``; in lists by the new numbers, of what is gone by the old ones.
        before, after: the values; None on the side where there is none.
    """

    mark: str
    path: str
    before: Any
    after: Any

    def __str__(self) -> str:
        head = f"{self.mark} {self.path or 'result'}: "
        if self.mark == "~":
            return f"{head}{_text(self.before)} → {_text(self.after)}"
        return head + _text(self.after if self.mark == "+" else self.before)


def differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """Give what is different in a JSON value; the order of an object's keys is no difference, that of a list is.

    >>> [str(one) for one in differences({"a": 1, "b": [1, 2]}, {"b": [0, 1, 2], "c": True})]
    ['- a: 1', '+ b[0]: 0', '+ c: true']
    """
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _of_objects(before, after, path)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, path)
    elif _text(before) != _text(after):
        yield Difference("~", path, before, after)


def _of_objects(before: dict[str, Any], after: dict[str, Any], path: str) -> Iterator[Difference]:
    for key in [*before, *(key for key in after if key not in before)]:
        inner = f"{path}.{key}" if path else key
        if key not in after:
            yield Difference("-", inner, before[key], None)
        elif key not in before:
            yield Difference("+", inner, None, after[key])
        else:
            yield from differences(before[key], after[key], inner)


def _of_lists(before: list[Any], after: list[Any], path: str) -> Iterator[Difference]:
    for start, end, new_start, new_end in _unlike(list(map(_text, before)), list(map(_text, after))):
        pairs = min(end - start, new_end - new_start)
        for step in range(pairs):
            yield from differences(before[start + step], after[new_start + step], f"{path}[{new_start + step}]")
        for number in range(start + pairs, end):
            yield Difference("-", f"{path}[{number}]", before[number], None)
        for number in range(new_start + pairs, new_end):
            yield Difference("+", f"{path}[{number}]", None, after[number])


def _unlike(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Give the stretches in which two lists differ: start and end in the one, start and end in the other."""
    if max(len(before), len(after)) > MOST_COMPARED:
        yield 0, len(before), 0, len(after)
        return
    from difflib import SequenceMatcher

    for kind, *stretch in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            start, end, new_start, new_end = stretch
            yield start, end, new_start, new_end


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def lines(found: Sequence[Difference], painter: Painter, mask: Callable[[str], str]) -> list[str]:
    """Give differences as lines, masked, then cut to a length that can be read."""
    shown = [(one.mark, mask(str(one))) for one in found]
    return [painter.style(f"  {_cut(text)}", _STYLES[mark]) for mark, text in shown]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE]}…"
