"""Content encodings undone piece by piece, within bounds (reference/http_dsl.md section 7, response bodies)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..errors import BrokenReplyError

MAX_ENCODINGS = 5
"""Encodings around each other that are undone, as in curl."""
MAX_RATIO = 100
"""How many times its packed size a body may have that is stored and not kept in memory."""
STEP = 256 * 1024
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_RAW_DEFLATE = -zlib.MAX_WBITS
_HEADER = 2
_PACKED = ("gzip", "x-gzip", "deflate")
_PLAIN = ("identity", "none")

Lines = list[tuple[str, str]]


class Bounds(NamedTuple):
    """How large a body may become.

    Attributes:
        size: bytes; None for any.
        stored: whether it goes to a file; then it may be larger, but not by packing alone.
    """

    size: int | None
    stored: bool = False

    def check(self, size: int, packed: int) -> None:
        """Complain of a body that has become too large.

        Args:
            size: its bytes so far.
            packed: bytes that it came in.

        Raises:
            BrokenReplyError: it has.
        """
        if self.size is not None and size > self.size and not (self.stored and size <= MAX_RATIO * packed):
            raise too_large(self.size, bomb=self.stored)


def split_encodings(headers: Lines) -> tuple[Lines, list[str]]:
    """Give headers without the encodings that can be undone, and those encodings in the order of undoing.

    Raises:
        BrokenReplyError: there are more than anybody needs.
    """
    named = [value for name, value in headers if name.lower() == "content-encoding"]
    encodings = [word.strip().lower() for value in named for word in value.split(",") if word.strip()]
    undone = []
    while encodings and encodings[-1] in (*_PACKED, *_PLAIN):
        undone.append(encodings.pop())
    if len(undone) > MAX_ENCODINGS:
        raise BrokenReplyError(
            f"The reply is packed {len(undone)} times over, and at most {MAX_ENCODINGS} are undone",
            hint="that may be an attack on those who unpack it; `wkt trace` shows its `Content-Encoding`",
        )
    kept = [line for line in headers if line[0].lower() != "content-encoding"] if named else headers
    left = [("Content-Encoding", ", ".join(encodings))] if encodings else []
    return [*kept, *left], [encoding for encoding in undone if encoding in _PACKED]


def decoded(pieces: Iterable[bytes], encodings: list[str], bounds: Bounds) -> Iterator[bytes]:
    """Undo encodings of a body while it comes.

    Args:
        pieces: as they come.
        encodings: in the order of undoing.
        bounds: checked after each step and each encoding.

    Raises:
        BrokenReplyError: the body is damaged, broken off or too large.
    """
    for encoding in encodings:
        pieces = _inflated(pieces, encoding, bounds)
    return iter(pieces)


def _inflated(pieces: Iterable[bytes], encoding: str, bounds: Bounds) -> Iterator[bytes]:
    unpacker, packed, size = _Unpacker(encoding), 0, 0
    for piece in pieces:
        packed += len(piece)
        for unpacked in unpacker.unpack(piece):
            size += len(unpacked)
            bounds.check(size, packed)
            if unpacked:
                yield unpacked
    unpacker.end()


class _Unpacker:
    """Unpacks all members of a body (RFC 1952 section 2.2 allows several); NULs after one are padding."""

    def __init__(self, encoding: str) -> None:
        self._encoding, self._rest, self._members = encoding, b"", 0
        self._member: zlib._Decompress | None = None

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """Give what a piece holds, in steps of at most `STEP` bytes."""
        data, more = self._rest + piece, False
        while data or more:
            if self._member is None:
                data = data.lstrip(b"\0") if self._members else data
                if len(data) < _HEADER:
                    break
                self._member, self._members = zlib.decompressobj(_window(self._encoding, data)), self._members + 1
            unpacked = self._step(self._member, data)
            yield unpacked
            data, more = self._member.unconsumed_tail, len(unpacked) == STEP
            if self._member.eof:
                data, more, self._member = self._member.unused_data, False, None
        self._rest = data

    def end(self) -> None:
        """Complain where the body is not at its end."""
        if self._member is not None:
            raise BrokenReplyError(
                "The reply broke off: its packed body has no end",
                hint="the server or a proxy closed the connection early; try again",
            )
        if self._rest:
            raise _damaged(self._encoding)

    def _step(self, member: zlib._Decompress, data: bytes) -> bytes:
        try:
            return member.decompress(data, STEP)
        except zlib.error:
            raise _damaged(self._encoding)


def _window(encoding: str, data: bytes) -> int:
    """Tell bare deflate data from those with a header (RFC 1950 section 2.2), which servers mix up."""
    has_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0
    return _RAW_DEFLATE if encoding == "deflate" and not has_header and data[:2] != b"\x1f\x8b" else _GZIP_OR_ZLIB


def _damaged(encoding: str) -> BrokenReplyError:
    return BrokenReplyError(
        f"The reply says that it is packed with {encoding}, but it can't be unpacked",
        hint="the server or a proxy damaged it; try again, or send `Accept-Encoding: identity`",
    )


def too_large(limit: int, *, bomb: bool = False) -> BrokenReplyError:
    """Make the error of a reply that is larger than what is read."""
    if bomb:
        return BrokenReplyError(
            f"The reply unpacks to more than {MAX_RATIO} times its size, and is stopped after {limit / 1e6:.0f} MB",
            hint="send `Accept-Encoding: identity`, or allow it with `--no-limits`",
        )
    return BrokenReplyError(
        f"The reply is larger than {limit / 1e6:.0f} MB",
        hint="ask for less, by pages or a range of bytes; `wkt call --output FILE` stores replies of any size, "
        "`--max-filesize` and `--no-limits` read more",
    )
