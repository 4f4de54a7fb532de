"""JSON as ActiveSupport writes it and as the platform reads it (reference/http_dsl.md section 7)."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any, NoReturn

from ...errors import RequestFormatError, ResponseFormatError
from ..message import Reply
from .text import SpelledBytes, SpelledTime, decimal_text, float_text, to_text, zoned

NAME = "json"
CONTENT_TYPE = "application/json"

_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*+"?)|/\*(?:.*?\*/|.*)|//[^\n]*', re.DOTALL)
_ESCAPE = re.compile(r'\\(?:(["\\/bfnrtu])|(.))', re.DOTALL)
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
_quoted = json.encoder.encode_basestring
_SHOWN = 80
MAX_DEPTH = 100
"""Levels that are read: as many as Ruby's parser takes by itself."""
MAX_DIGITS = 100_000
_LONG_NUMBER = re.compile(rf"\d{{{MAX_DIGITS + 1}}}")


def encode(payload: Any) -> bytes:
    r"""Write a payload.

    Args:
        payload: str, bool, int, float, Decimal (becomes text), None, date, datetime (ISO 8601 with
            milliseconds), bytes in UTF-8, and lists and dicts of such.

    Raises:
        RequestFormatError: another value; other bytes; a structure that contains itself.

    >>> encode({"t": "<a&b>", "n": 1e20, "d": Decimal("1.5"), 1: [None, float("nan")]})
    b'{"t":"\\u003ca\\u0026b\\u003e","n":1.0e+20,"d":"1.5","1":[null,null]}'
    """
    try:
        return "".join(_written(payload)).translate(_ESCAPES).encode()
    except RecursionError:
        raise RequestFormatError("The payload contains itself, or is nested too deeply to be written as JSON")
    except UnicodeEncodeError:
        raise RequestFormatError("A text with half a surrogate pair can't be written as JSON")


def _written(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield _quoted(value)
    elif isinstance(value, Mapping):
        yield "{"
        for index, (key, inner) in enumerate(value.items()):
            yield f"{',' if index else ''}{_quoted(to_text(key))}:"
            yield from _written(inner)
        yield "}"
    elif isinstance(value, (list, tuple)):
        yield "["
        for index, inner in enumerate(value):
            if index:
                yield ","
            yield from _written(inner)
        yield "]"
    else:
        yield _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, float):
        return float_text(value) if isfinite(value) else "null"
    if isinstance(value, (bool, int)):
        return to_text(value)
    if isinstance(value, bytes):
        return _quoted(value.text if isinstance(value, SpelledBytes) else to_text(value))
    text = text_for(value)
    if text is not None:
        return _quoted(text)
    raise RequestFormatError(
        f"A value of type {type(value).__name__} can't be written as JSON",
        hint="make it a text, number, list or dict first",
    )


def text_for(value: Any) -> str | None:
    """Give the text that JSON has in the place of a decimal, time or date; None for anything else.

    >>> text_for(datetime.fromisoformat("2024-01-02T03:04:05+00:00")), text_for(Decimal("1.10"))
    ('2024-01-02T03:04:05.000Z', '1.1')
    """
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return _time(value)
    return value.isoformat() if isinstance(value, date) else None


def _time(value: datetime) -> str:
    if isinstance(value, SpelledTime) and value.json:
        return value.json
    text = zoned(value).isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def decode(reply: Reply) -> Any:
    """Read the body of a reply; a blank one is an empty dict.

    Raises:
        ResponseFormatError: it is no JSON; the message says status, content type and start of the body.
    """
    try:
        return parse(_text(reply))
    except ValueError as error:
        raise ResponseFormatError(_complaint(reply, error), hint=_hint(reply))


def parse(text: str) -> Any:
    """Read JSON by the platform's rules: comments are skipped, ``NaN`` is refused, blank is an empty dict.

    A backslash before a letter that needs none is passed over, as in ``\\'``.

    Raises:
        ValueError: it is no JSON.

    >>> parse(" "), parse('{"a": 1E400} /* end */')
    ({}, {'a': inf})
    """
    if not text.strip():
        return {}
    try:
        value = _loads(text)
    except json.JSONDecodeError:
        strict = _strict(text)
        if strict == text:
            raise
        value = _loads(strict)
    return _whole(value) if _HALF_PAIR.search(text) else value


def _strict(text: str) -> str:
    """Give a text without comments and needless backslashes."""

    def without(found: re.Match[str]) -> str:
        return _ESCAPE.sub(lambda escape: escape[0] if escape[1] else escape[2], found[1]) if found[1] else " "

    return _COMMENT.sub(without, text)


class _Excess(ValueError):
    """JSON that is right, but more than is read."""


def _loads(text: str) -> Any:
    if len(text) > MAX_DIGITS and _LONG_NUMBER.search(text):
        raise _Excess(f"with a number of more than {MAX_DIGITS:,} digits")
    try:
        value = _decoder.decode(text)
    except RecursionError:
        value = None
    except ValueError as error:
        if isinstance(error, json.JSONDecodeError) or "digits" not in str(error):
            raise
        raise _Excess(f"with a number of more than {sys.get_int_max_str_digits():,} digits")
    else:
        if text.count("[") + text.count("{") <= MAX_DEPTH or not _is_deeper(value, MAX_DEPTH):
            return value
    raise _Excess(f"that is nested more than {MAX_DEPTH} levels deep")


def _is_deeper(value: Any, depth: int) -> bool:
    """Tell whether lists and dicts stand deeper inside each other."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(depth):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) is dict or type(inner) is list
        ]
        if not level:
            return False
    return True


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


_decoder = json.JSONDecoder(parse_constant=_refuse)


def _whole(value: Any) -> Any:
    """Replace halves of surrogate pairs, which no UTF-8 can hold."""
    data = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return json.loads(data.decode("utf-8", "replace"))


def _text(reply: Reply) -> str:
    try:
        return reply.body.decode(reply.charset or "utf-8")
    except LookupError:
        return reply.body.decode()


def _complaint(reply: Reply, error: ValueError) -> str:
    if isinstance(error, _Excess):
        return f"The reply is JSON {error}"
    came = f"{reply.status} {reply.media_type or 'without a content type'}"
    start = " ".join(reply.notes.get("start", "").split())
    shown = f", it starts with `{start[:_SHOWN]}{'…' if len(start) > _SHOWN else ''}`" if start else ""
    why = (
        f" ({error.msg.lower()} at line {error.lineno}, column {error.colno})"
        if (isinstance(error, json.JSONDecodeError) and "json" in reply.media_type)
        else ""
    )
    return f"The reply is no JSON{why}: {came}{shown}"


def _hint(reply: Reply) -> str:
    if "html" in reply.media_type:
        return "a page came instead of data: check the URL and the credentials, or use `response_format_raw`"
    return "use `response_format_raw` if the reply isn't meant to be JSON"
