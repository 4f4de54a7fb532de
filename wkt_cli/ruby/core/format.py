"""Ruby's `format`: a format string and its arguments."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ..errors import ArgumentError, KeyError_
from ..registry import KERNEL, function, singleton
from ..values import Hash, Proc, Symbol
from .format_values import Directive, converted, cut
from .object import hash_get, hash_has, to_index, to_s
from .string.base import is_text, raw, text

_NUMBERS = "diuxXobBeEfgGaA"


class Formatter:
    """One run over a format string."""

    def __init__(self, template: str, values: list[Any]) -> None:
        self.template, self.values = template, values
        self.at = 0
        self.used = 0
        self.mode = ""
        self.mode_label = ""

    def run(self) -> str:
        """The formatted text."""
        out: list[str] = []
        while True:
            found = self.template.find("%", self.at)
            if found < 0:
                out.append(self.template[self.at :])
                return "".join(out)
            out.append(self.template[self.at : found])
            self.at = found + 1
            out.append(self.directive())

    def directive(self) -> str:
        """One `%…`."""
        found = Directive()
        while True:
            if self.at >= len(self.template):
                raise ArgumentError("incomplete format specifier; use %% (double %) instead")
            char = self.template[self.at]
            self.at += 1
            if char in " #+-0":
                self.flag(found, char)
            elif char in "123456789":
                self.number(found, char)
            elif char == "*":
                self.star(found)
            elif char == ".":
                self.precision(found)
            elif char == "<":
                self.named(found, ">")
            elif char == "{":
                self.named(found, "}")
                return found.pad(cut(found, to_s(found.value)))
            else:
                return self.convert(found, char)

    def flag(self, found: Directive, char: str) -> None:
        """A flag, which must come before width and precision."""
        if found.width is not None:
            raise ArgumentError("flag after width")
        if found.precision is not None:
            raise ArgumentError("flag after precision")
        found.flags.add(char)

    def number(self, found: Directive, first: str) -> None:
        """A width, or `1$`."""
        digits = re.compile(r"\d*").match(self.template, self.at)
        assert digits
        self.at = digits.end()
        value = int(first + digits[0])
        self.demand("*")
        if self.template[self.at : self.at + 1] == "$":
            self.at += 1
            if found.value is not ...:
                raise ArgumentError(f"value given twice - {value}$")
            found.value = self.numbered(value)
            return
        if found.width is not None:
            raise ArgumentError("width given twice")
        if found.precision is not None:
            raise ArgumentError("width after precision")
        if value > 2**31 - 1:
            raise ArgumentError("width too big")
        found.width = value

    def demand(self, kind: str) -> None:
        """A number is not the end."""
        if self.at >= len(self.template):
            raise ArgumentError(f"malformed format string - %{kind}[0-9]")

    def star(self, found: Directive) -> None:
        """A width taken from the arguments."""
        if found.width is not None:
            raise ArgumentError("width given twice")
        width = self.star_value()
        if width < 0:
            found.flags.add("-")
        found.width = abs(width)

    def star_value(self) -> int:
        """`*` or `*1$`."""
        numbered = re.compile(r"(\d+)\$").match(self.template, self.at)
        if numbered:
            self.at = numbered.end()
            return to_index(self.numbered(int(numbered[1])))
        return to_index(self.next())

    def precision(self, found: Directive) -> None:
        """`.2` or `.*`."""
        if found.precision is not None:
            raise ArgumentError("precision given twice")
        if self.template[self.at : self.at + 1] == "*":
            self.at += 1
            value = self.star_value()
            found.precision = value if value >= 0 else None
            return
        digits = re.compile(r"\d*").match(self.template, self.at)
        assert digits
        self.at = digits.end()
        self.demand(".")
        found.precision = int(digits[0] or 0)
        if found.precision > 2**31 - 1:
            raise ArgumentError("precision too big")

    def named(self, found: Directive, closer: str) -> None:
        """`<name>` or `{name}`."""
        end = self.template.find(closer, self.at)
        if end < 0:
            raise ArgumentError("malformed name - unmatched parenthesis")
        name = self.template[self.at : end]
        label = ("<" if closer == ">" else "{") + name + closer
        self.at = end + 1
        if found.value is not ...:
            raise ArgumentError(f"named{label} after <{self.mode_label}>")
        if self.mode in ("unnumbered", "numbered"):
            number = f"({self.used})" if self.mode == "unnumbered" else ""
            raise ArgumentError(f"named{label} after {self.mode}{number}")
        self.mode, self.mode_label = "named", name
        found.value = self.lookup(name, label)

    def lookup(self, name: str, label: str) -> Any:
        """The value of a name."""
        if len(self.values) != 1 or not isinstance(self.values[0], Hash):
            raise ArgumentError("one hash required")
        values, key = self.values[0], Symbol(name)
        if hash_has(values, key):
            return hash_get(values, key)
        if values.default_proc is not None:
            return values.default_proc.call(values, key)
        if values.default is None:
            raise KeyError_(f"key{label} not found", receiver=values, key=key)
        return values.default

    def numbered(self, number: int) -> Any:
        """The value of `1$`."""
        if self.mode == "unnumbered":
            raise ArgumentError(f"numbered({number}) after unnumbered({self.used})")
        if self.mode == "named":
            raise ArgumentError(f"numbered({number}) after named")
        if number < 1:
            raise ArgumentError(f"invalid index - {number}$")
        self.mode = "numbered"
        if number > len(self.values):
            raise ArgumentError("too few arguments")
        return self.values[number - 1]

    def next(self) -> Any:
        """The next value."""
        if self.mode in ("named", "numbered"):
            raise ArgumentError(f"unnumbered({self.used + 1}) mixed with {self.mode}")
        self.mode = "unnumbered"
        if self.used >= len(self.values):
            raise ArgumentError("too few arguments")
        self.used += 1
        return self.values[self.used - 1]

    def convert(self, found: Directive, kind: str) -> str:
        """The text of a value by the type letter."""
        if kind == "%" or kind in "\n\0":
            if found.flags or found.width is not None or found.precision is not None:
                raise ArgumentError("invalid format character - %")
            return "%" if kind == "%" else "%" + kind
        if kind not in _NUMBERS and kind not in "scp":
            raise ArgumentError(
                f"malformed format string - %{kind}" if kind != "*" else "malformed format string - %*[0-9]"
            )
        value = self.next() if found.value is ... else found.value
        return converted(found, value, kind)


_SIMPLE = re.compile(r"%([ #+0-]*)([1-9]\d{0,4})?(?:\.(\d{1,4}))?([diufegxXsp])|%%")
Piece = tuple[str, Directive | None, str]


@lru_cache(512)
def simple_pieces(template: str) -> tuple[Piece, ...] | None:
    """A template of plain directives, taken apart: the text before each, and its kind; None for any other."""
    pieces: list[Piece] = []
    at = 0
    for found in _SIMPLE.finditer(template):
        before = template[at : found.start()]
        if "%" in before:
            return None
        at = found.end()
        if found[0] == "%%":
            pieces.append((before + "%", None, ""))
            continue
        width, precision = (None if group is None else int(group) for group in found.group(2, 3))
        pieces.append((before, Directive(set(found[1]), width, precision), found[4]))
    if "%" in template[at:]:
        return None
    return (*pieces, (template[at:], None, ""))


def sprintf(template: str, values: list[Any]) -> str:
    """The text of a format string with its values."""
    pieces = simple_pieces(template)
    if pieces is None:
        return Formatter(template, values).run()
    out: list[str] = []
    at = 0
    for before, directive, kind in pieces:
        out.append(before)
        if directive is None:
            continue
        if at >= len(values):
            raise ArgumentError("too few arguments")
        out.append(converted(directive, values[at], kind))
        at += 1
    return "".join(out)


@singleton(KERNEL, "format", "sprintf")
@function("format", "sprintf")
def format_(self: Any, block: Proc | None, *args: Any) -> str:
    """Ruby's `format`."""
    if not args:
        raise ArgumentError("too few arguments")
    return sprintf(raw(args[0]) if is_text(args[0]) else text(args[0]), list(args[1:]))
