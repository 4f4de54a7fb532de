"""Single values as the text that queries, forms and headers hold: what Ruby's `to_s` gives."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from math import isinf, isnan
from typing import Any

from ...errors import RequestFormatError

_INSPECTED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class SpelledTime(datetime):
    """A time that brings its own spellings: Ruby's classes of times differ in them.

    One that is computed of it has none of its own, as any other time.

    Attributes:
        text: in queries and forms.
        json: in JSON.
        xml: in XML.
        source: the value of Ruby that it was made of.
    """

    source: Any = None
    text: str = ""
    json: str = ""
    xml: str = ""

    def __deepcopy__(self, memo: object) -> SpelledTime:
        return self

    @classmethod
    def of(cls, iso: str, source: Any, *, text: str, json: str, xml: str) -> SpelledTime:
        """Make one of its ISO 8601 text, what it is made of, and its spellings."""
        made = cls.fromisoformat(iso)
        made.source, made.text, made.json, made.xml = source, text, json, xml
        return made


class SpelledBytes(bytes):
    """Bytes that bring the text that JSON has for them: the platform's Binary, and texts that are not in UTF-8.

    Attributes:
        text: in JSON.
    """

    text: str

    @classmethod
    def of(cls, data: bytes, text: str) -> SpelledBytes:
        """Make some of their text."""
        made = cls(data)
        made.text = text
        return made


def to_text(value: Any) -> str:
    """Give a value as text (reference/http_dsl.md section 5).

    Args:
        value: str, bool, int, float, Decimal, None, bytes in UTF-8, date, or datetime (ISO 8601; a naive
            one is local time, as everywhere in Python).

    Raises:
        RequestFormatError: a value of another type, or bytes that are no UTF-8.

    >>> [to_text(v) for v in (None, True, 1e20, 1.0, "x")]
    ['', 'true', '1.0e+20', '1.0', 'x']
    """
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, SpelledTime) and value.text:
        return value.text
    if isinstance(value, datetime):
        return zoned(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return _bytes_text(value)
    raise RequestFormatError(
        f"A value of type {type(value).__name__} can't be written as text",
        hint="make it a text or a number first",
    )


def float_text(value: float) -> str:
    """Give a float as Ruby does: ``1.0e+20``, ``1.0e-05``, ``NaN``, ``Infinity``."""
    if isnan(value):
        return "NaN"
    if isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    digits, exponent_mark, exponent = float.__repr__(value).partition("e")
    return f"{digits if '.' in digits else digits + '.0'}e{exponent}" if exponent_mark else digits


def decimal_text(value: Decimal) -> str:
    """Give a decimal in plain notation, with as many decimal places as it needs but one at least."""
    if not value.is_finite():
        return float_text(float(value))
    whole, _, places = format(value, "f").partition(".")
    return f"{whole}.{places.rstrip('0') or '0'}"


def zoned(value: datetime) -> datetime:
    """Give a time with a zone; a naive one is local time."""
    return value if value.tzinfo is not None else value.astimezone()


def inspect_text(value: Any) -> str:
    """Give lists and dicts as Ruby's `inspect` writes them, for header values (section 6).

    >>> inspect_text(["a=1", 2, None, {"k": True}])
    '["a=1", 2, nil, {"k"=>true}]'
    """
    if value is None:
        return "nil"
    if isinstance(value, str):
        return f'"{value.translate(_INSPECTED)}"'
    if isinstance(value, dict):
        return "{" + ", ".join(f"{inspect_text(k)}=>{inspect_text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(inspect_text(v) for v in value) + "]"
    return to_text(value)


def _bytes_text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise RequestFormatError(
            "Bytes that are no UTF-8 can't be written as text", hint="encode them, as base64 for example"
        )
