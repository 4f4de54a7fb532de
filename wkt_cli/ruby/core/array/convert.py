"""Array: text, equality, other types, and how one is made."""

from __future__ import annotations

import threading
from typing import Any

from ...errors import ArgumentError, TypeError_
from ...limits import check_items
from ...registry import ARRAY, method, send, singleton
from ...values import MISSING, Binary, Hash, Proc, RString, Symbol
from .. import object as o
from ..options import with_keywords

_open = threading.local()


class Nested:
    """Remembers what is being shown, so that a value inside itself ends as `[...]`."""

    def __init__(self, value: Any) -> None:
        self.ident = id(value)

    def __enter__(self) -> bool:
        """Whether the value is already being shown further out."""
        shown: set[int] = _open.__dict__.setdefault("shown", set())
        self.again = self.ident in shown
        shown.add(self.ident)
        return self.again

    def __exit__(self, *error: object) -> None:
        if not self.again:
            _open.shown.discard(self.ident)


@method(ARRAY, "inspect")
def inspect(self: list[Any], block: Proc | None) -> str:
    """`[1, "a", nil]`."""
    if not self:
        return "[]"
    with Nested(self) as again:
        return "[...]" if again else f"[{', '.join(map(o.inspect, self))}]"


@method(ARRAY, "to_default_s")
def to_default_s(self: list[Any], block: Proc | None) -> str:
    """As inspect."""
    return inspect(self, None)


@method(ARRAY, "to_s", "to_formatted_s")
def to_s(self: list[Any], block: Proc | None, form: Any = None) -> str:
    """As inspect; ActiveSupport's form :db joins the ids."""
    if form is Symbol("db"):
        return ",".join(o.to_s(send(x, "id")) for x in self) if self else "null"
    return inspect(self, None)


@method(ARRAY, "join")
def join(self: list[Any], block: Proc | None, separator: Any = None) -> Any:
    """The texts of the elements with a separator between; inner arrays are joined too."""
    if not self:
        return ""
    between = "" if separator is None else _text(separator)
    try:
        return between.join(self)
    except TypeError:
        parts: list[Any] = []
        _join_into(parts, self)
        if any(type(part) is Binary for part in parts):
            return _join_bytes(parts, between)
        return between.join(parts)


def _text(value: Any) -> str:
    if type(value) is str or isinstance(value, RString):
        return str(value)
    raise o.no_conversion(value, "String")


def _join_into(parts: list[Any], values: list[Any]) -> None:
    """An inner Array counts as one text, an empty one too."""
    if not values:
        parts.append("")
        return
    with Nested(values) as again:
        if again:
            raise ArgumentError("recursive array join")
        for x in values:
            if type(x) is str or type(x) is Binary:
                parts.append(x)
            elif type(x) is list:
                _join_into(parts, x)
            elif (part := o.as_ary(x)) is not None:
                _join_into(parts, part)
            else:
                parts.append(o.to_s(x))


def _join_bytes(parts: list[Any], between: str) -> Any:
    encoded = [part.data if type(part) is Binary else part.encode() for part in parts]
    encoding = next(part.encoding for part in parts if type(part) is Binary)
    return Binary(between.encode().join(encoded), encoding)


@method(ARRAY, "==")
def equals(self: list[Any], block: Proc | None, other: Any) -> bool:
    """Whether all elements are equal."""
    if type(other) is list:
        return o.equal(self, other)
    return o.responds(other, "to_ary") and o.truthy(send(other, "==", self))


@method(ARRAY, "eql?")
def eql(self: list[Any], block: Proc | None, other: Any) -> bool:
    """Whether all elements are `eql?`."""
    return o.eql(self, other)


@method(ARRAY, "hash")
def hash_(self: list[Any], block: Proc | None) -> int:
    """One number for arrays that are `eql?`."""
    return o.hash_of(self)


@method(ARRAY, "<=>")
def spaceship(self: list[Any], block: Proc | None, other: Any) -> Any:
    """The order of the first elements that differ, then of the lengths."""
    others = o.as_ary(other)
    if others is None:
        return None
    for x, y in zip(self, others, strict=False):
        order = o.compare(x, y)
        if order != 0:
            return order
    return (len(self) > len(others)) - (len(self) < len(others))


@method(ARRAY, "to_a", "to_ary", "entries", "deconstruct")
def to_a(self: list[Any], block: Proc | None) -> Any:
    """Itself."""
    return self


@method(ARRAY, "to_h")
def to_h(self: list[Any], block: Proc | None) -> Any:
    """A Hash of the pairs that the elements are, or that the block makes of them."""
    made = Hash()
    one = None if block is None else block.one
    for index, x in enumerate(self):
        pair = x if one is None else one(x)
        if type(pair) is list and len(pair) == 2 and type(pair[0]) in _DIRECT:
            made[pair[0]] = pair[1]
        else:
            _add_pair(made, pair, index)
    return made


_DIRECT = frozenset({str, Symbol, int})


def _add_pair(made: Hash, value: Any, index: int) -> None:
    pair = value if type(value) is list else o.as_ary(value)
    if pair is None:
        raise TypeError_(f"wrong element type {o.class_name(value)} at {index} (expected array)")
    if len(pair) != 2:
        raise ArgumentError(f"wrong array length at {index} (expected 2, was {len(pair)})")
    o.hash_set(made, pair[0], pair[1])


@method(ARRAY, "dup")
def dup(self: list[Any], block: Proc | None) -> Any:
    """A copy of the outer array, not frozen."""
    return list(self)


@method(ARRAY, "clone")
@with_keywords
def clone(self: list[Any], block: Proc | None, *, freeze: Any = None) -> Any:
    """A copy that is frozen where this is, unless `freeze: false`."""
    copy = list(self)
    return o.freeze(copy) if o.clone_is_frozen(self, freeze) else copy


@singleton(ARRAY, "new")
def new(rclass: Any, block: Proc | None, size: Any = MISSING, value: Any = None) -> Any:
    """`Array.new(size, value)`, `Array.new(size) { |i| … }`, `Array.new(array)`."""
    if size is MISSING:
        return []
    if value is None and (part := o.as_ary(size)) is not None:
        return list(part)
    count = o.to_index(size)
    if count < 0:
        raise ArgumentError("negative array size")
    if count >= 2**60:
        raise ArgumentError("array size too big")
    check_items(count)
    return [value] * count if block is None else [block.one(i) for i in range(count)]


@singleton(ARRAY, "[]")
def build(rclass: Any, block: Proc | None, *values: Any) -> Any:
    """`Array[1, 2]`."""
    return list(values)


@singleton(ARRAY, "try_convert")
def try_convert(rclass: Any, block: Proc | None, value: Any) -> Any:
    """The value as an Array where it is one, else nil."""
    return o.as_ary(value)


@singleton(ARRAY, "wrap")
def wrap(rclass: Any, block: Proc | None, value: Any) -> Any:
    """ActiveSupport: nil gives [], an array itself, all else an array of one."""
    if value is None:
        return []
    return value if type(value) is list else (o.as_ary(value) or [value])
