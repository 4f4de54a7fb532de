"""Digest::MD5, SHA1, SHA256, SHA384, SHA512 and SHA2; OpenSSL::Digest shares them."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from ..errors import RuntimeError_
from ..registry import OBJECT, define_class, define_module, method, singleton
from ..values import Binary, Proc, RClass
from .base64 import data_of


class RDigest:
    """A digest in the making."""

    __slots__ = ("data", "name", "rclass")

    def __init__(self, name: str, rclass: RClass, data: bytes = b"") -> None:
        self.name, self.rclass, self.data = name, rclass, data

    def done(self) -> bytes:
        """The digest of what was given so far."""
        return hashlib.new(self.name, self.data, usedforsecurity=False).digest()


DIGEST = define_module("Digest")
INSTANCE = define_class("Digest::Base", OBJECT, RDigest)
NAMES = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512"}


def digest_class(path: str, parent: RClass, name: str) -> RClass:
    """The Ruby class of one digest, with its class methods."""
    pytype = type(path.replace("::", "_"), (RDigest,), {"__slots__": ()})
    rclass = define_class(path, parent, pytype)

    @singleton(rclass, "new")
    def new(self: RClass, block: Proc | None, *start: Any) -> RDigest:
        """A digest in the making."""
        return pytype(name, self, data_of(start[0]) if start else b"")  # type: ignore[no-any-return]

    @singleton(rclass, "digest")
    def digest(self: Any, block: Proc | None, value: Any) -> Binary:
        """The bytes."""
        return Binary(RDigest(name, rclass, data_of(value)).done())

    @singleton(rclass, "hexdigest")
    def hexdigest(self: Any, block: Proc | None, value: Any) -> str:
        """In hexadecimal."""
        return RDigest(name, rclass, data_of(value)).done().hex()

    @singleton(rclass, "base64digest")
    def base64digest(self: Any, block: Proc | None, value: Any) -> str:
        """In base64."""
        return base64.b64encode(RDigest(name, rclass, data_of(value)).done()).decode()

    return rclass


for _class, _name in NAMES.items():
    digest_class(f"Digest::{_class}", INSTANCE, _name)

SHA2 = define_class("Digest::SHA2", INSTANCE)


@singleton(SHA2, "new")
def sha2(self: Any, block: Proc | None, size: Any = 256) -> RDigest:
    """SHA-256, 384 or 512."""
    return RDigest(f"sha{size}", SHA2)


def algorithm(name: Any) -> str:
    """Hashlib's name of an OpenSSL digest."""
    if isinstance(name, RDigest):
        return name.name
    text = data_of(name).decode("utf-8", "replace")
    found = text.lower().replace("-", "").replace("_", "").replace("rsa", "", 1)
    found = {"sha512/256": "sha512_256", "sha512256": "sha512_256", "sha224": "sha224"}.get(found, found)
    if found not in {
        "md5",
        "sha1",
        "sha224",
        "sha256",
        "sha384",
        "sha512",
        "sha512_256",
        "sha3256",
        "sha3512",
    }:
        raise RuntimeError_(f"Unsupported digest algorithm ({text}).: unknown object name")
    return {"sha3256": "sha3_256", "sha3512": "sha3_512"}.get(found, found)


@method(INSTANCE, "update", "<<")
def update(self: RDigest, block: Proc | None, value: Any) -> RDigest:
    """Add data."""
    self.data += data_of(value)
    return self


@method(INSTANCE, "reset")
def reset(self: RDigest, block: Proc | None) -> RDigest:
    """Begin again."""
    self.data = b""
    return self


def result(self: RDigest, given: tuple[Any, ...]) -> bytes:
    """The digest of the data so far, or of other data."""
    return RDigest(self.name, self.rclass, data_of(given[0])).done() if given else self.done()


@method(INSTANCE, "digest")
def digest(self: RDigest, block: Proc | None, *value: Any) -> Binary:
    """The bytes."""
    return Binary(result(self, value))


@method(INSTANCE, "hexdigest", "to_s")
def hexdigest(self: RDigest, block: Proc | None, *value: Any) -> str:
    """In hexadecimal."""
    return result(self, value).hex()


@method(INSTANCE, "base64digest")
def base64digest(self: RDigest, block: Proc | None, *value: Any) -> str:
    """In base64."""
    return base64.b64encode(result(self, value)).decode()


@method(INSTANCE, "name")
def name(self: RDigest, block: Proc | None) -> str:
    """Its name."""
    return self.name.upper()


@method(INSTANCE, "digest_length", "length", "size")
def digest_length(self: RDigest, block: Proc | None) -> int:
    """Bytes of the digest."""
    return len(self.done())


@method(INSTANCE, "block_length")
def block_length(self: RDigest, block: Proc | None) -> int:
    """Bytes of a block."""
    return hashlib.new(self.name, usedforsecurity=False).block_size


@method(INSTANCE, "inspect")
def inspect(self: RDigest, block: Proc | None) -> str:
    """Class and digest."""
    return f"#<{self.rclass.name}: {self.done().hex()}>"


@method(INSTANCE, "==")
def equals(self: RDigest, block: Proc | None, other: Any) -> bool:
    """The same digest, as an object or in hexadecimal."""
    return self.done() == other.done() if isinstance(other, RDigest) else self.done().hex() == str(other)
