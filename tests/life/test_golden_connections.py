"""The golden cases of connections, replayed as commands: on the wire, in the settings file, in what is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cases import Case, Replay, read

TESTS = Path(__file__).parents[1]
COPY = TESTS / "golden" / "connection_cases.jsonl"
ORIGINAL = TESTS.parents[1] / "shared" / "reference" / COPY.name
TWINS = TESTS / "life" / "twins"
"""Connectors in Python that must do what the Ruby connector of the case of that name does."""

EXCEPTIONS = {
    "ap-in-now": "it wants `now.class.name` to be ActiveSupport::TimeWithZone; Ruby itself and the case "
    "`trg-notification-workato` of exec_cases.jsonl say Time",
}
CASES = {case["id"]: case for case in read(COPY)}
PATIENCE = 0.2


def replay(case: Case, folder: Path, home: Path, python: str | None = None) -> list[str]:
    if "180 seconds" in json.dumps(case.get("error")):
        case = {**case, "error": case["error"].replace("180", f"{PATIENCE}"), "options": {"wait": PATIENCE}}
    environ = {"HOME": str(home), "NO_COLOR": "1", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    return Replay(case, folder, environ, python).run()


@pytest.mark.parametrize("name", [name for name in CASES if name not in EXCEPTIONS])
def test_golden(name: str, tmp_path: Path, home: Path) -> None:
    assert replay(CASES[name], tmp_path, home) == []


@pytest.mark.parametrize("twin", sorted(TWINS.glob("*.py")), ids=lambda twin: twin.stem)
def test_twin_in_python(twin: Path, tmp_path: Path, home: Path) -> None:
    assert replay(CASES[twin.stem], tmp_path, home, twin.read_text(encoding="utf-8")) == []


def test_few_exceptions() -> None:
    assert len(EXCEPTIONS) * 200 <= len(CASES)


def test_the_copy_is_unchanged() -> None:
    if ORIGINAL.exists():
        assert COPY.read_bytes() == ORIGINAL.read_bytes()
