"""SecureRandom and `uuid`."""

from __future__ import annotations

import base64
import secrets
import uuid
from typing import Any

from .. import limits
from ..registry import define_module, function, singleton
from ..values import Binary, Proc, Range
from .numeric import integer

SECURE_RANDOM = define_module("SecureRandom")
ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def count(value: Any, default: int = 16) -> int:
    """How many bytes."""
    found = default if value is None else integer(value)
    limits.check_size(found)
    return found


@function("uuid")
@singleton(SECURE_RANDOM, "uuid")
def make_uuid(self: Any, block: Proc | None) -> str:
    """A random UUID."""
    return str(uuid.uuid4())


@singleton(SECURE_RANDOM, "hex")
def hex_(self: Any, block: Proc | None, size: Any = None) -> str:
    """Random bytes in hexadecimal."""
    return secrets.token_hex(count(size))


@singleton(SECURE_RANDOM, "random_bytes", "bytes")
def random_bytes(self: Any, block: Proc | None, size: Any = None) -> Binary:
    """Random bytes."""
    return Binary(secrets.token_bytes(count(size)))


@singleton(SECURE_RANDOM, "base64")
def base64_(self: Any, block: Proc | None, size: Any = None) -> str:
    """Random bytes in base64."""
    return base64.b64encode(secrets.token_bytes(count(size))).decode()


@singleton(SECURE_RANDOM, "urlsafe_base64")
def urlsafe_base64(self: Any, block: Proc | None, size: Any = None, padding: Any = False) -> str:
    """Random bytes in base64 for URLs."""
    text = base64.urlsafe_b64encode(secrets.token_bytes(count(size))).decode()
    return text if padding else text.rstrip("=")


@singleton(SECURE_RANDOM, "alphanumeric")
def alphanumeric(self: Any, block: Proc | None, size: Any = None) -> str:
    """Random letters and digits."""
    return "".join(secrets.choice(ALPHANUMERIC) for _ in range(count(size)))


@singleton(SECURE_RANDOM, "random_number", "rand")
def random_number(self: Any, block: Proc | None, limit: Any = 0) -> Any:
    """A number below a limit, of a Range, or below 1.0."""
    from .random import number, within

    source = secrets.SystemRandom()
    if isinstance(limit, Range):
        return within(source, limit)
    if limit is None or limit <= 0:
        return source.random()
    return number(source, limit)
