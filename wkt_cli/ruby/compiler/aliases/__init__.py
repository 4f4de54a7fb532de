"""Which Strings may change in their place, so that all who hold one see the change.

Ruby's Strings are objects that can change; Python's `str` can't, but is what everything here is fast with. So a
String is a plain `str` unless a mutator may get it: then it is an RString from the moment it is made, and whoever holds
it holds the same object. Which Strings these are is found before a lambda or program is compiled, by following every
value from where it is made to where a mutator is called (see `flows` and `effects`): through variables, containers,
blocks, methods and lambdas of the same source. An answer is on the safe side: a String that is not found plain for sure
is an RString.

What comes from outside (arguments of a connector's lambda, results of the core) is made mutable where it comes in, in
its container. So a mutator never changes a plain `str`: one that gets there is a String that Ruby has frozen, such as
the key of a Hash, or has come on a way that is not followed; both raise FrozenError rather than go wrong silently.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .base import Node
from .calls import Calls
from .effects import CHANGING
from .flows import FOREVER, Flow, melt
from .values import Values

TRIGGERS = re.compile(
    rb"""<<(?![~-]?["'`A-Z])|[\w\])]\s*<<|\]\s*=(?![=~])|\b(?:\w+!(?!=)|concat|prepend|insert|replace|clear|force_encoding
    |setbyte|append_as_bytes|frozen\?|equal\?|object_id|__id__|initialize_copy|FrozenError|compare_by_identity)""",
    re.X,
)
"""Text without which nothing is changed in its place."""


class Entry(NamedTuple):
    """A String or container that is made mutable where it comes in."""

    own: bool
    depth: int

    def wider(self, other: Entry | None) -> Entry:
        """What either of two is."""
        if other is None:
            return self
        deepest = FOREVER if FOREVER in (self.depth, other.depth) else max(self.depth, other.depth)
        return Entry(self.own or other.own, deepest)


class Aliases(Values, Calls):
    """What the compiler asks about the Strings of a unit."""

    def literal(self, node: Node) -> bool:
        """Whether a String literal may change."""
        found = self.literals.get(node.id)
        return found is not None and (found.is_changed() or self.facts.by_identity)

    def result(self, node: Node, *ways: str) -> tuple[str, Entry] | None:
        """What must be made mutable of the value of a call, and by which helper, where it is one of these."""
        flow, way = self.results.get(node.id, (None, ""))
        entry = None if flow is None or way not in ways else needed(flow)
        if entry is not None and way == "held":
            entry = Entry(False, entry.depth) if entry.depth else None
        return None if entry is None else (way, entry)

    def passed(self, node: Node) -> Entry | None:
        """What a lambda of the connector, called by `call`, may change of an argument."""
        flow = self.handed.get(node.id)
        return None if flow is None else needed(flow)

    def incoming(self, node: Node) -> dict[str, Entry]:
        """The locals that a block, a lambda or a regex binds and that must be made mutable there."""
        stream, flows = self.entries.get(node.id, (None, {}))
        if stream is not None and not stream.root().streams:
            return {}
        found = {name: needed(flow) for name, flow in flows.items()}
        return {name: entry for name, entry in found.items() if entry is not None}

    def program(self, root: Node) -> None:
        """Follow a whole source."""
        self.flow(root)

    def unit(self, node: Node, params: Node | None, given: Entry | None = None) -> None:
        """Follow a lambda that is called from outside; `given` is what its callers may change of its value."""
        made = Flow()
        if given is not None:
            change(made.given, given)
        self.entries[node.id] = (None, self.function(node, params, made))

    def given_by(self, name: str) -> Entry | None:
        """What may be changed of the value of a lambda of the connector that is called."""
        record = self.methods.get("call:" + name)
        return None if record is None else needed(record.given)


def change(flow: Flow, entry: Entry) -> None:
    """Mark what may be changed of a value."""
    flow.root().changed |= entry.own
    if entry.depth == FOREVER:
        melt(flow).root().changed = True
    for _ in range(entry.depth):
        flow = flow.content
        flow.root().changed = True


def needed(flow: Flow) -> Entry | None:
    """What must be made mutable of a value that comes in, or None."""
    own, depth = flow.is_changed(), flow.depth()
    return Entry(own, depth) if own or depth else None


__all__ = ["CHANGING", "TRIGGERS", "Aliases", "Entry"]
