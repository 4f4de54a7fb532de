"""`wkt webhook`: receive a trigger's webhooks on this machine, and show the events that they bring."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from queue import Empty
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from ...errors import ExitCode, SdkError, UsageError
from ..app import App
from ..ending import end_quietly, ends_as_by_ctrl_c
from ..failures import tell
from ..options import GEM_NAMES
from ..recipe import Recipe, counted, of_trigger, show_new

if TYPE_CHECKING:
    from ...runtime.incoming import Incoming
    from ...runtime.webhooks import Webhooks
    from ...store.polls import PollFile
    from ..receiver import Received, Receiver

PORT = 45556
MOST = 10_000_000
"""Bytes of a body."""
LOOK = 1.0
"""Seconds after which an idle command looks whether the subscription ends, and whether Ctrl-C was pressed."""


@click.command("webhook", short_help="Receive a trigger's webhooks on a local port.", context_settings=GEM_NAMES)
@click.option(
    "--url", metavar="URL",
    help="The public URL, such as that of a tunnel to this port; without a path /webhooks/NAME is added.",
)
@click.option("--port", type=click.IntRange(1, 65535), metavar="PORT", default=PORT, help=f"Where to listen ({PORT}).")
@click.option("--ip", metavar="ADDRESS", default="127.0.0.1", help="Address to listen on (127.0.0.1).")
@click.option("--count", type=click.IntRange(1), metavar="EVENTS", help="End after so many new events.")
@of_trigger
def command(
    context: click.Context, /, trigger: str, key: str | None, reset: bool, url: str | None, port: int, ip: str,
    count: int | None, **typed: Any,
) -> int:  # fmt: skip
    """Receive webhooks on a local port, and print the events that were not seen before.

    \b
    TRIGGER   triggers.NAME

    `webhook_subscribe` is run with the URL, `webhook_notification` on each request, and `webhook_unsubscribe` at the
    end, at Ctrl-C, too. Input and events are converted by the fields, and what `dedup` gave is kept, as for `wkt poll`.
    Of a static webhook (`webhook_key`) the requests count for which `webhook_keys` gives its key.

    With --json each event is a line.
    """
    app = App(context)
    app.key_file = key
    recipe = Recipe(trigger, **typed)
    try:
        with ends_as_by_ctrl_c(), recipe.at_work(app) as (incoming, file):
            _receive(app, incoming, file, _Place(url, ip, port), count, reset)
    except KeyboardInterrupt:
        return end_quietly(app)
    return ExitCode.OK


class _Place:
    """Where webhooks come to.

    Args:
        url: the public URL as typed, or None.
        ip, port: where to listen.

    Raises:
        UsageError: the URL can't be one.
    """

    def __init__(self, url: str | None, ip: str, port: int) -> None:
        parts = urlsplit(url or f"http://127.0.0.1:{port}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"`--url {url}` can't be used", hint="write it as https://NAME.example.com")
        self._parts, self.address, self.is_public = parts, (ip, port), url is not None

    def url(self, owner: str) -> str:
        """Give the URL that the service is told."""
        return self._parts._replace(path=self.path(owner)).geturl()

    def path(self, owner: str) -> str:
        """Give the path that is listened at."""
        return self._parts.path.rstrip("/") or f"/webhooks/{owner.partition('.')[2]}"


def _receive(app: App, incoming: Incoming, file: PollFile, place: _Place, count: int | None, reset: bool) -> None:
    """Listen, subscribe, show what comes, and unsubscribe however that ends."""
    from ...runtime.webhooks import Webhooks
    from ...store.polls import Polled

    webhooks = Webhooks(incoming)
    if reset:
        with file.locked():
            file.write(Polled())
    if not incoming.has_dedup:
        app.warn(f"`{incoming.owner}` has no dedup: each event counts as new")
    with _listening(app, incoming, webhooks, place) as server:
        try:
            _subscribe(app, webhooks, place.url(incoming.owner))
            with app.talking():
                _serve(app, webhooks, server, _Shown(app, incoming, webhooks, file), count)
        finally:
            _unsubscribe(app, webhooks)


def _serve(app: App, webhooks: Webhooks, server: Receiver, shown: _Shown, count: int | None) -> None:
    """Show what comes, until there were so many events or Ctrl-C."""
    while count is None or shown.new < count:
        _renew(app, webhooks)
        try:
            arrived = server.waiting.get(timeout=LOOK)
        except Empty:
            continue
        if isinstance(arrived, str):
            app.say(arrived)
        else:
            shown.take(arrived)
            server.done(arrived)


@contextmanager
def _listening(app: App, incoming: Incoming, webhooks: Webhooks, place: _Place) -> Iterator[Receiver]:
    """Run the server during the block."""
    from ...runtime.webhooks import MalformedError, payload, query
    from ..local_server import serving
    from ..receiver import Answer, Receiver, RefusedError

    def decode(received: Received) -> Any:
        try:
            query(received.query)
            return payload(received.body, received.headers.get("Content-Type", ""), raw=webhooks.raw)
        except MalformedError as error:
            raise RefusedError(400, str(error)) from None

    told, path = webhooks.told(), place.path(incoming.owner)
    answer = Answer(told.status, told.headers, told.body.encode())
    most = app.options.max_filesize or (None if app.options.no_limits else MOST)
    hint = "a tunnel must lead to that port"
    with serving(lambda address: Receiver(address, path, decode, answer, most), place.address, hint) as server:
        ip, port = place.address
        app.say(f"Listening on http://{ip}:{port}{path} until Ctrl-C")
        yield server


def _subscribe(app: App, webhooks: Webhooks, url: str) -> None:
    if webhooks.has("webhook_subscribe"):
        webhooks.subscribe(url)
        app.say(f"Subscribed {url}: {_masked(app, webhooks)}")
    else:
        app.say(f"The trigger doesn't subscribe by itself: let the service send to {url}")


def _unsubscribe(app: App, webhooks: Webhooks) -> None:
    """Run `webhook_unsubscribe`, if there is a subscription."""
    if not webhooks.subscribed:
        return
    if webhooks.has("webhook_unsubscribe"):
        webhooks.unsubscribe()
        app.say("Unsubscribed")
    else:
        app.warn("the trigger has no webhook_unsubscribe: the service goes on sending")


def _renew(app: App, webhooks: Webhooks) -> None:
    """Run `webhook_refresh` when the subscription has ended."""
    if webhooks.expires is None or webhooks.expires > datetime.now(UTC):
        return
    if not webhooks.has("webhook_refresh"):
        webhooks.expires = None
        app.warn("the subscription has ended, and the trigger has no webhook_refresh")
        return
    webhooks.refresh()
    app.say(f"Refreshed: {_masked(app, webhooks)}")
    if webhooks.expires is not None and webhooks.expires <= datetime.now(UTC):
        webhooks.expires = None
        app.warn("what webhook_refresh gave has ended already, and is not refreshed again")


def _masked(app: App, webhooks: Webhooks) -> str:
    """Give what a subscription gave as JSON, masked."""
    import json

    from ..result_json import as_json

    connector = webhooks.connector
    return json.dumps(app.masked("subscription", json.loads(as_json(connector, webhooks.subscription))))


class _Shown:
    """Runs `webhook_notification` on what comes, and shows the events.

    Attributes:
        new: how many were new.
    """

    def __init__(self, app: App, incoming: Incoming, webhooks: Webhooks, file: PollFile) -> None:
        self._app, self._incoming, self._webhooks, self._file, self.new = app, incoming, webhooks, file, 0
        self._key = webhooks.key()
        if self._key is not None:
            app.say(f"Static webhook with the key {self._key}")

    def take(self, received: Received) -> None:
        """Take one webhook; that the connector fails is told, and no reason to end."""
        from ..render import size

        head = f"{datetime.now():%H:%M:%S}  {received.method} {size(len(received.body))}"
        try:
            self._app.say(f"{head}  {self._outcome(received)}")
        except SdkError as error:
            self._app.say(f"{head}  failed")
            tell(error, self._app.environment)

    def _outcome(self, received: Received) -> str:
        """Show the new events of a webhook; say what came of it."""
        from ...runtime.webhooks import query

        params, payload = query(received.query), received.payload
        if self._key is not None:
            keys = self._webhooks.keys(payload, received.headers, params)
            if self._key not in keys:
                return f"is for {', '.join(keys)}, not for {self._key}"
        events = self._incoming.notified(payload, dict(received.headers), params, self._webhooks.subscription)
        with self._file.locked():
            polled = self._file.read()
            new, known = show_new(self._app, events, polled)
            self._file.write(polled)
        self.new += new
        return counted(new, known)
