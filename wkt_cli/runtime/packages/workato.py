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
from .jwt import decode as jwt_decode
from .jwt import encode as jwt_encode
from .jwt import verify_rsa
from .yaml import parse as parse_yaml
from .yaml import render as render_yaml

__all__ = [
    "aes_cbc_decrypt",
    "aes_cbc_encrypt",
    "aes_gcm_decrypt",
    "aes_gcm_encrypt",
    "csv",
    "decrypt",
    "encrypt",
    "jwt_decode",
    "jwt_encode",
    "net",
    "parse_yaml",
    "pbkdf2_hmac_sha1",
    "random_bytes",
    "render_yaml",
    "stream",
    "verify_rsa",
]
