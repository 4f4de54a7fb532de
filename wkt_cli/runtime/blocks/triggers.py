"""Polls and webhooks of triggers, block by block and whole (reference/blocks.md section 6)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...errors import InvalidDefinitionError, UsageError
from ..frame import Scope
from ..given import Given
from ..request import resolve
from ..schema.conversion import Schema, is_blank
from .schemas import completed_fields

if TYPE_CHECKING:
    from ..paths import Paths

Parse = Callable[[Any, str], Any]
KEYS = ("events", "next_poll", "can_poll_more")


def poll(paths: Paths, path: str, given: Given) -> Any:
    """Fetch page after page; the newest event of the last page comes first."""
    paths.owner(path)
    found = paths.events(paths.connector)
    for page in pages(paths, path, given, closure(paths, given)):
        found.add(page["events"][::-1], page["next_poll"])
    return found.result()


def pages(paths: Paths, path: str, given: Given, closure: Any) -> Iterator[dict[str, Any]]:
    """Fetch page after page as long as the block says that there are more, `given.max_pages` at most."""
    for _ in range(given.max_pages):
        page = _page(paths, path, given, closure)
        yield page
        if not page.get("can_poll_more"):
            return
        closure = page["next_poll"]
    paths.session.warn(f"the poll wants more than {given.max_pages} pages (--max-pages)")


def poll_page(paths: Paths, path: str, given: Given) -> Any:
    """Fetch one page, as the block gives it but for the order of its events."""
    owner = paths.owner(path)
    page = _page(paths, f"{owner}.poll", given, closure(paths, given))
    return {**page, "events": page["events"][::-1]}


def closure(paths: Paths, given: Given) -> Any:
    """Give the closure that a poll begins with: texts of times are times, an empty one is none."""
    return None if is_blank(given.closure) else paths.connector.with_times(given.closure)


def _page(paths: Paths, path: str, given: Given, closure: Any) -> dict[str, Any]:
    """Run `poll` once.

    Raises:
        InvalidDefinitionError: it gave no hash.
    """
    schemas = (given.extended_input_schema, given.extended_output_schema)
    found = paths.execute(path, paths.settings, given.input, closure, *schemas)
    if found is not None and not isinstance(found, dict):
        raise InvalidDefinitionError(
            "Invalid output from trigger poll lambda.",
            hint="give a hash: { events: […], next_poll: …, can_poll_more: … }",
            place=paths.connector.place(path),
        )
    page = {_name(key): value for key, value in (found or {}).items()}
    _warn_about(paths, path, page)
    page = {key: value for key, value in page.items() if key in KEYS}
    events = resolve(page.get("events"))
    single = [] if events is None else [events]
    page["events"] = list(events) if isinstance(events, (list, tuple)) else single
    next_poll = paths.connector.indifferent(page.get("next_poll"))
    page["next_poll"] = closure if is_blank(next_poll) else next_poll
    return page


def _name(key: Any) -> str:
    return str(getattr(key, "name", key))


def _warn_about(paths: Paths, path: str, page: dict[str, Any]) -> None:
    """Tell what the platform would not take."""
    odd = [key for key in page if key not in KEYS]
    if odd:
        paths.session.warn(f"`{path}` gave {', '.join(odd)}, of which the platform knows nothing")
    if page.get("can_poll_more") not in (True, False, None):
        paths.session.warn(f"`{path}` gave a can_poll_more that is neither true nor false")
    events = page.get("events")
    if isinstance(events, list) and any(not isinstance(event, dict) for event in events):
        paths.session.warn(f"`{path}` gave events that are no hashes")


def dedup(paths: Paths, path: str, given: Given) -> Any:
    """Run `dedup` on one record."""
    paths.owner(path)
    return paths.execute(path, given.input, scope=Scope.BARE)


def subscribe(paths: Paths, path: str, given: Given) -> Any:
    """Run `webhook_subscribe`."""
    paths.owner(path)
    if given.webhook_url is None:
        raise UsageError("The URL of the webhook is missing", hint="give it with --webhook-url URL")
    return paths.execute(path, given.webhook_url, paths.settings, given.input, secrets.token_hex(32))


def refresh(paths: Paths, path: str, given: Given) -> Any:
    """Run `webhook_refresh`."""
    paths.owner(path)
    return paths.execute(path, given.webhook_subscribe_output)


def unsubscribe(paths: Paths, path: str, given: Given) -> Any:
    """Run `webhook_unsubscribe`."""
    paths.owner(path)
    return paths.execute(path, given.webhook_subscribe_output, paths.settings)


def notification(paths: Paths, path: str, given: Given) -> Any:
    """Run `webhook_notification`."""
    return notified(paths, paths.owner(path), given)


def notified(paths: Paths, owner: str, given: Given) -> Any:
    """Run a trigger's `webhook_notification` on what came in."""
    payload = paths.connector.as_received(given.webhook_payload)
    return paths.execute(
        f"{owner}.webhook_notification", given.input, payload, given.extended_input_schema,
        given.extended_output_schema, given.webhook_headers, given.webhook_params, paths.settings,
        given.webhook_subscribe_output, scope=Scope.BARE,
    )  # fmt: skip


def webhook_key(paths: Paths, path: str, given: Given) -> Any:
    """Run `webhook_key` of a static webhook."""
    paths.owner(path)
    return paths.execute(path, paths.settings, given.input)


def webhook_keys(paths: Paths, path: str, given: Given) -> Any:
    """Run the connector's `webhook_keys` on what came in."""
    payload = paths.connector.as_received(given.webhook_payload)
    return paths.execute(path, given.webhook_params, given.webhook_headers, payload)


def prepared(paths: Paths, owner: str, given: Given) -> tuple[Given, Parse]:
    """Make input and fields of a whole run; give them, and what converts an event, which is told its path."""
    config, inputs, outputs = completed_fields(paths, owner, given.input)
    told = replace(given)
    told.input = Schema([*config, *inputs], "render_input", paths.session).rendered(given.input)
    told.extended_input_schema, told.extended_output_schema = inputs, outputs
    return told, Schema(outputs, "parse_output", paths.session).parsed


def whole(paths: Paths, path: str, given: Given) -> Any:
    """Run a trigger as the platform does: its webhook where it has one, else a poll from the start."""
    owner = paths.whole_owner(path)
    told, parse = prepared(paths, owner, given)
    if paths.connector.dig(f"{owner}.webhook_notification") is not None:
        found = notified(paths, owner, told)
        if isinstance(found, list):
            return [parse(event, f"output[{number}]") for number, event in enumerate(found)]
        return found if found is None else parse(found, "output")
    if paths.connector.dig(f"{owner}.poll") is None:
        raise InvalidDefinitionError(f"`{owner}` has neither poll nor webhook_notification")
    polled = paths.events(paths.connector)
    for number, page in enumerate(pages(paths, f"{owner}.poll", told, None), 1):
        events = _converted(page["events"], parse, "events" if number == 1 else f"page {number}, events")
        polled.add(events[::-1], page["next_poll"])
    return polled.result()


def _converted(events: list[Any], parse: Parse, where: str) -> list[Any]:
    return [
        parse(event, f"{where}[{number}]") if isinstance(event, dict) else event for number, event in enumerate(events)
    ]
