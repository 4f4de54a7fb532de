"""How a program ends, as tests compare it with what Ruby gave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wkt_cli import ruby


def outcome(source: str) -> str:
    """What `inspect` shows of the value, or class and message of the error."""
    try:
        return str(ruby.evaluate(source, inspect=True).inspect)
    except ruby.RubyError as error:
        return f"{error.class_name}: {error.message}"


def recorded(file: Path) -> list[dict[str, Any]]:
    """The cases of a file: `source`, with `inspect` and `class` or with `error`."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def as_recorded(case: dict[str, Any]) -> dict[str, Any]:
    """A case as it ends here."""
    try:
        found = ruby.evaluate(case["source"], inspect=True)
    except ruby.RubyError as error:
        told = {"class": error.class_name, "message": error.message.split("\n")[0]}
        return {"source": case["source"], "error": told}
    return {"source": case["source"], "inspect": found.inspect, "class": found.class_name}
