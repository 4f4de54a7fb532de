"""Connections of a project: plain fields in settings.yaml, secrets and tokens in a vault, facts in the state.

A connection is there when settings.yaml has it. Everything is written in an order that leaves, wherever the
process dies, a connection that works or none: which vault it will be in, its secrets, its plain fields, facts.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol

from ..errors import NotConnectedError, UsageError, VaultError
from .files import locked, private_folder
from .record import Entry, Key, Record, check_name
from .settings import FILE, Settings
from .state import StateFile
from .vault.base import Vault, VaultKey, VaultKind

DEFAULT = "default"
REFRESH_TIMEOUT = 30.0

_PLACE = ("vault", "backend")


class OpenVault(Protocol):
    """Opens a vault; None for the one that new connections go to."""

    def __call__(self, kind: VaultKind | None = None, backend: str = "") -> Vault:
        """Open it; `backend` is the class of the keyring that was used before."""
        ...


class Connections:
    """The stored connections of a project.

    Args:
        root: the project's folder.
        open_vault: opens vaults, such as `store.vault.Vaults`.
    """

    def __init__(self, root: Path, *, open_vault: OpenVault) -> None:
        self._settings, self._state = Settings(root / FILE), StateFile(root)
        self._open_vault = open_vault
        self._held = threading.local()

    def list(self) -> Sequence[Entry]:
        """Give all connections in the order of settings.yaml.

        Raises:
            StoreError: settings or state can't be read.
        """
        state, current = self._state.read(), self.current()
        return [
            Entry(*key, key == current, tuple(fields), state.meta(*key) or {})
            for connector, named in self._settings.read().items()
            for name, fields in named.items()
            for key in [Key(connector, name)]
        ]

    def names(self, connector: str) -> tuple[str, ...]:
        """Give the names of a connector's connections."""
        return tuple(self._settings.read().get(connector, {}))

    def current(self, connector: str | None = None) -> Key | None:
        """Give the current connection of the project, or of one connector.

        Args:
            connector: its name; None for the connection that was used last, whatever its connector.

        Returns:
            The one used last; else ``default``, else the only one; None where that leaves no one.
        """
        settings, state = self._settings.read(), self._state.read()
        if connector is None:
            if state.current and state.current[1] in settings.get(state.current[0], {}):
                return Key(*state.current)
            every = [Key(of, name) for of, named in settings.items() for name in named]
            return every[0] if len(every) == 1 else None
        names = list(settings.get(connector, {}))
        for name in (state.last(connector), DEFAULT):
            if name in names:
                return Key(connector, name)
        return Key(connector, names[0]) if len(names) == 1 else None

    def find(self, connector: str, name: str, *, secrets: Collection[str] = ()) -> Record | None:
        """Read a connection; None where there is none.

        Args:
            connector: the connector's name.
            name: the connection's name.
            secrets: which fields are secret, should settings.yaml hold them.

        Raises:
            StoreError: settings, state or vault can't be read.
        """
        stored = deepcopy(self._settings.read().get(connector, {}).get(name))
        if stored is None:
            return None
        state = self._state.read()
        meta = state.meta(connector, name) or {}
        exposed = tuple(field for field in stored if field in secrets)
        secret = {field: stored[field] for field in exposed}
        place = ""
        if meta.get("vault"):
            vault = self._vault_of(meta)
            secret |= vault.get(VaultKey(state.project, connector, name)) or {}
            place = vault.describe()
        plain = {field: value for field, value in stored.items() if field not in exposed}
        return Record(connector, name, plain, secret, meta, exposed, place)

    def get(self, connector: str, name: str, *, secrets: Collection[str] = ()) -> Record:
        """Read a connection.

        Args:
            connector: the connector's name.
            name: the connection's name.
            secrets: which fields are secret, should settings.yaml hold them.

        Raises:
            NotConnectedError: there is none; the message names those that are near.
            StoreError: settings, state or vault can't be read.
        """
        record = self.find(connector, name, secrets=secrets)
        if record is None:
            raise self._missing(connector, name)
        return record

    def save(self, record: Record, *, vault: VaultKind | None = None) -> tuple[str, ...]:
        """Store a connection in place of what was there, and make it the current one.

        Args:
            record: the connection.
            vault: where its secrets go; None for where they are, or where new ones go.

        Returns:
            Names of secret fields that stood readable in settings.yaml and no longer do.

        Raises:
            UsageError: the name can't be one.
            StoreError: something can't be written; the connection works as before.
        """
        check_name(record.name)
        with self.locked(*record.key):
            before, meta = self._prepare(record, vault)
            if "vault" in meta:
                self._vault_of(meta).set(self._vault_key(record.key), record.secret)
            moved = self._write_plain(record)
            with self._state.updating() as state:
                state.put(*record.key, meta)
                state.use(*record.key)
            self._clean(record.key, before, meta)
            record.meta = meta
            record.exposed = ()
            record.place = self._vault_of(meta).describe() if "vault" in meta else ""
            return moved

    def update_tokens(
        self, connector: str, name: str, changes: Mapping[str, Any], *, meta: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Merge what a session got into the vault: lock, read again, merge, write.

        Args:
            connector: the connector's name.
            name: the connection's name.
            changes: what `acquire` or `refresh` returned.
            meta: facts that changed with it, such as ``expires_at``.

        Returns:
            All that the vault now holds for the connection.

        Raises:
            NotConnectedError: it was removed meanwhile.
            StoreError: it can't be stored; what was there still is.
        """
        with self.locked(connector, name):
            record = self.get(connector, name)
            record.secret |= changes
            before, facts = self._prepare(record, None)
            self._vault_of(facts).set(self._vault_key(record.key), record.secret)
            facts |= meta or {}
            if facts != before:
                with self._state.updating() as state:
                    state.put(connector, name, facts)
            return record.secret

    def rename(self, connector: str, old: str, new: str) -> None:
        """Give a connection another name.

        Raises:
            NotConnectedError: there is none of the old name.
            UsageError: the new name is taken, or can't be one.
            StoreError: something can't be written; the connection works under one of the names.
        """
        check_name(new)
        first, second = sorted((old, new))
        with self.locked(connector, first), self.locked(connector, second):
            record = self.get(connector, old)
            if new in self.names(connector):
                hint = "Remove it first, or choose another name"
                raise UsageError(f"There is a connection `{connector}/{new}` already", hint=hint)
            with self._state.updating() as state:
                state.put(connector, new, record.meta)
            if "vault" in record.meta:
                self._vault_of(record.meta).set(self._vault_key(Key(connector, new)), record.secret)
            with self._state.locked():
                self._settings.rename(connector, old, new)
            self._after_rename(record, new)

    def remove(self, connector: str, name: str, *, force: bool = False) -> None:
        """Remove a connection and its secrets.

        Args:
            connector: the connector's name.
            name: the connection's name.
            force: go on where the vault can't be had; its item stays there then.

        Raises:
            NotConnectedError: there is nothing of it.
            StoreError: it can't be removed.
        """
        with self.locked(connector, name):
            meta = self._state.read().meta(connector, name)
            if meta is None and name not in self.names(connector):
                raise self._missing(connector, name)
            vault = self._reachable(Key(connector, name), meta or {}, force)
            with self._state.locked():
                self._settings.remove(connector, name)
            if vault:
                vault.delete(self._vault_key(Key(connector, name)))
            if meta is not None:
                with self._state.updating() as state:
                    state.drop(connector, name)

    def use(self, connector: str, name: str) -> None:
        """Make a connection the current one.

        Raises:
            NotConnectedError: there is no such connection.
            StoreError: the state can't be written.
        """
        if name not in self.names(connector):
            raise self._missing(connector, name)
        with self._state.updating() as state:
            state.use(connector, name)

    def where(self, record: Record) -> dict[str, str]:
        """Say where each field of a stored record is kept.

        Returns:
            Field to place: ``settings.yaml``, ``settings.yaml (readable)`` for an exposed secret, or the
            vault.
        """
        places = dict.fromkeys(record.plain, FILE) | dict.fromkeys(record.secret, record.place)
        return places | dict.fromkeys(record.exposed, f"{FILE} (readable)")

    @contextlib.contextmanager
    def locked(self, connector: str, name: str, timeout: float = REFRESH_TIMEOUT) -> Iterator[None]:
        """Hold a connection's lock, so that of two sessions one refreshes; may be nested in a thread.

        Args:
            connector: the connector's name.
            name: the connection's name.
            timeout: seconds to wait for another holder.

        Raises:
            StoreError: another process held it all the time.
        """
        key, held = Key(connector, name), vars(self._held).setdefault("keys", set())
        if key in held:
            yield
            return
        folder = private_folder(private_folder(self._state.folder) / "locks")
        digest = hashlib.sha256(str(key).encode()).hexdigest()[:16]
        with locked(folder / digest, timeout=timeout):
            held.add(key)
            try:
                yield
            finally:
                held.discard(key)

    def _prepare(self, record: Record, chosen: VaultKind | None) -> tuple[dict[str, Any], dict[str, Any]]:
        """Note in the state, before anything is written, in which vault a new connection will be.

        Returns:
            The facts as they were, and as they will be.
        """
        state = self._state.read()
        before = state.meta(*record.key) or {}
        meta = {part: fact for part, fact in record.meta.items() if part not in _PLACE}
        meta |= {part: before[part] for part in _PLACE if part in before}
        if record.secret and ("vault" not in before or chosen not in (None, before["vault"])):
            meta |= self._described(self._open_vault(chosen))
        if not before.get("vault") and meta.get("vault"):
            with self._state.updating() as state:
                state.ensure_project()
                state.put(*record.key, before | {part: meta[part] for part in _PLACE if part in meta})
        return before, meta

    def _write_plain(self, record: Record) -> tuple[str, ...]:
        with self._state.locked():
            stood = self._settings.read().get(record.connector, {}).get(record.name, {})
            self._settings.put(record.connector, record.name, record.plain)
        return tuple(field for field in stood if field in record.secret and field not in record.plain)

    def _clean(self, key: Key, before: dict[str, Any], meta: dict[str, Any]) -> None:
        """Remove the secrets from the vault that they were moved out of."""
        if before.get("vault") and before["vault"] != meta.get("vault"):
            with contextlib.suppress(VaultError):
                self._vault_of(before).delete(self._vault_key(key))

    def _after_rename(self, record: Record, new: str) -> None:
        with self._state.updating() as state:
            was_current = state.current == record.key
            was_last = state.last(record.connector) == record.name
            state.drop(*record.key)
            if was_last:
                state.data.setdefault("last", {})[record.connector] = new
            if was_current:
                state.use(record.connector, new)
        if "vault" in record.meta:
            with contextlib.suppress(VaultError):
                self._vault_of(record.meta).delete(self._vault_key(record.key))

    def _reachable(self, key: Key, meta: dict[str, Any], force: bool) -> Vault | None:
        """Give the vault that holds a connection's secrets once it has answered; None where there is none."""
        if not meta.get("vault"):
            return None
        try:
            vault = self._vault_of(meta)
            vault.get(self._vault_key(key))
            return vault
        except VaultError:
            if force:
                return None
            raise

    def _vault_of(self, meta: Mapping[str, Any]) -> Vault:
        kind = VaultKind.parse(str(meta["vault"]))
        return self._open_vault(kind, str(meta.get("backend", "")))

    def _described(self, vault: Vault) -> dict[str, str]:
        return {"vault": str(vault.kind)} | ({"backend": vault.backend} if vault.backend else {})

    def _vault_key(self, key: Key) -> VaultKey:
        return VaultKey(self._state.read().project, *key)

    def _missing(self, connector: str, name: str) -> NotConnectedError:
        names = self.names(connector)
        near = get_close_matches(name, names, n=1)
        if near:
            hint = f"Did you mean `{near[0]}`?"
        elif names:
            hint = "There are " + ", ".join(f"`{known}`" for known in names)
        else:
            hint = f"Run `wkt connect {connector}`"
        return NotConnectedError(f"There is no connection `{connector}/{name}`", hint=hint)
