"""JSON that a person gives in files and at prompts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..errors import UsageError

if TYPE_CHECKING:
    from .app import App


def read_json(app: App, name: str, value: str) -> Any:
    """Read the JSON file that an option names.

    Raises:
        UsageError: it can't be read, or holds no JSON.
    """
    file = app.environment.folder / value
    try:
        return json_in(file.read_text(encoding="utf-8"), value)
    except OSError as error:
        raise UsageError(f"`--{name.replace('_', '-')} {value}` can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{value} holds no JSON: {error}") from error


def json_in(text: str, where: str) -> Any:
    """Read strict JSON; the last of repeated keys wins.

    Args:
        text: the JSON.
        where: what the text stands in, for messages.

    Raises:
        UsageError: it is none.
    """
    try:
        return json.loads(text, parse_constant=_no_constant)
    except ValueError as error:
        raise UsageError(f"{where} holds no JSON: {error}") from error


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
