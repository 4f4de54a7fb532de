"""The directives of pack and unpack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ..errors import ArgumentError

_DIRECTIVE = re.compile(r"([a-zA-Z@%])([_!<>]*)(\d+|\*)?|#.*|\s+")
INTEGERS = {"c": 1, "s": 2, "l": 4, "q": 8, "i": 4, "j": 8}
FLOATS = {"d": "<d", "D": "<d", "f": "<f", "F": "<f", "e": "<f", "E": "<d", "g": ">f", "G": ">d"}
NETWORK: dict[str, tuple[int, Literal["big", "little"]]] = {
    "n": (2, "big"),
    "N": (4, "big"),
    "v": (2, "little"),
    "V": (4, "little"),
}


class Directive(NamedTuple):
    """One letter of a template: its modifiers, its count (None for none, -1 for `*`)."""

    letter: str
    modifiers: str
    times: int | None

    def number(self) -> tuple[int, Literal["big", "little"], bool]:
        """Size, byte order and sign of an integer directive."""
        if self.letter in NETWORK:
            size, order = NETWORK[self.letter]
            return size, order, False
        size = INTEGERS[self.letter.lower()]
        if set(self.modifiers) & {"_", "!"} and self.letter in "lL":
            size = 8
        return size, "big" if ">" in self.modifiers else "little", self.letter.islower()


def directives(template: str) -> Iterator[Directive]:
    """The directives of a template; what Ruby does not know is passed over."""
    for letter, modifiers, times in _DIRECTIVE.findall(template):
        if modifiers and letter not in "sSiIlLqQjJ":
            raise ArgumentError(f"'{modifiers[0]}' allowed only after types sSiIlLqQjJ")
        if letter:
            yield Directive(letter, modifiers, None if not times else -1 if times == "*" else int(times))
