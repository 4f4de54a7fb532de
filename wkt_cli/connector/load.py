"""A connector file becomes a `Connector`, whatever form it is written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from ..errors import ConnectorFileError, Place
from .model import Connector

Reader = Callable[[Path, str], Connector]


class Form(NamedTuple):
    """A language that connectors are written in.

    Attributes:
        label: its name, for people.
        reader: makes a `Connector` of a file and a name.
    """

    label: str
    reader: Reader


def _python(path: Path, name: str) -> Connector:
    from .python import read_python

    return read_python(path, name)


def _ruby(path: Path, name: str) -> Connector:
    from .ruby import read_ruby

    return read_ruby(path, name)


FORMS: Mapping[str, Form] = {".py": Form("Python", _python), ".rb": Form("Ruby", _ruby)}
"""Every form by the suffix of its files."""


def read(path: Path, name: str | None = None) -> Connector:
    """Load a connector without looking at what it holds.

    Args:
        path: the file.
        name: the name it was found by; the file's stem if None.

    Raises:
        ConnectorFileError: the file can't be read, or its form is not known.
    """
    form = FORMS.get(path.suffix.lower())
    if not form:
        raise ConnectorFileError(f"{path.name} is no connector: its name must end with {' or '.join(FORMS)}",
                                 place=Place(path))
    if not path.is_file():
        raise ConnectorFileError(f"There is no file {path}", place=Place(path))
    return form.reader(path, name or path.stem)


def load(path: Path, name: str | None = None) -> Connector:
    """Load a connector that is fit for use.

    What is only odd (an unknown ``authorization.type``, unknown keys, text where a function belongs) is let
    through, as the platform lets it through; `check.check` tells all of it.

    Args:
        path: the file.
        name: the name it was found by; the file's stem if None.

    Raises:
        ConnectorFileError: the file can't be read, or a connection field has no name or another one's name.
    """
    from .fields import field_mistakes

    connector = read(path, name)
    for mistake in field_mistakes(connector):
        raise mistake
    return connector
