"""Where the grammar reads otherwise than Ruby: blanks around operators, names beyond ASCII.

`x -1` subtracts where `x` is a local and else calls `x`; so do `x *y`, `x [0]`, `x <<y`. `f +1` calls `f` unless it is
a local. The grammar knows no locals: it calls in the first case and adds in the second. So what is parsed is the text
with some bytes changed, so that the grammar reads what Ruby does. All else stays at its place: what the compiler reads
is the text as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .locals import locals_among

LONGEST = 100
"""Bytes of a local's name, at most, after which an operator is looked at."""
ROUNDS = 5
"""How often a text is parsed again: a change may let the grammar see the next place."""
WORDS = """
(call !receiver method: (identifier) @called arguments: (argument_list))
(binary left: [(identifier) (constant) (call !arguments !block) (break) (next) (return) (yield)] @added operator: "+")
"""

_TIGHT_SHIFT = re.compile(
    rb"""(?<!\bclass)(?<!\breturn)(?<=[\w)\]}?!"'])<<(?=[~-]?["'`\w])"""
    rb"""|(?<=[\w)\]}?!"'] )<<(?=([a-z_]\w*)(?!\w))"""
)
_ONE_WORD = re.compile(rb"^[ \t]*([a-z_]\w*)$", re.M)
_WIDE_NAME = re.compile(r"(?<![?\\])\b\w*[^\W\x00-\x7f]\w*")
_OPERATOR = re.compile(
    rb"(?<=[\w?!])([ \t]+)(\*\*|<<|::|%(?=[wWiIqQrxs]?[^\w\s=])|&(?![&\s=])|[-*/+](?![=>\s])|\[)(?=\S)"
)
"""Blanks after a word, and an operator with none behind it."""
_WORD = re.compile(rb"(?<![\w.:@$&])[a-z_]\w*\Z")
_KEYWORD = re.compile(rb"(?<!\w)(?:if|unless|elsif|else|when|while|until|then|and|or|not|in|do|next|return|break)\Z")
"""Words after which there is no operator; `+` is told apart after the last three."""


class Parsed(NamedTuple):
    """A syntax tree, and the operators of the text where others were parsed, by where those stand."""

    root: Any
    operators: dict[int, str]


Change = tuple[int, bytes, str]
"""What to write where, and the operator that stands there."""


def parsed(data: bytes, parse: Callable[[bytes], Any], captures: Callable[[str, Any], Any]) -> Parsed:
    """The tree of a text as Ruby reads it.

    Args:
        data: the text.
        parse: gives the root of a text's tree.
        captures: gives what a query of the grammar finds below a node.
    """
    operators: dict[int, str] = {}
    text = _with_shifts(_with_ascii_names(data), operators)
    root = parse(bytes(text))
    candidates = list(_candidates(bytes(text)))
    for _ in range(ROUNDS if candidates else 0):
        changes = list(_misread(candidates, data, root, captures(WORDS, root)))
        if not changes:
            break
        root = parse(_changed(text, changes, operators))
    if root.has_error and candidates:
        other = parse(_changed(text, list(_after_locals(candidates, data, root)), operators))
        root = root if other.has_error else other
    return Parsed(root, operators)


def _changed(text: bytearray, changes: list[Change], operators: dict[int, str]) -> bytes:
    """The text with changes, the operators that they hide remembered."""
    for place, spelled, operator in changes:
        text[place : place + len(spelled)] = spelled
        operators[place] = operator
    return bytes(text)


def _candidates(text: bytes) -> Iterator[re.Match[bytes]]:
    """Where the grammar may read otherwise than Ruby."""
    for match in _OPERATOR.finditer(text):
        if match[2] == b"+" or not _KEYWORD.search(text, max(0, match.start() - 8), match.start()):
            yield match


def _with_ascii_names(data: bytes) -> bytearray:
    """The text with as many bytes of `x` for each letter beyond ASCII in a word: the grammar knows a part of them."""
    if data.isascii():
        return bytearray(data)
    text = data.decode("utf-8", "surrogateescape")
    return bytearray(_WIDE_NAME.sub(_ascii, text).encode("utf-8", "surrogateescape"))


def _ascii(match: re.Match[str]) -> str:
    first, *rest = (char if char.isascii() else "x" * len(char.encode()) for char in match[0])
    return (first.upper() if match[0][0].isupper() else first) + "".join(rest)


def _with_shifts(text: bytearray, operators: dict[int, str]) -> bytearray:
    """The text with `>>` for `<<` in `list<<item` and `list <<item`, which the grammar takes for heredocs.

    `list <<item` stays where a later line is `item`: then it may be one.
    """
    if b"<<" not in text:
        return text
    ends = {match[1]: match.start() for match in _ONE_WORD.finditer(text)}
    for match in _TIGHT_SHIFT.finditer(bytes(text)):
        if not (match[1] and ends.get(match[1], 0) > match.end()):
            text[match.start() : match.end()] = b">>"
            operators[match.start()] = "<<"
    return text


def _misread(
    candidates: list[re.Match[bytes]], data: bytes, root: Any, found: dict[str, list[Any]]
) -> Iterator[Change]:
    """The changes after which the grammar reads as Ruby does."""
    called, added = ({node.end_byte: node for node in found.get(name, [])} for name in ("called", "added"))
    calls = [(called[m.start()], m) for m in candidates if m.start() in called and m[2] != b"+"]
    calls = [(word, m) for word, m in calls if _arguments(word) == m.start(2)]
    sums = [(added[m.start()], m) for m in candidates if m.start() in added and m[2] == b"+"]
    words = {word.start_byte for word, _ in calls + sums if word.type == "identifier"}
    local = locals_among(words, root, data) if words else set()
    for word, match in calls:
        if word.start_byte in local:
            yield _moved(match)
    for word, match in sums:
        if word.start_byte not in local:
            yield match.start(2), b"-", "+"


def _moved(match: re.Match[bytes]) -> Change:
    """The operator directly after the word, its blanks behind it."""
    return match.start(), match[2] + match[1], match[2].decode()


def _after_locals(candidates: list[re.Match[bytes]], data: bytes, root: Any) -> Iterator[Change]:
    """The changes of operators after locals, where the grammar finds no call: `x /y`, `x [0] = 1`."""
    starts = {}
    for match in candidates:
        word = _WORD.search(data, max(0, match.start() - LONGEST), match.start())
        if word and match[2] != b"+":
            starts[word.start()] = match
    for start in sorted(locals_among(set(starts), root, data)):
        yield _moved(starts[start])


def _arguments(word: Any) -> int:
    """Where the arguments of a call without receiver begin."""
    start: int = word.parent.child_by_field_name("arguments").start_byte
    return start
