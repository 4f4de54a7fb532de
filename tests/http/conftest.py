"""A client with a real recorder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from wkt_cli.http.client import Client, ClientOptions
from wkt_cli.http.message import OutgoingRequest, Reply
from wkt_cli.trace.files import new_trace
from wkt_cli.trace.model import Origin, Trace
from wkt_cli.trace.recorder import Recorder
from wkt_cli.trace.redact import Redactor

Send = Callable[..., Reply]


@pytest.fixture
def trace() -> Trace:
    return new_trace()


@pytest.fixture
def make_client(trace: Trace) -> Iterator[Callable[..., Client]]:
    made: list[Client] = []

    def make(**options: Any) -> Client:
        made.append(Client(ClientOptions(**{"timeout": 5.0, **options}), Recorder(trace, Redactor())))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def send(make_client: Callable[..., Client]) -> Send:
    """Send with a client of the default options: method, URL and what else an `OutgoingRequest` takes."""
    client = make_client()

    def send(method: str, url: str, **more: Any) -> Reply:
        return client.send(OutgoingRequest(method, url, **more), Origin())

    return send
