"""Connection fields as data: what to ask for, in which order, and which answers are secret.

Source of the rules: reference/connection.md section 1. The fields of a connector depend on what is answered
already, so they are resolved with the connection as it is at that moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

from ..errors import ConnectorFileError, Place
from .mistakes import kind_of
from .model import Connector

Call = Callable[..., Any]
"""Runs a block: ``call(block, *arguments)``; the runtime gives it and cuts the arguments to the arity."""

KINDS: Mapping[str, str] = {
    "text": "text", "string": "text", "plain-text": "text", "plain_text": "text", "phone": "phone",
    "password": "password", "text-area": "text-area", "plain-text-area": "text-area",
    "select": "select", "multiselect": "multiselect", "checkbox": "checkbox", "boolean": "checkbox",
    "number": "number", "integer": "integer",
    "date": "date", "date_time": "date_time", "timestamp": "date_time",
    "url": "url", "email": "email", "subdomain": "subdomain",
    "key_value": "array", "nested_fields": "object",
}
"""What to ask for, by ``control_type``; where that is text or unknown, the ``type`` decides."""

TYPE_KINDS: Mapping[str, str] = {
    "string": "text", "integer": "integer", "number": "number", "boolean": "checkbox", "date": "date",
    "date_time": "date_time", "timestamp": "date_time", "object": "object", "array": "array",
}
"""What to ask for, by ``type``; any other is text."""

SECRET_WORDS = ("secret", "password", "passphrase", "token", "private_key", "api_key")
"""Parts of names whose values are secret, whatever the field says."""

_NOWHERE = Place()
_NAMED_SECRETS = frozenset({"text", "text-area", "password", "phone"})
_CAPITALS = frozenset({"id", "url", "uri"})
_WORD_BORDER = re.compile(
    r"_+|(?<=\d)(?=[^\d_])|(?<=[^\d_])(?=\d)|(?<=[^A-Z_\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True)
class Field:
    """One field of a connection.

    Attributes:
        name: the key in the connection.
        source: the field as written.
        place: where it stands in the connector.
        label: what to show; made of the name where the connector gives none.
        hint: explanation without HTML, or empty.
        optional: whether it may be left out; false unless written.
        default: what is offered, never filled in without asking.
        type: ``string`` unless written.
        control_type: as written, without ``small-`` and ``medium-``; empty if not written.
        kind: how to ask, a value of `KINDS`.
        options: label and value of each choice; values as text.
        delimiter: what joins the values of a multiselect.
        properties: the fields of an object.
        condition: ``ngIf``, or empty.
        extends_schema: whether the answer can change the list of fields.
        sticky: asked for although it is optional.
        toggle: a second form of the same field, or None; a value for either is good.
        url: the fixed ending of a subdomain, such as ``.example.com``.
        secret: whether the value is kept in the vault, never shown and masked.
    """

    name: str
    source: Mapping[str, Any] = field(repr=False)
    place: Place = field(default=_NOWHERE, repr=False)
    label: str = ""
    hint: str = ""
    optional: bool = False
    default: Any = None
    type: str = "string"
    control_type: str = ""
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    delimiter: str = ","
    properties: tuple[Field, ...] = ()
    condition: str = ""
    extends_schema: bool = False
    sticky: bool = False
    toggle: Field | None = None
    url: str = ""
    secret: bool = False

    def applies(self, values: Mapping[str, Any]) -> bool:
        """Tell whether the field is to be asked for; a condition that can't be read never hides a field."""
        if not self.condition:
            return True
        from .conditions import ConditionError, holds

        try:
            return holds(self.condition, values)
        except ConditionError:
            return True


def fields_of(connector: Connector, connection: Mapping[str, Any], call: Call) -> list[Field]:
    """Resolve the fields: ``fields``, then those of the selected option, then ``extended_fields``.

    A later field takes the place of an earlier one with its name. Resolve again after each answer to a field
    with `Field.extends_schema`.

    Args:
        connector: the connector.
        connection: the values known so far.
        call: runs a block with arguments.

    Raises:
        ConnectorFileError: a field without a name, or no dict; or what a function gave is no list.
    """
    found: dict[str, Field] = {}
    for key_path, sources in _groups(connector, connection, call):
        for mistake in _list_mistakes(connector, sources, key_path):
            raise mistake
        for index, source in enumerate(sources):
            one = make_field(source, connector.place(f"{key_path}[{index}]"))
            found[one.name] = one
    return list(found.values())


