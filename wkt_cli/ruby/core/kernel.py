"""Functions of control and methods that reach others: loop, catch, require, puts, send, …"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from .. import limits, registry, sandbox
from ..calling import symbol_proc
from ..dispatch import bare_table, own_lookup
from ..errors import ArgumentError, RangeError, SandboxError, StopIteration_, TypeError_, UncaughtThrowError
from ..jumps import Throw
from ..registry import KERNEL, OBJECT, function, method, send, singleton, table
from ..values import Hash, Proc, RClass, RString, Symbol
from .exception import UndefinedMethodError
from .numeric import finite
from .object import class_name, inspect, name_of


@function("loop")
def loop(me: Any, block: Proc | None) -> Any:
    """Repeat until `break`; StopIteration ends it."""
    if block is None:
        from .enumerator import enumerator

        return enumerator(me, "loop")
    call = block.call
    try:
        while True:
            call()
    except StopIteration_ as stop:
        return stop.fields.get("result")


@function("catch")
def catch(me: Any, block: Proc | None, tag: Any = ...) -> Any:
    """Run the block; `throw tag, value` ends it."""
    if block is None:
        raise ArgumentError("no block given")
    if tag is ...:
        tag = send(registry.constants["Object"], "new")
    tags = _tags()
    tags.append(tag)
    try:
        return block.call(tag)
    except Throw as thrown:
        if thrown.tag is not tag:
            raise
        return thrown.value
    finally:
        tags.pop()


def _tags() -> list[Any]:
    from ..jumps import state

    return state.tags


@function("throw")
def throw(me: Any, block: Proc | None, tag: Any, value: Any = None) -> Any:
    """End the `catch` of the tag."""
    for known in _tags():
        if known is tag or (type(known) is str and known == tag):
            raise Throw(known, value)
    raise UncaughtThrowError(f"uncaught throw {inspect(tag)}", tag=tag, value=value)


@function("require")
def require(me: Any, block: Proc | None, library: Any) -> bool:
    """False, as for a library that is loaded; refused where wkt has no such library."""
    refusal = sandbox.refused_library(str(library))
    if refusal:
        raise SandboxError(refusal)
    return False


@function("call")
def call(me: Any, block: Proc | None, name: Any, *args: Any) -> Any:
    """The SDK's call of a connector's method: without a connector there is none. The runtime has its own."""
    raise UndefinedMethodError(f"Method '{name_of(name)}' does not exists")


@function("sleep")
def sleep(me: Any, block: Proc | None, seconds: Any = ...) -> int:
    """Wait; the host decides how long at most. nil and an empty text are no time."""
    if seconds is ...:
        raise SandboxError("refused: `sleep` without a number of seconds would never end")
    if isinstance(seconds, Decimal):
        finite(seconds)
    if seconds is None or (isinstance(seconds, (str, RString)) and not str(seconds).strip()):
        seconds = 0
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool):
        value = (
            None
            if isinstance(seconds, (str, RString, bool))
            else registry.lookup(type(seconds), "to_f")
        )
        if value is None:
            raise TypeError_(f"can't convert {class_name(seconds)} into time interval")
        seconds = value(seconds, None)
    if seconds < 0:
        raise ArgumentError("time interval must not be negative")
    if not math.isfinite(seconds):
        raise RangeError(f"{'NaN' if math.isnan(seconds) else 'Inf'} out of Time range")
    return limits.wait(float(seconds))


# --- output -----------------------------------------------------------------------------------------------


def write(text: str) -> None:
    """What a program prints goes to the host's sink."""
    limits.count_output(len(text))
    limits.sink(text)


def _lines(value: Any) -> str:
    if isinstance(value, list):
        return "".join(_lines(v) for v in value) if value else ""
    text = str(send(value, "to_s"))
    return text if text.endswith("\n") else text + "\n"


