"""`Date._parse`: finds a date and a time in free text, step by step as date_parse.c does.

Each step looks for one form, takes it out of the text (a blank stays) and notes what it found.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ....patterns import lazy_pattern
from .moments import simple
from .zone_offsets import fraction, offset_seconds

Parts = dict[str, Any]
FLAGS = re.IGNORECASE | re.ASCII
MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
MONTHS = MONTH.split("|")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
ZONE = (
    r"(?:(?:gmt|utc?)?[-+]\d+(?:[,.:]\d+(?::\d+)?)?"
    r"|(?-i:[a-zA-Z.\s]+)(?:standard|daylight)\stime\b|(?-i:[a-zA-Z]+)(?:\sdst)?\b)"
)
TIME = lazy_pattern(
    rf"((?:\d+\s*:\s*\d+(?:\s*:\s*\d+(?:[,.]\d*)?)?|\d+\s*h(?:\s*\d+m?(?:\s*\d+s?)?)?)(?:\s*[ap](?:m\b|\.m\.))?"
    rf"|\d+\s*[ap](?:m\b|\.m\.))(?:\s*({ZONE}))?",
    FLAGS,
)
CLOCK = lazy_pattern(
    r"\A(\d+)h?(?:\s*:?\s*(\d+)m?(?:\s*:?\s*(\d+)(?:[,.](\d*))?s?)?)?(?:\s*([ap])(?:m\b|\.m\.))?", FLAGS
)
DAY = lazy_pattern(rf"\b({'|'.join(DAYS)})[^-/\d\s]*", FLAGS)
EUROPEAN = lazy_pattern(
    rf"'?(\d+)[^-\d\s]*\s*({MONTH})[^-\d\s']*(?:\s*(c(?:e|\.e\.)|b(?:ce|\.c\.e\.)|a(?:d|\.d\.)|b(?:c|\.c\.))?\s*('?-?\d+(?:(?:st|nd|rd|th)\b)?))?",
    FLAGS,
)
AMERICAN = lazy_pattern(
    rf"\b({MONTH})[^-\d\s']*\s*('?\d+)[^-\d\s']*(?:\s*,?\s*(c(?:e|\.e\.)|b(?:ce|\.c\.e\.)|a(?:d|\.d\.)|b(?:c|\.c\.))?\s*('?-?\d+))?",
    FLAGS,
)
ISO = lazy_pattern(r"('?[-+]?\d+)-(\d+)-('?-?\d+)", FLAGS)
ISO_WEEK = lazy_pattern(r"\b(\d{2}|\d{4})?-?w(\d{2})(?:-?(\d))?\b", FLAGS)
ISO_WEEKDAY = lazy_pattern(r"-w-(\d)\b", FLAGS)
ISO_MONTH = lazy_pattern(r"--(\d{2})?-(\d{2})\b", FLAGS)
ISO_MONTH_DAY = lazy_pattern(r"--(\d{2})(\d{2})?\b", FLAGS)
ISO_ORDINAL = lazy_pattern(r"[,.](\d{2}|\d{4})-\d{3}(?!\d)|\b(\d{2}|\d{4})-(\d{3})\b", FLAGS)
ISO_YDAY = lazy_pattern(r"\b-(\d{3})\b", FLAGS)
JAPANESE = lazy_pattern(r"\b([mtshr])(\d+)\.(\d+)\.(\d+)", FLAGS)
VMS_DAY = lazy_pattern(rf"('?-?\d+)-({MONTH})[^-/.]*-('?-?\d+)", FLAGS)
VMS_MONTH = lazy_pattern(rf"\b({MONTH})[^-/.]*-('?-?\d+)(?:-('?-?\d+))?", FLAGS)
SLASHED = lazy_pattern(r"('?-?\d+)/\s*('?\d+)(?:\D\s*('?-?\d+))?", FLAGS)
DOTTED = lazy_pattern(r"('?-?\d+)\.\s*('?\d+)\.\s*('?-?\d+)", FLAGS)
YEAR = lazy_pattern(r"'(\d+)\b", FLAGS)
ONLY_MONTH = lazy_pattern(rf"\b({MONTH})\S*", FLAGS)
ONLY_DAY = lazy_pattern(r"(\d+)(?:st|nd|rd|th)\b", FLAGS)
DIGITS = lazy_pattern(
    r"([-+]?)(\d{2,14})(?:\s*t?\s*(\d{2,6})?(?:[,.](\d*))?)?(z\b|[-+]\d{1,4}\b|\[[-+]?\d[^\]]*\])?", FLAGS
)
BC = lazy_pattern(r"\b(bc\b|bce\b|b\.c\.|b\.c\.e\.)", FLAGS)
LONE = lazy_pattern(r"\A\s*(\d{1,2})\s*\Z")
FAST = lazy_pattern(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(Z|z|[-+]\d\d:?\d\d)?)?", re.ASCII
)
ERAS = {"m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018}
NOISE = lazy_pattern(r"[^-+',./:@\w\[\]]+", re.ASCII)


class Text:
    """The text that is left, and what was found in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: Parts = {}
        self.bc = False

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find a form and take it out."""
        found = pattern.search(self.text)
        if found:
            self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
        return found


def set_ymd(at: Text, year: str | None, month: str | None, day: str | None, bc: bool = False) -> None:
    """`s3e` of Ruby's parser: sort out which of three numbers is the year, by quotes and lengths."""
    y, m, d = year, month, day
    if y and m and not d:
        y, m, d = d, y, m
    if y is None and d and (len(d) > 2 or d[0] == "'"):
        y, d = d, y
    if y and (found := re.search(r"(\d+)(.+)", y)) and not re.search(r"(\d+)\Z", y):
        y, d = d, found[1]
    if m and (m[0] == "'" or len(m) > 2):
        y, m, d = m, d, y
    if d and (d[0] == "'" or len(d) > 2):
        y, d = d, y
    store_year(at, y)
    for name, text in (("mon", m), ("mday", d)):
        if text and (found := re.search(r"\d+", text)):
            at.parts[name] = int(found[0])
    if bc:
        at.bc = True


