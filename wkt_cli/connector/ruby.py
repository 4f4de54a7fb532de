"""A connector written in Ruby: the file's value becomes the same `Connector` that a Python file becomes.

The hash is read once, its keys as text; the lambdas stay Ruby's, and a `Block` calls them with Python's values turned
into Ruby's. What they give back stays Ruby's too, until `Connector.plain` is asked for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from .. import ruby
from ..errors import ConnectorFileError, LambdaError, Place, WktError
from ..http.formats.headers import ReplyHeaders
from ..http.formats.text import SpelledTime
from ..ruby import LimitError, RubyError, SandboxError, limits, registry
from ..ruby.convert import SCALARS
from ..ruby.convert import to_ruby as plain_hash
from ..ruby.core.keys import hash_pairs
from ..ruby.core.struct import StructObject
from ..ruby.values import Binary, Hash, IndifferentHash, Proc, Range, RClass, RString, Symbol
from . import imports
from .mistakes import SyntaxMistake
from .model import Block, Connector
from .ruby_bytes import as_json, with_text
from .ruby_places import RubyPlaces, key_path_at
from .ruby_times import with_times
from .ruby_types import typed

if TYPE_CHECKING:
    from ..ruby.places import Frame

E = TypeVar("E", bound=WktError)
REQUEST = "Workato::Connector::Sdk::Request"
"""The Ruby class of requests; one is never taken apart, since looking into it would send it."""


class Pattern:
    """A Ruby regex where Python looks for one: in `refresh_on`, `detect_on` and the matchers of handlers."""

    def __init__(self, regexp: Any) -> None:
        self.regexp = regexp

    @property
    def pattern(self) -> str:
        """Its text, as Ruby writes it into JSON."""
        return str(registry.send(self.regexp, "to_s"))

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
    prepare()
    try:
        loaded = ruby.load(path)
    except OSError as error:
        raise ConnectorFileError(f"{path.name} can't be read: {error.strerror}", place=Place(path)) from error
    except SandboxError as error:
        raise SyntaxMistake(without_place(error), place=Place(path, error.line, column=error.column)) from error
    except (LimitError, RubyError) as error:
        raise ConnectorFileError(without_place(error), place=Place(path, error.line)) from error
    if not isinstance(loaded.value, Hash):
        raise ConnectorFileError(
            "The file's value is no hash",
            hint="a connector is one hash: { title: …, connection: { … }, test: … }",
            place=Place(path),
        )
    source = static(loaded.value)
    connector = Connector(name, path, source, make_block, is_function, RubyPlaces(path, loaded))
    connector.plain, connector.as_json, connector.class_name = plain, as_json, class_name
    connector.not_a_function, connector.inspect, connector.as_received = not_a_function, inspect, plain_hash
    connector.matches, connector.finds, connector.line_of = matches, finds, line_of
    connector.indifferent, connector.typed = indifferent, typed
    connector.as_ruby, connector.from_ruby = to_ruby, as_it_is
    connector.request_kind, connector.loaded, connector.with_times = request_kind, loaded, with_times
    return connector


def printed(text: str) -> None:
    """Hand on what `puts` and its kin write, as the `print` of a Python connector does."""
    imports.on_print(text)


def limit(**given: Any) -> None:
    """Change the limits of blocks: `time` in seconds, `memory` in bytes, `depth` in calls, `output` in characters."""
    limits.usual = limits.usual._replace(**given)


def prepare() -> None:
    """Make what Ruby prints go where the prints of Python connectors go."""
    limits.sink = printed


def without_place(error: BaseException) -> str:
    """Give the message of one of Ruby's three kinds of errors, without the place and excerpt that stand beside it."""
    first = str(getattr(error, "message", error)).splitlines()[:1]
    return re.sub(r"^\S*:\d+(?::\d+)?: ", "", first[0]) if first else type(error).__name__


def class_name(value: Any) -> str:
    """Name the Ruby class of a part of a connector hash."""
    from ..ruby.core.object import class_name as of_ruby

    return "Hash" if isinstance(value, dict) else of_ruby(value)


def not_a_function(value: Any) -> str:
    """Say of a value that it is no lambda, in Ruby's words."""
    return f"wrong argument type {class_name(value)} (expected Proc)"


def inspect(value: Any) -> str:
    """Give a value of Python as Ruby's `inspect` does."""
    return str(registry.send(plain_hash(value), "inspect"))


def finds(pattern: str, text: str) -> bool:
    """Tell whether a text is found as a pattern of Ruby's; one that is no pattern is searched as text."""
    from ..ruby.core.regexp.engine import Regexp

    try:
        return Regexp(pattern).search(text) is not None
    except RubyError:
        return pattern in text


