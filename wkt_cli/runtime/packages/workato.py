"""`workato.…` for connectors in Python.

Text is `str`, bytes are `bytes`; wrong arguments raise `PackageError` with the platform's message.
"""

from __future__ import annotations

from .. import streams as stream
from . import csv, net
from .crypto import (
    aes_cbc_decrypt,
    aes_cbc_encrypt,
    aes_gcm_decrypt,
    aes_gcm_encrypt,
    decrypt,
    encrypt,
    pbkdf2_hmac_sha1,
    random_bytes,
)
from .digests import (
    encode_sha256,
    encode_sha512,
    encode_sha512_256,
    hmac_md5,
    hmac_sha1,
    hmac_sha256,
    hmac_sha512,
    md5_hexdigest,
    rsa_sha256,
    rsa_sha512,
    sha1,
)
from .jwt import decode as jwt_decode
from .jwt import encode as jwt_encode
from .jwt import encode_rs256 as jwt_encode_rs256
from .jwt import verify_rsa
from .texts import parse_json, parse_xml, render_xml, uuid
from .yaml import parse as parse_yaml
from .yaml import render as render_yaml

__all__ = [
    "aes_cbc_decrypt",
    "aes_cbc_encrypt",
    "aes_gcm_decrypt",
    "aes_gcm_encrypt",
    "csv",
    "decrypt",
    "encode_sha256",
    "encode_sha512",
    "encode_sha512_256",
    "encrypt",
    "hmac_md5",
    "hmac_sha1",
    "hmac_sha256",
    "hmac_sha512",
    "jwt_decode",
    "jwt_encode",
    "jwt_encode_rs256",
    "md5_hexdigest",
    "net",
    "parse_json",
    "parse_xml",
    "parse_yaml",
    "pbkdf2_hmac_sha1",
    "random_bytes",
    "render_xml",
    "render_yaml",
    "rsa_sha256",
    "rsa_sha512",
    "sha1",
    "stream",
    "uuid",
    "verify_rsa",
]
