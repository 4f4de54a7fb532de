"""JSON both ways by orjson, where its text and values are to the letter what Ruby's are; None or ValueError elsewhere.

What differs is left to `json_write` and `json_parse`: numbers that need an exponent or more than 64 bits, NaN, values
that say by a method of their own what they are, deep nesting, and every error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from typing import Any

from ..values import Hash, IndifferentHash, RString, Symbol, UnicodeString

DEEPEST = 100
LARGE = 2.0**63
SCALARS = frozenset({bool, Symbol, RString, UnicodeString})
HASHES = frozenset({Hash, IndifferentHash})
CONTAINERS = HASHES | {list}
HTML = re.compile("[<>&\u2028\u2029]")
HTML_TABLE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
NO_TEXTS: Mapping[type, Callable[[Any], str]] = {}


def generated(value: Any, texts: Mapping[type, Callable[[Any], str]] = NO_TEXTS) -> str | None:
    """The JSON text of an array or hash, without ActiveSupport's escapes; None where `json_write` must decide.

    `texts` gives the text that stands for a value of a further type.
    """
    import orjson

    if type(value) not in CONTAINERS or not simple(value, 1, texts):
        return None

    def text_for(item: Any) -> str:
        given = texts.get(type(item))
        return named(item) if given is None else given(item)

    try:
        return orjson.dumps(value, text_for).decode()
    except TypeError:
        pass
    try:
        return orjson.dumps(with_text_keys(value), text_for).decode()
    except TypeError:
        return None


def safe_in_html(found: str) -> str:
    """JSON in which no text begins or ends a tag."""
    return found.translate(HTML_TABLE) if HTML.search(found) else found


def simple(value: Any, depth: int, texts: Container[type] = NO_TEXTS) -> bool:
    """Whether both write all values alike, or a text stands for their type; keys are not looked at."""
    if depth > DEEPEST:
        return False
    for item in value if type(value) is list else value.values():
        kind = type(item)
        if kind is str or kind is int or item is None or (kind is float and 1e-4 <= item < 1e15):
            continue
        if kind is float:
            if not (-1e15 < item <= -1e-4 or item == 0):
                return False
        elif kind not in SCALARS and kind not in texts and (
            kind not in CONTAINERS or not simple(item, depth + 1, texts)
        ):
            return False
    return True


def named(value: Any) -> str:
    """A Symbol, or a String that can change, as the text that it stands for."""
    return value.name if type(value) is Symbol else value.text


def with_text_keys(value: Any) -> Any:
    """Arrays and hashes with plain keys: Symbols become text. TypeError for any other key."""
    if type(value) is list:
        return [with_text_keys(item) if type(item) in CONTAINERS else item for item in value]
    return {
        key if type(key) is str else symbol_text(key): with_text_keys(item) if type(item) in CONTAINERS else item
        for key, item in value.items()
    }


def symbol_text(key: Any) -> str:
    """The name of a Symbol."""
    if type(key) is not Symbol:
        raise TypeError("key")
    return key.name


def parsed(text: str, deepest: int) -> Any:
    """The value of a JSON text with String keys; ValueError where `json_parse` must decide. deepest: 0 for no bound."""
    import orjson

    box = [orjson.loads(text)]
    with_items(box, (deepest or DEEPEST * DEEPEST) + 1)
    return box[0]


def with_hashes(pairs: dict[str, Any], room: int) -> Hash:
    """A parsed object as Ruby's hash; so many more may be inside each other.

    A large float may have been an integer of more than 64 bits.
    """
    if room <= 0:
        raise ValueError("deep")
    made = Hash(pairs)
    for key, item in pairs.items():
        kind = type(item)
        if kind is str or kind is int or item is None:
            continue
        if kind is list:
            with_items(item, room - 1)
        elif kind is dict:
            made[key] = with_hashes(item, room - 1)
        elif kind is float and not -LARGE < item < LARGE:
            raise ValueError("number")
    return made


def with_items(items: list[Any], room: int) -> None:
    """The same for a parsed array, in its place."""
    if room <= 0:
        raise ValueError("deep")
    for place, item in enumerate(items):
        kind = type(item)
        if kind is str or kind is int:
            continue
        if kind is dict:
            items[place] = with_hashes(item, room - 1)
        elif kind is list:
            with_items(item, room - 1)
        elif kind is float and not -LARGE < item < LARGE:
            raise ValueError("number")
