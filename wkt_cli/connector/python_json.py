"""Results of connectors in Python as JSON (reference/cli_and_files.md section 3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

from ..hex_text import hex_text
from ..http.formats.json import text_for


def as_json(value: Any) -> str:
    """Give a result as compact JSON: times have milliseconds, decimals are texts, numbers that JSON lacks null.

    >>> as_json({"n": float("inf"), 1: {2}, "f": as_json, "b": b"a", "c": bytes([255])})
    '{"n": null, "1": [2], "f": {}, "b": "a", "c": "0xff"}'
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_spelled)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, default=_spelled)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(inner) for key, inner in value.items()}
    return list(map(_finite, value)) if isinstance(value, (list, tuple)) else value


def _spelled(value: Any) -> Any:
    """Give what stands for a value that JSON has no form for; of an object, what it holds."""
    if isinstance(value, bytes):
        return _bytes(value)
    text = text_for(value)
    if text is not None:
        return text
    if isinstance(value, (set, frozenset)):
        return list(value)
    return vars(value) if hasattr(value, "__dict__") else str(value)


def _bytes(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return hex_text(value)
