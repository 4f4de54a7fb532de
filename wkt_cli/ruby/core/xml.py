"""XML: the SDK's `from_xml`, ActiveSupport's `to_xml` and `Hash.from_xml`."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Any

from ...patterns import lazy_pattern
from ...xml_text import XmlError, parse
from .. import limits
from ..errors import StandardError, exception_class
from ..registry import ARRAY, HASH, STRING, define_module, method, send, singleton
from ..values import Binary, Hash, IndifferentHash, Proc, RString, Symbol
from .exception import register_error
from .numeric import options
from .object import class_name, hash_pairs, hash_set, responds, to_hash, to_s, truthy
from .string import text

for _name in ("Nokogiri", "Nokogiri::XML"):
    define_module(_name)
SyntaxError_ = exception_class("Nokogiri::XML::SyntaxError", StandardError)
register_error(SyntaxError_)
TYPES = {
    "Symbol": "symbol", "Integer": "integer", "BigDecimal": "decimal", "Float": "float",
    "TrueClass": "boolean",
    "FalseClass": "boolean", "Date": "date", "DateTime": "dateTime", "Time": "dateTime",
}  # fmt: skip


def indifferent(value: Any, top: bool = True) -> Any:
    """Plain values as hashes: the top plain, the elements indifferent."""
    if isinstance(value, dict):
        found: Hash = Hash() if top else IndifferentHash()
        for key, item in value.items():
            found[key] = indifferent(item, False)
        return found
    return [indifferent(item, False) for item in value] if isinstance(value, list) else value


@method(STRING, "from_xml")
def from_xml(self: Any, block: Proc | None, *settings: Any) -> Hash:
    """`{"a"=>[{"@x"=>"1", "content!"=>"t"}]}`"""
    strip = bool(options(settings)[1].get("strip_namespaces"))
    try:
        found: Hash = indifferent(parse(self.data if isinstance(self, Binary) else text(self), strip))
    except XmlError as error:
        raise SyntaxError_(str(error))
    return found


ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
ATTRIBUTE_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def attributes_text(attributes: dict[str, str]) -> str:
    """Attributes with a blank before each."""
    return "".join(f' {key}="{value.translate(ATTRIBUTE_ESCAPES)}"' for key, value in attributes.items())


NO_XML = lazy_pattern("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML can't contain."""


def escaped(content: str) -> str:
    """Text between tags."""
    return NO_XML.sub("\ufffd", content).translate(ESCAPES)


class Builder:
    """Writes elements, indented."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.indent = int(names.get("indent", 2))
        self.types = not names.get("skip_types")
        self.nils = not names.get("skip_nils")
        self.dasherize = names.get("dasherize") is not False
        self.camelize = names.get("camelize")
        self.out: list[str] = []
        self.depth = 0

    def rename(self, name: str) -> str:
        """A key as an element's name."""
        if self.camelize:
            found = str(send(name, "camelize"))
            return found[:1].lower() + found[1:] if self.camelize is Symbol("lower") else found
        lead = len(name) - len(name.lstrip("_"))
        return name[:lead] + name[lead:].replace("_", "-").replace(" ", "-") if self.dasherize else name

    def line(self, content: str) -> None:
        """One indented line."""
        limits.check_nesting(self.depth * 10)
        self.out.append(" " * (self.indent * self.depth) + content + ("\n" if self.indent else ""))

    def element(self, name: str, attributes: dict[str, str], content: str | None) -> None:
        """An element with text, or empty."""
        shown = attributes_text(attributes)
        self.line(f"<{name}{shown}/>" if content is None else f"<{name}{shown}>{escaped(content)}</{name}>")

    def block(self, name: str, attributes: dict[str, str], body: Any) -> None:
        """An element with others inside."""
        shown = attributes_text(attributes)
        self.line(f"<{name}{shown}>")
        self.depth += 1
        body()
        self.depth -= 1
        self.line(f"</{name}>")

    def tag(self, key: str, value: Any) -> None:
        """A key with any value."""
        name = self.rename(key)
        if isinstance(value, Hash):
            self.hash(name, value)
        elif type(value) is list:
            self.array(name, str(send(key, "singularize")), value)
        elif value is None:
            self.element(name, {"nil": "true"} if self.nils else {}, None)
        else:
            self.element(name, *self.scalar(value))

    def tags(self, pairs: list[tuple[str, Any]]) -> None:
        """Several keys."""
        for key, value in pairs:
            self.tag(key, value)

    def scalar(self, value: Any) -> tuple[dict[str, str], str | None]:
        """Attributes and text of a simple value."""
        name = str(send(send(value, "class"), "name"))
        kind = TYPES.get(name) or (None if responds(value, "to_str") else name)
        if isinstance(value, Binary):
            return {"type": "binary", "encoding": "base64"}, base64.encodebytes(value.data).decode()
        shown = to_s(value)
        if kind == "dateTime":
            shown = to_s(send(value, "xmlschema"))
        elif isinstance(value, Decimal):
            shown = to_s(send(value, "to_s"))
        return {"type": kind} if kind and self.types else {}, shown

    def hash(self, name: str, value: Hash) -> None:
        """A Hash as element."""
        if not value:
            self.block_or_empty(name, {})
            return
        self.block(name, {}, lambda: self.tags([(to_s(key), item) for key, item in hash_pairs(value)]))

    def block_or_empty(self, name: str, attributes: dict[str, str]) -> None:
        """An element without content, in two lines as Builder writes it."""
        self.block(name, attributes, lambda: None)

    def array(self, name: str, child: str, values: list[Any]) -> None:
        """An Array as element."""
        attributes = {"type": "array"} if self.types else {}
        if values:
            self.block(name, attributes, lambda: self.tags([(child, value) for value in values]))
        else:
            self.element(name, attributes, None)


