"""Connectors under test: their blocks, run as `wkt exec` runs them, with values of Python and exceptions.

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     file = Path(folder, "connector.rb")
...     _ = file.write_text("{ methods: { double: ->(n) { n * 2 } } }")
...     with open_connector(file) as connector:
...         connector.run("methods.double", args=[21])
42
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cli.app import App
    from .connector.model import Connector
    from .runtime.session import Session
    from .trace.model import Exchange


class ConnectorUnderTest:
    """A connector with a connection.

    Attributes:
        connector: as it was loaded, see `wkt_cli.load`.
    """

    def __init__(self, connector: Connector, session: Session) -> None:
        self.connector, self._session = connector, session

    @property
    def title(self) -> str:
        """The connector's title."""
        return self.connector.title

    @property
    def settings(self) -> dict[str, Any]:
        """The connection as it is now, with what `acquire` and `refresh` have brought."""
        return self._session.connection.snapshot()

    @property
    def requests(self) -> list[Exchange]:
        """What was sent, and what came back, without secrets."""
        return list(self._session.recorder.trace.exchanges)

    def run(self, path: str, **options: Any) -> Any:
        """Run a block.

        Args:
            path: as for `wkt exec`, such as ``actions.search.execute``.
            options: those of `wkt exec` by their names with `_`, such as ``input`` or ``webhook_payload``; JSON values
                in the place of files. What is a word of Python has a `_` at its end: ``continue_``, ``from_``.

        Returns:
            The result as data of JSON.

        Raises:
            WktError: the block failed, or there is none at the path.
        """
        from .runtime.given import by_names
        from .runtime.paths import Paths

        result = Paths(self._session).run(path, by_names(options))
        return json.loads(self.connector.as_json(result))


@contextmanager
def open_connector(
    file: str | Path = "connector.rb",
    settings: Mapping[str, Any] | str | Path | None = None,
    connection: str | None = None,
    *,
    environ: Mapping[str, str] | None = None,
) -> Iterator[ConnectorUnderTest]:
    """Open a connector with a connection; new tokens are used, and written nowhere.

    Args:
        file: the connector.
        settings: the connection itself, or a settings file; None for settings.yaml.enc or settings.yaml beside the
            connector.
        connection: which one of a file with several.
        environ: variables, such as the key of encrypted settings; those of the process by default.

    Raises:
        WktError: the connector or its settings can't be read.
    """
    from .cli.opening import open_session

    path = Path(file).absolute()
    app = _app(path.parent, dict(os.environ) if environ is None else dict(environ))
    loaded = app.load(str(path))
    if isinstance(settings, Mapping):
        opened = app.session(loaded, settings, None, connection or "", needs_token=False)
    else:
        named = str(Path(settings).absolute()) if settings else None
        opened = open_session(app, loaded, named, connection, store=False)
    with opened as session:
        yield ConnectorUnderTest(loaded, session)


def _app(folder: Path, environ: dict[str, str]) -> App:
    from .cli.app import App
    from .cli.environment import Environment

    environment = Environment(folder=folder, environ=environ, arguments=["testing"])
    return App.alone(environment)
