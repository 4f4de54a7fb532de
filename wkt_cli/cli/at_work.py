"""What `wkt test` and `wkt refresh` have in common: the stored connection that is meant, at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import click

from . import complete, life
from .app import App
from .options import common
from .stored import VaultKeeper, load_record

if TYPE_CHECKING:
    from ..runtime.session import Session

F = TypeVar("F", bound=Callable[..., int])


def of_connection(command: F) -> F:
    """Give a command CONNECTION in both of its forms, ``--reveal``, and the common options."""
    decorators = (
        click.argument("connection", required=False, shell_complete=complete.connections),
        click.option(
            "-n", "--connection", "named", metavar="NAME", shell_complete=complete.connections,
            help="Another way to give CONNECTION.",
        ),
        click.option("--reveal", is_flag=True, help="Show secrets; only on a terminal."),
        common,
        click.pass_context,
    )  # fmt: skip
    for decorate in reversed(decorators):
        command = decorate(command)
    return command


@contextmanager
def at_work(app: App, name: str | None, *, reveal: bool) -> Iterator[tuple[Session, life.Outcome]]:
    """Open the session of a stored connection; show what came of it when it is left.

    Args:
        app: the run.
        name: the connection that is meant, or None for the current one.
        reveal: whether to show secrets.
    """
    life.allow_reveal(app, reveal)
    connector, record = load_record(app, name)
    outcome = life.Outcome(connector.name, record.name, dict(record.values), set(record.secret), stored=True)
    with app.session(connector, record.values, VaultKeeper(app, record), record.name) as session:
        yield session, outcome
    life.show(app, outcome, reveal=reveal)