def store_year(at: Text, text: str | None) -> None:
    """A year; two digits without sign or quote are completed later."""
    found = re.search(r"([-+])?(\d+)", text) if text is not None else None
    if not found:
        return
    at.parts["year"] = int(found[0])
    if found[1] or len(found[2]) > 2:
        at.parts["_comp"] = False


def parse_time(at: Text) -> None:
    """A clock, with am or pm and a zone."""
    found = at.take(TIME)
    if not found:
        return
    if found[2]:
        at.parts["zone"] = found[2]
    clock = CLOCK.match(found[1])
    if clock is None:
        return
    hour, minute, second, part, half = clock.groups()
    at.parts["hour"] = int(hour) % 12 + (12 if half in "pP" else 0) if half else int(hour)
    if minute:
        at.parts["min"] = int(minute)
    if second:
        at.parts["sec"] = int(second)
    if part is not None:
        at.parts["sec_fraction"] = fraction(part)


def parse_day(at: Text) -> None:
    """A weekday's name."""
    found = at.take(DAY)
    if found:
        at.parts["wday"] = DAYS.index(found[1].lower())


def month_of(name: str) -> str:
    """A month's number as text."""
    return str(MONTHS.index(name[:3].lower()) + 1)


def is_bc(era: str | None) -> bool:
    """Before Christ."""
    return bool(era) and (era or "")[:1] in "bB"


def parse_names(at: Text) -> bool:
    """`15 March 2024` and `March 15, 2024`."""
    found = at.take(EUROPEAN)
    if found:
        set_ymd(at, found[4], month_of(found[2]), found[1], is_bc(found[3]))
        return True
    found = at.take(AMERICAN)
    if found:
        set_ymd(at, found[4], month_of(found[1]), found[2], is_bc(found[3]))
        return True
    return False


