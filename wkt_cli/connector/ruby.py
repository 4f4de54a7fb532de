"""A connector written in Ruby: the file's value becomes the same `Connector` that a Python file becomes.

The hash is read once, its keys as text; the lambdas stay Ruby's, and a `Block` calls them with Python's values turned
into Ruby's. What they give back stays Ruby's too, until `Connector.plain` is asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import ruby
from ..errors import ConnectorFileError, LambdaError, Place, WktError
from ..http.formats.headers import ReplyHeaders
from ..ruby import LimitError, RubyError, SandboxError, registry
from ..ruby.values import Binary, Hash, IndifferentHash, Proc, RString, Symbol
from .model import Block, Connector

VOCABULARY = "wkt_cli.runtime.ruby_words"
"""The module that makes the runtime's vocabulary known to Ruby; imported before the first connector is."""
REQUEST = "Workato::Connector::Sdk::Request"
"""The Ruby class of requests; one is never taken apart, since looking into it would send it."""


class Pattern:
    """A Ruby regex where Python looks for one: in `refresh_on`, `detect_on` and the matchers of handlers."""

    def __init__(self, regexp: Any) -> None:
        self.regexp = regexp

    def search(self, text: str) -> bool | None:
        """Give True where the pattern is found, else None."""
        return True if registry.send(self.regexp, "match?", text) else None


def read_ruby(path: Path, name: str) -> Connector:
    """Load a Ruby file; its lambdas are not run.

    Args:
        path: the ``.rb`` file.
        name: the name it was found by.

    Raises:
        ConnectorFileError: it can't be read or parsed, or its value is no hash.
    """
    if VOCABULARY not in registry.lazy_modules:
        registry.lazy_modules.append(VOCABULARY)
    try:
        loaded = ruby.load(path)
    except OSError as error:
        raise ConnectorFileError(f"{path.name} can't be read: {error.strerror}", place=Place(path)) from error
    except (SandboxError, LimitError, RubyError) as error:
        raise ConnectorFileError(message_of(error), place=Place(path, error.line)) from error
    if not isinstance(loaded.value, Hash):
        raise ConnectorFileError(
            "The file's value is no hash",
            hint="a connector is one hash: { title: …, connection: { … }, test: … }",
            place=Place(path),
        )
    source = static(loaded.value)
    connector = Connector(name, path, source, make_block, is_function, RubyPlaces(path, source))
    connector.plain, connector.as_json = plain, as_json
    connector.request_kind, connector.loaded = request_kind, loaded
    return connector


def message_of(error: BaseException) -> str:
    """Give the message of one of Ruby's three kinds of errors."""
    return str(getattr(error, "message", error))


def is_function(value: Any) -> bool:
    """Tell whether a value is a lambda or proc."""
    return isinstance(value, Proc)


def static(value: Any) -> Any:
    """Give the parts of a connector hash that are data: keys and symbols as text, lambdas as they are."""
    if isinstance(value, Hash):
        return {_text(key): static(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [static(inner) for inner in value]
    if isinstance(value, Proc):
        return value
    return Pattern(value) if registry.class_of(value).name == "Regexp" else plain(value)


def _text(key: Any) -> str:
    return key if isinstance(key, str) else key.name if isinstance(key, Symbol) else str(registry.send(key, "to_s"))


class RubyPlaces(Mapping[str, Place]):
    """Where the blocks of a Ruby connector stand: the line of each lambda."""

    def __init__(self, path: Path, source: Mapping[str, Any]) -> None:
        self._path, self._source = path, source

    def __getitem__(self, key_path: str) -> Place:
        value: Any = self._source
        for key in key_path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        if not isinstance(value, Proc) or not value.line:
            raise KeyError(key_path)
        return Place(self._path, value.line, key_path)

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 1


def make_block(value: Any, place: Place) -> Block:
    """Give a lambda as a `Block`: it takes Python's values and gives Ruby's."""
    proc: Proc = value
    kinds = [kind for kind, _ in proc.parameters]
    arity = None if "rest" in kinds else sum(kind in ("req", "opt") for kind in kinds)

    def function(*arguments: Any, **keywords: Any) -> Any:
        from ..ruby import host

        given = [*map(to_ruby, arguments), *([keyword_hash(keywords)] if keywords else [])]
        try:
            return host.call(proc, *given, me=current_self())
        except RubyError as error:
            known = error.fields.get("wkt")
            if isinstance(known, WktError):
                raise known from error
            at = Place(place.file, error.line or place.line, place.key_path)
            raise LambdaError(error.message, place=at) from error
        except (SandboxError, LimitError) as error:
            at = Place(place.file, error.line or place.line, place.key_path)
            raise LambdaError(message_of(error), place=at) from error

    takes_keywords = any(kind in ("key", "keyreq", "keyrest") for kind in kinds)
    return Block(function, place, arity, kinds.count("req"), takes_keywords)


def keyword_hash(keywords: Mapping[str, Any]) -> Hash:
    """Give keyword arguments as Ruby calls pass them: a last hash with symbol keys."""
    made = Hash((Symbol(name), to_ruby(value)) for name, value in keywords.items())
    made.keywords = True
    return made


current_self: Any = lambda: None  # noqa: E731
"""Gives the object that is `self` in a block; the runtime sets it: the request inside `apply`, else None."""


class ReplyHash(IndifferentHash):
    """Headers of a reply: any spelling of a name finds its value (reference/http_dsl.md section 6)."""

    def __missing__(self, key: Any) -> Any:
        """Find a header by another spelling; nil where there is none."""
        return dict.get(self, _text(key).lower().replace("-", "_"))

request_kind: Any = None
"""The class of Ruby's requests; the runtime sets it."""


def to_ruby(value: Any) -> Any:
    """Give a value of Python as Ruby's; the connection and other hashes answer to symbols and texts."""
    if isinstance(value, ReplyHeaders):
        return ReplyHash(value)
    if isinstance(value, Hash) or not isinstance(value, (dict, list, tuple)):
        return value
    if isinstance(value, (list, tuple)):
        return [to_ruby(inner) for inner in value]
    return IndifferentHash((str(key), to_ruby(inner)) for key, inner in value.items())


def plain(value: Any) -> Any:
    """Give a value of Ruby as Python's: texts, numbers, dicts with text keys, lists, dates; requests stay."""
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if kind is Symbol:
        return value.name
    if kind is RString:
        return value.text
    if isinstance(value, Hash):
        return {_text(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return _special(value)


def _special(value: Any) -> Any:
    """Give what JSON and forms have rules of their own for: times, dates, decimals, bytes."""
    from datetime import date, datetime
    from decimal import Decimal

    name = registry.class_of(value).name
    if name in ("Time", "DateTime", "ActiveSupport::TimeWithZone"):
        return datetime.fromisoformat(str(registry.send(value, "iso8601", 6)))
    if name == "Date":
        return date.fromisoformat(str(registry.send(value, "iso8601")))
    if name == "BigDecimal":
        return Decimal(str(registry.send(value, "to_s")))
    if name == "ActiveSupport::Duration":
        return registry.send(value, "to_i")
    if isinstance(value, Binary):
        return value.data
    if name in ("Range", "Rational"):
        return str(registry.send(value, "to_s"))
    if name != REQUEST and registry.lookup(type(value), "to_ary") is not None:
        return plain(registry.send(value, "to_ary"))
    return value


def as_json(value: Any) -> str:
    """Give a result as the platform's JSON (reference/cli_and_files.md section 3)."""
    from ..ruby.convert import to_ruby as plain_hash

    return str(registry.send(plain_hash(value), "to_json"))
