"""The tables of what Ruby code can reach: what is registered nowhere does not exist. This is the sandbox.

A method is a Python function `fn(self, block, *args)`; `block` is a `Proc` or None; keyword arguments
arrive as one trailing `Hash` with Symbol keys. Compiled code calls `TABLE[type(receiver)](receiver,
block, *args)`, where TABLE is `table(name)`: one dict a method name, keyed by exact Python type;
`__missing__` looks through the ancestors once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from .errors import RubyError
from .values import Binary, Hash, IndifferentHash, Proc, Range, RClass, RObject, RString, Symbol

Method = Callable[..., Any]
F = TypeVar("F", bound=Method)

classes: dict[type, RClass] = {}
"""The Ruby class of each exact Python type."""

constants: dict[str, Any] = {}
"""Top-level constants: name to value."""

sdk_constants: dict[str, Any] = {}
"""Constants of the SDK's namespace, which a connector sees before the top-level ones."""

lazy_modules: list[str] = [
    "wkt_cli.runtime.packages.ruby", "wkt_cli.runtime.ruby_words", "wkt_cli.runtime.ruby_account",
    "wkt_cli.runtime.ruby_streams",
]  # fmt: skip
"""Modules that register more (`workato.*` and other vocabulary); imported before the first program runs."""

functions: dict[str, Method] = {}
"""Bare calls (Kernel and the vocabulary of the runtime): name to `fn(self, block, *args)`."""

own: dict[RClass, dict[str, Method]] = {}
"""The methods each Ruby class or module defines itself; `MethodTable` resolves inheritance over it."""


exact: dict[type, dict[str, Method]] = {}
"""Methods for one Python form of a Ruby class (RString, Binary), found before those of the class."""


class MethodTable(dict[type, Method]):
    """All methods of one name, by the receiver's exact Python type."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __missing__(self, cls: type) -> Method:
        from .dispatch import class_method, missing_method

        if cls is RClass:
            found = self[cls] = class_method(self.name)
            return found
        method = lookup(cls, self.name)
        if method is None:
            return missing_method(self.name)
        self[cls] = method
        return method


tables: dict[str, MethodTable] = {}

bare_tables: dict[str, list[dict[type, Method]]] = {}
"""The tables of calls without receiver; `dispatch` makes them."""

hidden: dict[RClass, dict[str, str]] = {}
"""The methods that are "private" or "protected" in classes that the Ruby source defines."""


def forget_all() -> None:
    """A class got a module: every table may be wrong."""
    for name in {*tables, *bare_tables}:
        forget(name)


def forget(name: str) -> None:
    """A method or function of that name was defined: what the tables found before may be wrong."""
    _lookups.clear()
    if name in tables:
        tables[name].clear()
    for bare in bare_tables.get(name, ()):
        bare.clear()


def table(name: str) -> MethodTable:
    """The one table of the method ``name``."""
    found = tables.get(name)
    if found is None:
        found = tables[name] = MethodTable(name)
    return found


def class_of(value: Any) -> RClass:
    """The Ruby class of a value."""
    return class_of_type(type(value))


def class_of_type(cls: type) -> RClass:
    """The Ruby class of an exact Python type; a subclass of a known type has the class of that type."""
    found = classes.get(cls)
    if found is None:
        for base in cls.__mro__[1:]:
            if base in classes:
                return classes[base]
        return classes[object]
    return found


def ancestors(rclass: RClass) -> list[RClass]:
    """Ruby's `ancestors`: the class, the modules it includes (last first), its parent, and so on."""
    line: list[RClass] = []
    step: RClass | None = rclass
    while step is not None:
        line.append(step)
        for module in reversed(step.includes):
            line += [m for m in ancestors(module) if m not in line]
        step = step.parent
    return line


_lookups: dict[tuple[type, str], Method | None] = {}


def lookup(cls: type, name: str) -> Method | None:
    """The public method ``name`` for instances of an exact Python type, or None."""
    try:
        return _lookups[cls, name]
    except KeyError:
        found = _lookups[cls, name] = _lookup(cls, name)
        return found


def _lookup(cls: type, name: str) -> Method | None:
    found, owner = _find(cls, name)
    kind = visibility(owner, name)
    if found is not None and kind != "public":
        from .dispatch import hidden_method

        return hidden_method(name, kind)
    return found


def visibility(owner: RClass | None, name: str) -> str:
    """Whether a method of a class is "public", "protected" or "private"."""
    return hidden.get(owner, {}).get(name, "public") if owner is not None and owner.open else "public"


def visibility_for(cls: type, name: str) -> str | None:
    """Whether a method that instances of an exact Python type have is public; None where they have none."""
    found, owner = _find(cls, name)
    return None if found is None else visibility(owner, name)


def visible(me: Any, receiver: Any, name: str) -> Method:
    """What `receiver.name` calls, written where self is ``me``: protected methods too, if both are of their class."""
    found, owner = _find(type(receiver), name)
    if found is not None and visibility(owner, name) == "protected" and owner in ancestors(class_of(me)):
        return found
    return table(name)[type(receiver)]


