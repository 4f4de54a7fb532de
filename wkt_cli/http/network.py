"""The network below httpx: every wait is bounded, by its own time and by that of the whole request."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable, Iterator
from functools import lru_cache
from ipaddress import ip_address
from threading import Thread
from time import perf_counter
from typing import Any, cast

import httpcore
import httpx

from .bodies import Content, pieces
from .times import Patience
from .transfers import Transfer

MAX_CONNECTIONS = 100
MAX_IDLE, IDLE_SECONDS = 20, 5.0
"""Connections that are kept open, and how long, as in httpx."""


class Transport(httpx.HTTPTransport):
    """httpx's transport over a pool of ours.

    Args:
        context: TLS for the servers.
        proxy: URL of the proxy, with user and password, or None.
        proxy_context: TLS for the proxy, where that is https.
        http2: whether HTTP/2 may be agreed on.
    """

    def __init__(
        self, context: ssl.SSLContext, proxy: str | None, proxy_context: ssl.SSLContext | None, http2: bool
    ) -> None:
        usual: dict[str, Any] = {
            "ssl_context": context, "max_connections": MAX_CONNECTIONS, "max_keepalive_connections": MAX_IDLE,
            "keepalive_expiry": IDLE_SECONDS, "http2": http2, "network_backend": Backend(),
        }  # fmt: skip
        self._pool = _proxied(proxy, proxy_context, usual) if proxy else httpcore.ConnectionPool(**usual)


def _proxied(proxy: str, context: ssl.SSLContext | None, usual: dict[str, Any]) -> httpcore.ConnectionPool:
    parsed = httpx.Proxy(proxy)
    raw = parsed.url
    url = httpcore.URL(scheme=raw.raw_scheme, host=raw.raw_host, port=raw.port, target=raw.raw_path)
    if raw.scheme.startswith("socks"):
        return httpcore.SOCKSProxy(proxy_url=url, proxy_auth=parsed.raw_auth, **usual)
    return httpcore.HTTPProxy(proxy_url=url, proxy_auth=parsed.raw_auth, proxy_ssl_context=context, **usual)


class ExactURL:
    """What httpx is given for a URL, so that its target on the wire is exactly what was asked for.

    httpx encodes paths and queries again; httpcore's `target` extension would reach proxies' CONNECT requests too. Who
    asks for more than the way to the server is answered by an `httpx.URL`.

    Args:
        origin: scheme, host and port.
        target: path and query, ASCII.

    Raises:
        httpx.InvalidURL: there is no such origin.
    """

    def __init__(self, origin: str, target: str) -> None:
        self._text = origin + target
        self.raw_scheme, self.raw_host, self.port = _way(origin)
        self.raw_path = target.encode("ascii")

    def __getattr__(self, name: str) -> Any:
        return getattr(httpx.URL(self._text), name)

    def __str__(self) -> str:
        return self._text


@lru_cache(maxsize=256)
def _way(origin: str) -> tuple[bytes, bytes, int | None]:
    """Give scheme, host and port as httpx reads them, which takes long."""
    url = httpx.URL(origin)
    return url.raw_scheme, url.raw_host, url.port


class ExactRequest(httpx.Request):
    """An httpx request of what is complete already: nothing is read, changed or added.

    Args:
        method: in capitals.
        url: where it goes.
        headers: names and values in order.
        body: what is sent.
        extensions: what httpcore is told.
    """

    def __init__(
        self, method: str, url: ExactURL, headers: list[tuple[bytes, bytes]], body: Pieces, extensions: dict[str, Any]
    ) -> None:
        self.method, self.url, self.headers = method, cast(httpx.URL, url), httpx.Headers(headers)
        self.stream, self.extensions = body, extensions


class Pieces(httpx.SyncByteStream):
    """A body as httpx takes it, which can be sent again."""

    def __init__(self, body: bytes | Content, transfer: Transfer) -> None:
        self._body, self._transfer = body, transfer

    def __iter__(self) -> Iterator[bytes]:
        self._transfer.sent = 0
        for piece in pieces(self._body):
            yield cast(bytes, piece)
            self._transfer.sent += len(piece)


class Backend(httpcore.NetworkBackend):
    """Connects within a request's `Patience`: the look-up of the name counts, and one address after the other."""

    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that accepts."""
        patience = timeout if isinstance(timeout, Patience) else Patience(timeout, None)
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        began = perf_counter()
        for address in _addresses(host, port, patience):
            try:
                made = self._inner.connect_tcp(address, port, _left(patience, httpcore.ConnectTimeout))
                patience.connected(began)
                return Stream(made, patience)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class Stream(httpcore.NetworkStream):
    """A connection whose waits end with the `Patience` that comes as `timeout`; without one, that of its making.

    Args:
        inner: the connection.
        patience: of the request that it is made for.
        shared: whether replies to several requests come mixed, as in HTTP/2.
    """

    def __init__(self, inner: httpcore.NetworkStream, patience: Patience, *, shared: bool = False) -> None:
        self._inner, self._made_with, self._shared = inner, patience, shared

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Wait for bytes."""
        patience = timeout if isinstance(timeout, Patience) else self._made_with
        data = self._inner.read(max_bytes, _left(patience, httpcore.ReadTimeout))
        if patience.head is not None and not self._shared:
            patience.head -= len(data)
            if patience.head < 0:
                raise httpcore.RemoteProtocolError("The head of the reply has no end")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Wait until bytes are taken."""
        patience = timeout if isinstance(timeout, Patience) else self._made_with
        self._inner.write(buffer, _left(patience, httpcore.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Agree on TLS."""
        patience = timeout if isinstance(timeout, Patience) else self._made_with
        began, left = perf_counter(), _left(patience, httpcore.ConnectTimeout)
        made = self._inner.start_tls(ssl_context, server_hostname, left)
        patience.secured(began)
        secured = made.get_extra_info("ssl_object")
        return Stream(made, patience, shared=secured is not None and secured.selected_alpn_protocol() == "h2")

    def get_extra_info(self, info: str) -> Any:
        """Give what httpcore asks about the socket."""
        return self._inner.get_extra_info(info)


def _left(patience: Patience, failure: type[Exception]) -> float | None:
    left = patience.left
    if left is not None and left <= 0:
        raise failure("The time for the whole request is over")
    return left


def _addresses(host: str, port: int, patience: Patience) -> list[str]:
    """Look a name up; the resolver of the system can't be told how long that may take, so it does it in a thread."""
    try:
        return [str(ip_address(host))]
    except ValueError:
        pass
    found: list[Any] = []

    def look_up() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except BaseException as error:
            found.append(error)

    thread = Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(_left(patience, httpcore.ConnectTimeout))
    if not found:
        raise httpcore.ConnectTimeout("The name was not looked up in time")
    try:
        if isinstance(found[0], BaseException):
            raise found[0]
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    return list(dict.fromkeys(cast(str, entry[4][0]) for entry in found[0]))
