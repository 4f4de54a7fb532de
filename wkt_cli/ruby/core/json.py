"""JSON: `to_json` and `as_json` of every value, the JSON module, `parse_json`."""

from __future__ import annotations

from itertools import chain
from typing import Any

from ..errors import ArgumentError, TypeError_
from ..registry import (
    ARRAY,
    CLASS,
    EXCEPTION,
    FALSE,
    FLOAT,
    HASH,
    NIL,
    NUMERIC,
    OBJECT,
    RANGE,
    STRING,
    SYMBOL,
    TRUE,
    define_module,
    function,
    lookup,
    method,
    send,
    singleton,
)
from ..values import Binary, Hash, Proc, RObject, RString, Symbol
from .exception import JSONParsingError, register_error
from .json_fast import generated
from .json_parse import GeneratorError, JSONError, NestingError, Options, ParserError, parse
from .json_write import CORE_TO_JSON, PRETTY, Style, active_support, generate, key_text
from .numeric import BIG_DECIMAL, options
from .object import class_name, describe, hash_pairs, hash_set, responds, to_s, truthy

JSON = define_module("JSON")
for _error in (JSONError, ParserError, NestingError, GeneratorError):
    register_error(_error)


def own_options(settings: Any) -> Hash | None:
    """`only:` and `except:` of a Hash, if any were given."""
    return settings if isinstance(settings, Hash) and settings else None


@method(OBJECT, "to_json")
def to_json(self: Any, block: Proc | None, settings: Any = None) -> str:
    """As ActiveSupport writes it."""
    given = own_options(settings)
    if given is not None or isinstance(self, RObject):
        return active_support(send(self, "as_json", *([] if given is None else [given])))
    return active_support(self)


CORE_TO_JSON[0] = to_json


@method(OBJECT, "as_json")
def object_as_json(self: Any, block: Proc | None, settings: Any = None) -> Any:
    """What `to_hash` gives, else the instance variables."""
    if lookup(type(self), "to_hash") is not None:
        return as_json(send(self, "to_hash"), settings)
    if isinstance(self, RObject):
        return Hash({name.lstrip("@"): as_json(value, settings) for name, value in self.ivars.items()})
    if lookup(type(self), "to_a") is not None:
        return as_json(send(self, "to_a"), settings)
    return Hash()


def as_json(value: Any, settings: Any = None) -> Any:
    """`as_json` with options that are there."""
    return send(value, "as_json", *([] if settings is None else [settings]))


@method(NIL, "as_json")
@method(TRUE, "as_json")
@method(FALSE, "as_json")
@method(STRING, "as_json")
@method(NUMERIC, "as_json")
def itself(self: Any, block: Proc | None, settings: Any = None) -> Any:
    """Itself."""
    return self


@method(SYMBOL, "as_json")
@method(RANGE, "as_json")
@method(EXCEPTION, "as_json")
def as_text(self: Any, block: Proc | None, settings: Any = None) -> str:
    """Its text."""
    return to_s(self)


@method(CLASS, "as_json")
def class_as_json(self: Any, block: Proc | None, settings: Any = None) -> Hash:
    """Nothing of it."""
    return Hash()


@method(FLOAT, "as_json")
@method(BIG_DECIMAL, "as_json")
def finite(self: Any, block: Proc | None, settings: Any = None) -> Any:
    """A finite number (BigDecimal as text), else nil."""
    if not send(self, "finite?"):
        return None
    return self if isinstance(self, float) else send(self, "to_s")


@method(ARRAY, "as_json")
def array_as_json(self: list[Any], block: Proc | None, settings: Any = None) -> list[Any]:
    """Of each element."""
    return [as_json(value, settings) for value in self]


def chosen(names: Any) -> list[Any]:
    """One key or several."""
    return names if type(names) is list else [names]


@method(HASH, "as_json")
def hash_as_json(self: Hash, block: Proc | None, settings: Any = None) -> Hash:
    """Keys as text, values as JSON; `only:` and `except:` choose keys."""
    given = own_options(settings)
    source = self
    if given is not None and given.get(Symbol("only")):
        source = send(self, "slice", *chosen(given[Symbol("only")]))
    elif given is not None and given.get(Symbol("except")):
        source = send(self, "except", *chosen(given[Symbol("except")]))
    found = Hash()
    for key, value in hash_pairs(source):
        hash_set(found, key_text(key), as_json(value, given))
    return found


def names_of(settings: Any) -> dict[str, Any]:
    """Settings with plain names; pairs are a Hash too."""
    given = settings if isinstance(settings, Hash) or not truthy(settings) else send(settings, "to_h")
    return options((given,))[1]


