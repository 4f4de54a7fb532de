from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from wkt_cli.connector.arity import make_block
from wkt_cli.connector.load import load
from wkt_cli.connector.model import Connector
from wkt_cli.errors import RequestError, StoreError
from wkt_cli.http.message import OutgoingRequest, Reply
from wkt_cli.runtime.paths import Given, Paths
from wkt_cli.runtime.session import Session
from wkt_cli.trace.files import new_trace
from wkt_cli.trace.model import Origin, Phase
from wkt_cli.trace.recorder import Recorder
from wkt_cli.trace.redact import Redactor


def said(status: int = 200, body: Any = None, **headers: str) -> Reply:
    """Make a reply; what is no text becomes JSON."""
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
    lines = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Reply(status, "Said", lines, text.encode(), OutgoingRequest("GET", "http://h/"))


class FakeClient:
    """Answers from a list, or by a function; its last answer stays."""

    def __init__(self, *answers: Reply | Exception | Callable[[OutgoingRequest], Reply]) -> None:
        self.answers = list(answers) or [said(200, {})]
        self.sent: list[OutgoingRequest] = []
        self.origins: list[Origin] = []

    def send(self, request: OutgoingRequest, origin: Origin) -> Reply:
        self.sent.append(request)
        self.origins.append(origin)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else replace(answer, request=request)

    def where(self, url: str) -> str:
        return url

    @property
    def paths(self) -> list[str]:
        return [f"{request.method} {request.url.removeprefix('http://h')}" for request in self.sent]

    def header(self, name: str) -> list[str | None]:
        """Give a header of each request that was sent."""
        return [dict(request.headers).get(name) for request in self.sent]


class FakeKeeper:
    """Remembers what was stored, and holds what another process may have left; `failures` make stores fail, in turn."""

    def __init__(self, stored: Mapping[str, Any] | None = None) -> None:
        self.values = dict(stored or {})
        self.stored: list[dict[str, Any]] = []
        self.facts: dict[str, Any] = {}
        self.renew_at: str | None = None
        self.held, self.is_ready = False, True
        self.failures: list[StoreError] = []

    def make_ready(self) -> None:
        if not self.is_ready:
            raise StoreError("The disk is full", hint="make room")

    @contextmanager
    def locked(self) -> Iterator[Mapping[str, Any]]:
        self.held = True
        try:
            yield dict(self.values)
        finally:
            self.held = False

    def store(self, changes: Mapping[str, Any], facts: Mapping[str, Any], failure: RequestError | None) -> None:
        assert self.held
        if self.failures:
            raise self.failures.pop(0)
        self.stored.append(dict(changes))
        self.facts |= facts


Make = Callable[..., Session]
Run = Callable[..., Any]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make a session of a connector's hash, with a client that answers as told."""

    def session(source: Mapping[str, Any], client: FakeClient | None = None, values: Mapping[str, Any] | None = None,
                keeper: FakeKeeper | None = None) -> Session:
        recorder = Recorder(new_trace(), Redactor())
        whole = Connector("sample", tmp_path / "sample.py", source, make_block)
        return Session(whole, values or {}, client or FakeClient(), recorder, keeper)  # type: ignore[arg-type]

    return session


@pytest.fixture
def inside(make: Make) -> Callable[..., Any]:
    """Run a function as a connector's block and give its value."""

    def run(function: Callable[..., Any], client: FakeClient | None = None, **connection: Any) -> Any:
        session = make({"connection": {"base_uri": lambda: "http://h/"}, "test": function, **connection}, client)
        return session.run(session.required_block("test"), session.connection.copy(), phase=Phase.TEST)

    return run


@pytest.fixture
def client() -> FakeClient:
    return FakeClient()


@pytest.fixture
def run(tmp_path: Path, client: FakeClient) -> Run:
    """Give what runs a path of a connector, by default the body of a method."""

    def run_path(text: str, path: str = "", values: dict[str, Any] | None = None, **given: Any) -> Any:
        source = text if path else f"{{ methods: {{ m: lambda do\n{text}\nend }} }}"
        (tmp_path / "sample.rb").write_text(source)
        connector = load(tmp_path / "sample.rb")
        session = Session(connector, values or {}, client, Recorder(new_trace(), Redactor()))  # type: ignore[arg-type]
        return connector.plain(Paths(session).run(path or "methods.m", Given(**given)))

    return run_path
