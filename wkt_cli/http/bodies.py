"""Bodies that are larger than one wants in memory: they come from files, and go into one."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from ..errors import RequestFormatError, UsageError

PIECE = 64 * 1024
IN_MEMORY = 1024 * 1024
"""Bytes of a reply that is to be stored up to which no file is made."""


Part = bytes | Path | BinaryIO


class Content:
    """The body of a request, of bytes and files; it can be read several times.

    It has a length, and its beginning can be had as of bytes: ``content[:n]``.

    Args:
        parts: bytes, and files or paths of files, which are as long as they are now.

    Raises:
        UsageError: a file can't be read.
    """

    def __init__(self, *parts: Part) -> None:
        self._parts = [(part, _length(part)) for part in parts]

    def __len__(self) -> int:
        return sum(length for _, length in self._parts)

    def __getitem__(self, wanted: slice) -> bytes:
        """Give the beginning."""
        found = bytearray()
        for piece in self.pieces():
            found += piece
            if len(found) >= wanted.stop:
                break
        return bytes(found[: wanted.stop])

    def pieces(self) -> Iterator[bytes | memoryview]:
        """Give all of it, piece by piece.

        Raises:
            RequestFormatError: a file has become shorter, or can't be read any more.
        """
        for part, length in self._parts:
            yield from pieces(part) if isinstance(part, bytes) else _read(part, length)


def spooled(source: BinaryIO) -> bytes | Content:
    """Read what can be read only once, so that it can be sent, and sent again.

    Args:
        source: such as standard input.

    Returns:
        The bytes; where they are many, a file without a name, which goes with the process.

    Raises:
        UsageError: it can't be kept.
    """
    from shutil import copyfileobj
    from tempfile import TemporaryFile

    start = source.read(IN_MEMORY + 1)
    if len(start) <= IN_MEMORY:
        return start
    try:
        file = cast(BinaryIO, TemporaryFile(prefix="wkt-"))  # noqa: SIM115
        file.write(start)
        copyfileobj(source, file, PIECE)
        file.flush()
    except OSError as error:
        raise UsageError(
            f"Standard input can't be kept until it is sent: {error.strerror}",
            hint="make room, or let TMPDIR name another folder",
        ) from error
    return Content(file)


def pieces(body: bytes | Content) -> Iterator[bytes | memoryview]:
    """Give a body piece by piece, so that no piece is copied again and again while it is sent."""
    if isinstance(body, Content):
        yield from body.pieces()
        return
    view = memoryview(body)
    for start in range(0, len(view), PIECE):
        yield view[start : start + PIECE]


def _length(part: Part) -> int:
    if isinstance(part, bytes):
        return len(part)
    try:
        with _opened(part) as file:
            return file.seek(0, os.SEEK_END)
    except OSError as error:
        raise UsageError(f"{part} can't be read: {error.strerror}") from error


def _opened(part: Path | BinaryIO) -> AbstractContextManager[BinaryIO]:
    """Give a file at its beginning; one that has no path stays open."""
    if isinstance(part, Path):
        return cast(BinaryIO, part.open("rb", buffering=0))
    part.seek(0)
    return nullcontext(part)


def _read(part: Path | BinaryIO, length: int) -> Iterator[bytes]:
    try:
        with _opened(part) as file:
            while length > 0:
                piece = file.read(min(PIECE, length))
                if not piece:
                    raise RequestFormatError(
                        f"{part} became shorter while it was sent", hint="wait until it is written, then try again"
                    )
                length -= len(piece)
                yield piece
    except OSError as error:
        raise RequestFormatError(f"{part} can't be read: {error.strerror}") from error


@dataclass(frozen=True)
class Stored:
    """The body of a reply, in a file of its own.

    Attributes:
        path: the file.
        size: its bytes.
    """

    path: Path
    size: int


class Store:
    """Takes the bodies of replies, of which the last one becomes a file: as a whole, or not at all.

    Args:
        target: the file. What is no usual file, such as a pipe, is written to when the body is complete.

    Raises:
        UsageError: there is no folder for it.
    """

    def __init__(self, target: Path) -> None:
        if not target.parent.is_dir():
            raise UsageError(f"{target} can't be written: there is no folder {target.parent}")
        self.target = target
        self._latest: Path | None = None

    def take(self, body: Iterable[bytes]) -> tuple[bytes, Stored | None]:
        """Read a body to its end; what was stored before is removed.

        Returns:
            All of a small body and None, or the beginning of a large one and its file.

        Raises:
            UsageError: the file can't be written.
        """
        self.discard()
        start, size, coming = [], 0, iter(body)
        for piece in coming:
            start.append(piece)
            size += len(piece)
            if size > IN_MEMORY:
                begun = b"".join(start)
                return begun, self._stored(chain([begun], coming))
        return b"".join(start), None

    def finish(self, body: bytes, stored: Stored | None) -> None:
        """Make the target of what `take` gave.

        Raises:
            UsageError: it can't be written.
        """
        from shutil import copyfileobj

        made = stored or self._stored([body])
        try:
            if self._is_usual:
                made.path.replace(self.target.resolve())
                self._latest = None
            else:
                with made.path.open("rb") as source, self.target.open("wb") as sink:
                    copyfileobj(source, sink)
        except OSError as error:
            raise _unwritable(self.target, error) from error
        finally:
            self.discard()

    def discard(self) -> None:
        """Remove what was stored and is not wanted any more."""
        if self._latest is not None:
            with suppress(OSError):
                self._latest.unlink()
            self._latest = None

    @property
    def _is_usual(self) -> bool:
        return self.target.is_file() or not self.target.exists()

    def _stored(self, body: Iterable[bytes]) -> Stored:
        size = 0
        try:
            self._latest = self._new_file()
            with self._latest.open("wb") as file:
                for piece in body:
                    file.write(piece)
                    size += len(piece)
        except OSError as error:
            self.discard()
            raise _unwritable(self.target, error) from error
        except BaseException:
            self.discard()
            raise
        return Stored(self._latest, size)

    def _new_file(self) -> Path:
        """Make an empty file beside the target, with the mode that the target has or would get."""
        if not self._is_usual:
            import tempfile

            handle, name = tempfile.mkstemp(prefix="wkt-")
            os.close(handle)
            return Path(name)
        target = self.target.resolve()
        path = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        if target.exists():
            path.chmod(stat.S_IMODE(target.stat().st_mode))
        return path


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path} can't be written: {error.strerror}")
