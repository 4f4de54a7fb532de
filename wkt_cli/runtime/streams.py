"""Streams: files that are handed on chunk by chunk (reference/http_dsl.md section 10, reference/blocks.md section 11).

One chunk is held at a time, however long a stream is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..connector.model import Block, Connector
from ..errors import KeyNotFoundError, LambdaError, NotAvailableError, Place, SdkError
from ..trace.model import Phase
from .frame import running
from .request import resolve

if TYPE_CHECKING:
    from .session import Session

FRAME_SIZE = 10 * 2**20
MARK = "__stream__"

_BLOCKS = re.compile(r"(actions|triggers|methods)\..*")
"""Blocks that can reach streams."""


class Chunk(NamedTuple):
    """A piece of a stream.

    Attributes:
        data: text or bytes.
        start: where it starts in the stream.
        end: where its last byte stands; None where it is empty.
        eof: whether it is the last one.
        next_start: where the next one starts; None where there is none.
    """

    data: Any
    start: int
    end: int | None
    eof: bool
    next_start: int | None


def out(name: str, input: Any = None) -> dict[str, Any]:
    """Give what stands for a stream of the connector in an action's output.

    >>> from wkt_cli.dsl import workato
    >>> def execute(connection, input):
    ...     return {"file": workato.stream.out("download", {"id": input["id"]})}

    Args:
        name: a key of `streams`.
        input: what its function is given.

    Raises:
        KeyNotFoundError: there is no such stream.
        NotAvailableError: the running block can't have streams.
    """
    stream_path(_session().connector, name)
    return {MARK: True, "name": name, "input": {} if input is None else input}


def in_chunks(source: Any, start: int | None = None, frame_size: int | None = None) -> Iterator[Chunk]:
    """Read a stream chunk by chunk.

    >>> from wkt_cli.dsl import put, workato
    >>> def execute(connection, input):
    ...     for chunk in workato.stream.in_chunks(input["file"], frame_size=1_000_000):
    ...         put("/upload").headers({"Content-Range": f"bytes {chunk.start}-{chunk.end}/*"}) \\
    ...             .request_body(chunk.data).response()

    Args:
        source: what `out` gave, here or in another step; a text or bytes, which are one chunk; or a dict with ``data``
            and ``eof``, or with ``chunks`` by their starts, for tests.
        start: where to start; 0 by default.
        frame_size: bytes of a chunk, 10 MB by default.

    Raises:
        KeyNotFoundError: there is no such stream.
        LambdaError: the source is no stream.
    """
    source, start = resolve(source), start or 0
    size = check_size(FRAME_SIZE if frame_size is None else frame_size)
    if not isinstance(source, Mapping):
        yield _piece(source, start, True)
    elif source.get("chunks") is not None:
        yield from _written_down(source, start, size)
    elif source.get(MARK):
        session = _session()
        block = session.required_block(stream_path(session.connector, source["name"]))
        yield from run(session, block, source.get("input") or {}, start, size)
    else:
        yield _piece(source.get("data"), start, bool(source.get("eof")))


def run(session: Session, block: Block, input: Any, start: int, size: int) -> Iterator[Chunk]:
    """Run the function of a stream until it says that the end is reached.

    Args:
        session: the connector at work.
        block: the function.
        input: what it is given.
        start: first byte.
        size: bytes of a chunk.

    Raises:
        LambdaError: it gave no pair of data and end, or no data before the end.
    """
    eof = False
    while not eof:
        given = session.run(block, input, start, start + size - 1, size, phase=Phase.EXECUTE)
        if not isinstance(given, (list, tuple)) or len(given) != 2:
            raise LambdaError(
                "A stream must give a pair: its data, and whether that is the end",
                hint="give [data, eof]", place=block.place,
            )  # fmt: skip
        data, eof = given[0], given[1] is not None and given[1] is not False
        length = _length(data, session.connector)
        if not length and not eof:
            raise LambdaError("A stream gave no data, and did not end", place=block.place)
        yield _chunk(data, start, length, eof, more=not eof)
        start += length


def stream_path(connector: Connector, name: Any) -> str:
    """Give the key path of a stream: at the top, or inside an action or trigger.

    Raises:
        KeyNotFoundError: there is none of that name.
    """
    paths = [f"streams.{name}"]
    for kind in ("actions", "triggers"):
        paths += [f"{kind}.{owner}.streams.{name}" for owner in connector.dig(kind) or ()]
    found = next((path for path in paths if connector.dig(path) is not None), None)
    if found is None:
        raise KeyNotFoundError(f'key not found: "{name}"', hint="write its function under `streams`")
    return found


def joined(connector: Connector, pieces: list[Any]) -> Any:
    """Give the pieces of a stream as one: as text, or as bytes where one of them is."""
    found = [connector.plain(piece) for piece in pieces if piece is not None]
    if all(isinstance(piece, str) for piece in found):
        return "".join(found) if found else None
    return b"".join(piece.encode() if isinstance(piece, str) else piece for piece in found)


def check_size(frame_size: Any) -> int:
    """Give the size of a chunk.

    Raises:
        SdkError: it is no number above 0.
    """
    if isinstance(frame_size, bool) or not isinstance(frame_size, int) or frame_size <= 0:
        raise SdkError("'frame_size' must be a positive integer number")
    return frame_size


def _session() -> Session:
    frame = running()
    if not _BLOCKS.fullmatch(frame.block):
        raise NotAvailableError(
            "Streams are not available in this context. Access streams in actions or triggers"
        )
    return frame.session


def _length(data: Any, connector: Connector | None = None) -> int:
    return 0 if data is None else len(_plain(data, connector))


def _plain(data: Any, connector: Connector | None = None) -> str | bytes:
    """Give text or bytes of a stream as Python's; without a connector, that of the running block is asked.

    Raises:
        LambdaError: it is neither.
    """
    if isinstance(data, (str, bytes)):
        return data
    found = (connector or running().session.connector).plain(data)
    if not isinstance(found, (str, bytes)):
        raise LambdaError(
            f"A stream holds text or bytes, not {type(data).__name__}",
            hint="`.response_format_raw` gives the reply of a request as such",
        )
    return found


def _piece(data: Any, start: int, eof: bool) -> Chunk:
    """Give what follows a start as one chunk."""
    rest = _plain(data)[start:] if start else data
    return _chunk(rest, start, len(_plain(rest)), eof)


def _chunk(data: Any, start: int, length: int, eof: bool, *, more: bool = False) -> Chunk:
    return Chunk(data, start, start + length - 1 if length else None, eof, start + length if more else None)


def _written_down(source: Mapping[str, Any], start: int, size: int) -> Iterator[Chunk]:
    """Give the chunks that a test wrote down: by their starts, or as a function."""
    chunks = source["chunks"]
    if not isinstance(chunks, Mapping):
        session = running().session
        block = session.connector.make_block(chunks, Place(key_path="chunks"))
        yield from run(session, block, source.get("input") or {}, start, size)
        return
    for number, (place, data) in enumerate(chunks.items(), 1):
        last = number == len(chunks)
        yield _chunk(data, int(place), _length(data), last, more=not last)
