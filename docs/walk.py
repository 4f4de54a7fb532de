"""Makes the walk-throughs of README.md: real commands at a pseudo-terminal.

One goes against `wkt demo --serve`, the other, from a new project to its upload, against a stand-in of the platform.

A place to fill looks like this; its name is a key of `SCENES` or of `PROJECT`::

    <!-- walk: connect -->
    <!-- end -->

What differs from run to run (port, times, dates, identifiers, ends of secrets) is replaced by fixed values.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PORT, SECURE_PORT = "18080", "18443"
CLIENT_ID = "demo-1f2e3d4c5b6a"
CLIENT_SECRET = "this-secret-is-printed-by-wkt-demo-serve"
PATIENCE = 30
SCENES = {
    "connect": ["wkt connect percolate"],
    "test": ["wkt test"],
    "call": ["wkt call /api/v5/campaigns limit==1", "wkt call POST /api/v5/campaigns title=Launch --dry-run"],
    "expired": ["wkt call POST /demo/expire", "wkt call /api/v5/me"],
    "refresh": ["wkt refresh"],
    "trace": ["wkt trace list", "wkt trace show"],
}
PROJECT = {
    "new": ["wkt new greeter"],
    "run": [
        "cd greeter",
        "wkt exec actions.greet.execute --input fixtures/actions/greet/input.json",
        "wkt check connector",
    ],
    "form": [
        "wkt form actions.greet spanish", "wkt exec actions.greet --input fixtures/actions/greet/spanish.json",
    ],
    "console": ["wkt console"],
    "settings": ["wkt edit settings.yaml.enc", "wkt exec connection.settings"],
    "generate": [
        "wkt generate schema --json fixtures/actions/greet/input.json",
        "wkt generate test --method hello",
        "python -m pytest -q tests",
    ],
    "push": ["wkt vault token", "wkt push --dry-run", "wkt push"],
}
PLATFORM = "https://app.workato.com"
ANSWERS: dict[str, str | list[str]] = {
    r"Name: ?": "Ana", r"Language \(optional\): ?": "Spanish",
    r"connector> ?": ["methods.hello('de')", "call(:hello, 'es') + '!'", "_.size", "exit"],
    r"Language \[Ruby\]: ?": "1", r"Your choice \[.*\]: ?": "1", r"Please add release notes: ?": "The first version",
    r"API token of \S+ \(hidden\): ?": "a-token-of-the-walk-through",
}  # fmt: skip
"""What is typed where a question comes up; of several answers one after the other."""
EDITOR = "echo 'api_key: a-key-of-the-walk' >"

_PLACE = re.compile(r"(<!-- walk: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_ERASED = re.compile(r"[^\n]*\r\x1b\[K")
"""What a line showed before it was erased, such as the sign of waiting on a slow machine."""
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
_ENDS = ["n3Qa", "7fKd", "Zp0x", "e8Lm", "Vw2c", "b5Ty", "Hs9r", "u1Gj"]


def filled(text: str) -> str:
    """Give a text with all its places filled."""
    scenes = {name: f"```console\n{shown}\n```\n" for name, shown in (played() | project_played()).items()}
    return _PLACE.sub(lambda place: place[1] + scenes[place[2]] + place[3], text)


def played() -> dict[str, str]:
    """Play `SCENES`, in their order and in a folder of their own; give what the terminal showed of each."""
    with tempfile.TemporaryDirectory(prefix="wkt-walk-") as folder:
        stage = Stage(Path(folder))
        with stage.server() as opening:
            scenes = {"serve": opening}
            for name, lines in SCENES.items():
                scenes[name] = stage.play(lines)
    steady = Steady(stage.client_secret)
    return {name: steady.text(shown) for name, shown in scenes.items()}


def project_played() -> dict[str, str]:
    """Play `PROJECT` in the same way."""
    with tempfile.TemporaryDirectory(prefix="wkt-walk-") as folder, platform() as address:
        stage = Stage(Path(folder))
        stage.environ |= {"WKT_MAP": f"{PLATFORM}={address}", "EDITOR": EDITOR}
        scenes = {name: stage.play(lines) for name, lines in PROJECT.items()}
    return {name: re.sub(r" *(\[100%\]\n.*) in [0-9.]+s", r"  \1 in 0.40s", shown) for name, shown in scenes.items()}


class Answers(BaseHTTPRequestHandler):
    """Answers as the platform does when a connector is uploaded."""

    def do_GET(self) -> None:
        """Tell who asks, and that each import is done."""
        self._answer({"id": 1, "root_folder_id": 4711, "status": "completed"})

    def do_POST(self) -> None:
        """Take a package."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({"id": 815})

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _answer(self, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def platform() -> Iterator[str]:
    """Let a stand-in of the platform listen; give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


class Stage:
    """A terminal in an empty folder; secrets go to an encrypted file, so that no keyring is needed or touched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.client_id = self.client_secret = ""
        mine = ("WKT_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "FORCE_COLOR", "PYTEST_")
        self.environ = {name: text for name, text in os.environ.items() if not name.upper().startswith(mine)}
        self.environ |= {
            "HOME": str(folder), "PYTHONPATH": str(ROOT), "TERM": "dumb", "NO_COLOR": "1", "LC_ALL": "C.UTF-8",
            "WKT_VAULT": "file", "WKT_VAULT_PASSPHRASE": "a passphrase of the walk-through",
        }

    @contextmanager
    def server(self) -> Iterator[str]:
        """Let the stand-in serve; give what its terminal showed."""
        port = _free_port()
        line = f"wkt demo --serve --port {port}"
        child = self._spawn(line)
        child.expect(r"client id +(\S+)\s+client secret +(\S+).*author==.*\n\s*\n")
        self.client_id, self.client_secret = child.match[1], child.match[2]
        self.environ["WKT_MAP"] = f"https://percolate.com=http://127.0.0.1:{port}"
        try:
            yield f"$ {line}\n{_clean(child.before + child.match[0])}"
        finally:
            child.terminate(force=True)

    def play(self, lines: list[str]) -> str:
        """Run commands one after the other, and give what the terminal showed with what was typed."""
        return "\n\n".join(f"$ {line}\n{self.run(line)}".rstrip("\n") for line in lines)

    def run(self, line: str) -> str:
        """Run a command to its end, answer its questions, and give what the terminal showed.

        Raises:
            RuntimeError: its exit status isn't 0.
        """
        import pexpect

        if line.startswith("cd "):
            self.folder /= line[3:]
            return ""
        child, shown = self._spawn(line), ""
        known = {"Client ID: ": self.client_id, r"Client secret \(hidden\): ?": self.client_secret, **ANSWERS}
        answers = [iter(answer) if isinstance(answer, list) else repeat(answer) for answer in known.values()]
        while (asked := child.expect([pexpect.EOF, *known])) > 0:
            shown += child.before + child.after
            child.sendline(next(answers[asked - 1]))
        shown += child.before
        child.close()
        if child.exitstatus:
            raise RuntimeError(f"`{line}` ended with {child.exitstatus}: {shown}")
        return _clean(shown)

    def _spawn(self, line: str) -> Any:
        import pexpect

        words = line.removeprefix("python -m ").split()
        words[0] = {"wkt": "wkt_cli"}.get(words[0], words[0])
        return pexpect.spawn(
            sys.executable, ["-m", *words], cwd=str(self.folder), env=self.environ,
            encoding="utf-8", timeout=PATIENCE, dimensions=(60, 200), echo=line == "wkt console",
        )


@dataclass
class Steady:
    """Puts fixed values in the places of what differs from run to run, the same for the same.

    Attributes:
        client_secret: the one that the server printed.
    """

    client_secret: str
    _known: dict[str, str] = field(default_factory=dict)

    def text(self, shown: str) -> str:
        """Give what a terminal showed with fixed values."""
        self._known.setdefault(self.client_secret[-4:], CLIENT_SECRET[-4:])
        text = shown.replace(self.client_secret, CLIENT_SECRET).replace(f"{ROOT}{os.sep}", "")
        for pattern, value in (
            (r"demo-[0-9a-f]{12}", CLIENT_ID),
            (r"(?<=  password       )\S{12}", "ana-s-secret"),
            (r"\bAKIA\w{16}", "AKIADEMODEMODEMODEMO"),
            (r"(?<=  secret key     )\S{40}", "the-key-that-signs-requests-hmac-and-aws"),
            (r"\b[0-9a-f]{32}\b", "0123456789abcdef0123456789abcdef"),
            (r"(?<=https://127\.0\.0\.1:)\d{4,5}", SECURE_PORT),
            (r"(?<=http://127\.0\.0\.1:)\d{5}|(?<=--port )\d{5}", PORT),
            (r"(?<=PEM files  )\S+(?=:)", "/tmp/wkt-demo-0a1b2c3d"),
            (r"\d+ ms", "2 ms"),
            (r"(?<=X-Request-Id: )[0-9a-f]{16}", "0123456789abcdef"),
            (r"(?<=Date: ).*", "Thu, 01 Jan 2026 12:00:00 GMT"),
        ):
            text = re.sub(pattern, value, text)
        text = re.sub(r"(?<=••••)\S{4}", lambda end: self._same(end[0], _ENDS), text)
        ids = [f"20260101-1200{second:02}-{second:03}abcd" for second in range(len(SCENES) * 2, 0, -1)]
        return re.sub(r"\b\d{8}-\d{6}-[0-9a-f]{7}\b", lambda found: self._same(found[0], ids), text)

    def _same(self, found: str, values: list[str]) -> str:
        free = [value for value in values if value not in self._known.values()]
        return self._known.setdefault(found, free[0])


def _clean(shown: str) -> str:
    return "\n".join(line.rstrip() for line in _CONTROL.sub("", _ERASED.sub("", shown)).strip("\n\r").splitlines())


def _free_port() -> int:
    """Give a free port of five digits, since the size of a reply that names it counts them."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port > 9999:
            return port
