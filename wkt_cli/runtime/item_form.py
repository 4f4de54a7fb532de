"""The format of `wkt call --form`, as HTTPie sends it: in the order typed, a repeated field once for each value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from ..http.message import Reply
from . import whole

NAME = "item form"
CONTENT_TYPE = "application/x-www-form-urlencoded"


def encode(payload: Any) -> bytes:
    """Give the form of a dict; what is no dict goes out as it is.

    >>> encode({"b": ["1", "2"], "a": True})
    b'b=1&b=2&a=true'
    """
    return urlencode(list(pairs(payload))).encode() if isinstance(payload, Mapping) else whole.encode(payload)


def pairs(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give names and texts; what is no text is written as JSON."""
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)


def decode(reply: Reply) -> Reply:
    """Give the reply itself."""
    return whole.decode(reply)
