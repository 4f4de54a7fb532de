"""Offsets of zones in texts: abbreviations that Ruby's date parser knows, `+05:30` and its shorter forms."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

_HOURS = {
    "utc": 0, "gmt": 0, "ut": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "wet": 0, "bst": 1, "cet": 1, "fwt": 1, "met": 1, "mewt": 1, "mez": 1, "swt": 1,
    "wat": 1, "west": 1,
    "cest": 2, "eet": 2, "fst": 2, "mest": 2, "mesz": 2, "sast": 2, "sst": 2, "bt": 3, "eat": 3, "eest": 3,
    "msk": 3, "msd": 4, "zp4": 4, "zp5": 5, "ist": 5.5, "zp6": 6, "wast": 2, "cct": 6.5, "sgt": 8, "wadt": 8,
    "jst": 9, "kst": 9, "east": -6, "gst": 10, "eadt": 11, "idle": 12, "nzst": 12, "nzt": 12, "nzdt": 13,
    "brst": -2, "ndt": -2.5, "adt": -3, "art": -3, "brt": -3, "clst": -3, "nst": -3.5, "ast": -4, "clt": -4,
    "akdt": -8, "ydt": -8, "akst": -9, "hadt": -9, "hdt": -9, "yst": -9, "ahst": -10, "cat": 2, "hast": -10,
    "hst": -10, "nt": -11, "idlw": -12, "at": -2,
}  # fmt: skip
_MILITARY = {letter: hour for hour, letter in enumerate("abcdefghiklm", 1)} | {
    letter: -hour for hour, letter in enumerate("nopqrstuvwxy", 1)
}
ABBREVIATIONS = {name: int(hours * 3600) for name, hours in (_HOURS | _MILITARY | {"z": 0}).items()}


def fraction(digits: str) -> Any:
    """Digits after the point as an exact number."""
    return Fraction(int(digits), 10 ** len(digits)) if digits else Fraction(0)


def offset_seconds(text: str) -> int | None:
    """`date_zone_to_diff`: seconds of a zone's name or offset, None if unknown."""
    zone = text.strip().lower()
    saving = False
    for tail in (" standard time", " daylight time", " dst"):
        if zone.endswith(tail):
            zone, saving = zone[: -len(tail)].strip(), tail != " standard time"
            break
    zone = re.sub(r"\s+", " ", zone)
    if zone in ABBREVIATIONS:
        return ABBREVIATIONS[zone] + (3600 if saving else 0)
    zone = re.sub(r"\A(gmt|utc?)(?=[-+])", "", zone)
    if zone[:1] not in ("+", "-"):
        return None
    return signed_offset(zone[0], zone[1:])


def signed_offset(sign: str, rest: str) -> int | None:
    """`05:30`, `0530`, `5`, `5.5`."""
    size: Any
    if ":" in rest:
        pieces = [int(p or 0) for p in re.findall(r"\d+", rest)]
        pieces += [0] * (3 - len(pieces))
        if pieces[0] > 23 or pieces[1] > 59 or pieces[2] > 59:
            return None
        size = pieces[0] * 3600 + pieces[1] * 60 + pieces[2]
    elif "." in rest or "," in rest:
        hours, _, part = rest.replace(",", ".").partition(".")
        if int(hours or 0) > 23:
            return None
        size = int(hours or 0) * 3600 + round(fraction(part[:7]) * 3600)
    else:
        digits = re.match(r"\d+", rest)
        if not digits:
            return None
        text = digits[0] if len(digits[0]) % 2 == 0 else "0" + digits[0]
        size = int(text[:2]) * 3600 + int(text[2:4] or 0) * 60 + int(text[4:6] or 0)
    return -int(size) if sign == "-" else int(size)
