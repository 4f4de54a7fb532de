"""Values that were given beforehand: ``--field name=value``, ``name=@file``, ``name=-``, the environment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO

from ...connector.answers import AnswerError, convert
from ...connector.fields import Field
from ...connector.mistakes import nearest
from ...errors import UsageError

Resolve = Callable[[Mapping[str, Any]], Sequence[Field]]
"""Gives the fields of a connection for the values known so far."""

_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class Given:
    """A value for one field.

    Attributes:
        name: the field's name; ``parent.child`` for a field of an object.
        value: the text.
        typed: whether it stood on the command line itself.
    """

    name: str
    value: str
    typed: bool = True


def read_given(options: Iterable[str], stdin: TextIO, folder: Path) -> list[Given]:
    """Read the values of ``--field``.

    ``name=@file`` reads a file of UTF-8 text and ``name=-`` standard input; one line break at the end is cut.
    ``name=@@text`` is the text ``@text``.

    Args:
        options: texts such as ``client_id=abc``.
        stdin: standard input.
        folder: what names of files are relative to.

    Raises:
        UsageError: no ``=``, a name twice, a file or standard input that can't be read.
    """
    found: dict[str, Given] = {}
    piped = ""
    for option in options:
        name, equals, text = option.partition("=")
        if not equals or not name.strip():
            raise _no_name(option)
        name = name.strip()
        if name in found:
            raise UsageError(f"The field {name} is given twice", hint="Give each field once")
        if text == "-":
            if piped:
                raise UsageError(f"Standard input can't be both {piped} and {name}",
                                 hint=f"Give one of them as a file: --field {name}=@FILE")
            piped = name
        found[name] = _read(name, text, stdin, folder)
    return list(found.values())


def _no_name(option: str) -> UsageError:
    """An option without ``=``; what follows the name may be a secret and isn't shown."""
    name = _NAME.match(option)
    return UsageError(f"--field needs a name and a value: {name.group() if name else 'NAME'}=VALUE",
                      hint="NAME=@FILE reads the value from a file, NAME=- from standard input")


def _read(name: str, text: str, stdin: TextIO, folder: Path) -> Given:
    if text == "-":
        return Given(name, _decoded(name, _piped(name, stdin), "standard input"), typed=False)
    if text.startswith("@@") or not text.startswith("@"):
        return Given(name, text[1:] if text.startswith("@@") else text)
    return Given(name, read_file(name, text[1:], folder), typed=False)


def read_file(name: str, file: str, folder: Path) -> str:
    """Read the value of a field from a file; one line break at its end is cut.

    Raises:
        UsageError: the file can't be read, or is no UTF-8 text.
    """
    path = folder / Path(file).expanduser()
    try:
        return _decoded(name, path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"The file {path} for {name} can't be read: {error.strerror or error}",
                         hint=f"A value that begins with @ itself is written with two: {name}=@@…")


def _piped(name: str, stdin: TextIO) -> bytes:
    if stdin.isatty():
        raise UsageError(f"Nothing is piped in for {name}",
                         hint=f"Pipe the value: some-command | wkt … --field {name}=-")
    source = getattr(stdin, "buffer", None)
    return source.read() if source is not None else stdin.read().encode()


def _decoded(name: str, data: bytes, source: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"The value for {name} from {source} is no UTF-8 text",
                         hint="Convert it to UTF-8, or write its bytes as base64 if the service wants that")
    return text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text


def variable(name: str) -> str:
    """Give the variable of the environment for a field.

    >>> variable("client_id"), variable("advanced.base-url")
    ('WKT_FIELD_CLIENT_ID', 'WKT_FIELD_ADVANCED_BASE_URL')
    """
    return "WKT_FIELD_" + re.sub(r"\W", "_", name).upper()


