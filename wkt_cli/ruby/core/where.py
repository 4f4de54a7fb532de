"""The SDK's methods on collections: where, pluck, only, required, smart_join, format_map and others."""

from __future__ import annotations

import re
from typing import Any

from ..errors import ArgumentError, RuntimeError_
from ..registry import ARRAY, ENUMERABLE, OBJECT, classes, method, send
from ..values import Hash, Proc, Range, RClass, RString, Symbol
from . import object as o
from .array.convert import join
from .iterate import elements, items
from .regexp import Regexp


class ArrayWhere(list[Any]):
    """What `where` gives: it answers as an Array but is none."""


WHERE = RClass("Workato::Extension::Array::ArrayWhere", OBJECT, (ArrayWhere,))
WHERE.includes = [ARRAY]
classes[ArrayWhere] = WHERE

_OPERATOR = re.compile(r"(.*?)\s*([!=<>~]+)", re.DOTALL)
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")


class Condition:
    """One key of `where`: the path, the operator, and the value to compare with."""

    def __init__(self, key: Any, wanted: Any) -> None:
        text = key.name if type(key) is Symbol else o.to_s(key)
        match = _OPERATOR.fullmatch(text)
        self.field, self.operator = (match[1], match[2]) if match else (text, "==")
        self.path = [Symbol(part) if type(key) is Symbol else part for part in self.field.split(".")]
        self.wanted = wanted

    def holds(self, row: Any) -> bool:
        """Whether a row fulfils it."""
        value = row
        for part in self.path:
            value = None if value is None else send(value, "[]", part)
        if isinstance(self.wanted, list):
            return self.is_among(value)
        if isinstance(self.wanted, Range | Regexp):
            return self.matches(value)
        return self.compares(value)

    def is_among(self, value: Any) -> bool:
        """An Array: whether the value is one of its elements."""
        if value is None:
            raise RuntimeError_(f"Can't compare '{self.field}' with nil")
        return any(_same(value, x) for x in self.wanted)

    def matches(self, value: Any) -> bool:
        """A Range or Regexp: whether the value matches."""
        if value is None:
            raise RuntimeError_(f"The '{self.field}' is nil")
        if isinstance(self.wanted, Regexp):
            return o.truthy(send(self.wanted, "match?", o.to_s(value)))
        return o.truthy(send(self.wanted, "include?", value))

    def compares(self, value: Any) -> bool:
        """One value: equal, different or in order; texts that look like numbers count as these."""
        if self.operator in ("==", "!="):
            return _same(value, self.wanted) is (self.operator == "==")
        if value is None:
            raise RuntimeError_(f"The '{self.field}' is nil")
        if self.wanted is None:
            raise RuntimeError_(f"Can't compare '{self.field}' with nil")
        mine, other = _alike(value, self.wanted)
        return o.truthy(send(mine, self.operator, other))


def _same(a: Any, b: Any) -> bool:
    a, b = _alike(a, b)
    return o.equal(a, b)


def _alike(a: Any, b: Any) -> tuple[Any, Any]:
    """A text beside a number as a number, if it looks like one."""
    if type(a) in (int, float) and isinstance(b, str | RString):
        return a, _number(b)
    if type(b) in (int, float) and isinstance(a, str | RString):
        return _number(a), b
    return a, b


def _number(text: Any) -> Any:
    return float(str(text)) if _NUMBER.fullmatch(str(text)) else text


def _conditions(options: Any) -> list[Condition]:
    return (
        [Condition(key, wanted) for key, wanted in o.hash_pairs(options)] if isinstance(options, Hash) else []
    )


@method(ENUMERABLE, "where")
def where(self: Any, block: Proc | None, options: Any = None) -> Any:
    """The rows for which all conditions hold; none where the first element is no Hash."""
    rows = elements(self)
    conditions = _conditions(options)
    if not conditions:
        return ArrayWhere(rows)
    if not rows or not isinstance(rows[0], Hash):
        return ArrayWhere()
    return ArrayWhere(row for row in rows if all(condition.holds(row) for condition in conditions))


