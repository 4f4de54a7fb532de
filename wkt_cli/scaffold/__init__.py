"""Files that are made for a person to go on with: new projects, and tests. What is there already is never changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from ..store.files import os_failure, write_atomically


class Written(NamedTuple):
    """A file that was to be made.

    Attributes:
        name: its path below the folder.
        created: False where there was one already.
    """

    name: str
    created: bool


class Folder:
    """A folder that gets files.

    Args:
        root: the folder; made with the first file.
        shown: what stands before the names of its files where they are told.

    Attributes:
        written: what was made and what was there, in order.
    """

    def __init__(self, root: Path, shown: str = "") -> None:
        self.root, self.written = root, list[Written]()
        self._shown = shown

    def add(self, name: str, text: str, *, private: bool = False) -> None:
        """Make a file, unless there is one of that name.

        Args:
            name: path below the folder, with ``/``.
            text: what it holds.
            private: whether only its owner may read it.

        Raises:
            StoreError: it can't be written.
        """
        path = self.root / name
        created = not path.exists()
        if created:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise os_failure(error, path.parent, "be made") from error
            write_atomically(path, text.encode(), private=private)
        self.written.append(Written(f"{self._shown}{name}", created))


def file_word(name: str) -> str:
    """Give the name of a block as a part of a Python file's name.

    >>> file_word("Do It!")
    'do_it_'
    """
    return re.sub(r"[^a-z0-9_]", "_", name.lower())
