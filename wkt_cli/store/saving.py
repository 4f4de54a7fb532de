"""The places a connection is kept in, and the order in which a changed one gets into them.

Wherever the process dies, a connection is left that works, the old one or the new one, or none: the state says
in which vault a new one will be; the vault takes the secrets, and for the time of writing the plain fields that
change (what is in the vault wins, so this step alone turns the old connection into the new one); settings.yaml
follows, then the state; at last the plain fields are taken out of the vault again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ..errors import StoreError, VaultError
from .record import Key, Record, joined
from .settings import Settings, same
from .state import StateFile
from .vault.base import Vault, VaultKey, VaultKind

PLACE = ("vault", "backend")


class OpenVault(Protocol):
    """Opens a vault; None for the one that new connections go to."""

    def __call__(self, kind: VaultKind | None = None, backend: str = "") -> Vault:
        """Open it; `backend` is the class of the keyring that was used before."""
        ...


@dataclass
class Places:
    """Where connections are kept.

    Attributes:
        settings: plain fields.
        state: facts.
        open_vault: secrets.
    """

    settings: Settings
    state: StateFile
    open_vault: OpenVault

    def fields(self, key: Key) -> dict[str, Any] | None:
        """Give what settings.yaml holds of a connection; not to be changed."""
        return self.settings.read().get(key.connector, {}).get(key.name)

    def vault(self, meta: Mapping[str, Any]) -> Vault | None:
        """Open the vault that facts name; None where they name none.

        Raises:
            StoreError: it can't be had.
        """
        if "vault" not in meta:
            return None
        kind = str(meta["vault"])
        if kind not in list(VaultKind):
            raise StoreError(f"The state names a vault `{kind}` that this wkt doesn't know", hint="Update wkt")
        return self.open_vault(VaultKind(kind), str(meta.get("backend", "")))

    def secrets(self, key: Key, meta: Mapping[str, Any]) -> dict[str, Any] | None:
        """Read a connection's secrets; None where there are none."""
        vault = self.vault(meta)
        return vault.get(self.vault_key(key)) if vault else None

    def put_secrets(self, key: Key, meta: Mapping[str, Any], values: dict[str, Any] | None) -> None:
        """Store a connection's secrets; None removes them. Nothing happens where the facts name no vault."""
        vault = self.vault(meta)
        if vault and values is None:
            vault.delete(self.vault_key(key))
        elif vault and values is not None:
            vault.set(self.vault_key(key), values)

    def put_fields(self, key: Key, fields: dict[str, Any] | None) -> None:
        """Store a connection's plain fields; None removes the connection from settings.yaml."""
        with self.state.locked():
            if fields is None:
                self.settings.remove(*key)
            else:
                self.settings.put(*key, fields)

    def vault_key(self, key: Key) -> VaultKey:
        """Give the name that a connection's secrets have in every vault."""
        return VaultKey(self.state.read().project, *key)


def prepare(places: Places, record: Record, chosen: VaultKind | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Decide on the vault, and note it in the state where the connection had none.

    Args:
        places: where connections are kept.
        record: the connection as it will be.
        chosen: the vault that was asked for; None for the one it is in, or the one for new connections.

    Returns:
        The facts as they are, and as they will be.
    """
    before = places.state.read().meta(*record.key) or {}
    meta = {part: fact for part, fact in record.meta.items() if part not in PLACE}
    if record.secret and ("vault" not in before or chosen not in (None, before["vault"])):
        vault = places.open_vault(chosen)
        meta |= {"vault": str(vault.kind)} | ({"backend": vault.backend} if vault.backend else {})
    else:
        meta |= _place(before)
    if "vault" in meta and "vault" not in before:
        with places.state.updating() as state:
            state.ensure_project()
            state.put(*record.key, before | _place(meta))
    return before, meta


def write(places: Places, record: Record, before: dict[str, Any], meta: dict[str, Any]) -> None:
    """Store a connection and make it the current one; a failure leaves the one that was there.

    Args:
        places: where connections are kept.
        record: the connection.
        before: its facts so far.
        meta: its facts from now on.
    """
    changed = _changed(places, record)
    with _undone_on_failure(places, record.key, meta):
        places.put_secrets(record.key, meta, joined(changed, record.secret))
        moved = "vault" in before and before["vault"] != meta["vault"]
        if moved:
            with places.state.updating() as state:
                state.put(*record.key, {**before, "backend": "", **_place(meta)})
        places.put_fields(record.key, record.plain)
        with places.state.updating() as state:
            state.put(*record.key, meta)
            state.use(*record.key)
    if changed:
        places.put_secrets(record.key, meta, record.secret)
    if moved:
        with contextlib.suppress(StoreError):
            places.put_secrets(record.key, before, None)


@contextlib.contextmanager
def _undone_on_failure(places: Places, key: Key, meta: dict[str, Any]) -> Iterator[None]:
    """Put plain fields and secrets back when a later step fails; secrets stay new where the fields can't go back."""
    fields, before, secrets = places.fields(key), places.state.read().meta(*key), None
    with contextlib.suppress(VaultError):
        secrets = places.secrets(key, meta)
    try:
        yield
    except StoreError:
        with contextlib.suppress(StoreError):
            places.put_fields(key, fields)
            if before is not None and places.state.read().meta(*key) != before:
                with places.state.updating() as state:
                    state.put(*key, before)
            places.put_secrets(key, meta, secrets)
        raise


def _changed(places: Places, record: Record) -> dict[str, Any]:
    """Give the plain fields that settings.yaml holds with another value, or not yet; none for a new connection."""
    stood = places.fields(record.key)
    if stood is None:
        return {}
    return {field: value for field, value in record.plain.items() if not same(stood.get(field, ...), value)}


def _place(meta: Mapping[str, Any]) -> dict[str, Any]:
    return {part: meta[part] for part in PLACE if part in meta}
