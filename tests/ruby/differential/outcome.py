"""What a program comes to on each side, and how the two are compared."""

from __future__ import annotations

import json
import os
import re
from typing import Any, NamedTuple

from wkt_cli import ruby

from .child import Child
from .deliberate import meant

ADDRESS = re.compile(r":0x[0-9a-f]+|, @tzinfo=#<TZInfo::DataTimezone: [\w/]+>| \(eval\):\d+|%3A0x[0-9a-f]+|\+%28eval%29%3A\d+|\(&:[^ ]*\)(?= \(lambda)")
"""What Ruby shows of an object's place; it is never shown here."""


WORDS = "DIFFERENTIAL_WORDS" in os.environ
"""Whether it counts which of several wrong arguments an error names: a campaign by hand asks for it."""
COMPLAINTS = frozenset(["ArgumentError", "TypeError", "NoMethodError", "RangeError", "IndexError", "FloatDomainError"])


def complains(outcome: dict[str, Any]) -> bool:
    """Whether an outcome is an error about the arguments."""
    return "error" in outcome and outcome["error"]["class"] in COMPLAINTS


class Difference(NamedTuple):
    """A program that the two sides do not agree on."""

    source: str
    wanted: dict[str, Any]
    found: dict[str, Any]

    def golden(self) -> str:
        """Ruby's truth as a line for a recorded test, and what was found below it."""
        line = json.dumps({"source": self.source, **self.wanted}, ensure_ascii=False)
        return f"{line}\n    wkt: {json.dumps(self.found, ensure_ascii=False)}"


def of_wkt(source: str, limit_time: float = 1.0) -> dict[str, Any]:
    """What `evaluate` makes of a program, in the form of the child's answers; nothing may leak out of it."""
    try:
        found = ruby.evaluate(source, inspect=True, limit_time=limit_time)
    except ruby.RubyError as error:
        return {"error": {"class": error.class_name, "message": first_line(str(error.message))}}
    except ruby.SandboxError as error:
        return {"refused": error.message}
    except ruby.LimitError as error:
        return {"limit": error.message}
    except Exception as error:
        return {"leaked": f"{type(error).__name__}: {error}"}
    return {"inspect": found.inspect, "class": found.class_name}


def first_line(text: str) -> str:
    """A message without Ruby's hints."""
    return text.split("\n", 1)[0].removesuffix("\r")


def compare(source: str, child: Child) -> Difference | None:
    """Run a program on both sides."""
    wanted = child.ask(source)
    if "skipped" in wanted:
        found = of_wkt(source, limit_time=0.3)
        return Difference(source, wanted, found) if "leaked" in found else None
    found = of_wkt(source)
    if "limit" in found:
        found = of_wkt(source, limit_time=5)
    if same(wanted, found) or meant(source, wanted, found):
        return None
    return Difference(source, wanted, found)


ENDLESS = ("Infinity", "0.0")


def same(wanted: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether both came to the same; addresses do not count, and a limit of integers stands for Ruby's Infinity.

    Where Ruby stumbles inside a library over a value of a type that it did not expect, nobody relies on how.
    """
    if wanted.get("accident"):
        return "leaked" not in found
    if "limit of integers" in found.get("limit", "") and wanted.get("inspect", "").strip("[]-") in ENDLESS:
        return True
    if not WORDS and complains(wanted) and complains(found):
        return True
    return without_addresses(wanted) == without_addresses(found)


def without_addresses(outcome: dict[str, Any]) -> str:
    """An outcome as comparable text."""
    return ADDRESS.sub("", json.dumps(outcome, sort_keys=True))
