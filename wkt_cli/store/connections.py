"""Connections of a project: plain fields in settings.yaml, secrets and tokens in a vault, facts in the state.

A connection is there when settings.yaml has it. In which order things are written, see `saving`.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from ..errors import NotConnectedError, StoreError, UsageError, VaultError
from .files import check_writable, locked_by_name
from .record import PENDING, Entry, Key, Record, check_name
from .saving import OpenVault, Places, prepare, settled, write
from .settings import FILE, Settings
from .state import StateFile
from .vault.base import VaultKind

DEFAULT = "default"
REFRESH_TIMEOUT = 90.0
"""Longer than two requests may take that a refresh is made of."""


class Connections:
    """The stored connections of a project.

    Args:
        root: the project's folder.
        open_vault: opens vaults, such as `store.vault.Vaults`.
        settings: the file with the plain fields; settings.yaml in the project's folder by default.
    """

    def __init__(self, root: Path, *, open_vault: OpenVault, settings: Path | None = None) -> None:
        self._settings, self._state = Settings(settings or root / FILE), StateFile(root)
        self._file = (settings or root / FILE).relative_to(root).as_posix()
        self._places = Places(self._settings, self._state, open_vault)
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
        key = Key(connector, name)
        stored = deepcopy(self._places.fields(key))
        if stored is None:
            return None
        meta = self._state.read().meta(*key) or {}
        exposed = tuple(field for field in stored if field in secrets)
        kept = dict(self._places.secrets(key, meta) or {})
        fields, pending = settled(stored, kept.pop(PENDING, {}))
        plain = {field: value for field, value in fields.items() if field not in exposed}
        secret = {field: stored[field] for field in exposed} | kept
        return Record(connector, name, plain, secret, meta, exposed, self._place(meta), pending)

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
            before, meta = prepare(self._places, record, vault)
            stood = self._places.fields(record.key) or {}
            exposed = tuple(field for field in stood if field in record.secret and field not in record.plain)
            write(self._places, record, before, meta)
            record.meta, record.exposed, record.place = meta, (), self._place(meta)
            return exposed

    def make_ready(self, connector: str, name: str, *, vault: VaultKind | None = None) -> None:
        """Make sure that a connection's secrets can be stored, before something is done to get them.

        Args:
            connector: the connector's name.
            name: the connection's name.
            vault: where its secrets will go; None for where they are, or where new ones go.

        Raises:
            StoreError: they can't be stored: the vault is locked, the disk full, and the like.
        """
        meta = self._state.read().meta(connector, name) or {}
        stays = vault is None or vault == meta.get("vault")
        opened = self._places.vault(meta) if stays else None
        (opened or self._places.open_vault(vault)).unlock()

    def check_writable(self) -> None:
        """See whether settings.yaml and the state can be written.

        Raises:
            StoreError: they can't.
        """
        self._state.check_writable()
        check_writable(self._settings.path)

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
            StoreError: it can't be stored; what was there still is. Facts that can't be are no failure: old ones cost
                a refresh more than was needed.
        """
        with self.locked(connector, name):
            record = self.get(connector, name)
            record.secret |= changes
            before, facts = prepare(self._places, record)
            self._places.put_secrets(record.key, facts, record.kept)
            facts |= meta or {}
            if facts != before:
                with contextlib.suppress(StoreError), self._state.updating() as state:
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
            self._places.put_secrets(Key(connector, new), record.meta, record.kept)
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
            key = Key(connector, name)
            meta = self._state.read().meta(*key)
            if meta is None and self._places.fields(key) is None:
                raise self._missing(connector, name)
            reachable = self._reachable(key, meta or {}, force)
            self._places.put_fields(key, None)
            if reachable:
                self._places.put_secrets(key, meta or {}, None)
            if meta is not None:
                with self._state.updating() as state:
                    state.drop(*key)

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
        places = dict.fromkeys(record.plain, self._file) | dict.fromkeys(record.secret, record.place)
        return places | dict.fromkeys(record.exposed, f"{self._file} (readable)")

    @contextlib.contextmanager
    def locked(self, connector: str, name: str, timeout: float = REFRESH_TIMEOUT) -> Iterator[None]:
        """Hold a connection's lock, so that of two sessions one refreshes; may be nested in a thread.

        Args:
            connector: the connector's name.
            name: the connection's name.
            timeout: seconds to wait for another holder.

        Raises:
            LockHeldError: another process held it all the time.
            StoreError: it can't be made.
        """
        key, held = Key(connector, name), vars(self._held).setdefault("keys", set())
        if key in held:
            yield
            return
        with locked_by_name(self._state.folder, str(key), timeout=timeout):
            held.add(key)
            try:
                yield
            finally:
                held.discard(key)

    def _after_rename(self, record: Record, new: str) -> None:
        with self._state.updating() as state:
            was_current = state.current == record.key
            was_last = state.last(record.connector) == record.name
            state.drop(*record.key)
            if was_last:
                state.data.setdefault("last", {})[record.connector] = new
            if was_current:
                state.use(record.connector, new)
        with contextlib.suppress(StoreError):
            self._places.put_secrets(record.key, record.meta, None)

    def _reachable(self, key: Key, meta: dict[str, Any], force: bool) -> bool:
        """Tell whether a connection's vault answers; where it must, a silent one is an error."""
        try:
            self._places.secrets(key, meta)
        except VaultError:
            if not force:
                raise
            return False
        return True

    def _place(self, meta: dict[str, Any]) -> str:
        vault = self._places.vault(meta)
        return vault.describe() if vault else ""

    def _missing(self, connector: str, name: str) -> NotConnectedError:
        from difflib import get_close_matches

        names = self.names(connector)
        near = get_close_matches(name, names, n=1)
        if near:
            hint = f"Did you mean `{near[0]}`?"
        elif names:
            hint = "There are " + ", ".join(f"`{known}`" for known in names)
        else:
            hint = f"Run `wkt connect {connector}`"
        return NotConnectedError(f"There is no connection `{connector}/{name}`", hint=hint)
