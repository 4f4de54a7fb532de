"""What compiled patterns call: taking arrays and hashes apart, and the error when nothing fits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from .calling import spread
from .errors import NoMatchingPatternError, NoMatchingPatternKeyError
from .registry import lookup
from .values import MISSING, Hash, IndifferentHash, Symbol


def no_match(value: Any, pattern: Any = MISSING, keys: tuple[str, ...] | None = None) -> NoReturn:
    """No pattern fits; with a single pattern, the text says why."""
    from .core.object import inspect

    text = inspect(value)
    if pattern is not MISSING:
        raise NoMatchingPatternError(f"{text}: {inspect(pattern)} === {text} does not return true")
    for key in keys or ():
        if isinstance(value, Hash) and Symbol(key) not in value:
            raise NoMatchingPatternKeyError(f"{text}: key not found: :{key}", key=Symbol(key), matchee=value)
    raise NoMatchingPatternError(text)


def match_array(value: Any, before: int, has_rest: bool, after: int) -> list[Any] | None:
    """The parts of a value for an array pattern, or None."""
    if type(value) is not list:
        method = None if value is None else lookup(type(value), "deconstruct")
        if method is None:
            return None
        value = method(value, None)
    if len(value) < before + after or (not has_rest and len(value) != before):
        return None
    return spread(value, before, has_rest, after)


def find_states(value: Any, middle: int) -> Iterator[list[Any]] | None:
    """Every split of an array for a find pattern."""
    if type(value) is not list:
        return None
    return ([value[:i], *value[i : i + middle], value[i + middle :]] for i in range(len(value) - middle + 1))


def match_hash(value: Any, keys: tuple[str, ...], exact: bool, rest: bool) -> list[Any] | None:
    """The values of a hash pattern (and the rest), or None."""
    if not isinstance(value, Hash):
        method = None if value is None or isinstance(value, list) else lookup(type(value), "deconstruct_keys")
        if method is None:
            return None
        value = method(value, None, [Symbol(k) for k in keys])
    symbols = [k if isinstance(value, IndifferentHash) else Symbol(k) for k in keys]
    if any(symbol not in value for symbol in symbols) or (exact and len(value) != len(keys)):
        return None
    found = [value[symbol] for symbol in symbols]
    if rest:
        found.append(Hash({k: v for k, v in value.items() if k not in symbols}))
    return found
