"""AES, PBKDF2, random bytes, and the platform's `encrypt` and `decrypt` (RNCryptor, version 3)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Any

from .errors import PackageError

CORE = "core"
"""The kind of an error that is Ruby's own ArgumentError, not the SDK's."""


def data_of(value: str | bytes) -> bytes:
    """Text as UTF-8."""
    return value.encode() if isinstance(value, str) else value


def random_bytes(size: Any) -> bytes:
    """Give at most 32 random bytes.

    >>> len(random_bytes(16))
    16
    """
    if type(size) is not int or size > 32:
        raise PackageError("The requested length or random bytes sequence should be <= 32")
    if size < 0:
        raise PackageError("negative string size (or size too big)", CORE)
    return secrets.token_bytes(size)


def pbkdf2_hmac_sha1(
    password: str | bytes, salt: str | bytes, iterations: int = 1000, key_len: int = 16
) -> bytes:
    """Give a key that is derived from a password (RFC 8018).

    >>> pbkdf2_hmac_sha1("password", "salt", 1, 20).hex()
    '0c60c80f961f0e71f3a9b524af6012062fe037a6'
    """
    return hashlib.pbkdf2_hmac("sha1", data_of(password), data_of(salt), iterations, key_len)


def checked_key(key: str | bytes) -> bytes:
    """An AES key of 16, 24 or 32 bytes."""
    found = data_of(key)
    if len(found) not in (16, 24, 32):
        raise PackageError("Incorrect key size for AES")
    return found


def cbc(key: str | bytes, iv: str | bytes | None) -> Any:
    """The CBC cipher; without a vector it is zeros."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    secret = checked_key(key)
    vector = bytes(16) if iv is None else data_of(iv)
    if len(vector) != 16:
        raise PackageError("iv must be 16 bytes", CORE)
    return Cipher(algorithms.AES(secret), modes.CBC(vector))


def aes_cbc_encrypt(text: str | bytes, key: str | bytes, iv: str | bytes | None = None) -> bytes:
    """Encrypt with AES in CBC mode, padded by PKCS #7.

    Args:
        text: not empty.
        key: 16, 24 or 32 bytes.
        iv: 16 bytes, zeros by default.

    Raises:
        PackageError: a wrong size.

    >>> aes_cbc_decrypt(aes_cbc_encrypt("text", "k" * 16), "k" * 16)
    b'text'
    """
    cipher = cbc(key, iv)
    data = data_of(text)
    if not data:
        raise PackageError("data must not be empty", CORE)
    size = 16 - len(data) % 16
    worker = cipher.encryptor()
    return bytes(worker.update(data + bytes([size]) * size) + worker.finalize())


def aes_cbc_decrypt(text: str | bytes, key: str | bytes, iv: str | bytes | None = None) -> bytes:
    """Decrypt what `aes_cbc_encrypt` gave, with the same key and vector.

    Raises:
        PackageError: a wrong size, or another key.

    >>> aes_cbc_decrypt(b"x" * 15, "k" * 16)
    Traceback (most recent call last):
    wkt_cli.runtime.packages.errors.PackageError: wrong final block length
    """
    cipher = cbc(key, iv)
    data = data_of(text)
    if not data:
        raise PackageError("data must not be empty", CORE)
    if len(data) % 16:
        raise PackageError("wrong final block length")
    worker = cipher.decryptor()
    found = bytes(worker.update(data) + worker.finalize())
    size = found[-1]
    if not 1 <= size <= 16 or found[-size:] != bytes([size]) * size:
        raise PackageError("bad decrypt")
    return found[:-size]


def checked_gcm(*values: Any) -> None:
    """All arguments must be text or bytes."""
    if not all(isinstance(value, (str, bytes)) for value in values):
        raise PackageError("All arguments must be of type String")


def checked_vector(iv: str | bytes) -> bytes:
    """A vector of 12 bytes."""
    found = data_of(iv)
    if len(found) != 12:
        raise PackageError("Incorrect key size for Initialization Vector")
    return found


