"""The SDK's encodings and digests of Strings: base64, hex, URL, SHA, HMAC, RSA; Binary's own methods."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import quote as percent

from ...errors import RubyError, SdkArgumentError, StandardError, exception_class
from ...values import Binary, Proc
from ..object import class_name
from ..pack import nibble
from ..percent import unescaped
from ..unpack import loose_base64, strict_base64
from .base import (
    WorkatoBinary,
    codec,
    encoding_of,
    from_bytes,
    is_text,
    register_exact,
    to_bytes,
    value_method,
)
from .encodings import named

RSAError = exception_class("OpenSSL::PKey::RSAError", StandardError)


@value_method("encode_base64", "base64")
def encode_base64(self: Any, block: Proc | None) -> str:
    """Base64 in one line."""
    return base64.b64encode(to_bytes(self)).decode()


@value_method("decode_base64")
def decode_base64(self: Any, block: Proc | None) -> WorkatoBinary:
    """The bytes of base64 text; other characters are passed over."""
    return WorkatoBinary(loose_base64(to_bytes(self)))


@value_method("encode_urlsafe_base64")
def encode_urlsafe_base64(self: Any, block: Proc | None) -> str:
    """Base64 for URLs."""
    return base64.urlsafe_b64encode(to_bytes(self)).decode()


@value_method("decode_urlsafe_base64")
def decode_urlsafe_base64(self: Any, block: Proc | None) -> WorkatoBinary:
    """The bytes of URL-safe base64, padded or not; nothing else may stand in it."""
    data = to_bytes(self).replace(b"-", b"+").replace(b"_", b"/")
    if not data.endswith(b"="):
        data += b"=" * (-len(data) % 4)
    return WorkatoBinary(strict_base64(data))


@value_method("encode_hex", "to_hex")
def encode_hex(self: Any, block: Proc | None) -> str:
    """The bytes as hexadecimal digits."""
    return to_bytes(self).hex()


@value_method("decode_hex")
def decode_hex(self: Any, block: Proc | None) -> WorkatoBinary:
    """The bytes of hexadecimal digits."""
    values = [nibble(char) for char in to_bytes(self).decode("latin-1")]
    values += [0] * (len(values) % 2)
    return WorkatoBinary(bytes(high << 4 | low for high, low in zip(values[::2], values[1::2], strict=True)))


@value_method("encode_url")
def encode_url(self: Any, block: Proc | None) -> str:
    """Percent-encoded, a blank as `%20`."""
    return percent(to_bytes(self), safe="~")


@value_method("decode_url")
def decode_url(self: Any, block: Proc | None) -> Any:
    """Percent-decoded, `+` as a blank."""
    found = from_bytes(unescaped(to_bytes(self).replace(b"+", b" ")))
    return found if isinstance(found, str) else from_bytes(found.data, encoding_of(self))


def _digest(name: str, algorithm: str) -> None:
    @value_method(name)
    def digest(self: Any, block: Proc | None) -> WorkatoBinary:
        return WorkatoBinary(hashlib.new(algorithm, to_bytes(self)).digest())

    digest.__doc__ = f"The {algorithm} digest."


for _name, _algorithm in (
    ("encode_sha256", "sha256"),
    ("encode_sha512", "sha512"),
    ("sha1", "sha1"),
    ("encode_sha1", "sha1"),
):
    _digest(_name, _algorithm)


@value_method("encode_sha512_256")
def encode_sha512_256(self: Any, block: Proc | None) -> WorkatoBinary:
    """The SHA-512/256 digest, which the SDK gives as hexadecimal text."""
    return WorkatoBinary(hashlib.new("sha512_256", to_bytes(self)).hexdigest().encode())


@value_method("md5_hexdigest")
def md5_hexdigest(self: Any, block: Proc | None) -> str:
    """The MD5 digest in hexadecimal."""
    return hashlib.md5(to_bytes(self), usedforsecurity=False).hexdigest()


def key_bytes(key: Any) -> bytes:
    """The key argument of `hmac_*` and `rsa_*`."""
    if not is_text(key):
        raise SdkArgumentError(f"Expected a String for 'key' parameter, given {class_name(key)}")
    return to_bytes(key)


def _hmac(algorithm: str) -> None:
    @value_method(f"hmac_{algorithm}")
    def digest(self: Any, block: Proc | None, key: Any) -> WorkatoBinary:
        return WorkatoBinary(hmac.new(key_bytes(key), to_bytes(self), algorithm).digest())

    digest.__doc__ = f"The HMAC of this text with {algorithm}."


for _algorithm in ("sha256", "sha512", "sha1", "md5"):
    _hmac(_algorithm)

_NO_KEY = "Neither PUB key nor PRIV key: unsupported"


def sign(data: bytes, pem: bytes, algorithm: str) -> bytes | None:
    """The RSA signature; None if the text is no RSA key."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    try:
        key = serialization.load_pem_private_key(pem, None)
    except Exception:
        return None
    if not isinstance(key, rsa.RSAPrivateKey):
        return None
    return key.sign(
        data, padding.PKCS1v15(), {"sha256": hashes.SHA256(), "sha512": hashes.SHA512()}[algorithm]
    )


def _rsa(algorithm: str, error: type[RubyError]) -> None:
    @value_method(f"rsa_{algorithm}")
    def signature(self: Any, block: Proc | None, key: Any) -> WorkatoBinary:
        found = sign(to_bytes(self), key_bytes(key), algorithm)
        if found is None:
            raise error(_NO_KEY)
        return WorkatoBinary(found)

    signature.__doc__ = f"The RSA signature of this text with {algorithm}."


_rsa("sha256", RSAError)
_rsa("sha512", SdkArgumentError)


@value_method("binary?")
def is_binary(self: Any, block: Proc | None) -> bool:
    """Whether this is binary."""
    return isinstance(self, Binary) and self.encoding == "ASCII-8BIT"


def as_string(self: Binary, block: Proc | None, encoding: Any) -> Any:
    """The bytes of a Binary as text of an encoding; what is no character is replaced."""
    name = named(encoding)
    shown = self.data.decode(codec(name), "replace")
    return from_bytes(shown.encode(codec(name), "replace"), name)


def as_utf8(self: Binary, block: Proc | None) -> Any:
    """The bytes of a Binary as UTF-8 text."""
    return self.data.decode("utf-8", "replace")


register_exact(WorkatoBinary, as_string, "as_string")
register_exact(WorkatoBinary, as_utf8, "as_utf8")


def plain_dup(self: WorkatoBinary, block: Proc | None) -> WorkatoBinary:
    """A copy of the same class."""
    return WorkatoBinary(self.data, self.encoding)


register_exact(WorkatoBinary, plain_dup, "dup", "+@")
