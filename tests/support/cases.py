"""Replays observed cases of connectors: a scripted server, a folder with connector and settings, `wkt` in this process.

The format is told in reference/connection.md section 14 and reference/http_dsl.md section 14.
"""

from __future__ import annotations

import base64
import io
import json
import re
import socket
import threading
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import yaml

from wkt_cli.cli.environment import Environment
from wkt_cli.cli.main import run

Case = dict[str, Any]

NOT_COMPARED = frozenset({"host", "user-agent", "connection", "accept-encoding", "content-length"})
OUTCOME = (
    "output", "error", "error_class", "settings_after", "text_is_internal", "prompts", "authorize_url", "endless",
)  # fmt: skip
FILES = (
    "input", "args", "closure", "continue", "config_fields", "extended_input_schema", "extended_output_schema",
    "webhook_payload", "webhook_headers", "webhook_params", "webhook_subscribe_output",
)  # fmt: skip
PLAIN = ("webhook_url", "oauth2_code", "redirect_url", "refresh_token", "from", "frame_size")
GEM_PORT = "45555"


def read(path: Path) -> list[Case]:
    """Read a file of cases, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def expected_of_wkt(case: Case) -> Case:
    """Give a case as `wkt` must do it: where it is overruled, the key `wkt` takes the place of the outcome."""
    if "wkt" not in case:
        return case
    return {**{key: value for key, value in case.items() if key not in OUTCOME}, **case["wkt"]}


@dataclass
class Seen:
    """A request as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Server(ThreadingHTTPServer):
    """Gives a case's replies in order, whatever is asked, and keeps what was asked."""

    daemon_threads = True

    def __init__(self, script: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host = f"127.0.0.1:{self.server_address[1]}"
        self.seen: list[Seen] = []
        self._script = iter(json.loads(self.filled(json.dumps(list(script)))))
        self._turn = threading.Lock()

    def filled(self, text: str) -> str:
        """Put the server's address into a text of the case."""
        return text.replace("{{BASE}}", f"http://{self.host}").replace("{{HOST}}", self.host)

    def answer(self, seen: Seen) -> Mapping[str, Any]:
        with self._turn:
            self.seen.append(seen)
            return next(self._script, {"reply": {"status": 599, "body": "no reply scripted"}})

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that went away is part of some cases."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        self.close_connection = True
        if self.raw_requestline and self.parse_request():
            length = int(self.headers.get("Content-Length") or 0)
            seen = Seen(self.command, self.path, dict(self.headers.items()), self.rfile.read(length))
            self._answer(self.server.answer(seen))

    def _answer(self, step: Mapping[str, Any]) -> None:
        if step.get("drop") or step["reply"].get("drop"):
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        reply = step["reply"]
        body = base64.b64decode(reply["body_base64"]) if "body_base64" in reply else (reply.get("body") or "").encode()
        status = reply.get("status", 200)
        self.send_response_only(status, reply.get("reason"))
        given = {"Content-Type": "application/json", **(reply.get("headers") or {})}
        if status not in (204, 304):
            given.setdefault("Content-Length", str(len(body)))
        for name, value in given.items():
            for line in value if isinstance(value, list) else [value]:
                self.send_header(name, str(line))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(script: Sequence[Mapping[str, Any]]) -> Iterator[Server]:
    """Run a scripted server."""
    with Server(script) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


@dataclass
class Browser:
    """Stands in for a person's browser: goes to the callback, as the server of the case would send it.

    Attributes:
        callback: the query that comes back; None for a person who never comes back.
        port: where the command listens.
    """

    callback: str | None
    port: str
    asked: str = ""
    reply: dict[str, Any] = field(default_factory=dict)

    def open(self, url: str) -> bool:
        self.asked = url
        if self.callback is not None:
            self._visitor = threading.Thread(target=self._come_back, daemon=True)
            self._visitor.start()
        return True

    def _come_back(self) -> None:
        assert self.callback is not None
        state = parse_qs(urlsplit(self.asked).query).get("state", [""])[0]
        query = self.callback.replace("{{STATE}}", state)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"http://localhost:{self.port}/oauth/callback?{query}", timeout=10) as came:
                self.reply = {"status": came.status, "body": came.read().decode()}
        except HTTPError as refused:
            self.reply = {"status": refused.code, "body": refused.read().decode()}

    def wait(self) -> None:
        if self.asked and self.callback is not None:
            self._visitor.join(10)


