"""The forms of dates that a standard fixes: ISO 8601, RFC 3339, XML Schema, RFC 2822, HTTP, JIS X 0301.

Each is a list of patterns, as in CRuby's `date_parse.c`. A group is named by the part that it holds; a digit
behind the name tells groups of one part from each other.
"""

from __future__ import annotations

import re
from typing import Any

from ....patterns import lazy_pattern
from .parse import MONTHS, Parts
from .zone_offsets import fraction, offset_seconds

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
ERAS = {"m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018}
_DAY, _MONTH = rf"(?P<wday>{'|'.join(DAYS)})", rf"(?P<mon>{'|'.join(month[:3] for month in MONTHS)})"
_CLOCK = r"(?P<hour>\d\d):(?P<min>\d\d):(?P<sec>\d\d)"
_PART = r"(?:\.(?P<sec_fraction>\d+))?"
_LONG = r"(?P<hour>\d\d):(?P<min>\d\d)(?::(?P<sec>\d\d)(?:[.,](?P<sec_fraction>\d+))?"
_SHORT = r"(?P<hour>\d\d)(?P<min>\d\d)(?:(?P<sec>\d\d)(?:[.,](?P<sec_fraction>\d+))?"
_ZONE = r"(?P<zone>z|[-+]\d\d(?::?\d\d)?)?"
_PLAIN_ZONE = r"(?P<zone>z|[-+]\d\d(?:\d\d)?)?"


def patterns(*forms: str) -> list[re.Pattern[str]]:
    """Forms that take a whole text, with blanks around it."""
    return [lazy_pattern(rf"\s*{form}\s*", re.IGNORECASE | re.ASCII) for form in forms]


ISO8601 = patterns(
    r"(?:(?P<year>[-+]?\d{2,}|-)-(?P<mon>\d\d)?(?:-(?P<mday>\d\d))?|(?P<year1>[-+]?\d{2,})?-(?P<yday>\d{3})"
    r"|(?P<cwyear>\d{4}|\d\d)?-w(?P<cweek>\d\d)-(?P<cwday>\d)|-w-(?P<cwday1>\d))" + rf"(?:t{_LONG})?{_ZONE})?",
    r"(?:(?P<year>[-+]?(?:\d{4}|\d\d)|--)(?P<mon>\d\d|-)(?P<mday>\d\d)|(?P<year1>[-+]?(?:\d{4}|\d\d))(?P<yday>\d{3})"
    r"|-(?P<yday1>\d{3})|(?P<cwyear>\d{4}|\d\d)w(?P<cweek>\d\d)(?P<cwday>\d)|-w(?P<cweek1>\d\d)(?P<cwday1>\d)"
    r"|-w-(?P<cwday2>\d))" + rf"(?:t?{_SHORT})?{_PLAIN_ZONE})?",
    rf"{_LONG}{_ZONE})?",
    rf"{_SHORT}{_PLAIN_ZONE})?",
)
ISO_ORDER = (
    "mday", "yday", "cweek", "cwday", "year", "cwyear", "mon", "hour", "min", "sec", "sec_fraction", "zone", "offset",
)  # fmt: skip
RFC3339 = patterns(rf"(?P<year>-?\d{{4}})-(?P<mon>\d\d)-(?P<mday>\d\d)[t\s]{_CLOCK}{_PART}(?P<zone>z|[-+]\d\d:\d\d)")
RFC3339_ORDER = ("year", "mon", "mday", "hour", "min", "sec", "zone", "offset", "sec_fraction")
XMLSCHEMA = patterns(
    rf"(?P<year>-?\d{{4,}})(?:-(?P<mon>\d\d)(?:-(?P<mday>\d\d))?)?(?:t{_CLOCK}{_PART})?{_ZONE}",
    rf"{_CLOCK}{_PART}{_ZONE}",
    rf"(?:--(?P<mon>\d\d)(?:-(?P<mday>\d\d))?|---(?P<mday1>\d\d)){_ZONE}",
)
RFC2822 = patterns(
    rf"(?:{_DAY}\s*,\s+)?(?P<mday>\d{{1,2}})\s+{_MONTH}\s+(?P<year>-?\d{{2,}})\s+"
    r"(?P<hour>\d\d):(?P<min>\d\d)(?::(?P<sec>\d\d))?\s*(?P<zone>[-+]\d{4}|[a-z]+)"
)
HTTPDATE = patterns(
    rf"{_DAY}\s*,\s+(?P<mday>\d\d)\s+{_MONTH}\s+(?P<year>-?\d{{4}})\s+{_CLOCK}\s+(?P<zone>gmt)",
    rf"{_DAY}[a-z]*day\s*,\s+(?P<mday>\d\d)\s*-\s*{_MONTH}\s*-\s*(?P<year>\d\d)\s+{_CLOCK}\s+(?P<zone>gmt)",
    rf"{_DAY}\s+{_MONTH}\s+(?P<mday>\d{{1,2}})\s+{_CLOCK}\s+(?P<year>\d{{4}})",
)
JISX0301 = patterns(
    r"(?P<era>[mtshr])?(?P<year>\d\d)\.(?P<mon>\d\d)\.(?P<mday>\d\d)"
    rf"(?:t(?:(?P<hour>\d\d):(?P<min>\d\d)(?::(?P<sec>\d\d)(?:[.,](?P<sec_fraction>\d*))?)?{_ZONE})?)?"
)


def full_year(text: str) -> int:
    """A year; of less than four characters in this or the last century, as CRuby counts."""
    year = int(text)
    return year if len(text) >= 4 else year + (1900 if year >= 69 else 2000)


def part(name: str, text: str) -> Any:
    """The value of one part."""
    if name == "wday":
        return DAYS.index(text.lower())
    if name == "mon" and text[0].isalpha():
        return [month[:3] for month in MONTHS].index(text.lower()) + 1
    if name in ("year", "cwyear"):
        return full_year(text)
    if name == "sec_fraction":
        return fraction(text)
    return text if name in ("zone", "era") else int(text)


def read(forms: list[re.Pattern[str]], text: str) -> Parts:
    """The parts of the first form that fits, none where none does."""
    found = next((match for form in forms if (match := form.fullmatch(text))), None)
    parts: Parts = {}
    for group, value in found.groupdict().items() if found else ():
        name = group.rstrip("12")
        if value is not None and value.strip("-"):
            parts[name] = part(name, value)
            if name == "zone":
                parts["offset"] = offset_seconds(value)
    return parts


def iso8601(text: str) -> Parts:
    """ISO 8601."""
    return ordered(read(ISO8601, text), ISO_ORDER)


def ordered(parts: Parts, names: tuple[str, ...]) -> Parts:
    """Parts in the order in which CRuby sets them."""
    return {name: parts[name] for name in names if name in parts}


def rfc3339(text: str) -> Parts:
    """RFC 3339."""
    return ordered(read(RFC3339, text), RFC3339_ORDER)


def xmlschema(text: str) -> Parts:
    """XML Schema."""
    return read(XMLSCHEMA, text)


def rfc2822(text: str) -> Parts:
    """RFC 2822."""
    return read(RFC2822, text)


def httpdate(text: str) -> Parts:
    """RFC 2616."""
    return read(HTTPDATE, text)


def jisx0301(text: str) -> Parts:
    """JIS X 0301: a year of a Japanese era, or ISO 8601."""
    parts = read(JISX0301, text)
    if not parts:
        return iso8601(text)
    era = parts.pop("era", "h").lower()
    return {**parts, "year": parts["year"] % 100 + ERAS[era]}


FORMS = {
    "iso8601": iso8601, "xmlschema": xmlschema, "rfc3339": rfc3339, "rfc2822": rfc2822, "rfc822": rfc2822,
    "httpdate": httpdate, "jisx0301": jisx0301,
}  # fmt: skip
"""By the names of the class methods of Date."""
