"""Files of golden cases: what is replayed, what is held to be wrong, and that the copies are the originals."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.support.cases import Case, Replay, read

TESTS = Path(__file__).parents[1]
PATIENCE = 0.2


class Golden:
    """One file of cases, a copy of a reference.

    Args:
        name: of the file.
        twins: folder of connectors in Python that must do what the Ruby connector of the case of that name does.
        exceptions: cases that are not replayed, each with its reason.
    """

    def __init__(self, name: str, twins: Path, exceptions: Mapping[str, str]) -> None:
        self.copy, self.exceptions = TESTS / "golden" / name, exceptions
        self.cases: Mapping[str, Case] = {case["id"]: case for case in read(self.copy)}
        self.twins = sorted(twins.glob("*.py"))

    def replayed(self) -> Iterator[str]:
        """Give the names of the cases that are replayed: where documents overrule one, only if it says what holds."""
        for name, case in self.cases.items():
            if name not in self.exceptions and ("overruled_by" not in case or "wkt" in case):
                yield name

    def replay(self, name: str, folder: Path, home: Path, python: str | None = None) -> list[str]:
        """Replay a case, with a connector in Python if one is given; give what differs."""
        case = self.cases[name]
        if "180 seconds" in json.dumps(case.get("error")):
            case = {**case, "error": case["error"].replace("180", f"{PATIENCE}"), "options": {"wait": PATIENCE}}
        environ = {"HOME": str(home), "NO_COLOR": "1", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
        return Replay(case, folder, environ, python).run()

    def original(self) -> Path | None:
        """Give the file that this one is a copy of, where that is there."""
        original = TESTS.parents[1] / "shared" / "reference" / self.copy.name
        return original if original.exists() else None
