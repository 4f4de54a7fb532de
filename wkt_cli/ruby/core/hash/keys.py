"""Hash: ActiveSupport's and URI's way to a query."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus

from ...errors import ArgumentError
from ...registry import HASH, OBJECT, method, send
from ...values import Binary, Hash, Proc
from .. import object as o


def cgi_escape(value: Any) -> str:
    """`CGI.escape`, of what is text."""
    if value is None or isinstance(value, bool):
        raise o.no_conversion(value, "String")
    return escape(value)


def escape(value: Any) -> str:
    """The text of a value with all but letters, digits and `-._~` escaped; a space becomes `+`."""
    data = value.data if type(value) is Binary else o.to_s(value).encode("utf-8", "surrogateescape")
    return quote_plus(data)


@method(HASH, "to_query", "to_param")
def to_query(self: Hash, block: Proc | None, namespace: Any = None) -> str:
    """`a=1&b[c]=2`, escaped and sorted."""
    parts: list[str] = []
    for key, value in o.hash_pairs(self):
        if isinstance(value, Hash | list) and not value:
            continue
        name = f"{o.to_s(namespace)}[{o.to_s(key)}]" if o.truthy(namespace) else key
        parts.append(o.to_s(send(value, "to_query", name)))
    if "[]" not in o.to_s(namespace):
        parts.sort()
    return "&".join(parts)


@method(OBJECT, "to_query")
def object_to_query(self: Any, block: Proc | None, key: Any) -> str:
    """`key=value`, escaped."""
    return f"{cgi_escape(send(key, 'to_param'))}={cgi_escape(o.to_s(send(self, 'to_param')))}"


@method(HASH, "encode_www_form")
def encode_www_form(self: Hash, block: Proc | None) -> str:
    """The SDK's name for `URI.encode_www_form`."""
    from ..uri_forms import encode_form

    return encode_form(None, None, self)


@method(HASH, "assert_valid_keys")
def assert_valid_keys(self: Hash, block: Proc | None, *valid: Any) -> Any:
    """ArgumentError for the first key that is not allowed."""
    from ..array.combine import flattened

    allowed = flattened(list(valid), -1)
    for key in o.hash_keys(self):
        if not any(o.equal(x, key) for x in allowed):
            names = ", ".join(map(o.inspect, allowed))
            raise ArgumentError(f"Unknown key: {o.inspect(key)}. Valid keys are: {names}")
    return self
