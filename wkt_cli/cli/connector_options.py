"""The options that name a connector and its connection, as those of `wkt exec` do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from . import complete
from .app import App
from .exec import key_option

F = TypeVar("F", bound=Callable[..., Any])


def connector_options(command: F) -> F:
    """Give a command ``--connector``, ``--settings``, ``--connection`` and ``--key``."""
    for decorate in (
        key_option,
        click.option(
            "-n", "--connection", metavar="NAME", shell_complete=complete.connections,
            help="Name in the settings file, or of a stored connection.",
        ),
        click.option(
            "-s", "--settings", metavar="FILE", help="Settings file in the platform's layout; no vault is opened."
        ),
        click.option(
            "-c", "--connector", metavar="NAME|FILE", shell_complete=complete.connectors,
            help="The connector (connector.rb or connector.py here).",
        ),
    ):  # fmt: skip
        command = decorate(command)
    return command


def unless_asked(app: App, answer: bool | None) -> bool | None:
    """Give what ``--yes`` or ``--no`` says; no where lines of standard input mean other things."""
    return answer if app.terminal.interactive else bool(answer)
