"""CGI's escapes and ERB::Util."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from ..registry import OBJECT, STRING, define_class, define_module, singleton
from ..values import Hash, Proc, RString
from .base64 import data_of
from .object import to_s
from .percent import unescaped
from .string import from_bytes, text

CGI = define_class("CGI", OBJECT)
ERB_UTIL_HOLDER = define_class("ERB", OBJECT)
ERB_UTIL = define_module("ERB::Util")
HTML = {"'": "&#39;", "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"}
HTML_TABLE = str.maketrans(HTML)
ENTITY = re.compile(r"&(apos|amp|quot|gt|lt|#[0-9]+|#[xX][0-9A-Fa-f]+);")
ENTITIES = {"apos": "'", "amp": "&", "quot": '"', "gt": ">", "lt": "<"}
JSON_TABLE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


class SafeBuffer(RString):
    """ActiveSupport::SafeBuffer: text that counts as safe inside HTML."""

    __slots__ = ()


SAFE_BUFFER = define_class("ActiveSupport::SafeBuffer", STRING, SafeBuffer)


@singleton(CGI, "escape")
def escape(self: Any, block: Proc | None, value: Any) -> str:
    """Percent-encoded, a blank as `+`."""
    return quote(data_of(value), safe="~ ").replace(" ", "+")


@singleton(CGI, "unescape")
def unescape(self: Any, block: Proc | None, value: Any, encoding: Any = None) -> Any:
    """Percent-decoded, `+` as a blank."""
    return from_bytes(unescaped(data_of(value).replace(b"+", b" ")))


@singleton(CGI, "escapeHTML", "escape_html", "h")
def escape_html(self: Any, block: Proc | None, value: Any) -> str:
    """The five characters of HTML."""
    return text(value).translate(HTML_TABLE)


def entity(found: re.Match[str]) -> str:
    """The character of an entity; one that is no character stays."""
    name = found[1]
    if name in ENTITIES:
        return ENTITIES[name]
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else found[0]


@singleton(CGI, "unescapeHTML", "unescape_html")
def unescape_html(self: Any, block: Proc | None, value: Any) -> str:
    """Numeric entities and the five names."""
    return ENTITY.sub(entity, text(value))


@singleton(CGI, "parse")
def parse(self: Any, block: Proc | None, query: Any) -> Hash:
    """A query as lists of values by name."""
    found = Hash()
    for piece in re.split("[&;]", text(query)):
        if not piece:
            continue
        name, mark, value = piece.partition("=")
        found.setdefault(unescape(None, None, name), []).extend([unescape(None, None, value)] if mark else [])
    return found


@singleton(ERB_UTIL, "html_escape", "h")
def safe_html(self: Any, block: Proc | None, value: Any) -> SafeBuffer:
    """Text that is safe inside HTML; what is safe already stays."""
    return value if isinstance(value, SafeBuffer) else SafeBuffer(to_s(value).translate(HTML_TABLE))


@singleton(ERB_UTIL, "html_escape_once")
def escape_once(self: Any, block: Proc | None, value: Any) -> SafeBuffer:
    """The same, leaving entities alone."""
    pattern = r"[\"><']|&(?!([a-zA-Z]+|(#\d+)|(#[xX][\dA-Fa-f]+));)"
    return SafeBuffer(re.sub(pattern, lambda found: HTML[found[0]], to_s(value)))


@singleton(ERB_UTIL, "url_encode", "u")
def url_encode(self: Any, block: Proc | None, value: Any) -> str:
    """Percent-encoded."""
    return quote(to_s(value).encode("utf-8", "surrogateescape"), safe="~")


@singleton(ERB_UTIL, "json_escape")
def json_escape(self: Any, block: Proc | None, value: Any) -> str:
    """JSON that is safe inside HTML."""
    return to_s(value).translate(JSON_TABLE)
