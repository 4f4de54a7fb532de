"""Struct: classes of named members, and their instances."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .. import registry
from ..classes import name_class, new_class
from ..errors import ArgumentError, IndexError_, NameError_
from ..registry import ENUMERABLE, OBJECT, class_of, define_class, method, send, singleton
from ..values import Hash, Proc, RClass, RObject, RString, Symbol
from . import object as o
from .array.access import dig_on
from .array.convert import Nested
from .enumerator import enumerator
from .iterate import walker
from .options import with_keywords
from .string import text as string_text
from .symbol import OPERATORS


class StructObject(RObject):
    """An instance of a Struct class; `fields` are its values in the order of the members."""

    __slots__ = ("fields",)
    fields: list[Any]


STRUCT = define_class("Struct", OBJECT, StructObject, includes=(ENUMERABLE,))
CONSTANT, IDENTIFIER = re.compile(r"[A-Z]\w*"), re.compile(r"[^\W\d]\w*")


def members_of(rclass: RClass | None) -> list[str]:
    """The member names of a Struct class, inherited ones too."""
    while rclass is not None:
        if " members" in rclass.ivars:
            found: list[str] = rclass.ivars[" members"]
            return found
        rclass = rclass.parent
    return []


@singleton(STRUCT, "new")
def new(rclass: RClass, block: Proc | None, *args: Any) -> Any:
    """`Struct.new(:a, :b)` makes a class; `new` of that class an instance."""
    if rclass is not STRUCT:
        return registry.own[registry.CLASS]["new"](rclass, block, *args)
    if not args:
        raise ArgumentError("wrong number of arguments (given 0, expected 1+)")
    return _defined(None, block, *args)


@with_keywords
def _defined(unused: None, block: Proc | None, first: Any, *names: Any, keyword_init: Any = None) -> RClass:
    """A new class; what is no Symbol in the first place is its name."""
    made = new_class(None, STRUCT)
    made.ivars[" members"] = _member_names((first, *names) if isinstance(first, Symbol) else names)
    if first is not None and not isinstance(first, Symbol):
        name_class(made, f"Struct::{_title(first)}")
    made.ivars[" keywords"] = keyword_init
    for index, name in enumerate(made.ivars[" members"]):
        _accessors(made, name, index)
    if block is not None and block.make is not None:
        block.make(made)
    return made


def _title(value: Any) -> str:
    name = string_text(value)
    if not CONSTANT.fullmatch(name):
        raise NameError_(f"identifier {name} needs to be constant")
    return name


def _member_names(names: tuple[Any, ...]) -> list[str]:
    found: list[str] = []
    for name in names:
        text = o.name_of(name)
        if text.endswith("=") and IDENTIFIER.fullmatch(text[:-1]):
            raise ArgumentError(f"invalid struct member: {text}")
        if text in found:
            raise ArgumentError(f"duplicate member: {text}")
        if not text or (text in OPERATORS and text != "[]"):
            raise NameError_(f"cannot make operator ID :{text} attrset")
        found.append(text)
    return found


def _accessors(rclass: RClass, name: str, index: int) -> None:
    def read(self: StructObject, block: Proc | None) -> Any:
        return self.fields[index]

    def write(self: StructObject, block: Proc | None, value: Any) -> Any:
        _check(self)
        self.fields[index] = value
        return value

    method(rclass, name)(read)
    method(rclass, f"{name}=")(write)


def _check(self: StructObject) -> None:
    if self.frozen:
        raise o.frozen_error(self)


@singleton(STRUCT, "members")
def class_members(rclass: RClass, block: Proc | None) -> Any:
    """The member names."""
    return [Symbol(name) for name in members_of(rclass)]


@singleton(STRUCT, "[]")
def build(rclass: RClass, block: Proc | None, *args: Any) -> Any:
    """As `new`."""
    return registry.own[registry.CLASS]["new"](rclass, block, *args)


@singleton(STRUCT, "keyword_init?")
def is_keyword_init(rclass: RClass, block: Proc | None) -> Any:
    """What `keyword_init:` was."""
    found = rclass.ivars.get(" keywords")
    return found if found is None else o.truthy(found)


@method(STRUCT, "initialize")
def initialize(self: StructObject, block: Proc | None, *args: Any) -> None:
    """Set the members, by position or by keyword."""
    rclass = class_of(self)
    names = members_of(rclass)
    step: RClass | None = rclass
    while step is not None and " keywords" not in step.ivars:
        step = step.parent
    keywords = step.ivars[" keywords"] if step is not None else None
    if o.truthy(keywords):
        self.fields = _by_keyword(names, args)
        return
    if len(args) > len(names):
        raise ArgumentError("struct size differs")
    self.fields = [*args, *[None] * (len(names) - len(args))]


def _by_keyword(names: list[str], args: tuple[Any, ...]) -> list[Any]:
    if len(args) > 1 or (args and not isinstance(args[0], Hash)):
        raise ArgumentError(f"wrong number of arguments (given {len(args)}, expected 0)")
    given = args[0] if args else Hash()
    unknown = [key for key in o.hash_keys(given) if not isinstance(key, Symbol) or key.name not in names]
    if unknown:
        raise ArgumentError(f"unknown keywords: {', '.join(map(o.to_s, unknown))}")
    return [given.get(Symbol(name)) for name in names]


@walker(StructObject)
def walk(self: StructObject) -> Iterable[Any]:
    """The values."""
    return list(self.fields)


def place(self: StructObject, key: Any) -> int:
    """The position of a member given by name or number."""
    names = members_of(class_of(self))
    if isinstance(key, Symbol | str | RString):
        text = key.name if isinstance(key, Symbol) else str(key)
        if text not in names:
            raise NameError_(f"no member '{text}' in struct", name=Symbol(text))
        return names.index(text)
    index = o.to_int(key)
    if index >= len(names):
        raise IndexError_(f"offset {index} too large for struct(size:{len(names)})")
    if index < -len(names):
        raise IndexError_(f"offset {index} too small for struct(size:{len(names)})")
    return index


@method(STRUCT, "[]")
def get(self: StructObject, block: Proc | None, key: Any) -> Any:
    """A member by name or number."""
    return self.fields[place(self, key)]


@method(STRUCT, "[]=")
def put(self: StructObject, block: Proc | None, key: Any, value: Any) -> Any:
    """Set a member by name or number."""
    index = place(self, key)
    _check(self)
    self.fields[index] = value
    return value


@method(STRUCT, "to_a", "values", "deconstruct")
def to_a(self: StructObject, block: Proc | None) -> Any:
    """The values."""
    return list(self.fields)


@method(STRUCT, "members")
def members(self: StructObject, block: Proc | None) -> Any:
    """The member names."""
    return class_members(class_of(self), None)


@method(STRUCT, "to_h")
def to_h(self: StructObject, block: Proc | None) -> Any:
    """A Hash of the members, or of the pairs that the block makes."""
    pairs = zip(members(self, None), self.fields, strict=True)
    if block is None:
        return o.hash_from(pairs)
    from .enumerable.mapping import pairs_to_hash

    return pairs_to_hash(block.two(k, v) for k, v in pairs)


@method(STRUCT, "as_json")
def as_json(self: StructObject, block: Proc | None, settings: Any = None) -> Any:
    """As its Hash."""
    return send(to_h(self, None), "as_json", *([] if settings is None else [settings]))


@method(STRUCT, "deconstruct_keys")
def deconstruct_keys(self: StructObject, block: Proc | None, wanted: Any) -> Any:
    """What a hash pattern looks into: the members it names."""
    made = to_h(self, None)
    return made if wanted is None else send(made, "slice", *wanted)


@method(STRUCT, "size", "length")
def size(self: StructObject, block: Proc | None) -> int:
    """How many members there are."""
    return len(self.fields)


@method(STRUCT, "each")
def each(self: StructObject, block: Proc | None) -> Any:
    """Give each value to the block."""
    if block is None:
        return enumerator(self, "each")
    for x in self.fields:
        block.one(x)
    return self


@method(STRUCT, "each_pair")
def each_pair(self: StructObject, block: Proc | None) -> Any:
    """Give each name with its value to the block."""
    if block is None:
        return enumerator(self, "each_pair")
    for name, value in zip(members(self, None), self.fields, strict=True):
        block.pair(name, value)
    return self


@method(STRUCT, "values_at")
def values_at(self: StructObject, block: Proc | None, *places: Any) -> Any:
    """The values at several positions."""
    return send(self.fields, "values_at", *places)


@method(STRUCT, "dig")
def dig(self: StructObject, block: Proc | None, key: Any, *rest: Any) -> Any:
    """What is found by following the keys one after the other."""
    try:
        found = get(self, None, key)
    except (NameError_, IndexError_):
        return None
    return dig_on(found, rest)


@method(STRUCT, "==")
def equals(self: StructObject, block: Proc | None, other: Any) -> bool:
    """Whether it is of the same class with equal values."""
    return type(self) is type(other) and o.equal(self.fields, other.fields)


@method(STRUCT, "eql?")
def eql(self: StructObject, block: Proc | None, other: Any) -> bool:
    """Whether it is of the same class with `eql?` values."""
    return type(self) is type(other) and o.eql(self.fields, other.fields)


@method(STRUCT, "hash")
def hash_(self: StructObject, block: Proc | None) -> int:
    """One number for structs that are `eql?`."""
    return hash((type(self), o.hash_of(self.fields)))


@method(STRUCT, "initialize_copy")
def initialize_copy(self: StructObject, block: Proc | None, other: Any) -> Any:
    """Take the values of another."""
    self.fields = list(other.fields)
    return self


@method(STRUCT, "inspect", "to_s")
def inspect(self: StructObject, block: Proc | None) -> str:
    """`#<struct Point x=1, y=2>`."""
    name = class_of(self).name
    title = "" if name.startswith("#<") else f" {name}"
    with Nested(self) as again:
        if again:
            return f"#<struct{title}:...>"
        pairs = zip(members_of(class_of(self)), self.fields, strict=True)
        return f"#<struct{title} {', '.join(f'{_shown(k)}={o.inspect(v)}' for k, v in pairs)}>"


def _shown(name: str) -> str:
    return name if IDENTIFIER.fullmatch(name) else o.inspect(Symbol(name))
