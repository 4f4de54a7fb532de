"""Which redirects are followed, and with what (reference/http_dsl.md section 8).

One departure from the platform: credentials in headers, and all that `apply` set, don't go to another origin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from ..errors import InvalidURIError
from ..secret_names import is_secret_header
from .message import OutgoingRequest, Reply
from .wire import DEFAULT_PORTS, origin_of, split

if TYPE_CHECKING:
    from .cookies import Cookies

MAX_HOPS = 10
_SAFE = ("GET", "HEAD")
_PERMANENT_METHOD = (301, 302, 307, 308)
_URL_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"


def handed_over(reply: Reply) -> bool:
    """Tell whether a redirect is the reply that the connector asked for with `ignore_redirection`."""
    return reply.request.redirects == "ignore" and reply.status in _PERMANENT_METHOD


def follows(request: OutgoingRequest, status: int) -> bool:
    """Tell whether a redirect of this status is followed for a request."""
    if status == 303:
        return True
    if status not in _PERMANENT_METHOD or request.redirects == "ignore":
        return False
    return request.redirects == "follow" or (request.method in _SAFE and status != 308)


class Way:
    """The redirects of one request: what they set is sent on within an origin, and forgotten afterwards."""

    def __init__(self) -> None:
        self._cookies: Cookies | None = None

    def cookie_lines(self, reply: Reply, url: str, same_origin: bool) -> list[tuple[str, str]]:
        """Take the cookies of a redirect, and give the header for where it leads."""
        if not same_origin:
            self._cookies = None
            return []
        if self._cookies is None and reply.header("Set-Cookie") is not None:
            from .cookies import Cookies

            self._cookies = Cookies(_cookie_of(reply.request))
        if self._cookies is None:
            header = _cookie_of(reply.request)
        else:
            self._cookies.take(reply)
            header = self._cookies.header_for(url)
        return [("Cookie", header)] if header else []


def next_request(reply: Reply, way: Way) -> tuple[OutgoingRequest, list[str]] | None:
    """Give the request that a redirect leads to; None where the reply is the last.

    Args:
        reply: to the latest request.
        way: the redirects before it.

    Returns:
        The request, which obeys the default rules from then on, and the names of headers that were dropped because
        it goes to another origin.

    Raises:
        InvalidURIError: the redirect leads to something else than http and https.
    """
    request, location = reply.request, reply.header("Location")
    if not location or not follows(request, reply.status):
        return None
    url = _target(request.url, location)
    method, body = request.method, request.body
    if reply.status == 303:
        method, body = ("HEAD" if method == "HEAD" else "GET"), None
    same = origin_of(url) == origin_of(request.url)
    kept, dropped = _headers(request, same)
    kept = [line for line in kept if line[0].lower() != "cookie"] + way.cookie_lines(reply, url, same)
    if request.tls is not None and request.tls.client is not None and not same:
        dropped.append("client certificate")
    following = request._replace(method=method, url=url, headers=tuple(kept), body=body, redirects="default")
    return following._replace(tls=request.tls if same else None), dropped


def advice(in_circle: bool) -> str:
    """Say what to do about a redirect that is one too many.

    Args:
        in_circle: whether it leads to where another one led before.
    """
    way = "they go in a circle" if in_circle else "that is the limit"
    return f"{MAX_HOPS} redirects were followed before this one, and {way}; `wkt trace show` lists them"


def _cookie_of(request: OutgoingRequest) -> str:
    return "; ".join(value for name, value in request.headers if name.lower() == "cookie")


def _target(url: str, location: str) -> str:
    target = urljoin(url, quote(location.strip(), safe=_URL_CHARACTERS)).partition("#")[0]
    scheme = urlsplit(target).scheme
    if scheme not in DEFAULT_PORTS:
        raise InvalidURIError(
            f"The reply of {origin_of(url)} redirects to a `{scheme}:` address, which can't be requested",
            hint="only http and https can be requested; look at the `Location` header with `wkt trace`",
        )
    split(target)
    return target


def _headers(request: OutgoingRequest, same_origin: bool) -> tuple[list[tuple[str, str]], list[str]]:
    """Give the headers that go on, and the names of those that don't."""
    lines = [line for line in request.headers if line[0].lower() != "host" and not _is_digest(*line)]
    if same_origin:
        return lines, []
    dropped = [name for name, _ in lines if is_secret_header(name) or _hyphened(name) in request.private]
    return [line for line in lines if line[0] not in dropped], dropped


def _is_digest(name: str, value: str) -> bool:
    """Tell whether a header answers a challenge, which is good for its own URL alone (RFC 7616 section 3.4)."""
    return name.lower() == "authorization" and value.lower().startswith("digest ")


def _hyphened(name: str) -> str:
    return name.lower().replace("_", "-")
