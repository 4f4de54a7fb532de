"""Ruby's `format`: a format string and its arguments."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ..errors import ArgumentError, KeyError_, RangeError, TypeError_
from ..limits import check_decimals, check_size
from ..registry import KERNEL, function, functions, singleton
from ..values import Hash, Proc, Symbol
from . import float_digits
from .digits import in_base
from .object import float_to_int, hash_get, hash_has, inspect, to_index, to_s
from .string.base import is_text, raw, text

_NUMBERS = "diuxXobBeEfgGaA"
_BASES = {"x": 16, "o": 8, "b": 2}


@dataclass
class Directive:
    """What stands between `%` and the type letter."""

    flags: set[str] = field(default_factory=set)
    width: int | None = None
    precision: int | None = None
    value: Any = ...

    def pad(self, body: str) -> str:
        """Bring a text to the width."""
        if self.width is None or len(body) >= self.width:
            return body
        check_size(self.width)
        return body.ljust(self.width) if "-" in self.flags else body.rjust(self.width)

    def sign(self, negative: bool) -> str:
        """The sign of a number."""
        return "-" if negative else "+" if "+" in self.flags else " " if " " in self.flags else ""


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


def cut(found: Directive, body: str) -> str:
    """A text cut to the precision."""
    return body if found.precision is None else body[: found.precision]


def converted(found: Directive, value: Any, kind: str) -> str:
    """A value by the letter of its directive."""
    if kind in "sp":
        return found.pad(cut(found, to_s(value) if kind == "s" else inspect(value)))
    if kind in "diu":
        return decimal(found, value if type(value) is int else integer(value))
    if kind == "c":
        return found.pad(character(value))
    if kind in "xXobB":
        return based(found, integer(value), kind)
    return floating(found, value, kind)


def character(value: Any) -> str:
    """The value of `%c`."""
    if is_text(value):
        if len(raw(value)) != 1:
            raise ArgumentError("%c requires a character")
        return raw(value)[0]
    code = to_index(value)
    if not 0 <= code < 0x110000:
        raise RangeError(f"{code} out of char range")
    return chr(code)


def integer(value: Any) -> int:
    """The Integer of `%d`: floats and fractions cut, texts as `Integer()` reads them."""
    if type(value) is int:
        return value
    if type(value) is float:
        return float_to_int(value)
    if type(value) in (Fraction, Decimal):
        return int(value)
    if value is None:
        raise TypeError_("can't convert nil into Integer")
    return int(functions["Integer"](None, None, value))


def zero_filled(found: Directive, sign: str, digits: str) -> str:
    """A number with its sign: zeros by the precision, or by the width if the flag says so."""
    if found.precision is not None:
        digits = "" if digits == "0" and not found.precision else digits.rjust(found.precision, "0")
    elif "0" in found.flags and "-" not in found.flags and found.width is not None:
        digits = digits.rjust(found.width - len(sign), "0")
    return found.pad(sign + digits)


def decimal(found: Directive, value: int) -> str:
    """`%d`."""
    return zero_filled(found, found.sign(value < 0), in_base(abs(value)))


def based(found: Directive, value: int, kind: str) -> str:
    """`%x`, `%o`, `%b`; negative numbers as two's complement unless a sign is asked for."""
    base = _BASES[kind.lower()]
    prefix = ("0" if base == 8 else "0" + kind) if "#" in found.flags and value else ""
    if base == 8 and prefix and found.precision is not None and value > 0:
        prefix = "" if found.precision > len(in_base(value, 8)) else prefix
    if value >= 0 or found.flags & {"+", " "}:
        digits = in_base(abs(value), base)
        prefix = "" if base == 8 and "#" in found.flags and value < 0 else prefix
        body = zero_filled(found, found.sign(value < 0) + prefix, digits)
        return body.upper() if kind == "X" else body
    top = in_base(base - 1, base)
    digits = complement(value, base)
    dots = ".."
    prefix = "" if base == 8 else prefix
    if found.precision is not None:
        digits = digits.rjust(found.precision - 2, top)
    elif "0" in found.flags and "-" not in found.flags and found.width is not None:
        digits = digits.rjust(found.width - 2 - len(prefix), top)
    body = found.pad(prefix + dots + digits)
    return body.upper() if kind == "X" else body


def complement(value: int, base: int) -> str:
    """The digits of a negative number in two's complement, with one leading sign digit."""
    bits = {16: 4, 8: 3, 2: 1}[base]
    places = (value.bit_length() + bits - 1) // bits + 1
    digits = in_base(value + (1 << (bits * places)), base)
    top = in_base(base - 1, base)
    stripped = digits.lstrip(top)
    return top + stripped


def to_real(value: Any) -> Any:
    """The number of `%f`: Integer, Rational, or Float."""
    if type(value) in (int, float, Fraction):
        return value
    if type(value) is Decimal:
        return float(value)
    if value is None:
        raise TypeError_("can't convert nil into Float")
    return functions["Float"](None, None, value)


def floating(found: Directive, value: Any, kind: str) -> str:
    """`%f`, `%e`, `%g`, `%a`."""
    number = to_real(value)
    if kind == "f" and type(number) in (int, Fraction):
        return zero_padded(
            found,
            found.sign(number < 0),
            float_digits.exact(abs(number), 6 if found.precision is None else found.precision),
        )
    number = float(number)
    sign = found.sign(math.copysign(1, number) < 0 and number == number)
    if not math.isfinite(number):
        return found.pad(sign + ("NaN" if number != number else "Inf"))
    size = abs(number)
    if kind in "aA":
        body = float_digits.hexadecimal(size, found.precision)
        prefix, rest = body[:2], body[2:]
        shown = zero_padded(found, sign + prefix, rest)
        return shown.upper() if kind == "A" else shown
    places = 6 if found.precision is None else found.precision
    shown = float_text(size, kind.lower(), places, "#" in found.flags)
    return zero_padded(found, sign, shown.upper() if kind in "EG" else shown)


def float_text(size: float, kind: str, places: int, alternative: bool) -> str:
    """The digits of `%f`, `%e`, `%g`."""
    check_decimals(places)
    if kind == "g":
        return float_digits.general(size, places, alternative)
    found = float_digits.fixed(size, places) if kind == "f" else float_digits.scientific(size, places)
    if alternative and not places:
        return found + "." if kind == "f" else found.replace("e", ".e")
    return found


def zero_padded(found: Directive, sign: str, digits: str) -> str:
    """A Float with its sign; zeros by the width if the flag says so."""
    if "0" in found.flags and "-" not in found.flags and found.width is not None:
        digits = digits.rjust(found.width - len(sign), "0")
    return found.pad(sign + digits)


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
