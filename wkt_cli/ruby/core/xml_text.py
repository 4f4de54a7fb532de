"""XML to and from nested plain values, in the shape of the SDK: no entities, no network, no DTD."""

from __future__ import annotations

from typing import Any


class XmlError(ValueError):
    """Text that is no XML; the message is `line:column: FATAL: …`."""


def parse(text: str | bytes, strip_namespaces: bool = False) -> dict[str, Any]:
    """`{"root": [{"@attribute": …, "child": […], "content!": …}]}`"""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, remove_comments=True,
        remove_pis=True, huge_tree=False, strip_cdata=True,
    )  # fmt: skip
    data = text.encode("utf-8") if isinstance(text, str) else text
    if not data.strip():
        raise XmlError("1:1: FATAL: Extra content at the end of the document")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise XmlError(explained(error))
    return {name_of(root, strip_namespaces): [element(root, strip_namespaces, {})]}


def explained(error: Any) -> str:
    """Libxml's complaint; text that is no XML at all has Nokogiri's words for it."""
    line, column = error.position if error.position else (1, 1)
    words = str(error.msg).split(", line ")[0]
    if words.startswith(("Start tag expected", "Document is empty")):
        return "1:1: FATAL: Extra content at the end of the document"
    return f"{line}:{column}: FATAL: {words}"


def name_of(node: Any, strip: bool) -> str:
    """The name with its prefix."""
    local = node.tag.rsplit("}", 1)[-1]
    return local if strip or not node.prefix else f"{node.prefix}:{local}"


def element(node: Any, strip: bool, outer: dict[Any, str]) -> dict[str, Any]:
    """Attributes, children in lists and all text together."""
    found: dict[str, Any] = {}
    if not strip:
        for prefix, uri in node.nsmap.items():
            if outer.get(prefix) != uri:
                found["@xmlns" + (f":{prefix}" if prefix else "")] = uri
    for name, value in node.attrib.items():
        found["@" + name.rsplit("}", 1)[-1]] = value
    add_text(found, node.text)
    for child in node:
        if isinstance(child.tag, str):
            found.setdefault(name_of(child, strip), []).append(element(child, strip, dict(node.nsmap)))
        add_text(found, child.tail)
    return found


def add_text(found: dict[str, Any], text: str | None) -> None:
    """Gather text that is more than white space."""
    if text and text.strip():
        found["content!"] = found.get("content!", "") + text
