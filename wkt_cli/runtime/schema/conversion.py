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
        self._run: Callable[[Any], Any] | None = None
        toggle = field.get("toggle_field")
        self.toggle = FieldConverter(toggle, direction, session) if toggle else None

    def __call__(self, value: Any, path: str, mistakes: list[str]) -> Any:
        """Convert a value; what can't be is added to the mistakes with its path."""
        if is_blank(value):
            return value
        if isinstance(value, dict):
            convert_inside(self.inside, value, path, mistakes)
        elif isinstance(value, list):
            value = [self(item, f"{path}[{number}]", mistakes) for number, item in enumerate(value)]
        try:
            return self._session.connector.typed(self._own(value))
        except WktError as error:
            mistakes.append(f"{error.message}: {path}")
            return value

    def _own(self, value: Any) -> Any:
        if self._named is None:
            return value
        if self._run is None:
            self._run = converter(self._session, str(self._named))
        return self._run(value)


def convert_inside(fields: list[FieldConverter], data: dict[str, Any], path: str, mistakes: list[str]) -> None:
    """Convert the values that fields name, in their place."""
    for field in fields:
        if field.name in data:
            data[field.name] = field(data[field.name], f"{path}.{field.name}", mistakes)
        toggle = field.toggle
        if toggle is not None and toggle.name in data and toggle.name != field.name:
            data[toggle.name] = toggle(data[toggle.name], f"{path}.{toggle.name}", mistakes)


def converter(session: Session, name: str) -> Callable[[Any], Any]:
    """Give the converter of a name: one of the platform's, else one of the connector's methods.

    Raises:
        InvalidDefinitionError: there is neither.
    """
    from .converters import BUILT_IN

    found = BUILT_IN.get(name)
    connector = session.connector
    if found is not None:
        return lambda value: connector.from_ruby(typed(_told(found, connector.as_ruby(value))))
    if connector.dig(f"methods.{name}") is None:
        raise InvalidDefinitionError(
            f"Cannot find converter '{name}'.",
            hint="name one of the platform's, such as integer_conversion, or a method of the connector",
        )
    return lambda value: _method(session, name, value)


def _told(convert: Callable[[Any], Any], value: Any) -> Any:
    try:
        return convert(value)
    except RubyError as error:
        raise LambdaError(error.message) from error


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
        mistakes: list[str] = []
        with self.frame("input"):
            for field in self.fields:
                convert_inside([field], data, "input", mistakes)
                mistakes += _missing(field, data)
        _fail(mistakes)
        return data

    def parsed(self, given: Any, path: str) -> Any:
        """Give what a block gave, converted.

        Raises:
            SchemaError: values can't be converted; all of them are told.
        """
        data, mistakes = self._session.connector.indifferent(given), list[str]()
        with self.frame(path):
            convert_inside(self.fields, data, path, mistakes)
        _fail(mistakes)
        return data

    def frame(self, path: str) -> AbstractContextManager[Frame]:
        """Give what converters run in."""
        return enter(Frame(self._session, path, Phase.EXECUTE, scope=Scope.BARE))


def _names(field: FieldConverter) -> Iterator[str]:
    yield field.name
    if field.toggle is not None:
        yield field.toggle.name


def _missing(field: FieldConverter, data: Mapping[str, Any]) -> list[str]:
    """Tell that a required field has no value; spaces, 0 and false are values."""
    if field.optional or any(_is_there(data.get(name)) for name in _names(field)):
        return []
    path = f"input.{field.name}"
    if field.toggle is not None:
        return [f"Either '{field.label}' or '{field.toggle.label}' must be present: {path}"]
    return [f"'{field.label}' must be present: {path}"]


def _is_there(value: Any) -> bool:
    return value is False or not is_blank(value) or (isinstance(value, str) and value != "")


def _fail(mistakes: list[str]) -> None:
    if mistakes:
        raise SchemaError("\n".join(mistakes))
