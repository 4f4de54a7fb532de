"""Labels made of the names of fields (reference/blocks.md section 12)."""

from __future__ import annotations

import re

_BOUNDARY = re.compile(
    r"_+"
    r"|(?<=\d)(?=[^\d_])|(?<=[^\d_])(?=\d)"
    r"|(?<=[^A-Z_\d])(?=[A-Z])"
    r"|(?<=[A-Z])(?=[A-Z][a-z])"
)
_ALWAYS_CAPITAL = frozenset({"id", "url", "uri"})


def label_of(name: str) -> str:
    """Give the label of a field that has none.

    >>> label_of("userID"), label_of("XMLFile"), label_of("oauth2_token"), label_of("user_ids")
    ('User ID', 'XML file', 'Oauth 2 token', 'User ids')
    """
    words = [_word(word) for word in _BOUNDARY.split(name) if word]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]]) if words else ""


def _word(word: str) -> str:
    """Give a word as it stands within a label: in small letters, unless it is an abbreviation."""
    if word.lower() in _ALWAYS_CAPITAL:
        return word.upper()
    return word if word.isupper() else word.lower()
