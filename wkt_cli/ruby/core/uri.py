"""URI: parse, join, build, parts, and the encodings of forms."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from ...patterns import lazy_pattern
from ..errors import ArgumentError, StandardError, exception_class
from ..registry import OBJECT, define_class, define_module, function, method, send, singleton
from ..values import Hash, Proc
from .exception import register_error
from .numeric import integer, options
from .object import responds
from .string import text
from .string.base import is_text

URI = define_module("URI")
URIError = exception_class("URI::Error", StandardError)
InvalidURIError = exception_class("URI::InvalidURIError", URIError)
InvalidComponentError = exception_class("URI::InvalidComponentError", URIError)
BadURIError = exception_class("URI::BadURIError", URIError)
for _error in (URIError, InvalidURIError, InvalidComponentError, BadURIError):
    register_error(_error)


def _escaped(plain: str) -> str:
    """Characters and %-escapes, without a way back: so a text of many megabytes takes no memory of its own."""
    return rf"[{plain}]*+(?:%[0-9A-Fa-f]{{2}}[{plain}]*+)*+"


PARTS = lazy_pattern(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+\-.]*):)?"
    rf"(?://(?:(?P<userinfo>{_escaped('!$&-.0-;=A-Z_a-z~')})@)?"
    rf"(?P<host>\[[0-9A-Fa-fv:.]+\]|{_escaped('!$&-.0-9;=A-Z_a-z~')})(?::(?P<port>\d*))?)?"
    rf"(?P<path>{_escaped('!$&-.0-;=@A-Z_a-z~/')})"
    r"(?:\?(?P<query>[^#\s\x00-\x20\"<>\\^`{|}]*))?"
    rf"(?:\#(?P<fragment>{_escaped('!$&-.0-;=@A-Z_a-z~/?')}))?",
    re.ASCII,
)
PORTS = {"http": 80, "https": 443, "ftp": 21, "ldap": 389, "ldaps": 636, "ws": 80, "wss": 443}
LOOSE = lazy_pattern(r"(?:[A-Za-z][A-Za-z\d+\-.]*):(?://)?[^\s\"<>\\^`{|}]+")


class RUri:
    """A URI in its parts."""

    __slots__ = ("fragment", "host", "opaque", "path", "port", "query", "scheme", "userinfo")

    def __init__(self, scheme: str | None = None, host: str | None = None, path: str = "") -> None:
        self.scheme, self.host, self.path = scheme, host, path
        self.port: int | None = None
        self.userinfo: str | None = None
        self.query: str | None = None
        self.fragment: str | None = None
        self.opaque: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RUri) and written(self) == written(other)

    def __hash__(self) -> int:
        return hash(written(self))


class RHttp(RUri):
    """An http URI."""

    __slots__ = ()


class RHttps(RUri):
    """An https URI."""

    __slots__ = ()


class RMailTo(RUri):
    """A mailto URI."""

    __slots__ = ()


GENERIC = define_class("URI::Generic", OBJECT, RUri)
HTTP = define_class("URI::HTTP", GENERIC, RHttp)
HTTPS = define_class("URI::HTTPS", HTTP, RHttps)
MAILTO = define_class("URI::MailTo", GENERIC, RMailTo)
CLASSES: dict[str, type[RUri]] = {"http": RHttp, "https": RHttps, "mailto": RMailTo}


def ascii_inspect(value: str) -> str:
    """`inspect` in ASCII, with escapes."""
    shown = str(send(value, "inspect"))
    return "".join(
        c if c.isascii() else f"\\u{ord(c):04X}" if ord(c) < 0x10000 else f"\\u{{{ord(c):X}}}" for c in shown
    )


def parsed(value: Any) -> RUri:
    """A text in its parts, or InvalidURIError."""
    if isinstance(value, RUri):
        return value
    if not responds(value, "to_str"):
        raise InvalidURIError(f"bad URI(is not URI?): {send(value, 'inspect')}")
    source = text(value)
    if not source.isascii():
        raise InvalidURIError(f"URI must be ascii only {ascii_inspect(source)}")
    found = PARTS.fullmatch(source)
    if not found or (not found["scheme"] and ":" in found["path"].partition("/")[0]):
        raise InvalidURIError(f"bad URI(is not URI?): {send(source, 'inspect')}")
    scheme = found["scheme"].lower() if found["scheme"] else None
    host = found["host"] if found["host"] or scheme == "file" else None
    made = CLASSES.get(scheme or "", RUri)(scheme, host, found["path"])
    made.userinfo, made.query, made.fragment = found["userinfo"], found["query"], found["fragment"]
    made.port = (
        int(found["port"])
        if found["port"]
        else PORTS.get(scheme or "")
        if found["host"] is not None
        else None
    )
    if scheme and found["host"] is None and made.path and not made.path.startswith("/"):
        query = "" if made.query is None else f"?{made.query}"
        made.opaque, made.path, made.query = made.path + query, "", None
    return made


def written(uri: RUri) -> str:
    """The whole text; the usual port is left out."""
    found = f"{uri.scheme}:" if uri.scheme else ""
    if uri.opaque is not None:
        found += uri.opaque
    else:
        if uri.host is not None:
            user = f"{uri.userinfo}@" if uri.userinfo else ""
            port = f":{uri.port}" if uri.port is not None and uri.port != PORTS.get(uri.scheme or "") else ""
            found += f"//{user}{uri.host}{port}"
            if uri.path and not uri.path.startswith("/"):
                found += "/"
        found += uri.path
    found += f"?{uri.query}" if uri.query is not None else ""
    return found + (f"#{uri.fragment}" if uri.fragment is not None else "")


@function("URI")
def uri_function(self: Any, block: Proc | None, value: Any) -> RUri:
    """Kernel#URI."""
    if isinstance(value, RUri):
        return value
    if not is_text(value) and not responds(value, "to_str"):
        raise ArgumentError("bad argument (expected URI object or URI string)")
    return parsed(value)


