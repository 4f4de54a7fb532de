"""Real servers and a real browser, one of each a run; without their programs the tests are skipped and say so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.servers.scene import Server

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

HERE = Path(__file__).parent
CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)  # fmt: skip


def program(*names: str, package: str) -> str:
    """Give the path of a program, or skip and name Debian's package of it."""
    found = next((path for path in map(shutil.which, names) if path), None)
    return found or pytest.skip(f"needs {names[0]} (Debian: {package})")


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a running oidc-provider."""
    node = program("node", package="nodejs")
    if not (HERE / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("needs oidc-provider: run `npm ci` in tests/servers")
    log = tmp_path_factory.mktemp("provider") / "log"
    with log.open("wb") as errors, subprocess.Popen(
        [node, "provider.mjs"], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
    ) as process:
        assert process.stdin and process.stdout
        line = process.stdout.readline()
        assert line, log.read_text()
        yield Server(**json.loads(line))
        process.stdin.close()


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Give a Chromium that knows nothing and reaches this machine alone."""
    chromium = program("chromium", "chromium-browser", package="chromium")
    chromedriver = program("chromedriver", package="chromium-driver")
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = chromium
    folder = tmp_path_factory.mktemp("chromium")
    for argument in (*CHROMIUM, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(argument)
    service = ChromeService(chromedriver, env={**os.environ, "HOME": str(folder)})
    with Chrome(options, service) as running:
        yield running
