"""Answers without a person: options, environment, what is stored, defaults; all faults told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...connector.answers import AnswerError, offered
from ...connector.fields import Field
from ...errors import UsageError
from .given import (
    NO_RULES,
    Given,
    Resolve,
    Rules,
    exposed,
    find,
    given_within,
    no_such_field,
    take,
    unknown,
    variable,
)

_MOST_ROUNDS = 10


def collect_fields(
    resolve: Resolve, stored: Mapping[str, Any], given: Sequence[Given], environ: Mapping[str, str],
    warn: Callable[[str], None] = lambda text: None, rules: Rules = NO_RULES,
) -> dict[str, Any]:
    """Answer all fields without asking.

    The first that has a value wins: `given`, the variable ``WKT_FIELD_<NAME>`` (an empty one counts as not
    set), `stored`, the field's default. An empty given value leaves an optional field out.

    Args:
        resolve: gives the fields for the values known so far; called until nothing changes any more.
        stored: the values of the last connect, plain and secret; kept as they are.
        given: from `read_given`.
        environ: the environment.
        warn: gets each warning.
        rules: what else the answers must fit.

    Returns:
        A value for each field that applies and isn't left out, in the order of the fields.

    Raises:
        UsageError: a name is no field; or all values that are missing or wrong, with what to type.
    """
    values: dict[str, Any] = {}
    for _ in range(_MOST_ROUNDS):
        view = known(stored, values)
        fields, round_ = resolve(view), _Round(given, environ, rules)
        before, values = values, round_.answer(fields, stored, view)
        if values == before:
            break
    for one in unknown(given, fields):
        raise no_such_field(one, fields)
    if round_.faults:
        raise _listed(round_.faults)
    for text in round_.warnings:
        warn(text)
    for one in given:
        if one.name not in round_.used:
            warn(f"{one.name} is not used with the other values")
    return {name: value for name, value in values.items() if value is not None}


def known(stored: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Give stored values with newer ones in their place; None takes a stored one away."""
    return {name: value for name, value in {**stored, **values}.items() if value is not None}


class _Round:
    """One pass over the fields.

    Attributes:
        faults: one line for each value that is missing or wrong.
        warnings: secrets that stood on the command line.
        used: the names of given values that a field took.
    """

    def __init__(self, given: Sequence[Given], environ: Mapping[str, str], rules: Rules) -> None:
        self._given, self._environ, self._rules = {one.name: one for one in given}, environ, rules
        self.faults: list[str] = []
        self.warnings: list[str] = []
        self.used: set[str] = set()

    def answer(
        self, fields: Sequence[Field], stored: Mapping[str, Any], view: Mapping[str, Any], prefix: str = ""
    ) -> dict[str, Any]:
        """Give a value for each field that applies; None for one that is left out."""
        values: dict[str, Any] = {}
        for one in fields:
            if one.applies({**view, **values}):
                now = {**view, **values}
                values[one.name] = self._value(self._rules.ready(one, now), stored.get(one.name), now, prefix)
        return values

    def _value(self, field: Field, stored: Any, view: Mapping[str, Any], prefix: str) -> Any:
        name = prefix + field.name
        found = find(field, prefix, self._given, self._environ)
        if found is not None:
            self._note(field, found)
            return self._taken(field, name, found.value)
        if field.kind == "object":
            return self._object(field, name, stored if isinstance(stored, Mapping) else {}, view)
        if stored is not None:
            return stored
        return self._taken(field, name, offered(field))

    def _note(self, field: Field, found: Given) -> None:
        self.used.add(found.name)
        warning = exposed(field, found)
        self.warnings += [warning] if warning else []

    def _object(self, field: Field, name: str, stored: Mapping[str, Any], view: Mapping[str, Any]) -> Any:
        prefix = f"{name}."
        if field.optional and not stored and not given_within(field, prefix, self._given, self._environ):
            return self._taken(field, name, offered(field))
        if field.properties:
            parts = known(stored, self.answer(field.properties, stored, view, prefix))
            return parts or (None if field.optional else {})
        parts = {**stored, **self._free(prefix)}
        return parts or self._taken(field, name, offered(field))

    def _free(self, prefix: str) -> dict[str, str]:
        names = [name for name in self._given if name.startswith(prefix)]
        self.used.update(names)
        return {name.removeprefix(prefix): self._given[name].value for name in names}

    def _taken(self, field: Field, name: str, answer: Any) -> Any:
        try:
            return take(field, answer, self._rules)
        except AnswerError as error:
            wrong = f"{name}: {error}{f'; {error.hint}' if error.hint else ''}"
            self.faults.append(wrong if answer else f"{name} is missing: {_how(field, name)}")
            return None


def _how(field: Field, name: str) -> str:
    """Say what to type for a field that is missing."""
    if field.secret:
        return f"--field {name}=@FILE, --field {name}=- or {variable(name)}"
    values = "|".join(value for _, value in field.options)
    return f"--field {name}={values or 'true|false' if field.kind == 'checkbox' else values or 'VALUE'}"


def _listed(faults: Sequence[str]) -> UsageError:
    count = "One value is" if len(faults) == 1 else f"{len(faults)} values are"
    lines = "".join(f"\n  {fault}" for fault in faults)
    hint = ("--field NAME=VALUE gives a value, NAME=@FILE reads it from a file, NAME=- from standard input, "
            "WKT_FIELD_NAME is taken from the environment; in a terminal, without --no-input, you are asked")
    return UsageError(f"{count} missing or wrong{lines}", hint=hint)
