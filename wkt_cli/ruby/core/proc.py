"""Proc: calling, currying, composing; Method objects."""

from __future__ import annotations

from typing import Any

from .. import registry
from ..dispatch import bare_table, class_method, wrong_number
from ..errors import ArgumentError, TypeError_
from ..registry import OBJECT, PROC, define_class, function, method, send, singleton, table
from ..values import Proc, RClass, Symbol
from .object import class_name, is_a, name_of, to_short_index


@method(PROC, "call", "()", "yield", "===", "[]")
def call(self: Proc, block: Proc | None, *args: Any) -> Any:
    """Call it."""
    if block is not None and self.takes_block:
        return self.call(*args, blk=block)
    return self.call(*args)


@method(PROC, "to_proc")
def to_proc(self: Proc, block: Proc | None) -> Proc:
    """Itself."""
    return self


@method(PROC, "lambda?")
def is_lambda(self: Proc, block: Proc | None) -> bool:
    """Whether it checks its arguments."""
    return self.is_lambda


@method(PROC, "arity")
def arity(self: Proc, block: Proc | None) -> int:
    """The number of arguments; negative where some are optional."""
    return self.arity


@method(PROC, "parameters")
def parameters(self: Proc, block: Proc | None) -> list[list[Symbol]]:
    """Kind and name of each parameter."""
    return [_parameter(kind, name) for kind, name in self.parameters]


def _parameter(kind: str, name: str) -> list[Any]:
    """Kind and name; a destructured parameter has none, which Ruby 3.1 shows for a block as nil."""
    if name:
        return [Symbol(kind), Symbol(name)]
    return [Symbol(kind), None] if kind == "opt" else [Symbol(kind)]


@method(PROC, "inspect", "to_s")
def inspect(self: Proc, block: Proc | None) -> str:
    """No address is ever shown."""
    return "#<Proc (lambda)>" if self.is_lambda else "#<Proc>"


@method(PROC, "source_location")
def source_location(self: Proc, block: Proc | None) -> Any:
    """File and line; nil for what no Ruby source defines."""
    from ..places import files

    code = getattr(self.function, "__code__", None)
    return [code.co_filename, self.line] if code is not None and code.co_filename in files else None


@method(PROC, "hash")
def hash_(self: Proc, block: Proc | None) -> int:
    """By identity."""
    return hash(id(self))


@method(PROC, "==", "eql?")
def equals(self: Proc, block: Proc | None, other: Any) -> bool:
    """By identity."""
    return self is other


@method(PROC, "dup", "clone", "ruby2_keywords")
def dup(self: Proc, block: Proc | None) -> Proc:
    """Itself: a Proc has no state of its own."""
    return self


@method(PROC, "curry")
def curry(self: Proc, block: Proc | None, count: Any = None) -> Proc:
    """A lambda that takes its arguments in parts."""
    least = self.arity if self.arity >= 0 else -self.arity - 1
    needed = least if count is None else to_short_index(count)
    most = _most(self)
    if self.is_lambda and not least <= needed <= (needed if most is None else most):
        raise wrong_number(needed, least, most)
    return _curried(self, needed, ())


def _most(proc: Proc) -> int | None:
    """The number of arguments that a Proc takes at most; None where there is no end."""
    if proc.arity >= 0:
        return proc.arity
    kinds = [kind for kind, _ in proc.parameters]
    return None if "rest" in kinds or not kinds else sum(kind in ("req", "opt") for kind in kinds)


def _curried(proc: Proc, needed: int, given: tuple[Any, ...]) -> Proc:
    def take(*args: Any) -> Any:
        values = given + args
        return proc.call(*values) if len(values) >= needed else _curried(proc, needed, values)

    return Proc(take, is_lambda=proc.is_lambda)


def _callable(value: Any) -> Any:
    """What is called for the other side of `>>` and `<<`."""
    if isinstance(value, Proc):
        return value.call
    if registry.lookup(type(value), "call") is None:
        raise TypeError_("callable object is expected")
    return lambda *args: send(value, "call", *args)


@method(PROC, ">>")
def then(self: Proc, block: Proc | None, other: Any) -> Proc:
    """The one, then the other."""
    after = _callable(other)
    return Proc(lambda *args: after(self.call(*args)), is_lambda=self.is_lambda)


