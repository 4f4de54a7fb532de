"""Connections of settings files stored in the vault, and the other way round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import NotConnectedError, UsageError
from .app import App
from .settings_file import ensure_key, master_key

if TYPE_CHECKING:
    from ..connector.fields import Field
    from ..connector.model import Connector
    from ..store.record import Record


class Import:
    """A settings file to be stored.

    Args:
        app: the run.
        connector: whose connections they are.
        path: the file.
    """

    def __init__(self, app: App, connector: Connector, path: Path) -> None:
        self.app, self.connector, self.path = app, connector, path

    def run(self, names: Sequence[str], new: str | None, *, replace: bool) -> list[dict[str, Any]]:
        """Store what is meant; give for each connection its name and where its fields are, without values.

        Args:
            names: which connections of the file; all where none is named.
            new: the name of the stored connection; None for that in the file.
            replace: whether stored ones may be replaced.

        Raises:
            UsageError: a name is taken, or `new` is one name for several.
            NotConnectedError: the file has no connection of that name.
            StoreError: the file can't be read, or what is in it not stored.
        """
        from ..store.record import check_name
        from .stored import unlock_vault

        chosen = self._chosen(names, new)
        taken = [name for name in chosen if name in self.app.connections.names(self.connector.name)]
        for name in chosen:
            check_name(name)
        if taken and not replace:
            listed = ", ".join(f"{self.connector.name}/{name}" for name in taken)
            raise UsageError(f"There is a connection {listed} already", hint="--replace replaces it, --as renames it")
        records = [self._record(name, values) for name, values in chosen.items()]
        for record in records:
            if record.secret:
                unlock_vault(self.app, *record.key)
        return [self._store(record) for record in records]

    def _chosen(self, names: Sequence[str], new: str | None) -> dict[str, Mapping[str, Any]]:
        """Give the connections that are meant, by the names they are to have."""
        from ..store.connections import DEFAULT
        from ..store.gem_settings import hash_in, parts_of, read_text

        found = hash_in(read_text(self.path, master_key(self.app)), self.path.name)
        parts = parts_of(found, self.connector.name, [field.name for field in self._fields({})])
        if parts is None:
            if names:
                raise UsageError(f"{self.path.name} is one connection", hint="leave `-n` out; --as names it")
            return {new or DEFAULT: found}
        for name in names:
            if name not in parts:
                hint = f"it has {', '.join(parts)}"
                raise NotConnectedError(f"{self.path.name} has no connection `{name}`", hint=hint)
        chosen: dict[str, Mapping[str, Any]] = {name: parts[name] for name in names or parts}
        if new is None:
            return chosen
        if len(chosen) > 1:
            raise UsageError(f"{self.path.name} has several connections", hint="say which one with `-n NAME`")
        return {new: next(iter(chosen.values()))}

    def _fields(self, values: Mapping[str, Any]) -> list[Field]:
        from ..connector.fields import fields_of
        from ..trace.model import Phase

        with self.app.session(self.connector, values, None, "") as session:
            return fields_of(self.connector, session.connection.copy(), partial(session.run, phase=Phase.CALL))

    def _record(self, name: str, values: Mapping[str, Any]) -> Record:
        """Part a connection; what is no field of the connector is taken for what `acquire` brought."""
        from ..connector.fields import split_secrets
        from ..store.record import Record
        from .stored import path_of

        fields = self._fields(values)
        declared = {field.name for field in fields}
        plain, secret = split_secrets(values, fields, [name for name in values if name not in declared])
        for field, value in secret.items():
            self.app.learn(field, value)
        path = path_of(self.app, self.connector)
        kind = self.connector.dig("connection.authorization.type")
        return Record(self.connector.name, name, plain, secret, {"path": path, **({"type": str(kind)} if kind else {})})

    def _store(self, record: Record) -> dict[str, Any]:
        from ..store.vault import VaultKind

        connections = self.app.connections
        connections.save(record, vault=VaultKind.parse(self.app.options.vault))
        places = connections.where(record)
        fields = [{"name": field, "kept": place} for field, place in places.items()]
        return {"connector": record.connector, "name": record.name, "fields": fields}


class Export:
    """A settings file that gets a stored connection.

    Args:
        app: the run.
        path: the file.
        plain: whether it is not encrypted.

    Raises:
        UsageError: the file's name says the contrary.
    """

    def __init__(self, app: App, path: Path, *, plain: bool) -> None:
        if plain == (path.suffix == ".enc"):
            raise UsageError(
                f"{path.name} is {'the name of an encrypted file' if plain else 'not encrypted'}",
                hint="leave `--plain` out" if plain else "name a file that ends in .enc, or insist with `--plain`",
            )
        self.app, self.path, self.plain = app, path, plain

    def run(self, record: Record, name: str | None, *, replace: bool) -> None:
        """Write a connection.

        Args:
            record: the connection.
            name: under which name it stands in the file; None where it is the whole file.
            replace: whether what is there may be replaced.

        Raises:
            UsageError: there is something already.
            StoreError: the file can't be read or written.
        """
        from ..store.encrypted_file import encrypt
        from ..store.files import write_atomically

        key = master_key(self.app) if self.plain else ensure_key(self.app, for_new=not self.path.exists())
        text = self._text(record.values, name, replace)
        if self.plain:
            self.app.warn(
                f"{self.path.name} holds secrets that whoever reads the file can read",
                "keep it out of version control, and delete it as soon as it has done its work",
            )
        data = text.encode()
        write_atomically(self.path, data if self.plain else encrypt(data, key), private=True)

    def _text(self, values: Mapping[str, Any], name: str | None, replace: bool) -> str:
        """Give the file's text with the connection in it."""
        from ..store.yaml_edit import drop, put

        text, file = self._stood(name, replace), self.path.name
        if name is not None and name in self._hash(text):
            text = drop(text, [name], file)
        if name is not None and not values:
            return put(text, [name], {}, file)
        for field, value in values.items():
            text = put(text, [*([name] if name is not None else []), field], value, file)
        return text

    def _stood(self, name: str | None, replace: bool) -> str:
        """Give what the file holds and keeps; refuse where something would be lost."""
        from ..store.gem_settings import read_text

        if not self.path.exists():
            return ""
        if name is None:
            if not replace:
                raise UsageError(
                    f"There is a file {self.path.name} already",
                    hint="`--replace` replaces it, `-n NAME` puts the connection beside others in it",
                )
            return ""
        text = read_text(self.path, master_key(self.app))
        found = self._hash(text)
        if any(not isinstance(values or {}, dict) for values in found.values()):
            raise UsageError(f"{self.path.name} is one connection without a name", hint="name another file")
        if name in found and not replace:
            raise UsageError(f"{self.path.name} has a connection `{name}` already", hint="`--replace` replaces it")
        return text

    def _hash(self, text: str) -> dict[str, Any]:
        from ..store.gem_settings import hash_in

        return hash_in(text, self.path.name)
