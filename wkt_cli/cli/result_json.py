"""Results as JSON: compact for programs, with line breaks and blanks for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..connector.model import Connector

LARGE = 50_000
"""Characters from which on the quick writer is worth its import."""


def as_json(connector: Connector, result: Any) -> str:
    """Give what a block gave as compact JSON."""
    from ..runtime import results

    return "".join(results.as_json(connector, result))


def indented(compact: str) -> str:
    """Give JSON text with line breaks and blanks.

    >>> print(indented('{"a":[1,"b"],"c":[]}'))
    {
      "a": [
        1,
        "b"
      ],
      "c": []
    }
    """
    quick = _quickly(compact) if len(compact) > LARGE else None
    return json.dumps(json.loads(compact), ensure_ascii=False, indent=2) if quick is None else quick


def _quickly(compact: str) -> str | None:
    """Give the same by orjson; None where that writes numbers otherwise, or can't write them or a text."""
    import orjson

    try:
        return orjson.dumps(json.loads(compact, parse_float=_plain), option=orjson.OPT_INDENT_2).decode()
    except (_WithExponent, TypeError):
        return None


class _WithExponent(Exception):
    """A number that is spelt in as many ways as there are writers."""


def _plain(number: str) -> float:
    if "e" in number or "E" in number:
        raise _WithExponent
    return float(number)


def pieces(connector: Connector, result: Any) -> Iterator[str]:
    """Give a result with line breaks and blanks, that of a poll a page at a time."""
    from ..runtime.results import EventSpool, as_json

    if not isinstance(result, EventSpool):
        yield indented("".join(as_json(connector, result)))
        return
    yield '{\n  "events": ['
    comma = end = ""
    for page in result.pages():
        yield comma + indented(page)[1:-2].replace("\n", "\n  ")
        comma, end = ",", "\n  "
    closure = indented(result.next_poll).replace("\n", "\n  ")
    yield f'{end}],\n  "can_poll_more": false,\n  "next_poll": {closure}\n}}'
