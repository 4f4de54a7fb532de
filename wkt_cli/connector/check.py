"""All mistakes of a connector at once, found without calling its functions and without the network."""

from __future__ import annotations

from pathlib import Path

from ..errors import ConnectorFileError
from .checks import all_findings, ruby_findings
from .finding import Finding, in_order, of_error
from .load import read
from .mistakes import SyntaxMistake
from .model import Connector

__all__ = ["Finding", "check"]


def check(target: Connector | Path) -> list[Finding]:
    """Find everything that is wrong in a connector.

    Args:
        target: a connector, or the file of one; a file that can't be loaded gives a finding, too.

    Returns:
        The findings by line, then errors before warnings; empty if all is well.
    """
    try:
        connector = target if isinstance(target, Connector) else read(target)
    except ConnectorFileError as error:
        return of_file(error)
    return in_order(all_findings(connector))


def of_file(error: ConnectorFileError) -> list[Finding]:
    """Find what keeps a file from being loaded; in Ruby that may be several mistakes."""
    file = error.place.file if error.place else None
    if isinstance(error, SyntaxMistake) and file is not None and file.suffix.lower() == ".rb":
        return in_order(ruby_findings(file)) or [of_error(error)]
    return [of_error(error)]
