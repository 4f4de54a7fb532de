"""Strings that come in, in their mutable form where the compiler found that they may change (`compiler.aliases`)."""

from __future__ import annotations

from typing import Any

from .errors import RubyError
from .values import Hash, RString


def mutable(value: Any, levels: tuple[bool, int]) -> Any:
    """A value that comes in, its Strings in their mutable form: itself, and those that it holds.

    `levels` tells whether itself, and how many levels of containers (-1: all). A host's object that has its
    values later (the reply to a request) is told by `ruby_mutable`.
    """
    itself, depth = levels
    if type(value) is str:
        return RString(value) if itself else value
    if depth and isinstance(value, (list, Hash)):
        mutable_content(value, depth, set())
    elif hasattr(type(value), "ruby_mutable"):
        value.ruby_mutable(levels)
    return value


def mutable_content(holder: Any, depth: int, seen: set[int], frozen: bool = False) -> None:
    """Replace the Strings in a container, so that all who hold it see a change."""
    seen.add(id(holder))
    for key, value in enumerate(holder) if type(holder) is list else holder.items():
        if type(value) is str:
            holder[key] = RString(value, frozen)
        elif depth != 1 and isinstance(value, (list, Hash)) and id(value) not in seen:
            mutable_content(value, depth - 1, seen, frozen)


def passed(value: Any, levels: tuple[bool, int]) -> Any:
    """An argument of a lambda that may change it: a String that is not mutable by now is frozen, as a key is."""
    itself, depth = levels
    if type(value) is str:
        return RString(value, frozen=True) if itself else value
    if depth and isinstance(value, (list, Hash)):
        mutable_content(value, depth, set(), frozen=True)
    return value


def mutable_picked(value: Any, holder: Any, levels: tuple[bool, int]) -> Any:
    """What a method gave of its receiver: new where that is no container, else as it is held there."""
    from .core.set import RSet

    return value if isinstance(holder, (list, Hash, RSet)) else mutable(value, levels)


def mutable_to_s(value: Any, holder: Any, levels: tuple[bool, int]) -> Any:
    """What `to_s` gave: that of nil, true and false is frozen."""
    return value if holder is None or type(holder) is bool else mutable(value, levels)


def mutable_message(value: Any, holder: Any, levels: tuple[bool, int]) -> Any:
    """What `message` gave: an error goes on to hold it."""
    made = mutable(value, levels)
    if made is not value and isinstance(holder, RubyError):
        holder.given = made
    return made
