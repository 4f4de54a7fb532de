"""The client that everything is sent with; what goes through it is recorded, redirects and repeats too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..errors import RequestError, ServerDisconnectedError
from ..trace.model import Exchange, Origin, Times
from .encodings import decoded, too_large
from .message import OutgoingRequest, Reply
from .redirects import MAX_HOPS, next_request
from .times import Stopwatch
from .transports import Transports
from .wire import USER_AGENT, as_httpx, complete, mapped, origin_of

if TYPE_CHECKING:
    import httpx

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})


@dataclass(frozen=True)
class ClientOptions:
    """How to send.

    Attributes:
        timeout: seconds for each of connecting and waiting for bytes; the platform's test console has 40.
        proxy: URL of a proxy for everything; None for what HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say.
        ca_bundle: file or folder of authorities to trust; None for SSL_CERT_FILE, else certifi's.
        insecure: don't check certificates.
        origin_map: requests to an origin (key) go to another (value), such as a local server.
        dry_run: send nothing; `Client.send` raises `DryRun`.
        user_agent: the User-Agent where a request has none.
        max_body: bytes that a reply may have, packed or unpacked.
    """

    timeout: float = 40.0
    proxy: str | None = None
    ca_bundle: Path | None = None
    insecure: bool = False
    origin_map: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False
    user_agent: str = USER_AGENT
    max_body: int = 256 * 2**20


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


class Client:
    """Sends requests over kept connections; may be used by several threads.

    Args:
        options: how to send.
        recorder: is told of everything that goes out.
    """

    def __init__(self, options: ClientOptions, recorder: Recorder) -> None:
        self.options, self.recorder = options, recorder
        self._transports = Transports(options.proxy, options.ca_bundle, options.insecure)

    def send(self, request: OutgoingRequest, origin: Origin) -> Reply:
        """Send a request, follow its redirects and give the last reply, whatever its status.

        Raises:
            NoAnswerError: no usable reply came.
            InvalidURIError, RequestFormatError: it can't be sent.
            DryRun: `options.dry_run`; nothing was sent.
        """
        hop = _Hop()
        for hops in range(MAX_HOPS + 1):
            reply = self._send_patiently(request, origin, hop)
            following = next_request(reply) if hops < MAX_HOPS else None
            if following is None:
                break
            request, lost = following
            hop = _Hop(reply.exchange_id, lost)
        if hop.dropped:
            reply.notes["dropped"] = ", ".join(hop.dropped)
        return reply

    def close(self) -> None:
        """Close all connections; the client can be used again."""
        self._transports.close()

    def _send_patiently(self, request: OutgoingRequest, origin: Origin, hop: _Hop) -> Reply:
        """Send; a request that changes nothing by being sent twice is repeated once if the server hangs up."""
        try:
            return self._send_once(request, origin, hop)
        except ServerDisconnectedError:
            if request.method not in _IDEMPOTENT:
                raise
            return self._send_once(request, origin, hop)

    def _send_once(self, request: OutgoingRequest, origin: Origin, hop: _Hop) -> Reply:
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
        watch = Stopwatch()
        try:
            reply = self._exchange(asked, wired, watch)
        except BaseException as error:
            self.recorder.fail(exchange, error, watch.times)
            raise
        reply.exchange_id = exchange.id
        self.recorder.finish(exchange, reply, watch.times)
        reply.notes["start"] = exchange.response.body[:200]
        return reply

    def _exchange(self, asked: OutgoingRequest, wired: OutgoingRequest, watch: Stopwatch) -> Reply:
        transport = self._transports.get(wired.url, wired.tls)
        came: httpx.Response | None = None
        try:
            going = as_httpx(wired, self.options.timeout, watch)
            watch.begin()
            came = transport.handle_request(going)
            try:
                body = self._read(came)
            finally:
                came.close()
        except Exception as error:
            failure = self._translated(error, wired, came is not None)
            raise (failure or error) from (error if failure else None)
        headers, body = decoded(_header_lines(came), body, self.options.max_body)
        return Reply(came.status_code, came.reason_phrase, headers, body, asked)

    def _read(self, came: httpx.Response) -> bytes:
        body = bytearray()
        for piece in came.stream:  # type: ignore[union-attr]
            body += piece
            if len(body) > self.options.max_body:
                raise too_large(self.options.max_body)
        return bytes(body)

    def _translated(self, error: Exception, wired: OutgoingRequest, answered: bool) -> RequestError | None:
        from .failures import Attempt, translate

        proxy = self._transports.proxy_for(wired.url)
        attempt = Attempt(
            origin_of(wired.url), self.options.timeout, origin_of(proxy) if proxy else None, answered
        )
        return translate(error, attempt)


def _header_lines(came: httpx.Response) -> list[tuple[str, str]]:
    return [(_decoded_line(name), _decoded_line(value)) for name, value in came.headers.raw]


def _decoded_line(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
