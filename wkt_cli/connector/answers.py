"""One answer to one field: checked, explained where it is wrong, and brought to the form a connector expects.

Every answer becomes text, as on the platform: ``"443"``, ``"true"`` or ``"false"``, ``"2026-11-25"``, the
values of a multiselect joined with its delimiter (reference/connection.md section 1: "on the platform all
typed values are text"). Connectors are written for that: ``connection['custom'] == 'true'`` must hold for
a checkbox that was ticked here, too. Only an object stays a dict and an array a list. What a person
writes into settings.yaml never comes here and keeps its YAML type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import UsageError
from .fields import Field, text_of
from .mistakes import kind_of, nearest

Converter = Callable[[Field, Any], Any]

MOST_LABELS = 20
"""How many options an error names."""

_YES = frozenset({"true", "t", "yes", "y", "on", "1"})
_NO = frozenset({"false", "f", "no", "n", "off", "0"})
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#]+\S*")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_SUBDOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")


class AnswerError(UsageError):
    """An answer that a field can't take."""


def convert(field: Field, answer: Any) -> Any:
    """Check an answer and give the value to store.

    Args:
        field: what was asked for.
        answer: text; for a checkbox also a boolean, for a multiselect a list, for an object a dict; None if
            nothing was answered.

    Returns:
        Text; a dict for an object, a list for an array, and None where an optional field is left out.

    Raises:
        AnswerError: the answer can't be taken; the message says why and what would do.
    """
    if _is_blank(field, answer):
        if field.optional:
            return None
        raise AnswerError(f"{field.label} is required and can't be left out")
    converter: Converter = _CONVERTERS.get(field.kind, _text)
    return converter(field, answer)


def offered(field: Field) -> str:
    """Give the default of a field as one would type it, or nothing."""
    default = field.default
    if isinstance(default, list | tuple) and field.kind == "multiselect":
        return field.delimiter.join(map(text_of, default))
    return json.dumps(default) if isinstance(default, list | tuple | Mapping) else text_of(default)


def _is_blank(field: Field, answer: Any) -> bool:
    if isinstance(answer, str):
        return answer == "" if field.secret else not answer.strip()
    return answer is None or answer in ([], ())


def _plain(field: Field, answer: Any) -> str:
    """Give an answer that must be one value as text."""
    if isinstance(answer, Mapping | list | tuple):
        raise AnswerError(f"{field.label} must be one value, not {kind_of(answer)}")
    return text_of(answer)


def _text(field: Field, answer: Any) -> str:
    return _plain(field, answer)


def _matching(pattern: re.Pattern[str], what: str, example: str) -> Callable[[Field, Any], str]:
    """Make a converter for text that has to match a pattern."""

    def convert_matching(field: Field, answer: Any) -> str:
        text = _plain(field, answer).strip()
        if not pattern.fullmatch(text):
            raise AnswerError(f"{field.label} must be {what}, such as {example}; `{text}` is none")
        return text

    return convert_matching


def _checkbox(field: Field, answer: Any) -> str:
    text = _plain(field, answer).strip().lower()
    if text in _YES or text in _NO:
        return "true" if text in _YES else "false"
    raise AnswerError(f"{field.label} must be answered with yes or no; `{text}` is neither")


def _date(field: Field, answer: Any) -> str:
    from datetime import date

    text = _plain(field, answer).strip()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise AnswerError(f"{field.label} must be a date, such as 2026-11-25; `{text}` is none") from None


def _date_time(field: Field, answer: Any) -> str:
    from datetime import datetime

    text = _plain(field, answer).strip()
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise AnswerError(f"{field.label} must be a date and time, such as 2026-11-25T09:30:00+01:00; "
                          f"`{text}` is none") from None
    return text


def _choice(field: Field, text: str) -> str:
    """Find an option by its value or, in any case, its label."""
    text = text.strip()
    if not field.options or any(text == value for _, value in field.options):
        return text
    for label, value in field.options:
        if text.lower() in (label.lower(), value.lower()):
            return value
    raise AnswerError(f"{field.label} has no option `{text}`", hint=_near(field, text))