@function("puts")
def puts(me: Any, block: Proc | None, *values: Any) -> None:
    """Write lines to the trace."""
    write("".join(_lines(v) if v != [] else "\n" for v in values) or "\n")


@function("print", "putc")
def print_(me: Any, block: Proc | None, *values: Any) -> None:
    """Write to the trace."""
    write("".join(str(send(v, "to_s")) for v in values))


@function("p")
def p(me: Any, block: Proc | None, *values: Any) -> Any:
    """Write values as `inspect` shows them; gives them back."""
    write("".join(inspect(v) + "\n" for v in values))
    return None if not values else values[0] if len(values) == 1 else list(values)


@function("pp")
def pp(me: Any, block: Proc | None, *values: Any) -> Any:
    """As `p`."""
    return p(me, block, *values)


@function("warn")
def warn(me: Any, block: Proc | None, *values: Any) -> None:
    """Write lines to the trace."""
    texts = [v for v in values if not (isinstance(v, Hash) and v.keywords)]
    if texts:
        puts(me, block, *texts)


@function("printf")
def printf(me: Any, block: Proc | None, *values: Any) -> None:
    """Write formatted text to the trace."""
    if values:
        write(str(registry.functions["format"](me, None, *values)))


# --- calls by name ----------------------------------------------------------------------------------------


@method(OBJECT, "public_send")
def public_send(self: Any, block: Proc | None, name: Any, *args: Any) -> Any:
    """Call a method by its name, unless it is private or protected."""
    if registry.visibility_for(type(self), name_of(name)) in (None, "public"):
        return send_(self, block, name, *args)
    return table(name_of(name))[type(self)](self, block, *args)


@method(OBJECT, "send", "__send__")
def send_(self: Any, block: Proc | None, name: Any, *args: Any) -> Any:
    """Call a method by its name: exactly what a written call would reach."""
    wanted = name_of(name)
    fn = getattr(self, "defs", {}).get(wanted) if not own_lookup(type(self), wanted) else None
    if fn is None:
        refusal = sandbox.refused_function(wanted)
        if refusal and registry.lookup_any(type(self), wanted) is None and not isinstance(self, RClass):
            raise SandboxError(refusal)
        fn = bare_table(wanted, "b")[type(self)]
    return fn(self, block, *args)


@method(OBJECT, "respond_to?")
def respond_to(self: Any, block: Proc | None, name: Any, private: Any = False) -> bool:
    """Whether a call of that name would find a method."""
    wanted = name_of(name)
    if isinstance(self, RClass):
        from ..dispatch import find_singleton

        return find_singleton(self, wanted) is not None or registry.lookup(RClass, wanted) is not None
    kind = registry.visibility_for(type(self), wanted)
    if kind is not None:
        return kind == "public" or private not in (None, False)
    handler = own_lookup(type(self), "respond_to_missing?")
    return handler is not None and handler(self, None, Symbol(wanted), bool(private)) not in (None, False)


@method(OBJECT, "extend")
def extend(self: Any, block: Proc | None, *modules: Any) -> Any:
    """Refused: it would change one value's methods."""
    raise SandboxError(sandbox.refused_method("extend") or "refused: `extend`")


@method(registry.SYMBOL, "to_proc")
def to_proc(self: Symbol, block: Proc | None) -> Proc:
    """`&:name`."""
    return symbol_proc(self.name)


# --- Kernel.format and others -----------------------------------------------------------------------------


def _module_function(name: str) -> Any:
    def call(self: RClass, block: Proc | None, *args: Any) -> Any:
        return registry.functions[name](self, block, *args)

    return call


_SHARED = """
    format sprintf puts print p pp rand srand sleep raise fail loop catch throw lambda proc require
    Integer Float String Array Hash Rational Complex warn printf putc method
"""


def register_kernel() -> None:
    """`Kernel.format` and the like: the core's functions, not the host's."""
    for name in _SHARED.split():
        singleton(KERNEL, name)(_module_function(name))


register_kernel()

__all__ = ["table"]
