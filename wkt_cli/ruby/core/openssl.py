"""OpenSSL: HMAC, Digest, Cipher (AES) and RSA keys, over `cryptography`."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from ..errors import ArgumentError, RuntimeError_, StandardError, exception_class
from ..limits import check_rounds
from ..registry import OBJECT, define_class, define_module, method, singleton
from ..values import Binary, Proc, RClass
from .base64 import data_of
from .digest import INSTANCE, NAMES, RDigest, algorithm, digest_class
from .exception import register_error
from .numeric import integer

OPENSSL = define_module("OpenSSL")
OpenSSLError = exception_class("OpenSSL::OpenSSLError", StandardError)
register_error(OpenSSLError)
HMAC = define_class("OpenSSL::HMAC", OBJECT)


class OpenDigest(RDigest):
    """A digest made by name."""

    __slots__ = ()


DIGEST = define_class("OpenSSL::Digest", INSTANCE, OpenDigest)
for _class, _name in {**NAMES, "SHA224": "sha224"}.items():
    digest_class(f"OpenSSL::Digest::{_class}", DIGEST, _name)
DigestError = exception_class("OpenSSL::Digest::DigestError", OpenSSLError)
register_error(DigestError)


@singleton(DIGEST, "new")
def new_digest(self: RClass, block: Proc | None, name: Any, data: Any = b"") -> RDigest:
    """A digest by name."""
    return OpenDigest(algorithm(name), DIGEST, data if isinstance(data, bytes) else data_of(data))


@singleton(DIGEST, "digest")
def digest(self: Any, block: Proc | None, name: Any, value: Any) -> Binary:
    """The bytes."""
    return Binary(RDigest(algorithm(name), DIGEST, data_of(value)).done())


@singleton(DIGEST, "hexdigest")
def hexdigest(self: Any, block: Proc | None, name: Any, value: Any) -> str:
    """In hexadecimal."""
    return RDigest(algorithm(name), DIGEST, data_of(value)).done().hex()


@singleton(DIGEST, "base64digest")
def base64digest(self: Any, block: Proc | None, name: Any, value: Any) -> str:
    """In base64."""
    return base64.b64encode(RDigest(algorithm(name), DIGEST, data_of(value)).done()).decode()


def authenticated(name: Any, key: Any, value: Any) -> bytes:
    """The HMAC of a text."""
    return hmac.new(data_of(key), data_of(value), algorithm(name)).digest()


@singleton(HMAC, "digest")
def hmac_digest(self: Any, block: Proc | None, name: Any, key: Any, value: Any) -> Binary:
    """The bytes."""
    return Binary(authenticated(name, key, value))


@singleton(HMAC, "hexdigest")
def hmac_hexdigest(self: Any, block: Proc | None, name: Any, key: Any, value: Any) -> str:
    """In hexadecimal."""
    return authenticated(name, key, value).hex()


@singleton(HMAC, "base64digest")
def hmac_base64digest(self: Any, block: Proc | None, name: Any, key: Any, value: Any) -> str:
    """In base64."""
    return base64.b64encode(authenticated(name, key, value)).decode()


class RCipher:
    """OpenSSL::Cipher: data is kept until `final`, results are what CRuby gives in the end."""

    __slots__ = ("associated", "data", "encrypting", "iv", "key", "mode", "name", "padding", "size", "tag")

    def __init__(self, name: str, size: int, mode: str) -> None:
        self.name, self.size, self.mode = name, size, mode
        self.encrypting: bool | None = None
        self.key = self.iv = self.data = self.associated = self.tag = b""
        self.padding = True


CIPHER = define_class("OpenSSL::Cipher", OBJECT, RCipher)
CipherError = exception_class("OpenSSL::Cipher::CipherError", OpenSSLError)
register_error(CipherError)


@singleton(CIPHER, "new")
def new_cipher(self: Any, block: Proc | None, name: Any, *rest: Any) -> RCipher:
    """AES-128/192/256 in CBC, ECB, CTR or GCM."""
    given = data_of(name).decode("utf-8", "replace")
    pieces = given.lower().replace("id-", "").split("-")
    if len(pieces) == 2 and pieces[0][:3] == "aes" and pieces[0][3:].isdigit():
        pieces = ["aes", pieces[0][3:], pieces[1]]
    if len(pieces) != 3 or pieces[0] != "aes" or pieces[1] not in ("128", "192", "256"):
        raise RuntimeError_(f"unsupported cipher algorithm ({given})")
    if pieces[2] not in ("cbc", "ecb", "ctr", "gcm"):
        raise RuntimeError_(f"unsupported cipher algorithm ({given})")
    return RCipher(given.upper(), int(pieces[1]) // 8, pieces[2])


@method(CIPHER, "encrypt")
def encrypt(self: RCipher, block: Proc | None) -> RCipher:
    """From now on it encrypts."""
    self.encrypting = True
    return self


@method(CIPHER, "decrypt")
def decrypt(self: RCipher, block: Proc | None) -> RCipher:
    """From now on it decrypts."""
    self.encrypting = False
    return self


@method(CIPHER, "key=")
def set_key(self: RCipher, block: Proc | None, value: Any) -> Any:
    """Set the key."""
    data = data_of(value)
    if len(data) != self.size:
        raise ArgumentError(f"key must be {self.size} bytes")
    self.key = data
    return value


def iv_size(cipher: RCipher) -> int:
    """Bytes of the initial vector."""
    return {"ecb": 0, "gcm": 12}.get(cipher.mode, 16)


@method(CIPHER, "iv=")
def set_iv(self: RCipher, block: Proc | None, value: Any) -> Any:
    """Set the initial vector."""
    data = data_of(value)
    if len(data) != iv_size(self) and self.mode != "gcm":
        raise ArgumentError(f"iv must be {iv_size(self)} bytes")
    self.iv = data
    return value


@method(CIPHER, "random_key")
def random_key(self: RCipher, block: Proc | None) -> Binary:
    """A fresh key."""
    import secrets

    self.key = secrets.token_bytes(self.size)
    return Binary(self.key)


@method(CIPHER, "random_iv")
def random_iv(self: RCipher, block: Proc | None) -> Binary:
    """A fresh initial vector."""
    import secrets

    self.iv = secrets.token_bytes(iv_size(self))
    return Binary(self.iv)


@method(CIPHER, "padding=")
def set_padding(self: RCipher, block: Proc | None, value: Any) -> Any:
    """0 turns padding off."""
    self.padding = integer(value) != 0
    return value


@method(CIPHER, "auth_data=")
def set_auth_data(self: RCipher, block: Proc | None, value: Any) -> Any:
    """Data that GCM authenticates."""
    self.associated = data_of(value)
    return value


@method(CIPHER, "auth_tag=")
def set_auth_tag(self: RCipher, block: Proc | None, value: Any) -> Any:
    """The tag that GCM checks."""
    self.tag = data_of(value)
    return value


@method(CIPHER, "auth_tag")
def auth_tag(self: RCipher, block: Proc | None, size: Any = 16) -> Binary:
    """The tag that GCM made."""
    return Binary(self.tag[: integer(size)])


@method(CIPHER, "key_len")
def key_len(self: RCipher, block: Proc | None) -> int:
    """Bytes of the key."""
    return self.size


@method(CIPHER, "iv_len")
def iv_len(self: RCipher, block: Proc | None) -> int:
    """Bytes of the initial vector."""
    return iv_size(self)


@method(CIPHER, "block_size")
def block_size(self: RCipher, block: Proc | None) -> int:
    """Bytes of a block."""
    return 1 if self.mode in ("gcm", "ctr") else 16


@method(CIPHER, "name")
def cipher_name(self: RCipher, block: Proc | None) -> str:
    """Its name."""
    return self.name


@method(CIPHER, "update")
def update(self: RCipher, block: Proc | None, value: Any) -> Binary:
    """Take data; the result comes with `final`, but for whole blocks that can't be the last."""
    data = data_of(value)
    if not data:
        raise ArgumentError("data must not be empty")
    self.data += data
    return Binary(b"")


