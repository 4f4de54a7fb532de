"""The files that the connector was made of, and whether they are others by now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ....connector.load import FORMS
from ...watch.files_read import Stamp, noting, stamp


class Sources:
    """The connector's file, and the modules in its folder that it imports."""

    def __init__(self) -> None:
        self._noted: dict[Path, Stamp] = {}
        self._stamps: dict[Path, Stamp] = {}

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Note what is read while the connector is loaded."""
        with noting(lambda path: path.endswith(tuple(FORMS))) as read:
            try:
                yield
            finally:
                self._noted = read.stamps

    def of(self, file: Path) -> None:
        """Remember the files of the connector that was loaded, as they were then."""
        folder = file.absolute().parent
        noted = {path: seen for path, seen in self._noted.items() if path.is_relative_to(folder)}
        self._stamps = {file.absolute(): stamp(file), **noted}

    def changed(self) -> list[Path]:
        """Give the files that are others than when they were read."""
        return [path for path, seen in self._stamps.items() if stamp(path) != seen]
