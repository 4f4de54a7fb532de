"""A trigger as a recipe uses it: its input is made once, its events are converted and told apart by `dedup`.

See reference/blocks.md section 6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ..errors import InvalidDefinitionError
from ..trace.model import Phase
from .blocks import triggers
from .frame import Scope
from .given import Given
from .paths import Paths

MOST_EVENTS = 1_000
"""How many events of one poll the platform takes (reference/http_dsl.md section 12)."""


class Event(NamedTuple):
    """One event.

    Attributes:
        json: what the recipe sees, converted.
        key: what `dedup` gave, as text; None where it gave nothing, or where there is no `dedup`.
    """

    json: str
    key: str | None


class Page(NamedTuple):
    """What one run of `poll` gave.

    Attributes:
        events: in the block's own order.
        closure: for the next poll, in the connector's own form.
    """

    events: list[Event]
    closure: Any


class Incoming:
    """A trigger at work.

    Args:
        paths: the connector at work.
        owner: such as ``triggers.new_book``.
        given: what the input is, and how many pages a poll may fetch.

    Raises:
        SchemaError: the input doesn't fit the trigger's fields.
    """

    def __init__(self, paths: Paths, owner: str, given: Given) -> None:
        self.paths, self.owner = paths, owner
        self.given, self._parse = triggers.prepared(paths, owner, given)
        self._dedup = paths.session.block(f"{owner}.dedup")
        self.has_dedup = self._dedup is not None
        self._warned: set[str] = set()

    def polled(self, closure: Any) -> Iterator[Page]:
        """Poll page by page.

        Args:
            closure: what an earlier poll handed on, as JSON data.

        Raises:
            InvalidDefinitionError: the trigger has no `poll`.
        """
        path = f"{self.owner}.poll"
        if self.paths.connector.dig(path) is None:
            raise InvalidDefinitionError(
                f"`{self.owner}` has no poll", hint=f"`wkt webhook {self.owner}` receives its webhooks"
            )
        begin = triggers.closure(self.paths, replace(self.given, closure=closure))
        for page in triggers.pages(self.paths, path, self.given, begin):
            if len(page["events"]) > MOST_EVENTS:
                self._warn(f"`{path}` gave more than {MOST_EVENTS:,} events at once; the platform takes no more")
            yield Page(self._events(page["events"]), page["next_poll"])

    def notified(self, payload: Any, headers: Mapping[str, str], params: Mapping[str, Any], output: Any) -> list[Event]:
        """Run `webhook_notification`; give its events.

        Args:
            payload: the body, as it was decoded.
            headers: of the request.
            params: of its query.
            output: what `webhook_subscribe` gave.
        """
        told = replace(self.given, webhook_payload=payload, webhook_subscribe_output=output)
        told.webhook_headers, told.webhook_params = headers, params
        found = triggers.notified(self.paths, self.owner, told)
        return self._events(found if isinstance(found, list) else [] if found is None else [found])

    def _events(self, found: list[Any]) -> list[Event]:
        return [Event(self._json(event, number), self._key(event)) for number, event in enumerate(found)]

    def _json(self, event: Any, number: int) -> str:
        converted = self._parse(event, f"events[{number}]") if isinstance(event, dict) else event
        return self.paths.connector.as_json(converted)

    def _key(self, event: Any) -> str | None:
        """Run `dedup` on an event as the block gave it."""
        if self._dedup is None:
            return None
        session, connector = self.paths.session, self.paths.connector
        key = session.run(self._dedup, connector.indifferent(event), phase=Phase.EXECUTE, scope=Scope.BARE)
        plain = connector.plain(key)
        if plain is None or plain == "":
            self._warn(f"`{self.owner}.dedup` gave nothing for an event, which then counts as new each time")
            return None
        return str(plain)

    def _warn(self, text: str) -> None:
        """Tell what is odd, once."""
        if text not in self._warned:
            self._warned.add(text)
            self.paths.session.warn(text)
