"""Which files a run reads: Python itself tells of each that is opened (`sys.addaudithook`, PEP 578)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

Stamp = tuple[int, ...] | tuple[str, ...] | None
"""What tells whether a file is another one: time and size. Of a folder: the modules in it. None where nothing is."""
_WRITES = os.O_WRONLY | os.O_RDWR


def stamp(path: Path) -> Stamp:
    """Give the stamp of a file or folder, as it is now."""
    with suppress(OSError, ValueError):
        found = path.stat()
        if path.is_dir():
            return tuple(sorted(entry.name for entry in path.glob("*.py")))
        return found.st_mtime_ns, found.st_size
    return None


class FilesRead:
    """Notes files as they are opened, by any thread.

    Args:
        wanted: tells of a path whether it is worth noting.

    Attributes:
        stamps: of the files that were read, also of those that weren't there, as they were when first opened.
        written: the files that were written or renamed to.
    """

    def __init__(self, wanted: Callable[[str], bool]) -> None:
        self.stamps: dict[Path, Stamp] = {}
        self.written: set[Path] = set()
        self._wanted = wanted

    def opened(self, path: Any, mode: str | None, flags: int) -> None:
        """Note a file that is opened."""
        self._note(path, writes=bool(set(mode or "") & set("wax+")) or bool(flags & _WRITES))

    def renamed(self, source: Any, target: Any, *folders: int) -> None:
        """Note the name that a file is given."""
        self._note(target, writes=True)

    def _note(self, given: Any, *, writes: bool) -> None:
        """Note a path; nothing that goes wrong here may keep the file from being opened."""
        with suppress(OSError, ValueError, TypeError):
            path = Path(os.fsdecode(given)).absolute()
            if self._wanted(str(path)):
                if writes:
                    self.written.add(path)
                elif path not in self.stamps:
                    self.stamps[path] = stamp(path)


_listening: list[FilesRead] = []


def _heard(event: str, given: tuple[Any, ...]) -> None:
    if _listening and event in ("open", "os.rename"):
        for listener in _listening:
            (listener.opened if event == "open" else listener.renamed)(*given)


@cache
def _hear() -> None:
    """Listen from now on; a hook can't be taken away again."""
    sys.addaudithook(_heard)


@contextmanager
def noting(wanted: Callable[[str], bool]) -> Iterator[FilesRead]:
    """Note the files that are opened during the block.

    Args:
        wanted: tells of an absolute path whether it is worth noting.
    """
    _hear()
    listener = FilesRead(wanted)
    _listening.append(listener)
    try:
        yield listener
    finally:
        _listening.remove(listener)