def parse_iso(at: Text) -> bool:
    """`2024-03-15`"""
    found = at.take(ISO)
    if found:
        set_ymd(at, found[1], found[2], found[3])
    return bool(found)


def number(value: str | None) -> int | None:
    """Digits, if there are any."""
    return int(value) if value else None


def keep(at: Text, **values: Any) -> bool:
    """Note what was found."""
    at.parts.update({name: value for name, value in values.items() if value is not None})
    return True


def parse_iso_others(at: Text) -> bool:
    """Week dates, month dates and ordinal dates."""
    if found := at.take(ISO_WEEK):
        return keep(at, cwyear=number(found[1]), cweek=int(found[2]), cwday=number(found[3]))
    if found := at.take(ISO_WEEKDAY):
        return keep(at, cwday=int(found[1]))
    if found := at.take(ISO_MONTH):
        return keep(at, mon=number(found[1]), mday=int(found[2]))
    if found := at.take(ISO_MONTH_DAY):
        return keep(at, mon=int(found[1]), mday=number(found[2]))
    if not re.search(r"[,.](\d{2}|\d{4})-\d{3}\b", at.text) and (found := at.take(ISO_ORDINAL)):
        return keep(at, year=number(found[2]), yday=number(found[3]))
    if not re.search(r"\d-\d{3}\b", at.text) and (found := at.take(ISO_YDAY)):
        return keep(at, yday=int(found[1]))
    return False


def parse_japanese(at: Text) -> bool:
    """`H31.04.30`"""
    found = at.take(JAPANESE)
    if found:
        at.parts.update(year=ERAS[found[1].lower()] + int(found[2]), mon=int(found[3]), mday=int(found[4]))
    return bool(found)


def parse_vms(at: Text) -> bool:
    """`15-Mar-2024` and `Mar-15-2024`."""
    if found := at.take(VMS_DAY):
        set_ymd(at, found[3], month_of(found[2]), found[1])
        return True
    if found := at.take(VMS_MONTH):
        set_ymd(at, found[3], month_of(found[1]), found[2])
        return True
    return False


def parse_marks(at: Text) -> bool:
    """`3/4/2024` (day first where the year is last) and `4.3.2024`."""
    found = at.take(SLASHED) or at.take(DOTTED)
    if not found:
        return False
    set_ymd(at, found[1], found[2], found[3])
    return True


def parse_rest(at: Text) -> bool:
    """A quoted year, a month's name or a day with its ending."""
    if found := at.take(YEAR):
        at.parts["year"] = int(found[1])
        return True
    if found := at.take(ONLY_MONTH):
        at.parts["mon"] = int(month_of(found[1]))
        return True
    if found := at.take(ONLY_DAY):
        at.parts["mday"] = int(found[1])
        return True
    return parse_digits(at)


CUTS: dict[int, tuple[tuple[str, int], ...]] = {
    2: (("mday", 2),),
    4: (("mon", 2), ("mday", 2)),
    6: (("year", 2), ("mon", 2), ("mday", 2)),
    8: (("year", 4), ("mon", 2), ("mday", 2)),
    10: (("year", 4), ("mon", 2), ("mday", 2), ("hour", 2)),
    12: (("year", 4), ("mon", 2), ("mday", 2), ("hour", 2), ("min", 2)),
    14: (("year", 4), ("mon", 2), ("mday", 2), ("hour", 2), ("min", 2), ("sec", 2)),
    3: (("yday", 3),),
    5: (("year", 2), ("yday", 3)),
    7: (("year", 4), ("yday", 3)),
}
BACKWARDS = ("sec", "min", "hour", "mday", "mon", "year")