def _near(field: Field, text: str) -> str:
    """Name the options that hold a text, else the nearest, else all, but of many the first."""
    holding = [label for label, value in field.options if text.lower() in (label + "\n" + value).lower()]
    if holding:
        return f"these hold it: {_some(holding)}"
    names = [name for pair in field.options for name in pair]
    return nearest(text, names) or f"choose one of: {_some([label for label, _ in field.options])}"


def _some(labels: list[str]) -> str:
    more = len(labels) - MOST_LABELS
    return ", ".join(labels[:MOST_LABELS]) + (f" and {more} more" if more > 0 else "")


def _select(field: Field, answer: Any) -> str:
    return _choice(field, _plain(field, answer))


def _multiselect(field: Field, answer: Any) -> str:
    """Take a list, or text whose parts the field's delimiter or a comma separates; labels may hold either."""
    if isinstance(answer, list | tuple):
        parts = [_plain(field, part) for part in answer]
    else:
        parts = _parts(field, _plain(field, answer))
    return field.delimiter.join(dict.fromkeys(_choice(field, part) for part in parts))


def _parts(field: Field, text: str) -> list[str]:
    if any(text.strip().lower() in (label.lower(), value.lower()) for label, value in field.options):
        return [text]
    separator = field.delimiter if field.delimiter in text else ","
    return [part for part in text.split(separator) if part.strip()]


def _subdomain(field: Field, answer: Any) -> str:
    """Keep only what stands before the fixed ending: ``https://acme.example.com/`` becomes ``acme``."""
    typed = _plain(field, answer).strip()
    text = re.sub(r"^[A-Za-z]+://", "", typed).split("/")[0]
    ending = "." + field.url.split("://")[-1].strip("./") if field.url else ""
    if ending and text.lower().endswith(ending.lower()):
        text = text[: -len(ending)]
    if not _SUBDOMAIN.fullmatch(text):
        example = f"such as acme for acme{ending}" if ending else "such as acme"
        raise AnswerError(f"{field.label} must be a subdomain, {example}; `{typed}` is none")
    return text


def _json(field: Field, answer: Any, kind: type | tuple[type, ...], example: str) -> Any:
    """Read JSON text, or take what is read already."""
    if isinstance(answer, str):
        try:
            answer = json.loads(answer)
        except ValueError as error:
            raise AnswerError(f"{field.label} must be JSON, such as {example}: {error}") from None
    if not isinstance(answer, kind):
        raise AnswerError(f"{field.label} must be JSON such as {example}, not {kind_of(answer)}")
    return answer


def _object(field: Field, answer: Any) -> dict[str, Any]:
    """Convert each property; those without a field are kept as they are."""
    given = _json(field, answer, Mapping, '{"key": "value"}')
    known = {one.name: one for one in field.properties}
    values = {name: value for name, value in given.items() if name not in known}
    for name, one in known.items():
        value = convert(one, given.get(name)) if one.applies(given) else None
        if value is not None:
            values[name] = value
    return values


def _array(field: Field, answer: Any) -> list[Any]:
    """Convert each item that is an object with listed fields."""
    given = _json(field, answer, (list, tuple), '["one", "two"]')
    return [_object(field, item) if field.properties and isinstance(item, Mapping) else item for item in given]


_CONVERTERS: Mapping[str, Converter] = {
    "checkbox": _checkbox,
    "integer": _matching(_INTEGER, "a whole number", "443"),
    "number": _matching(_NUMBER, "a number", "12.5"),
    "url": _matching(_URL, "a URL with its scheme", "https://example.com"),
    "email": _matching(_EMAIL, "an e-mail address", "ann@example.com"),
    "date": _date,
    "date_time": _date_time,
    "select": _select,
    "multiselect": _multiselect,
    "subdomain": _subdomain,
    "object": _object,
    "array": _array,
}
