"""YAML 1.1 scalars as the platform's SDK reads them (Ruby's Psych), and values that all readers agree on.

The reader is ours and not PyYAML's as they differ: ``1:30`` is 5400 (hours first), ``1,000`` is 1000
(reference/cli_and_files.md 6.1).
"""

from __future__ import annotations

import datetime
import json
import math
import re
from typing import Any

WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None,
    "yes": True, "true": True, "on": True,
    "no": False, "false": False, "off": False,
}  # fmt: skip

_INTEGER = re.compile(
    r"(?P<sign>[-+]?)(?:0b(?P<two>_*[01][01_]*)|0x(?P<sixteen>_*[0-9a-fA-F][0-9a-fA-F_]*)"
    r"|0(?P<eight>_*[0-7][0-7_]*)|(?P<ten>0|[1-9](?:[0-9]|,[0-9]|_[0-9])*))"
)
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][+-][0-9]+)?")
_SIXTIES = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}(?P<fraction>\.[0-9_]*)?")
_INFINITE = re.compile(r"(?P<sign>[-+]?)\.inf", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)")
_TIME = re.compile(
    r"-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?"
)
_BASES = {"two": 2, "eight": 8, "ten": 10, "sixteen": 16}

_BARE = re.compile(r"[A-Za-z_/](?:[A-Za-z0-9_./@+\-]|:(?=[^\s])| (?=[A-Za-z0-9_./@+\-]))*")
_ALSO_WORDS = {"y", "n"}
_SINGLE = re.compile(r"[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


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
    if is_date(text):
        return text
    return _read_number(text)


def is_date(text: str) -> bool:
    """Tell whether a scalar without quotes is a date or a time, which the platform's SDK refuses."""
    return bool(_DATE.fullmatch(text) or _TIME.fullmatch(text))


def write_value(value: Any) -> str:
    """Write a value on one line, so that readers of YAML 1.1 and 1.2 get the same value back.

    Args:
        value: what JSON can express, and dates (as text).

    >>> [write_value(value) for value in ("abc", "yes", "010", "1:30", 5, None, {"a": ["n"]})]
    ['abc', "'yes'", "'010'", "'1:30'", '5', 'null', "{a: ['n']}"]
    """
    if isinstance(value, dict):
        items = (f"{write_text(str(key))}: {write_value(item)}" for key, item in value.items())
        return "{" + ", ".join(items) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(write_value(item) for item in value) + "]"
    if isinstance(value, float):
        return _write_float(value)
    if value is None or isinstance(value, (bool, int)):
        return json.dumps(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return write_text(value.isoformat())
    return write_text(str(value))


def write_text(text: str) -> str:
    """Write a text on one line: bare where no reader can take it for something else, else quoted."""
    if _BARE.fullmatch(text) and text.lower() not in WORDS and text.lower() not in _ALSO_WORDS:
        return text
    if _SINGLE.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _read_number(text: str) -> Any:
    infinite, sixties = _INFINITE.fullmatch(text), _SIXTIES.fullmatch(text)
    if infinite:
        return -math.inf if infinite["sign"] == "-" else math.inf
    if text.lower() == ".nan":
        return math.nan
    if sixties:
        return _read_sixties(text.replace("_", ""), float if sixties["fraction"] is not None else int)
    if _FLOAT.fullmatch(text):
        digits = text.replace(",", "").replace("_", "")
        return float(digits) if any(sign.isdigit() for sign in digits) else text
    integer = _INTEGER.fullmatch(text)
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


def _write_float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    digits, exponent, power = repr(value).partition("e")
    if not exponent:
        return digits
    return f"{digits if '.' in digits else digits + '.0'}e{int(power):+d}"
