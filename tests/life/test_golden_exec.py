"""The golden cases of commands: whole command lines, their output, failures, requests, waits and files."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.commands import CommandReplay
from tests.support.golden import Golden
from wkt_cli.ruby import limits

GOLDEN = Golden("exec_cases.jsonl", Path(__file__).parent / "twins" / "exec", {
    "path-conn-fields": "the SDK has no path `connection.fields`; wkt shows the fields",
})  # fmt: skip
OTHER_TEXTS = {
    **dict.fromkeys(("path-version", "cmd-prefix"), "wkt has a version of its own"),
    **dict.fromkeys(("gentest-all", "gentest-action", "gentest-method", "gentest-skip"), "tests are for pytest"),
    "gen-verbose": "the sample is not printed again; standard output is the schema",
    "push-verbose": "what is on its way is shown as requests",
}
"""Cases that hold but for what is printed."""


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited is kept."""
    seconds: list[float] = []
    clock = {name: getattr(time, name) for name in dir(time) if not name.startswith("_")}
    monkeypatch.setattr(limits, "time", SimpleNamespace(**{**clock, "sleep": seconds.append}))
    return seconds


def replay(name: str, folder: Path, home: Path, slept: list[float], python: str | None = None) -> None:
    environ = {"HOME": str(home), "NO_COLOR": "1", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    case = {key: value for key, value in GOLDEN.cases[name].items() if key != "stdout" or name not in OTHER_TEXTS}
    assert CommandReplay(case, folder, environ, python).run() == []
    assert slept == case.get("sleeps", slept)


@pytest.mark.parametrize("name", list(GOLDEN.replayed()))
def test_golden(name: str, tmp_path: Path, home: Path, slept: list[float]) -> None:
    replay(name, tmp_path, home, slept)


@pytest.mark.parametrize("twin", GOLDEN.twins, ids=lambda twin: twin.stem)
def test_twin_in_python(twin: Path, tmp_path: Path, home: Path, slept: list[float]) -> None:
    replay(twin.stem, tmp_path, home, slept, twin.read_text(encoding="utf-8"))


def test_few_exceptions() -> None:
    assert len(GOLDEN.exceptions) * 200 <= len(GOLDEN.cases)
    assert set(GOLDEN.exceptions) <= set(GOLDEN.cases)


def test_the_copy_is_unchanged() -> None:
    original = GOLDEN.original()
    if original is not None:
        assert GOLDEN.copy.read_bytes() == original.read_bytes()