def field_hashes(connector: Connector, connection: Mapping[str, Any], call: Call) -> list[Mapping[str, Any]]:
    """Give the resolved fields as they are written, in order; arguments as for `fields_of`."""
    return [source for _, sources in _groups(connector, connection, call) for source in sources]


def selected_option(connector: Connector, connection: Mapping[str, Any], call: Call) -> str | None:
    """Give the key of the option that a ``multi`` connection has selected.

    Without ``selected`` the connection's ``auth_type`` decides (reference/connection.md section 13).

    Returns:
        The key, or None where nothing is selected yet or the connection is no ``multi`` one.
    """
    if connector.dig("connection.authorization.type") != "multi":
        return None
    block = connector.block("connection.authorization.selected")
    selected = call(block, connection) if block else connection.get("auth_type")
    return None if selected is None else str(selected)


def _groups(
    connector: Connector, connection: Mapping[str, Any], call: Call
) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Give key path and fields of each source of fields, in the order of the rule."""
    paths = ["connection.fields", "connection.extended_fields"]
    option = selected_option(connector, connection, call)
    if option is not None:
        paths.insert(1, f"connection.authorization.options.{option}.fields")
    for path in paths:
        block = connector.block(path)
        value = call(block, connection) if block else connector.dig(path)
        if value is not None and not _is_list(value):
            raise ConnectorFileError(f"`{path}` must give a list of fields, it gives {kind_of(value)}",
                                     hint='write `[{"name": "client_id"}]`',
                                     place=block.place if block else connector.place(path))
        yield path, list(value or [])


def make_field(source: Mapping[str, Any], place: Place = _NOWHERE) -> Field:
    """Make a `Field` of a dict that has a name.

    >>> make_field({"name": "client_id"}).label
    'Client ID'
    """
    name, control = str(source["name"]), control_type(source)
    declared = str(source.get("type") or "string")
    kind = KINDS.get(control, "text")
    if kind == "text":
        kind = TYPE_KINDS.get(declared, "text")
    if kind in ("text", "password") and _truth(source.get("multiline")):
        kind = "text-area"
    toggle = source.get("toggle_field")
    made = Field(
        name=name, source=source, place=place, label=str(source.get("label") or label_for(name)),
        hint=_hint(source), optional=_truth(source.get("optional")), default=source.get("default"),
        type=declared, control_type=control, kind=kind, options=options_of(source),
        delimiter=str(source.get("delimiter") or ","), properties=_properties(source, place),
        condition=str(source.get("ngIf") or ""), extends_schema=_truth(source.get("extends_schema")),
        sticky=_truth(source.get("sticky")), url=str(source.get("url") or ""),
        toggle=make_field({"name": name} | dict(toggle), place) if isinstance(toggle, Mapping) else None,
    )
    return _with_secret(made)


def _with_secret(made: Field) -> Field:
    """Mark a field as secret; so is each half of a toggle whose other half is."""
    secret = is_secret(made) or bool(made.toggle and made.toggle.secret)
    toggle = replace(made.toggle, secret=secret) if made.toggle else None
    return replace(made, secret=secret, toggle=toggle)


def is_secret(field: Field | str) -> bool:
    """Tell whether a value is secret: by ``control_type: password``, or by its name where it is plain text.

    Args:
        field: a field; or a name, such as a key that `acquire` returned.

    >>> is_secret("clientSecret"), is_secret("client_id")
    (True, False)
    """
    if isinstance(field, Field):
        return field.control_type == "password" or (field.kind in _NAMED_SECRETS and is_secret(field.name))
    words = _WORD_BORDER.sub("_", field).lower().replace("-", "_")
    return any(word in words or word in field.lower() for word in SECRET_WORDS)


def label_for(name: str) -> str:
    """Make a name readable, by the rule of reference/blocks.md section 12.

    >>> [label_for(name) for name in ("client_id", "api_key", "clientSecret", "XMLFile", "oauth2_token", "user_ids")]
    ['Client ID', 'Api key', 'Client secret', 'XML file', 'Oauth 2 token', 'User ids']
    """
    text = " ".join(_word(word) for word in _WORD_BORDER.split(name) if word)
    return text[:1].upper() + text[1:]


def _word(word: str) -> str:
    """Give a word as it stands within a label: in small letters, unless it is an abbreviation."""
    if word.lower() in _CAPITALS:
        return word.upper()
    return word if word.isupper() else word.lower()


def split_secrets(
    values: Mapping[str, Any], fields: Iterable[Field], acquired: Iterable[str] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part the values of a connection into plain ones and secret ones.

    Args:
        values: the connection.
        fields: its fields.
        acquired: names that `acquire` or a token endpoint returned; all of them are secret.

    Returns:
        Plain and secret values; a nested object is parted too, and `store.record.joined` joins both again. A list
        of objects with secrets is one.
    """
    known, returned = {one.name: one for one in fields}, frozenset(acquired)
    plain: dict[str, Any] = {}
    secrets: dict[str, Any] = {}
    for name, value in values.items():
        one = known.get(name)
        if name in returned or (one.secret if one else is_secret(name)):
            secrets[name] = value
        elif isinstance(value, Mapping):
            plain[name], inner = split_secrets(value, one.properties if one else ())
            secrets |= {name: inner} if inner else {}
        elif isinstance(value, list) and one and _holds_secret(one):
            secrets[name] = value
        else:
            plain[name] = value
    return plain, secrets


