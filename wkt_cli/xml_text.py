"""XML to and from nested plain values, in the shape of the SDK: no entities, no network, no DTD."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast


class XmlError(ValueError):
    """Text that is no XML; the message is `line:column: FATAL: …`."""


def parse(text: str | bytes, strip_namespaces: bool = False) -> dict[str, Any]:
    """`{"root": [{"@attribute": …, "child": […], "content!": …}]}`"""
    from lxml import etree

    data = text.encode("utf-8") if isinstance(text, str) else text
    if len(data) < SHORTEST or not data.strip():
        column = len(data) + 1 if len(data) >= SHORTEST else 1
        raise XmlError(f"1:{column}: FATAL: Extra content at the end of the document")
    parser = reader()
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        fatal = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
        if fatal:
            raise XmlError(explained(fatal[-1])) from None
        root = etree.fromstring(data, reader(recover=True))
    return {name_of(root, strip_namespaces): [element(root, strip_namespaces, {})]}


SHORTEST = 4
"""Bytes that the reference's parser needs before it looks at a document."""


def reader(recover: bool = False) -> Any:
    """A parser without entities, network and DTD; ``recover`` passes over undeclared prefixes."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, remove_comments=True,
        remove_pis=True, huge_tree=False, strip_cdata=True, recover=recover,
    )  # fmt: skip


def explained(error: Any) -> str:
    """Libxml's last complaint; for text that is no XML at all in Nokogiri's words."""
    words = str(error.message)
    if words.startswith("Start tag expected"):
        return "1:1: FATAL: Document is empty"
    return f"{error.line}:{error.column}: FATAL: {words}"


def name_of(node: Any, strip: bool) -> str:
    """The name with its prefix."""
    local = node.tag.rsplit("}", 1)[-1]
    return local if strip or not node.prefix else f"{node.prefix}:{local}"


def element(node: Any, strip: bool, outer: dict[Any, str]) -> dict[str, Any]:
    """Attributes, children in lists and all text together, where its first piece stands."""
    found: dict[str, Any] = {}
    spaces: dict[Any, str] = node.nsmap
    texts: list[str] = []
    if len(spaces) > MAX_NAMESPACES:
        raise XmlError(f"{node.sourceline}:1: FATAL: More than {MAX_NAMESPACES} namespaces hold for an element")
    for prefix, uri in () if spaces == outer else spaces.items():
        if outer.get(prefix) != uri:
            found["@xmlns" + (f":{prefix}" if prefix else "")] = uri
    for name, value in attributes(node):
        found["@" + name.rsplit("}", 1)[-1]] = value
    add_text(found, texts, node.text)
    for child in node:
        if isinstance(child.tag, str):
            found.setdefault(name_of(child, strip), []).append(element(child, strip, spaces))
        add_text(found, texts, child.tail)
    if texts:
        found["content!"] = "".join(texts)
    return found


MAX_NAMESPACES = 200
"""Namespaces that may hold for one element: each is looked at again for every element inside."""
MANY_ATTRIBUTES = 100


def attributes(node: Any) -> Iterable[tuple[str, str]]:
    """Names and values; lxml's own way takes the square of their number, XPath is slow for a few."""
    if len(node.attrib) <= MANY_ATTRIBUTES:
        return cast("Iterable[tuple[str, str]]", node.attrib.items())
    return ((value.attrname, str(value)) for value in node.xpath("@*"))


def add_text(found: dict[str, Any], texts: list[str], text: str | None) -> None:
    """Gather text that is more than white space; its place is that of the first piece."""
    if text and text.strip():
        texts.append(text)
        found.setdefault("content!", "")
