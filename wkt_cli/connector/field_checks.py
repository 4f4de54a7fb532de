"""The checks of connection fields as they are written; what a function gives is seen only when it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import known_keys as known
from .answers import AnswerError, convert, offered
from .conditions import ConditionError, parse
from .fields import control_type, field_mistakes, field_paths, make_field
from .finding import Finding, Severity, at, of_error
from .mistakes import kind_of, nearest
from .model import Connector

_FLAGS = ("optional", "sticky", "extends_schema")


def field_findings(connector: Connector) -> Iterator[Finding]:
    """Give what is wrong in the fields of a connection, and in those of the options of a ``multi`` one."""
    yield from (of_error(mistake) for mistake in field_mistakes(connector))
    for path in field_paths(connector):
        value = connector.dig(path)
        if isinstance(value, list):
            yield from _of_list(connector, value, path)


def _of_list(connector: Connector, sources: Sequence[Any], path: str) -> Iterator[Finding]:
    for index, source in enumerate(sources):
        if isinstance(source, Mapping):
            yield from _Field(connector, source, f"{path}[{index}]").findings()


class _Field:
    """The checks of one field."""

    def __init__(self, connector: Connector, source: Mapping[str, Any], path: str) -> None:
        self._connector, self._source, self._path = connector, source, path

    def findings(self) -> Iterator[Finding]:
        """Give what is wrong in the field and in its properties."""
        yield from self._keys()
        yield from self._types()
        yield from self._choices()
        yield from self._condition()
        yield from self._default()
        properties = self._source.get("properties")
        if isinstance(properties, list):
            yield from _of_list(self._connector, properties, f"{self._path}.properties")
        elif self._source.get("type") == "object":
            yield self._at("warning", "type", "An object without `properties` is asked for as JSON")

    def _keys(self) -> Iterator[Finding]:
        for key in self._source:
            if key not in known.FIELD_KEYS:
                yield self._at("warning", key, f"`{key}` is not known in a field and does nothing",
                               nearest(key, known.FIELD_KEYS))
        for key in _FLAGS:
            value = self._source.get(key)
            if value is not None and str(value).lower() not in ("true", "false"):
                yield self._at("warning", key, f"`{key}` should be True or False, it is {kind_of(value)}")

    def _types(self) -> Iterator[Finding]:
        control = control_type(self._source) or "text"
        if control not in known.CONTROL_TYPES:
            yield self._at("warning", "control_type",
                           f"`{control}` is no known control type; it is asked for as text",
                           nearest(control, known.CONTROL_TYPES))
        declared = str(self._source.get("type") or "string")
        if declared not in known.FIELD_TYPES:
            yield self._at("warning", "type", f"`{declared}` is no known type; it counts as string",
                           nearest(declared, known.FIELD_TYPES))
        if control == "subdomain" and not self._source.get("url"):
            yield self._at("warning", "control_type", "A subdomain without `url` has no fixed ending",
                           'write `"url": ".example.com"`')

    def _choices(self) -> Iterator[Finding]:
        if control_type(self._source) not in ("select", "multiselect"):
            return
        key = "options" if "options" in self._source else "pick_list"
        given = self._source.get(key)
        if isinstance(given, str):
            yield self._at("error", key, "A connection field can't use a named pick list",
                           'write the choices: `"options": [["Label", "value"]]`')
        elif not isinstance(given, list) or not given:
            yield self._at("error", "control_type", "A select needs `options`",
                           'write `"options": [["Label", "value"]]`')
        else:
            yield from self._pairs(key, given)
        if control_type(self._source) == "multiselect" and not self._source.get("delimiter"):
            yield self._at("warning", "control_type",
                           "A multiselect without `delimiter` is joined with commas",
                           'write `"delimiter": ","`')

    def _pairs(self, key: str, given: Sequence[Any]) -> Iterator[Finding]:
        for index, pair in enumerate(given):
            if not isinstance(pair, list) or len(pair) < 2:
                yield self._at("warning", f"{key}[{index}]", "An option should be a list of label and value",
                               'write `["Label", "value"]`')

    def _condition(self) -> Iterator[Finding]:
        condition = self._source.get("ngIf")
        if condition is None:
            return
        try:
            parse(str(condition))
        except ConditionError as error:
            yield self._at("error", "ngIf", error.message, error.hint)

    def _default(self) -> Iterator[Finding]:
        """Try whether the default would be taken as an answer."""
        if not self._source.get("name") or self._source.get("default") in (None, ""):
            return
        field = make_field(self._source)
        try:
            convert(field, offered(field))
        except AnswerError as error:
            yield self._at("warning", "default", f"The default can't be an answer: {error.message}",
                           error.hint)

    def _at(self, severity: Severity, key: str, message: str, hint: str | None = None) -> Finding:
        return at(severity, self._connector.place(f"{self._path}.{key}"), message, hint)
