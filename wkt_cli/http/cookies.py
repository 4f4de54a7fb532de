"""Cookies of a request and its redirects, forgotten afterwards (reference/http_dsl.md section 8; RFC 6265)."""

from __future__ import annotations

from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Any

from .message import Reply

if TYPE_CHECKING:
    from email.message import Message


class Cookies:
    """What redirects within one origin set.

    Args:
        given: the `Cookie` header that the request had by itself.
    """

    def __init__(self, given: str) -> None:
        pairs = [pair.strip() for pair in given.split(";")]
        self._given = {pair.partition("=")[0]: pair for pair in pairs if "=" in pair}
        self._jar = CookieJar()

    def take(self, reply: Reply) -> None:
        """Take what a reply sets; a cookie that it takes back is none of the given ones any more, either."""
        from urllib.request import Request

        came: Any = _Came(reply)
        asked = Request(reply.request.url)
        for cookie in self._jar.make_cookies(came, asked):
            self._given.pop(cookie.name, None)
        self._jar.extract_cookies(came, asked)

    def header_for(self, url: str) -> str:
        """Give the `Cookie` header of a request to a URL; empty where there are none."""
        from urllib.request import Request

        asked = Request(url)
        self._jar.add_cookie_header(asked)
        return "; ".join([*self._given.values(), *filter(None, [asked.get_header("Cookie")])])


class _Came:
    """A reply as `http.cookiejar` reads it."""

    def __init__(self, reply: Reply) -> None:
        from email.message import Message

        self._headers = Message()
        for name, value in reply.headers:
            if name.lower() == "set-cookie" and "=" in value.partition(";")[0]:
                self._headers["Set-Cookie"] = value

    def info(self) -> Message:
        """Give the headers."""
        return self._headers
