"""Ruby values to JSON text: as ActiveSupport's `to_json` writes it, and as `JSON.generate` does."""

from __future__ import annotations

import math
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any

from ...hex_text import hex_text
from .. import limits
from ..errors import RubyError
from ..registry import lookup, send
from ..values import Binary, Hash, RObject, RString, Symbol
from .digits import in_base
from .float import float_text
from .json_fast import generated, safe_in_html
from .json_parse import GeneratorError, NestingError
from .object import hash_pairs, to_s

quote: Callable[[str], str] = encode_basestring


def text_of(value: Any) -> str:
    """The text of a String value, or JSON's complaint about bytes that are none."""
    from .string.base import codec

    if isinstance(value, Binary):
        try:
            return value.data.decode("utf-8" if value.encoding == "ASCII-8BIT" else codec(value.encoding))
        except UnicodeDecodeError:
            raise malformed()
    return value.text if type(value) is RString else str(value)


def malformed() -> RubyError:
    """The error of bytes that are not UTF-8."""
    return GeneratorError("partial character in source, but hit end")


def escaped(text: str) -> str:
    """A string as ActiveSupport writes it: safe inside HTML."""
    found = quote(text)
    if "\x7f" in found:
        found = found.replace("\\u007f", "\x7f")
    return safe_in_html(found)


def key_text(key: Any) -> str:
    """A key as text."""
    return key if type(key) is str else to_s(key)


def write(value: Any, out: list[str], depth: int = 0) -> None:
    """ActiveSupport's form of a value."""
    kind = type(value)
    if kind is str:
        out.append(escaped(value))
    elif kind is int:
        out.append(in_base(value))
    elif value is None:
        out.append("null")
    elif kind is bool:
        out.append("true" if value else "false")
    elif isinstance(value, Hash):
        write_hash(value, out, depth)
    elif kind is list:
        write_list(value, out, depth)
    elif kind is Symbol:
        out.append(escaped(value.name))
    elif kind is float:
        out.append(float_text(value) if math.isfinite(value) else "null")
    else:
        write_other(value, out, depth)


def write_hash(value: Hash, out: list[str], depth: int) -> None:
    """An object; keys become text, of two with the same text the last wins."""
    limits.check_nesting(depth * 10)
    pairs = hash_pairs(value) if value.odd else value.items()
    if any(type(key) is not str for key in value):
        pairs = {key_text(key): item for key, item in pairs}.items()
    out.append("{")
    mark = ""
    for key, item in pairs:
        out.append(mark + escaped(key) + ":")
        write(item, out, depth + 1)
        mark = ","
    out.append("}")


def write_list(value: list[Any], out: list[str], depth: int) -> None:
    """An array."""
    limits.check_nesting(depth * 10)
    out.append("[")
    mark = ""
    for item in value:
        if mark:
            out.append(mark)
        write(item, out, depth + 1)
        mark = ","
    out.append("]")


def write_other(value: Any, out: list[str], depth: int) -> None:
    """Text in other forms, and all that says by `as_json` what it is."""
    if isinstance(value, (RString, Binary)):
        out.append(escaped(text_of(value)))
    else:
        found = send(value, "as_json")
        if found is value:
            found = to_s(value)
        write(found, out, depth + 1)


def active_support(value: Any) -> str:
    """`to_json`"""
    from .string import WorkatoBinary

    if isinstance(value, WorkatoBinary):
        return hex_text(value.data)
    found = generated(value)
    if found is None:
        out: list[str] = []
        write(value, out)
        found = "".join(out)
    else:
        found = safe_in_html(found)
    limits.check_size(len(found))
    return found


class Style:
    """Settings of `JSON.generate`."""

    def __init__(self, names: dict[str, Any]) -> None:
        def text(name: str) -> str:
            found = names.get(name)
            return "" if found is None else to_s(found)

        self.indent, self.space, self.space_before = text("indent"), text("space"), text("space_before")
        self.object_nl, self.array_nl = text("object_nl"), text("array_nl")
        self.nan = bool(names.get("allow_nan"))
        self.ascii = bool(names.get("ascii_only"))
        depth = names.get("max_nesting", 100)
        self.depth = depth if type(depth) is int and depth > 0 else 0

    def quoted(self, text: str) -> str:
        """A string."""
        found = quote(text)
        if self.ascii:
            import json

            return json.dumps(text)
        return found


PRETTY = {"indent": "  ", "space": " ", "object_nl": "\n", "array_nl": "\n"}


def generate(value: Any, style: Style, depth: int = 0) -> str:
    """`JSON.generate`"""
    kind = type(value)
    if kind is str or isinstance(value, (RString, Binary)):
        return style.quoted(text_of(value))
    if value is None or kind is bool or kind is int:
        return {None: "null", True: "true", False: "false"}[value] if kind is not int else in_base(value)
    if kind is float:
        return float_form(value, style)
    if isinstance(value, Hash):
        return generate_hash(value, style, depth + 1)
    if kind is list:
        return generate_list(value, style, depth + 1)
    if (
        isinstance(value, RObject)
        and (run := lookup(kind, "to_json")) is not None
        and run is not CORE_TO_JSON[0]
    ):
        return to_s(send(value, "to_json"))
    return style.quoted(to_s(value))


CORE_TO_JSON: list[Any] = [None]


def float_form(value: float, style: Style) -> str:
    """A Float; NaN and the infinities only where allowed."""
    shown = float_text(value)
    if not math.isfinite(value) and not style.nan:
        raise GeneratorError(f"{1003 if value != value else 1000}: {shown} not allowed in JSON")
    return shown


def nested(style: Style, depth: int) -> None:
    """NestingError below the limit."""
    limits.check_nesting(depth * 10)
    if style.depth and depth > style.depth:
        raise NestingError(f"nesting of {depth} is too deep")


def generate_hash(value: Hash, style: Style, depth: int) -> str:
    """An object."""
    nested(style, depth)
    pairs = {key_text(key): item for key, item in (hash_pairs(value) if value.odd else value.items())}
    inner = style.object_nl + style.indent * depth if style.object_nl else ""
    shown = [
        f"{inner}{style.quoted(key)}{style.space_before}:{style.space}{generate(item, style, depth)}"
        for key, item in pairs.items()
    ]
    end = style.object_nl + style.indent * (depth - 1) if style.object_nl else ""
    return "{" + ",".join(shown) + end + "}"


def generate_list(value: list[Any], style: Style, depth: int) -> str:
    """An array."""
    nested(style, depth)
    inner = style.indent * depth if style.array_nl else ""
    shown = [inner + generate(item, style, depth) for item in value]
    end = style.array_nl + style.indent * (depth - 1) if style.array_nl else ""
    return "[" + style.array_nl + ("," + style.array_nl).join(shown) + end + "]"