def aes_gcm_encrypt(text: Any, key: Any, iv: Any, auth_data: Any = "") -> tuple[bytes, bytes]:
    """Encrypt with AES in GCM mode; give the bytes and their tag of 16 bytes.

    Args:
        text: not empty.
        key: 16, 24 or 32 bytes.
        iv: 12 bytes.
        auth_data: is covered by the tag, too.

    Raises:
        PackageError: a wrong size.

    >>> sealed, tag = aes_gcm_encrypt("text", "k" * 16, "i" * 12)
    >>> aes_gcm_decrypt(sealed, "k" * 16, tag, "i" * 12)
    b'text'
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    checked_gcm(text, key, iv, auth_data)
    if not data_of(text):
        raise PackageError("Data to be encrypted must not be empty")
    secret, vector = checked_key(key), checked_vector(iv)
    found = AESGCM(secret).encrypt(vector, data_of(text), data_of(auth_data))
    return found[:-16], found[-16:]


def aes_gcm_decrypt(text: Any, key: Any, tag: Any, iv: Any, auth_data: Any = "") -> bytes:
    """Decrypt what `aes_gcm_encrypt` gave, and check its tag.

    Raises:
        PackageError: a wrong size, another key, or other data.

    >>> aes_gcm_decrypt(b"x", "k" * 16, b"t" * 16, "i" * 12)
    Traceback (most recent call last):
    wkt_cli.runtime.packages.errors.PackageError: Not able to decrypt, please check input values again
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    checked_gcm(text, key, tag, iv, auth_data)
    secret, vector, mark = checked_key(key), checked_vector(iv), data_of(tag)
    if not 12 <= len(mark) <= 16:
        raise PackageError("Incorrect authentication tag size")
    worker = Cipher(algorithms.AES(secret), modes.GCM(vector, mark, min_tag_length=12)).decryptor()
    worker.authenticate_additional_data(data_of(auth_data))
    try:
        return bytes(worker.update(data_of(text)) + worker.finalize())
    except InvalidTag:
        raise PackageError("Not able to decrypt, please check input values again")


def derived(password: str | bytes, salt: bytes) -> bytes:
    """RNCryptor's key of a password."""
    return hashlib.pbkdf2_hmac("sha1", data_of(password), salt, 10_000, 32)


def encrypt(text: str | bytes, key: str | bytes) -> str:
    """Encrypt with a password (RNCryptor, version 3); give base64.

    >>> decrypt(encrypt("text", "password"), "password")
    b'text'
    """
    salt, mac_salt, iv = secrets.token_bytes(8), secrets.token_bytes(8), secrets.token_bytes(16)
    body = b"\x03\x01" + salt + mac_salt + iv + aes_cbc_encrypt(data_of(text), derived(key, salt), iv)
    return base64.b64encode(body + hmac.new(derived(key, mac_salt), body, "sha256").digest()).decode()


def decrypt(text: str | bytes, key: str | bytes) -> bytes:
    """Decrypt what `encrypt` gave, with the same password.

    Raises:
        PackageError: it is something else, or the password another one.

    >>> decrypt("AAAA", "password")
    Traceback (most recent call last):
    wkt_cli.runtime.packages.errors.PackageError: invalid/corrupt input
    """
    try:
        data = base64.b64decode(data_of(text))
    except binascii.Error:
        raise PackageError("invalid/corrupt input")
    if len(data) < 66 or data[:2] != b"\x03\x01":
        raise PackageError("invalid/corrupt input")
    body, mark = data[:-32], data[-32:]
    if not hmac.compare_digest(hmac.new(derived(key, body[10:18]), body, "sha256").digest(), mark):
        raise PackageError("invalid/corrupt input or key")
    return aes_cbc_decrypt(body[34:], derived(key, body[2:10]), body[18:34])