def source_text(value: Any) -> str:
    """A text to parse."""
    from .string import parsed_text

    return parsed_text(value)


@singleton(JSON, "parse")
def json_parse(self: Any, block: Proc | None, value: Any, settings: Any = None) -> Any:
    """The value of a JSON text."""
    return parse(source_text(value), Options(names_of(settings)))


@singleton(JSON, "parse!")
def json_parse_freely(self: Any, block: Proc | None, value: Any, settings: Any = None) -> Any:
    """The same without limits on depth and NaN."""
    return parse(source_text(value), Options({"max_nesting": False, "allow_nan": True, **names_of(settings)}))


@singleton(JSON, "load", "restore")
def json_load(self: Any, block: Proc | None, value: Any, each: Any = None, settings: Any = None) -> Any:
    """The same, each value given to a proc; nil for nil and what is empty."""
    names = names_of(settings)
    if names.get("symbolize_names") and names.get("create_additions", True):
        raise ArgumentError(
            "options :symbolize_names and :create_additions cannot be  used in conjunction"
        )
    empty = value is None or (responds(value, "empty?") and send(value, "empty?"))
    text = "null" if empty else source_text(value)
    found = parse(text, Options({"max_nesting": False, "allow_nan": True, **names}))
    if each is not None:
        visit(found, as_proc(each))
    return found


def visit(value: Any, proc: Proc) -> None:
    """Give a value to a proc, after all that it contains."""
    inside = value if type(value) is list else chain(*hash_pairs(value)) if isinstance(value, Hash) else ()
    for part in inside:
        visit(part, proc)
    proc.one(value)


def as_proc(value: Any) -> Proc:
    """An argument for `&`."""
    found = send(value, "to_proc") if responds(value, "to_proc") else value
    if not isinstance(found, Proc):
        raise TypeError_(f"wrong argument type {class_name(value)} (expected Proc)")
    return found


@singleton(JSON, "generate", "unparse", "fast_generate")
def json_generate(self: Any, block: Proc | None, value: Any, settings: Any = None) -> str:
    """JSON without ActiveSupport's escapes."""
    names = style_names(settings)
    plain = None if names else generated(value)
    return generate(value, Style(names)) if plain is None else plain


@singleton(JSON, "pretty_generate", "pretty_unparse")
def json_pretty(self: Any, block: Proc | None, value: Any, settings: Any = None) -> str:
    """JSON on many lines."""
    return generate(value, Style({**PRETTY, **style_names(settings)}))


def style_names(settings: Any) -> dict[str, Any]:
    """How to write JSON: a Hash, or what `to_h` makes one of."""
    if not truthy(settings) or isinstance(settings, Hash):
        return names_of(settings)
    if not responds(settings, "to_h"):
        raise TypeError_(f"no implicit conversion of {describe(settings)} into Hash")
    return names_of(send(settings, "to_h"))


@singleton(JSON, "dump")
def json_dump(self: Any, block: Proc | None, value: Any, out: Any = None, limit: Any = None) -> str:
    """JSON that may contain NaN."""
    return generate(value, Style({"max_nesting": False, "allow_nan": True}))


@singleton(JSON, "[]")
def json_any(self: Any, block: Proc | None, value: Any, settings: Any = None) -> Any:
    """Parse text, generate all else."""
    if isinstance(value, (str, RString, Binary)):
        return json_parse(self, None, value, settings)
    return json_generate(self, None, value, settings)


@function("JSON")
def json_function(self: Any, block: Proc | None, value: Any, settings: Any = None, *unread: Any) -> Any:
    """Kernel#JSON, which passes over what stands behind the settings."""
    return json_any(JSON, None, value, settings)


ACTIVE_JSON = define_module("ActiveSupport::JSON")


@singleton(ACTIVE_JSON, "encode")
def encode(self: Any, block: Proc | None, value: Any, settings: Any = None) -> str:
    """`to_json`"""
    return to_json(value, None, settings)


@singleton(ACTIVE_JSON, "decode")
def decode(self: Any, block: Proc | None, value: Any) -> Any:
    """`JSON.parse`"""
    return parse(source_text(value), Options({}))


@function("parse_json")
def parse_json(self: Any, block: Proc | None, value: Any) -> Any:
    """The SDK's: text is parsed, all else is given back."""
    if not isinstance(value, (str, RString, Binary)):
        return value
    try:
        return parse(source_text(value), Options({}))
    except ParserError as error:
        raise JSONParsingError(error.message)
