"""URI's form encodings, and finding URIs in texts."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from ..errors import ArgumentError
from ..registry import OBJECT, define_class, method, send, singleton
from ..values import Hash, Proc
from .base64 import data_of
from .iterate import elements
from .object import hash_pairs, to_s
from .options import keywords_of, with_keywords
from .percent import unescaped
from .string import from_bytes, text
from .string.encodings import named
from .uri import LOOSE, URI


@singleton(URI, "encode_www_form_component")
def encode_component(self: Any, block: Proc | None, value: Any, encoding: Any = None) -> str:
    """As forms encode: `*-._` and letters stay, a blank is `+`."""
    source: Any = to_s(value)
    if encoding is not None:
        source = send(source, "encode", encoding, keywords_of(fallback=Proc(lambda char: f"&#{ord(char)};")))
    return quote(data_of(source), safe="* ").replace("~", "%7E").replace(" ", "+")


@singleton(URI, "decode_www_form_component")
def decode_component(self: Any, block: Proc | None, value: Any, encoding: Any = None) -> Any:
    """The reverse; a stray % is an error."""
    source = data_of(value)
    if re.search(rb"%(?![0-9A-Fa-f]{2})", source):
        raise ArgumentError(f"invalid %-encoding ({source.decode('utf-8', 'replace')})")
    return from_bytes(unescaped(source.replace(b"+", b" ")), "UTF-8" if encoding is None else named(encoding))


def form_pairs(value: Any) -> list[list[Any]]:
    """The pairs of a Hash or of an Array of pairs."""
    if isinstance(value, Hash):
        return [[key, item] for key, item in hash_pairs(value)]
    return [pair if type(pair) is list else [pair] for pair in elements(value)]


@singleton(URI, "encode_www_form")
def encode_form(self: Any, block: Proc | None, value: Any, encoding: Any = None) -> str:
    """A query; nil is a bare name, an Array repeats the name, with nothing for a nil in it."""
    found: list[str] = []
    for name, *rest in form_pairs(value):
        key, item = encode_component(None, None, name, encoding), rest[0] if rest else None
        if item is None:
            found.append(key)
        elif type(item) is list:
            parts = ["" if v is None else f"{key}={encode_component(None, None, v, encoding)}" for v in item]
            found.append("&".join(parts))
        else:
            found.append(f"{key}={encode_component(None, None, item, encoding)}")
    return "&".join(found)


@singleton(URI, "decode_www_form")
@with_keywords
def decode_form(
    self: Any, block: Proc | None, value: Any, encoding: Any = None, *, separator: Any = "&"
) -> list[list[Any]]:
    """A query as pairs."""
    source = text(value)
    if not source.isascii():
        raise ArgumentError("the input of URI.decode_www_form must be ASCII only string")
    if not source:
        return []
    pairs = [piece.partition("=") for piece in source.split(text(separator))]
    return [[decode_component(None, None, part, encoding) for part in (k, v)] for k, _, v in pairs]


@singleton(URI, "extract")
def extract(self: Any, block: Proc | None, value: Any, schemes: Any = None) -> list[str] | None:
    """The URIs in a text; nil where a block takes them."""
    wanted = None if schemes is None else [to_s(s) for s in (schemes if type(schemes) is list else [schemes])]
    found = [
        uri for uri in LOOSE.findall(text(value)) if wanted is None or uri.partition(":")[0] in wanted
    ]
    if block is None:
        return found
    for uri in found:
        block.one(uri)
    return None


@singleton(URI, "regexp")
def regexp(self: Any, block: Proc | None, schemes: Any = None) -> Any:
    """A pattern that finds URIs."""
    from ..registry import constants

    names = (
        "|".join(re.escape(to_s(s)) for s in schemes) if type(schemes) is list else r"[A-Za-z][A-Za-z\d+\-.]*"
    )
    pattern = rf"(?:{names}):(?:\/\/)?[^\s\"<>\\^`{{|}}]+"
    return constants["Regexp"].singleton["new"](constants["Regexp"], None, pattern)


class RParser:
    """URI::DEFAULT_PARSER."""


PARSER = define_class("URI::RFC2396_Parser", OBJECT, RParser)
URI.constants["DEFAULT_PARSER"] = RParser()


@method(PARSER, "make_regexp")
def make_regexp(self: Any, block: Proc | None, schemes: Any = None) -> Any:
    """A pattern that finds URIs."""
    return regexp(None, None, schemes)


@method(PARSER, "escape")
def parser_escape(self: Any, block: Proc | None, value: Any, unsafe: Any = None) -> str:
    """Percent-encode what no URI may contain."""
    return quote(data_of(value), safe="-_.!~*'()a;/?:@&=+$,[]%")


@method(PARSER, "unescape")
def parser_unescape(self: Any, block: Proc | None, value: Any) -> Any:
    """Percent-decoded."""
    return from_bytes(unescaped(data_of(value)))
