"""The golden cases of `exec`: whole command lines, their output, failures, requests, waits and files."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.commands import CommandReplay
from tests.support.golden import Golden
from wkt_cli.ruby import limits

GOLDEN = Golden("exec_cases.jsonl", Path("none"), {
    "path-conn-fields": "the SDK has no path `connection.fields`; wkt shows the fields",
})  # fmt: skip
REPLAYED = [name for name in GOLDEN.replayed() if GOLDEN.cases[name]["argv"][:1] == ["exec"]]


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited is kept."""
    seconds: list[float] = []
    clock = {name: getattr(time, name) for name in dir(time) if not name.startswith("_")}
    monkeypatch.setattr(limits, "time", SimpleNamespace(**{**clock, "sleep": seconds.append}))
    return seconds


@pytest.mark.parametrize("name", REPLAYED)
def test_golden(name: str, tmp_path: Path, home: Path, slept: list[float]) -> None:
    environ = {"HOME": str(home), "NO_COLOR": "1", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    case = GOLDEN.cases[name]
    assert CommandReplay(case, tmp_path, environ).run() == []
    assert slept == case.get("sleeps", slept)


def test_few_exceptions() -> None:
    assert len(GOLDEN.exceptions) * 200 <= len(GOLDEN.cases)
    assert set(GOLDEN.exceptions) <= set(GOLDEN.cases)


def test_the_copy_is_unchanged() -> None:
    original = GOLDEN.original()
    if original is not None:
        assert GOLDEN.copy.read_bytes() == original.read_bytes()