@dataclass
class Ended:
    """How a step ended."""

    status: int
    out: str
    err: str
    prompts: int


class Replay:
    """One case in a folder of its own.

    Args:
        case: as read.
        folder: empty.
        environ: variables of the run.
        python: source of a connector in Python that takes the place of the case's; None for that.
    """

    def __init__(self, case: Case, folder: Path, environ: Mapping[str, str], python: str | None = None) -> None:
        self.case, self.folder, self.environ = expected_of_wkt(case), folder, dict(environ)
        self.connector = "connector.rb" if python is None else "connector.py"
        self.python = python
        self.differences: list[str] = []

    def run(self) -> list[str]:
        """Run all steps; give what differs from the case."""
        with serving(self.case.get("server") or []) as server:
            port = _free_port()
            text = server.filled(json.dumps(self.case)).replace(f"localhost:{GEM_PORT}", f"localhost:{port}")
            case = json.loads(text.replace(f"localhost%3A{GEM_PORT}", f"localhost%3A{port}"))
            self._write_files(case, server)
            for step in case.get("steps") or [case]:
                whole = {**{key: case[key] for key in ("env", "connection_name") if key in case}, **step}
                self._step(whole, server, port)
                if self.differences:
                    break
        return self.differences

    def _write_files(self, case: Case, server: Server) -> None:
        for name, content in (case.get("files") or {}).items():
            self._write(name, content if isinstance(content, str) else json.dumps(content))
        source = case["connector"] if self.python is None else server.filled(self.python)
        self._write(self.connector, source)
        self._write("settings.yaml", json.dumps(case.get("settings") or {}))

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _settings(self) -> Any:
        return yaml.safe_load((self.folder / "settings.yaml").read_text(encoding="utf-8"))

    def _step(self, step: Case, server: Server, port: str) -> None:
        before, first = self._settings(), len(server.seen)
        port = (step.get("options") or {}).get("port", port)
        browser = Browser(step.get("callback"), port)
        with ExitStack() as held:
            if step.get("occupied"):
                held.enter_context(socket.create_server(("127.0.0.1", int(port))))
            ended = self._launch(self._arguments(step, port), step, browser)
        browser.wait()
        self._compare_requests(step.get("requests") or [], server.seen[first:])
        self._compare_outcome(step, ended)
        self._compare("settings", step.get("settings_after", before), self._settings())
        self._compare("prompts", step.get("prompts", 0), ended.prompts)
        if "authorize_url" in step:
            self._compare("browser URL", _url(step["authorize_url"]), _url(browser.asked))
        if "callback_reply" in step and "error" not in step:
            page = step["callback_reply"]
            self._compare("callback", {**page, "body": f"{{{{ANY}}}}{page['body']}{{{{ANY}}}}"}, browser.reply)

    def _arguments(self, step: Case, port: str) -> list[str]:
        words = [step.get("command") or "exec", *([step["exec"]] if "exec" in step else [])]
        words += ["-c", self.connector, "-s", "settings.yaml"]
        for key in FILES:
            if key in step:
                self._write(f"{key}.json", json.dumps(step[key]))
                words += [f"--{key.replace('_', '-')}", f"{key}.json"]
        for key in PLAIN:
            if key in step and step[key] != "docs":
                words += [f"--{key.replace('_', '-')}", str(step[key])]
        if "connection_name" in step:
            words += ["--connection", step["connection_name"]]
        options = {**({"port": port} if step.get("command") == "oauth2" else {}), **(step.get("options") or {})}
        for name, value in options.items():
            words += [f"--{name}", *([] if value is True else [str(value)])]
        return words

    def _launch(self, words: Sequence[str], step: Case, browser: Browser) -> Ended:
        out, err = io.StringIO(), io.StringIO()
        typed = io.StringIO("".join(f"{answer}\n" for answer in step.get("answers") or []))
        environment = Environment(typed, out, err, {**self.environ, **(step.get("env") or {})}, self.folder)
        environment.browser = browser.open
        status = run(words, environment)
        return Ended(int(status), out.getvalue(), err.getvalue(), typed.getvalue()[: typed.tell()].count("\n"))

    def _compare(self, what: str, wanted: Any, got: Any) -> None:
        if not same(wanted, got):
            self.differences.append(f"{what}: wanted {json.dumps(wanted)[:500]}, got {json.dumps(got)[:500]}")

    def _compare_requests(self, wanted: Sequence[Mapping[str, Any]], seen: Sequence[Seen]) -> None:
        self._compare(
            "requests", [f"{r['method']} {r['path']}" for r in wanted], [f"{s.method} {s.path}" for s in seen]
        )
        for want, got in zip(wanted, map(with_known_boundary, seen), strict=False):
            lower = {name.lower(): value for name, value in got.headers.items()}
            for name, value in (want.get("headers") or {}).items():
                if name.lower() not in NOT_COMPARED:
                    self._compare(f"{got.path} {name}", value, lower.get(name.lower()))
            self._compare_body(want, got)

    def _compare_body(self, want: Mapping[str, Any], got: Seen) -> None:
        wanted = base64.b64decode(want["body_base64"]) if "body_base64" in want else (want.get("body") or "").encode()
        if wanted != got.body and not (_is_json(wanted) and _is_json(got.body)):
            self._compare(f"{got.path} body", wanted.decode("latin-1"), got.body.decode("latin-1"))
        elif wanted != got.body:
            self._compare(f"{got.path} body", json.loads(wanted), json.loads(got.body))

    def _compare_outcome(self, step: Case, ended: Ended) -> None:
        if "error" in step:
            self._compare_error(step, ended)
        elif ended.status != 0:
            self.differences.append(f"ended with {ended.status}: {ended.err[-500:]}")
        elif "output" in step:
            self._compare("output", step["output"], json_at_the_end(ended.out))

    def _compare_error(self, step: Case, ended: Ended) -> None:
        if ended.status == 0:
            self.differences.append(f"wanted the error {step['error']!r}, got {ended.out[-300:]!r}")
        elif not step.get("text_is_internal"):
            told = " ".join((ended.out + ended.err).split())
            self._compare("error", f"{{{{ANY}}}}{' '.join(step['error'].split())}{{{{ANY}}}}", told)