@singleton(URI, "parse")
def parse(self: Any, block: Proc | None, value: Any) -> RUri:
    """A text as URI."""
    return parsed(value)


@singleton(URI, "split")
def split(self: Any, block: Proc | None, value: Any) -> list[Any]:
    """scheme, userinfo, host, port, registry, path, opaque, query, fragment."""
    uri = parsed(value)
    found = PARTS.fullmatch(text(value))
    port = found["port"] if found else None
    path = None if uri.opaque else uri.path
    return [uri.scheme, uri.userinfo, uri.host, port, None, path, uri.opaque, uri.query, uri.fragment]


def merged(base: RUri, other: Any) -> RUri:
    """A reference resolved against a base."""
    target = parsed(other)
    if not base.scheme and not target.scheme:
        raise BadURIError("both URI are relative")
    if target.scheme and (target.host or target.opaque):
        return parsed(written(target))
    return parsed(urljoin(written(base), written(target)))


@singleton(URI, "join")
def join(self: Any, block: Proc | None, first: Any, *others: Any) -> RUri:
    """References resolved one after another."""
    found = part(first)
    for other in others:
        found = merged(found, part(other))
    return found


def part(value: Any) -> RUri:
    """An argument of `URI.join`."""
    if not responds(value, "to_str") and not isinstance(value, RUri):
        raise ArgumentError("bad argument (expected URI object or URI string)")
    return parsed(value)


def build(made: RUri, settings: Any) -> RUri:
    """A URI of named parts."""
    given = options((settings,))[1] if isinstance(settings, Hash) else {}
    for name, value in given.items():
        setter(name)(made, None, value)
    if made.port is None and made.host is not None:
        made.port = PORTS.get(made.scheme or "")
    return made


for _class, _type, _scheme in ((HTTP, RHttp, "http"), (HTTPS, RHttps, "https"), (GENERIC, RUri, None)):
    _class.singleton["build"] = lambda self, block, settings, t=_type, s=_scheme: build(t(s), settings)


def getter(name: str) -> Any:
    """Make the reader of a part."""

    def run(self: RUri, block: Proc | None) -> Any:
        return getattr(self, name)

    run.__doc__ = f"The {name}."
    return run


