"""`multipart/form-data`, as reference/http_dsl.md section 7 shows it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from ...errors import RequestFormatError
from ..message import Reply
from . import raw
from .text import inspect_text, to_text

Data = TypeVar("Data")
Part = tuple[str, bytes, str | None, str | None]
"""Field name, bytes, content type and file name; the last two None for a plain field."""


class Multipart:
    """Payloads as parts, one for each key, with a boundary of their own."""

    NAME = "multipart"

    def __init__(self) -> None:
        self.boundary = secrets.token_hex(16)
        self.CONTENT_TYPE: str | None = f"multipart/form-data; boundary={self.boundary}"

    def encode(self, payload: Any) -> bytes:
        """Write a dict; a list of data, media type and file name is a file.

        Raises:
            RequestFormatError: it is no dict, or a value has no text.
        """
        if not isinstance(payload, Mapping):
            raise RequestFormatError(f"A {type(payload).__name__} can't be written as multipart", hint="give a hash")
        return encode(_parts("", payload), self.boundary)[1]

    def decode(self, reply: Reply) -> Any:
        """Give the body as it came; no service answers in this format."""
        return raw.decode(reply)


def _parts(prefix: str, payload: Mapping[Any, Any]) -> Iterator[Part]:
    for key, value in payload.items():
        name = f"{prefix}[{to_text(key)}]" if prefix else to_text(key)
        if isinstance(value, Mapping):
            yield from _parts(name, value)
        elif isinstance(value, (list, tuple)):
            yield _file(name, *value)
        else:
            yield name, _data(value), None, None


def _file(name: str, data: Any = None, content_type: Any = None, file_name: Any = None, *rest: Any) -> Part:
    """Make a file's part; without a media type it is a plain field."""
    if content_type is None:
        return name, _data(data), None, None
    return name, _data(data), to_text(content_type), to_text(file_name or name.rpartition("/")[2])


def _data(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    return (inspect_text(value) if isinstance(value, (dict, list, tuple)) else to_text(value)).encode()


def encode(parts: Iterable[Part], boundary: str | None = None) -> tuple[str, bytes]:
    """Write parts in order; give content type and body.

    Args:
        parts: what to send.
        boundary: random by default.
    """
    boundary = boundary or secrets.token_hex(16)
    return f"multipart/form-data; boundary={boundary}", b"".join(chunks(parts, boundary))


def chunks(parts: Iterable[tuple[str, Data, str | None, str | None]], boundary: str) -> Iterator[bytes | Data]:
    """Write parts in order, with their data as they are given: bytes, or what stands for them."""
    for name, data, content_type, file_name in parts:
        yield _head(boundary, name, content_type, file_name)
        yield data
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def _head(boundary: str, name: str, content_type: str | None, file_name: str | None) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"'
    if file_name is not None:
        head += f'; filename="{_quoted(file_name)}"\r\nContent-Type: {content_type or "application/octet-stream"}'
    return head.encode() + b"\r\n\r\n"


def _quoted(text: str) -> str:
    """Escape what would end a quoted name (WHATWG HTML, multipart/form-data encoding)."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
