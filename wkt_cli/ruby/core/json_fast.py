"""JSON both ways by orjson, where its text and values are to the letter what Ruby's are; None or ValueError elsewhere.

What differs is left to `json_write` and `json_parse`: numbers that need an exponent or more than 64 bits, NaN, values
that say by a method of their own what they are, deep nesting, and every error.
"""

from __future__ import annotations

from typing import Any

from ..values import Hash, IndifferentHash, RString, Symbol

DEEPEST = 100
LARGE = 2.0**63
SCALARS = frozenset({str, int, bool, type(None), Symbol, RString})
HASHES = frozenset({Hash, IndifferentHash})
CONTAINERS = HASHES | {list}


def generated(value: Any) -> str | None:
    """The JSON text of an array or hash, without ActiveSupport's escapes; None where `json_write` must decide."""
    import orjson

    if type(value) not in CONTAINERS or not simple(value, 1):
        return None
    try:
        return orjson.dumps(value, named).decode()
    except TypeError:
        pass
    try:
        return orjson.dumps(with_text_keys(value), named).decode()
    except TypeError:
        return None


def simple(value: Any, depth: int) -> bool:
    """Whether both write all values alike; keys are not looked at."""
    if depth > DEEPEST:
        return False
    for item in value if type(value) is list else value.values():
        kind = type(item)
        if kind in SCALARS:
            continue
        if kind is float:
            if not (1e-4 <= item < 1e15 or -1e15 < item <= -1e-4 or item == 0):
                return False
        elif kind not in CONTAINERS or not simple(item, depth + 1):
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

    return with_hashes(orjson.loads(text), 0, deepest)


def with_hashes(value: Any, depth: int, deepest: int) -> Any:
    """A parsed value with Ruby's hashes; a large float may have been an integer of more than 64 bits."""
    kind = type(value)
    if kind is float:
        if not -LARGE < value < LARGE:
            raise ValueError("number")
        return value
    if kind is not dict and kind is not list:
        return value
    if deepest and depth >= deepest:
        raise ValueError("deep")
    made = Hash(value) if kind is dict else value
    for key, item in value.items() if kind is dict else enumerate(value):
        kind = type(item)
        if kind is not str and kind is not int:
            made[key] = with_hashes(item, depth + 1, deepest)
    return made
