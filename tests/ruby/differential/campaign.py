"""A campaign: many calls of one kind, all their differences together."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from .child import Child
from .outcome import Difference, compare

CALLS = int(os.environ.get("DIFFERENTIAL_CALLS", "6000"))
"""Calls of a run over all kinds, about."""
SEED = int(os.environ.get("DIFFERENTIAL_SEED", "1"))


def differences(programs: SearchStrategy[str], calls: int, child: Child) -> list[Difference]:
    """Run that many programs and give those on which the two sides differ, each once."""
    found: dict[str, Difference] = {}

    @seed(SEED)
    @settings(
        max_examples=calls, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(programs)
    def run(source: str) -> None:
        difference = compare(source, child)
        if difference is not None:
            found.setdefault(source, difference)

    run()
    return list(found.values())


def report(found: list[Difference]) -> str:
    """All differences as golden lines."""
    return "\n".join([f"{len(found)} differences:", *(one.golden() for one in found)])
