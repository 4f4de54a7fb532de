"""What goes out and what comes back, to the byte."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .bodies import Content, Stored
    from .tls import Tls


class OutgoingRequest(NamedTuple):
    """A request ready for the wire: nothing below encodes URL or body again.

    Attributes:
        method: in capitals.
        url: absolute, ASCII, query included.
        headers: in order, names spelt as they go out.
        body: the bytes, or what gives them piece by piece; None sends neither body nor Content-Length.
        redirects: ``default``, ``follow`` or ``ignore`` (reference/http_dsl.md section 8).
        tls: certificates of its own; None for the usual ones.
        private: headers, in lower case and with hyphens, that stay with the origin as credentials do.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | Content | None = None
    redirects: str = "default"
    tls: Tls | None = None
    private: frozenset[str] = frozenset()


@dataclass
class Reply:
    """A reply, read to its end and decompressed.

    Attributes:
        status: status code.
        reason: the server's own phrase.
        headers: in order, as received; content encodings that were undone are left out.
        body: the bytes; the beginning of them, if all went into a file.
        request: what was answered: after redirects the last request that went out.
        exchange_id: the record of the trace, or None.
        notes: what happened on the way: ``dropped`` names the credential headers that were left out because a
            redirect led to another origin, ``start`` is the beginning of the body, masked, ``advice`` says what to do
            about a failed reply.
        version: that of HTTP, such as ``HTTP/1.1``.
        stored: the file with the whole body, or None.
    """

    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes
    request: OutgoingRequest
    exchange_id: int | None = None
    notes: dict[str, str] = field(default_factory=dict)
    version: str = "HTTP/1.1"
    stored: Stored | None = None

    @property
    def size(self) -> int:
        """Bytes of the whole body."""
        return len(self.body) if self.stored is None else self.stored.size

    def header(self, name: str) -> str | None:
        """Give a header by any spelling of its name, repeated ones joined with a comma; None if absent."""
        found = [v for k, v in self.headers if k.lower() == name.lower()]
        return ", ".join(found) if found else None

    @property
    def media_type(self) -> str:
        """The content type without parameters, in lower case; empty if there is none."""
        return (self.header("Content-Type") or "").split(";")[0].split(",")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that the content type declares, or None."""
        declared = (self.header("content-type") or "").lower().partition("charset=")[2]
        return declared.split(";")[0].split(",")[0].strip(" \"'") or None

    @property
    def text(self) -> str:
        """The body as text in the charset of its content type, UTF-8 by default; what can't be read is replaced."""
        try:
            return self.body.decode(self.charset or "utf-8", "replace")
        except (LookupError, ValueError):
            return self.body.decode("utf-8", "replace")
