"""Bytes of Ruby connectors, in payloads and in results: where JSON wants a text, one stands for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from ..hex_text import hex_text
from ..http.formats.text import SpelledBytes
from ..ruby import RubyError, registry
from ..ruby.convert import to_ruby
from ..ruby.core.json_fast import generated, safe_in_html
from ..ruby.values import Binary, Hash

BINARY = "Workato::Types::Binary"
"""The Ruby class of what the SDK's decoders and digests give."""

PLAIN = frozenset({str, int, float, bool, type(None)})


def with_text(value: Binary, class_name: str) -> bytes:
    """Give bytes of Ruby as Python's, with the text that JSON has for them."""
    if class_name == BINARY:
        return SpelledBytes.of(value.data, hex_text(value.data))
    text = _text(value)
    return value.data if text is None or value.encoding == "ASCII-8BIT" else SpelledBytes.of(value.data, text)


def as_json(value: Any) -> str:
    """Give a result as the platform's JSON (reference/cli_and_files.md section 3), bytes in hexadecimal digits."""
    found = to_ruby(value)
    quick = generated(found, _moments())
    return str(registry.send(_readable(found), "to_json")) if quick is None else safe_in_html(quick)


@cache
def _moments() -> Mapping[type, Callable[[Any], str]]:
    """Give what writes the usual times and dates."""
    from ..ruby.core.time.moments import FieldTime, RDate, RTime

    return dict.fromkeys((FieldTime, RTime, RDate), lambda value: str(registry.send(value, "as_json")))


def _readable(value: Any) -> Any:
    """Give a value in which a text stands for each time, each Binary of the SDK, and for bytes that are no text."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, Hash):
        return _readable_hash(value)
    if isinstance(value, list):
        return [_readable(inner) for inner in value]
    if not isinstance(value, Binary):
        return registry.send(value, "as_json") if registry.class_of(value).name == "Time" else value
    text = None if registry.class_of(value).name == BINARY else _text(value)
    return hex_text(value.data) if text is None else text


def _readable_hash(value: Hash) -> Hash:
    from ..ruby.core.object import hash_pairs, hash_set

    pairs = [(key, inner, _readable(inner)) for key, inner in hash_pairs(value)]
    if all(inner is shown for _, inner, shown in pairs):
        return value
    found = Hash()
    for key, _, shown in pairs:
        hash_set(found, key, shown)
    return found


def _text(value: Binary) -> str | None:
    """Give bytes as text: those without an encoding are UTF-8; None where they are no text."""
    from ..ruby.core.json_write import text_of

    try:
        return text_of(value)
    except RubyError:
        return None
