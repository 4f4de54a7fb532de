"""JSON: `to_json` and `as_json` of every value, the JSON module, `parse_json`."""

from __future__ import annotations

from typing import Any

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
from .object import hash_pairs, hash_set, to_s, truthy

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
    from .string import text

    return text(value)


@singleton(JSON, "parse")
def json_parse(self: Any, block: Proc | None, value: Any, settings: Any = None) -> Any:
    """The value of a JSON text."""
    return parse(source_text(value), Options(names_of(settings)))


@singleton(JSON, "parse!")
def json_parse_freely(self: Any, block: Proc | None, value: Any, settings: Any = None) -> Any:
    """The same without limits on depth and NaN."""
    return parse(source_text(value), Options({"max_nesting": False, "allow_nan": True, **names_of(settings)}))


@singleton(JSON, "load", "restore")
def json_load(self: Any, block: Proc | None, value: Any, settings: Any = None) -> Any:
    """The same; nil for nil and blank text."""
    text = "" if value is None else source_text(value)
    return (
        parse(text, Options({"max_nesting": False, "allow_nan": True, **names_of(settings)}))
        if text
        else None
    )


@singleton(JSON, "generate", "unparse", "fast_generate")
def json_generate(self: Any, block: Proc | None, value: Any, settings: Any = None) -> str:
    """JSON without ActiveSupport's escapes."""
    plain = None if settings else generated(value)
    return generate(value, Style(names_of(settings))) if plain is None else plain


@singleton(JSON, "pretty_generate", "pretty_unparse")
def json_pretty(self: Any, block: Proc | None, value: Any, settings: Any = None) -> str:
    """JSON on many lines."""
    return generate(value, Style({**PRETTY, **names_of(settings)}))


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
