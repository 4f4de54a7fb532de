"""Content encodings undone, within bounds (reference/http_dsl.md section 7, response bodies)."""

from __future__ import annotations

import zlib

from ..errors import BrokenReplyError

_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_RAW_DEFLATE = -zlib.MAX_WBITS
_GZIP = ("gzip", "x-gzip")


def decoded(headers: list[tuple[str, str]], body: bytes, limit: int) -> tuple[list[tuple[str, str]], bytes]:
    """Undo gzip and deflate; other encodings are left as they are.

    Args:
        headers: of the reply.
        body: as it came.
        limit: bytes that the result may have at most.

    Returns:
        The headers without the encodings that were undone, and the body.

    Raises:
        BrokenReplyError: the body is damaged, broken off or unpacks to more than the limit.
    """
    named = [value for name, value in headers if name.lower() == "content-encoding"]
    encodings = [word.strip().lower() for value in named for word in value.split(",") if word.strip()]
    while encodings and encodings[-1] in (*_GZIP, "deflate", "identity", "none"):
        encoding = encodings.pop()
        if encoding in (*_GZIP, "deflate") and body:
            body = _inflated(body, encoding, limit)
    kept = [line for line in headers if line[0].lower() != "content-encoding"]
    return ([*kept, ("Content-Encoding", ", ".join(encodings))] if encodings else kept), body


def _inflated(body: bytes, encoding: str, limit: int) -> bytes:
    try:
        return _unpacked(body, _GZIP_OR_ZLIB, limit)
    except zlib.error:
        if encoding == "deflate":
            try:
                return _unpacked(body, _RAW_DEFLATE, limit)
            except zlib.error:
                pass
        raise BrokenReplyError(
            f"The reply says that it is packed with {encoding}, but it can't be unpacked",
            hint="the server or a proxy damaged it; try again, or send `Accept-Encoding: identity`",
        )


def _unpacked(body: bytes, window: int, limit: int) -> bytes:
    """Unpack all members of a packed body (RFC 1952 section 2.2 allows several)."""
    unpacked = bytearray()
    while body:
        unpacker = zlib.decompressobj(window)
        unpacked += unpacker.decompress(body, limit + 1 - len(unpacked))
        if len(unpacked) > limit:
            raise too_large(limit)
        if not unpacker.eof:
            raise BrokenReplyError(
                "The reply broke off: its packed body has no end",
                hint="the server or a proxy closed the connection early; try again",
            )
        body = unpacker.unused_data.lstrip(b"\0")
    return bytes(unpacked)


def too_large(limit: int) -> BrokenReplyError:
    """Make the error of a reply that is larger than what is read."""
    return BrokenReplyError(
        f"The reply is larger than {limit / 2**20:.0f} MB",
        hint="ask for less, by pages or a range of bytes",
    )
