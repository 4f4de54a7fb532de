"""An outgoing request as httpx sends it: exact target, exact header names, nothing added but what HTTP needs."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from .. import __version__
from ..errors import InvalidURIError, RequestFormatError, URISchemeError
from .message import OutgoingRequest
from .times import Patience
from .transfers import Transfer

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"wkt/{__version__}"
ACCEPT_ENCODING = "gzip, deflate"
DEFAULT_PORTS = {"http": 80, "https": 443}
_PORT_RANGE = range(1, 65536)
_BLANK = re.compile(r"[\x00-\x20\x7f]")


@lru_cache(maxsize=256)
def split(url: str) -> SplitResult:
    """Take a URL apart.

    Raises:
        InvalidURIError: it isn't an http or https URL with a host; the message names no more than its start.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InvalidURIError(
            "bad URI: host or port can't be read", hint="write it as https://host:port/path"
        )
    if parts.scheme not in DEFAULT_PORTS:
        raise URISchemeError("not an HTTP URI", hint="only http and https can be requested")
    if not parts.hostname or (port is not None and port not in _PORT_RANGE):
        raise InvalidURIError("bad URI: host or port is missing", hint="write it as https://host:port/path")
    if not url.isascii() or _BLANK.search(url):
        raise InvalidURIError(
            f"bad URI: it has a character that must be percent-encoded ({origin_of(url)})",
            hint="percent-encode spaces and what is not ASCII",
        )
    return parts


def origin_of(url: str) -> str:
    """Give scheme, host and, where it isn't the default, port: what may be told of a URL without telling secrets.

    >>> origin_of("https://user:pass@Example.com:443/a?b")
    'https://example.com'
    """
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    port = parts.port
    return f"{parts.scheme}://{host}" + (
        f":{port}" if port and port != DEFAULT_PORTS.get(parts.scheme) else ""
    )


def target_of(parts: SplitResult) -> str:
    """Give path and query as they stand in the URL; an empty path is ``/``."""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def complete(request: OutgoingRequest, user_agent: str = USER_AGENT) -> OutgoingRequest:
    """Add the headers that every request has: Host, User-Agent, Accept-Encoding, Content-Length.

    User and password in the URL become Basic credentials; the fragment is left out.
    """
    parts = split(request.url)
    userinfo, _, netloc = parts.netloc.rpartition("@")
    given = {name.lower() for name, _ in request.headers}
    added = [] if "host" in given else [("Host", _host_header(parts))]
    kept = [
        line for line in request.headers if line[0].lower() not in ("content-length", "transfer-encoding")
    ]
    if "user-agent" not in given:
        kept.append(("User-Agent", user_agent))
    if "accept-encoding" not in given:
        kept.append(("Accept-Encoding", ACCEPT_ENCODING))
    if userinfo and "authorization" not in given:
        kept.append(("Authorization", _basic(userinfo)))
    if request.body is not None:
        kept.append(("Content-Length", str(len(request.body))))
    url = f"{parts.scheme}://{netloc}{target_of(parts)}"
    return request._replace(url=url, headers=(*added, *kept))


def mapped(request: OutgoingRequest, origin_map: Mapping[str, str]) -> OutgoingRequest:
    """Send a completed request to another origin, if the map names its own; the Host header follows."""
    url = mapped_url(request.url, origin_map)
    if url == request.url:
        return request
    host = ("Host", _host_header(split(url)))
    headers = tuple(host if name.lower() == "host" else (name, value) for name, value in request.headers)
    return request._replace(url=url, headers=headers)


def mapped_url(url: str, origin_map: Mapping[str, str]) -> str:
    """Give the URL that is asked in the place of one whose origin the map names; any other as it is.

    >>> mapped_url("https://shop.example/a?b", {"https://shop.example": "http://127.0.0.1:80"})
    'http://127.0.0.1:80/a?b'
    """
    if not origin_map:
        return url
    to = {origin_of(source): target for source, target in origin_map.items()}.get(origin_of(url))
    return url if to is None else to.rstrip("/") + target_of(urlsplit(url))


def as_httpx(request: OutgoingRequest, patience: Patience, transfer: Transfer) -> httpx.Request:
    """Make httpx's request of a completed one.

    Args:
        request: as it goes out.
        patience: what the steps, and all of them, may take.
        transfer: counts the bytes of the body that go out.

    Raises:
        RequestFormatError: a header that no HTTP message can hold.
    """
    from .network import ExactRequest, ExactURL, Pieces

    try:
        headers = [(name.encode("ascii"), value.encode("utf-8")) for name, value in request.headers]
    except UnicodeEncodeError:
        raise RequestFormatError("A header's name must be ASCII, and its value UTF-8")
    parts = urlsplit(request.url)
    url = ExactURL(f"{parts.scheme}://{parts.netloc}", target_of(parts))
    waits = {"connect": patience, "read": patience, "write": patience, "pool": patience.left}
    return ExactRequest(request.method, url, headers, Pieces(request.body or b"", transfer), {"timeout": waits})


def _host_header(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _basic(userinfo: str) -> str:
    user, _, password = userinfo.partition(":")
    return "Basic " + b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode()
