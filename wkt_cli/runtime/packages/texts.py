"""JSON, XML and identifiers for connectors in Python, by the rules of replies and payloads."""

from __future__ import annotations

import uuid as identifiers
from collections.abc import Mapping
from typing import Any

from ...http.formats import json
from ...http.formats.xml import Xml
from ...xml_text import XmlError, parse
from .errors import PackageError


def uuid() -> str:
    """Give a random identifier (UUID, version 4).

    >>> len(uuid())
    36
    """
    return str(identifiers.uuid4())


def parse_json(text: Any) -> Any:
    """Read JSON; what is no text is given back as it is.

    Raises:
        PackageError: it is no JSON.

    >>> parse_json('{"a": [1, null]}'), parse_json([1])
    ({'a': [1, None]}, [1])
    """
    if not isinstance(text, (str, bytes)):
        return text
    try:
        found = text if isinstance(text, str) else text.decode()
        if not found.strip():
            raise ValueError("it is empty")
        return json.parse(found)
    except ValueError as error:
        raise PackageError(f"The text is no JSON: {error}")


def parse_xml(text: str | bytes, strip_namespaces: bool = False) -> dict[str, Any]:
    """Read XML: each element is a dict in a list, attributes have ``@``, text is ``content!``.

    Args:
        text: one document.
        strip_namespaces: whether elements lose the prefixes of their names.

    Raises:
        PackageError: it is no XML.

    >>> parse_xml('<a b="1"><c>x</c></a>')
    {'a': [{'@b': '1', 'c': [{'content!': 'x'}]}]}
    """
    try:
        return parse(text, strip_namespaces)
    except XmlError as error:
        raise PackageError(str(error))


def render_xml(root: str, value: Mapping[str, Any], namespaces: Mapping[str, Any] | None = None) -> str:
    """Write XML as `request_format_xml` does.

    Args:
        root: the name of the outermost element.
        value: what stands in it.
        namespaces: is added to it, such as ``{"@xmlns": "urn:x"}``.

    Raises:
        RequestFormatError: a value has no text.

    >>> render_xml("a", {"@b": 1, "c": ["x", "y"]})
    '<a b="1"><c>x</c><c>y</c></a>'
    """
    return Xml(root, namespaces).encode(value).decode()
