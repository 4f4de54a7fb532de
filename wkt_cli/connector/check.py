"""All mistakes of a connector at once, found without calling its functions and without the network."""

from __future__ import annotations

from pathlib import Path

from ..errors import ConnectorFileError
from .checks import all_findings
from .finding import Finding, in_order, of_error
from .load import read
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
        return [of_error(error)]
    return in_order(all_findings(connector))
