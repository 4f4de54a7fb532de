"""`wkt demo`: a connector's whole life against a server on this machine."""

from __future__ import annotations

import io
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from ...errors import ExitCode, UsageError
from .. import serving
from ..app import App
from ..environment import Environment
from ..options import common
from ..serving import PERCOLATE

if TYPE_CHECKING:
    from ssl import SSLContext

    from ...demo.server import DemoServer
    from ...store.vault import Vault, VaultKind


@click.command("demo", short_help="Walk through a connector's life against a server on this machine.")
@click.option("--serve", is_flag=True, help="Leave the server running and print what to try against it.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Port of the server (a free one)."
)
@click.option(
    "--lifetime", type=click.IntRange(1), default=3600, metavar="SECONDS", help="How long tokens last (3600)."
)
@common
@click.pass_context
def command(context: click.Context, serve: bool, port: int, lifetime: int) -> int:
    """Walk through a connector's life against a stand-in of Percolate on 127.0.0.1.

    No account, no network, no question; nothing is left in your keyring or folder. With --serve the server stays, to be
    tried by hand: with percolate, and with the samples of all other types of authorization (`wkt connectors`).
    """
    app = App(context)
    with tempfile.TemporaryDirectory(prefix="wkt-demo-") as name:
        folder = Path(name)
        with _server(port, lifetime, serving.secured(folder) if serve else None) as server:
            if not serve:
                return Walk(app, server, folder).run()
            serving.serve(app, server, folder)
            return ExitCode.OK


@contextmanager
def _server(port: int, lifetime: int, tls: SSLContext | None) -> Iterator[DemoServer]:
    from ...demo.server import DemoServer

    server = DemoServer(port, token_lifetime=lifetime, tls=tls)
    try:
        server.start()
    except OSError as error:
        raise UsageError(
            f"The demo server can't listen on port {port}: {error}", hint="give another --port"
        ) from error
    try:
        yield server
    finally:
        server.stop()


def _is_foreign(name: str) -> bool:
    """Tell whether a variable could lead the demo elsewhere: options of `wkt`, and proxies."""
    return name.startswith("WKT_") or name.lower().endswith("_proxy")


class Walk:
    """The steps of the demo; each is a real command, run in a folder of its own with a vault in memory."""

    def __init__(self, app: App, server: DemoServer, folder: Path) -> None:
        from ...store.vault.memory import MemoryVault

        self.app, self.server, self.folder = app, server, folder
        self.vault = MemoryVault()
        self.status = ExitCode.OK
        self.out = io.StringIO() if app.options.json else app.environment.stdout
        self.steps: list[dict[str, object]] = []
        self.environ = {
            **{name: value for name, value in app.environment.environ.items() if not _is_foreign(name)},
            "WKT_MAP": f"{PERCOLATE}={server.url}",
            "WKT_FIELD_CLIENT_SECRET": server.client_secret,
            "NO_PROXY": "127.0.0.1",
        }
        if app.options.json or not app.painter.color:
            self.environ["NO_COLOR"] = "1"

    def run(self) -> int:
        """Take all steps; give 0 if each went as it should."""
        say, client_id = self.say, self.server.client_id
        say(
            f"A stand-in of Percolate runs on {self.server.url}; the bundled connector talks to it unmodified.\n"
        )
        self.type(f"export WKT_MAP={PERCOLATE}={self.server.url} WKT_FIELD_CLIENT_SECRET=…")
        say("\n# connect: ask for the fields, run acquire, run test, store the tokens in the vault")
        self.wkt(f"connect percolate --no-input --field client_id={client_id}")
        say("\n# test: the stored connection, nothing is asked again")
        self.wkt("test")
        say("\n# call: any request, signed by the connector's apply")
        self.wkt("call GET /api/v5/me -v")
        self.wkt("call /api/v5/campaigns limit==2")
        self.server.expire_tokens()
        say("\n# all tokens expire on the server; the 401 makes the connector acquire again")
        self.wkt("call /api/v5/me")
        self.wkt("trace")
        say("\n# refresh: new tokens by hand")
        self.wkt("refresh")
        say(
            "\nThat was all. Try it by hand: `wkt demo --serve`; your own connector: docs/python-connectors.md."
        )
        if self.app.options.json:
            self.app.print_json(self.steps)
        return self.status

    def say(self, text: str) -> None:
        """Tell what comes next."""
        self.out.write(text + "\n")

    def type(self, line: str) -> None:
        """Show a line as one would type it."""
        self.out.write(self.app.painter.style(f"$ {line}", "bold") + "\n")
        self.out.flush()

    def wkt(self, line: str) -> None:
        """Run a command and show what it prints, masked as on a terminal."""
        from ..main import run

        self.type(f"wkt {line}")
        stream = Combined(self.out)
        environment = Environment(io.StringIO(), stream, Talk(stream), self.environ, self.folder, self._open_vault)
        status = run(shlex.split(line), environment)
        self.steps.append({"command": f"wkt {line}", "exit_code": int(status), "output": stream.getvalue()})
        if status != ExitCode.OK:
            self.status = ExitCode.CONNECTOR

    def _open_vault(self, kind: VaultKind | None = None, backend: str = "") -> Vault:
        return self.vault


class Combined(io.StringIO):
    """The output of a step, shown as a person at a terminal would see it."""

    def __init__(self, target: TextIO) -> None:
        super().__init__()
        self.target = target

    def write(self, text: str) -> int:
        """Keep text and pass it on."""
        self.target.write(text)
        return super().write(text)

    def flush(self) -> None:
        """Pass it on at once."""
        self.target.flush()

    def isatty(self) -> bool:
        """A person looks at it, so results are masked and indented."""
        return True


class Talk(Combined):
    """What a step says beside its output; nothing in it is drawn over again."""

    def isatty(self) -> bool:
        """Nobody waits at it, so no sign of waiting is shown."""
        return False
