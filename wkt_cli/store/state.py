"""`.wkt/state.json`: what `wkt` remembers of a project beside settings and secrets.

    {"version": 1, "project": "9f3c…", "current": ["percolate", "default"], "last": {"percolate": "default"},
     "connections": {"percolate": {"default": {"vault": "keyring", "backend": "…", "connected_at": "…", …}}}}

Keys that this version doesn't know are kept.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import StoreError
from .files import check_writable, locked, private_folder, read_bytes, write_atomically

VERSION = 1
FOLDER = ".wkt"


class State:
    """The content of the file, as it was read.

    Attributes:
        data: the JSON object.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    @property
    def project(self) -> str:
        """The project's id, 32 hex digits; empty before the first connection is stored."""
        return str(self.data.get("project", ""))

    def ensure_project(self) -> str:
        """Give the project's id; make one up where there is none."""
        return str(self.data.setdefault("project", secrets.token_hex(16)))

    @property
    def current(self) -> tuple[str, str] | None:
        """Connector and connection that were used last, or None."""
        found = self.data.get("current")
        return (str(found[0]), str(found[1])) if found else None

    def last(self, connector: str) -> str | None:
        """Give the name of the connection of a connector that was used last, or None."""
        name = self.data.get("last", {}).get(connector)
        return None if name is None else str(name)

    def use(self, connector: str, name: str) -> None:
        """Make a connection the current one."""
        self.data["current"] = [connector, name]
        self.data.setdefault("last", {})[connector] = name

    def meta(self, connector: str, name: str) -> dict[str, Any] | None:
        """Give what is known of a connection; None where nothing was ever stored for it."""
        found = self.data.get("connections", {}).get(connector, {}).get(name)
        return None if found is None else dict(found)

    def put(self, connector: str, name: str, meta: dict[str, Any]) -> None:
        """Remember a connection's facts."""
        self.data.setdefault("connections", {}).setdefault(connector, {})[name] = meta

    def drop(self, connector: str, name: str) -> None:
        """Forget a connection, also as the current one."""
        named = self.data.get("connections", {}).get(connector, {})
        named.pop(name, None)
        if not named:
            self.data.get("connections", {}).pop(connector, None)
        if self.current == (connector, name):
            self.data["current"] = None
        if self.last(connector) == name:
            self.data["last"].pop(connector)


class StateFile:
    """The file, and the folder it stands in.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER
        self.path = self.folder / "state.json"

    def read(self) -> State:
        """Read the state; an empty one where there is no file.

        Raises:
            StoreError: the file is damaged, or was written by a newer `wkt`.
        """
        data = read_bytes(self.path)
        return State({"version": VERSION} if data is None else self._parse(data))

    @contextlib.contextmanager
    def updating(self) -> Iterator[State]:
        """Give the state to change under the project's lock; it is written when the block ends well.

        Raises:
            StoreError: it can't be read, locked or written.
        """
        with self.locked():
            state = self.read()
            yield state
            text = json.dumps(state.data, indent=2, ensure_ascii=False) + "\n"
            write_atomically(self.path, text.encode(), private=True, sole=True)

    def check_writable(self) -> None:
        """See whether the file could be written.

        Raises:
            StoreError: it couldn't.
        """
        private_folder(self.folder)
        check_writable(self.path)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock for short changes of the project's files.

        Raises:
            StoreError: another process held it for too long.
        """
        private_folder(self.folder)
        with locked(self.folder / "lock"):
            yield

    def _parse(self, data: bytes) -> dict[str, Any]:
        try:
            found = json.loads(data)
        except ValueError as error:
            line = getattr(error, "lineno", None)
            raise self._damaged("is no valid JSON", line) from None
        if not isinstance(found, dict) or not isinstance(found.get("version"), int):
            raise self._damaged("has no format version")
        if found["version"] > VERSION:
            raise StoreError(
                f"{self.path} was written by a newer wkt (format {found['version']}; this one: {VERSION})",
                hint="Update wkt with `pip install --upgrade wkt-cli`",
            )
        if not _well_formed(found):
            raise self._damaged("has another shape than wkt writes")
        return found

    def _damaged(self, what: str, line: int | None = None) -> StoreError:
        place = f"{self.path}:{line}" if line else str(self.path)
        return StoreError(
            f"{place} is damaged: it {what}",
            hint=f"Restore {self.path.name} from a backup; or move it away and run `wkt connect` again "
            "(it holds the id under which the vault knows this project)",
        )


def _well_formed(data: dict[str, Any]) -> bool:
    current, connections = data.get("current"), data.get("connections", {})
    return (
        isinstance(data.get("project", ""), str)
        and (current is None or (isinstance(current, list) and len(current) == 2))
        and isinstance(data.get("last", {}), dict)
        and isinstance(connections, dict)
        and all(isinstance(named, dict) for named in connections.values())
        and all(isinstance(meta, dict) for named in connections.values() for meta in named.values())
    )
