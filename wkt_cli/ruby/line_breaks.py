"""Line breaks that the grammar reads over inside brackets but Ruby does not: mostly a comma is missing there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

CANDIDATE = re.compile(rb"[^\s,(\[{|\\;.=][ \t]*\n\s*(?=[\w{\[('\":@*&<+/%?=-])")
"""The end of a line that may go on in the next one; where it does is asked of the tree."""
LEADING = frozenset([".", "&.", ":"])
"""Tokens that may begin the next line."""
ONE_LINE = frozenset(
    ["call", "element_reference", "binary", "chained_string", "conditional", "pair", "lambda"]
)
"""Nodes whose parts can't stand on different lines, unless the first line ends in an operator."""


def broken_lines(source: Any) -> Iterator[tuple[Any, Any]]:
    """The nodes that begin a line but are read as the rest of the line before, each with the list around it.

    Args:
        source: a `Source` without other syntax errors.
    """
    for match in CANDIDATE.finditer(source.bytes):
        node = broken_at(source, match.start(), match.end())
        if node is not None:
            yield node, list_around(node.parent)


def list_around(node: Any) -> Any:
    """The node around that may stand on several lines."""
    while node is not None and node.type in ONE_LINE:
        node = node.parent
    return node


def broken_at(source: Any, end: int, start: int) -> Any:
    """The node that starts at a place, if what ends before it is a part of the same node; else None."""
    last = before_comments(source, end)
    if last is None:
        return None
    around = source.root.descendant_for_byte_range(last, start + 1)
    if around is None or around.type not in ONE_LINE:
        return None
    for left, right in pairs(around):
        if left.end_byte == last + 1 and right.start_byte == start:
            return right if left.is_named and right.type not in LEADING else None
    return None


def before_comments(source: Any, end: int) -> int | None:
    """The last character before the comments that end at a place; None where there is none."""
    node = source.root.descendant_for_byte_range(end, end + 1)
    while node is not None and node.type == "comment":
        text = source.bytes[: node.start_byte].rstrip()
        if not text:
            return None
        end = len(text) - 1
        node = source.root.descendant_for_byte_range(end, end + 1)
    return end


def pairs(node: Any) -> Iterator[tuple[Any, Any]]:
    """Neighbouring children, comments left out."""
    children = [child for child in node.children if child.type not in ("comment", "heredoc_body")]
    return pairwise(children)
