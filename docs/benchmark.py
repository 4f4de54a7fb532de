"""Fills the place of the benchmark in README.md with what benchmarks/startup.py measures."""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PLACE = re.compile(r"(<!-- benchmark -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(text: str) -> str:
    """Give a text with its place filled; the benchmark runs for that."""
    command = [sys.executable, str(ROOT / "benchmarks" / "startup.py"), "--json"]
    measured = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    python = f"Python {platform.python_version()} on {platform.system()}"
    rows = "\n".join(f"| {name.replace(' : ', ' to ')} | {value:.2f} |" for name, value in measured["ratios"].items())
    table = f"| Whole processes, {python}, median of {measured['runs']} | Ratio |\n|---|---|\n{rows}\n"
    return _PLACE.sub(lambda place: f"{place[1]}{table}\nSecrets in: {measured['vault']}.\n{place[2]}", text)