@method(CIPHER, "final")
def final(self: RCipher, block: Proc | None) -> Binary:
    """All of the result."""
    data, self.data = self.data, b""
    return Binary(crypt(self, data))


def crypt(cipher: RCipher, data: bytes) -> bytes:
    """Encrypt or decrypt."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives import padding
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if not cipher.key:
        raise CipherError("no key set")
    iv = cipher.iv or bytes(iv_size(cipher))
    made: dict[str, Any] = {"cbc": modes.CBC, "ctr": modes.CTR, "gcm": modes.GCM}
    pads = cipher.padding and cipher.mode in ("cbc", "ecb")
    if cipher.encrypting:
        mode = modes.ECB() if cipher.mode == "ecb" else made[cipher.mode](iv)
        worker: Any = Cipher(algorithms.AES(cipher.key), mode).encryptor()
        if cipher.mode == "gcm":
            worker.authenticate_additional_data(cipher.associated)
        if pads:
            pad = padding.PKCS7(128).padder()
            data = pad.update(data) + pad.finalize()
        try:
            found = worker.update(data) + worker.finalize()
        except ValueError:
            raise CipherError("data not multiple of block length")
        cipher.tag = worker.tag if cipher.mode == "gcm" else b""
        return bytes(found)
    mode = (
        modes.ECB()
        if cipher.mode == "ecb"
        else modes.GCM(iv, cipher.tag or None)
        if cipher.mode == "gcm"
        else made[cipher.mode](iv)
    )
    reader: Any = Cipher(algorithms.AES(cipher.key), mode).decryptor()
    if cipher.mode == "gcm":
        reader.authenticate_additional_data(cipher.associated)
    try:
        found = reader.update(data) + reader.finalize()
    except InvalidTag:
        raise CipherError("")
    except ValueError:
        raise CipherError("wrong final block length")
    return unpadded(found) if pads else found


def unpadded(data: bytes) -> bytes:
    """Without PKCS #7 padding, which must be right."""
    size = data[-1] if data else 0
    if not 1 <= size <= 16 or data[-size:] != bytes([size]) * size:
        raise CipherError("bad decrypt")
    return data[:-size]


KDF = define_module("OpenSSL::KDF")


@singleton(KDF, "pbkdf2_hmac")
def pbkdf2_hmac(self: Any, block: Proc | None, password: Any, settings: Any) -> Binary:
    """A key from a password."""
    from .numeric import options

    names = options((settings,))[1]
    size, rounds = integer(names["length"]), integer(names["iterations"])
    name = algorithm(names["hash"])
    check_rounds(rounds * -(-size // hashlib.new(name).digest_size))
    return Binary(hashlib.pbkdf2_hmac(name, data_of(password), data_of(names["salt"]), rounds, size))


@singleton(OPENSSL, "fixed_length_secure_compare")
def secure_compare(self: Any, block: Proc | None, a: Any, b: Any) -> bool:
    """Equal, in constant time."""
    return hmac.compare_digest(data_of(a), data_of(b))
