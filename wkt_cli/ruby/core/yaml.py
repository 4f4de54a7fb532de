"""YAML: load, safe_load, dump, `to_yaml`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..errors import StandardError, exception_class
from ..registry import OBJECT, constants, define_module, method, send, singleton
from ..values import Binary, Hash, IndifferentHash, Proc, Range, RString, Symbol
from .exception import register_error
from .float import float_text
from .numeric import options
from .object import hash_pairs, hash_set, to_s
from .string import parsed_text, text
from .yaml_text import Disallowed, Maker, UnknownAlias, YamlError, emit, load, text_node, word_node

PSYCH = define_module("Psych")
constants["YAML"] = PSYCH
PsychError = exception_class("Psych::Exception", StandardError)
BadAlias = exception_class("Psych::BadAlias", PsychError)
DisallowedClass = exception_class("Psych::DisallowedClass", PsychError)
SyntaxError_ = exception_class("Psych::SyntaxError", PsychError)
for _error in (PsychError, BadAlias, DisallowedClass, SyntaxError_):
    register_error(_error)


class RubyMaker(Maker):
    """Ruby's values, of permitted classes only."""

    def __init__(self, permitted: set[str], symbolize: bool) -> None:
        self.permitted, self.symbolize = permitted, symbolize

    def check(self, name: str) -> None:
        """Refuse a class that was not permitted."""
        if name not in self.permitted:
            raise Disallowed(name)

    def date(self, text: str) -> Any:
        """A Date."""
        self.check("Date")
        return constants["Date"].singleton["strptime"](constants["Date"], None, text, "%Y-%m-%d")

    def time(self, text: str) -> Any:
        """A Time."""
        self.check("Time")
        return constants["Time"].singleton["parse"](constants["Time"], None, text)

    def symbol(self, text: str) -> Any:
        """A Symbol."""
        self.check("Symbol")
        return Symbol(text)

    def mapping(self, pairs: list[tuple[Any, Any]]) -> Hash:
        """A Hash."""
        found = Hash()
        for key, value in pairs:
            hash_set(found, Symbol(key) if self.symbolize and isinstance(key, str) else key, value)
        return found

    def binary(self, data: bytes) -> Any:
        """A binary String."""
        return Binary(data)


def loaded(value: Any, permitted: set[str], names: dict[str, Any]) -> Any:
    """The value of a YAML text."""
    maker = RubyMaker(permitted, bool(names.get("symbolize_names")))
    try:
        found = load(parsed_text(value), maker, bool(names.get("aliases")))
    except YamlError as error:
        raise SyntaxError_(str(error))
    except Disallowed as error:
        raise DisallowedClass(f"Tried to load unspecified class: {error}")
    except UnknownAlias as error:
        raise BadAlias(str(error))
    return names["fallback"] if found is None and "fallback" in names and not text(value).strip() else found


def permitted_names(names: dict[str, Any]) -> set[str]:
    """`permitted_classes:` by name."""
    return {rclass.name for rclass in names.get("permitted_classes") or []}


@singleton(PSYCH, "safe_load")
def safe_load(self: Any, block: Proc | None, value: Any, *settings: Any) -> Any:
    """Only plain values unless permitted."""
    names = options(settings)[1]
    return loaded(value, permitted_names(names), names)


@singleton(PSYCH, "load")
def load_(self: Any, block: Proc | None, value: Any, *settings: Any) -> Any:
    """Psych 4's `load` is safe; Symbols are permitted."""
    names = options(settings)[1]
    return loaded(value, permitted_names(names) | {"Symbol"}, names)


INDIFFERENT_TAG = "!ruby/hash:ActiveSupport::HashWithIndifferentAccess"


def node_of(value: Any) -> Any:
    """A Ruby value as YAML nodes."""
    import yaml

    if value is None:
        return word_node("")
    if isinstance(value, bool):
        return word_node("true" if value else "false")
    if isinstance(value, float):
        shown = float_text(value)
        return word_node({"Infinity": ".inf", "-Infinity": "-.inf", "NaN": ".nan"}.get(shown, shown))
    if isinstance(value, int):
        return word_node(str(value))
    if isinstance(value, Symbol):
        return word_node(":" + value.name)
    if isinstance(value, (str, RString)):
        return text_node(str(value))
    if type(value) is list:
        return yaml.SequenceNode("tag:yaml.org,2002:seq", [node_of(v) for v in value], flow_style=not value)
    if isinstance(value, Hash):
        pairs = [(node_of(k), node_of(v)) for k, v in hash_pairs(value)]
        tag = INDIFFERENT_TAG if isinstance(value, IndifferentHash) else "tag:yaml.org,2002:map"
        return yaml.MappingNode(tag, pairs, flow_style=not pairs)
    return special_node(value)


def special_node(value: Any) -> Any:
    """Values that are not plain."""
    import base64

    import yaml

    if isinstance(value, Binary):
        return yaml.ScalarNode("!binary", base64.b64encode(value.data).decode() + "\n", style="|")
    if isinstance(value, Decimal):
        return yaml.ScalarNode("!ruby/object:BigDecimal", f"18:{send(value, 'inspect')}")
    if isinstance(value, Range):
        parts = Hash({"begin": value.first, "end": value.last, "excl": value.exclusive})
        return yaml.MappingNode("!ruby/range", node_of(parts).value, flow_style=False)
    if (
        format_ := {"Date": "%Y-%m-%d", "Time": "%Y-%m-%d %H:%M:%S.%9N"}.get(
            send(send(value, "class"), "name")
        )
    ) is not None:
        zone = (
            ""
            if format_ == "%Y-%m-%d"
            else " Z"
            if send(value, "utc?")
            else " " + str(send(value, "strftime", "%:z"))
        )
        return word_node(str(send(value, "strftime", format_)) + zone)
    return text_node(to_s(value))


@method(OBJECT, "to_yaml")
def to_yaml(self: Any, block: Proc | None, *settings: Any) -> str:
    """As YAML."""
    return emit(node_of(self))


@singleton(PSYCH, "dump", "safe_dump")
def dump(self: Any, block: Proc | None, value: Any, *settings: Any) -> str:
    """As YAML."""
    return emit(node_of(value))
