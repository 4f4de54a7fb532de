"""Runs of `wkt` that get and store tokens, each in a copy of its project and with a service of its own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.rotating import ACQUIRE, CONNECTOR, CONSENT, LOGIN, Rotating, rotating, tokens
from tests.support.wkt import PASSPHRASE, Ended, Wkt
from wkt_cli.store.connections import Connections, Record
from wkt_cli.store.encrypted_file import MasterKey
from wkt_cli.store.gem_settings import GemSettings
from wkt_cli.store.vault import VaultKind, Vaults
from wkt_cli.store.vault.encrypted import FileVault

AT_ONCE = 3
FILE = "mine.yaml"
PLAIN = {"region": "eu"}
BROWSER = """
import sys, urllib.request
from urllib.parse import parse_qs, urlsplit
asked = {name: values[0] for name, values in parse_qs(urlsplit(sys.argv[-1]).query).items()}
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
opener.open(f"{asked['redirect_uri']}?code=the-code-of-today&state={asked['state']}", timeout=10)
"""
KEYRINGS = {"Filed": "tests.support.keyrings.Filed", "Whole": "tests.support.keyrings.Whole"}


@dataclass(frozen=True)
class Scene:
    """A command that gets and stores tokens.

    Attributes:
        words: the command; ``PORT`` is a port that is free.
        kept: where the connection is: ``file``, a keyring of `KEYRINGS`, or ``settings`` for a settings file.
        stored: how the step begins with which the new tokens are what is found.
        first: whether there is no connection before.
        facts: what the state knows of the connection.
        region: what the plain field is afterwards.
        test: the connector's, as it is written there.
    """

    words: tuple[str, ...]
    kept: str
    stored: str
    first: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    region: str = "eu"
    test: str = 'get("/me")'

    @property
    def keyring(self) -> str:
        """The class of the keyring; empty where there is none."""
        return KEYRINGS.get(self.kept, "")

    @property
    def old(self) -> dict[str, Any] | None:
        """The connection before."""
        return None if self.first else {**PLAIN, "login": LOGIN, **tokens(0)}

    def is_new(self, values: dict[str, Any] | None) -> bool:
        """Tell whether this is the connection afterwards."""
        return values is not None and {"region": self.region, "login": LOGIN, **tokens(1)}.items() <= values.items()

    def build(self, folder: Path) -> None:
        """Make the project before the run, with the browser and the keyring's file beside it."""
        root = folder / "project"
        (root / "connectors").mkdir(parents=True)
        (folder / "browser.py").write_text(BROWSER)
        way = CONSENT if "oauth2" in self.words else ACQUIRE
        (root / "connectors" / "shared.py").write_text(CONNECTOR % (way, self.test))
        secret = {"login": LOGIN, **tokens(0)}
        if self.kept == "settings":
            lines = "".join(f"{name}: {value}\n" for name, value in {**PLAIN, **secret}.items())
            (root / FILE).write_text(f"# mine\n{lines}")
            return
        kind = VaultKind.KEYRING if self.keyring else VaultKind.FILE
        for another in {kind, VaultKind.FILE}:
            connections(root).save(Record("shared", another, {}, {"kept": "secret-of-another"}), vault=another)
        if not self.first:
            connections(root).save(Record("shared", "default", dict(PLAIN), secret, dict(self.facts)), vault=kind)


