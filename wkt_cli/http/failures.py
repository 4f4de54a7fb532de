"""The one border where exceptions of httpx, httpcore, sockets and TLS become errors for people."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from errno import errorcode

from ..errors import (
    BrokenReplyError,
    ConnectionFailedError,
    InvalidURIError,
    NoAnswerError,
    RequestError,
    RequestFormatError,
    RequestTimeoutError,
    ServerDisconnectedError,
    TLSError,
)


@dataclass(frozen=True)
class Attempt:
    """What was tried when it failed.

    Attributes:
        origin: scheme, host and port that was asked.
        timeout: seconds that each step may take, None for any.
        proxy: origin of the proxy, or None.
        answered: whether the head of a reply had come.
        over: the seconds for the whole request, if they were over; else None.
    """

    origin: str
    timeout: float | None
    proxy: str | None = None
    answered: bool = False
    over: float | None = None


LIBRARIES = ("httpx", "httpcore", "socksio")
Make = Callable[[Exception, Attempt], RequestError]


def translate(error: Exception, attempt: Attempt) -> RequestError | None:
    """Give the error to raise for one of httpx, by the most specific name that is known.

    Names are used, not classes, so that httpx need not be imported.

    Args:
        error: what httpx raised.
        attempt: what was tried.

    Returns:
        None for an exception that isn't httpx's: a mistake of ours.
    """
    for kind in type(error).__mro__:
        if kind.__module__.partition(".")[0] in LIBRARIES and kind.__name__ in TRANSLATIONS:
            return TRANSLATIONS[kind.__name__](error, attempt)
    return None


_PROXIES = "check the proxy that `--proxy` or HTTPS_PROXY names; NO_PROXY lists hosts that are reached without one"


def _timed_out_connecting(error: Exception, attempt: Attempt) -> RequestError:
    if attempt.over is not None:
        return _over(attempt)
    return RequestTimeoutError(
        "Timed out connecting to server",
        hint=f"{_whom(attempt)} did not accept a connection{_within(attempt)}; check address, network and proxy, or "
        "give it more with `--timeout`",
    )


def _timed_out(error: Exception, attempt: Attempt) -> RequestError:
    if attempt.over is not None:
        return _over(attempt)
    return RequestTimeoutError(
        "Timed out reading data from server",
        hint=f"{_whom(attempt)} sent nothing{_within(attempt)}; try again, or give it more with `--timeout`",
    )


def _over(attempt: Attempt) -> RequestError:
    return RequestTimeoutError(
        f"The request took longer than {attempt.over:g} s",
        hint=f"{_whom(attempt)} is too slow for the platform's limit; ask for less at once, or give it more with "
        "`--max-time` or `--no-limits`",
    )


def _within(attempt: Attempt) -> str:
    return "" if attempt.timeout is None else f" within {attempt.timeout:g} s"


def _not_connected(error: Exception, attempt: Attempt) -> RequestError:
    cause = next((c for c in _causes(error) if isinstance(c, (OSError, UnicodeError))), None)
    if isinstance(cause, ssl.SSLError):
        return _tls(cause, attempt)
    if isinstance(cause, (socket.gaierror, UnicodeError)):
        return ConnectionFailedError(
            f"There is no host {_host(attempt)}", hint=_how_to_find(attempt), reason="SocketError"
        )
    if isinstance(cause, ConnectionRefusedError):
        return ConnectionFailedError(
            f"{_whom(attempt)} refused the connection",
            hint=_PROXIES if attempt.proxy else "check that the server runs and that the port is right",
            reason="ECONNREFUSED",
        )
    why = f" ({cause.strerror})" if cause is not None and cause.strerror else ""
    return ConnectionFailedError(
        f"{_whom(attempt)} can't be reached{why}",
        hint="check the network, the URL and the proxy settings",
        reason=errorcode.get(cause.errno or 0, "") if isinstance(cause, OSError) else "",
    )


def _how_to_find(attempt: Attempt) -> str:
    """Say what may help where a host's name is unknown; names in .example are nowhere (RFC 6761 section 6.5)."""
    if attempt.origin.endswith(".example"):
        return "nothing is in .example; WKT_MAP or `--map` has to name a server that stands in, see `wkt demo --serve`"
    return "check the spelling of the URL, and the network (DNS)"


def _tls(cause: ssl.SSLError, attempt: Attempt) -> NoAnswerError:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return TLSError(
            f"The certificate of {_whom(attempt)} was refused: {cause.verify_message.rstrip('.')}",
            hint="if the server is your own, name its authority with `--ca-bundle FILE`; `--insecure` skips the check",
        )
    if "WRONG_VERSION_NUMBER" in str(cause) or "HTTP_REQUEST" in str(cause):
        return TLSError(
            f"{_whom(attempt)} does not speak TLS",
            hint="the URL may have to begin with http:// or name another port",
        )
    return TLSError(
        f"No TLS connection with {_whom(attempt)}: {_tls_reason(cause)}",
        hint="check the port; the server may want an older or newer TLS version, or a client certificate",
    )


