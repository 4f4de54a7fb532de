"""The port with TLS: whose certificate opens it, and what `wkt` is told of the server's."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from wkt_cli.demo.server import DemoServer
from wkt_cli.runtime.certificates import LOCAL, Authority, Issued, server_context

AUTHORITY = Authority()


@pytest.fixture
def secured() -> Iterator[DemoServer]:
    context = server_context(AUTHORITY.for_server(*LOCAL), clients_of=AUTHORITY.certificate)
    with DemoServer(tls=context) as running:
        yield running


def client_with(folder: Path, shown: Issued | None, trusted: Authority = AUTHORITY) -> httpx.Client:
    context = ssl.create_default_context(cadata=trusted.certificate.decode())
    if shown is not None:
        file = folder / "client.pem"
        file.write_bytes(shown.certificate + shown.key)
        context.load_cert_chain(file)
    return httpx.Client(verify=context, trust_env=False, timeout=10)


def test_a_certificate_of_the_authority_opens_it(secured: DemoServer, tmp_path: Path) -> None:
    with client_with(tmp_path, AUTHORITY.for_client("bo")) as client:
        for host in ("127.0.0.1", "localhost"):
            reply = client.get(f"{secured.secure_url.replace('127.0.0.1', host)}/me")
            assert reply.json() == {"user": "bo", "authorized_by": "certificate"}
        books = client.get(f"{secured.secure_url}/books?limit=1").json()
    assert books["pagination"]["next"].startswith(secured.secure_url)


@pytest.mark.parametrize("shown", [None, Authority().for_client("ana"), AUTHORITY.for_server("ana")],
                         ids=["none", "of another authority", "of a server"])
def test_no_other_does(secured: DemoServer, tmp_path: Path, shown: Issued | None) -> None:
    with client_with(tmp_path, shown) as client, pytest.raises(httpx.TransportError):
        client.get(f"{secured.secure_url}/public/books")


def test_the_server_proves_itself_to_who_knows_its_authority(secured: DemoServer, tmp_path: Path) -> None:
    stranger = client_with(tmp_path, AUTHORITY.for_client("ana"), trusted=Authority())
    with stranger, pytest.raises(httpx.ConnectError, match="certificate verify failed"):
        stranger.get(f"{secured.secure_url}/me")


def test_what_is_no_tls_leaves_the_server_as_it_is(secured: DemoServer, tmp_path: Path) -> None:
    with pytest.raises(httpx.TransportError):
        httpx.get(secured.secure_url.replace("https", "http"), trust_env=False)
    with client_with(tmp_path, AUTHORITY.for_client("ana")) as client:
        assert client.get(f"{secured.secure_url}/me").status_code == 200
        assert client.get(f"{secured.url}/me").status_code == 401


def test_it_starts_again_at_the_same_port(tmp_path: Path) -> None:
    server = DemoServer(tls=server_context(AUTHORITY.for_server(*LOCAL)))
    with server:
        first = server.secure_url
    with server, client_with(tmp_path, None) as client:
        assert server.secure_url == first
        assert client.get(f"{first}/public/books").status_code == 200