def _free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def _url(url: str) -> list[str]:
    where, _, query = url.partition("?")
    return [where, *query.split("&")]


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


def json_at_the_end(text: str) -> Any:
    """Give the result, which follows what the run printed."""
    lines = text.splitlines(keepends=True)
    for start in range(len(lines)):
        try:
            return json.loads("".join(lines[start:]))
        except ValueError:
            continue
    return text.strip()


def with_known_boundary(seen: Seen) -> Seen:
    """Give a request with the placeholder of the cases in the place of a random boundary."""
    found = re.search(r"boundary=(\S+)", seen.headers.get("Content-Type", ""))
    if found is None:
        return seen
    headers = {name: value.replace(found[1], "{{BOUNDARY}}") for name, value in seen.headers.items()}
    return replace(seen, headers=headers, body=seen.body.replace(found[1].encode(), b"{{BOUNDARY}}"))


def same(wanted: Any, got: Any) -> bool:
    """Compare values; `{{ANY}}` in a text stands for any text."""
    if isinstance(wanted, str) and isinstance(got, str):
        pattern = ".*".join(map(re.escape, wanted.split("{{ANY}}")))
        return wanted == got or re.fullmatch(pattern, got, re.DOTALL) is not None
    if isinstance(wanted, dict) and isinstance(got, dict):
        return wanted.keys() == got.keys() and all(same(value, got[key]) for key, value in wanted.items())
    if isinstance(wanted, list) and isinstance(got, list):
        return len(wanted) == len(got) and all(map(same, wanted, got))
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    return bool(wanted == got)
