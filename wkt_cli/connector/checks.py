"""The checks behind `check.check`: keys and kinds of every level, then authorization, then fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from . import known_keys as known
from .field_checks import field_findings
from .finding import Finding, Severity, at
from .known_keys import Key
from .mistakes import kind_of, nearest
from .model import Connector
from .name_checks import unknown_names
from .retold import in_ruby

_KIND_NAMES = {
    "function": "a function", "text": "text", "dict": "a dict", "list": "a list", "flag": "True or False",
    "integer": "a whole number",
}


def all_findings(connector: Connector) -> Iterator[Finding]:
    """Give every finding of a connector that could be read, in the words of its language."""
    if connector.path.suffix.lower() == ".py":
        yield from _of_keys(connector)
        yield from unknown_names(connector.path)
    else:
        yield from map(in_ruby, _of_keys(connector))
        yield from ruby_findings(connector.path)


def _of_keys(connector: Connector) -> Iterator[Finding]:
    checker = _Checker(connector)
    yield from checker.top()
    yield from checker.connection()
    yield from checker.collections()
    yield from field_findings(connector)


def ruby_findings(path: Path) -> Iterator[Finding]:
    """Give what a Ruby file holds that `wkt` can't parse, refuses or doesn't know, each with line and column."""
    from ..ruby.checking import report
    from .ruby import prepare
    from .ruby_places import key_path_at

    prepare()
    found = report(path.read_bytes(), str(path))
    for fault in (*found.faults, *found.unknown):
        severity: Severity = "error" if fault in found.faults else "warning"
        key_path = key_path_at(found.source, fault.line, fault.column)
        column = found.source.column(fault.line, fault.column)
        yield Finding(severity, fault.message, fault.hint, path, fault.line, column, key_path)


class _Checker:
    """Walks the levels of one connector."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    def top(self) -> Iterator[Finding]:
        """Check the first level, and what a connector can hardly do without."""
        connector = self._connector
        yield from self._level("", connector.source, known.TOP)
        start = connector.place("")
        if not connector.source.get("title"):
            yield at("warning", start, "The connector has no title", 'write `"title": "My connector"`')
        if connector.source.get("connection") is None:
            yield at("warning", start, "The connector has no `connection`, so there is nothing to connect to",
                     'write `"connection": {"fields": […], "authorization": {…}}`')
        if connector.source.get("test") is None:
            yield at("warning", start, "The connector has no `test`, so a connection can't be tested",
                     'write `"test": lambda connection: get("/me")`')

    def connection(self) -> Iterator[Finding]:
        """Check the connection and its authorization."""
        connection = self._dict("connection")
        yield from self._level("connection", connection, known.CONNECTION)
        if not connection:
            return
        path = "connection.authorization"
        authorization = self._dict(path)
        yield from self._level(path, authorization, known.AUTHORIZATION)
        if authorization.get("type") == "multi":
            yield from self._multi(path, authorization)
        else:
            yield from self._authorization(path, authorization)

    def _multi(self, path: str, authorization: Mapping[str, Any]) -> Iterator[Finding]:
        options = self._dict(f"{path}.options")
        if not options:
            yield self._error(path, "A connection of type multi needs `options`",
                              'write `"options": {"key": {"type": "api_key", …}}`')
        if "selected" not in authorization:
            yield self._warning(path, "`selected` is missing, so the field `auth_type` decides",
                                'write `"selected": lambda connection: connection["auth_type"]`')
        for name in options:
            inner = f"{path}.options.{name}"
            option = self._dict(inner)
            if not isinstance(options[name], Mapping):
                yield self._error(inner, f"`{name}` must be a dict, it is {kind_of(options[name])}")
            yield from self._level(inner, option, known.OPTION)
            yield from self._authorization(inner, option)

    def _authorization(self, path: str, given: Mapping[str, Any]) -> Iterator[Finding]:
        """Check what belongs together: the type, `apply`, `acquire`, `refresh_on`."""
        kind = str(given.get("type") or "none").lower()
        if "type" in given and kind not in known.AUTHORIZATION_TYPES and "oauth2" not in kind:
            told = f"`{given['type']}` is no known authorization type; it acts as none"
            yield self._warning(f"{path}.type", told, nearest(kind, known.AUTHORIZATION_TYPES))
        if "credentials" in given and given.get("apply") is not None:
            told = "`credentials` is the old name of `apply`, and is not used beside it"
            yield self._warning(f"{path}.credentials", told, "leave it out")
        applied = given.get("apply") is not None or given.get("credentials") is not None
        if "oauth2" in kind:
            yield from self._oauth2(path, given)
        elif not applied and kind not in ("none", "no_auth"):
            yield self._warning(path, f"Type {kind} without `apply` signs no request",
                                'write `"apply": lambda connection: headers(Authorization=…)`')
        if given.get("acquire") is not None and not applied:
            yield self._warning(f"{path}.acquire", "`acquire` never runs, because there is no `apply`",
                                "write an `apply` that uses what `acquire` returns")
        yield from self._refreshing(path, given, "oauth2" in kind)

    def _oauth2(self, path: str, given: Mapping[str, Any]) -> Iterator[Finding]:
        yield from self._consent(path, given)
        if given.get("acquire") is None and given.get("token_url") is None:
            yield self._error(path, "OAuth 2 needs `token_url` or `acquire` to exchange the code for a token",
                              'write `"token_url": lambda connection: "https://…"`')
        if given.get("apply") is None and given.get("credentials") is None:
            yield self._warning(path, "OAuth 2 without `apply` signs no request",
                                'write `"apply": lambda connection, access_token: headers(Authorization=…)`')

    def _consent(self, path: str, given: Mapping[str, Any]) -> Iterator[Finding]:
        """Check what asks a person for consent; the device flow is only `wkt`'s."""
        device = given.get("device_authorization_url") is not None
        if device and given.get("token_url") is None:
            yield self._error(f"{path}.device_authorization_url", "The device flow needs `token_url`, which is asked "
                              "for the tokens", 'write `"token_url": lambda connection: "https://…"`')
        if given.get("authorization_url") is not None or given.get("acquire") is not None:
            return
        written = 'write `"authorization_url": lambda connection: "https://…"`'
        if device:
            yield self._warning(f"{path}.device_authorization_url", "Only `wkt` knows the device flow; on the platform "
                                "OAuth 2 needs `authorization_url`", written)
        else:
            yield self._error(path, "OAuth 2 needs `authorization_url`, the page that asks for consent", written)

    def _refreshing(self, path: str, given: Mapping[str, Any], oauth2: bool) -> Iterator[Finding]:
        if oauth2 or given.get("acquire") is not None:
            return
        for key in ("refresh_on", "refresh"):
            if given.get(key):
                yield self._warning(f"{path}.{key}", f"`{key}` does nothing without `acquire`",
                                    "write an `acquire` that returns a new token")

    def collections(self) -> Iterator[Finding]:
        """Check actions, triggers and the other collections of blocks."""
        for name, keys in (("actions", known.ACTION), ("triggers", known.TRIGGER),
                           ("object_definitions", known.OBJECT_DEFINITION)):
            for path, value in self._members(name):
                if not isinstance(value, Mapping):
                    yield self._error(path, f"`{path}` must be a dict, it is {kind_of(value)}")
                    continue
                yield from self._level(path, value, keys)
                yield from self._functions(f"{path}.streams", known.STREAM)
        yield from self._functions("methods", known.METHOD)
        yield from self._functions("pick_lists", known.PICK_LIST)
        yield from self._functions("streams", known.STREAM)
        for path, value in self._members("actions"):
            if isinstance(value, Mapping) and value.get("execute") is None:
                yield self._warning(path, "The action has no `execute`, so it can't be run")

    def _functions(self, path: str, key: Key) -> Iterator[Finding]:
        for inner, value in self._members(path):
            yield from self._value(inner, value, key)

    def _level(
        self, path: str, given: Mapping[str, Any], keys: Mapping[str, Key]
    ) -> Iterator[Finding]:
        for name, value in given.items():
            inner = f"{path}.{name}" if path else name
            if name not in keys:
                yield self._warning(inner, f"`{name}` is not known here and does nothing",
                                    nearest(name, keys))
            elif value is not None:
                yield from self._value(inner, value, keys[name])

    def _value(self, path: str, value: Any, key: Key) -> Iterator[Finding]:
        """Check one value against what its key takes."""
        if key.kinds and not any(self._is(kind, value) for kind in key.kinds):
            wanted = " or ".join(_KIND_NAMES[kind] for kind in key.kinds)
            yield self._error(path, f"`{path}` must be {wanted}, it is {kind_of(value)}",
                              _instead(key, value))
        elif self._connector.is_function(value) and key.arguments is not None:
            yield from self._arguments(path, key.arguments)

    def _is(self, kind: str, value: Any) -> bool:
        if kind == "function":
            return self._connector.is_function(value)
        if kind == "flag":
            return isinstance(value, bool) or value in ("true", "false")
        if kind == "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        if kind == "dict":
            return isinstance(value, Mapping)
        return isinstance(value, str if kind == "text" else list | tuple)

    def _arguments(self, path: str, offered: tuple[str, ...]) -> Iterator[Finding]:
        """Check that a function needs no more than it is offered."""
        if path.endswith((".apply", ".credentials")) and self._is_oauth2(path):
            offered = known.OAUTH2_APPLY
        block = self._connector.block(path)
        if block and block.required > len(offered):
            told = f"`{path}` needs {block.required} arguments, but is offered {len(offered)}"
            yield at("error", block.place, f"{told}: {', '.join(offered)}",
                     "take parameters away, or give them defaults")

    def _is_oauth2(self, path: str) -> bool:
        return "oauth2" in str(self._connector.dig(path.rpartition(".")[0] + ".type")).lower()

    def _members(self, path: str) -> Iterator[tuple[str, Any]]:
        for name, value in self._dict(path).items():
            yield f"{path}.{name}", value

    def _dict(self, path: str) -> Mapping[str, Any]:
        value = self._connector.dig(path)
        return value if isinstance(value, Mapping) else {}

    def _error(self, path: str, message: str, hint: str | None = None) -> Finding:
        return at("error", self._connector.place(path), message, hint)

    def _warning(self, path: str, message: str, hint: str | None = None) -> Finding:
        return at("warning", self._connector.place(path), message, hint)


def _instead(key: Key, value: Any) -> str | None:
    """Say what to write where a function belongs."""
    if "function" not in key.kinds:
        return None
    first = ", ".join((key.arguments or ())[:1])
    result = repr(value) if isinstance(value, str) else "…"
    return f"write `lambda {first}: {result}`" if first else f"write `lambda: {result}`"
