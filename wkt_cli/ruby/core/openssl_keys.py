"""OpenSSL's RSA keys."""

from __future__ import annotations

from typing import Any

from ..errors import NoMethodError, exception_class
from ..registry import OBJECT, define_class, define_module, method, singleton
from ..values import Binary, Proc
from .base64 import data_of
from .digest import algorithm
from .exception import register_error
from .openssl import OpenSSLError
from .string.digest import RSAError


class RKey:
    """OpenSSL::PKey::RSA."""

    __slots__ = ("key", "private")

    def __init__(self, key: Any, private: bool) -> None:
        self.key, self.private = key, private


PKEY = define_module("OpenSSL::PKey")
KEY = define_class("OpenSSL::PKey::PKey", OBJECT)
PKeyError = exception_class("OpenSSL::PKey::PKeyError", OpenSSLError)
register_error(PKeyError)
register_error(RSAError)
RSA = define_class("OpenSSL::PKey::RSA", KEY, RKey)


@singleton(RSA, "new")
def new_key(self: Any, block: Proc | None, pem: Any, passphrase: Any = None) -> RKey:
    """A key of a PEM text; keys are not generated here."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    if isinstance(pem, int):
        raise NoMethodError("OpenSSL::PKey::RSA.new makes no keys in wkt. Give the PEM text of one")
    data, secret = data_of(pem), None if passphrase is None else data_of(passphrase)
    loaders: tuple[tuple[Any, bool], ...] = (
        (lambda: serialization.load_pem_private_key(data, secret), True),
        (lambda: serialization.load_der_private_key(data, secret), True),
        (lambda: serialization.load_pem_public_key(data), False),
        (lambda: serialization.load_der_public_key(data), False),
        (lambda: certificate_key(data), False),
    )
    for load, private in loaders:
        try:
            key = load()
        except Exception:
            continue
        if isinstance(key, (rsa.RSAPrivateKey, rsa.RSAPublicKey)):
            return RKey(key, private)
    raise RSAError("Neither PUB key nor PRIV key: unsupported")


def certificate_key(data: bytes) -> Any:
    """The public key of a certificate."""
    from cryptography import x509

    return x509.load_pem_x509_certificate(data).public_key()


def hash_of(name: Any) -> Any:
    """Cryptography's hash of a digest or its name."""
    from cryptography.hazmat.primitives import hashes

    known: dict[str, Any] = {
        "sha1": hashes.SHA1,
        "sha224": hashes.SHA224,
        "sha256": hashes.SHA256,
        "sha384": hashes.SHA384,
        "sha512": hashes.SHA512,
        "md5": hashes.MD5,
    }
    return known[algorithm(name)]()


@method(RSA, "sign")
def sign(self: RKey, block: Proc | None, name: Any, value: Any) -> Binary:
    """PKCS #1 signature."""
    from cryptography.hazmat.primitives.asymmetric import padding

    if not self.private:
        raise PKeyError("Private key is needed.")
    return Binary(self.key.sign(data_of(value), padding.PKCS1v15(), hash_of(name)))


@method(RSA, "verify")
def verify(self: RKey, block: Proc | None, name: Any, signature: Any, value: Any) -> bool:
    """Whether a signature is right."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import padding

    key = self.key.public_key() if self.private else self.key
    try:
        key.verify(data_of(signature), data_of(value), padding.PKCS1v15(), hash_of(name))
    except InvalidSignature:
        return False
    return True


@method(RSA, "private?")
def is_private(self: RKey, block: Proc | None) -> bool:
    """Whether it can sign."""
    return self.private


@method(RSA, "public?")
def is_public(self: RKey, block: Proc | None) -> bool:
    """Always."""
    return True


@method(RSA, "public_key")
def public_key(self: RKey, block: Proc | None) -> RKey:
    """The public half."""
    return RKey(self.key.public_key() if self.private else self.key, False)


@method(RSA, "to_pem", "to_s", "export")
def to_pem(self: RKey, block: Proc | None) -> str:
    """As PEM."""
    from cryptography.hazmat.primitives import serialization as form

    if self.private:
        pem = self.key.private_bytes(
            form.Encoding.PEM, form.PrivateFormat.TraditionalOpenSSL, form.NoEncryption()
        )
    else:
        pem = self.key.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    return str(pem.decode())


@method(RSA, "public_encrypt")
def public_encrypt(self: RKey, block: Proc | None, value: Any, padding_mode: Any = None) -> Binary:
    """PKCS #1 encryption."""
    from cryptography.hazmat.primitives.asymmetric import padding

    key = self.key.public_key() if self.private else self.key
    return Binary(key.encrypt(data_of(value), padding.PKCS1v15()))


@method(RSA, "private_decrypt")
def private_decrypt(self: RKey, block: Proc | None, value: Any, padding_mode: Any = None) -> Binary:
    """PKCS #1 decryption."""
    from cryptography.hazmat.primitives.asymmetric import padding

    return Binary(self.key.decrypt(data_of(value), padding.PKCS1v15()))
