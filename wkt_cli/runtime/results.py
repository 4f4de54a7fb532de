"""What `wkt exec` gives, as JSON (reference/cli_and_files.md section 3); polls of many pages a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from ..connector.model import Connector

IN_MEMORY = 1_000_000
"""Bytes of pages from which on they wait on the disk, in a file without a name."""


class Events(Protocol):
    """Takes in what a poll gives, page by page."""

    def __init__(self, connector: Connector) -> None: ...

    def add(self, events: list[Any], next_poll: Any) -> None:
        """Keep one more page, with its events in the order of the result."""

    def result(self) -> Any:
        """Give the result: the events of later pages come first."""


class EventList:
    """Events as they are, for a program that goes on with them.

    Args:
        connector: whose events they are.
    """

    def __init__(self, connector: Connector) -> None:
        self._pages: list[list[Any]] = []
        self._next_poll: Any = None

    def add(self, events: list[Any], next_poll: Any) -> None:
        """Keep one more page."""
        self._pages.append(events)
        self._next_poll = next_poll

    def result(self) -> dict[str, Any]:
        """Give the result as a hash."""
        events = [event for page in reversed(self._pages) for event in page]
        return {"events": events, "can_poll_more": False, "next_poll": self._next_poll}


class EventSpool:
    """Events as JSON, of which one page is in memory at a time: pages wait on the disk until the last one is there.

    Args:
        connector: whose events they are.

    Attributes:
        next_poll: the closure that the last page handed on, as JSON.
    """

    def __init__(self, connector: Connector) -> None:
        from tempfile import SpooledTemporaryFile

        self.next_poll = "null"
        self._connector = connector
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self._places: list[tuple[int, int]] = []

    def add(self, events: list[Any], next_poll: Any) -> None:
        """Keep one more page."""
        self.next_poll = self._connector.as_json(next_poll)
        if events:
            text = self._connector.as_json(events).encode()
            self._places.append((self._file.tell(), len(text)))
            self._file.write(text)

    def result(self) -> EventSpool:
        """Give the spool itself."""
        return self

    def pages(self) -> Iterator[str]:
        """Give the events of each page that has some, the last page first, as JSON arrays."""
        for start, size in reversed(self._places):
            self._file.seek(start)
            yield self._file.read(size).decode()

    def pieces(self) -> Iterator[str]:
        """Give the whole as compact JSON, in pieces."""
        yield '{"events":['
        for number, page in enumerate(self.pages()):
            yield ("," if number else "") + page[1:-1]
        yield f'],"can_poll_more":false,"next_poll":{self.next_poll}}}'


def as_json(connector: Connector, result: Any) -> Iterable[str]:
    """Give a result as compact JSON, in pieces; what can't be written so fails before the first."""
    return result.pieces() if isinstance(result, EventSpool) else [connector.as_json(result)]