def _holds_secret(field: Field) -> bool:
    return any(one.secret or _holds_secret(one) for one in field.properties)


def field_paths(connector: Connector) -> list[str]:
    """Give the key paths where a connection's fields may be written; those of every option, too."""
    options = connector.dig("connection.authorization.options")
    keys = options if isinstance(options, Mapping) else ()
    return ["connection.fields", *(f"connection.authorization.options.{key}.fields" for key in keys)]


def field_mistakes(connector: Connector) -> Iterator[ConnectorFileError]:
    """Give what keeps the written fields from being used: no list, no name, or a name twice."""
    for path in field_paths(connector):
        value = connector.dig(path)
        if isinstance(value, list):
            yield from _list_mistakes(connector, value, path)


def _list_mistakes(connector: Connector, sources: Iterable[Any], path: str) -> Iterator[ConnectorFileError]:
    seen: dict[str, Place] = {}
    for index, source in enumerate(sources):
        here = f"{path}[{index}]"
        if not isinstance(source, Mapping):
            yield ConnectorFileError(f"A field must be a dict, this one is {kind_of(source)}",
                                     hint='write `{"name": "client_id"}`', place=connector.place(here))
            continue
        name, place = source.get("name"), connector.place(f"{here}.name")
        if name is None or not str(name).strip():
            yield ConnectorFileError("A field has no name", hint='give it one: `"name": "client_id"`',
                                     place=connector.place(here))
        elif str(name) in seen:
            first = seen[str(name)].line
            where = f"; the first is in line {first}" if first else ""
            yield ConnectorFileError(f"Two fields are named `{name}`{where}",
                                     hint="rename one of them, or make it the `toggle_field` of the other",
                                     place=place)
        seen.setdefault(str(name), place)
        if isinstance(source.get("properties"), list):
            yield from _list_mistakes(connector, source["properties"], f"{here}.properties")


def control_type(source: Mapping[str, Any]) -> str:
    """Give a field's ``control_type`` without ``small-`` and ``medium-``, or empty text."""
    return str(source.get("control_type") or "").removeprefix("small-").removeprefix("medium-")


def _properties(source: Mapping[str, Any], place: Place) -> tuple[Field, ...]:
    given = source.get("properties")
    named = [one for one in given if isinstance(one, Mapping) and one.get("name")] if _is_list(given) else []
    return tuple(make_field(one, place) for one in named)


def options_of(source: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Give the choices of ``options`` or ``pick_list``: pairs of label and value, or single values."""
    given = source.get("options") or source.get("pick_list")
    if not _is_list(given):
        return ()
    pairs = [item if isinstance(item, list | tuple) else (item, item) for item in given]
    return tuple((str(pair[0]), text_of(pair[1] if len(pair) > 1 else pair[0])) for pair in pairs if pair)


def text_of(value: Any) -> str:
    """Give a value as the platform's forms hold it: as text, ``"true"`` and ``"false"`` for booleans."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_list(value: Any) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, list | tuple)


def _truth(value: Any) -> bool:
    """Read a flag, which some connectors write as text."""
    return value.strip().lower() == "true" if isinstance(value, str) else bool(value)


def _hint(source: Mapping[str, Any]) -> str:
    """Join ``hint`` and ``help`` (text, or a dict with title and text) without their HTML."""
    given = source.get("help")
    helped = [given.get("title"), given.get("text")] if isinstance(given, Mapping) else [given]
    return " ".join(_without_html(str(part)) for part in (source.get("hint"), *helped) if part)


def _without_html(text: str) -> str:
    if "<" in text or "&" in text:
        from html import unescape

        text = re.sub(r"(?i)<br\s*/?>|</(?:p|li|div)>", " ", text)
        text = unescape(re.sub(r"</?[A-Za-z][^>]*>", "", text))
    return " ".join(text.split())
