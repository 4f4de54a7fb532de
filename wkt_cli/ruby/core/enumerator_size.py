"""Enumerator#size: how many values will come, as far as that is known without asking for them."""

from __future__ import annotations

from typing import Any

from ..registry import method, send
from ..values import MISSING, Proc
from . import object as o
from .enumerator import CHAIN, ENUMERATOR, Chain, Enumerator, Generator

_UNSIZED = frozenset(
    {"find", "detect", "find_index", "index", "rindex", "take_while", "drop_while", "each_line"}
)


@method(ENUMERATOR, "size")
def size(self: Enumerator, block: Proc | None) -> Any:
    """How many values will come; nil if that is unknown."""
    if self.size is MISSING:
        return _known_size(self.receiver, self.method, self.args)
    return self.size.call() if isinstance(self.size, Proc) else self.size


@method(CHAIN, "size")
def chain_size(self: Chain, block: Proc | None) -> Any:
    """The sum of the parts' sizes; the first one that is no number or has no end is the result."""
    total = 0
    for part in self.args:
        found = send(part, "size") if o.responds(part, "size") else None
        if type(found) is not int:
            return found
        total += found
    return total


def _known_size(receiver: Any, name: str, args: tuple[Any, ...]) -> Any:
    if name == "loop":
        return float("inf")
    if name == "times":
        return max(0, receiver)
    if name in ("upto", "downto") and type(receiver) is int and type(args[0]) is int:
        return max(0, (args[0] - receiver if name == "upto" else receiver - args[0]) + 1)
    if name in _UNSIZED:
        return None
    if not o.responds(receiver, "size") or isinstance(receiver, Generator):
        return None
    total = send(receiver, "bytesize" if name == "each_byte" else "size")
    if type(total) is not int:
        return total
    if name == "each_slice":
        return -(-total // o.to_int(args[0]))
    if name == "each_cons":
        return max(0, total - o.to_int(args[0]) + 1)
    if name == "cycle":
        return _cycle_size(total, args)
    return total


def _cycle_size(total: int, args: tuple[Any, ...]) -> Any:
    if not total:
        return 0
    return total * max(0, o.to_int(args[0])) if args and args[0] is not None else float("inf")