def as_it_is(value: Any) -> Any:
    """Give a value of Ruby, which is one of the connector's already."""
    return value


def line_of(proc: Proc) -> int | None:
    """Give the line that a lambda starts in."""
    return proc.line or None


def is_function(value: Any) -> bool:
    """Tell whether a value is a lambda or proc."""
    return isinstance(value, Proc)


def matches(entry: Any, value: Any) -> bool:
    """Tell whether a lambda or class matches a value of Python, as Ruby's `===` does."""
    if isinstance(entry, Proc):
        found = make_block(entry, Place()).function(plain_hash(value))
        return found is not None and found is not False
    return isinstance(entry, RClass) and bool(registry.send(entry, "===", plain_hash(value)))


def static(value: Any) -> Any:
    """Give the parts of a connector hash that are data: keys and symbols as text, lambdas as they are."""
    if isinstance(value, Hash):
        return {
            name: (matcher if name in MATCHERS else static)(inner)
            for name, inner in ((_text(key), inner) for key, inner in hash_pairs(value))
        }
    if isinstance(value, list):
        return [static(inner) for inner in value]
    if isinstance(value, Proc):
        return value
    return Pattern(value) if registry.class_of(value).name == "Regexp" else plain(value)


MATCHERS = frozenset({"refresh_on", "detect_on"})


def matcher(value: Any) -> Any:
    """Give what a reply is compared with; symbols and ranges stay Ruby's, for they match nothing."""
    if isinstance(value, list):
        return [matcher(inner) for inner in value]
    return value if isinstance(value, (Symbol, Range)) else static(value)


def _text(key: Any) -> str:
    return key if isinstance(key, str) else key.name if isinstance(key, Symbol) else str(registry.send(key, "to_s"))


def make_block(value: Any, place: Place) -> Block:
    """Give a lambda as a `Block`: it takes Python's values and gives Ruby's."""
    proc: Proc = value
    kinds = [kind for kind, _ in proc.parameters]
    offered = sum(kind in ("req", "opt", "rest") for kind in kinds)
    arity = None if "rest" in kinds or not proc.is_lambda else offered

    from ..ruby.host import call

    def function(*arguments: Any, **keywords: Any) -> Any:
        given = [*map(to_ruby, arguments), *([keyword_hash(keywords)] if keywords else [])]
        try:
            return call(proc, *given, me=current_self())
        except (RubyError, SandboxError, LimitError) as error:
            raise raised(error, place) from error

    named = any(kind in ("key", "keyreq", "keyrest") for kind in kinds)
    takes_keywords = named or ("rest" not in kinds and offered > 1)
    required = kinds.count("req") if proc.is_lambda else 0
    needed = tuple(str(name) for kind, name in proc.parameters if kind == "keyreq")
    return Block(function, place, arity, required, takes_keywords, offered if proc.is_lambda else None, needed)


def raised(error: RubyError | SandboxError | LimitError, place: Place) -> WktError:
    """Give one of Ruby's errors as `wkt` tells it: one of its own that went through Ruby is itself again."""
    known = error.fields.get("wkt") if isinstance(error, RubyError) else None
    return located(known, error, place) if isinstance(known, WktError) else failed(error, place)


def failed(error: Any, place: Place) -> LambdaError:
    """Make the error of a block, with the nearest name where one was not found.

    A block that another block runs leaves it to that one to find the calls that led there.
    """
    from ..ruby.dispatch import nearest

    message = error.message if isinstance(error, RubyError) else without_place(error)
    if limits.current() is not None:
        return LambdaError(message, place=place)
    near = nearest(error) if isinstance(error, RubyError) else None
    return located(LambdaError(message, hint=f"did you mean `{near}`?" if near else None), error, place)


def located(told: E, error: Any, place: Place) -> E:
    """Give an error its place in the Ruby text and the calls that led there, unless it has them.

    Args:
        told: what a person will see.
        error: Ruby's, which passed the calls.
        place: the block that was run.
    """
    from ..ruby.places import frames_of

    if told.place is not None and told.place.column is not None:
        return told
    frames = [(frame, block_of(frame)) for frame in frames_of(error)]
    told.calls = [f"{Path(frame.filename).name}:{frame.line} in {_shown(frame, block)}" for frame, block in frames]
    key_path = frames[0][1] if frames else ""
    column = getattr(error, "column", None)
    file = Path(frames[0][0].filename) if frames else place.file
    told.place = Place(file, error.line or place.line, key_path or place.key_path, column)
    return told


def block_of(frame: Frame) -> str:
    """Give the key path of the block that a Ruby frame stands in."""
    from ..ruby.places import source_of

    source = source_of(frame.filename)
    return key_path_at(source, frame.line, frame.column) if source is not None else ""


