"""Fills the places of the benchmarks in README.md with what the programs in benchmarks/ measure.

A place to fill looks like this; its name is a key of `TABLES` and the program's::

    <!-- benchmark: startup -->
    <!-- end -->
"""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import geometric_mean
from typing import Any

from commands_page import table

ROOT = Path(__file__).resolve().parent.parent
_PLACE = re.compile(r"(<!-- benchmark: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(text: str) -> str:
    """Give a text with its places filled; the benchmarks run for that."""
    return _PLACE.sub(lambda place: f"{place[1]}{TABLES[place[2]](measured(place[2]))}\n{place[3]}", text)


def measured(name: str) -> Any:
    """Give what a benchmark reports."""
    command = [sys.executable, str(ROOT / "benchmarks" / f"{name}.py"), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def startup(report: Any) -> str:
    """Give the ratios of start-up."""
    head = (f"Whole processes, {_machine()}, median of {report['runs']}", "Ratio")
    rows = [(name.replace(" : ", " to "), f"{value:.2f}") for name, value in report["ratios"].items()]
    return f"{table(head, rows)}\n\nSecrets in: {report['vault']}."


def ruby(report: Any) -> str:
    """Give the times of loading, and the ratios to CRuby where it was there."""
    loads = [(name, f"{milliseconds:.0f} ms") for name, milliseconds in report["load"].items()]
    times = report["transformations"]
    ratios = {name: row["wkt"] / row["ruby"] for name, row in times.items() if row["ruby"]}
    shown = {name: f"{ratio:.2f}" for name, ratio in ratios.items()}
    rows = [(name, f"{row['wkt']:.2f} ms", shown.get(name, "–")) for name, row in times.items()]
    if ratios:
        rows.append(("**geometric mean**", "", f"**{geometric_mean(ratios.values()):.2f}**"))
    loading = table((f"Load of a connector of 400 KB, {_machine()}", ""), loads)
    return f"{loading}\n\n{table(('Transformation', 'wkt', 'to CRuby'), rows)}"


def http(report: Any) -> str:
    """Give the times of requests, and their ratios to bare httpx."""
    calls, size = report["small calls"], report["large bodies"]
    rows = [(f"{report['calls']:,} small calls, {name}", row) for name, row in calls.items()]
    rows += [(f"{report['bytes'] / 1e9:g} GB {name}", row) for name, row in size.items()]
    cells = [(name, f"{row['wkt']:.2f} s", f"{row['wkt'] / row['httpx']:.2f}", _memory(row)) for name, row in rows]
    head = (f"Requests, {_machine()}, median of {report['runs']}", "wkt", "to bare httpx", "memory (above 1 MB's)")
    return table(head, cells)


def exec(report: Any) -> str:
    """Give the times of whole runs of blocks, and their ratios to peers."""
    took = report["method"]
    rows = [("a method of a cached connector of 400 KB", f"{1000 * took['wkt exec']:.0f} ms", _ratios(took), "")]
    polls = dict(report["poll"])
    peer = polls.pop("plain Python")
    for name, row in polls.items():
        above = f"{row['memory']:.0f} MB ({row['memory above that of one page']:+.0f})"
        ratio = f"{row['seconds'] / peer['seconds']:.2f} to plain Python"
        what = f"{report['events']:,} events in {report['pages']} pages, `{name}`"
        rows.append((what, f"{1000 * row['seconds']:.0f} ms", ratio, above))
    head = (f"Whole processes, {_machine()}, median of {report['runs']}", "wkt", "Ratio", "memory (above one page's)")
    return table(head, rows)


def _ratios(took: Any) -> str:
    peers = (name for name in took if name != "wkt exec")
    return ", ".join(f"{took['wkt exec'] / took[name]:.2f} to `{name}`" for name in peers)


def _memory(row: Any) -> str:
    if "wkt memory" not in row:
        return ""
    return f"{row['wkt memory']:.0f} MB ({row['wkt memory above that of 1 MB']:+.0f})"


def _machine() -> str:
    return f"Python {platform.python_version()} on {platform.system()}"


TABLES: dict[str, Callable[[Any], str]] = {"startup": startup, "http": http, "ruby": ruby, "exec": exec}
