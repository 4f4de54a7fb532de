"""The client that everything is sent with; what goes through it is recorded, redirects and repeats too."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..errors import RequestError, ServerDisconnectedError
from ..trace.model import Exchange, Origin, Phase, Times
from .bodies import Store
from .encodings import Bounds, decoded, split_encodings
from .message import OutgoingRequest, Reply
from .redirects import MAX_HOPS, Way, advice, next_request
from .times import Patience
from .transfers import Transfer
from .transports import Transports
from .wire import USER_AGENT, as_httpx, complete, mapped, mapped_url, origin_of

if TYPE_CHECKING:
    import httpx

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})
_BODILESS = frozenset({204, 304})


@dataclass(frozen=True)
class ClientOptions:
    """How to send. The limits are the platform's (reference/http_dsl.md section 12), where it has one.

    Attributes:
        timeout: seconds for each of connecting and waiting for bytes, None for any; the test console has 40.
        max_time: seconds for a request with its redirects, None for any; a job has 180.
        max_renewal: the same for one of a refresh, which has 30.
        max_body: bytes of a reply that are kept in memory, packed or unpacked; None for any.
        proxy: URL of a proxy for everything; None for what the environment says.
        ca_bundle: file or folder of authorities to trust; None for what the environment says, else certifi's.
        insecure: don't check certificates.
        http2: let servers choose HTTP/2.
        environ: the variables that name proxies and authorities.
        origin_map: requests to an origin (key) go to another (value), such as a local server.
        dry_run: send nothing; `Client.send` raises `DryRun`.
        user_agent: the User-Agent where a request has none.
    """

    timeout: float | None = 40.0
    max_time: float | None = 180.0
    max_renewal: float | None = 30.0
    max_body: int | None = 100_000_000
    proxy: str | None = None
    ca_bundle: Path | None = None
    insecure: bool = False
    http2: bool = False
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    origin_map: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False
    user_agent: str = USER_AGENT

    def time_for(self, phase: Phase) -> float | None:
        """Give the seconds that a request may take that is sent in a phase."""
        return self.max_renewal if phase is Phase.REFRESH else self.max_time


class DryRun(Exception):
    """What would have been sent.

    Attributes:
        exchange: the record, with `sent` False.
        request: the request with all its headers, unmasked.
    """

    def __init__(self, exchange: Exchange, request: OutgoingRequest) -> None:
        super().__init__("dry run: nothing was sent")
        self.exchange, self.request = exchange, request


class Recorder(Protocol):
    """What the client tells of each exchange (`wkt_cli.trace.recorder.Recorder`)."""

    def begin(
        self,
        request: OutgoingRequest,
        origin: Origin,
        *,
        redirect_of: int | None = None,
        sent_to: str = "",
        dropped: list[str] | None = None,
        sent: bool = True,
    ) -> Exchange:
        """Record that a request goes out."""

    def finish(self, exchange: Exchange, reply: Reply, times: Times) -> None:
        """Record its reply."""

    def fail(self, exchange: Exchange, error: BaseException, times: Times) -> None:
        """Record why no reply came."""


@dataclass
class _Hop:
    """Where a request comes from: the redirect that led to it, and what it lost on the way."""

    redirect_of: int | None = None
    dropped: list[str] = field(default_factory=list)


class _Limit(NamedTuple):
    """What a request with all its hops may take.

    Attributes:
        seconds: as a person set them, None for any.
        ends: when they are over, by the monotonic clock.
    """

    seconds: float | None
    ends: float | None


class Client:
    """Sends requests over kept connections; may be used by several threads.

    Args:
        options: how to send.
        recorder: is told of everything that goes out.

    Attributes:
        store: where the bodies of replies go; None keeps them in memory.
        under_way: the bodies that are being sent or received.
    """

    def __init__(self, options: ClientOptions, recorder: Recorder) -> None:
        self.options, self.recorder = options, recorder
        self.store: Store | None = None
        self.under_way: set[Transfer] = set()
        self._transports = Transports(
            options.environ, options.proxy, options.ca_bundle, options.insecure, options.http2
        )

    def send(self, request: OutgoingRequest, origin: Origin) -> Reply:
        """Send a request, follow its redirects and give the last reply, whatever its status.

        Raises:
            NoAnswerError: no usable reply came.
            InvalidURIError, RequestFormatError: it can't be sent.
            DryRun: `options.dry_run`; nothing was sent.
        """
        seconds = self.options.time_for(origin.phase)
        limit = _Limit(seconds, None if seconds is None else monotonic() + seconds)
        hop, way, seen = _Hop(), Way(), {request.url}
        for hops in range(MAX_HOPS + 1):
            reply = self._send_patiently(request, origin, hop, limit)
            following = next_request(reply, way)
            if following is None:
                break
            request, lost = following
            if hops == MAX_HOPS:
                reply.notes["advice"] = advice(request.url in seen)
                break
            seen.add(request.url)
            hop = _Hop(reply.exchange_id, lost)
        if hop.dropped:
            reply.notes["dropped"] = ", ".join(hop.dropped)
        return reply

    def where(self, url: str) -> str:
        """Give the URL that a request goes to: `options.origin_map` may name a server that stands in."""
        return mapped_url(url, self.options.origin_map)

    def close(self) -> None:
        """Close all connections, and remove what was stored and is not wanted; the client can be used again."""
        self._transports.close()
        if self.store is not None:
            self.store.discard()

    def _send_patiently(self, request: OutgoingRequest, origin: Origin, hop: _Hop, limit: _Limit) -> Reply:
        """Send; a request that changes nothing by being sent twice is repeated once if the server hangs up."""
        try:
            return self._send_once(request, origin, hop, limit)
        except ServerDisconnectedError:
            if request.method not in _IDEMPOTENT:
                raise
            return self._send_once(request, origin, hop, limit)

    def _send_once(self, request: OutgoingRequest, origin: Origin, hop: _Hop, limit: _Limit) -> Reply:
        asked = complete(request, self.options.user_agent)
        wired = mapped(asked, self.options.origin_map)
        exchange = self.recorder.begin(
            asked,
            origin,
            redirect_of=hop.redirect_of,
            sent_to=origin_of(wired.url) if wired is not asked else "",
            dropped=hop.dropped,
            sent=not self.options.dry_run,
        )
        if self.options.dry_run:
            raise DryRun(exchange, wired)
        patience = Patience(self.options.timeout, limit.ends)
        try:
            reply = self._exchange(asked, wired, patience, limit)
        except BaseException as error:
            self.recorder.fail(exchange, error, patience.times)
            raise
        reply.exchange_id = exchange.id
        self.recorder.finish(exchange, reply, patience.times)
        reply.notes["start"] = exchange.response.body[:200]
        return reply

    def _exchange(
        self, asked: OutgoingRequest, wired: OutgoingRequest, patience: Patience, limit: _Limit
    ) -> Reply:
        transport = self._transports.take(wired.url, wired.tls)
        transfer = Transfer(len(wired.body or b""))
        came: httpx.Response | None = None
        self.under_way.add(transfer)
        try:
            going = as_httpx(wired, patience, transfer)
            patience.begin()
            came = transport.handle_request(going)
            patience.answered()
            try:
                return self._received(came, asked, transfer)
            finally:
                came.close()
        except Exception as error:
            failure = self._translated(error, wired, came is not None, patience, limit)
            raise (failure or error) from (error if failure else None)
        finally:
            self.under_way.discard(transfer)
            self._transports.give_back(wired.url, wired.tls, transport)

    def _received(self, came: httpx.Response, asked: OutgoingRequest, transfer: Transfer) -> Reply:
        """Read a reply to its end."""
        transfer.answered = monotonic()
        bounds = Bounds(self.options.max_body, stored=self.store is not None)
        headers, encodings = split_encodings(_header_lines(came))
        reply = Reply(came.status_code, came.reason_phrase, headers, b"", asked, version=came.http_version)
        announced = reply.header("Content-Length") or ""
        if announced.isdecimal() and asked.method != "HEAD" and came.status_code not in _BODILESS:
            transfer.to_receive = int(announced)
            bounds.check(transfer.to_receive, transfer.to_receive)
        body = decoded(_counted(came, transfer, bounds), encodings, bounds)
        if self.store is None:
            reply.body = b"".join(body)
        else:
            reply.body, reply.stored = self.store.take(body)
        return reply

    def _translated(
        self, error: Exception, wired: OutgoingRequest, answered: bool, patience: Patience, limit: _Limit
    ) -> RequestError | None:
        from .failures import Attempt, translate

        proxy = self._transports.proxy_for(wired.url)
        return translate(
            error,
            Attempt(
                origin_of(wired.url),
                self.options.timeout,
                origin_of(proxy) if proxy else None,
                answered,
                limit.seconds if patience.is_over else None,
            ),
        )


def _counted(came: httpx.Response, transfer: Transfer, bounds: Bounds) -> Iterator[bytes]:
    for piece in came.stream:  # type: ignore[union-attr]
        transfer.received += len(piece)
        bounds.check(transfer.received, transfer.received)
        yield piece


def _header_lines(came: httpx.Response) -> list[tuple[str, str]]:
    return [(_decoded_line(name), _decoded_line(value)) for name, value in came.headers.raw]


def _decoded_line(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
