"""Digests, HMACs and RSA signatures: for connectors in Python what Ruby's are String methods (http_dsl.md section 10).

Text counts as UTF-8; all but the two hexadecimal digests are bytes.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from wkt_cli.ruby.core.string.digest import sign

from .crypto import data_of
from .errors import PackageError

Text = str | bytes


def sha1(text: Text) -> bytes:
    """Give the SHA-1 digest.

    >>> sha1("a").hex()
    '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'
    """
    return hashlib.sha1(data_of(text), usedforsecurity=False).digest()


def encode_sha256(text: Text) -> bytes:
    """Give the SHA-256 digest.

    >>> encode_sha256("a").hex()[:16]
    'ca978112ca1bbdca'
    """
    return hashlib.sha256(data_of(text)).digest()


def encode_sha512(text: Text) -> bytes:
    """Give the SHA-512 digest.

    >>> encode_sha512("a").hex()[:16]
    '1f40fc92da241694'
    """
    return hashlib.sha512(data_of(text)).digest()


def encode_sha512_256(text: Text) -> str:
    """Give the SHA-512/256 digest in hexadecimal digits.

    >>> encode_sha512_256("a")[:16]
    '455e518824bc0601'
    """
    return hashlib.new("sha512_256", data_of(text)).hexdigest()


def md5_hexdigest(text: Text) -> str:
    """Give the MD5 digest in hexadecimal digits.

    >>> md5_hexdigest("a")
    '0cc175b9c0f1b6a831c399e269772661'
    """
    return hashlib.md5(data_of(text), usedforsecurity=False).hexdigest()


def hmac_md5(text: Text, key: Text) -> bytes:
    """Give the HMAC with MD5.

    >>> hmac_md5("a", "k").hex()
    'ddcf3d210049e7135f61affae73731cd'
    """
    return _hmac(text, key, "md5")


def hmac_sha1(text: Text, key: Text) -> bytes:
    """Give the HMAC with SHA-1.

    >>> from base64 import b64encode
    >>> b64encode(hmac_sha1("a", "k"))
    b'QOfUQcrbF7B/BQNBqiOmgg7YHIs='
    """
    return _hmac(text, key, "sha1")


def hmac_sha256(text: Text, key: Text) -> bytes:
    """Give the HMAC with SHA-256.

    Raises:
        PackageError: the key is neither text nor bytes.

    >>> hmac_sha256("a", "k").hex()[:16]
    '78da91511e675587'
    """
    return _hmac(text, key, "sha256")


def hmac_sha512(text: Text, key: Text) -> bytes:
    """Give the HMAC with SHA-512.

    >>> len(hmac_sha512("a", "k"))
    64
    """
    return _hmac(text, key, "sha512")


def rsa_sha256(text: Text, key: Text) -> bytes:
    """Give the RSA signature with SHA-256 (PKCS #1, version 1.5).

    Raises:
        PackageError: the key is no RSA key in PEM form.

    >>> rsa_sha256("a", "no key")
    Traceback (most recent call last):
    wkt_cli.runtime.packages.errors.PackageError: Neither PUB key nor PRIV key: unsupported
    """
    return _rsa(text, key, "sha256")


def rsa_sha512(text: Text, key: Text) -> bytes:
    """Give the RSA signature with SHA-512 (PKCS #1, version 1.5).

    Raises:
        PackageError: the key is no RSA key in PEM form.

    >>> rsa_sha512("a", "no key")
    Traceback (most recent call last):
    wkt_cli.runtime.packages.errors.PackageError: Neither PUB key nor PRIV key: unsupported
    """
    return _rsa(text, key, "sha512")


def _hmac(text: Text, key: Any, algorithm: str) -> bytes:
    return hmac.new(_key(key), data_of(text), algorithm).digest()


def _rsa(text: Text, key: Any, algorithm: str) -> bytes:
    found = sign(data_of(text), _key(key), algorithm)
    if found is None:
        raise PackageError("Neither PUB key nor PRIV key: unsupported")
    return found


def _key(key: Any) -> bytes:
    if not isinstance(key, (str, bytes)):
        raise PackageError(f"Expected a text for 'key', given {type(key).__name__}")
    return data_of(key)
