"""YAML 1.1 scalars as the platform's SDK reads them (Ruby's Psych).

The reader is ours and not PyYAML's as they differ: ``1:30`` is 5400 (hours first), ``1,000`` is 1000
(reference/cli_and_files.md 6.1).
"""

from __future__ import annotations

import math
import re
from typing import Any

WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None,
    "yes": True, "true": True, "on": True,
    "no": False, "false": False, "off": False,
}  # fmt: skip

_INTEGER = (
    r"(?P<sign>[-+]?)(?:0b(?P<two>_*[01][01_]*)|0x(?P<sixteen>_*[0-9a-fA-F][0-9a-fA-F_]*)"
    r"|0(?P<eight>_*[0-7][0-7_]*)|(?P<ten>0|[1-9](?:[0-9]|,[0-9]|_[0-9])*))"
)
_FLOAT = r"[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][+-][0-9]+)?"
_SIXTIES = r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}(?P<fraction>\.[0-9_]*)?"
_INFINITE = r"(?i)(?P<sign>[-+]?)\.inf"
_DATE = r"\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)"
_TIME = (
    r"-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?"
)
_BASES = {"two": 2, "eight": 8, "ten": 10, "sixteen": 16}


def read_scalar(text: str) -> Any:
    """Give the value of a scalar that was written without quotes.

    Args:
        text: as it stands in the file.

    Returns:
        None, a boolean, a number or a text. A date or a time stays the text it is: see `is_date`.

    >>> [read_scalar(text) for text in ("010", "1_000", "1e3", "1:30", "off", "n")]
    [8, 1000, '1e3', 5400, False, 'n']
    """
    word = text.lower()
    if word in WORDS:
        return WORDS[word]
    if not _begins_as_number(text) or is_date(text):
        return text
    return _read_number(text)


def _begins_as_number(text: str) -> bool:
    """Tell most texts from numbers without a pattern: to compile the patterns takes longer than all else here."""
    return text[0] in "+-." or text[0].isdigit()


def is_date(text: str) -> bool:
    """Tell whether a scalar without quotes is a date or a time, which the platform's SDK refuses."""
    return bool(re.fullmatch(_DATE, text) or re.fullmatch(_TIME, text))


def _read_number(text: str) -> Any:
    infinite, sixties = re.fullmatch(_INFINITE, text), re.fullmatch(_SIXTIES, text)
    if infinite:
        return -math.inf if infinite["sign"] == "-" else math.inf
    if text.lower() == ".nan":
        return math.nan
    if sixties:
        return _read_sixties(text.replace("_", ""), float if sixties["fraction"] is not None else int)
    if re.fullmatch(_FLOAT, text):
        digits = text.replace(",", "").replace("_", "")
        return float(digits) if any(sign.isdigit() for sign in digits) else text
    integer = re.fullmatch(_INTEGER, text)
    if integer:
        found = next(base for base in _BASES if integer[base] is not None)
        digits = integer[found].replace(",", "").replace("_", "")
        return int(integer["sign"] + digits, _BASES[found])
    return text


def _read_sixties(text: str, number: type[int] | type[float]) -> float:
    """Add up hours, minutes and seconds; two parts are hours and minutes."""
    parts = text.split(":")
    powers = (3600, 60, 1)
    return sum(number(part) * power for part, power in zip(parts, powers, strict=False))
