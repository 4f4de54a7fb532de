"""What the compiler knows of a source before it makes code: own names, lambdas, heredocs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from ..syntax import Source
from .aliases import TRIGGERS, Aliases, Entry

DEFINED = re.compile(rb"\bdef\s+(?:self\s*\.\s*)?([A-Za-z_\x80-\xff][\w\x80-\xff]*[?!=]?|[^\s\w(]{1,3})")
CONSTANTS = re.compile(
    rb"\b(?:class|module)\s+((?:[A-Z]\w*::)*)([A-Z]\w*)|\b([A-Z]\w*)\s*(?:\|\||&&|[-+*/])?=(?![=~>])|\b([A-Z]\w*)\s*,"
)
ATTRIBUTES = re.compile(rb"@[\w\x80-\xff]+|\battr_(?:reader|writer|accessor)\b[^\n]*")
NAMES = re.compile(rb"(?<=[@:])[\w\x80-\xff]+")
METHODS = re.compile(rb"\bmethods(?::|\s*=>)")
MAGIC = re.compile(rb"\A(?:#.*\n|\s)*#.*\bfrozen_string_literal:\s*true")


class Facts:
    """Facts of one source."""

    def __init__(self, source: Source, lazy: Any = None) -> None:
        self.source, self.data = source, source.bytes
        self.lazy = lazy
        self.frozen_literals = MAGIC.match(self.data) is not None
        self.by_identity = b"compare_by_identity" in self.data

    @cached_property
    def own_methods(self) -> frozenset[str]:
        """Names that a `def` of the source defines; more than those do no harm."""
        return frozenset(m[1].decode("utf-8", "replace") for m in DEFINED.finditer(self.data))

    @cached_property
    def own_names(self) -> frozenset[str]:
        """Names of methods, and of attributes, which are those of instance variables and of `attr_accessor`."""
        found = {m.decode() for match in ATTRIBUTES.finditer(self.data) for m in NAMES.findall(match[0])}
        return self.own_methods | {"initialize"} | found

    @cached_property
    def protected_names(self) -> frozenset[str]:
        """Names of methods that may be protected: such a call depends on who calls."""
        return self.own_names if b"protected" in self.data else frozenset()

    @cached_property
    def methods(self) -> dict[str, Any]:
        """The lambdas that `call` reaches, with their parameters."""
        found: dict[str, Any] = {}
        for match in METHODS.finditer(self.data):
            node = self.source.root.descendant_for_byte_range(match.start(), match.start() + 1)
            pair = node if node is None or node.type == "pair" else node.parent
            value = None if pair is None or pair.type != "pair" else pair.child_by_field_name("value")
            if value is not None and value.type == "hash":
                for each in value.named_children:
                    lambda_ = lambda_of(each.child_by_field_name("value")) if each.type == "pair" else None
                    if lambda_ is not None:
                        found[self.source.text(each.child_by_field_name("key")).strip("\"':")] = lambda_
        return found

    def may_change(self, node: Any) -> bool:
        """Whether the text of a node has a word that changes Strings."""
        return TRIGGERS.search(self.data, node.start_byte, node.end_byte) is not None

    def aliases(self, node: Any, params: Any = None) -> Aliases | None:
        """Which Strings of a lambda (or of the program) may change; None where none does."""
        called = any(body.id == node.id for body, _ in self.methods.values())
        given = self.changed_by_callers.get(node.id) if called else None
        if given is None and not self.is_followed(node):
            return None
        found = Aliases(self)
        if node.parent is None:
            found.program(node)
        else:
            found.unit(node, params, given)
        return found

    def is_followed(self, node: Any) -> bool:
        """Whether a lambda may change a String, itself or by a lambda that it calls."""
        return self.may_change(node) or (self.methods_change and b"call" in self.source.bytes_of(node))

    @cached_property
    def methods_change(self) -> bool:
        """Whether a lambda that `call` reaches may change a String."""
        return any(self.may_change(body) for body, _ in self.methods.values())

    @cached_property
    def changed_by_callers(self) -> dict[int, Entry]:
        """What those who `call` a lambda may change of what it gives, by the lambda's body."""
        found: dict[int, Entry] = {}
        for body, params in self.callers() if self.methods and TRIGGERS.search(self.data) else ():
            followed = Aliases(self)
            followed.unit(body, params)
            for name, (made, _) in self.methods.items():
                found[made.id] = found.get(made.id, Entry(False, 0)).wider(followed.given_by(name))
        return {key: entry for key, entry in found.items() if any(entry)}

    def callers(self) -> Iterator[Any]:
        """The lambdas that `call` others and may change what those give."""
        for node in self.source.find("lambda", "call"):
            made = lambda_of(node) if b"call" in self.source.bytes_of(node) else None
            if made is not None and self.is_followed(made[0]):
                yield made

    def uses(self, node: Any, names: set[str]) -> bool:
        """Whether a node's text has one of the names."""
        words = "|".join(re.escape(name) for name in names)
        found = re.search(rf"\b(?:{words})\b".encode(), self.source.bytes_of(node)) if names else None
        return found is not None

    @cached_property
    def own_constants(self) -> frozenset[str]:
        """Names of constants that the source sets."""
        found = set()
        for match in CONSTANTS.finditer(self.data):
            name = match[2] or match[3]
            if name:
                found.add(name.decode())
        return frozenset(found)

    @cached_property
    def heredocs(self) -> dict[int, Any]:
        """The body of each heredoc, by where its opener stands."""
        bodies: dict[int, Any] = {}
        pending: list[Any] = []
        for node in self.source.find("heredoc_beginning", "heredoc_body"):
            if node.type == "heredoc_beginning":
                pending.append(node)
                continue
            row = node.start_point[0]
            opener = next((p for p in pending if p.start_point[0] <= row), None)
            if opener is not None:
                pending.remove(opener)
                bodies[opener.start_byte] = node
        return bodies

    def heredoc(self, opener: Any) -> Any:
        """The body of a heredoc, or None."""
        return self.heredocs.get(opener.start_byte)

    def has_break(self, block: Any) -> bool:
        """Whether a block has a `break` of its own."""
        text = self.data[block.start_byte : block.end_byte]
        return b"break" in text and _has(
            block, "break", ("while", "until", "for", "while_modifier", "until_modifier")
        )

    def has_retry(self, clause: Any) -> bool:
        """Whether a rescue clause has a `retry`."""
        return b"retry" in self.data[clause.start_byte : clause.end_byte] and _has(clause, "retry", ())

    def has_jump(self, clause: Any) -> bool:
        """Whether an ensure clause has a `return`, `next` or `break`."""
        return any(_has(clause, kind, ()) for kind in ("return", "next", "break"))

    def numbered(self, block: Any) -> int:
        """The highest of `_1`, `_2`, … that a block without parameters uses."""
        text = self.data[block.start_byte : block.end_byte]
        return _numbered(block, self.data) if re.search(rb"\b_[1-9]\b", text) else 0

    def defer(self, compiler: Any, node: Any, params: Any) -> Any:
        """The code of a lambda that is compiled at its first call, or None where it is compiled now."""
        return None if self.lazy is None else self.lazy(compiler, node, params)


def lambda_of(node: Any) -> Any:
    """Body and parameters of a lambda that is written, or None."""
    if node is None or node.type not in ("lambda", "call"):
        return None
    body = node.child_by_field_name("body" if node.type == "lambda" else "block")
    holder = node if node.type == "lambda" else body
    return None if body is None else (body, holder.child_by_field_name("parameters"))


FUNCTIONS = ("lambda", "block", "do_block", "method", "singleton_method", "class", "module")


def _has(node: Any, kind: str, stop: tuple[str, ...]) -> bool:
    """Whether a node of a kind stands below, outside inner functions."""
    for child in node.named_children:
        if child.type == kind:
            return True
        if child.type not in FUNCTIONS and child.type not in stop and _has(child, kind, stop):
            return True
    return False


def _numbered(node: Any, data: bytes) -> int:
    highest = 0
    for child in node.named_children:
        if child.type == "identifier":
            text = data[child.start_byte : child.end_byte]
            if len(text) == 2 and text[:1] == b"_" and text[1:].isdigit():
                highest = max(highest, int(text[1:]))
        elif (
            child.type not in ("lambda", "block", "do_block")
            or child.child_by_field_name("parameters") is None
        ):
            highest = max(highest, _numbered(child, data))
    return highest
