"""Ruby's values that Python has no type for; the others are None, bool, int, float, str and list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar


class Symbol:
    """A Ruby Symbol: interned, compared by identity. `Symbol("a") is Symbol("a")`."""

    __slots__ = ("name",)
    name: str
    interned: ClassVar[dict[str, Symbol]] = {}

    def __new__(cls, name: str) -> Symbol:
        """Give the one symbol of that name."""
        found = cls.interned.get(name)
        if found is None:
            found = cls.interned[name] = object.__new__(cls)
            found.name = name
        return found

    def __repr__(self) -> str:
        return f"Symbol({self.name!r})"


class Text:
    """What the two mutable forms of String share: one layout, so that a change can turn one into the other.

    `text` belongs to RString, `data` and `encoding` to Binary.
    """

    __slots__ = ("data", "encoding", "frozen", "text")
    data: bytes
    encoding: str
    frozen: bool
    text: str


class RString(Text):
    """A Ruby String that can change in place; `str` is used wherever no mutator can reach."""

    __slots__ = ()

    def __init__(self, text: str, frozen: bool = False) -> None:
        self.text, self.frozen = text, frozen

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return self.text == (other.text if isinstance(other, RString) else other)

    def __hash__(self) -> int:
        return hash(self.text)


class UnicodeString(RString):
    """A String in a field of a schema: Workato::Types::UnicodeString."""

    __slots__ = ()


class Binary(Text):
    """A Ruby String whose bytes are not UTF-8 text: ASCII-8BIT, invalid or in another encoding."""

    __slots__ = ()

    def __init__(self, data: bytes, encoding: str = "ASCII-8BIT", frozen: bool = False) -> None:
        self.data, self.encoding, self.frozen = data, encoding, frozen

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Binary):
            return self.data == other.data and (self.encoding == other.encoding or self.data.isascii())
        return isinstance(other, str | RString) and self.data.isascii() and self.data.decode() == str(other)

    def __hash__(self) -> int:
        return hash(self.data.decode() if self.data.isascii() else self.data)


FROZEN = 1 << 30


class Hash(dict[Any, Any]):
    """A Ruby Hash: insertion order, default value or default proc.

    Keys are stored through `key_of` where Python's equality is not Ruby's `eql?` (1, 1.0 and true differ;
    arrays and hashes may be keys); `odd` tells that such a key is inside, so that iteration unwraps only
    then. `keywords` marks the hash that a call made of its keyword arguments. Attributes live on the
    class until they are set, so that making a hash runs no Python code.
    """

    default: Any = None
    default_proc: Any = None
    iterating = 0
    """How many iterations over it are under way; `FROZEN` of them, which never end, for a frozen hash."""
    odd = False
    keywords = False

    @property
    def frozen(self) -> bool:
        """Whether it may not change any more."""
        return self.iterating >= FROZEN

    @frozen.setter
    def frozen(self, frozen: bool) -> None:
        if frozen and not self.frozen:
            self.iterating += FROZEN

    def __missing__(self, key: Any) -> Any:
        """What Ruby's `hash[key]` gives for a key that is not there; `key` is a string or symbol."""
        proc = self.default_proc
        return self.default if proc is None else proc.call(self, key)


class IndifferentHash(Hash):
    """ActiveSupport::HashWithIndifferentAccess: symbol keys stored as strings, nested hashes converted."""


frozen_lists: dict[int, list[Any]] = {}
"""The frozen Arrays by their identity: a list has no room for a mark."""


class RObject:
    """An instance of a class that the Ruby source defines; one Python subclass a Ruby class."""

    __slots__ = ("frozen", "ivars")

    def __init__(self) -> None:
        self.ivars: dict[str, Any] = {}
        self.frozen = False


class RClass:
    """A Ruby class or module as a value.

    `pytypes` are the exact Python types of its instances; `singleton` holds its class methods, called as
    `fn(rclass, block, *args)`; `constants` what is reached by `::`.
    """

    __slots__ = (
        "constants",
        "includes",
        "is_module",
        "ivars",
        "name",
        "open",
        "parent",
        "pytypes",
        "singleton",
    )

    def __init__(
        self, name: str, parent: RClass | None, pytypes: tuple[type, ...] = (), *, is_module: bool = False
    ) -> None:
        self.name, self.parent, self.pytypes, self.is_module = name, parent, pytypes, is_module
        self.includes: list[RClass] = []
        self.singleton: dict[str, Callable[..., Any]] = {}
        self.constants: dict[str, Any] = {}
        self.ivars: dict[str, Any] = {}
        self.open = False

    def __repr__(self) -> str:
        return f"<Ruby {self.name}>"


MISSING: Any = type("Missing", (), {"__repr__": lambda self: "<missing>"})()
"""The default of an optional parameter that was not given."""