@method(WHERE, "not")
def not_(self: ArrayWhere, block: Proc | None, options: Any = None) -> Any:
    """Without the rows for which all conditions hold."""
    conditions = _conditions(options)
    if not conditions:
        return self
    return ArrayWhere(row for row in self if not all(condition.holds(row) for condition in conditions))


@method(WHERE, "to_a", "to_ary", "entries")
def to_a(self: ArrayWhere, block: Proc | None) -> Any:
    """The rows in a plain Array."""
    return list(self)


@method(WHERE, "==")
def equals(self: ArrayWhere, block: Proc | None, other: Any) -> bool:
    """Whether the rows are equal."""
    return isinstance(other, list) and o.equal(list(self), list(other))


@method(ENUMERABLE, "pluck")
def pluck(self: Any, block: Proc | None, *keys: Any) -> Any:
    """The value under a key of each element, or the values under several; an Array of keys digs."""
    if not keys:
        raise ArgumentError("wrong number of arguments (given 0, expected 1+)")
    if len(keys) > 1:
        return [[_pick(x, key) for key in keys] for x in items(self)]
    key = keys[0]
    if type(key) is str or type(key) is Symbol:
        return [
            x.get(key) if type(x) is Hash and x.default_proc is None else send(x, "[]", key)
            for x in items(self)
        ]
    return [_pick(x, key) for x in items(self)]


def _pick(value: Any, key: Any) -> Any:
    return send(value, "dig", *key) if type(key) is list else send(value, "[]", key)


_NAME, _OPTIONAL = Symbol("name"), Symbol("optional")


def _named(field: Any, names: tuple[Any, ...]) -> bool:
    value = send(field, "[]", _NAME)
    return any(o.equal(value, name) for name in names)


@method(ARRAY, "only")
def only(self: list[Any], block: Proc | None, *names: Any) -> Any:
    """The fields of a schema with these names."""
    return [field for field in self if _named(field, names)]


@method(ARRAY, "ignored")
def ignored(self: list[Any], block: Proc | None, *names: Any) -> Any:
    """The fields of a schema without these names."""
    return [field for field in self if not _named(field, names)]


@method(ARRAY, "required")
def required(self: list[Any], block: Proc | None, *names: Any) -> Any:
    """The fields of a schema, these names no longer optional."""
    return [
        send(field, "merge", Hash({_OPTIONAL: False})) if _named(field, names) else field for field in self
    ]


@method(ENUMERABLE, "smart_join")
def smart_join(self: Any, block: Proc | None, separator: Any) -> Any:
    """Joined without blank elements; texts are stripped."""
    stripped = (send(x, "strip") if isinstance(x, str | RString) else x for x in items(self))
    return join([x for x in stripped if not send(x, "blank?")], None, separator)


@method(ENUMERABLE, "format_map")
def format_map(self: Any, block: Proc | None, template: Any) -> Any:
    """Each element put into a format; a blank format changes nothing."""
    if send(template, "blank?"):
        return self
    return [send(template, "%", _format_argument(x)) for x in items(self)]


def _format_argument(value: Any) -> Any:
    if value is None:
        return []
    return value if isinstance(value, Hash | list) else [value]


@method(ENUMERABLE, "transform_find")
def transform_find(self: Any, block: Proc | None) -> Any:
    """The first true value that the block makes."""
    from .enumerable.fold import needs_block

    one = needs_block(block).one
    return next((y for x in items(self) if o.truthy(y := one(x))), None)


@method(ENUMERABLE, "transform_select")
def transform_select(self: Any, block: Proc | None) -> Any:
    """The true values that the block makes."""
    from .enumerable.fold import needs_block

    one = needs_block(block).one
    return [y for x in items(self) if o.truthy(y := one(x))]
