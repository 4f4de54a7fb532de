"""Strings that come in, in their mutable form where the compiler found that they may change (`compiler.aliases`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from .errors import RubyError
from .values import Hash, RString


def mutable(value: Any, levels: tuple[bool, int], make: Callable[[str], Any] = RString) -> Any:
    """A value that comes in, its Strings in their mutable form: itself, and those that it holds.

    Args:
        value: the value.
        levels: whether itself, and how many levels of containers (-1: all). A host's object that has its values
            later (the reply to a request) is told by `ruby_mutable`.
        make: gives the form of a String.
    """
    itself, depth = levels
    if type(value) is str:
        return make(value) if itself else value
    if depth and isinstance(value, (list, Hash)):
        mutable_content(value, depth, set(), make)
    elif hasattr(type(value), "ruby_mutable"):
        value.ruby_mutable(levels)
    return value


def mutable_content(holder: Any, depth: int, seen: set[int], make: Callable[[str], Any]) -> None:
    """Replace the Strings in a container, so that all who hold it see a change."""
    seen.add(id(holder))
    for key, value in enumerate(holder) if type(holder) is list else holder.items():
        if type(value) is str:
            holder[key] = make(value)
        elif depth != 1 and isinstance(value, (list, Hash)) and id(value) not in seen:
            mutable_content(value, depth - 1, seen, make)


def passed(value: Any, levels: tuple[bool, int]) -> Any:
    """An argument of a lambda that may change it: a String that is not mutable by now is frozen, as a key is."""
    return mutable(value, levels, lambda text: RString(text, frozen=True))


def mutable_picked(value: Any, holder: Any, levels: tuple[bool, int]) -> Any:
    """What a method gave of its receiver: new where that is no container, else as it is held there."""
    return value if is_container(holder) else mutable(value, levels)


def mutable_made(value: Any, holder: Any, levels: tuple[bool, int]) -> Any:
    """What a method gave, new or as its receiver holds it: what is not mutable there is frozen, as a key is."""
    frozen: set[int] = set()

    def make(text: str) -> Any:
        if not frozen:
            frozen.update([0, *map(id, plain_texts(source_of(holder), 3))])
        return text if id(text) in frozen else RString(text)

    return mutable(value, levels, make)


def source_of(holder: Any) -> Any:
    """The receiver of an Enumerator, that of an Enumerator of it, too; else the value."""
    from .core.enumerator import Enumerator

    while isinstance(holder, Enumerator):
        holder = holder.receiver
    return holder


def is_container(value: Any) -> bool:
    """Whether what a method gives of a value is held by it."""
    from .core.set import RSet

    return isinstance(source_of(value), (list, Hash, RSet))


def plain_texts(value: Any, depth: int) -> Iterator[str]:
    """The Strings in a container, keys too, that are not mutable."""
    from .core.set import RSet

    level = [value]
    for _ in range(depth + 1):
        yield from (part for part in level if type(part) is str)
        lists = [part for part in level if isinstance(part, (list, Hash))]
        others = [part.values() for part in level if isinstance(part, (Hash, RSet))]
        level = list(chain.from_iterable([*lists, *others]))


def mutable_to_s(value: Any, holder: Any, levels: tuple[bool, int]) -> Any:
    """What `to_s` gave: that of nil, true and false is frozen."""
    return value if holder is None or type(holder) is bool else mutable(value, levels)


def mutable_message(value: Any, holder: Any, levels: tuple[bool, int]) -> Any:
    """What `message` gave: an error goes on to hold it."""
    made = mutable(value, levels)
    if made is not value and isinstance(holder, RubyError):
        holder.given = made
    return made
