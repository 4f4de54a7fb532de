"""Bodies that go out and come back as they are."""

from __future__ import annotations

from typing import Any

from ...errors import RequestFormatError
from ..message import Reply

NAME = "raw"
CONTENT_TYPE: str | None = None


def encode(payload: Any) -> bytes:
    """Give a text's or bytes' own bytes; None is empty.

    Raises:
        RequestFormatError: it is neither text nor bytes.
    """
    if payload is None:
        return b""
    if isinstance(payload, bytes):
        return payload
    if isinstance(payload, str):
        return payload.encode("utf-8", "replace")
    raise RequestFormatError(
        f"A raw body must be text or bytes, not {type(payload).__name__}",
        hint="choose a request format, or make it a text",
    )


def decode(reply: Reply) -> str | bytes:
    """Give the body: text where the reply names a charset or is UTF-8, else bytes."""
    try:
        return reply.body.decode(reply.charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return reply.body
