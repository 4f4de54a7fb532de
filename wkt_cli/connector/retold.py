"""What `wkt check` says of a connector, retold in Ruby's words: the checks themselves speak Python's."""

from __future__ import annotations

import re
from dataclasses import replace

from .finding import Finding

_WORDS = {
    "a dict": "a hash", "a list": "an array", "a function": "a lambda", "True or False": "true or false",
    "nothing (None)": "nil",
}  # fmt: skip
_CODE = (
    (r'"(\w+)": ', r"\1: "),
    (r"lambda: (.*)$", r"-> { \1 }"),
    (r"lambda ([\w, ]+): (.*)$", r"->(\1) { \2 }"),
    (r"(\w+)=(?=…)", r"\1: "),
    (r'"', "'"),
)


def in_ruby(finding: Finding) -> Finding:
    """Give a finding as an author of Ruby expects it."""
    return replace(finding, message=_text(finding.message), hint=_text(finding.hint) if finding.hint else None)


def _text(text: str) -> str:
    """Give a text with its words, and the code between its backticks, in Ruby.

    >>> print(_text('`test` must be a function: write `"test": lambda connection: get("/me")`'))
    `test` must be a lambda: write `test: ->(connection) { get('/me') }`
    """
    pieces = text.split("`")
    pieces[::2] = [_with_ruby_words(piece) for piece in pieces[::2]]
    pieces[1::2] = [_code(piece) for piece in pieces[1::2]]
    return "`".join(pieces)


def _with_ruby_words(text: str) -> str:
    return re.sub("|".join(map(re.escape, _WORDS)), lambda word: _WORDS[word[0]], text)


def _code(text: str) -> str:
    for pattern, form in _CODE:
        text = re.sub(pattern, form, text)
    return text
