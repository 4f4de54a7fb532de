"""The vault file: all secrets of a project in `.wkt/vault`, under a passphrase.

A JSON object, so that a person can see what it is, with everything secret in one ciphertext:

    {"format": "wkt vault", "version": 1,
     "kdf": {"name": "scrypt", "n": 131072, "r": 8, "p": 1, "salt": "<base64>"},
     "cipher": "AES-256-GCM", "nonce": "<base64>", "data": "<base64>", "checksum": "<hex>"}

`data` is AES-256-GCM over JSON ``{"<connection>": {"<field>": value}}``; the key is scrypt of the passphrase
(n 2^17, r 8, p 1, as OWASP's Password Storage Cheat Sheet asks for); the nonce is new for each write; format,
version, kdf and cipher are the additional data. `checksum` is SHA-256 of all the rest: where it doesn't fit,
the file is damaged; where it fits and the tag doesn't, the passphrase is wrong.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...errors import VaultError
from ..files import check_writable, locked, private_folder, read_bytes, write_atomically
from ..state import FOLDER
from .base import VaultKey, VaultKind, to_json
from .passphrase import Passphrase

FORMAT, VERSION = "wkt vault", 1
COST = 2**17

_HEADER = ("format", "version", "kdf", "cipher")
_MAX_MEMORY = 2**30


class FileVault:
    """Secrets in an encrypted file.

    Args:
        root: the project's folder.
        passphrase: gives the passphrase when it is needed.
        cost: scrypt's n for a new file; less than `COST` only in tests.
    """

    kind = VaultKind.FILE
    backend = ""

    def __init__(self, root: Path, passphrase: Passphrase, *, cost: int = COST) -> None:
        self.path = root / FOLDER / "vault"
        self._passphrase, self._cost = passphrase, cost
        self._keys: dict[str, bytes] = {}

    def unlock(self) -> None:
        """Ask for the passphrase, and see whether it opens the file and whether that can be written.

        Raises:
            VaultError: there is none, it is wrong, or the file is damaged.
            StoreError: it can't be written.
        """
        self._passphrase.get(new=not self.path.exists())
        self._read()
        private_folder(self.path.parent)
        check_writable(self.path)

    def get(self, key: VaultKey) -> dict[str, Any] | None:
        """Give a connection's secrets; no passphrase is asked for where there is no file.

        Raises:
            VaultError: wrong passphrase, or the file is damaged.
        """
        return self._read()[1].get(_name(key))

    def set(self, key: VaultKey, values: dict[str, Any]) -> None:
        """Store a connection's secrets.

        Raises:
            VaultError: wrong passphrase, or the file is damaged; it is unchanged then.
        """
        to_json(values)
        self._change(lambda items: items.update({_name(key): values}))

    def delete(self, key: VaultKey) -> None:
        """Remove a connection's secrets.

        Raises:
            VaultError: wrong passphrase, or the file is damaged; it is unchanged then.
        """
        if self.path.exists():
            self._change(lambda items: items.pop(_name(key), None))

    def describe(self) -> str:
        """Say where the secrets are."""
        return f"vault file ({FOLDER}/{self.path.name})"

    def _change(self, change: Callable[[dict[str, Any]], object]) -> None:
        private_folder(self.path.parent)
        with locked(self.path.with_name("vault.lock")):
            kdf, items = self._read()
            change(items)
            write_atomically(self.path, self._seal(kdf, items), private=True, sole=True)

    def _read(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give the key derivation and the secrets by connection; a new derivation where there is no file."""
        data = read_bytes(self.path)
        if data is None:
            return {"name": "scrypt", "n": self._cost, "r": 8, "p": 1, "salt": _encode(os.urandom(16))}, {}
        sealed = self._parse(data)
        return sealed["kdf"], self._unseal(sealed)

    def _parse(self, data: bytes) -> dict[str, Any]:
        try:
            sealed = json.loads(data)
            version = sealed["version"]
            fits = version > VERSION or sealed["checksum"] == _checksum(sealed)
            whole = fits and sealed["format"] == FORMAT
        except (ValueError, KeyError, TypeError):
            raise self._damaged() from None
        if not whole:
            raise self._damaged()
        if version > VERSION:
            raise VaultError(
                f"{self.path} was written by a newer wkt (format {version}, this one knows {VERSION})",
                hint="Update wkt with `pip install --upgrade wkt-cli`",
            )
        return dict(sealed)

    def _unseal(self, sealed: dict[str, Any]) -> dict[str, Any]:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            cipher = AESGCM(self._key(sealed["kdf"], new=False))
            text = cipher.decrypt(_decode(sealed["nonce"]), _decode(sealed["data"]), _header(sealed))
            return dict(json.loads(text))
        except InvalidTag:
            self._passphrase.forget()
            self._keys.clear()
            raise VaultError(
                f"The passphrase doesn't open {self.path}",
                hint="Try again; if it is lost, delete that file and run `wkt connect` again",
            ) from None
        except (ValueError, KeyError, TypeError):
            raise self._damaged() from None

    def _seal(self, kdf: dict[str, Any], items: dict[str, Any]) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(12)
        sealed = {"format": FORMAT, "version": VERSION, "kdf": kdf, "cipher": "AES-256-GCM"}
        key = self._key(kdf, new=not self.path.exists())
        data = AESGCM(key).encrypt(nonce, json.dumps(items).encode(), _header(sealed))
        sealed |= {"nonce": _encode(nonce), "data": _encode(data)}
        return (json.dumps(sealed | {"checksum": _checksum(sealed)}, indent=1) + "\n").encode()

    def _key(self, kdf: dict[str, Any], *, new: bool) -> bytes:
        n, r, p, salt = kdf["n"], kdf["r"], kdf["p"], kdf["salt"]
        if salt not in self._keys:
            if kdf["name"] != "scrypt" or 128 * n * r * p > _MAX_MEMORY:
                raise ValueError("not a derivation that wkt writes")
            from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

            derive = Scrypt(salt=_decode(salt), length=32, n=n, r=r, p=p).derive
            self._keys[salt] = derive(self._passphrase.get(new=new))
        return self._keys[salt]

    def _damaged(self) -> VaultError:
        hint = "Restore it from a backup; or delete it and run `wkt connect` again"
        return VaultError(f"{self.path} is damaged", hint=hint)


def _name(key: VaultKey) -> str:
    return json.dumps(list(key))


def _header(sealed: dict[str, Any]) -> bytes:
    return json.dumps({part: sealed[part] for part in _HEADER}, sort_keys=True).encode()


def _checksum(sealed: dict[str, Any]) -> str:
    rest = {name: value for name, value in sealed.items() if name != "checksum"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
