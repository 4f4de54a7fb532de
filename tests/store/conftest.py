"""Fixtures of the store; the folder is importable, as PYTHON_KEYRING_BACKEND names classes by module."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wkt_cli.store.connections import Connections, Record
from wkt_cli.store.vault import VaultKind, Vaults
from wkt_cli.store.vault.encrypted import FileVault

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def vaults(tmp_path: Path) -> Vaults:
    return Vaults(tmp_path, choice=VaultKind.MEMORY, environ={})


@pytest.fixture
def connections(tmp_path: Path, vaults: Vaults) -> Connections:
    return Connections(tmp_path, open_vault=vaults)


@pytest.fixture
def percolate() -> Callable[..., Record]:
    def make(name: str = "default", **plain: Any) -> Record:
        return Record("percolate", name, {"client_id": "id-1", **plain}, {"client_secret": "hush-1"})

    return make


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return tmp_path / "settings.yaml"


@pytest.fixture
def no_umask() -> Any:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the key derivation of vault files quick."""
    monkeypatch.setitem(FileVault.__init__.__kwdefaults__, "cost", 2**4)
