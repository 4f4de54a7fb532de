"""The paths of `wkt exec`: which block each names, and what it is offered (reference/blocks.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from ..connector.fields import field_hashes
from ..errors import InvalidDefinitionError, KeyNotFoundError, UsageError
from ..trace.model import Phase
from .authorization import Definition
from .authorization.hooks import Hooks
from .frame import Frame, enter
from .object_definitions import ObjectDefinitions
from .request import resolve
from .retries import Retries
from .session import Session
from .steps import in_steps
from .streams import check_size, joined, stream_path
from .streams import run as run_stream


@dataclass
class Given:
    """What the options of `wkt exec` say; each block takes those it knows.

    Attributes:
        args: positional arguments of a method, or the keywords of a pick list.
        start: first byte of a stream's chunk.
        frame_size: bytes of a stream's chunk.
    """

    input: Any = field(default_factory=dict)
    args: Any = None
    closure: Any = None
    continued: Any = field(default_factory=dict)
    config_fields: Any = field(default_factory=dict)
    extended_input_schema: Any = field(default_factory=list)
    extended_output_schema: Any = field(default_factory=list)
    webhook_payload: Any = field(default_factory=dict)
    webhook_params: Any = field(default_factory=dict)
    webhook_headers: Any = field(default_factory=dict)
    webhook_subscribe_output: Any = field(default_factory=dict)
    webhook_url: str | None = None
    oauth2_code: str | None = None
    redirect_url: str | None = None
    refresh_token: str | None = None
    start: int = 0
    frame_size: int = 10_485_760


Step = Callable[["Paths", str, Given], Any]


class Paths:
    """Runs what a path names.

    Args:
        session: the connector at work.
    """

    def __init__(self, session: Session) -> None:
        self.session, self.connector = session, session.connector

    def run(self, path: str, given: Given) -> Any:
        """Run a path and give its value, still in the connector's own form.

        Raises:
            UsageError: there is no such path.
        """
        words = path.split(".")
        for pattern, step in PATHS.items():
            shape = pattern.split(".")
            if len(shape) == len(words) and all(s in ("NAME", w) for s, w in zip(shape, words, strict=True)):
                return step(self, path, given)
        raise unknown(path, self.connector.source)

    def execute(self, block_path: str, *offered: Any) -> Any:
        """Run a block as part of `wkt exec`."""
        return self.session.run(self.session.required_block(block_path), *offered, phase=Phase.EXECUTE)

    @property
    def settings(self) -> Any:
        """A fresh copy of the connection hash."""
        return self.session.connection.copy()

    def named(self, path: str, what: str) -> None:
        """Fail with near names where a path names nothing.

        Raises:
            UsageError: there is no such block.
        """
        if self.connector.dig(path) is None:
            raise unknown(path, self.connector.source, what)


def unknown(path: str, source: Mapping[str, Any], what: str = "path") -> UsageError:
    """Make the error of a path that names nothing, with the nearest that do."""
    near = get_close_matches(path, known_paths(source), 3, 0.5)
    hint = f"the nearest: {', '.join(near)}" if near else "`wkt exec --help` shows the forms of a path"
    return UsageError(f"There is no {what} `{path}`" if path else "path is not found", hint=hint)


def known_paths(source: Mapping[str, Any]) -> list[str]:
    """Give the paths that a connector has."""
    found = [pattern for pattern in PATHS if "NAME" not in pattern]
    for pattern in PATHS:
        head, _, rest = pattern.partition(".NAME")
        group = source.get(head)
        if rest is not pattern and isinstance(group, Mapping):
            found += [f"{head}.{name}{rest}" for name in group]
    return found


def _test(paths: Paths, path: str, given: Given) -> Any:
    if paths.connector.dig("test") is None:
        raise InvalidDefinitionError(
            "'execute' block is required for action", hint="the connector has no `test`"
        )
    return paths.session.test()


def _title(paths: Paths, path: str, given: Given) -> Any:
    return paths.connector.dig("title")


def _method(paths: Paths, path: str, given: Given) -> Any:
    paths.named(path, "method")
    name, arguments = path.partition(".")[2], [paths.connector.as_received(one) for one in _positional(given.args)]

    def run(continued: Any) -> Any:
        with enter(Frame(paths.session, path, Phase.EXECUTE)):
            return resolve(paths.session.method(name, *arguments))

    return in_steps(paths.session.steps, run, None)


def _positional(args: Any) -> list[Any]:
    """Read ``--args``: an array holds positional arguments, anything else is one; what is empty is none."""
    if args is None or args is False or args in ({}, [], ""):
        return []
    return args if isinstance(args, list) else [args]


def _execute(paths: Paths, path: str, given: Given) -> Any:
    paths.named(path.rpartition(".")[0], "action")
    if paths.connector.dig(path) is None:
        raise InvalidDefinitionError(
            "'execute' block is required for action", place=paths.connector.place(path)
        )
    retries = Retries(paths.connector, path.rpartition(".")[0])
    schemas = (given.extended_input_schema, given.extended_output_schema)

    def run(continued: Any) -> Any:
        return retries.run(lambda: paths.execute(path, paths.settings, deepcopy(given.input), *schemas, continued))

    return in_steps(paths.session.steps, run, paths.connector.with_times(given.continued))


def _poll(paths: Paths, path: str, given: Given) -> Any:
    """Fetch page after page; the newest event of the last page comes first (reference/blocks.md section 6)."""
    events: list[Any] = []
    closure = paths.connector.with_times(given.closure) or None
    while True:
        page = _poll_page(paths, path, given, closure)
        events = [*page["events"], *events]
        closure = page["next_poll"] or closure
        if not page["can_poll_more"]:
            return {"events": events, "can_poll_more": False, "next_poll": closure}


def _poll_page(paths: Paths, path: str, given: Given, closure: Any) -> dict[str, Any]:
    paths.named(path.rpartition(".")[0], "trigger")
    schemas = (given.extended_input_schema, given.extended_output_schema)
    page = paths.connector.plain(paths.execute(path, paths.settings, given.input, closure, *schemas)) or {}
    if not isinstance(page, dict):
        raise InvalidDefinitionError(
            "Invalid output from trigger poll lambda.",
            hint="give a hash: { events: […], next_poll: …, can_poll_more: … }",
            place=paths.connector.place(path),
        )
    events = page.get("events") or []
    listed = [events] if isinstance(events, dict) else list(events)
    return {
        "events": listed[::-1],
        "can_poll_more": bool(page.get("can_poll_more")),
        "next_poll": page.get("next_poll"),
    }


def _notification(paths: Paths, path: str, given: Given) -> Any:
    paths.named(path.rpartition(".")[0], "trigger")
    return paths.execute(
        path,
        given.input,
        paths.connector.as_received(given.webhook_payload),
        given.extended_input_schema,
        given.extended_output_schema,
        given.webhook_headers,
        given.webhook_params,
        paths.settings,
        given.webhook_subscribe_output,
    )


def _pick_list(paths: Paths, path: str, given: Given) -> Any:
    paths.named(path, "pick list")
    args = given.args[0] if isinstance(given.args, list) and len(given.args) == 1 else given.args
    block = paths.session.required_block(path)
    named = args if isinstance(args, dict) and block.takes_keywords else None
    offered = (paths.settings, args) if args and named is None else (paths.settings,)
    return paths.session.run(block, *offered, phase=Phase.EXECUTE, keywords=named)


def _definition(paths: Paths, path: str, given: Given) -> Any:
    name = path.split(".")[1]
    paths.named(f"object_definitions.{name}", "object definition")
    return ObjectDefinitions(paths.session, given.config_fields).fields(name)


def _schema(paths: Paths, path: str, given: Given) -> Any:
    """Give input or output fields: one hash is a list of one, nothing is no field."""
    paths.named(path.rpartition(".")[0], path.split(".")[0].rstrip("s"))
    definitions = ObjectDefinitions(paths.session, given.config_fields)
    block = paths.session.block(path)
    fields = paths.execute(path, definitions, paths.settings, given.config_fields) if block else []
    return fields if isinstance(fields, list) else [] if fields is None else [fields]


def _stream(paths: Paths, path: str, given: Given) -> Any:
    """Give one chunk; with `!` all of them, joined."""
    size, name = check_size(given.frame_size), path.partition(".")[2]
    try:
        block = paths.session.required_block(stream_path(paths.connector, name.removesuffix("!")))
    except KeyNotFoundError:
        raise unknown(path, paths.connector.source, "stream") from None
    if not name.endswith("!"):
        end = given.start + size - 1
        return paths.session.run(block, given.input, given.start, end, size, phase=Phase.EXECUTE)
    pieces = [chunk.data for chunk in run_stream(paths.session, block, given.input, given.start, size)]
    return joined(paths.connector, pieces)


def _base_uri(paths: Paths, path: str, given: Given) -> Any:
    return paths.session.base_uri()


def _settings(paths: Paths, path: str, given: Given) -> Any:
    return paths.session.connection.snapshot()


def _fields(paths: Paths, path: str, given: Given) -> Any:
    def call(block: Any, *arguments: Any) -> Any:
        return paths.session.run(block, *arguments, phase=Phase.EXECUTE)

    return field_hashes(paths.connector, paths.settings, call)


def _authorization(paths: Paths, path: str, given: Given) -> Any:
    """Give a part of the authorization that holds: functions are run, values given as they are."""
    key, authorization = path.rpartition(".")[2], paths.session.authorization
    read = AUTHORIZATION.get(key)
    if key == "multi?":
        return authorization.is_multi
    if read is None:
        raise unknown(path, paths.connector.source)
    return read(paths, authorization.required_definition(), key, given)


def _text_hook(paths: Paths, definition: Definition, key: str, given: Given) -> Any:
    return Hooks(paths.session, definition).text(key)


def _identity(paths: Paths, definition: Definition, key: str, given: Given) -> Any:
    return Hooks(paths.session, definition).identity()


def _rules(paths: Paths, definition: Definition, key: str, given: Given) -> list[Any]:
    return [getattr(rule.entry, "regexp", rule.entry) for rule in getattr(definition, key)]


def _acquire(paths: Paths, definition: Definition, key: str, given: Given) -> Any:
    return _hook(paths, definition, key, given.oauth2_code, given.redirect_url, None)


def _refresh(paths: Paths, definition: Definition, key: str, given: Given) -> Any:
    return _hook(paths, definition, key, given.refresh_token)


def _hook(paths: Paths, definition: Definition, key: str, *offered: Any) -> Any:
    """Run `acquire` or `refresh` and give what it gives; nothing is stored."""
    if not definition.has(key):
        raise InvalidDefinitionError(f"Expect '{key}' block")
    block = paths.session.required_block(f"{definition.path}.{key}")
    return paths.session.run(
        block, paths.settings, *offered, phase=Phase.EXECUTE, signed=False, detected=key == "acquire"
    )


AUTHORIZATION: Mapping[str, Callable[[Paths, Definition, str, Given], Any]] = {
    "type": lambda paths, definition, key, given: definition.type,
    "oauth2?": lambda paths, definition, key, given: definition.is_oauth2,
    "reauthorizable?": lambda paths, definition, key, given: definition.can_reauthorize,
    "acquire": _acquire,
    "refresh": _refresh,
    **dict.fromkeys(("refresh_on", "detect_on"), _rules),
    **dict.fromkeys(
        ("client_id", "client_secret", "authorization_url", "token_url", "device_authorization_url"), _text_hook
    ),
    "identity": _identity,
}
"""What can be asked of `connection.authorization`."""


PATHS: Mapping[str, Step] = {
    "test": _test,
    "title": _title,
    "connection.base_uri": _base_uri,
    "connection.settings": _settings,
    "connection.fields": _fields,
    "connection.authorization.NAME": _authorization,
    "methods.NAME": _method,
    "actions.NAME.execute": _execute,
    "actions.NAME.input_fields": _schema,
    "actions.NAME.output_fields": _schema,
    "triggers.NAME.poll": _poll,
    "triggers.NAME.webhook_notification": _notification,
    "triggers.NAME.input_fields": _schema,
    "triggers.NAME.output_fields": _schema,
    "pick_lists.NAME": _pick_list,
    "object_definitions.NAME": _definition,
    "object_definitions.NAME.fields": _definition,
    "streams.NAME": _stream,
}
"""Every form of a path; NAME stands for a name of the connector's."""
