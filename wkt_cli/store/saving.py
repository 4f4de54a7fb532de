"""The places a connection is kept in, and the order in which a changed one gets into them.

Wherever the process dies, a connection is left that works, the old one or the new one, or none: the state says
in which vault a new one will be; the vault takes the secrets, and what will change in settings.yaml, which counts
from then on, so that this step alone turns the old connection into the new one; settings.yaml follows, then the
state; at last the changes are taken out of the vault again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ..errors import StoreError, VaultError
from .files import UNCHANGED
from .record import Key, Pending, Record
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
    record.pending = _pending(places.fields(record.key), record.plain)
    with _undone_on_failure(places, record.key, meta):
        places.put_secrets(record.key, meta, record.kept)
        moved = "vault" in before and before["vault"] != meta["vault"]
        if moved:
            with places.state.updating() as state:
                state.put(*record.key, {**before, "backend": "", **_place(meta)})
        places.put_fields(record.key, record.plain)
        with places.state.updating() as state:
            state.put(*record.key, meta)
            state.use(*record.key)
    pending, record.pending = record.pending, {}
    with contextlib.suppress(StoreError):
        if pending:
            places.put_secrets(record.key, meta, record.kept)
        if moved:
            places.put_secrets(record.key, before, None)


@contextlib.contextmanager
def _undone_on_failure(places: Places, key: Key, meta: dict[str, Any]) -> Iterator[None]:
    """Put all back when a later step fails; where that can't be, the new values that are in the vault hold."""
    fields, before, secrets = places.fields(key), places.state.read().meta(*key), None
    with contextlib.suppress(VaultError):
        secrets = places.secrets(key, meta)
    try:
        yield
    except StoreError as error:
        try:
            places.put_fields(key, fields)
            if before is not None and places.state.read().meta(*key) != before:
                with places.state.updating() as state:
                    state.put(*key, before)
            places.put_secrets(key, meta, secrets)
        except StoreError:
            with contextlib.suppress(VaultError):
                if fields is not None and places.secrets(key, meta) != secrets:
                    error.hint = (error.hint or "").replace(UNCHANGED, "the new values are in the vault and hold")
        raise error


def _pending(stood: Mapping[str, Any] | None, plain: Mapping[str, Any]) -> Pending:
    """Give what will change in settings.yaml; nothing for a new connection, which is none before it stands there."""
    if stood is None:
        return {}
    steps = {field: (_listed(stood, field), _listed(plain, field)) for field in [*stood, *plain]}
    return {field: [before, after] for field, (before, after) in steps.items() if not same(before, after)}


def settled(stood: Mapping[str, Any], pending: Pending) -> tuple[dict[str, Any], Pending]:
    """Give the plain fields as they count, and what of a change is still on its way to settings.yaml.

    Args:
        stood: what settings.yaml holds.
        pending: the change that the vault knows of, see `Record`; a field that has another value than it had before the
            change has been changed, or was written by a person since.
    """
    still = {field: step for field, step in pending.items() if same(_listed(stood, field), step[0])}
    kept = {field: value for field, value in stood.items() if field not in still}
    return kept | {field: after[0] for field, (_, after) in still.items() if after}, still


def _listed(fields: Mapping[str, Any], field: str) -> list[Any]:
    return [fields[field]] if field in fields else []


def _place(meta: Mapping[str, Any]) -> dict[str, Any]:
    return {part: meta[part] for part in PLACE if part in meta}
