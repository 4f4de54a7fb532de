"""Queries and forms, written as Rails' `to_query` does and read by Rack's rules of nesting.

Source: reference/http_dsl.md section 5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote_plus

from ...errors import RequestFormatError, ResponseFormatError
from ..message import Reply
from .text import to_text

NAME = "form"
CONTENT_TYPE = "application/x-www-form-urlencoded"
MAX_DEPTH = 100


def encode(payload: Any) -> bytes:
    """Write a payload as a form; a text goes out as it is, None is empty.

    Raises:
        RequestFormatError: a value that has no text.
    """
    return encode_query(payload).encode()


def encode_query(params: Any) -> str:
    """Write a query: the pieces of each dict that is in no list sorted as text; a text is taken as it is.

    >>> encode_query({"ids": [7, 8], "q": "a b", "B": None})
    'B=&ids%5B%5D=7&ids%5B%5D=8&q=a+b'
    """
    if params is None:
        return ""
    if isinstance(params, str):
        return params
    if isinstance(params, bytes):
        return to_text(params)
    if not isinstance(params, Mapping):
        raise RequestFormatError(
            f"A {type(params).__name__} can't be written as a query", hint="give a dict or a text"
        )
    return "&".join(_pieces("", params, 0))


def encode_unsorted(params: Mapping[str, Any]) -> bytes:
    """Write a form as the platform's HTTP client does for `request_body(hash)`: order kept, brackets bare.

    >>> encode_unsorted({"b": {"c": "x y", "d": [1]}, "n": None})
    b'b[c]=x+y&b[d][]=1&n'
    """
    return "&".join(_bare_pieces("", params)).encode()


class Unsorted:
    """The format of `request_body(hash)`, which the platform leaves to its HTTP client."""

    NAME, CONTENT_TYPE = NAME, CONTENT_TYPE

    def encode(self, payload: Any) -> bytes:
        """Write a dict as `encode_unsorted` does, anything else as a form."""
        return encode_unsorted(payload) if isinstance(payload, Mapping) else encode(payload)

    def decode(self, reply: Reply) -> dict[str, Any]:
        """Read a reply that is a form."""
        return decode(reply)


def decode(reply: Reply) -> dict[str, Any]:
    """Read a reply that is a form.

    Raises:
        ResponseFormatError: names that contradict each other.
    """
    return decode_query(reply.text)


def decode_query(text: str) -> dict[str, Any]:
    """Read a query or form: ``a[]=1&h[k]=v`` gives lists and dicts; of two of a name the last counts.

    Raises:
        ResponseFormatError: names that contradict each other.

    >>> decode_query("a[]=1&a[]=2&h[k]=v&n=")
    {'a': ['1', '2'], 'h': {'k': 'v'}, 'n': ''}
    """
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text.strip(), keep_blank_values=True):
        head, *inner = name.replace("]", "").split("[") if "]" in name else [name]
        _put(found, [head, *inner[:MAX_DEPTH]], value)
    return found


def _pieces(prefix: str, value: Any, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise RequestFormatError("The payload is nested too deeply to be written as a form")
    if isinstance(value, Mapping):
        named = (
            "&".join(_pieces(f"{prefix}[{to_text(k)}]" if prefix else to_text(k), v, depth + 1))
            for k, v in value.items()
            if not _is_empty(v)
        )
        yield from named if "[]" in prefix else sorted(named)
    elif isinstance(value, (list, tuple)):
        for item in value or (None,):
            yield from _pieces(f"{prefix}[]", item, depth + 1)
    else:
        yield f"{_escape(prefix)}={_escape(value if isinstance(value, bytes) else to_text(value))}"


def _bare_pieces(prefix: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping) and (value or not prefix):
        for key, inner in value.items():
            name = _bare(to_text(key))
            yield from _bare_pieces(f"{prefix}[{name}]" if prefix else name, inner)
    elif isinstance(value, (list, tuple)) and value:
        for inner in value:
            yield from _bare_pieces(f"{prefix}[]", inner)
    else:
        nothing = value is None or isinstance(value, (Mapping, list, tuple))
        yield prefix if nothing else f"{prefix}={_bare(value if isinstance(value, bytes) else to_text(value))}"


def _bare(text: str | bytes) -> str:
    return _quoted(text, "*").replace("~", "%7E")


def _is_empty(value: Any) -> bool:
    """Tell whether nothing of a value goes out: an empty list or dict, or one that holds only empty dicts."""
    if isinstance(value, Mapping):
        return all(_is_empty(inner) for inner in value.values())
    if not isinstance(value, (list, tuple)):
        return False
    return not value or all(_is_empty(inner) and not isinstance(inner, (list, tuple)) for inner in value)


def _escape(text: str | bytes) -> str:
    return _quoted(text, "~")


def _quoted(text: str | bytes, safe: str) -> str:
    try:
        return quote_plus(text, safe=safe)
    except UnicodeEncodeError:
        raise RequestFormatError("A text with half a surrogate pair can't be written as UTF-8")


def _put(target: dict[str, Any], path: list[str], value: str) -> None:
    key, *rest = path
    if not rest:
        target[key] = value
        return
    if rest[0] == "":
        items = target.setdefault(key, [])
        if not isinstance(items, list):
            raise _contradiction(key)
        if len(rest) == 1:
            items.append(value)
            return
        if not items or not isinstance(items[-1], dict) or rest[1] in items[-1]:
            items.append({})
        _put(items[-1], rest[1:], value)
        return
    inner = target.setdefault(key, {})
    if not isinstance(inner, dict):
        raise _contradiction(key)
    _put(inner, rest, value)


def _contradiction(key: str) -> ResponseFormatError:
    return ResponseFormatError(f"The form has `{key}` both as one value and as several")
