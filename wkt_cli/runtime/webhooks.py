"""Webhooks of a trigger: subscription, payloads, keys, and what senders are told (reference/blocks.md section 6)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from ..connector.model import Connector
from ..errors import InvalidDefinitionError, ResponseFormatError
from ..http.formats import form
from ..http.formats import json as json_format
from .blocks import triggers
from .given import Given
from .incoming import Incoming

FORM = "application/x-www-form-urlencoded"


class MalformedError(ValueError):
    """A body or query that can't be read."""


def payload(body: bytes, content_type: str, *, raw: bool) -> Any:
    """Read the body of a webhook: JSON and forms become data, all else is text.

    Args:
        body: the bytes.
        content_type: of the request, with its parameters.
        raw: whether the trigger wants it as it is (``webhook_payload_type``); bytes that are no UTF-8 stay bytes.

    Raises:
        MalformedError: it isn't what its content type says.

    >>> payload(b'{"a": 1}', "application/json", raw=False), payload(b"a=1", FORM, raw=False)
    ({'a': 1}, {'a': '1'})
    """
    kind = content_type.partition(";")[0].strip().lower()
    try:
        text = body.decode()
    except UnicodeDecodeError:
        if raw or not kind.endswith("json"):
            return body
        raise MalformedError("The body is no UTF-8") from None
    if raw:
        return text
    if kind == FORM:
        return query(text)
    if not kind.endswith("json") and text.lstrip()[:1] not in ("", "{", "["):
        return text
    try:
        return json_format.parse(text)
    except ValueError as error:
        if kind.endswith("json"):
            raise MalformedError(f"The body is no JSON: {error}") from None
        return text


def query(text: str) -> dict[str, Any]:
    """Read a query or form, with ``a[]`` and ``h[k]``.

    Raises:
        MalformedError: its names contradict each other.
    """
    try:
        return form.decode_query(text)
    except ResponseFormatError as error:
        raise MalformedError(error.message) from None


@dataclass(frozen=True)
class Told:
    """What the sender of a webhook is told.

    Attributes:
        status: of the reply.
        headers: by name.
        body: the text.
    """

    status: int
    headers: Mapping[str, str]
    body: str


class Webhooks:
    """The webhook of a trigger at work.

    Args:
        incoming: the trigger.

    Attributes:
        subscription: what `webhook_subscribe` gave; an empty hash before it ran, and where there is none.
        subscribed: whether it ran.
        expires: when the subscription ends, or None.

    Raises:
        InvalidDefinitionError: the trigger has no `webhook_notification`.
    """

    def __init__(self, incoming: Incoming) -> None:
        self._incoming, self._paths, self._owner = incoming, incoming.paths, incoming.owner
        self.subscription: Any = {}
        self.subscribed = False
        self.expires: datetime | None = None
        if not self.has("webhook_notification"):
            raise InvalidDefinitionError(
                f"`{self._owner}` has no webhook_notification", hint=f"`wkt poll {self._owner}` polls it"
            )

    @property
    def connector(self) -> Connector:
        """The connector at work."""
        return self._paths.connector

    def has(self, block: str) -> bool:
        """Tell whether the trigger has a block."""
        return self._part(block) is not None

    @property
    def raw(self) -> bool:
        """Whether the trigger wants bodies as they are."""
        return bool(self._part("webhook_payload_type") == "raw")

    def subscribe(self, url: str) -> None:
        """Run `webhook_subscribe`."""
        self._keep(triggers.subscribe(self._paths, f"{self._owner}.webhook_subscribe", self._given(webhook_url=url)))

    def refresh(self) -> None:
        """Run `webhook_refresh`."""
        self._keep(triggers.refresh(self._paths, f"{self._owner}.webhook_refresh", self._given()))

    def unsubscribe(self) -> None:
        """Run `webhook_unsubscribe`."""
        triggers.unsubscribe(self._paths, f"{self._owner}.webhook_unsubscribe", self._given())

    def key(self) -> str | None:
        """Give the key of a static webhook; None for another kind.

        Raises:
            InvalidDefinitionError: the connector has no `webhook_keys` that would give it.
        """
        if not self.has("webhook_key"):
            return None
        self._paths.session.required_block("webhook_keys")
        return self._text(triggers.webhook_key(self._paths, f"{self._owner}.webhook_key", self._given()))

    def keys(self, payload: Any, headers: Mapping[str, str], params: Mapping[str, Any]) -> list[str]:
        """Run the connector's `webhook_keys` on what came in; give the keys that it is for."""
        given = self._given(webhook_payload=payload, webhook_headers=dict(headers), webhook_params=dict(params))
        found = self.connector.plain(triggers.webhook_keys(self._paths, "webhook_keys", given))
        return [self._text(key) for key in (found if isinstance(found, list) else [found])]

    def told(self) -> Told:
        """Give what ``webhook_response_type``, ``_status``, ``_headers`` and ``_body`` say; else 200 and no body."""
        plain = self.connector.plain
        kind, body, headers = (plain(self._part(f"webhook_response_{name}")) for name in ("type", "body", "headers"))
        status = plain(self._part("webhook_response_status"))
        self._check("status", status is None or (isinstance(status, int) and 200 <= status <= 599))
        self._check("headers", headers is None or isinstance(headers, Mapping))
        self._check("body", body is None or isinstance(body, (str, Mapping, list)))
        text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        as_json = kind == "json" or (body is not None and text is not body)
        content_type = {"Content-Type": "application/json" if as_json else "text/plain; charset=utf-8"} if text else {}
        given = {str(name): str(value) for name, value in (headers or {}).items()}
        self._check("headers", all(f"{name}{value}".isprintable() for name, value in given.items()))
        return Told(status or 200, {**content_type, **given}, text)

    def _check(self, name: str, right: bool) -> None:
        if not right:
            key_path = f"{self._owner}.webhook_response_{name}"
            raise InvalidDefinitionError(f"`{key_path}` can't be sent", place=self.connector.place(key_path))

    def _part(self, name: str) -> Any:
        return self.connector.dig(f"{self._owner}.{name}")

    def _given(self, **told: Any) -> Given:
        return replace(self._incoming.given, webhook_subscribe_output=self.subscription, **told)

    def _text(self, key: Any) -> str:
        return str(self.connector.plain(key))

    def _keep(self, found: Any) -> None:
        """Keep what a subscription gave: a hash, or a pair of it and of when it ends."""
        connector, ends, self.subscribed = self.connector, None, True
        if isinstance(found, (list, tuple)):
            found, ends = (*found, None, None)[:2]
        self.subscription, self.expires = connector.indifferent(found), moment(connector.plain(ends))


def moment(value: Any) -> datetime | None:
    """Read when a subscription ends: a time, a date, an ISO text, or seconds since 1970; None where it is nothing such.

    >>> [str(moment(value)) for value in ("2026-01-02T03:04:05Z", 0, None)]
    ['2026-01-02 03:04:05+00:00', '1970-01-01 00:00:00+00:00', 'None']
    """
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            value = datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time(), UTC)
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)