def document(names: dict[str, Any], write: Any) -> str:
    """The declaration and the root."""
    builder = Builder(names)
    if not names.get("skip_instruct"):
        builder.line('<?xml version="1.0" encoding="UTF-8"?>')
    write(builder)
    return "".join(builder.out)


@method(HASH, "to_xml")
def hash_to_xml(self: Hash, block: Proc | None, settings: Any = None) -> str:
    """As XML under `hash` or another root."""
    names = options((to_hash(settings),))[1] if truthy(settings) else {}
    return document(names, lambda b: b.hash(b.rename(to_s(names.get("root", "hash"))), self))


@method(ARRAY, "to_xml")
def array_to_xml(self: list[Any], block: Proc | None, settings: Any = None) -> str:
    """As XML under the name of the elements' class, `objects` for a mixture."""
    names = options((to_hash(settings),))[1] if truthy(settings) else {}
    root = names.get("root")
    if root is None:
        kinds = {class_name(value) for value in self}
        alike = bool(self) and len(kinds) == 1 and not isinstance(self[0], Hash)
        root = send(send(kinds.pop(), "underscore"), "pluralize") if alike else "objects"
        if not self:
            root = "nil_classes"
    child = to_s(names.get("children") or send(to_s(root), "singularize"))
    return document(names, lambda b: b.array(b.rename(to_s(root)), child, self))


def converted(node: dict[str, Any]) -> Any:
    """An element by its `type` and `nil` attributes, as `Hash.from_xml` reads it."""
    kind = node.get("@type")
    children = {key: value for key, value in node.items() if not key.startswith("@") and key != "content!"}
    content = node.get("content!")
    if kind == "array":
        items: list[Any] = next(iter(children.values()), [])
        return [converted(item) for item in items]
    if node.get("@nil") == "true" or (not children and content is None and not node):
        return None
    if content is not None:
        return typed(content, kind)
    if kind == "string" and not children:
        return ""
    if kind is not None and not children and len(node) == 1:
        return None
    found = Hash()
    for key, value in attributes(node).items():
        hash_set(found, key.replace("-", "_"), value)
    for key, values in children.items():
        items = [converted(item) for item in values]
        hash_set(found, key.replace("-", "_"), items if len(items) > 1 else items[0])
    return found


def attributes(node: dict[str, Any]) -> dict[str, str]:
    """The attributes without their mark."""
    return {key[1:]: value for key, value in node.items() if key.startswith("@")}


def typed(content: str, kind: str | None) -> Any:
    """Text by its `type`."""
    if kind == "integer":
        return send(content, "to_i")
    if kind in ("float", "double"):
        return send(content, "to_f")
    if kind == "decimal":
        return send(content, "to_d")
    if kind == "boolean":
        return content.strip() in ("1", "true")
    if kind == "date":
        return send(content, "to_date")
    if kind in ("datetime", "dateTime"):
        return send(send(content, "to_datetime"), "utc")
    return Binary(base64.b64decode(content)) if kind in ("base64Binary", "binary") else content


@singleton(HASH, "from_xml", "from_trusted_xml")
def hash_from_xml(self: Any, block: Proc | None, value: Any, disallowed: Any = None) -> Hash | None:
    """ActiveSupport's reading: typed values, attributes as keys; nil for nil and the empty text."""
    if value is None or not truthy(send(value, "present?")):
        return None
    try:
        plain = parse(str(value) if isinstance(value, RString) else text(value))
    except XmlError as error:
        raise SyntaxError_(str(error))
    return Hash({key.replace("-", "_"): converted(items[0]) for key, items in plain.items()})
