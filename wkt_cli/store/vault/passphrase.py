"""The passphrase of the vault file: from the environment, from a file, or asked for once."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

from ...errors import VaultError
from ..files import os_failure

VARIABLE = "WKT_VAULT_PASSPHRASE"
FILE_VARIABLE = "WKT_VAULT_PASSPHRASE_FILE"

Ask = Callable[[bool], str]


class Passphrase:
    """Gives the passphrase; asks for it at most once.

    Args:
        environ: `WKT_VAULT_PASSPHRASE`, else `WKT_VAULT_PASSPHRASE_FILE` (one line break at its end is cut).
        ask: asks a person, told whether the vault is a new one; None where nobody can answer.
    """

    def __init__(self, environ: Mapping[str, str], ask: Ask | None) -> None:
        self._environ, self._ask = environ, ask
        self._known: bytes | None = None

    def get(self, *, new: bool) -> bytes:
        """Give the passphrase as UTF-8 in composed form, so that each keyboard gives the same bytes.

        Args:
            new: whether there is no vault file yet.

        Raises:
            VaultError: there is none, or its file can't be read.
        """
        if self._known is None:
            text = self._find(new)
            if not text:
                raise VaultError("The passphrase is empty", hint="Choose one that is hard to guess")
            self._known = unicodedata.normalize("NFC", text).encode("utf-8", "surrogateescape")
        return self._known

    def forget(self) -> None:
        """Drop a passphrase that was wrong, so that a person can be asked again."""
        self._known = None

    def _find(self, new: bool) -> str:
        if VARIABLE in self._environ:
            return self._environ[VARIABLE]
        if self._environ.get(FILE_VARIABLE):
            return _read(Path(self._environ[FILE_VARIABLE]))
        if self._ask is None:
            raise VaultError(
                "The vault file needs its passphrase, and nobody can be asked for it",
                hint=f"Set {VARIABLE}, or {FILE_VARIABLE} to a file that holds it",
            )
        return self._ask(new)


def _read(path: Path) -> str:
    try:
        text = path.read_bytes().decode()
    except OSError as error:
        message = os_failure(error, path, "be read").message
        raise VaultError(message, hint=f"Put that right, or set {FILE_VARIABLE} to another file") from error
    except UnicodeDecodeError:
        raise VaultError(f"{path} holds no text", hint=f"{FILE_VARIABLE} names a UTF-8 file") from None
    return text.removesuffix("\n").removesuffix("\r")
