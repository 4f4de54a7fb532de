r"""Character classes: `\d`, `[…]` with ranges, POSIX brackets, nested sets and `&&`, properties."""

from __future__ import annotations

import re

from .escapes import Fail, literal, read_character

SETS = {
    "d": "0-9",
    "D": "\\x00-/:-\U0010ffff",
    "s": "\\t-\\r ",
    "S": "\\x00-\\x08\\x0e-\\x1f!-\U0010ffff",
    "w": "a-zA-Z0-9_",
    "W": "\\x00-/:-@\\[-\\^`\\{-\U0010ffff",
    "h": "0-9a-fA-F",
    "H": "\\x00-/:-@G-`g-\U0010ffff",
}
"""The shorthand classes, ASCII only as in Ruby, as they stand inside brackets."""

CLASSES = {name: f"[{'^' + SETS[name.lower()] if name.isupper() else text}]" for name, text in SETS.items()}

SPACE = "\\t-\\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
POSIX = {
    "alpha": "\\p{Alphabetic}",
    "digit": "\\p{Nd}",
    "alnum": "\\p{Alphabetic}\\p{Nd}",
    "upper": "\\p{Uppercase}",
    "lower": "\\p{Lowercase}",
    "punct": "\\p{P}$+<=>\\^`\\|\\~",
    "space": SPACE,
    "blank": "\\t\\p{Zs}",
    "cntrl": "\\p{Cc}",
    "graph": "[^\\p{Cc}\\p{Cn}\\p{Cs}\\p{White_Space}]",
    "print": "[^\\p{Cc}\\p{Cn}\\p{Cs}]",
    "word": "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}",
    "xdigit": "0-9a-fA-F",
    "ascii": "\\x00-\\x7f",
}
ASCII_ONLY = {"xdigit", "ascii", "space"}
"""POSIX brackets that `re` can do, too."""

_POSIX = re.compile(r"\[:(\^?)(\w+):\]")
_PROPERTY = re.compile(r"\\([pP])\{(\^?)([\w .=-]+)\}")


def property_class(source: str, at: int, fail: Fail) -> tuple[str, int]:
    r"""`\p{…}` as a bracket expression or as Python's property, and where it ends."""
    found = _PROPERTY.match(source, at)
    if not found:
        raise fail("invalid character property name {p}")
    negative = (found[1] == "P") != bool(found[2])
    name = found[3]
    if name.lower() in POSIX:
        return f"[{'^' if negative else ''}{POSIX[name.lower()]}]", found.end()
    if name.lower() == "any":
        return ("[^\\s\\S]" if negative else "[\\s\\S]"), found.end()
    if not known_property(name):
        raise fail(f"invalid character property name {{{found[2]}{name}}}")
    return f"\\{'P' if negative else 'p'}{{{name}}}", found.end()


def known_property(name: str) -> bool:
    """Whether the `regex` package knows the property."""
    import regex

    try:
        regex.compile(f"\\p{{{name}}}")
    except regex.error:
        return False
    return True


class CharacterClass:
    """A reader of one bracket expression."""

    def __init__(self, source: str, at: int, fail: Fail) -> None:
        self.source, self.at, self.fail = source, at, fail
        self.exotic = False
        self.cased = False
        """Whether letters are written in it."""

    def read(self) -> str:
        """The whole expression, from `[` to `]`."""
        self.at += 1
        negative = self.eat("^")
        out: list[str] = []
        first = True
        while first or not self.eat("]"):
            self.demand()
            if first and self.source[self.at] == "]":
                if "]" not in self.source[self.at + 1 :]:
                    raise self.fail("empty char-class")
                out.append("\\]")
                self.at += 1
            elif self.eat("&&"):
                self.exotic = True
                out.append("&&")
            else:
                out.append(self.item())
            first = False
        return self.assemble(out, negative)

    def assemble(self, out: list[str], negative: bool) -> str:
        """Put the items together; an intersection takes each side as a set of its own."""
        if "&&" not in out:
            return f"[{'^' if negative else ''}{''.join(out)}]"
        sides = "".join(out).split("&&")
        return f"[{'^' if negative else ''}{'&&'.join(f'[{side}]' if side else '[]' for side in sides)}]"

    def eat(self, text: str) -> bool:
        """Step over ``text`` if it is next."""
        if self.source.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def demand(self) -> None:
        """There must be more."""
        if self.at >= len(self.source):
            raise self.fail("premature end of char-class")

    def item(self) -> str:
        """A nested set, a POSIX bracket, a shorthand, a character or a range."""
        found = _POSIX.match(self.source, self.at)
        if found and found[2] not in POSIX:
            raise self.fail("invalid POSIX bracket type")
        if found:
            self.cased = True
            self.at = found.end()
            return self.posix(found[2], bool(found[1]))
        if self.source[self.at] == "[":
            return self.nested()
        if self.source[self.at] == "\\" and self.at + 1 < len(self.source):
            char = self.source[self.at + 1]
            if char in SETS:
                self.at += 2
                return SETS[char]
            if char in "pP":
                self.exotic = self.cased = True
                text, self.at = property_class(self.source, self.at, self.fail)
                return text
            if char == "R" or char == "X":
                self.at += 2
                return char
        return self.range_or_character()

    def posix(self, name: str, negative: bool) -> str:
        """`[:name:]`."""
        self.exotic |= negative or name not in ASCII_ONLY
        return f"[^{POSIX[name]}]" if negative else POSIX[name]

    def nested(self) -> str:
        """A set in a set."""
        inner = CharacterClass(self.source, self.at, self.fail)
        text = inner.read()
        self.at, self.exotic, self.cased = inner.at, True, True
        return text

    def range_or_character(self) -> str:
        """`a` or `a-z`."""
        low = self.character()
        self.cased |= low.isalpha()
        if len(low) > 1:
            return "".join(map(literal, low))
        rest = self.source[self.at : self.at + 2]
        if (
            len(rest) < 2
            or rest[0] != "-"
            or rest[1] in "]"
            or (rest[1] == "[")
            or self.shorthand_at(self.at + 1)
        ):
            return literal(low)
        self.at += 1
        high = self.character()
        if high < low:
            raise self.fail("empty range in char class")
        return f"{literal(low)}-{literal(high)}"

    def shorthand_at(self, at: int) -> bool:
        r"""Whether `\d` or the like stands there, before which a minus is plain."""
        return self.source[at] == "\\" and self.source[at + 1 : at + 2] in (*SETS, "p", "P")

    def character(self) -> str:
        """One character, escaped or not."""
        self.demand()
        if self.source[self.at] == "\\":
            if self.source[self.at + 1 : self.at + 2] == "b":
                self.at += 2
                return "\b"
            text, self.at = read_character(self.source, self.at, self.fail)
            return text
        self.at += 1
        return self.source[self.at - 1]
