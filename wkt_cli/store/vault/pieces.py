"""One text in several items, for keyrings that limit the size of an item.

A text that fits stands in the head item as it is, JSON of an object. A longer one is cut; the head then holds a
list ``["pieces", 3, "a", "<sha256>"]`` and the pieces stand beside it as ``a.1`` to ``a.3``. A new value goes to
the other slot first, then the head is replaced, then the old slot is emptied: whenever the process dies, the head
names a whole value, the old one or the new one. `Journal` keeps a head that a keyring can't replace in one step.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import NamedTuple, Protocol

from ...errors import VaultError

_HEAD, _NEXT = "", "next"
_MARK = "pieces"
_SLOTS = ("a", "b")
_READS = 3


class _Table(NamedTuple):
    """What the head of a cut text holds."""

    mark: str
    number: int
    slot: str
    sha256: str


class Items(Protocol):
    """The items of one connection in a keyring: the head is called ``""``, the pieces ``a.1`` and so on."""

    def get(self, item: str) -> str | None:
        """Give an item's text, or None."""
        ...

    def set(self, item: str, text: str) -> None:
        """Store an item."""
        ...

    def delete(self, item: str) -> None:
        """Remove an item; nothing happens where there is none."""
        ...


class Journal:
    """Items of a keyring that removes an item and makes it anew to replace it, as macOS's Keychain does in `keyring`.

    A new head goes to the item ``next`` first, which is read where there is no head.

    Args:
        items: the items as the keyring has them.
    """

    def __init__(self, items: Items) -> None:
        self._items = items

    def get(self, item: str) -> str | None:
        """Give an item's text, or None."""
        text = self._items.get(item)
        return self._items.get(_NEXT) if text is None and item == _HEAD else text

    def set(self, item: str, text: str) -> None:
        """Store an item; a head is there all the time."""
        if item != _HEAD:
            return self._items.set(item, text)
        self._items.set(_NEXT, text)
        self._items.set(_HEAD, text)
        with suppress(VaultError):
            self._items.delete(_NEXT)
        return None

    def delete(self, item: str) -> None:
        """Remove an item; nothing happens where there is none."""
        if item == _HEAD:
            self._items.delete(_NEXT)
        self._items.delete(item)


def read(items: Items) -> str | None:
    """Put a text together again; None where there is none.

    Raises:
        VaultError: pieces are missing or don't belong together.
    """
    for _attempt in range(_READS):
        head = items.get(_HEAD)
        table = _table(head)
        if table is None:
            return head
        text = "".join(items.get(f"{table.slot}.{number}") or "" for number in range(1, table.number + 1))
        if _digest(text) == table.sha256:
            return text
    raise VaultError(
        "The keyring holds only a part of this connection's secrets",
        hint="Run `wkt connections remove --force` for it, then `wkt connect`",
    )


def write(items: Items, text: str, limit: int | None) -> None:
    """Store a text in place of the one that was there.

    Args:
        items: the connection's items.
        text: ASCII JSON of an object.
        limit: how many characters an item takes, or None for any number.
    """
    if limit is None:
        return items.set(_HEAD, text)
    table = _table(items.get(_HEAD))
    slot = _SLOTS[1] if table and table.slot == _SLOTS[0] else _SLOTS[0]
    pieces = [text[at : at + limit] for at in range(0, len(text), limit)] if len(text) > limit else []
    for number, piece in enumerate(pieces, 1):
        items.set(f"{slot}.{number}", piece)
    items.set(_HEAD, _head(slot, pieces, text) if pieces else text)
    _empty(items, slot, len(pieces) + 1)
    _empty(items, _SLOTS[1 - _SLOTS.index(slot)], 1)
    return None


def delete(items: Items, limit: int | None) -> None:
    """Remove a text and every piece of it, the head first."""
    table = _table(items.get(_HEAD))
    items.delete(_HEAD)
    if limit is not None or table is not None:
        for slot in _SLOTS:
            _empty(items, slot, 1)


def _empty(items: Items, slot: str, number: int) -> None:
    """Remove the pieces from a number on, the last one first, so that none is left behind a gap."""
    end = number
    while items.get(f"{slot}.{end}") is not None:
        end += 1
    for piece in range(end - 1, number - 1, -1):
        items.delete(f"{slot}.{piece}")


def _head(slot: str, pieces: list[str], text: str) -> str:
    return json.dumps([_MARK, len(pieces), slot, _digest(text)])


def _table(head: str | None) -> _Table | None:
    """Read the head's table of pieces; None where the head is the text itself."""
    if head is None or not head.startswith(f'["{_MARK}"'):
        return None
    return _Table(*json.loads(head))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