class Run:
    """One run of a scene.

    Attributes:
        root: the project's folder.
        at: the step at which something is done; 0 where nothing is.
        status: how the process ended; negative where a signal ended it.
    """

    def __init__(self, scene: Scene, folder: Path, server: Rotating, at: int = 0) -> None:
        self.scene, self.folder, self.root, self.server = scene, folder, folder / "project", server
        self.keyring, self.at, self.status = folder / "keyring", at, 0
        server.expired = True

    @property
    def wkt(self) -> Wkt:
        """Runs further commands there."""
        home = {"HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder), "XDG_CACHE_HOME": str(self.folder)}
        keyring = {"PYTHON_KEYRING_BACKEND": self.scene.keyring, "KEYRING_FILE": str(self.keyring)}
        vault = {"WKT_VAULT_PASSPHRASE": PASSPHRASE, "WKT_VAULT": "" if self.scene.keyring else "file"}
        return Wkt(self.root, {**home, **keyring, **vault, **self.server.mapped}, vault=None)

    @property
    def environ(self) -> dict[str, str]:
        """The variables of a process of it."""
        browser = f"{sys.executable} -I -S {self.folder / 'browser.py'}"
        return self.wkt.process_environ({"BROWSER": browser})

    @property
    def words(self) -> list[str]:
        """The command."""
        return [str(_free_port()) if word == "PORT" else word for word in self.scene.words]

    @property
    def steps(self) -> list[str]:
        """The steps as they were logged."""
        log = self.folder / "log"
        return log.read_text().splitlines() if log.exists() else []

    @property
    def unharmed(self) -> bool:
        """Whether it ended well before the step came at which something is done: how much comes at once varies."""
        return self.status == 0 and len(self.steps) < (self.at or sys.maxsize)

    @property
    def made(self) -> list[str]:
        """The steps that were made: a process dies at the last one that it logs."""
        return self.steps[:-1] if self.status < 0 else self.steps

    @property
    def said(self) -> str:
        """What the process wrote."""
        return (self.folder / "out").read_text()

    def steps_at(self, at: int, do: str) -> dict[str, str]:
        """The variables that let a process do something at a step."""
        places = {"STEPS_ROOT": str(self.root), "STEPS_LOG": str(self.folder / "log")}
        return {"STEPS_AT": str(at), "STEPS_DO": do, **places}

    def found(self) -> dict[str, Any] | None:
        """Give what a run would find now."""
        if self.scene.kept == "settings":
            return GemSettings(self.root / FILE, None, MasterKey(self.root / "none", {})).read()
        os.environ["KEYRING_FILE"] = str(self.keyring)
        record = connections(self.root).find("shared", "default")
        return record.values if record else None

    def again(self, *words: str) -> Ended:
        """Run another command there."""
        os.environ["KEYRING_FILE"] = str(self.keyring)
        return self.wkt(*words)


def connections(root: Path) -> Connections:
    """The stored connections of a project."""
    return Connections(root, open_vault=Vaults(root, environ={"WKT_VAULT_PASSPHRASE": PASSPHRASE}))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Stage:
    """Plays a scene many times, some at once.

    Args:
        scene: what is played.
        folder: for the copies.
        left: ends the services.
        at_once: how many processes run at once.
    """

    def __init__(self, scene: Scene, folder: Path, left: ExitStack, at_once: int = AT_ONCE) -> None:
        self.scene, self._folder, self._left = scene, folder, left
        scene.build(folder / "template")
        self._pool = left.enter_context(ThreadPoolExecutor(at_once))

    def play(self, at: int = 0, do: str = "kill") -> Run:
        """Play it once; at one of its steps something is done (see tests/support/guard/steps.py)."""
        run = self.run(f"{do}{at}", at)
        run.status = self._start(run, run.folder / "out", run.steps_at(at, do))
        run.server.settle()
        return run

    def play_together(self, run: Run, count: int) -> list[tuple[int, str]]:
        """Run its command in as many processes at once; give how each ended, and what it said."""
        outs = [run.folder / f"out{number}" for number in range(count)]
        statuses = list(self._pool.map(lambda out: self._start(run, out, {}), outs))
        return [(status, out.read_text()) for status, out in zip(statuses, outs, strict=True)]

    def _start(self, run: Run, out: Path, steps: dict[str, str]) -> int:
        order = {"words": run.words, "folder": str(run.root), "environ": run.environ | steps, "out": str(out)}
        with _nursery() as nursery:
            assert nursery.stdin and nursery.stdout
            print(json.dumps(order), file=nursery.stdin, flush=True)
            return int(nursery.stdout.readline())

    def play_all(self, do: str, numbers: Iterator[int] | range | list[int]) -> list[Run]:
        """Play it for each of these steps."""
        return list(self._pool.map(lambda at: self.play(at, do), numbers))

    def play_for(self, seconds: list[float]) -> list[Run]:
        """Start it as processes and kill those after so many seconds."""
        return list(self._pool.map(self._play_for, seconds))

    def _play_for(self, seconds: float) -> Run:
        run = self.run(f"{seconds:f}")
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(run.wkt.command(*run.words), cwd=run.root, env=run.environ, **streams)  # type: ignore[call-overload]
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        run.status = process.wait(60)
        run.server.settle()
        return run

    def run(self, name: str, at: int = 0) -> Run:
        """Make a copy of the project, and a service."""
        shutil.copytree(self._folder / "template", self._folder / name)
        return Run(self.scene, self._folder / name, self._left.enter_context(rotating()), at)


@contextmanager
def staged(scene: Scene, folder: Path, monkeypatch: pytest.MonkeyPatch, at_once: int = AT_ONCE) -> Iterator[Stage]:
    """Give a scene, ready to be played, with a keyring or a vault file that opens quickly.

    Args:
        scene: what is played.
        folder: for the copies.
        monkeypatch: sets the variables for the time of a test.
        at_once: how many processes run at once.
    """
    monkeypatch.setitem(FileVault.__init__.__kwdefaults__, "cost", 2**4)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", scene.keyring or "keyring.backends.null.Keyring")
    monkeypatch.setenv("KEYRING_FILE", str(folder / "template" / "keyring"))
    with ExitStack() as left:
        yield Stage(scene, folder, left, at_once)


_idle: list[subprocess.Popen[str]] = []
"""Nurseries that wait for an order; they end with the tests, when nothing more can come."""


@contextmanager
def _nursery() -> Iterator[subprocess.Popen[str]]:
    """Give a nursery that nobody else uses."""
    nursery = _idle.pop() if _idle else _new_nursery()
    yield nursery
    _idle.append(nursery)


def _new_nursery() -> subprocess.Popen[str]:
    environ = {**Wkt(Path()).process_environ(), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    command = [sys.executable, "-m", "tests.support.nursery"]
    return subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
