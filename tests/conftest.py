"""What all tests share: a closed network, a home of their own, the demo server and `wkt` in a project."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.guard.network import close_network
from tests.support.wkt import Wkt
from wkt_cli.demo.server import DemoServer

FOREIGN = ("WKT_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT", "CURL_CA", "REQUESTS_CA",
           "NO_COLOR", "FORCE_COLOR", "_WKT_COMPLETE", "COLUMNS")

collect_ignore = ["support"]

close_network()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a home of its own, without the user's keyring, proxies and variables."""
    import os

    folder = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.upper().startswith(FOREIGN):
            monkeypatch.delenv(name)
    for name, value in _home(folder).items():
        monkeypatch.setenv(name, value)
    return folder


def _home(folder: Path) -> dict[str, str]:
    places = {f"XDG_{name}_HOME": str(folder / f".{name.lower()}") for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    return {"HOME": str(folder), "USERPROFILE": str(folder), **places,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """Give a running stand-in of Percolate."""
    with DemoServer() as running:
        yield running


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give the folder of an empty project."""
    root = tmp_path / "project"
    (root / "connectors").mkdir(parents=True)
    return root


@pytest.fixture
def wkt(project: Path, home: Path) -> Wkt:
    """Give `wkt` in an empty project, with a vault in memory for runs in this process."""
    return Wkt(project, _home(home))


@pytest.fixture
def connected(wkt: Wkt, server: DemoServer) -> Wkt:
    """Give `wkt` with percolate connected to the demo server."""
    return wkt.connect(server)


@pytest.fixture
def unix() -> None:
    """Skip a test that needs a pseudo-terminal."""
    if sys.platform == "win32":
        pytest.skip("needs a pseudo-terminal, which Windows lacks")


RECURSION_LIMIT, DIGITS = sys.getrecursionlimit(), sys.get_int_max_str_digits()


@pytest.fixture(autouse=True)
def limits_of_python() -> Iterator[None]:
    """Start each test with Python's own limits: a run of Ruby lifts them."""
    sys.setrecursionlimit(RECURSION_LIMIT)
    sys.set_int_max_str_digits(DIGITS)
    yield
    if ruby := sys.modules.get("wkt_cli.ruby.limits"):
        ruby.usual = ruby.Limits(time=10.0)
