"""What is kept of a trigger between two polls: its closure, and which events have been seen.

    .wkt/polls/<digest>.json
    {"version": 1, "trigger": "triggers.new_book", "connector": "connector.rb", "connection": "…",
     "polled_at": "…", "closure": …, "seen": ["<hash of what dedup gave>", …]}

Connector, connection, trigger and input together are one recipe, with a file of its own.
"""

from __future__ import annotations

import contextlib
import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ..errors import StoreError
from .files import locked, private_folder, read_bytes, write_atomically

VERSION = 1
FOLDER = "polls"
MOST_SEEN = 100_000
"""How many events are remembered; the oldest are forgotten."""
_SIGNS = 12


@dataclass
class Polled:
    """What is known of earlier polls.

    Attributes:
        closure: JSON data, None before the first poll.
        seen: hashes of the keys of events, the latest last.
        polled_at: when the last poll ended, ISO 8601; empty before the first.
    """

    closure: Any = None
    seen: dict[str, None] = field(default_factory=dict)
    polled_at: str = ""

    def is_new(self, key: str) -> bool:
        """Tell whether an event is seen for the first time, and remember it."""
        digest = b64encode(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_SIGNS).digest()).decode()
        if digest in self.seen:
            return False
        self.seen[digest] = None
        return True


class PollFile:
    """The file of one recipe.

    Args:
        state_folder: the project's `.wkt`.
        about: ``trigger``, ``connector``, ``connection``, which stand in the file for people.
        input: what the trigger is given; stands nowhere.
    """

    def __init__(self, state_folder: Path, about: Mapping[str, str], input: Any) -> None:
        self._state_folder, self._about = state_folder, dict(about)
        told = json.dumps([self._about, input], sort_keys=True)
        self._digest = blake2b(told.encode(), digest_size=_SIGNS).hexdigest()
        self.path = state_folder / FOLDER / f"{self._digest}.json"

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the recipe's lock, so that of two polls each event is seen by one.

        Raises:
            StoreError: another process polls all the time.
        """
        folder = private_folder(private_folder(self._state_folder) / "locks")
        with locked(folder / f"poll-{self._digest}"):
            yield

    def read(self) -> Polled:
        """Give what is known of earlier polls; nothing where there were none.

        Raises:
            StoreError: the file is damaged, or was written by a newer `wkt`.
        """
        data = read_bytes(self.path)
        if data is None:
            return Polled()
        try:
            found = json.loads(data)
            version, seen = found["version"], dict.fromkeys(map(str, found["seen"]))
            polled = Polled(found["closure"], seen, str(found["polled_at"]))
        except (ValueError, TypeError, KeyError):
            raise StoreError(f"{self.path} is damaged", hint="begin anew with --reset") from None
        if version != VERSION:
            raise StoreError(f"{self.path} was written by another wkt (format {version}; this one: {VERSION})",
                             hint="update wkt with `pip install --upgrade wkt-cli`, or begin anew with --reset")
        return polled

    def write(self, polled: Polled) -> None:
        """Keep what is known now; a crash leaves what was kept before, or this.

        Raises:
            StoreError: it can't be written.
        """
        private_folder(private_folder(self._state_folder) / FOLDER)
        polled.polled_at = datetime.now().astimezone().isoformat(timespec="seconds")
        for digest in list(polled.seen)[:-MOST_SEEN]:
            del polled.seen[digest]
        data = {
            "version": VERSION, **self._about, "polled_at": polled.polled_at, "closure": polled.closure,
            "seen": list(polled.seen),
        }  # fmt: skip
        write_atomically(self.path, json.dumps(data).encode(), private=True)


def _mark(name: str) -> str:
    """Name a secret between two signs that stand in no text (noncharacters of Unicode)."""
    return f"\ufdd0{name}\ufdd1"


class References:
    """Known secrets of a connection, which stand in a kept value by their names.

    A closure may be the address of the next page, with a token in its query.

    Args:
        secrets: names and texts.
    """

    def __init__(self, secrets: Iterable[tuple[str, str]]) -> None:
        self._secrets = sorted(secrets, key=lambda secret: -len(secret[1]))

    def put(self, value: Any, mark: Callable[[str], str] = _mark) -> Any:
        """Give JSON data with marks in the place of secrets, which `take` takes for them by default."""
        return _texts(value, [(secret, mark(name)) for name, secret in self._secrets])

    def take(self, value: Any) -> Any:
        """Give JSON data with secrets in the place of their marks, as they are now."""
        return _texts(value, [(_mark(name), secret) for name, secret in self._secrets])


def _texts(value: Any, pairs: Sequence[tuple[str, str]]) -> Any:
    """Replace parts of the texts in JSON data; the keys of objects are left alone."""
    if isinstance(value, str):
        for old, new in pairs:
            value = value.replace(old, new)
        return value
    if isinstance(value, dict):
        return {key: _texts(inner, pairs) for key, inner in value.items()}
    return [_texts(inner, pairs) for inner in value] if isinstance(value, list) else value