class Proc:
    """A Ruby Proc or lambda.

    Core methods that yield use the four entries, which depend on the shape of the parameters:
        one(x)      yield x            (an array is spread over two or more parameters of a block)
        two(a, b)   yield a, b         (the second is dropped by a block with one parameter)
        pair(k, v)  yield [k, v]       (as Hash#each does; no array is made where two parameters take it)
        call(*a)    yield *a, or lambda.call(*a) with the lambda's strict arity

    Compiled code gives `call` and a `shape`; the entries it does not give are made when they are first used.
    Shapes: "single" and "double" are Python functions of exactly one and two parameters, the quickest to call;
    "any" takes what comes, "spread" spreads a single array, "lambda" is strict.
    """

    __slots__ = (
        "arity", "binding_self", "call", "frozen", "function", "is_lambda", "line", "make", "name", "one",
        "pair", "parameters", "shape", "start", "takes_block", "two",
    )  # fmt: skip

    def __init__(
        self,
        call: Callable[..., Any],
        *,
        one: Callable[[Any], Any] | None = None,
        two: Callable[[Any, Any], Any] | None = None,
        pair: Callable[[Any, Any], Any] | None = None,
        arity: int = -1,
        parameters: tuple[tuple[str, str], ...] = (),
        is_lambda: bool = False,
        binding_self: Any = None,
        name: str = "",
    ) -> None:
        self.call = self.function = call
        self.one = one or call
        self.two = two or call
        self.pair = pair or (lambda k, v: self.one([k, v]))
        self.arity, self.parameters, self.is_lambda = arity, parameters, is_lambda
        self.binding_self, self.name = binding_self, name
        self.shape, self.takes_block, self.line = "any", False, 0
        self.make: Any = None
        self.start: int | None = None

    def __getattr__(self, name: str) -> Any:
        """Make an entry that was not given, from the function and its shape."""
        maker = ENTRIES.get(name)
        if maker is None:
            raise AttributeError(name)
        entry = maker(self, self.function, self.shape)
        setattr(self, name, entry)
        return entry

    def __call__(self, *args: Any) -> Any:
        """Call it from Python."""
        return self.call(*args)


def entry_call(proc: Proc, fn: Callable[..., Any], shape: str) -> Callable[..., Any]:
    """`call` of a block: a single array is spread over the parameters."""
    if shape == "single":
        return lambda *args: fn(args[0] if args else None)
    if shape == "double":
        one = proc.one
        return lambda *args: one(args[0]) if len(args) == 1 else fn(*fitted(args))
    if shape == "spread":
        one = proc.one
        return lambda *args: one(args[0]) if len(args) == 1 else fn(*args)
    return fn


def entry_one(proc: Proc, fn: Callable[..., Any], shape: str) -> Callable[..., Any]:
    """`one`: spreads an array over two or more parameters."""
    if shape == "double":
        return lambda x: fn(*x) if type(x) is list and len(x) == 2 else fn(*fitted(spread(x)))
    if shape == "spread":
        return lambda x: fn(*spread(x))
    return fn


def entry_two(proc: Proc, fn: Callable[..., Any], shape: str) -> Callable[..., Any]:
    """`two`: all but a single parameter take two values as they are."""
    return (lambda a, b: fn(a)) if shape == "single" else fn


def entry_pair(proc: Proc, fn: Callable[..., Any], shape: str) -> Callable[..., Any]:
    """`pair`: two parameters take key and value without an array between."""
    if shape in SEVERAL or (shape == "lambda" and proc.arity == 2):
        return fn
    return lambda k, v: fn([k, v])


SEVERAL = frozenset({"double", "spread"})
"""The shapes over whose parameters a single array is spread."""


def fitted(args: Any) -> tuple[Any, ...]:
    """Values for exactly two parameters: the rest is dropped, what lacks is nil."""
    return (*args, None, None)[:2] if len(args) < 2 else tuple(args[:2])


def spread(value: Any) -> Any:
    """The arguments that a single yielded value gives to a block with several parameters."""
    if type(value) is list:
        return value
    to_ary = getattr(type(value), "ruby_to_ary", None)
    return (value,) if to_ary is None else to_ary(value)


ENTRIES: dict[str, Callable[..., Any]] = {
    "call": entry_call,
    "one": entry_one,
    "two": entry_two,
    "pair": entry_pair,
    "frozen": lambda proc, fn, shape: False,
    "start": lambda proc, fn, shape: None,
}


class Range:
    """A Ruby Range; `first` and `last` may be None (beginless, endless)."""

    __slots__ = ("exclusive", "first", "last")

    def __init__(self, first: Any, last: Any, exclusive: bool = False) -> None:
        self.first, self.last, self.exclusive = first, last, exclusive
