"""Ruby's values that Python has no type for; the others are None, bool, int, float, str and list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Symbol:
    """A Ruby Symbol: interned, compared by identity. `Symbol("a") is Symbol("a")`."""

    __slots__ = ("name",)
    name: str
    interned: dict[str, Symbol] = {}

    def __new__(cls, name: str) -> Symbol:
        """Give the one symbol of that name."""
        found = cls.interned.get(name)
        if found is None:
            found = cls.interned[name] = object.__new__(cls)
            found.name = name
        return found

    def __repr__(self) -> str:
        return f"Symbol({self.name!r})"


class RString:
    """A Ruby String that can change in place; `str` is used wherever no mutator can reach."""

    __slots__ = ("frozen", "text")

    def __init__(self, text: str, frozen: bool = False) -> None:
        self.text, self.frozen = text, frozen

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return self.text == (other.text if type(other) is RString else other)

    def __hash__(self) -> int:
        return hash(self.text)


class Binary:
    """A Ruby String whose bytes are not UTF-8 text: ASCII-8BIT, invalid or in another encoding."""

    __slots__ = ("data", "encoding", "frozen")

    def __init__(self, data: bytes, encoding: str = "ASCII-8BIT", frozen: bool = False) -> None:
        self.data, self.encoding, self.frozen = data, encoding, frozen

    def __eq__(self, other: object) -> bool:
        return type(other) is Binary and self.data == other.data

    def __hash__(self) -> int:
        return hash(self.data)


class Hash(dict[Any, Any]):
    """A Ruby Hash: insertion order, default value or default proc.

    Keys are stored through `key_of` where Python's equality is not Ruby's `eql?` (1, 1.0 and true differ; arrays
    and hashes may be keys); `odd` tells that such a key is inside, so that iteration unwraps only then.
    """

    __slots__ = ("default", "default_proc", "frozen", "odd")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.default: Any = None
        self.default_proc: Any = None
        self.frozen = False
        self.odd = False


class IndifferentHash(Hash):
    """ActiveSupport::HashWithIndifferentAccess: symbol keys are stored as strings, nested hashes converted."""

    __slots__ = ()


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

    __slots__ = ("constants", "includes", "is_module", "ivars", "name", "open", "parent", "pytypes", "singleton")

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


class Proc:
    """A Ruby Proc or lambda.

    Core methods that yield use the four entries, which the compiler chooses by the shape of the parameters:
        one(x)      yield x            (an array is spread over two or more parameters of a block)
        two(a, b)   yield a, b         (the second is dropped by a block with one parameter)
        pair(k, v)  yield [k, v]       (as Hash#each does; no array is made where two parameters take it)
        call(*a)    yield *a, or lambda.call(*a) with the lambda's strict arity
    """

    __slots__ = ("arity", "binding_self", "call", "is_lambda", "name", "one", "pair", "parameters", "two")

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
        self.call = call
        self.one = one or call
        self.two = two or call
        self.pair = pair or (lambda k, v: self.one([k, v]))
        self.arity, self.parameters, self.is_lambda = arity, parameters, is_lambda
        self.binding_self, self.name = binding_self, name

    def __call__(self, *args: Any) -> Any:
        return self.call(*args)


class Range:
    """A Ruby Range; `first` and `last` may be None (beginless, endless)."""

    __slots__ = ("exclusive", "first", "last")

    def __init__(self, first: Any, last: Any, exclusive: bool = False) -> None:
        self.first, self.last, self.exclusive = first, last, exclusive
