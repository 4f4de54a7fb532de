"""The request items of `wkt call`, in the syntax of HTTPie (https://httpie.io/docs/cli/request-items)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import UsageError

VERBS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "COPY", "MOVE")
SEPARATORS = (":=@", "==@", ":=", "==", "=@", ":@", "=", "@", ":")
_ITEM = re.compile(r"((?:\\.|[^\\:=@])*)(" + "|".join(map(re.escape, SEPARATORS)) + r")(.*)", re.S)


@dataclass
class Items:
    """What the items of a call say.

    Attributes:
        data: fields of the body, values as text or, from `:=`, as JSON.
        query: fields of the query.
        headers: headers; None for `Name:`, which leaves one out.
        files: form fields that are files, by field name.
    """

    data: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str | None] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)


def parse(items: Iterable[str], folder: Path) -> Items:
    """Read items; files are relative to a folder.

    Raises:
        UsageError: an item can't be read.
    """
    found = Items()
    for item in items:
        name, separator, value = split(item)
        if separator.endswith("@") and separator != "@":
            value, separator = _read(folder / value, item).rstrip("\r\n"), separator[:-1]
        if separator == "@":
            found.files[name] = _existing(folder / value, item)
        elif separator == ":":
            found.headers[name] = value.strip() or None
        elif separator == "==":
            _add(found.query, name, value)
        else:
            _add(found.data, name, value if separator == "=" else _json(value, item))
    return found


def split(item: str) -> tuple[str, str, str]:
    """Split an item at its first separator that no backslash escapes.

    >>> split("limit==10"), split("X-Name:value"), split(r"a\\=b=c")
    (('limit', '==', '10'), ('X-Name', ':', 'value'), ('a=b', '=', 'c'))
    """
    match = _ITEM.fullmatch(item)
    if match is None or not match[1]:
        raise UsageError(
            f"The item `{item}` can't be read",
            hint="write name=value, name:=json, name==query, Header:value, name@file, or one of =@ :=@ :@ for files",
        )
    return re.sub(r"\\([:=@\\])", r"\1", match[1]), match[2], match[3]


def method_and_path(words: tuple[str, ...]) -> tuple[str | None, str, tuple[str, ...]]:
    """Tell method, path and items apart; the method may be left out."""
    first, *rest = words
    if rest and (first.upper() in VERBS or re.fullmatch(r"[A-Z]+", first)):
        return first.upper(), rest[0], tuple(rest[1:])
    return None, first, tuple(rest)


def _add(fields: dict[str, Any], name: str, value: Any) -> None:
    """Add a field; one that is given again becomes a list."""
    if name not in fields:
        fields[name] = value
    elif isinstance(fields[name], list):
        fields[name].append(value)
    else:
        fields[name] = [fields[name], value]


def _json(text: str, item: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(
            f"The item `{item}` holds no JSON: {error}", hint="for a text write name=value"
        ) from error


def _existing(path: Path, item: str) -> Path:
    if not path.is_file():
        raise UsageError(f"The item `{item}` names no file: {path}")
    return path


def _read(path: Path, item: str) -> str:
    try:
        return _existing(path, item).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The file of the item `{item}` can't be read as text: {error}") from error
