"""Values as YAML text on one line, written so that readers of YAML 1.1 and 1.2 get the same value back."""

from __future__ import annotations

import datetime
import json
import math
import re
from typing import Any

from .scalars import WORDS

_BARE = re.compile(r"[A-Za-z_/](?:[A-Za-z0-9_./@+\-]|:(?=[^\s])| (?=[A-Za-z0-9_./@+\-]))*")
_ALSO_WORDS = {"y", "n"}
_SINGLE = re.compile(r"[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


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


def _write_float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    digits, exponent, power = repr(value).partition("e")
    if not exponent:
        return digits
    return f"{digits if '.' in digits else digits + '.0'}e{int(power):+d}"
