"""Which connector and which connection a command works with: the options that name them, and the session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import UsageError
from . import complete
from .app import App

if TYPE_CHECKING:
    from ..connector.model import Connector
    from ..runtime.connection import Keeper
    from ..runtime.session import Session
    from ..store.gem_settings import GemSettings

F = TypeVar("F", bound=Callable[..., Any])

key_option = click.option(
    "-k", "--key", metavar="FILE", is_flag=False, flag_value="master.key",
    help="File with the key of encrypted settings (master.key; $WORKATO_CONNECTOR_MASTER_KEY wins).",
)  # fmt: skip
store_option = click.option(
    "--yes/--no", "store", default=None, help="Answer the question whether new tokens go into the settings file."
)


def connector_options(command: F) -> F:
    """Give a command ``--connector``, ``--settings``, ``--connection`` and ``--key``."""
    for decorate in (
        key_option,
        click.option(
            "-n", "--connection", metavar="NAME", shell_complete=complete.connections,
            help="Name in the settings file, or of a stored connection.",
        ),
        click.option(
            "-s", "--settings", metavar="FILE", help="Settings file in the platform's layout; no vault is opened."
        ),
        click.option(
            "-c", "--connector", metavar="NAME|FILE", shell_complete=complete.connectors,
            help="The connector (connector.rb or connector.py here).",
        ),
    ):  # fmt: skip
        command = decorate(command)
    return command


def unless_asked(app: App, answer: bool | None) -> bool | None:
    """Give what ``--yes`` or ``--no`` says; no where lines of standard input mean other things."""
    return answer if app.terminal.interactive else bool(answer)


def connector_file(app: App, given: str | None) -> str:
    """Give what the connector is loaded by: what was given, or the connector in the project's folder.

    Raises:
        UsageError: nothing was given, and there is none.
    """
    if given:
        file = app.environment.folder / given
        return str(file) if file.is_file() else given
    for name in ("connector.rb", "connector.py"):
        if (app.project.root / name).is_file():
            return str(app.project.root / name)
    raise UsageError(
        "No connector is given, and there is no connector.rb or connector.py here", hint="name it with -c"
    )


@contextmanager
def open_session(
    app: App, connector: Connector, settings: str | None, name: str | None, *, store: bool | None
) -> Iterator[Session]:
    """Open a session over a settings file, or over what is stored where none is named.

    Args:
        app: the run.
        connector: what is at work.
        settings: the file, or None.
        name: which of its connections, or of those that are stored.
        store: whether new tokens go into the file; None asks.

    Raises:
        UsageError: the file that is named isn't there.
    """
    from ..store.gem_settings import GemSettings, default_file
    from .settings_file import SettingsKeeper, master_key
    from .stored import resume

    file = app.environment.folder / settings if settings else default_file(app.project.root)
    beside = app.project.gem_layout and file.exists()
    if not settings and not beside and app.connections.names(connector.name):
        with resume(
            app, f"{connector.name}/{name}" if name else connector.name, needs_token=False
        ) as session:
            yield session
        return
    if settings and not file.exists():
        raise UsageError(f"There is no settings file `{settings}`", hint="it is looked for in the folder you are in")
    stored = GemSettings(file, name, master_key(app))
    values = read_settings(app, connector, stored)
    keeper: Keeper = SettingsKeeper(app, stored, values, store)
    with app.session(connector, values, keeper, name or "", needs_token=False) as session:
        yield session


def read_settings(app: App, connector: Connector, settings: GemSettings) -> Mapping[str, Any]:
    """Read a settings file in the platform's layout; its secrets are masked from here on."""
    from ..connector.fields import is_secret
    from .stored import secret_names

    values = settings.read()
    secret = secret_names(connector)
    for field, value in values.items():
        if field in secret or is_secret(str(field)):
            app.learn(str(field), value)
    return values
