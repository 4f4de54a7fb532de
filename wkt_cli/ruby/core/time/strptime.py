"""`Date._strptime`: a text read by a format."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from .moments import simple
from .parse import DAYS, MONTHS, Parts
from .strftime import COMPOSED
from .strftime import DAYS as DAY_NAMES
from .strftime import MONTHS as MONTH_NAMES
from .zone_offsets import offset_seconds

FORMAT = re.compile(r"%[EO]?(:{0,3}z|[-_0^#]*[a-zA-Z%+])", re.ASCII)
ZONE = re.compile(
    r"(?:(?:gmt|utc?)?[-+]\d+(?:[,.:]\d+(?::\d+)?)?|(?-i:[a-zA-Z.\s]+)(?:standard|daylight)\s+time\b"
    r"|(?-i:[a-zA-Z]+)(?:\s+dst)?\b)",
    re.IGNORECASE | re.ASCII,
)
NUMERIC = set("CDdeFGgHIjkLlMmNQRrSsTUuVvWwXxYy0123456789")
NUMBERS: dict[str, tuple[str, int, int, int]] = {
    "d": ("mday", 2, 1, 31), "e": ("mday", 2, 1, 31), "g": ("cwyear", 2, 0, 99), "H": ("hour", 2, 0, 24),
    "k": ("hour", 2, 0, 24), "I": ("hour", 2, 1, 12), "l": ("hour", 2, 1, 12), "j": ("yday", 3, 1, 366),
    "M": ("min", 2, 0, 59), "m": ("mon", 2, 1, 12), "S": ("sec", 2, 0, 60), "U": ("wnum0", 2, 0, 53),
    "W": ("wnum1", 2, 0, 53), "u": ("cwday", 1, 1, 7), "V": ("cweek", 2, 1, 53), "w": ("wday", 1, 0, 6),
    "y": ("year", 2, 0, 99),
}  # fmt: skip
ALIASES = {**COMPOSED, "v": "%e-%b-%Y", "+": "%a %b %e %H:%M:%S %Z %Y", "n": " ", "t": " "}


class Reader:
    """The text, how far it was read and what was found."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.parts: Parts = {}

    def match(self, pattern: str) -> re.Match[str] | None:
        """Read a pattern here."""
        found = re.compile(pattern, re.IGNORECASE | re.ASCII).match(self.text, self.at)
        if found:
            self.at = found.end()
        return found


def followed_by_number(form: str, at: int) -> bool:
    """Whether the next directive reads digits too: then a year has four of them."""
    rest = form[at:]
    if rest[:1].isdigit():
        return True
    found = re.match(r"%[EO]?[-_0^#]*([a-zA-Z])", rest)
    return bool(found and found[1] in NUMERIC)


def read_form(reader: Reader, form: str) -> bool:
    """Read a whole format; False where the text does not fit."""
    at = 0
    while at < len(form):
        if form[at].isspace():
            reader.match(r"\s*")
            at += 1
            continue
        found = FORMAT.match(form, at) if form[at] == "%" else None
        if found:
            at = found.end()
            if not read_directive(reader, found[1].lstrip("-_0^#"), form, at):
                return False
        elif reader.text[reader.at : reader.at + 1] == form[at]:
            reader.at += 1
            at += 1
        else:
            return False
    return True


def read_directive(reader: Reader, letter: str, form: str, at: int) -> bool:
    """Read one directive."""
    if letter in NUMBERS:
        return read_number(reader, letter)
    if letter in ALIASES:
        return read_form(reader, ALIASES[letter])
    if letter.endswith("z") or letter == "Z":
        return read_zone(reader)
    special = SPECIAL.get(letter)
    if special is not None:
        return bool(special(reader, followed_by_number(form, at)))
    if letter == "%":
        return reader.match("%") is not None
    return reader.match(re.escape("%" + letter)) is not None