def lookup_any(cls: type, name: str) -> Method | None:
    """The method ``name``, private ones too: what a call without receiver reaches."""
    return _find(cls, name)[0]


def _find(cls: type, name: str) -> tuple[Method | None, RClass | None]:
    """A method, and the class that defines it where it is not one of a Python form."""
    for form in cls.__mro__:
        if form in exact and name in exact[form]:
            return exact[form][name], None
    for rclass in ancestors(class_of_type(cls)):
        found = own.get(rclass, {}).get(name)
        if found is not None:
            return found, rclass
    return None, None


def define_class(
    name: str, parent: RClass | None, *pytypes: type, includes: tuple[RClass, ...] = ()
) -> RClass:
    """Register a Ruby class; ``A::B`` becomes a constant of A. Returns it."""
    rclass = RClass(name, parent, pytypes)
    rclass.includes = list(includes)
    for pytype in pytypes:
        classes[pytype] = rclass
    set_constant(name, rclass)
    return rclass


def define_module(name: str) -> RClass:
    """Register a Ruby module, or give the one of that name."""
    known = find_constant(name)
    if isinstance(known, RClass) and known.is_module:
        return known
    module = RClass(name, None, is_module=True)
    set_constant(name, module)
    return module


def classes_below(values: Iterable[Any]) -> set[RClass]:
    """Every class and module among some values, and all that their constants lead to."""
    found: set[RClass] = set()
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, RClass) and value not in found:
            found.add(value)
            waiting += value.constants.values()
    return found


def find_constant(name: str) -> Any:
    """The constant ``A::B::C``, or None."""
    first, *rest = name.split("::")
    found = constants.get(first)
    for step in rest:
        found = found.constants.get(step) if isinstance(found, RClass) else None
    return found


def set_constant(name: str, value: Any) -> None:
    """Set the constant ``A::B::C``; its namespaces must exist."""
    *path, last = name.split("::")
    where = constants
    for step in path:
        where = where[step].constants
    where[last] = value


def method(rclass: RClass, *names: str) -> Callable[[F], F]:
    """Register an instance method under one or more Ruby names."""

    def register(fn: F) -> F:
        for name in names:
            own.setdefault(rclass, {})[name] = fn
            forget(name)
        return fn

    return register


def singleton(rclass: RClass, *names: str) -> Callable[[F], F]:
    """Register a class method: `fn(rclass, block, *args)`."""

    def register(fn: F) -> F:
        for name in names:
            rclass.singleton[name] = fn
        return fn

    return register


def function(*names: str) -> Callable[[F], F]:
    """Register a bare call such as `format` or, by the runtime, `get`: `fn(self, block, *args)`."""

    def register(fn: F) -> F:
        for name in names:
            functions[name] = fn
            forget(name)
        return fn

    return register


def send(receiver: Any, name: str, *args: Any, block: Proc | None = None) -> Any:
    """Call a Ruby method from Python, just as a written call would."""
    return table(name)[type(receiver)](receiver, block, *args)


# The skeleton of Ruby's classes; the modules of `core` give them methods.
BASIC_OBJECT = define_class("BasicObject", None)
KERNEL = define_module("Kernel")
COMPARABLE = define_module("Comparable")
ENUMERABLE = define_module("Enumerable")
OBJECT = define_class("Object", BASIC_OBJECT, object, RObject, includes=(KERNEL,))
MODULE = define_class("Module", OBJECT)
CLASS = define_class("Class", MODULE, RClass)
NIL = define_class("NilClass", OBJECT, type(None))
TRUE = define_class(
    "TrueClass", OBJECT
)  # `bool` is one Python type: `class_of` and the tables ask for the value
FALSE = define_class("FalseClass", OBJECT)
BOOLEAN = RClass("Boolean", OBJECT, (bool,))
classes[bool] = BOOLEAN
NUMERIC = define_class("Numeric", OBJECT, includes=(COMPARABLE,))
INTEGER = define_class("Integer", NUMERIC, int)
FLOAT = define_class("Float", NUMERIC, float)
STRING = define_class("String", OBJECT, str, RString, Binary, includes=(COMPARABLE,))
SYMBOL = define_class("Symbol", OBJECT, Symbol, includes=(COMPARABLE,))
ARRAY = define_class("Array", OBJECT, list, includes=(ENUMERABLE,))
HASH = define_class("Hash", OBJECT, Hash, includes=(ENUMERABLE,))
ACTIVE_SUPPORT = define_module("ActiveSupport")
HWIA = define_class("ActiveSupport::HashWithIndifferentAccess", HASH, IndifferentHash)
RANGE = define_class("Range", OBJECT, Range, includes=(ENUMERABLE,))
PROC = define_class("Proc", OBJECT, Proc)
EXCEPTION = define_class("Exception", OBJECT, RubyError)