def _shown(frame: Frame, block: str) -> str:
    """Name a call: by its block, or by the method that a `def` made."""
    return block if block and frame.name in ("lambda", "block") else frame.name


def keyword_hash(keywords: Mapping[str, Any]) -> Hash:
    """Give keyword arguments as Ruby calls pass them: a last hash with symbol keys."""
    made = Hash((Symbol(name), to_ruby(value)) for name, value in keywords.items())
    made.keywords = True
    return made


current_self: Any = lambda: None  # noqa: E731
"""Gives the object that is `self` in a block; the runtime sets it: the request inside `apply`, else None."""


class ReplyHash(IndifferentHash):
    """Headers of a reply: any spelling of a name finds its value (reference/http_dsl.md section 6)."""


def _spelt(name: str) -> Callable[..., Any]:
    """Make a method of headers that finds them by any spelling."""

    def find(headers: ReplyHash, block: Proc | None, key: Any, *rest: Any) -> Any:
        wanted = _text(key)
        spelt = wanted if wanted in headers else wanted.lower().replace("-", "_")
        return registry.own[registry.HASH][name](headers, block, spelt, *rest)

    return find


registry.exact[ReplyHash] = {
    name: _spelt(name) for name in ("[]", "dig", "fetch", "key?", "has_key?", "include?", "member?")
}
FORMS: dict[type, Callable[[Any], Any]] = {
    ReplyHeaders: ReplyHash,
    SpelledTime: lambda time: time.source,
    date: lambda day: registry.send(registry.constants["Date"], "parse", day.isoformat()),
}
"""What makes a Ruby value of a Python class that has a form of its own there; the runtime adds to it."""

request_kind: Any = None
"""The class of Ruby's requests; the runtime sets it."""


def to_ruby(value: Any) -> Any:
    """Give a value of Python as Ruby's; the connection and other hashes answer to symbols and texts."""
    kind = type(value)
    if kind in SCALARS:
        return value
    form = FORMS.get(kind)
    if form is not None:
        return form(value)
    if isinstance(value, Hash) or not isinstance(value, (dict, list, tuple)):
        return value
    if isinstance(value, (list, tuple)):
        return [to_ruby(inner) for inner in value]
    return IndifferentHash(
        {str(key): inner if type(inner) in SCALARS else to_ruby(inner) for key, inner in value.items()}
    )


def indifferent(value: Any) -> Any:
    """Give a copy of a Ruby value in which the hashes answer to symbols and texts."""
    if isinstance(value, Hash):
        return IndifferentHash({
            key if type(key) is str else _text(key): inner if type(inner) in SCALARS else indifferent(inner)
            for key, inner in hash_pairs(value)
        })
    return [indifferent(inner) for inner in value] if isinstance(value, list) else value


def plain(value: Any) -> Any:
    """Give a value of Ruby as Python's: texts, numbers, dicts with text keys, lists, dates; requests stay."""
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if kind is Symbol:
        return value.name
    if isinstance(value, RString):
        return value.text
    if isinstance(value, Hash):
        return {_text(key): plain(inner) for key, inner in hash_pairs(value)}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return _special(value)


def _special(value: Any) -> Any:
    """Give what JSON and forms have rules of their own for: times, dates, decimals, bytes."""
    name = registry.class_of(value).name
    if name in ("Time", "DateTime", "ActiveSupport::TimeWithZone"):
        return _time(value, name)
    if name == "Date":
        return date.fromisoformat(str(registry.send(value, "iso8601")))
    if name == "BigDecimal":
        return Decimal(str(registry.send(value, "to_s")))
    if name == "ActiveSupport::Duration":
        return registry.send(value, "to_i")
    if isinstance(value, Binary):
        return with_text(value, name)
    if isinstance(value, Proc):
        return lambda: plain(make_block(value, Place()).function())
    if name in ("Range", "Rational", "Complex", "Regexp") or name.startswith("URI::"):
        return str(registry.send(value, "to_s"))
    if name == "Set" or isinstance(value, StructObject):
        return plain(registry.send(value, "to_a" if name == "Set" else "to_h"))
    if name != REQUEST and registry.lookup(type(value), "to_ary") is not None:
        return plain(registry.send(value, "to_ary"))
    return value


def _time(value: Any, class_name: str) -> SpelledTime:
    """Give a time with the spellings of its class; XML has the time of day only, unless it is a DateTime."""
    text = str(registry.send(value, "to_s"))
    return SpelledTime.of(
        str(registry.send(value, "iso8601", 6)),
        value,
        text=text,
        json=str(registry.send(value, "as_json")),
        xml=text if class_name == "DateTime" else str(registry.send(value, "strftime", "%H:%M:%S")),
    )
