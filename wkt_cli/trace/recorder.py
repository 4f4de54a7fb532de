"""Records each exchange at the transport, masked as it is recorded: what is not in memory can't leak."""

from __future__ import annotations

from datetime import datetime
from threading import Lock, local
from typing import Protocol

from .model import Exchange, Message, Origin, Times, Trace
from .redact import Redactor

SHOWN_BODY = 64 * 1024
SHOWN_OF_LARGE = 2 * 1024
SHOWN_IN_ALL = 8 * 1024 * 1024
"""Characters of bodies in a trace from which on all but small ones are cut, so that a long run needs no more memory."""
_TEXT_TYPES = ("json", "xml", "text", "form", "javascript", "yaml", "csv", "html")


class Body(Protocol):
    """Bytes, or what gives its length and its beginning as bytes do (`wkt_cli.http.bodies.Content`)."""

    def __len__(self) -> int: ...

    def __getitem__(self, wanted: slice, /) -> bytes: ...


class Request(Protocol):
    """What is recorded of a request (`wkt_cli.http.message.OutgoingRequest`)."""

    @property
    def method(self) -> str:
        """In capitals."""

    @property
    def url(self) -> str:
        """Absolute."""

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """In order."""

    @property
    def body(self) -> Body | None:
        """The bytes."""


class Reply(Protocol):
    """What is recorded of a reply (`wkt_cli.http.message.Reply`)."""

    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def size(self) -> int:
        """Bytes of the whole body, of which `body` may be the beginning."""


class Recorder:
    """Fills a trace; may be used by several threads.

    Args:
        trace: where the records go.
        redactor: masks every text.
    """

    def __init__(self, trace: Trace, redactor: Redactor) -> None:
        self.trace, self.redactor = trace, redactor
        self._lock, self._thread, self._shown = Lock(), local(), 0
        self._zone = datetime.now().astimezone().tzinfo

    @property
    def latest(self) -> Exchange | None:
        """What was recorded last in the thread that asks."""
        return getattr(self._thread, "latest", None)

    def begin(
        self,
        request: Request,
        origin: Origin,
        *,
        redirect_of: int | None = None,
        sent_to: str = "",
        dropped: list[str] | None = None,
        sent: bool = True,
    ) -> Exchange:
        """Record that a request goes out.

        Args:
            request: as it was asked for, complete.
            origin: what in the connector sent it.
            redirect_of: id of the exchange whose redirect it follows.
            sent_to: the origin it really goes to, if another.
            dropped: names of headers that it lost because a redirect led to another origin.
            sent: False for a dry run.
        """
        body = request.body or b""
        message = self._message(list(request.headers), body, len(body))
        exchange = Exchange(
            id=0,
            origin=origin,
            method=request.method,
            url=self.redactor.mask_url(request.url),
            request=message,
            redirect_of=redirect_of,
            sent=sent,
            started=datetime.now(self._zone).isoformat(timespec="milliseconds"),
            sent_to=sent_to,
            dropped=list(dropped or ()),
        )
        with self._lock:
            exchange.id = len(self.trace.exchanges) + 1
            self.trace.exchanges.append(exchange)
        self._thread.latest = exchange
        return exchange

    def finish(self, exchange: Exchange, reply: Reply, times: Times) -> None:
        """Record the reply of an exchange."""
        exchange.response = self._message(reply.headers, reply.body, reply.size)
        exchange.status, exchange.reason = reply.status, self.redactor.mask(reply.reason)
        exchange.times = times

    def fail(self, exchange: Exchange, error: BaseException, times: Times) -> None:
        """Record why no reply came."""
        exchange.error = self.redactor.mask(str(error) or type(error).__name__)
        exchange.times = times

    def _message(self, headers: list[tuple[str, str]], body: Body, size: int) -> Message:
        media_type = next((v for k, v in headers if k.lower() == "content-type"), "")
        shown = self._body(body, size, media_type.lower()) if size else ""
        masked = [(name, self.redactor.mask_header(name, value)) for name, value in headers]
        return Message(masked, shown, size)

    def _body(self, body: Body, size: int, media_type: str) -> str:
        text = _as_text(body[:SHOWN_BODY], media_type, cut=size > SHOWN_BODY)
        kind = media_type.split(";")[0].strip() or "no content type"
        if text is None:
            return f"<binary, {size_text(size)} {kind}>"
        masked = self.redactor.mask_body(text, media_type)
        if size > (SHOWN_BODY if self._shown < SHOWN_IN_ALL else SHOWN_OF_LARGE):
            masked = f"{masked[:SHOWN_OF_LARGE]}…\n<cut, {size_text(size)} {kind}>"
        self._shown += len(masked)
        return masked


def size_text(size: int) -> str:
    """Give a number of bytes for people.

    >>> size_text(999), size_text(12_900_000)
    ('999 bytes', '12.9 MB')
    """
    for unit, factor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"


def _as_text(body: bytes, media_type: str, cut: bool) -> str | None:
    """Give a body as text; None where it is none."""
    charset = media_type.partition("charset=")[2].split(";")[0].strip(" \"'") or "utf-8"
    try:
        text = body.decode(charset, "ignore" if cut else "strict")
    except (LookupError, ValueError):
        if not any(word in media_type for word in _TEXT_TYPES):
            return None
        text = body.decode("utf-8", "replace")
    return None if "\0" in text else text
