"""What `wkt poll` and `wkt webhook` have in common: a trigger with an input, and the events that were seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from os.path import relpath
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import UsageError
from . import complete
from .json_files import read_json
from .opening import connector_file, connector_options, open_session, store_option
from .options import common
from .result_json import indented

if TYPE_CHECKING:
    from ..connector.model import Connector
    from ..runtime.incoming import Event, Incoming
    from ..store.polls import Polled, PollFile
    from .app import App

F = TypeVar("F", bound=Callable[..., Any])
_SPAN = re.compile(r"(\d+)([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def of_trigger(command: F) -> F:
    """Give a command TRIGGER, what the connector needs, and the common options."""
    decorators = (
        click.argument("trigger", metavar="TRIGGER", shell_complete=complete.triggers),
        connector_options,
        click.option("-i", "--input", metavar="FILE", help="JSON file with the input."),
        click.option("--reset", is_flag=True, help="Begin anew: forget closure and events of earlier runs."),
        store_option,
        common,
        click.pass_context,
    )
    for decorate in reversed(decorators):
        command = decorate(command)
    return command


@dataclass(frozen=True)
class Recipe:
    """A trigger as it was typed.

    Attributes:
        trigger: its path.
        connector, settings, connection, input: values of the options.
        store: whether new tokens go into the settings file; None asks.
        since: the moment that events are wanted from, as typed, or None.
        max_pages: how many pages a poll may fetch, or None for the usual number.
    """

    trigger: str
    connector: str | None
    settings: str | None
    connection: str | None
    input: str | None
    store: bool | None
    since: str | None = None
    max_pages: int | None = None

    @contextmanager
    def at_work(self, app: App) -> Iterator[tuple[Incoming, PollFile]]:
        """Load the connector and open a session; give the trigger at work, and the file of what was seen.

        Raises:
            UsageError: there is no such trigger, or it takes no `since`.
        """
        from ..runtime.incoming import Incoming
        from ..runtime.paths import Given, Paths, unknown
        from ..store.polls import PollFile

        loaded = app.load(connector_file(app, self.connector))
        input = read_json(app, "input", self.input) if self.input else {}
        given = Given(input=input) if self.max_pages is None else Given(input=input, max_pages=self.max_pages)
        if self.since is not None:
            given.input = {**given.input, "since": moment(self.since)}
        owner = self.trigger.removesuffix(".poll").removesuffix(".webhook_notification")
        if owner.count(".") != 1 or not owner.startswith("triggers."):
            raise unknown(self.trigger, {"triggers": loaded.source.get("triggers")}, "trigger")
        try:
            with open_session(app, loaded, self.settings, self.connection, store=self.store) as session:
                paths = Paths(session)
                incoming = Incoming(paths, paths.whole_owner(owner), given)
                if self.since is not None and "since" not in incoming.given.input:
                    raise UsageError(f"`{owner}` has no field `since`", hint="give its own fields with --input")
                yield incoming, PollFile(app.project.state_folder, self._about(app, loaded, owner), input)
        finally:
            app.say_trace()

    def _about(self, app: App, loaded: Connector, owner: str) -> dict[str, str]:
        connection = app.recorder.trace.connection
        return {
            "trigger": owner,
            "connector": relpath(loaded.path.absolute(), app.project.root),
            "connection": f"{self.settings} {connection}".strip() if self.settings else connection,
        }


def moment(text: str) -> str:
    """Read what ``--since`` says: a span before now, or a time that the trigger reads for itself.

    >>> moment("2026-01-02")
    '2026-01-02'
    """
    span = _SPAN.fullmatch(text)
    if span is None:
        return text
    ago = timedelta(**{_UNITS[span[2]]: int(span[1])})
    return (datetime.now(UTC) - ago).isoformat(timespec="seconds").replace("+00:00", "Z")


def show_new(app: App, events: Iterable[Event], polled: Polled) -> tuple[int, int]:
    """Print the events that are new, with ``--json`` a line each; give their number, and that of the others."""
    new = known = 0
    with app.talking():
        for event in events:
            if event.key is not None and not polled.is_new(event.key):
                known += 1
                continue
            new += 1
            app.print_data([event.json if app.options.json else indented(event.json)])
        app.environment.stdout.flush()
    return new, known


def counted(new: int, known: int) -> str:
    """Say how many events came.

    >>> counted(0, 0), counted(1, 0), counted(2, 3)
    ('No new events', '1 new event', '2 new events, 3 seen before')
    """
    told = f"{new or 'No'} new event{'' if new == 1 else 's'}"
    return told + (f", {known} seen before" if known else "")