def find(
    field: Field, prefix: str, given: Mapping[str, Given], environ: Mapping[str, str]
) -> Given | None:
    """Find the value that was given for a field, or for its other form; an empty variable counts as not set.

    Args:
        field: the field.
        prefix: names of the objects around it, such as ``advanced.``, or empty.
        given: the values of options by name; they win.
        environ: the environment.
    """
    names = [prefix + one.name for one in (field, field.toggle) if one is not None]
    for name in names:
        if name in given:
            return given[name]
    for name in names:
        if environ.get(variable(name)):
            return Given(name, environ[variable(name)], typed=False)
    return None


def given_within(
    field: Field, prefix: str, given: Mapping[str, Given], environ: Mapping[str, str]
) -> bool:
    """Whether a value was given for any field of an object; arguments as for `find`."""
    variables = (variable(prefix + one.name) for one in field.properties)
    return any(name.startswith(prefix) for name in given) or any(environ.get(name) for name in variables)


class Rules(Protocol):
    """What holds for the answers beside what the fields say."""

    def ready(self, field: Field, values: Mapping[str, Any]) -> Field:
        """Give a field as it is asked for now, with the values known so far; its options can depend on them."""

    def accepted(self, field: Field, value: Any) -> Any:
        """Give a value as it is kept.

        Raises:
            AnswerError: it can't be taken.
        """


class _NoRules:
    """Nothing more, as for a connection."""

    def ready(self, field: Field, values: Mapping[str, Any]) -> Field:
        return field

    def accepted(self, field: Field, value: Any) -> Any:
        return value


NO_RULES: Rules = _NoRules()


def take(field: Field, answer: Any, rules: Rules = NO_RULES) -> Any:
    """Convert an answer to the field or, where that fails, to its other form.

    Returns:
        The value to store; None where the field is left out.

    Raises:
        AnswerError: neither form takes it.
    """
    try:
        return _taken(field, answer, rules)
    except AnswerError as error:
        if field.toggle is not None:
            try:
                return _taken(field.toggle, answer, rules)
            except AnswerError:
                pass
        raise error


def _taken(form: Field, answer: Any, rules: Rules) -> Any:
    value = convert(form, answer)
    return None if value is None else rules.accepted(form, value)


def known_names(fields: Iterable[Field], prefix: str = "") -> Iterator[str]:
    """Give every name that a value may be given for, also of other forms and of fields in objects."""
    for one in fields:
        yield prefix + one.name
        if one.toggle is not None:
            yield prefix + one.toggle.name
        yield from known_names(one.properties, f"{prefix}{one.name}.")


def unknown(given: Iterable[Given], fields: Sequence[Field]) -> list[Given]:
    """Give the values whose names are no field; a part of an object without listed fields is one."""
    names = set(known_names(fields))
    free = tuple(f"{one.name}." for one in fields if one.kind == "object" and not one.properties)
    return [one for one in given if one.name not in names and not (free and one.name.startswith(free))]


def split_given(given: Iterable[Given], fields: Sequence[Field]) -> tuple[list[Given], list[Given]]:
    """Part the values that are for some fields, or for a part of them, from the others."""
    known, values = {name.split(".")[0] for name in known_names(fields)}, list(given)
    mine = [one for one in values if one.name.split(".")[0] in known]
    return mine, [one for one in values if one not in mine]


def no_such_field(given: Given, fields: Sequence[Field]) -> UsageError:
    """Tell that a name is no field, with near names."""
    names = list(dict.fromkeys(known_names(fields)))
    listed = f"The fields are: {', '.join(names)}" if names else "This connector has no fields"
    return UsageError(f"There is no field {given.name}", hint=nearest(given.name, names) or listed)


def exposed(field: Field, given: Given) -> str | None:
    """Give the warning about a secret that stood on the command line, or None where all is well."""
    secret = field.secret or any(one.secret for one in field.properties)
    if not (secret and given.typed and given.value):
        return None
    return (f"{given.name} is a secret and stands on the command line, where the shell's history and other "
            f"programs see it; better: --field {given.name}=@FILE, --field {given.name}=- (standard input) "
            f"or the variable {variable(given.name)}")
