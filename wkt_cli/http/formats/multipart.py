"""`multipart/form-data`, as reference/http_dsl.md section 7 shows it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

Part = tuple[str, bytes, str | None, str | None]
"""Field name, bytes, content type and file name; the last two None for a plain field."""


def encode(parts: Iterable[Part], boundary: str | None = None) -> tuple[str, bytes]:
    """Write parts in order; give content type and body.

    Args:
        parts: what to send.
        boundary: random by default.
    """
    boundary = boundary or secrets.token_hex(16)
    body = b"".join(_part(boundary, *part) for part in parts) + f"--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", body


def _part(boundary: str, name: str, data: bytes, content_type: str | None, file_name: str | None) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"'
    if file_name is not None:
        head += f'; filename="{_quoted(file_name)}"\r\nContent-Type: {content_type or "application/octet-stream"}'
    return head.encode() + b"\r\n\r\n" + data + b"\r\n"


def _quoted(text: str) -> str:
    """Escape what would end a quoted name (WHATWG HTML, multipart/form-data encoding)."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