def setter(name: str) -> Any:
    """Make the writer of a part."""
    if name not in RUri.__slots__:
        raise ArgumentError(f"unknown component {name}")

    def run(self: RUri, block: Proc | None, value: Any) -> Any:
        if name == "port":
            self.port = (
                None if value is None else integer(int(text(value)) if not isinstance(value, int) else value)
            )
        else:
            setattr(self, name, None if value is None else text(value))
        return value

    run.__doc__ = f"Set the {name}."
    return run


for _name in RUri.__slots__:
    method(GENERIC, _name)(getter(_name))
    method(GENERIC, _name + "=")(setter(_name))


@method(GENERIC, "hostname")
def hostname(self: RUri, block: Proc | None) -> str | None:
    """The host, an IPv6 address without brackets."""
    return self.host.strip("[]") if self.host is not None else None


@method(GENERIC, "user")
def user(self: RUri, block: Proc | None) -> str | None:
    """The user's name."""
    return self.userinfo.partition(":")[0] if self.userinfo is not None else None


@method(GENERIC, "password")
def password(self: RUri, block: Proc | None) -> str | None:
    """The password."""
    return self.userinfo.partition(":")[2] if self.userinfo and ":" in self.userinfo else None


@method(GENERIC, "user=")
def set_user(self: RUri, block: Proc | None, value: Any) -> Any:
    """Set the user's name."""
    secret = password(self, None)
    self.userinfo = text(value) + (f":{secret}" if secret else "")
    return value


@method(GENERIC, "password=")
def set_password(self: RUri, block: Proc | None, value: Any) -> Any:
    """Set the password."""
    if not self.userinfo:
        raise InvalidURIError("password component depends user component")
    self.userinfo = f"{user(self, None)}:{text(value)}"
    return value


@method(GENERIC, "request_uri")
def request_uri(self: RUri, block: Proc | None) -> str:
    """Path and query."""
    return (self.path or "/") + (f"?{self.query}" if self.query is not None else "")


@method(GENERIC, "default_port")
def default_port(self: RUri, block: Proc | None) -> int | None:
    """The scheme's usual port."""
    return PORTS.get(self.scheme or "")


@method(GENERIC, "origin")
def origin(self: RUri, block: Proc | None) -> str:
    """Scheme, host and port."""
    port = f":{self.port}" if self.port != PORTS.get(self.scheme or "") else ""
    return f"{self.scheme}://{(self.host or '').lower()}{port}"


@method(GENERIC, "authority")
def authority(self: RUri, block: Proc | None) -> str:
    """Host and port."""
    port = f":{self.port}" if self.port != PORTS.get(self.scheme or "") else ""
    return f"{self.host or ''}{port}"


@method(GENERIC, "absolute?", "absolute")
def is_absolute(self: RUri, block: Proc | None) -> bool:
    """With a scheme."""
    return self.scheme is not None


@method(GENERIC, "relative?")
def is_relative(self: RUri, block: Proc | None) -> bool:
    """Without a scheme."""
    return self.scheme is None


@method(GENERIC, "hierarchical?")
def is_hierarchical(self: RUri, block: Proc | None) -> bool:
    """With a path."""
    return self.opaque is None


@method(GENERIC, "+", "merge")
def plus(self: RUri, block: Proc | None, other: Any) -> RUri:
    """A reference resolved against this."""
    return merged(self, other)


@method(GENERIC, "normalize")
def normalize(self: RUri, block: Proc | None) -> RUri:
    """Scheme and host in small letters, a path at least."""
    made = parsed(written(self))
    made.host = made.host.lower() if made.host else made.host
    made.path = made.path or ("/" if made.host else "")
    return made


@method(GENERIC, "to_s", "to_str", "as_json")
def to_string(self: RUri, block: Proc | None, settings: Any = None) -> str:
    """The whole text."""
    return written(self)


@method(GENERIC, "inspect")
def inspect(self: RUri, block: Proc | None) -> str:
    """Class and text."""
    from .object import class_name

    return f"#<{class_name(self)} {written(self)}>"


@method(GENERIC, "==", "eql?")
def equals(self: RUri, block: Proc | None, other: Any) -> bool:
    """The same when normalized."""
    return isinstance(other, RUri) and written(normalize(self, None)) == written(normalize(other, None))


@method(GENERIC, "dup", "clone")
def dup(self: RUri, block: Proc | None) -> RUri:
    """A copy."""
    return parsed(written(self))
