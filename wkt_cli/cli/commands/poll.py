"""`wkt poll`: poll a trigger as the platform does, with what earlier polls handed on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ...errors import ExitCode, SdkError
from ..app import App
from ..ending import end_quietly
from ..failures import tell
from ..options import GEM_NAMES
from ..recipe import Recipe, counted, of_trigger, show_new

if TYPE_CHECKING:
    from ...runtime.incoming import Incoming
    from ...runtime.session import Session
    from ...store.polls import Polled, PollFile

SHORTEST_REFERENCE = 8
"""Characters of a secret that is known again in a closure."""


@click.command("poll", short_help="Poll a trigger and show its new events.", context_settings=GEM_NAMES)
@click.option("--every", metavar="SECONDS", type=click.FloatRange(min=0, min_open=True), help="Poll again and again.")
@click.option(
    "--since", metavar="TIME",
    help="Begin anew with events since then: an ISO 8601 time, or a span such as 30m, 2h or 7d; for triggers with a "
    "field `since`.",
)
@click.option("--max-pages", type=click.IntRange(1), metavar="PAGES", help="How many pages a poll may fetch (600).")
@of_trigger
def command(
    context: click.Context, /, trigger: str, key: str | None, reset: bool, every: float | None, since: str | None,
    **typed: Any,
) -> int:  # fmt: skip
    """Poll a trigger, and print the events that were not seen before.

    \b
    TRIGGER   triggers.NAME

    Input and events are converted by the fields, as in `wkt exec triggers.NAME`; pages are fetched while the connector
    says that there are more. The closure and what `dedup` gave are kept in the project, so that the next run goes on
    where this one ended. Connector, connection, trigger and input together have a closure of their own.

    With --json each event is a line.
    """
    app = App(context)
    app.key_file = key
    recipe, begin = Recipe(trigger, since=since, **typed), reset or since is not None
    if every is None:
        _poll(app, recipe, begin)
        return ExitCode.OK
    try:
        return _poll_on(app, recipe, begin, every)
    except KeyboardInterrupt:
        return end_quietly(app)


def _poll_on(app: App, recipe: Recipe, begin: bool, every: float) -> int:
    """Poll again and again; that the connector or its service fails is told, and no reason to end."""
    clock = app.environment.clock
    while True:
        started = clock.now()
        try:
            _poll(app.anew(), recipe, begin, goes_on=True)
            begin = False
        except SdkError as error:
            tell(error, app.environment)
        clock.sleep(max(0.0, started + every - clock.now()))


def _poll(app: App, recipe: Recipe, begin: bool, goes_on: bool = False) -> None:
    """Poll once; after each page its events are shown, and what is known now is kept."""
    from ...store.polls import Polled

    with recipe.at_work(app) as (incoming, file), file.locked():
        polled = Polled() if begin else file.read()
        first = not polled.polled_at
        if first and not incoming.has_dedup:
            app.warn(f"`{incoming.owner}` has no dedup: each event counts as new")
        new, known = _pages(app, incoming, file, polled)
    if goes_on and not first and not new:
        _draw(app, counted(new, known))
        return
    app.say(counted(new, known))
    if first:
        app.say("The next poll goes on from here; --reset begins anew")


def _pages(app: App, incoming: Incoming, file: PollFile, polled: Polled) -> tuple[int, int]:
    """Fetch the pages, show what is new and keep what is known; give how many events were new, and how many not."""
    new = known = 0
    closures = Closures(app, incoming.paths.session)
    for page in incoming.polled(closures.restored(polled.closure)):
        some, others = show_new(app, page.events, polled)
        new, known = new + some, known + others
        polled.closure = closures.kept(page.closure, polled.closure)
        file.write(polled)
    return new, known


class Closures:
    """Closures between two runs: as JSON, with no secret in them.

    Args:
        app: the run; it knows what is secret.
        session: its connection's secrets may stand in a closure, and are put back from there.
    """

    def __init__(self, app: App, session: Session) -> None:
        self._app, self._session, self._warned = app, session, False

    def restored(self, kept: Any) -> Any:
        """Give what was kept, with the connection's secrets as they are now."""
        return self._references().take(kept)

    def kept(self, closure: Any, before: Any) -> Any:
        """Give what of a closure can be kept; what was kept before, where a secret in it is none of the connection's.

        The next run then fetches some events again, which `dedup` knows.
        """
        from ..result_json import as_json

        references = self._references()
        plain = json.loads(as_json(self._session.connector, closure))
        shown = {"closure": references.put(plain, lambda name: "$SECRET")}
        if self._app.recorder.redactor.mask_json(shown) == shown:
            return references.put(plain)
        if not self._warned:
            self._warned = True
            self._app.warn("the closure has a secret in it and is not kept: the next run polls from an earlier one")
        return before

    def _references(self) -> Any:
        from ...store.polls import References

        mask = self._app.recorder.redactor.mask
        values = self._session.connection.snapshot()
        texts = ((name, text) for name, text in values.items() if isinstance(text, str))
        return References(
            (name, text) for name, text in texts if len(text) >= SHORTEST_REFERENCE and mask(text) != text
        )


def _draw(app: App, text: str) -> None:
    """Show on a terminal that a poll has ended, until there is more to say."""
    if app.environment.on_terminal(app.environment.stderr) and not app.options.quiet:
        from datetime import datetime

        app.environment.draw(f"{datetime.now():%H:%M:%S}  {text}")
