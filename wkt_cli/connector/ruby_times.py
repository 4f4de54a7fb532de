"""Times among the data that an earlier run of a Ruby connector handed on (reference/cli_and_files.md section 2)."""

from __future__ import annotations

import re
from typing import Any

from ..ruby import RubyError, registry

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}:\d{2}(\.\d*)?( ?Z|[-+]\d{2}(:?\d{2})?)?")


def with_times(value: Any) -> Any:
    """Give JSON data in which ISO texts are dates, and times in the platform's zone; a text that is none stays."""
    if isinstance(value, dict):
        return {key: with_times(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_times(inner) for inner in value]
    return _revived(value) if isinstance(value, str) else value


def _revived(text: str) -> Any:
    try:
        if _DATE.fullmatch(text):
            return registry.send(registry.constants["Date"], "parse", text)
        if _TIME.fullmatch(text):
            return registry.send(registry.send(registry.constants["Time"], "zone"), "parse", text)
    except RubyError:
        pass
    return text
