"""The SDK's methods on collections: where, pluck, only, required, smart_join, format_map and others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

from ..calling import splat
from ..errors import RuntimeError_
from ..registry import ARRAY, ENUMERABLE, OBJECT, classes, method, send
from ..values import Hash, Proc, Range, RClass, RString, Symbol
from . import object as o
from .array.convert import join
from .enumerable.fold import is_number
from .enumerator import firsts
from .iterate import items
from .regexp import Regexp


class ArrayWhere(list[Any]):
    """What `where` gives: it answers as an Array but is none."""


WHERE = RClass("Workato::Extension::Array::ArrayWhere", OBJECT, (ArrayWhere,))
WHERE.includes = [ARRAY]
classes[ArrayWhere] = WHERE

_OPERATOR = re.compile(r"(.*?) *([><=!]=?) *", re.DOTALL)


class Condition:
    """One key of `where`: the path, the operator, and the value to compare with."""

    def __init__(self, key: Any, wanted: Any) -> None:
        text = key.name if type(key) is Symbol else o.to_s(key)
        match = _OPERATOR.fullmatch(text)
        path, self.operator = (match[1], match[2]) if match else (text, _operator_for(wanted))
        steps = [step for part in path.split(".") if (step := part.strip())]
        self.field = ".".join(steps)
        self.path = [Symbol(step) if type(key) is Symbol else step for step in steps]
        self.wanted = wanted

    def holds(self, row: Any) -> bool:
        """Whether a row fulfils it."""
        value = row
        for part in self.path:
            value = None if value is None else send(value, "[]", part)
        left, right = (self.wanted, value) if self.operator == "include?" else (value, self.wanted)
        if self.operator not in ("==", "!=", "=", "!"):
            self.check(left, right)
        left, right = _alike(left, right)
        return o.truthy(send(left, self.operator, right))

    def check(self, left: Any, right: Any) -> None:
        """Nil has no order and matches nothing: an error that names the field."""
        if left is None:
            raise RuntimeError_(f"The '{self.field}' is nil")
        if right is None:
            raise RuntimeError_(f"Can't compare '{self.field}' with nil")


def _operator_for(wanted: Any) -> str:
    """What a key without operator asks."""
    if isinstance(wanted, list | Range):
        return "include?"
    return "match?" if isinstance(wanted, Regexp) else "=="


def _alike(a: Any, b: Any) -> tuple[Any, Any]:
    """A text beside a number as a number, if it looks like one."""
    if is_number(a) and isinstance(b, str | RString):
        return a, _number(b)
    if is_number(b) and isinstance(a, str | RString):
        return _number(a), b
    return a, b


def _number(text: Any) -> Any:
    if not o.truthy(send(text, "is_number?")):
        return text
    return send(text, "to_i" if o.truthy(send(text, "is_int?")) else "to_f")


def _conditions(options: Any) -> list[Condition]:
    if not o.truthy(options) or o.truthy(send(options, "blank?")):
        return []
    pairs = o.hash_pairs(options) if isinstance(options, Hash) else items(options)
    return [Condition(key, wanted) for key, wanted in pairs]


@method(ENUMERABLE, "where")
def where(self: Any, block: Proc | None, options: Any = None) -> Any:
    """The rows for which all conditions hold; none where the first element is no Hash."""
    conditions = _conditions(options)
    if not isinstance(next(iter(items(self)), None), Hash):
        return ArrayWhere()
    return ArrayWhere(row for row in items(self) if all(condition.holds(row) for condition in conditions))


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
    rows = list(firsts(self))
    if keys and _LITERAL.issuperset(map(type, keys)) and set(map(type, rows)) == {Hash}:
        get = itemgetter(*keys)
        return list(map(get, rows)) if len(keys) == 1 else [list(get(row)) for row in rows]
    if len(keys) < 2:
        key = keys[0] if keys else None
        return [_pick(row, key, splat(key)) for row in rows]
    return [[_pick(row, key, splat(key)) for key in keys] for row in rows]


_LITERAL = frozenset({str, Symbol})


def _pick(value: Any, key: Any, path: Iterable[Any]) -> Any:
    return send(value, "dig", *path) if o.responds(value, "dig") else send(value, "[]", key)


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
    one = _called(block)
    return next((y for x in items(self) if o.truthy(y := one(x))), None)


@method(ENUMERABLE, "transform_select")
def transform_select(self: Any, block: Proc | None) -> Any:
    """The true values that the block makes."""
    one = _called(block)
    return [y for x in items(self) if o.truthy(y := one(x))]


def _called(block: Proc | None) -> Callable[[Any], Any]:
    """What calls the block; where there is none, the error of `block.call` on nil."""
    return block.one if block is not None else lambda x: send(None, "call", x)
