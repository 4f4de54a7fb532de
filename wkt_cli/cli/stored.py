"""The stored connection at work: finding it, opening its vault, keeping what a refresh brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from ..errors import LockHeldError, NoKeyringError, NotConnectedError, RequestError, StoreError
from .app import App
from .interrupts import put_off

if TYPE_CHECKING:
    from ..connector.model import Connector
    from ..runtime.session import Session
    from ..store.connections import Connections
    from ..store.record import Record
    from ..store.vault import Vaults


def make_vaults(app: App) -> Vaults:
    """Make what opens vaults; a passphrase is asked for on a terminal only."""
    from ..store.vault import VaultKind, Vaults

    def ask(new: bool) -> str:
        return _ask_passphrase(app, new)

    choice = VaultKind.parse(app.options.vault)
    can_ask = ask if app.terminal.interactive else None
    return Vaults(app.project.root, choice=choice, environ=app.environment.environ, ask=can_ask)


def _ask_passphrase(app: App, new: bool) -> str:
    while True:
        passphrase = app.terminal.ask_secret(
            "New passphrase for the vault file: " if new else "Passphrase of the vault file: "
        )
        if not new or app.terminal.ask_secret("The same again: ") == passphrase:
            return passphrase
        app.terminal.say("They differ; once more")


def unlock_vault(app: App, connector: str, connection: str) -> None:
    """Make sure that a connection's secrets can be stored; where there is no keyring, in a file if the person agrees.

    Raises:
        StoreError: they can't be.
    """
    from ..store.vault import VaultKind

    try:
        app.connections.make_ready(connector, connection, vault=VaultKind.parse(app.options.vault))
    except NoKeyringError as error:
        if not app.terminal.interactive:
            raise
        app.terminal.warn(str(error))
        if not app.terminal.confirm(
            "Keep secrets in an encrypted file of this project instead?", default=False
        ):
            raise
        app.vaults.choice = VaultKind.FILE
        app.connections.make_ready(connector, connection)


def find(connections: Connections, name: str | None) -> tuple[str, str]:
    """Give connector and connection of a name as typed: ``connection``, ``connector`` or ``connector/connection``.

    Raises:
        NotConnectedError: there is no such connection, or no current one.
    """
    entries = connections.list()
    if name is None:
        current = connections.current()
        if current is None:
            raise NotConnectedError(
                "Nothing is connected here",
                hint="`wkt connectors` lists what can be; then `wkt connect NAME`",
            )
        return current.connector, current.name
    current = connections.current()
    candidates = [
        (entry.connector, entry.name)
        for entry in entries
        if name in (f"{entry.connector}/{entry.name}", entry.name, entry.connector)
    ]
    preferred = [key for key in candidates if current and key[0] == current.connector and key[1] == name]
    by_connector = connections.current(name) if any(entry.connector == name for entry in entries) else None
    if preferred or by_connector or len(candidates) == 1:
        return (
            preferred[0]
            if preferred
            else (by_connector.connector, by_connector.name)
            if by_connector
            else candidates[0]
        )
    known = ", ".join(f"{entry.connector}/{entry.name}" for entry in entries) or "none"
    if candidates:
        raise NotConnectedError(f"`{name}` is several connections", hint=f"write one of {known}")
    raise NotConnectedError(
        f"There is no connection `{name}`", hint=f"there is {known}; `wkt connect` makes one"
    )


class VaultKeeper:
    """Keeps what `acquire` and `refresh` bring in the vault, under the connection's lock.

    Args:
        app: where to tell that Ctrl-C waits.
        record: the stored connection.
    """

    def __init__(self, app: App, record: Record) -> None:
        self._app, self._record = app, record
        self._connections: Connections = app.connections
        self._no_lock: StoreError | None = None
        self.renew_at: str | None = record.meta.get("renew_at")

    @contextmanager
    def locked(self) -> Iterator[Mapping[str, Any]]:
        """Hold the connection's lock, as far as one can be had, and give what is stored now.

        Without a lock nothing is stored, so that no other process is disturbed.

        Raises:
            LockHeldError: another process held it all the time.
        """
        record = self._record
        with ExitStack() as held:
            try:
                held.enter_context(self._connections.locked(record.connector, record.name))
                self._no_lock = None
            except LockHeldError:
                raise
            except StoreError as error:
                self._no_lock = error
            held.enter_context(put_off(self._app.environment.say))
            stored = self._connections.get(record.connector, record.name)
            self.renew_at = stored.meta.get("renew_at")
            yield {field: stored.values[field] for field in stored.secret}

    def make_ready(self) -> None:
        """Make sure that the vault takes new values, before they are asked for.

        Raises:
            StoreError: it doesn't, or there is no lock.
        """
        if self._no_lock is not None:
            raise self._no_lock
        self._connections.make_ready(self._record.connector, self._record.name)

    def store(
        self, changes: Mapping[str, Any], facts: Mapping[str, Any], failure: RequestError | None
    ) -> None:
        """Store new values before they are used; a person is asked nothing.

        Raises:
            StoreError: they can't be stored.
        """
        record = self._record
        self._connections.update_tokens(record.connector, record.name, dict(changes), meta=facts)
        self.renew_at = facts.get("renew_at")


def load_record(app: App, name: str | None) -> tuple[Connector, Record]:
    """Load the stored connection that is meant, with its connector; its secrets are masked from here on."""
    from ..connector.fields import is_secret
    from ..secret_names import describes

    connector_name, connection = find(app.connections, name)
    connector = app.load(_source(app, connector_name, connection))
    record = app.connections.get(connector_name, connection, secrets=secret_names(connector))
    for field, value in record.values.items():
        if (field in record.secret and not describes(field)) or is_secret(field):
            app.learn(field, value)
    return connector, record


def path_of(app: App, connector: Connector) -> str | None:
    """Give the path by which a stored connection finds its connector again; None where its name is enough.

    A path inside the project is relative to it, so that the project can be moved.
    """
    if any(found.path == connector.path for found in app.project.connectors()):
        return None
    path = connector.path.absolute()
    return str(path.relative_to(app.project.root) if path.is_relative_to(app.project.root) else path)


def _source(app: App, connector: str, connection: str) -> str:
    """Give what a stored connection's connector is loaded by: its name, or the path it was connected with."""
    metas = (e.meta for e in app.connections.list() if (e.connector, e.name) == (connector, connection))
    path = next((meta.get("path") for meta in metas), None)
    return str(app.project.root / path) if path else connector


def secret_names(connector: Connector) -> tuple[str, ...]:
    """Give the names of the fields that the connector's plain list of fields marks as secret."""
    from ..connector.fields import fields_of

    if not isinstance(connector.dig("connection.fields"), (list, tuple)):
        return ()
    return tuple(field.name for field in fields_of(connector, {}, _runs_nothing) if field.secret)


def _runs_nothing(*_: Any) -> None:
    return None


@contextmanager
def resume(
    app: App, name: str | None, *, dry_run: bool = False, needs_token: bool = True
) -> Iterator[Session]:
    """Open a session of the stored connection that is meant."""
    connector, record = load_record(app, name)
    with app.session(
        connector, record.values, VaultKeeper(app, record), record.name, dry_run, needs_token=needs_token
    ) as session:
        yield session
