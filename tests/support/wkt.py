"""`wkt` as the tests use it: in this process, as a child process, and at a pseudo-terminal."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

from wkt_cli.cli.environment import Environment
from wkt_cli.cli.main import run
from wkt_cli.runtime.clock import Clock
from wkt_cli.store.vault import Vault, VaultKind
from wkt_cli.store.vault.memory import MemoryVault

REPOSITORY = Path(__file__).parents[2]
GUARD = Path(__file__).parent / "guard"
PERCOLATE = "https://percolate.com"
PASSPHRASE = "correct horse battery staple"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str
    raw: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def both(self) -> str:
        return self.out + self.err


class Tty(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@dataclass
class Wkt:
    """Runs `wkt` in a folder of its own.

    Attributes:
        root: the project's folder.
        environ: the variables of each run.
        vault: keeps secrets of runs in this process; None opens the one that options and variables name.
    """

    root: Path
    environ: dict[str, str] = field(default_factory=dict)
    vault: Vault | None = field(default_factory=MemoryVault)

    def __call__(self, *args: str, input: bytes | str = b"", env: Mapping[str, str] | None = None,
                 tty: bool = False, folder: Path | None = None, browser: Callable[[str], bool] | None = None,
                 clock: Clock | None = None) -> Ended:
        """Run in this process; with `tty` both outputs are terminals, but nobody types."""
        out, err = io.BytesIO(), io.BytesIO()
        kind = Tty if tty else io.TextIOWrapper
        stdin = io.TextIOWrapper(io.BytesIO(input.encode() if isinstance(input, str) else input), "utf-8")
        stdout, stderr = (kind(stream, "utf-8", newline="", write_through=True) for stream in (out, err))
        environment = Environment(stdin, stdout, stderr, self.variables(env), folder or self.root,
                                  self.open_vault if self.vault is not None else None, browser=browser,
                                  clock=clock or Clock())
        status = run(args, environment)
        return Ended(int(status), out.getvalue().decode("utf-8", "replace"), err.getvalue().decode(), out.getvalue())

    def child(self, *args: str, input: bytes = b"", env: Mapping[str, str] | None = None,
              folder: Path | None = None) -> Ended:
        """Run as a process, with the vault file."""
        done = subprocess.run(self.command(*args), input=input, capture_output=True, cwd=folder or self.root,
                              env=self.process_environ(env), timeout=60)
        return Ended(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode(), done.stdout)

    def start(self, *args: str, env: Mapping[str, str] | None = None, **named: Any) -> subprocess.Popen[bytes]:
        """Start a process, to be talked to while it runs."""
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **named}
        return subprocess.Popen(self.command(*args), cwd=self.root, env=self.process_environ(env), **streams)

    def spawn(self, *args: str, env: Mapping[str, str] | None = None) -> Any:
        """Start at a pseudo-terminal; gives pexpect's child."""
        import pexpect

        program, *rest = self.command(*args)
        variables = self.process_environ({"TERM": "xterm", "COLUMNS": "100", **(env or {})})
        return pexpect.spawn(program, rest, cwd=str(self.root), env=variables, encoding="utf-8", timeout=20,
                             dimensions=(40, 100))

    def command(self, *args: str) -> list[str]:
        return [sys.executable, "-m", "wkt_cli", *args]

    def variables(self, env: Mapping[str, str] | None = None) -> dict[str, str]:
        merged = {**self.environ, **(env or {})}
        return {name: value for name, value in merged.items() if value}

    def process_environ(self, env: Mapping[str, str] | None = None) -> dict[str, str]:
        system = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG", "TMPDIR") if name in os.environ}
        path = os.pathsep.join([str(GUARD), str(REPOSITORY)])
        merged = {**system, "PYTHONPATH": path, "WKT_VAULT": "file", "WKT_VAULT_PASSPHRASE": PASSPHRASE,
                  **self.environ, **(env or {})}
        return {name: value for name, value in merged.items() if value}

    def open_vault(self, kind: VaultKind | None = None, backend: str = "") -> Vault:
        assert self.vault is not None
        return self.vault

    def write(self, name: str, text: str) -> Path:
        """Write a file of the project, such as ``connectors/mine.py``."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return path

    def connector(self, name: str, text: str) -> Path:
        """Write a connector."""
        return self.write(f"connectors/{name}.py", text)

    def at(self, url: str) -> Wkt:
        """Send what is meant for Percolate to another origin."""
        self.environ["WKT_MAP"] = f"{PERCOLATE}={url}"
        return self

    def connect(self, server: Any, *args: str) -> Wkt:
        """Connect percolate to a demo server."""
        self.at(server.url)
        done = self("connect", "percolate", "-F", f"client_id={server.client_id}", *args,
                    env={"WKT_FIELD_CLIENT_SECRET": server.client_secret})
        assert done.status == 0, done.both
        return self

    def stored(self) -> dict[str, bytes]:
        """Give every file that holds a connection: settings, state, vault file; to compare with later."""
        files = [self.root / "settings.yaml", self.root / ".wkt" / "state.json", self.root / ".wkt" / "vault"]
        return {path.name: path.read_bytes() for path in files if path.is_file()}

    def secrets(self) -> list[dict[str, Any]]:
        """Give what the vault in memory holds, one dict a connection."""
        assert isinstance(self.vault, MemoryVault)
        return [json.loads(text) for text in self.vault._items.values()]
