"""Array: what ActiveSupport adds beside groups."""

from __future__ import annotations

from typing import Any

from ...registry import ARRAY, OBJECT, define_class, method, send
from ...values import Hash, IndifferentHash, Proc, Symbol
from .. import object as o
from .convert import join

_CONNECTORS = {"words_connector": ", ", "two_words_connector": " and ", "last_word_connector": ", and "}
_OPTIONS = ("words_connector", "two_words_connector", "last_word_connector", "locale")


@method(ARRAY, "to_sentence")
def to_sentence(self: list[Any], block: Proc | None, options: Any = ...) -> str:
    """`a, b, and c`."""
    given = Hash() if options is ... else options
    send(given, "assert_valid_keys", *map(Symbol, _OPTIONS))
    named = o.to_hash(given)
    words, two, last = (o.to_s(o.hash_get(named, Symbol(name), text)) for name, text in _CONNECTORS.items())
    if len(self) < 2:
        return o.to_s(self[0]) if self else ""
    if len(self) == 2:
        return o.to_s(self[0]) + two + o.to_s(self[1])
    return str(join(self[:-1], None, words)) + last + o.to_s(self[-1])


@method(ARRAY, "to_param")
def to_param(self: list[Any], block: Proc | None) -> Any:
    """The parameters joined by `/`."""
    return join([send(x, "to_param") for x in self], None, "/")


@method(ARRAY, "to_query")
def to_query(self: list[Any], block: Proc | None, key: Any) -> Any:
    """`key[]=1&key[]=2`, escaped."""
    prefix = f"{o.to_s(key)}[]"
    if not self:
        return send(None, "to_query", prefix)
    return "&".join(o.to_s(send(x, "to_query", prefix)) for x in self)


@method(ARRAY, "deep_dup")
def deep_dup(self: list[Any], block: Proc | None) -> Any:
    """A copy with copies of the elements."""
    return [send(x, "deep_dup") for x in self]


@method(ARRAY, "extract_options!")
def extract_options(self: list[Any], block: Proc | None) -> Any:
    """Take a Hash at the end away and give it; an empty one where there is none."""
    if self and type(self[-1]) in (Hash, IndifferentHash):
        o.check_list(self)
        return self.pop()
    return Hash()


class Inquirer(list[Any]):
    """What `inquiry` gives: `variants.phone?` asks whether a word is included."""


INQUIRER = define_class("ActiveSupport::ArrayInquirer", OBJECT, Inquirer, includes=(ARRAY,))


@method(ARRAY, "inquiry")
def inquiry(self: list[Any], block: Proc | None) -> Any:
    """An array that answers `name?`."""
    return Inquirer(self)


@method(INQUIRER, "any?")
def inquirer_any(self: Inquirer, block: Proc | None, *candidates: Any) -> bool:
    """Whether any of the words is included, as text or symbol."""
    if not candidates:
        return bool(self)
    return any(o.to_s(word) in map(o.to_s, self) for word in candidates)


@method(INQUIRER, "dup", "clone")
def inquirer_dup(self: Inquirer, block: Proc | None) -> Any:
    """A copy of the same kind."""
    return Inquirer(self)


@method(INQUIRER, "method_missing")
def inquirer_missing(self: Inquirer, block: Proc | None, name: Symbol, *args: Any) -> Any:
    """`name?` asks for a word; all else is unknown."""
    if name.name.endswith("?"):
        return inquirer_any(self, None, name.name[:-1])
    from ...errors import NoMethodError

    raise NoMethodError(f"undefined method `{name.name}' for {o.inspect(self)}:ActiveSupport::ArrayInquirer")
