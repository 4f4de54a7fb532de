"""A finding: something that is wrong, or odd, in a connector."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..errors import ConnectorFileError, Place

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or odd, in a connector.

    Attributes:
        severity: ``error`` for what fails where it is used, ``warning`` for what is only odd.
        message: what is wrong, without a full stop.
        hint: what to write instead, or None.
        file: the file, or None.
        line: line from 1, or None.
        column: column from 1, or None where it isn't known.
        key_path: where in the connector, such as ``connection.authorization.acquire``, or empty.
    """

    severity: Severity
    message: str
    hint: str | None = None
    file: Path | None = None
    line: int | None = None
    column: int | None = None
    key_path: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give the finding as JSON shows it."""
        return {
            "severity": self.severity, "message": self.message, "hint": self.hint,
            "file": str(self.file) if self.file else None, "line": self.line, "column": self.column,
            "key_path": self.key_path,
        }


def at(severity: Severity, place: Place, message: str, hint: str | None = None) -> Finding:
    """Make a finding at a place."""
    return Finding(severity, message, hint, place.file, place.line, place.column, place.key_path)


def of_error(error: ConnectorFileError) -> Finding:
    """Make a finding of what keeps a connector from being loaded."""
    return at("error", error.place or Place(), error.message.partition("\n")[0], error.hint)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by line; those without a line come first."""
    return sorted(findings, key=lambda one: (one.line or 0, one.severity, one.key_path))
