"""The questions of a connection, in order; the answers can bring further questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ...connector.fields import Field
from ..terminal import Terminal
from .collect import known
from .given import NO_RULES, Given, Resolve, Rules, exposed, find, given_within, no_such_field, take, unknown
from .question import ask


def ask_fields(
    terminal: Terminal, resolve: Resolve, stored: Mapping[str, Any], given: Sequence[Given] = (),
    folder: Path = Path(), environ: Mapping[str, str] = MappingProxyType({}), rules: Rules = NO_RULES,
) -> dict[str, Any]:
    """Ask for all fields that weren't given.

    Args:
        terminal: the person's.
        resolve: gives the fields for the values known so far; called again after an answer to a field with
            `extends_schema`, and when all questions seem answered.
        stored: the values of the last connect, plain and secret; they are offered.
        given: from `read_given`; not asked for.
        folder: what names of files in answers are relative to.
        environ: a field whose variable ``WKT_FIELD_<NAME>`` is set here isn't asked for either.
        rules: what else the answers must fit.

    Returns:
        A value for each field that applies and isn't left out, in the order of the fields.

    Raises:
        UsageError: a given value is wrong or its name is no field, or the input ended.
        KeyboardInterrupt: Ctrl-C.
    """
    return _Interview(terminal, resolve, stored, given, folder, environ, rules).run()


class _Interview:
    """All questions to one person; `_values` has an entry for each field answered, None if it is left out."""

    def __init__(
        self, terminal: Terminal, resolve: Resolve, stored: Mapping[str, Any], given: Sequence[Given],
        folder: Path, environ: Mapping[str, str], rules: Rules,
    ) -> None:
        self._terminal, self._resolve, self._stored, self._folder = terminal, resolve, stored, folder
        self._rules = rules
        self._given, self._environ = {one.name: one for one in given}, environ
        self._values: dict[str, Any] = {}

    def run(self) -> dict[str, Any]:
        """Ask until no field is open."""
        fields = self._fields()
        if not any(one.extends_schema for one in fields):
            self._check_names(fields)
        while True:
            asked = self._next(fields)
            if asked is None:
                fields = self._fields()
                if self._next(fields) is None:
                    break
                continue
            self._values[asked.name] = self._answer(asked, self._stored.get(asked.name), "", self._view())
            if asked.extends_schema:
                fields = self._fields()
        self._check_names(fields)
        view = self._view()
        return {one.name: view[one.name] for one in fields if self._values.get(one.name) is not None
                and one.applies(view)}

    def _view(self) -> dict[str, Any]:
        return known(self._stored, self._values)

    def _fields(self) -> Sequence[Field]:
        return self._resolve(self._view())

    def _next(self, fields: Sequence[Field]) -> Field | None:
        view = self._view()
        return next((one for one in fields if one.name not in self._values and one.applies(view)), None)

    def _check_names(self, fields: Sequence[Field]) -> None:
        for one in unknown(self._given.values(), fields):
            raise no_such_field(one, fields)

    def _answer(self, field: Field, stored: Any, prefix: str, view: Mapping[str, Any]) -> Any:
        given = find(field, prefix, self._given, self._environ)
        if given is not None:
            warning = exposed(field, given)
            if warning:
                self._terminal.warn(warning)
            return take(self._rules.ready(field, view), given.value, self._rules)
        if field.properties and field.kind == "object":
            return self._object(field, stored if isinstance(stored, Mapping) else {}, prefix, view)
        if field.properties and field.kind == "array":
            return self._array(field, stored if isinstance(stored, list) else [], prefix, view)
        return ask(self._terminal, self._rules.ready(field, view), stored, self._folder, self._rules)

    def _object(
        self, field: Field, stored: Mapping[str, Any], prefix: str, view: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """Ask for the fields of an object; an optional one can be left out as a whole."""
        may_leave_out = field.optional and not given_within(
            field, f"{prefix}{field.name}.", self._given, self._environ
        )
        if may_leave_out and not self._terminal.confirm(f"Fill in {field.label}?", bool(stored)):
            return None
        self._terminal.say(self._terminal.style(field.label, "bold"))
        return self._parts(field, stored, prefix, view)

    def _array(
        self, field: Field, stored: list[Any], prefix: str, view: Mapping[str, Any]
    ) -> list[dict[str, Any]] | None:
        """Ask for one item after the other; one that must be there has at least one."""
        items: list[dict[str, Any]] = []
        while (len(items) == 0 and not field.optional) or self._wants_item(field, len(items), stored):
            self._terminal.say(self._terminal.style(f"{field.label}, item {len(items) + 1}", "bold"))
            before = stored[len(items)] if len(items) < len(stored) else {}
            items.append(self._parts(field, before if isinstance(before, Mapping) else {}, prefix, view))
        return items or None

    def _wants_item(self, field: Field, count: int, stored: list[Any]) -> bool:
        return self._terminal.confirm(f"{field.label}: add {'another' if count else 'an'} item?", count < len(stored))

    def _parts(
        self, field: Field, stored: Mapping[str, Any], prefix: str, view: Mapping[str, Any]
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for one in field.properties:
            now = {**view, field.name: values, **values}
            if one.applies(now):
                values[one.name] = self._answer(one, stored.get(one.name), f"{prefix}{field.name}.", now)
        return known(stored, values)
