"""XML as the platform writes and reads it (reference/http_dsl.md section 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from ...errors import RequestFormatError, ResponseFormatError
from ...xml_text import XmlError, parse
from ..message import Reply
from .text import SpelledTime, inspect_text, to_text

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_IN_BOTH = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_IN_ATTRIBUTES = str.maketrans({**_IN_BOTH, "\n": "&#10;", "\r": "&#13;"})
_IN_ELEMENTS = str.maketrans({**_IN_BOTH, "'": "&#39;"})


class Xml:
    """XML below one root element.

    Args:
        root: name of the root, with its prefix.
        namespaces: attributes and elements that are added to the root, such as ``{"@xmlns": "urn:x"}``.
        strip: whether elements of a reply lose their prefixes.
    """

    NAME = "xml"
    CONTENT_TYPE = "application/xml"

    def __init__(self, root: str = "", namespaces: Mapping[str, Any] | None = None, strip: bool = False) -> None:
        self.root, self.namespaces, self.strip = root, dict(namespaces or {}), strip

    def encode(self, payload: Any) -> bytes:
        """Write a dict: keys with ``@`` are attributes, ``content!`` is text as it is.

        Raises:
            RequestFormatError: it is no dict, or a value has no text.

        >>> Xml("order", {"@v": 2}).encode({"line": [{"@sku": "A1", "qty": 3}, {"content!": "x"}], "note": None})
        b'<order v="2"><line sku="A1"><qty>3</qty></line><line>x</line><note xsi:nil="true"/></order>'
        """
        if not isinstance(payload, Mapping):
            raise RequestFormatError(
                f"A {type(payload).__name__} can't be written as XML", hint="give a hash; `request_body` takes a text"
            )
        return "".join(_element(self.root, {**payload, **self.namespaces})).encode()

    def decode(self, reply: Reply) -> Any:
        """Read a reply: each element is a dict in a list, attributes have ``@``, text is ``content!``.

        Raises:
            ResponseFormatError: it is no XML.
        """
        try:
            itself = b"encoding=" in reply.body[:200] or reply.body.startswith(_UTF16)
            return parse(reply.body if itself else reply.text, self.strip)
        except XmlError as error:
            raise ResponseFormatError(str(error), hint="use `response_format_raw` if the reply isn't meant to be XML")


def _element(key: str, value: Any) -> Iterator[str]:
    """Write what stands under a key: a list as one element for each item, anything else as one."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _item(key, item)
    elif isinstance(value, Mapping):
        yield _with_content(key, value)
    elif key.endswith("/"):
        yield f"<{key}>"
    elif value is None:
        yield f'<{key.removesuffix("!")} xsi:nil="true"/>'
    else:
        name = key.removesuffix("!")
        yield f"<{name}>{_text(value) if key.endswith('!') else _text(value).translate(_IN_ELEMENTS)}</{name}>"


def _item(key: str, item: Any) -> Iterator[str]:
    """Write an item of a list; of one under a key with a slash only its attributes."""
    if key.endswith("/"):
        yield f"<{key[:-1]}{_attributes(item) if isinstance(item, Mapping) else ''}/>"
    elif isinstance(item, (list, tuple)):
        yield from _list(key.removesuffix("!"), item)
    else:
        yield from _element(key, item)


def _with_content(key: str, value: Mapping[Any, Any]) -> str:
    name, content = key.rstrip("!/"), "".join(_content(value))
    if key.endswith("/") and not content:
        return f"<{name}{_attributes(value)}/>"
    return f"<{name}{_attributes(value)}>{content}</{name}>"


def _list(key: str, items: Any) -> Iterator[str]:
    """Write a list inside a list."""
    yield f"<{key}>"
    yield from _element("element", items)
    yield f"</{key}>"


def _attributes(value: Mapping[Any, Any]) -> str:
    found = ((to_text(key), inner) for key, inner in value.items())
    return "".join(f' {key[1:]}="{_in_attribute(inner)}"' for key, inner in found if key.startswith("@"))


def _in_attribute(value: Any) -> str:
    text = inspect_text(value) if isinstance(value, (Mapping, list, tuple)) else to_text(value)
    return text.translate(_IN_ATTRIBUTES)


def _content(value: Mapping[Any, Any]) -> Iterator[str]:
    children = {to_text(key): inner for key, inner in value.items()}
    for name in children.pop("order!", None) or children:
        if name == "content!":
            yield _text(children[name])
        elif not name.startswith("@"):
            yield from _element(name, children.get(name))


def _text(value: Any) -> str:
    """Give a value as text; a time of day is all that is written of a time, and a function gives its value."""
    if callable(value):
        value = value()
    if isinstance(value, datetime):
        return (isinstance(value, SpelledTime) and value.xml) or f"{value:%H:%M:%S}"
    return to_text(value)
