"""Where secrets are kept: the OS keyring, an encrypted file, or memory; none stands in for another by itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .base import Vault, VaultKey, VaultKind
from .passphrase import Ask, Passphrase

__all__ = ["Vault", "VaultKey", "VaultKind", "Vaults"]


class Vaults:
    """Opens vaults, each once; the `open_vault` of `store.connections.Connections`.

    Args:
        root: the project's folder.
        choice: what the person chose for new connections; None for the keyring.
        environ: for the passphrase of the file, see `store.vault.passphrase`.
        ask: asks for the passphrase, told whether it is a new one; None where nobody can answer.
    """

    def __init__(
        self,
        root: Path,
        *,
        choice: VaultKind | None = None,
        environ: Mapping[str, str],
        ask: Ask | None = None,
    ) -> None:
        self.root, self.choice = root, choice
        self._passphrase = Passphrase(environ, ask)
        self._open: dict[tuple[VaultKind, str], Vault] = {}

    def __call__(self, kind: VaultKind | None = None, backend: str = "") -> Vault:
        """Open a vault.

        Args:
            kind: which; None for the one chosen for new connections.
            backend: the keyring's class that is remembered; it is tried first, which is quick.

        Raises:
            NoKeyringError: there is no usable keyring.
        """
        wanted = (kind or self.choice or VaultKind.KEYRING, backend)
        if wanted not in self._open:
            self._open[wanted] = self._make(*wanted)
        return self._open[wanted]

    def describe_keyring(self) -> str:
        """Say which keyring there is, for `wkt doctor`.

        Raises:
            NoKeyringError: none, and why.
        """
        return self(VaultKind.KEYRING).describe()

    def _make(self, kind: VaultKind, backend: str) -> Vault:
        if kind is VaultKind.FILE:
            from .encrypted import FileVault

            return FileVault(self.root, self._passphrase)
        if kind is VaultKind.MEMORY:
            from .memory import MemoryVault

            return MemoryVault()
        from .os_keyring import open_keyring

        return open_keyring(backend)
