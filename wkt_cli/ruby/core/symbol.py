"""The methods of Symbol."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ...patterns import lazy_pattern
from ..errors import ArgumentError
from ..registry import SYMBOL, method, send, singleton
from ..values import Proc, RClass, Symbol
from .string.base import text
from .string.show import quoted, shown_bytes

OPERATORS = frozenset(
    [
        "+",
        "-",
        "*",
        "/",
        "%",
        "**",
        "==",
        "!=",
        "=~",
        "!~",
        "===",
        "<=>",
        "<",
        "<=",
        ">",
        ">=",
        "<<",
        ">>",
        "!",
        "~",
        "+@",
        "-@",
        "[]",
        "[]=",
        "&",
        "|",
        "^",
        "`",
    ]
)
_NAME = r"(?:[A-Za-z_]|[^\x00-\x7f])(?:\w|[^\x00-\x7f])*"
_PLAIN = lazy_pattern(rf"(?:{_NAME}[?!=]?|@@?{_NAME}|\$(?:{_NAME}|\d+|[~*$?!@/\\;,.=:<>\"&`'+_]|-\w))\Z")


@lru_cache(4096)
def shown(name: str) -> str:
    """A Symbol as `inspect` shows it."""
    if name in OPERATORS or (_PLAIN.match(name) and quoted(name) == f'"{name}"'):
        return f":{name}"
    return f':"{shown_bytes(name.encode())}"' if name.isascii() else f":{quoted(name)}"


@method(SYMBOL, "inspect")
def inspect(self: Symbol, block: Proc | None) -> str:
    """Ruby's `inspect`."""
    return shown(self.name)


@method(SYMBOL, "to_s", "id2name", "name", "to_param")
def to_s(self: Symbol, block: Proc | None) -> str:
    """Ruby's `to_s`."""
    return self.name


@method(SYMBOL, "to_sym", "dup", "freeze")
def to_sym(self: Symbol, block: Proc | None) -> Symbol:
    """A Symbol never changes."""
    return self


@method(SYMBOL, "frozen?")
def is_frozen(self: Symbol, block: Proc | None) -> bool:
    """Always frozen."""
    return True


@lru_cache(4096)
def proc_of(name: str) -> Proc:
    """The lambda of `&:name`: calls the method on its first argument."""
    from ..registry import table

    methods = table(name)

    def call(*args: Any) -> Any:
        if not args:
            raise ArgumentError("no receiver given")
        return methods[type(args[0])](args[0], None, *args[1:])

    def one(value: Any) -> Any:
        return methods[type(value)](value, None)

    parameters = (("req", ""), ("rest", ""))
    return Proc(
        call, one=one, two=call, arity=-2, parameters=parameters, is_lambda=True, name=f"&{shown(name)}"
    )


@method(SYMBOL, "to_proc")
def to_proc(self: Symbol, block: Proc | None) -> Proc:
    """Ruby's `to_proc`."""
    return proc_of(self.name)


@method(SYMBOL, "length", "size")
def length(self: Symbol, block: Proc | None) -> int:
    """Ruby's `length`."""
    return len(self.name)


@method(SYMBOL, "empty?")
def is_empty(self: Symbol, block: Proc | None) -> bool:
    """Ruby's `empty?`."""
    return not self.name


@method(SYMBOL, "blank?")
def is_blank(self: Symbol, block: Proc | None) -> bool:
    """ActiveSupport's `blank?`: only the empty Symbol is."""
    return not self.name


@method(SYMBOL, "==", "===", "eql?", "equal?")
def equals(self: Symbol, block: Proc | None, other: Any) -> bool:
    """Ruby's `==`: one object a name."""
    return self is other


@method(SYMBOL, "hash")
def hash_(self: Symbol, block: Proc | None) -> int:
    """Ruby's `hash`."""
    return hash(self)


@method(SYMBOL, "<=>")
def compare(self: Symbol, block: Proc | None, other: Any) -> int | None:
    """Ruby's `<=>`."""
    return (self.name > other.name) - (self.name < other.name) if isinstance(other, Symbol) else None


@method(SYMBOL, "casecmp")
def casecmp(self: Symbol, block: Proc | None, other: Any) -> Any:
    """Ruby's `casecmp`."""
    return send(self.name, "casecmp", other.name) if isinstance(other, Symbol) else None


@method(SYMBOL, "casecmp?")
def is_casecmp(self: Symbol, block: Proc | None, other: Any) -> Any:
    """Ruby's `casecmp?`."""
    return send(self.name, "casecmp?", other.name) if isinstance(other, Symbol) else None


@method(SYMBOL, "encoding")
def encoding(self: Symbol, block: Proc | None) -> Any:
    """Ruby's `encoding`: US-ASCII where that is enough."""
    from .string.encodings import ENCODING

    return ENCODING.constants["US_ASCII" if self.name.isascii() else "UTF_8"]


def _as_symbol(name: str) -> None:
    @method(SYMBOL, name)
    def change(self: Symbol, block: Proc | None, *args: Any) -> Symbol:
        return Symbol(text(send(self.name, name, *args)))

    change.__doc__ = f"Ruby's `{name}`."


def _as_text(name: str) -> None:
    @method(SYMBOL, name)
    def ask(self: Symbol, block: Proc | None, *args: Any) -> Any:
        return send(self.name, name, *args, block=block)

    ask.__doc__ = f"Ruby's `{name}`, asked of the text."


for _name in ("upcase", "downcase", "capitalize", "swapcase", "succ", "next"):
    _as_symbol(_name)
for _name in [
    "[]",
    "slice",
    "=~",
    "match",
    "match?",
    "start_with?",
    "end_with?",
    "starts_with?",
    "ends_with?",
    "labelize",
]:
    _as_text(_name)


@singleton(SYMBOL, "all_symbols")
def all_symbols(self: RClass, block: Proc | None) -> list[Symbol]:
    """The symbols there are."""
    return list(Symbol.interned.values())
