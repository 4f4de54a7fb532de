"""strftime of Time, Date, DateTime and zoned times; a format is taken apart once and kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from typing import Any

from ... import limits
from ...errors import ArgumentError
from .calendar import commercial, days_of, week_number
from .moments import SECOND, Civil, Moment, RDate, RDateTime, RTime, Zoned

DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
DIRECTIVE = re.compile(r"%([-0^#_]*)(\d*)([EO]?)(:{1,3}z|[a-zA-Z%+])", re.ASCII)
COMPOSED = {
    "c": "%a %b %e %H:%M:%S %Y", "D": "%m/%d/%y", "x": "%m/%d/%y", "F": "%Y-%m-%d", "T": "%H:%M:%S",
    "X": "%H:%M:%S", "R": "%H:%M", "r": "%I:%M:%S %p", "v": "%e-%^b-%Y", "+": "%a %b %e %H:%M:%S %Z %Y",
}  # fmt: skip
ERA, ORDINAL = set("cCxXyY"), set("deHkIlmMSuUVwWy")
Shown = Any
Piece = Callable[[Shown, Civil], str]


def hour12(civil: Civil) -> int:
    """Hour of a clock with twelve hours."""
    return (civil.hour + 11) % 12 + 1


def iso_week(civil: Civil) -> tuple[int, int, int]:
    """ISO year, week, weekday."""
    from .calendar import EPOCH_JD

    return commercial(days_of(civil.year, civil.month, civil.day) + EPOCH_JD)


NUMBERS: dict[str, tuple[str, int, Callable[[Shown, Civil], int]]] = {
    "Y": ("0", 0, lambda m, c: c.year),
    "C": ("0", 2, lambda m, c: c.year // 100),
    "y": ("0", 2, lambda m, c: c.year % 100),
    "m": ("0", 2, lambda m, c: c.month),
    "d": ("0", 2, lambda m, c: c.day),
    "e": (" ", 2, lambda m, c: c.day),
    "j": ("0", 3, lambda m, c: c.yday),
    "H": ("0", 2, lambda m, c: c.hour),
    "k": (" ", 2, lambda m, c: c.hour),
    "I": ("0", 2, lambda m, c: hour12(c)),
    "l": (" ", 2, lambda m, c: hour12(c)),
    "M": ("0", 2, lambda m, c: c.minute),
    "S": ("0", 2, lambda m, c: c.second),
    "s": ("0", 1, lambda m, c: int(m.nanos // SECOND)),
    "Q": ("0", 1, lambda m, c: int(m.nanos // 1_000_000)),
    "u": ("0", 1, lambda m, c: c.wday or 7),
    "w": ("0", 1, lambda m, c: c.wday),
    "G": ("0", 0, lambda m, c: iso_week(c)[0]),
    "g": ("0", 2, lambda m, c: iso_week(c)[0] % 100),
    "V": ("0", 2, lambda m, c: iso_week(c)[1]),
    "U": ("0", 2, lambda m, c: week_number(c.yday, c.wday, 0)),
    "W": ("0", 2, lambda m, c: week_number(c.yday, c.wday, 1)),
}
WORDS: dict[str, Callable[[Shown, Civil], str]] = {
    "A": lambda m, c: DAYS[c.wday],
    "a": lambda m, c: DAYS[c.wday][:3],
    "B": lambda m, c: MONTHS[c.month],
    "b": lambda m, c: MONTHS[c.month][:3],
    "h": lambda m, c: MONTHS[c.month][:3],
    "p": lambda m, c: "AM" if c.hour < 12 else "PM",
    "P": lambda m, c: "am" if c.hour < 12 else "pm",
    "Z": lambda m, c: zone_name(m),
    "n": lambda m, c: "\n",
    "t": lambda m, c: "\t",
    "%": lambda m, c: "%",
}


def zone_name(moment: Shown) -> str:
    """Abbreviation of the zone; Date and DateTime show the offset."""
    if isinstance(moment, Zoned):
        return str(moment.abbreviation)
    if isinstance(moment, RTime):
        return "UTC" if moment.kind == "utc" else moment.zone_name or ""
    return offset_shown(moment.offset, 1)


def offset_shown(offset: int, colons: int) -> str:
    """`+0530`, or with colons."""
    sign, size = "-" if offset < 0 else "+", abs(offset)
    hours, minutes, seconds = size // 3600, size // 60 % 60, size % 60
    if colons == 0:
        return f"{sign}{hours:02d}{minutes:02d}"
    if colons == 1:
        return f"{sign}{hours:02d}:{minutes:02d}"
    if colons == 2:
        return f"{sign}{hours:02d}:{minutes:02d}:{seconds:02d}"
    if seconds:
        return offset_shown(offset, 2)
    return offset_shown(offset, 1) if minutes else f"{sign}{hours:02d}"


def zone_piece(flags: str, width: int, colons: int) -> Piece:
    """`%z` in its forms: padding goes between sign and digits."""

    def run(moment: Shown, civil: Civil) -> str:
        text = offset_shown(moment.offset, colons)
        sign, digits = text[0], text[1:]
        if "_" in flags or ("-" in flags and not isinstance(moment, (RTime, Zoned))):
            trimmed = digits[1:] if digits[0] == "0" else digits
            size = max(width - 1, len(digits)) if "_" in flags else 0
            return (sign + trimmed).rjust(size + 1 if size else 0)
        if "-" in flags and digits[:2] == "00" and colons == 0 and moment.offset == 0:
            return "-" + digits
        if "-" in flags and moment.offset == 0:
            return "-" + digits
        return sign + digits.rjust(width - 1, "0")

    return run


def number_piece(letter: str, flags: str, width: int) -> Piece:
    """A directive that shows a number."""
    pad, size, value = NUMBERS[letter]
    for flag in flags:
        pad = {"0": "0", "_": " ", "-": ""}.get(flag, pad)
    year = letter in "YG"

    def run(moment: Shown, civil: Civil) -> str:
        number = value(moment, civil)
        length = width or (size if not year else 5 if number < 0 else 4)
        if not pad:
            return str(number)
        return str(number).zfill(length) if pad == "0" else str(number).rjust(length)

    return run


def word_piece(letter: str, flags: str, width: int) -> Piece:
    """A directive that shows a word."""
    value = WORDS[letter]
    fill = "0" if "0" in flags else " "
    swap = "#" in flags
    upper = "^" in flags or (swap and letter in "aAbBhP")
    lower = swap and letter in "pZ"

    def run(moment: Shown, civil: Civil) -> str:
        text = value(moment, civil)
        text = text.upper() if upper else text.lower() if lower else text
        return text if "-" in flags or not text else text.rjust(width, fill)

    return run


def fraction_piece(letter: str, width: int) -> Piece:
    """`%L` and `%N`: the width is the number of digits, cut and not rounded."""
    digits = width or (3 if letter == "L" else 9)

    def run(moment: Shown, civil: Civil) -> str:
        if digits <= 9:
            return str(int(civil.nanos)).zfill(9)[:digits]
        return str(int(civil.nanos * 10 ** (digits - 9))).zfill(digits)

    return run


def composed_piece(letter: str, flags: str, width: int) -> Piece:
    """A directive that stands for several."""
    run_inner = pieces(COMPOSED[letter])
    fill = "0" if "0" in flags else " "

    def run(moment: Shown, civil: Civil) -> str:
        text = "".join(piece if isinstance(piece, str) else piece(moment, civil) for piece in run_inner)
        return (text.upper() if "^" in flags else text).rjust(width, fill)

    return run


def width_of(match: re.Match[str]) -> int:
    """How many characters a directive takes at least."""
    return int(match[2] or 0)


def piece_of(match: re.Match[str]) -> Piece | str:
    """One directive; what Ruby does not know stays as it was written."""
    flags, _, modifier, letter = match.groups()
    if modifier and letter not in (ERA if modifier == "E" else ORDINAL):
        return match[0]
    width = width_of(match)
    if letter[-1] == "z":
        return zone_piece(flags, width, len(letter) - 1)
    if letter == "Q" or letter == "+":
        inner = number_piece("Q", flags, width) if letter == "Q" else composed_piece("+", flags, width)
        shown = match[0]
        return lambda moment, civil: shown if isinstance(moment, (RTime, Zoned)) else inner(moment, civil)
    if letter in NUMBERS:
        return number_piece(letter, flags, width)
    if letter in WORDS:
        return word_piece(letter, flags, width)
    if letter in "LN":
        return fraction_piece(letter, width)
    return composed_piece(letter, flags, width) if letter in COMPOSED else match[0]


@lru_cache(512)
def pieces(form: str) -> tuple[Piece | str, ...]:
    """A format as text and directives."""
    limits.check_size(sum(map(width_of, DIRECTIVE.finditer(form))))
    found: list[Piece | str] = []
    at = 0
    for match in DIRECTIVE.finditer(form):
        if match.start() > at:
            found.append(form[at : match.start()])
        found.append(piece_of(match))
        at = match.end()
    if at < len(form):
        found.append(form[at:])
    return tuple(found)


FIELDS = {"Y": (0, "%04d"), "m": (1, "%02d"), "d": (2, "%02d"), "H": (3, "%02d"), "M": (4, "%02d"), "S": (5, "%02d")}
"""The plain directives: which field of Civil they show, and how."""


@lru_cache(512)
def plain_form(form: str) -> tuple[str, Callable[[Civil], Any]] | None:
    """A format of plain directives as Python's, with what takes its values from a calendar and clock."""
    spread = form.replace("%F", "%Y-%m-%d").replace("%T", "%H:%M:%S")
    letters = re.findall("%(.?)", spread)
    if not letters or not FIELDS.keys() >= set(letters):
        return None
    return re.sub("%(.)", lambda m: FIELDS[m[1]][1], spread), itemgetter(*(FIELDS[x][0] for x in letters))


@lru_cache(512)
def is_cut(form: str) -> bool:
    """Whether a format ends within a directive."""
    return re.search(r"%[-0^#_]*\d*$", DIRECTIVE.sub("", form)) is not None


def strftime(moment: Moment | RDate | RDateTime, form: str) -> str:
    """A moment in a format of directives."""
    civil, plain = moment.civil, plain_form(form)
    if plain is not None and civil.year >= 0:
        shown: str = plain[0] % plain[1](civil)
        return shown
    if isinstance(moment, (RTime, Zoned)) and is_cut(form):
        raise ArgumentError(f"invalid format: {form}")
    return "".join([piece if type(piece) is str else piece(moment, civil) for piece in pieces(form)])  # type: ignore[operator]
