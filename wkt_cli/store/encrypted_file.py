"""Text files that the platform's SDK encrypts, such as settings.yaml.enc (reference/cli_and_files.md 6.2).

The file is ``B64(cipher)--B64(iv)--B64(tag)``: AES-128-GCM over a text in Ruby's Marshal format 4.8, with the 16 bytes
of a key of 32 hexadecimal digits, an IV of 12 random bytes and no additional data.
"""

from __future__ import annotations

import re
import secrets
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import StoreError
from .files import read_bytes, write_atomically

KEY_FILE = "master.key"
VARIABLE = "WORKATO_CONNECTOR_MASTER_KEY"
SUFFIX = ".enc"

_ENCRYPTED = re.compile(rb"\s*[A-Za-z0-9+/]*={0,2}--[A-Za-z0-9+/]+={0,2}--[A-Za-z0-9+/]+={0,2}\s*")
_HEADER = b"\x04\x08"
_UTF_8 = b"\x06:\x06ET"
_ENCODINGS = (_UTF_8, b"\x06:\x06EF", b"")


@dataclass(frozen=True)
class MasterKey:
    """Where the key of encrypted files stands; it is read when it is needed.

    Attributes:
        file: the key file.
        environ: variables; the key in `WORKATO_CONNECTOR_MASTER_KEY` goes before the file.
    """

    file: Path
    environ: Mapping[str, str]

    def read(self) -> bytes:
        """Give the key.

        Raises:
            StoreError: there is none, or it is no key.
        """
        given = self.environ.get(VARIABLE)
        place = f"`{VARIABLE}`" if given else str(self.file.name)
        written = given if given else (read_bytes(self.file) or b"").decode("ascii", "replace")
        if not written.strip():
            raise StoreError(
                "Missing encryption key to decrypt file with. Ask your team for your master key and write it to "
                f"{self.file.name} or put it in the ENV['{VARIABLE}'].",
                hint="`--key FILE` names another file",
            )
        if not re.fullmatch(r"[0-9a-fA-F]{32}", written.strip()):
            raise StoreError(f"The key in {place} is no key", hint="a key has 32 hexadecimal digits")
        return bytes.fromhex(written.strip())

    @property
    def given(self) -> bool:
        """Whether there is something where the key is looked for."""
        return bool(self.environ.get(VARIABLE)) or bool((read_bytes(self.file) or b"").strip())

    def create(self) -> None:
        """Write a new key into the key file, for its owner alone.

        Raises:
            StoreError: it can't be written.
        """
        write_atomically(self.file, secrets.token_hex(16).encode(), private=True)


def is_encrypted(data: bytes) -> bool:
    """Tell whether a file's content is encrypted, whatever its name."""
    return _ENCRYPTED.fullmatch(data) is not None


def decrypt(data: bytes, key: MasterKey, file: str) -> bytes:
    """Give the text of an encrypted file.

    Args:
        data: its content.
        key: its key.
        file: its name, for messages.

    Raises:
        StoreError: there is no key, it doesn't fit, or the file is damaged.
    """
    secret = key.read()
    try:
        cipher, iv, tag = (b64decode(piece, validate=True) for piece in data.strip().split(b"--"))
    except (ValueError, Base64Error):
        raise _unreadable(file) from None
    if len(tag) != 16:
        raise _unreadable(file)
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return _text(AESGCM(secret).decrypt(iv, cipher + tag, b""), file)
    except (InvalidTag, ValueError):
        raise _unreadable(file) from None


def encrypt(text: bytes, key: MasterKey) -> bytes:
    """Give the content of an encrypted file.

    Args:
        text: UTF-8.
        key: its key.

    Raises:
        StoreError: there is no key.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    iv = secrets.token_bytes(12)
    sealed = AESGCM(key.read()).encrypt(iv, _HEADER + b'I"' + _length(len(text)) + text + _UTF_8, b"")
    return b"--".join(map(b64encode, (sealed[:-16], iv, sealed[-16:])))


def _unreadable(file: str) -> StoreError:
    return StoreError(
        f"Couldn't decrypt {file}. Perhaps you passed the wrong key? If not, the file is damaged",
        hint=f"ask your team for its key; it is looked for in `{VARIABLE}`, then in the file that `--key` names",
    )


def _text(marshalled: bytes, file: str) -> bytes:
    """Read a String of Ruby's Marshal format, binary or with its encoding."""
    start = len(_HEADER) + (2 if marshalled[2:3] == b"I" else 1)
    if marshalled[:2] != _HEADER or marshalled[start - 1 : start] != b'"':
        raise StoreError(f"{file} is decrypted, but there is no text in it", hint="write it anew with `wkt edit`")
    size, start = _read_length(marshalled, start)
    text, rest = marshalled[start : start + size], marshalled[start + size :]
    if len(text) < size or rest not in _ENCODINGS:
        raise _unreadable(file)
    return text


def _length(size: int) -> bytes:
    if size == 0:
        return b"\0"
    if size < 123:
        return bytes([size + 5])
    count = (size.bit_length() + 7) // 8
    return bytes([count]) + size.to_bytes(count, "little")


def _read_length(data: bytes, start: int) -> tuple[int, int]:
    """Give a length, and where what follows it starts."""
    first = data[start] if start < len(data) else 0
    if first == 0:
        return 0, start + 1
    if first > 5:
        return first - 5, start + 1
    return int.from_bytes(data[start + 1 : start + 1 + first], "little"), start + 1 + first