def parse_digits(at: Text) -> bool:
    """A run of digits: `20240315`, `20240315T102030Z`, `2024075`."""
    found = at.take(DIGITS)
    if not found:
        return False
    sign, digits, clock, part, zone = found.groups()
    size = len(digits)
    if (clock is None and part is not None) and size % 2 == 0:
        split_backwards(at, digits)
    elif size in CUTS:
        place = 0
        for name, width in CUTS[size]:
            at.parts[name] = int(digits[place : place + width])
            place += width
        if "year" in at.parts and CUTS[size][0] == ("year", 4):
            at.parts["_comp"] = False
        if sign == "-" and "year" in at.parts:
            at.parts["year"] = -at.parts["year"]
            at.parts["_comp"] = False
    if clock and len(clock) % 2 == 0:
        names = ("sec", "min", "hour") if part is not None else ("hour", "min", "sec")
        for index, name in enumerate(names[: len(clock) // 2]):
            place = len(clock) - 2 * index - 2 if part is not None else index * 2
            at.parts[name] = int(clock[place : place + 2])
    if part is not None and part:
        at.parts["sec_fraction"] = fraction(part)
    if zone:
        bracket_zone(at, zone) if zone[0] == "[" else at.parts.update(zone=zone)
    return True


def bracket_zone(at: Text, zone: str) -> None:
    """`[+9:JST]`: an offset and a name."""
    shown, _, name = zone[1:-1].partition(":")
    at.parts["zone"] = name or shown
    at.parts["offset"] = offset_seconds("+" + shown if shown[:1].isdigit() else shown)


def split_backwards(at: Text, digits: str) -> None:
    """Digits before a fraction end in seconds."""
    rest = digits
    for name in BACKWARDS:
        if not rest:
            return
        width = 4 if name == "year" and len(rest) >= 4 else 2
        at.parts[name] = int(rest[-width:])
        rest = rest[:-width]


def complete(at: Text, comp: bool) -> None:
    """Full years of two digits and those before Christ; the zone's offset."""
    parts = at.parts
    if at.bc or (parts and BC.search(at.text)):
        for name in ("cwyear", "year"):
            if name in parts:
                parts[name] = 1 - parts[name]
    wanted = parts.pop("_comp", True)
    if comp and wanted:
        for name in ("cwyear", "year"):
            if name in parts and 0 <= parts[name] <= 99:
                parts[name] += 1900 if parts[name] >= 69 else 2000
    if "zone" in parts and "offset" not in parts:
        parts["offset"] = offset_seconds(parts["zone"])
    if "sec_fraction" in parts:
        parts["sec_fraction"] = simple(parts["sec_fraction"])


def fast(text: str) -> Parts | None:
    """The usual ISO 8601 form at once."""
    found = FAST.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, part, zone = found.groups()
    parts: Parts = {}
    if zone:
        parts["zone"] = zone
    if hour:
        parts["hour"], parts["min"] = int(hour), int(minute)
    if second:
        parts["sec"] = int(second)
    if part:
        parts["sec_fraction"] = simple(fraction(part))
    parts["year"], parts["mon"], parts["mday"] = int(year), int(month), int(day)
    if zone:
        parts["offset"] = offset_seconds(zone)
    return parts


@lru_cache(1024)
def parsed(text: str, comp: bool = True) -> Parts:
    """What `Date._parse` finds; callers must not change it."""
    found = fast(text.strip())
    if found is not None:
        return found
    at = Text(NOISE.sub(" ", text))
    parse_day(at)
    parse_time(at)
    for step in (
        parse_names,
        parse_iso,
        parse_japanese,
        parse_vms,
        parse_marks,
        parse_iso_others,
        parse_rest,
    ):
        if step(at):
            break
    complete_lone(at)
    complete(at, comp)
    return at.parts


def complete_lone(at: Text) -> None:
    """One number that is left is the day beside a time, or the hour beside a day."""
    found = LONE.match(at.text)
    if not found:
        return
    value, parts = int(found[1]), at.parts
    if "hour" in parts and "mday" not in parts and 1 <= value <= 31:
        parts["mday"] = value
    elif "mday" in parts and "hour" not in parts and 0 <= value <= 24:
        parts["hour"] = value
