"""A request to the bytes that go out, and a reply to the value that comes back."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache, partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

from ..errors import (
    InvalidURIError,
    RequestFailedError,
    RequestFormatError,
    ResponseFormatError,
    URISchemeError,
)
from ..http.bodies import Content
from ..http.formats import form, headers, json
from ..http.formats.text import to_text
from ..http.message import OutgoingRequest, Reply
from ..http.redirects import handed_over

if TYPE_CHECKING:
    from .request import Request


_NOT_IN_URLS = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]')
_ESCAPED_IN_QUERIES = re.compile(r"""[\x00-\x20"'<>`\x7f]""")
_LINE_BREAKS = str.maketrans("", "", "\t\r\n")
ABOUT_CONTENT = frozenset({"accept", "accept-charset", "accept-language", "content-type", "user-agent"})
"""Headers that are no credentials, even if `apply` sets them."""


def build(request: Request) -> OutgoingRequest:
    """Make the request that goes out: URL, headers and encoded body.

    Raises:
        InvalidURIError: the URL can't be requested.
        RequestFormatError: the payload can't be written in its format.
    """
    from .request import resolve as resolved

    resolve = partial(resolved, plain=request.frame.session.connector.plain)
    request.query = resolve(request.query)
    url, userinfo = split_userinfo(url_of(request))
    resolve(request.added_headers)
    body = _body(request, resolve)
    private = frozenset(str(name).lower().replace("_", "-") for name in request.applied) - ABOUT_CONTENT
    return OutgoingRequest(
        request.method, url, tuple(_headers(request, userinfo, body)), body, request.redirects, request.tls, private
    )


def url_of(request: Request) -> str:
    """Give the absolute URL with its query (reference/http_dsl.md section 1).

    Raises:
        InvalidURIError: it can't be requested.
    """
    base, url = request.frame.session.base_uri(), request.url
    if not isinstance(url, str):
        raise InvalidURIError(f"bad URI(is not URI?): {'nil' if url is None else repr(url)}")
    parts = _resolved(base, url)
    return urlunsplit(parts._replace(query=_query(parts.query, request.query)))


@lru_cache(maxsize=1024)
def _resolved(base: str | None, url: str) -> SplitResult:
    """Complete a URL by the base."""
    if not url.isascii():
        raise InvalidURIError(f'URI must be ascii only "{url}"', hint="percent-encode what is not ASCII")
    url = with_query_escaped(url)
    joined = urljoin(base, url) if base else url
    parts = urlsplit(joined)
    if not parts.hostname:
        raise InvalidURIError(
            f"bad URI(no host provided): http:///{joined.lstrip('/')}",
            hint="write the whole URL, or give the connection a `base_uri`",
        )
    if parts.scheme not in ("http", "https"):
        raise URISchemeError("not an HTTP URI", hint=f"only http and https can be requested, not {parts.scheme}")
    return parts._replace(fragment="")


def with_query_escaped(url: str) -> str:
    """Percent-encode what the query of a URL may not have, as Ruby's URI does; elsewhere it is refused.

    Raises:
        InvalidURIError: it stands elsewhere.
    """
    address, mark, query = url.partition("?")
    query, fragment_mark, fragment = query.partition("#")
    if _NOT_IN_URLS.search(address + fragment):
        raise InvalidURIError(
            f'bad URI(is not URI?): "{url}"', hint="percent-encode what may not stand in a URL"
        )
    escaped = _ESCAPED_IN_QUERIES.sub(lambda found: f"%{ord(found[0]):02X}", query.translate(_LINE_BREAKS))
    return "".join((address, mark, escaped, fragment_mark, fragment))


def _query(written: str, params: Any) -> str:
    added = "/".join(map(to_text, params)) if isinstance(params, list) else form.encode_query(params)
    if added:
        written = "&".join(piece for piece in written.split("&") if piece)
    return "&".join(piece for piece in (written, added) if piece)


def url_with_user(request: Request) -> str:
    """Give the URL as `current_url` shows it: with user and password, unless they answer a digest challenge."""
    parts, (user, password) = urlsplit(url_of(request)), request.credentials
    if user is None or request.digest:
        return urlunsplit(parts)
    userinfo = quote(user, safe="") + (f":{quote(password, safe='')}" if password is not None else "")
    return urlunsplit(parts._replace(netloc=f"{userinfo}@{parts.netloc.rpartition('@')[2]}"))


def split_userinfo(url: str) -> tuple[str, str | None]:
    """Give a URL as it is requested, with a path, and user and password that stand in it, for Basic authentication."""
    parts = urlsplit(url)
    userinfo, at, host = parts.netloc.rpartition("@")
    if not at and parts.path:
        return url, None
    return urlunsplit(parts._replace(netloc=host, path=parts.path or "/")), userinfo if at else None


