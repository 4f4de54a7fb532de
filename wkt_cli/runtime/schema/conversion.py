"""What fields make of data: converters are run inside out, what is missing is told (reference/blocks.md section 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Literal

from ...connector.fields import label_for
from ...connector.ruby_types import typed
from ...errors import InvalidDefinitionError, LambdaError, SchemaError, WktError
from ...ruby import RubyError
from ...trace.model import Phase
from ..frame import Frame, Scope, enter
from ..session import Session
from .fields import Field, is_optional

Direction = Literal["render_input", "parse_output"]
Mistakes = list[tuple[str, str]]
"""What is wrong, and where below the value that is converted."""


def is_blank(value: Any) -> bool:
    """Tell whether a value is empty, as the platform means it: nothing, false, blanks, an empty list or hash."""
    kind = type(value)
    if kind is str:
        return not value or value.isspace()
    if value is None or value is False or kind in (list, dict):
        return not value
    if kind in (int, float, bool):
        return False
    if isinstance(value, (Mapping, list, tuple, bytes)):
        return not value
    text = getattr(value, "text", None)
    return isinstance(text, str) and (not text or text.isspace())


class FieldConverter:
    """One field at work.

    Args:
        field: with its defaults.
        direction: which of its converters counts.
        session: runs converters that are methods of the connector.
    """

    def __init__(self, field: Field, direction: Direction, session: Session) -> None:
        self.name, self.label = str(field["name"]), str(field.get("label") or label_for(str(field["name"])))
        self.optional = is_optional(field) or bool(field.get("runtime_optional"))
        inner = field.get("properties") or []
        self.inside = [FieldConverter(one, direction, session) for one in inner if one.get("name")]
        self._named, self._session = field.get(direction), session
        self._convert: Callable[[Any], Any] | None = None
        toggle = field.get("toggle_field")
        self.toggle = FieldConverter(toggle, direction, session) if toggle else None

    def __call__(self, value: Any, mistakes: Mistakes) -> Any:
        """Convert a value; what can't be is added to the mistakes."""
        if is_blank(value):
            return value
        if type(value) is not str:
            value = self._with_inside(value, mistakes)
        try:
            if self._convert is None:
                self._convert = converter(self._session, self._named)
            return self._convert(value)
        except WktError as error:
            mistakes.append((error.message, ""))
            return value

    def _with_inside(self, value: Any, mistakes: Mistakes) -> Any:
        """Convert what is in a hash or list first."""
        if isinstance(value, dict):
            for field in self.inside:
                field.convert_in(value, mistakes)
        elif isinstance(value, list):
            return [self._item(number, item, mistakes) for number, item in enumerate(value)]
        return value

    def convert_in(self, data: dict[str, Any], mistakes: Mistakes) -> None:
        """Convert what data has for the field, in its place, and for its toggle field."""
        value = data.get(self.name)
        if value is not None:
            before = len(mistakes)
            data[self.name] = self(value, mistakes)
            if len(mistakes) > before:
                _put_below(f".{self.name}", mistakes, before)
        if self.toggle is not None and self.toggle.name != self.name:
            self.toggle.convert_in(data, mistakes)

    def _item(self, number: int, value: Any, mistakes: Mistakes) -> Any:
        before = len(mistakes)
        converted = self(value, mistakes)
        if len(mistakes) > before:
            _put_below(f"[{number}]", mistakes, before)
        return converted


def _put_below(step: str, mistakes: Mistakes, start: int) -> None:
    """Let the paths of the mistakes from a place on begin with a step."""
    mistakes[start:] = [(message, step + path) for message, path in mistakes[start:]]


def converter(session: Session, given: Any) -> Callable[[Any], Any]:
    """Give what makes a field's value: a converter of the platform's or a method of the connector's, if one is named.

    Raises:
        InvalidDefinitionError: there is neither.
    """
    from .converters import BUILT_IN

    connector, name = session.connector, str(given)
    if given is None:
        return connector.typed
    found = BUILT_IN.get(name)
    if found is not None:
        as_ruby, from_ruby = connector.as_ruby, connector.from_ruby

        def convert(value: Any) -> Any:
            try:
                return from_ruby(typed(found(as_ruby(value))))
            except RubyError as error:
                raise LambdaError(error.message) from error

        return convert
    if connector.dig(f"methods.{name}") is None:
        raise InvalidDefinitionError(
            f"Cannot find converter '{name}'.",
            hint="name one of the platform's, such as integer_conversion, or a method of the connector",
        )
    return lambda value: connector.typed(_method(session, name, value))


def _method(session: Session, name: str, value: Any) -> Any:
    with enter(Frame(session, f"methods.{name}", Phase.EXECUTE, scope=Scope.BARE)):
        return session.method(name, value)


class Schema:
    """The fields of a block at work.

    Args:
        fields: with their defaults.
        direction: whether data goes into a block or comes out of it.
        session: the connector at work.
    """

    def __init__(self, fields: list[Field], direction: Direction, session: Session) -> None:
        self.fields = [FieldConverter(field, direction, session) for field in fields]
        self._session = session

    def rendered(self, given: Any) -> Any:
        """Give input as a block is given it: known names only, converted.

        Raises:
            SchemaError: fields are missing, or values can't be converted; all of them are told.
        """
        known = {name for field in self.fields for name in _names(field)}
        data = self._session.connector.indifferent({k: v for k, v in given.items() if k in known})
        mistakes: Mistakes = []
        with self.frame("input"):
            for field in self.fields:
                field.convert_in(data, mistakes)
                mistakes += _missing(field, data)
        _fail(mistakes, "input")
        return data

    def parsed(self, given: Any, path: str) -> Any:
        """Give what a block gave, converted.

        Raises:
            SchemaError: values can't be converted; all of them are told.
        """
        data, mistakes = self._session.connector.indifferent(given), Mistakes()
        with self.frame(path):
            for field in self.fields:
                field.convert_in(data, mistakes)
        _fail(mistakes, path)
        return data

    def frame(self, path: str) -> AbstractContextManager[Frame]:
        """Give what converters run in."""
        return enter(Frame(self._session, path, Phase.EXECUTE, scope=Scope.BARE))


def _names(field: FieldConverter) -> Iterator[str]:
    yield field.name
    if field.toggle is not None:
        yield field.toggle.name


def _missing(field: FieldConverter, data: Mapping[str, Any]) -> Mistakes:
    """Tell that a required field has no value; spaces, 0 and false are values."""
    if field.optional or any(_is_there(data.get(name)) for name in _names(field)):
        return []
    names = f"'{field.label}'" if field.toggle is None else f"Either '{field.label}' or '{field.toggle.label}'"
    return [(f"{names} must be present", f".{field.name}")]


def _is_there(value: Any) -> bool:
    return value is False or not is_blank(value) or (isinstance(value, str) and value != "")


def told(mistakes: Mistakes, path: str) -> list[str]:
    """Give mistakes as people read them, each with its path."""
    return [f"{message}: {path}{below}" for message, below in mistakes]


def _fail(mistakes: Mistakes, path: str) -> None:
    if mistakes:
        raise SchemaError("\n".join(told(mistakes, path)))
