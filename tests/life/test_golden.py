"""The golden cases of connections and of requests, replayed as commands: on the wire, in the settings file, in talk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.golden import Golden

TWINS = Path(__file__).parent / "twins"
FILES = {
    "connections": Golden("connection_cases.jsonl", TWINS / "connections", {
        "ap-in-now": "it wants `now.class.name` to be ActiveSupport::TimeWithZone; Ruby itself and the case "
        "`trg-notification-workato` of exec_cases.jsonl say Time",
    }),
    "http": Golden("http_cases.jsonl", TWINS / "http", {
        "parallel": "its replies are given in the order in which requests arrive, and threads have none; the text of "
        "its JSON error is internal (tests/runtime/test_parallel.py tries what it is about)",
    }),
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WKT_NO_WAIT", "1")


@pytest.mark.parametrize(
    ("file", "name"), [pytest.param(f, name, id=f"{f}-{name}") for f in FILES for name in FILES[f].replayed()]
)
def test_golden(file: str, name: str, tmp_path: Path, home: Path) -> None:
    assert FILES[file].replay(name, tmp_path, home) == []


@pytest.mark.parametrize(
    ("file", "twin"), [pytest.param(f, twin, id=f"{f}-{twin.stem}") for f in FILES for twin in FILES[f].twins]
)
def test_twin_in_python(file: str, twin: Path, tmp_path: Path, home: Path) -> None:
    assert FILES[file].replay(twin.stem, tmp_path, home, twin.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_few_exceptions(file: Golden) -> None:
    assert len(file.exceptions) * 200 <= len(file.cases)
    assert set(file.exceptions) <= set(file.cases)


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_the_copy_is_unchanged(file: Golden) -> None:
    original = file.original()
    if original is not None:
        assert file.copy.read_bytes() == original.read_bytes()