def _headers(request: Request, userinfo: str | None, body: bytes | Content | None) -> list[tuple[str, str]]:
    """Give the headers: the formats' own, then those of chain and `apply`, the last of a name winning (section 6).

    A body that is of no type is sent as a form, which is what the platform's HTTP client takes it for.
    """
    lines = headers.Headers()
    if request.accept:
        lines.set("Accept", request.accept)
    if request.content_type:
        lines.set("Content-Type", request.content_type)
    authorization = None if request.digest else _basic(request.credentials, userinfo)
    if authorization:
        lines.set("Authorization", authorization)
    for (name, named), value in request.added_headers.items():
        lines.set(headers.canonical_name(str(name), named), value)
    for name, value in request.exact_headers.items():
        lines.set(name, value)
    if request.forced_type:
        nothing = request.body is None and request.verbatim is None
        _force_type(request, lines, form.CONTENT_TYPE if nothing else request.forced_type)
    if "accept" not in lines:
        lines.set("Accept", "*/*")
    if body is not None and "content-type" not in lines:
        lines.set("Content-Type", form.CONTENT_TYPE)
    return lines.items()


def _force_type(request: Request, lines: headers.Headers, forced: str) -> None:
    """Set the content type of a format that allows no other; another one that was given is told."""
    given = next((value for name, value in lines.items() if name.lower() == "content-type"), "")
    lines.set("Content-Type", forced)
    if given not in (request.content_type, "") and given.split(";")[0] != forced.split(";")[0]:
        body = forced.split(";")[0]
        request.frame.session.warn(f"the header `Content-Type: {given}` is not sent: the body is {body}")


def _basic(credentials: tuple[str | None, str | None], userinfo: str | None) -> str | None:
    user, password = credentials
    if user is None and userinfo and password is not None:
        user = unquote(userinfo.partition(":")[0])
    if password is not None and not user:
        raise InvalidURIError("password component depends user component", hint="set `user` too")
    text = f"{user}:{password or ''}" if user is not None else unquote(userinfo) if userinfo else None
    if text is None:
        return None
    return "Basic " + b64encode((text if ":" in text else text + ":").encode()).decode()


def _body(request: Request, resolve: Any) -> bytes | Content | None:
    verbatim = resolve(request.verbatim)
    if isinstance(verbatim, (bytes, Content)):
        return verbatim
    if verbatim is not None:
        return _text(verbatim)
    if request.request_format is None:
        return None
    body = resolve(request.body)
    if body is None or body is False:
        return b"" if request.method in ("POST", "PUT", "PATCH") else None
    try:
        return request.request_format.encode(body)
    except RequestFormatError as error:
        error.format = request.request_format.NAME
        raise


def _text(value: Any) -> bytes:
    """Give the bytes of a body that goes out as it is; a reply that is no text goes out as JSON."""
    return json.encode(value) if isinstance(value, (dict, list)) else str(value).encode()


def decode(request: Request, reply: Reply) -> Any:
    """Read a reply in the request's response format.

    Raises:
        ResponseFormatError: it can't be read.
    """
    try:
        return request.response_format.decode(reply)
    except ResponseFormatError as error:
        error.format = request.response_format.NAME
        raise


def failed(reply: Reply) -> bool:
    """Tell whether a reply means failure: anything but 200 to 207, and redirects that are taken as they are."""
    return not (200 <= reply.status <= 207 or handed_over(reply))


def failure_of(reply: Reply) -> RequestFailedError:
    """Make the error of a failed reply; what an OAuth server says about it is the hint."""
    from .likely_causes import hint_of

    error = RequestFailedError(
        message_of(reply.status),
        status=reply.status,
        body=reply.text,
        headers=response_headers(reply, failed=True),
        hint=reply.notes.get("advice") or hint_of(reply),
    )
    error.reply, error.exchange_id = reply, reply.exchange_id
    return error


PHRASES = {
    306: "Switch Proxy", 413: "Payload Too Large", 414: "URI Too Long", 416: "Range Not Satisfiable",
    418: "I'm A Teapot", 421: "Too Many Connections From This IP", 425: "Unordered Collection", 449: "Retry With",
    450: "Blocked By Windows Parental Controls", 451: "", 509: "Bandwidth Limit Exceeded",
}  # fmt: skip
"""What the platform calls a status where Python has another phrase; empty for one that it doesn't know."""


def message_of(status: int) -> str:
    """Give the message of a failed request, such as ``404 Not Found``."""
    if status in PHRASES:
        return f"{status} {PHRASES[status]}" if PHRASES[status] else f"HTTP status code {status}"
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP status code {status}"


def response_headers(reply: Reply, *, failed: bool = False) -> headers.ReplyHeaders:
    """Give a reply's headers as handlers see them; those of a failed one have the cookies as a list."""
    return headers.ReplyHeaders.of(reply.headers, failed=failed)
