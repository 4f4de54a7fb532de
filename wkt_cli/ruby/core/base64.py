"""Base64."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from ..errors import ArgumentError
from ..registry import define_module, singleton
from ..values import Binary, Proc, Symbol
from .object import no_conversion, truthy
from .options import with_keywords
from .string import is_text, to_bytes
from .unpack import loose_base64

BASE64 = define_module("Base64")


def data_of(value: Any) -> bytes:
    """The bytes of a String argument."""
    if not is_text(value) or isinstance(value, Symbol):
        raise no_conversion(value, "String")
    return to_bytes(value)


@singleton(BASE64, "encode64")
def encode64(self: Any, block: Proc | None, value: Any) -> str:
    """In lines of 60 characters, each with its end."""
    text = base64.b64encode(data_of(value)).decode()
    return "".join(text[at : at + 60] + "\n" for at in range(0, len(text), 60))


@singleton(BASE64, "strict_encode64")
def strict_encode64(self: Any, block: Proc | None, value: Any) -> str:
    """In one line."""
    return base64.b64encode(data_of(value)).decode()


@singleton(BASE64, "urlsafe_encode64")
@with_keywords
def urlsafe_encode64(self: Any, block: Proc | None, value: Any, *, padding: Any = True) -> str:
    """For URLs; `padding: false` drops the padding."""
    text = base64.urlsafe_b64encode(data_of(value)).decode()
    return text if truthy(padding) else text.rstrip("=")


@singleton(BASE64, "decode64")
def decode64(self: Any, block: Proc | None, value: Any) -> Binary:
    """Passing over what is no base64."""
    return Binary(loose_base64(data_of(value)))


def strict(data: bytes) -> Binary:
    """Decode what must be right as a whole."""
    try:
        found = base64.b64decode(data, validate=True)
    except binascii.Error:
        raise ArgumentError("invalid base64")
    if base64.b64encode(found) != data:
        raise ArgumentError("invalid base64")
    return Binary(found)


@singleton(BASE64, "strict_decode64")
def strict_decode64(self: Any, block: Proc | None, value: Any) -> Binary:
    """With padding and without line ends."""
    return strict(data_of(value))


@singleton(BASE64, "urlsafe_decode64")
def urlsafe_decode64(self: Any, block: Proc | None, value: Any) -> Binary:
    """For URLs; the padding may be missing."""
    data = data_of(value).translate(bytes.maketrans(b"-_", b"+/"))
    return strict(data if data.endswith(b"=") or len(data) % 4 == 0 else data + b"=" * (-len(data) % 4))