def read_number(reader: Reader, letter: str) -> bool:
    """A number of a few digits in its range."""
    name, width, low, high = NUMBERS[letter]
    lead = r"\s?" if letter in "dekl" else ""
    found = reader.match(rf"{lead}(\d{{1,{width}}})")
    if not found or not low <= int(found[1]) <= high:
        return False
    value = int(found[1])
    if letter in "gy":
        value += 1900 if value >= 69 else 2000
        reader.parts["_century"] = False
    reader.parts[name] = value
    return True


def read_zone(reader: Reader) -> bool:
    """An offset or a zone's name."""
    found = ZONE.match(reader.text, reader.at)
    if not found:
        return False
    reader.at = found.end()
    reader.parts["zone"] = found[0]
    reader.parts["offset"] = offset_seconds(found[0])
    return True


def read_day(reader: Reader, tight: bool) -> bool:
    """A weekday's name."""
    found = reader.match("|".join(DAY_NAMES)) or reader.match("|".join(DAYS))
    if found:
        reader.parts["wday"] = DAYS.index(found[0][:3].lower())
    return bool(found)


def read_month(reader: Reader, tight: bool) -> bool:
    """A month's name."""
    found = reader.match("|".join(MONTH_NAMES[1:])) or reader.match("|".join(MONTHS))
    if found:
        reader.parts["mon"] = MONTHS.index(found[0][:3].lower()) + 1
    return bool(found)


def read_half(reader: Reader, tight: bool) -> bool:
    """Am or pm."""
    found = reader.match(r"([ap])(?:m\b|\.m\.)")
    if found:
        reader.parts["_merid"] = 0 if found[1] in "aA" else 12
    return bool(found)


def read_fraction(digits: int) -> Any:
    """Make the reader of %L or %N."""

    def run(reader: Reader, tight: bool) -> bool:
        found = reader.match(rf"([-+]?)(\d{{1,{digits}}})" if tight else r"([-+]?)(\d+)")
        if found:
            value = Fraction(int(found[2]), 10 ** len(found[2]))
            reader.parts["sec_fraction"] = -value if found[1] == "-" else value
        return bool(found)

    return run


def read_seconds(scale: int) -> Any:
    """Make the reader of %s or %Q."""

    def run(reader: Reader, tight: bool) -> bool:
        found = reader.match(r"-?\d+")
        if found:
            reader.parts["seconds"] = simple(Fraction(int(found[0]), scale))
        return bool(found)

    return run


def read_year(name: str) -> Any:
    """Make the reader of %Y or %G."""

    def run(reader: Reader, tight: bool) -> bool:
        found = reader.match(r"[-+]?\d{1,4}" if tight else r"[-+]?\d+")
        if found:
            reader.parts[name] = int(found[0])
        return bool(found)

    return run


def read_century(reader: Reader, tight: bool) -> bool:
    """%C"""
    found = reader.match(r"[-+]?\d{1,2}" if tight else r"[-+]?\d+")
    if found:
        reader.parts["_cent"] = int(found[0])
    return bool(found)


SPECIAL: dict[str, Any] = {
    "A": read_day, "a": read_day, "B": read_month, "b": read_month, "h": read_month, "P": read_half,
    "p": read_half,
    "L": read_fraction(3), "N": read_fraction(9), "s": read_seconds(1), "Q": read_seconds(1000),
    "Y": read_year("year"), "G": read_year("cwyear"), "C": read_century,
}  # fmt: skip


def strptime(text: str, form: str) -> Parts | None:
    """The parts of a text in a format, with what is left over; None if it does not fit."""
    reader = Reader(text)
    if not read_form(reader, form):
        return None
    parts = reader.parts
    parts.pop("_century", None)
    if reader.at < len(text):
        parts["leftover"] = text[reader.at :]
    if "_merid" in parts:
        half = parts.pop("_merid")
        if "hour" in parts:
            parts["hour"] = parts["hour"] % 12 + half
    if "_cent" in parts:
        century = parts.pop("_cent")
        for name in ("year", "cwyear"):
            if name in parts:
                parts[name] = parts[name] % 100 + century * 100
    return parts