@method(PROC, "<<")
def after(self: Proc, block: Proc | None, other: Any) -> Proc:
    """The other, then this one."""
    before = _callable(other)
    strict = not isinstance(other, Proc) or other.is_lambda
    return Proc(lambda *args: self.call(before(*args)), is_lambda=strict)


@singleton(PROC, "new")
def new(self: RClass, block: Proc | None) -> Proc:
    """`Proc.new { }`."""
    if block is None:
        raise ArgumentError("tried to create Proc object without a block")
    return block


@function("proc", "lambda")
def proc(me: Any, block: Proc | None) -> Proc:
    """`proc(&block)`, `lambda(&block)`."""
    if block is None:
        raise ArgumentError("tried to create Proc object without a block")
    return block


# --- Method objects ---------------------------------------------------------------------------------------


class BoundMethod(Proc):
    """A method with its receiver: `value.method(:name)`."""

    __slots__ = ("receiver",)
    receiver: Any


METHOD = define_class("Method", OBJECT, BoundMethod)
for name in (
    "call",
    "()",
    "===",
    "[]",
    "to_proc",
    "arity",
    "parameters",
    "curry",
    ">>",
    "<<",
    "source_location",
    "hash",
):
    registry.own.setdefault(METHOD, {})[name] = registry.own[PROC][name]


def bound(value: Any, name: str, fn: Any) -> BoundMethod:
    """The Method object of a function and its receiver."""

    def call_it(*args: Any, blk: Proc | None = None) -> Any:
        return fn(value, blk, *args)

    made = BoundMethod(call_it, arity=_arity(fn), is_lambda=True, binding_self=value, name=name)
    made.receiver, made.takes_block = value, True
    info = getattr(fn, "ruby_info", None)
    if info is not None:
        made.parameters = info[2]
    return made


def _arity(fn: Any) -> int:
    info = getattr(fn, "ruby_info", None)
    if info is not None:
        return int(info[1])
    code = getattr(fn, "__code__", None)
    if code is None:
        return -1
    count = code.co_argcount - 2
    optional = len(fn.__defaults__ or ())
    return int(-(count - optional) - 1 if optional or code.co_flags & 4 else count)


@function("method", "public_method")
def method_(me: Any, block: Proc | None, name: Any) -> BoundMethod:
    """The method that a call of that name on self reaches."""
    return method_object(me, name_of(name), True)


@method(OBJECT, "method", "public_method")
def method_of(self: Any, block: Proc | None, name: Any) -> BoundMethod:
    """The method that a call of that name reaches."""
    return method_object(self, name_of(name), False)


def method_object(value: Any, name: str, bare: bool) -> BoundMethod:
    """The Method object of a name, or Ruby's NameError."""
    from ..dispatch import find_singleton
    from ..errors import NameError_, SandboxError
    from ..sandbox import refused_function, refused_method

    defs = getattr(value, "defs", {})
    fn = defs.get(name) or registry.lookup_any(type(value), name)
    if isinstance(value, RClass):
        fn = find_singleton(value, name) or fn
    fn = fn or registry.functions.get(name)
    if fn is None:
        refusal = refused_method(name) or refused_function(name)
        if refusal:
            raise SandboxError(refusal)
        where = f"class `{value.name}'" if isinstance(value, RClass) else f"class `{class_name(value)}'"
        raise NameError_(f"undefined method `{name}' for {where}", name=Symbol(name), receiver=value)
    return bound(value, name, fn)


@method(METHOD, "name")
def name_(self: BoundMethod, block: Proc | None) -> Symbol:
    """Its name."""
    return Symbol(self.name)


@method(METHOD, "receiver")
def receiver(self: BoundMethod, block: Proc | None) -> Any:
    """Its receiver."""
    return self.receiver


@method(METHOD, "owner")
def owner(self: BoundMethod, block: Proc | None) -> RClass:
    """The class that defines it."""
    for rclass in registry.ancestors(registry.class_of(self.receiver)):
        if self.name in registry.own.get(rclass, {}):
            return rclass
    return OBJECT


@method(METHOD, "inspect", "to_s")
def inspect_method(self: BoundMethod, block: Proc | None) -> str:
    """Class and name."""
    return f"#<Method: {class_name(self.receiver)}#{self.name}>"


__all__ = ["bare_table", "class_method", "is_a", "table"]
