"""The format of `wkt call`: the reply as it came."""

from __future__ import annotations

from typing import Any

from ..http.formats import raw
from ..http.message import Reply

NAME = "whole"
CONTENT_TYPE = None


def encode(payload: Any) -> bytes:
    """Give the bytes of a text or of bytes."""
    return raw.encode(payload)


def decode(reply: Reply) -> Reply:
    """Give the reply itself."""
    return reply
