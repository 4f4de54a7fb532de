from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from wkt_cli.demo.server import DemoServer


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


@pytest.fixture
def client(server: DemoServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, trust_env=False, timeout=10) as opened:
        yield opened


def acquire(server: DemoServer, client: httpx.Client) -> dict[str, str]:
    """Get tokens as the seed's first `acquire` does."""
    reply = client.post("/auth/v5/token/", data={"grant_type": "client_credentials"},
                        auth=(server.client_id, server.client_secret))
    assert reply.status_code == 200, reply.text
    tokens: dict[str, str] = reply.json()
    return tokens


@pytest.fixture
def signed(server: DemoServer, client: httpx.Client) -> httpx.Client:
    client.headers["Authorization"] = f"Bearer {acquire(server, client)['access_token']}"
    return client
