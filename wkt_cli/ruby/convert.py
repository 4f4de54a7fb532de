"""Ruby values to plain Python values in the shape of JSON, and back."""

from __future__ import annotations

import math
from typing import Any

from . import registry
from .limits import check_nesting
from .values import Binary, Hash, Proc, Range, RClass, RString, Symbol

SCALARS = frozenset({str, int, float, bool, type(None)})
"""The types that are the same in Python and in Ruby and hold nothing else."""


def to_plain(value: Any, depth: int = 0) -> Any:
    """A Ruby value as JSON-like data; what JSON has no form for becomes `{"$kind": …}`."""
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value
    if kind is float:
        return value if math.isfinite(value) else {"$float": str(registry.send(value, "to_s"))}
    if kind is Symbol:
        return value.name
    if kind is RString:
        return value.text
    if kind is list:
        return _items(value, depth)
    if isinstance(value, Hash):
        return _hash(value, depth)
    return _special(value, depth)


def _items(values: list[Any], depth: int) -> list[Any]:
    check_nesting(depth * 20)
    return [to_plain(v, depth + 1) for v in values]


def _hash(value: Hash, depth: int) -> dict[str, Any]:
    from .core.object import hash_pairs

    check_nesting(depth * 20)
    return {_key(key): to_plain(item, depth + 1) for key, item in hash_pairs(value)}


def _key(key: Any) -> str:
    if type(key) is str:
        return key
    if key is None:
        return "nil"
    return key.name if type(key) is Symbol else str(registry.send(key, "to_s"))


def _special(value: Any, depth: int) -> Any:
    """Values with a form of their own."""
    if isinstance(value, Binary):
        return value.data.decode("ascii") if value.data.isascii() else {"$hex": value.data.hex()}
    if isinstance(value, RString):
        return value.text
    if isinstance(value, Range):
        return {
            "$range": [to_plain(value.first, depth + 1), to_plain(value.last, depth + 1), value.exclusive]
        }
    if isinstance(value, RClass):
        return {"$class": str(registry.send(value, "name"))}
    if isinstance(value, Proc):
        return {"$proc": [value.arity, value.is_lambda]}
    name = registry.class_of(value).name
    if name in ("Rational", "Complex", "BigDecimal"):
        return {"$number": str(registry.send(value, "to_s"))}
    if name in ("Time", "DateTime", "ActiveSupport::TimeWithZone"):
        return {"$time": str(registry.send(value, "iso8601", 6))}
    for known, label in (("Date", "$date"), ("ActiveSupport::Duration", "$duration")):
        if name == known:
            return {label: str(registry.send(value, "iso8601"))}
    if name == "Regexp":
        return {"$regexp": [registry.send(value, "source"), registry.send(value, "options")]}
    if name == "MatchData":
        return {"$match": _items(registry.send(value, "to_a"), depth)}
    if name == "Set":
        return {"$set": _items(registry.send(value, "to_a"), depth)}
    if registry.lookup(type(value), "to_ary") is not None:
        from .core.object import to_ary

        return _items(to_ary(value), depth)
    return {"$object": name}


def to_ruby(value: Any) -> Any:
    """JSON-like Python data as Ruby values: dicts become Hashes with String keys."""
    if type(value) in SCALARS:
        return value
    if isinstance(value, dict) and not isinstance(value, Hash):
        return Hash({str(k): v if type(v) in SCALARS else to_ruby(v) for k, v in value.items()})
    if type(value) in (list, tuple):
        return [to_ruby(v) for v in value]
    if isinstance(value, (bytes, bytearray)):
        return Binary(bytes(value))
    return value