def _tls_reason(cause: ssl.SSLError) -> str:
    return (cause.reason or "the handshake broke off").replace("_", " ").lower()


def _proxy(error: Exception, attempt: Attempt) -> RequestError:
    status = str(error)[:3]
    wants_login = status == "407" or "username" in str(error).lower()
    return ConnectionFailedError(
        f"The proxy {attempt.proxy or ''} refused the connection to {attempt.origin}"
        + (f" with status {status}" if status.isdigit() else ""),
        hint="give it as http://user:password@host:port"
        if wants_login
        else _PROXIES,
    )


def _broken(error: Exception, attempt: Attempt) -> RequestError:
    if attempt.answered:
        return BrokenReplyError(
            f"The reply of {_whom(attempt)} broke off before its end",
            hint="the server or a proxy closed the connection, or its Content-Length is wrong; try again",
        )
    return ServerDisconnectedError(
        "Server broke connection",
        hint=f"{_whom(attempt)} closed the connection without a reply; try again, and check its log",
    )


def _no_http(error: Exception, attempt: Attempt) -> RequestError:
    text = str(error).lower()
    if text.startswith(_HUNG_UP):
        return _broken(error, attempt)
    for signs, what in _BREACHES:
        if text.startswith(signs):
            return BrokenReplyError(
                f"The reply of {_whom(attempt)} {what}",
                hint="that is a fault of the server, or of a proxy before it",
            )
    return BrokenReplyError(
        f"What {_whom(attempt)} sent is no HTTP reply",
        hint="check the port; https may be needed instead of http",
    )


_HUNG_UP = ("server disconnected", "peer closed", "peer unexpectedly closed", "<connectionterminated", "<streamreset")
_BREACHES = (
    (("receive buffer too long",), "has headers of more than 100 KB"),
    (("the head of the reply",), "has more than 1 MB before its body: headers, or interim replies without end"),
    (("bad content-length", "conflicting content-length"), "has a Content-Length that can't be read, or several"),
    (("only transfer-encoding", "multiple transfer-encoding"), "has a Transfer-Encoding that is not known"),
    (("illegal chunk",), "has a chunk whose size can't be read"),
    (("illegal header",), "has a header that breaks the rules of HTTP"),
)
"""How h11, httpcore and our own network begin to say what is wrong, and how a person is told."""


def _unsendable(error: Exception, attempt: Attempt) -> RequestError:
    return RequestFormatError(
        f"The request to {attempt.origin} can't be sent: a header or the URL breaks the rules of HTTP",
        hint="look for line breaks and control characters in headers, such as the one at the end of base64 text",
    )


def _bad_url(error: Exception, attempt: Attempt) -> RequestError:
    return InvalidURIError(
        f"bad URI: it can't be requested ({attempt.origin})",
        hint="check host and length; at most 65,536 characters",
    )


def _busy(error: Exception, attempt: Attempt) -> RequestError:
    if attempt.over is not None:
        return _over(attempt)
    return RequestTimeoutError(
        f"No connection to {_whom(attempt)} became free{_within(attempt)}",
        hint="send fewer requests at once",
    )


TRANSLATIONS: dict[str, Make] = {
    "ConnectTimeout": _timed_out_connecting,
    "PoolTimeout": _busy,
    "ReadTimeout": _timed_out,
    "WriteTimeout": _timed_out,
    "TimeoutException": _timed_out,
    "ConnectError": _not_connected,
    "ProxyError": _proxy,
    "ReadError": _broken,
    "WriteError": _broken,
    "CloseError": _broken,
    "NetworkError": _broken,
    "RemoteProtocolError": _no_http,
    "LocalProtocolError": _unsendable,
    "ProtocolError": _no_http,
    "UnsupportedProtocol": _bad_url,
    "InvalidURL": _bad_url,
    "TransportError": _broken,
    "RequestError": _broken,
    "HTTPError": _broken,
    "SOCKSError": _proxy,
}
"""What to make of each exception of httpx, httpcore and socksio that sending can raise, by its name."""

UNREACHABLE = frozenset({
    "ConnectionNotAvailable", "CookieConflict", "DecodingError", "HTTPStatusError", "RequestNotRead", "ResponseNotRead",
    "StreamClosed", "StreamConsumed", "StreamError", "TooManyRedirects",
})  # fmt: skip
"""Exceptions that only unused parts of httpx and httpcore raise: redirects, decoders, cookies, readers."""


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _whom(attempt: Attempt) -> str:
    return f"{attempt.origin} (through the proxy {attempt.proxy})" if attempt.proxy else attempt.origin


def _host(attempt: Attempt) -> str:
    host = attempt.origin.partition("://")[2]
    return f"{host} or {attempt.proxy} (the proxy)" if attempt.proxy else host
