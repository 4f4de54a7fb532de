"""The classic mistake with JSON replies in Ruby: they have text keys only, so that a symbol finds nothing.

Source: reference/http_dsl.md section 11, which keeps it so, as on the platform.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import LambdaError
from ..trace.model import Exchange

_NOTHING_FOUND = re.compile(r"for nil:NilClass|nil can't be coerced|of nil into|key not found: :")
_SYMBOL = re.compile(r"(?:\[|\b(?:dig|fetch)\((?:[^()]*,\s*)?):(\w+)")
_LATEST = 20
"""Replies that are looked at."""


def hint_of(error: LambdaError, exchanges: list[Exchange]) -> str | None:
    """Give advice where a line asked for a symbol that a reply has as text; None elsewhere.

    Args:
        error: with its place.
        exchanges: those of the run.
    """
    if not _NOTHING_FOUND.search(error.message):
        return None
    bodies = [exchange.response.body for exchange in exchanges[-_LATEST:]]
    name = next((name for name in _symbols(_line_of(error)) if _is_key(name, bodies)), None)
    return f"JSON replies have text keys only, as on the platform: write `['{name}']` for `[:{name}]`" if name else None


def _line_of(error: LambdaError) -> str:
    place = error.place
    if place is None or place.file is None or not place.line:
        return ""
    try:
        return place.file.read_text(encoding="utf-8", errors="replace").split("\n")[place.line - 1]
    except (OSError, IndexError):
        return ""


def _symbols(line: str) -> Iterable[str]:
    return (found[1] for found in _SYMBOL.finditer(line))


def _is_key(name: str, bodies: Iterable[str]) -> bool:
    key = re.compile(rf'"{re.escape(name)}"\s*:')
    return any(key.search(body) for body in bodies)
