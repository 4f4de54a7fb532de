"""The raw format of Ruby's requests: the body as a String that knows its encoding (reference/http_dsl.md section 4)."""

from __future__ import annotations

from typing import Any

from ..http.formats import raw
from ..http.message import Reply
from ..ruby.core.string import from_bytes
from ..ruby.core.string.encodings import find

NAME = raw.NAME
CONTENT_TYPE = raw.CONTENT_TYPE


def encode(payload: Any) -> bytes:
    """Give the bytes of a text or of bytes."""
    return raw.encode(payload)


def decode(reply: Reply) -> Any:
    """Give the body: a charset that is not declared, or is unknown, is that of bytes."""
    if reply.body.isascii():
        return reply.body.decode()
    return from_bytes(reply.body, find(reply.charset or "") or "ASCII-8BIT")
