"""The paths of `wkt exec`: which block each names (reference/cli_and_files.md section 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from ..errors import UsageError
from ..trace.model import Phase
from .blocks import actions, authorization, others, schemas, triggers
from .frame import Scope
from .given import Given as Given
from .results import EventList, Events
from .session import Session

Step = Callable[["Paths", str, Given], Any]
OWNERS = {"actions": "action", "triggers": "trigger"}


class Paths:
    """Runs what a path names.

    Args:
        session: the connector at work.
        events: takes in what a poll gives.
    """

    def __init__(self, session: Session, events: type[Events] = EventList) -> None:
        self.session, self.connector, self.events = session, session.connector, events

    def run(self, path: str, given: Given) -> Any:
        """Run a path and give its value, still in the connector's own form.

        Raises:
            UsageError: there is no such path.
        """
        words = path.split(".")
        for pattern, step in PATHS.items():
            if _fits(pattern.split("."), words):
                return step(self, path, given)
        raise self.unknown(path, "path")

    def execute(self, block_path: str, *offered: Any, scope: Scope = Scope.FULL) -> Any:
        """Run a block as part of `wkt exec`."""
        block = self.session.required_block(block_path)
        return self.session.run(block, *offered, phase=Phase.EXECUTE, scope=scope)

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
            raise self.unknown(path, what)

    def owner(self, path: str) -> str:
        """Give the path of the action or trigger that a block is of.

        Raises:
            UsageError: there is none.
        """
        return self.whole_owner(path.rpartition(".")[0])

    def whole_owner(self, path: str) -> str:
        """Give the path of an action or trigger; `invoke` after it means nothing else.

        Raises:
            UsageError: there is none.
        """
        kind, name = path.split(".")[:2]
        self.named(f"{kind}.{name}", OWNERS[kind])
        return f"{kind}.{name}"

    def unknown(self, path: str, what: str) -> UsageError:
        """Make the error of a path that names nothing."""
        return unknown(path, self.connector.source, what)


def _fits(pattern: list[str], words: list[str]) -> bool:
    pairs = zip(pattern, words, strict=False)
    return len(pattern) == len(words) and all(wanted == word or (wanted == "NAME" and word) for wanted, word in pairs)


def stream_names(source: Mapping[str, Any]) -> list[str]:
    """Give the names of all streams: at the top, inside actions and triggers (reference/blocks.md section 1)."""
    groups = [source, *(block for kind in OWNERS for block in _hash(source, kind).values())]
    return [name for group in groups if isinstance(group, Mapping) for name in _hash(group, "streams")]


def _hash(source: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = source.get(name)
    return value if isinstance(value, Mapping) else {}


def unknown(path: str, source: Mapping[str, Any], what: str) -> UsageError:
    """Make the error of a path that names nothing, with the nearest that do."""
    near = get_close_matches(path, known_paths(source), 3, 0.5)
    hint = f"the nearest: {', '.join(near)}" if near else "`wkt describe` shows what the connector has"
    return UsageError(f"There is no {what} `{path}`" if path else "path is not found", hint=hint)


def known_paths(source: Mapping[str, Any]) -> list[str]:
    """Give the paths that a connector has: those of blocks that are there, or that need none."""
    found = []
    for pattern in PATHS:
        if "NAME" not in pattern:
            found += [pattern] if _is_there(source, pattern) else []
            continue
        head, _, rest = pattern.partition(".NAME")
        group = dict.fromkeys(stream_names(source)) if head == "streams" else _hash(source, head)
        found += [f"{head}.{name}{rest}" for name, value in group.items() if _has(value, rest)]
    return found


def _is_there(source: Mapping[str, Any], path: str) -> bool:
    """Tell whether a path without a name gives anything."""
    if path in ("source", "connection.settings"):
        return True
    head, _, key = path.rpartition(".")
    for step in head.split(".") if head else ():
        source = _hash(source, step)
    return key in source or (key.endswith("?") and bool(source))


ALWAYS = frozenset({"", ".invoke", ".extended_schema"})


def _has(value: Any, rest: str) -> bool:
    """Tell whether an action, trigger or other block has what the rest of a path names."""
    if rest in ALWAYS or not isinstance(value, Mapping):
        return rest in ALWAYS
    return ("poll" if rest == ".poll_page" else rest[1:]) in value


PATHS: Mapping[str, Step] = {
    "test": others.test,
    "title": others.title,
    "source": others.source,
    "connection.base_uri": others.base_uri,
    "connection.settings": others.settings,
    "connection.settings!": others.settings,
    "connection.fields": others.fields,
    **{f"connection.authorization.{name}": authorization.part for name in authorization.PARTS},
    "connection.authorization.multi?": authorization.part,
    "methods.NAME": others.method,
    "actions.NAME": actions.whole,
    "actions.NAME.invoke": actions.whole,
    "actions.NAME.execute": actions.execute,
    "triggers.NAME": triggers.whole,
    "triggers.NAME.invoke": triggers.whole,
    "triggers.NAME.poll": triggers.poll,
    "triggers.NAME.poll_page": triggers.poll_page,
    "triggers.NAME.dedup": triggers.dedup,
    "triggers.NAME.webhook_subscribe": triggers.subscribe,
    "triggers.NAME.webhook_refresh": triggers.refresh,
    "triggers.NAME.webhook_unsubscribe": triggers.unsubscribe,
    "triggers.NAME.webhook_notification": triggers.notification,
    "triggers.NAME.webhook_key": triggers.webhook_key,
    "webhook_keys": triggers.webhook_keys,
    **{
        f"{kind}.NAME.{block}": step
        for kind in OWNERS
        for block, step in (
            ("input_fields", schemas.fields),
            ("output_fields", schemas.fields),
            ("extended_schema", schemas.extended_schema),
            ("sample_output", schemas.sample_output),
            ("summarize_input", schemas.summarize),
            ("summarize_output", schemas.summarize),
        )
    },
    "pick_lists.NAME": others.pick_list,
    "object_definitions.NAME": others.definition,
    "object_definitions.NAME.fields": others.definition,
    "streams.NAME": others.stream,
}
"""Every form of a path; NAME stands for a name of the connector's."""
