"""A connector at rest: one model for both forms, Python and Ruby."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import Place


@dataclass(frozen=True)
class Block:
    """A function of a connector, with where it stands.

    Attributes:
        function: a Python callable, whatever the form of the connector.
        arity: how many leading arguments it takes at most; None for any number.
        required: how many it needs.
        place: file, line and key path.
        takes_keywords: whether it takes keywords, as dependent pick lists do.
        required_keywords: keywords that it must be given.
        offered: how many arguments the platform hands it, which are fewer than it takes where a `*splat` counts as one
            (reference/connection.md section 2); None for all there are.
    """

    function: Callable[..., Any]
    place: Place
    arity: int | None = None
    required: int = 0
    takes_keywords: bool = False
    offered: int | None = None
    required_keywords: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """How many arguments it takes, as a message says it: ``2``, ``2..3`` or ``2+``."""
        if self.arity is None:
            return f"{self.required}+"
        positional = str(self.arity) if self.arity == self.required else f"{self.required}..{self.arity}"
        if not self.required_keywords:
            return positional
        plural = "s" if len(self.required_keywords) > 1 else ""
        return f"{positional}; required keyword{plural}: {', '.join(self.required_keywords)}"

    @property
    def key_path(self) -> str:
        """The block's path in the connector, such as ``connection.authorization.acquire``."""
        return self.place.key_path


def _same(value: Any) -> Any:
    return value


def _no_line(value: Any) -> None:
    return None


def _as_json(value: Any) -> str:
    from .python_json import as_json

    return as_json(value)


def _as_ruby(value: Any) -> Any:
    from ..ruby.convert import to_ruby

    return to_ruby(value)


def _from_ruby(value: Any) -> Any:
    from .ruby import plain

    return plain(value)


def _class_name(value: Any) -> str:
    return type(value).__name__


def _not_a_function(value: Any) -> str:
    return f"is no function but {type(value).__name__}"


def _matches(entry: Any, value: Any) -> bool:
    return isinstance(value, entry) if isinstance(entry, type) else callable(entry) and bool(entry(value))


def _finds(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return pattern in text


@dataclass
class Connector:
    """A loaded connector.

    Attributes:
        name: the name it was found by, such as ``percolate``; the file's stem where it was given by path.
        path: the file.
        source: the hash as written, keys as text.
        places: where each key path stands in the file, as far as it is known.
        plain: gives a block's value as plain Python data.
        as_json: gives a block's value as JSON text.
        class_name: names the class of a value, in the words of the form.
        not_a_function: says of a value that it is no function, in the words of the form.
        as_received: gives data of a service to a block as it came, without what makes hashes easier to read.
        with_times: gives data that an earlier run handed on, with the times that stand in it as texts.
        inspect: gives a value as the form shows it to authors.
        matches: tells whether a function or class among the rules of `detect_on` and `refresh_on` matches a value.
        finds: tells whether a text among them is found as a pattern; one that is no pattern is searched as text.
        request_kind: the class of the requests that its blocks build; None for the common one.
        indifferent: gives a copy of a block's hash in which names are found as texts.
        as_ruby: gives a value of the form as Ruby's, for what has Ruby's rules.
        from_ruby: gives a value of Ruby in the form.
        typed: gives a value of a schema's field the class that it has on the platform.
        loaded: what the form's loader keeps of the file, or None.
        make_block: turns a function value into a `Block`; each form has its own (arity is read differently).
        is_function: whether a value is a function in this form.
        line_of: gives the line of a function, where it knows that; it saves the search for its key.
    """

    name: str
    path: Path
    source: Mapping[str, Any]
    make_block: Callable[[Any, Place], Block]
    is_function: Callable[[Any], bool] = callable
    places: Mapping[str, Place] = field(default_factory=dict)
    line_of: Callable[[Any], int | None] = _no_line
    plain: Callable[[Any], Any] = _same
    as_json: Callable[[Any], str] = _as_json
    class_name: Callable[[Any], str] = _class_name
    not_a_function: Callable[[Any], str] = _not_a_function
    as_received: Callable[[Any], Any] = _same
    with_times: Callable[[Any], Any] = _same
    inspect: Callable[[Any], str] = str
    matches: Callable[[Any, Any], bool] = _matches
    finds: Callable[[str, str], bool] = _finds
    indifferent: Callable[[Any], Any] = deepcopy
    as_ruby: Callable[[Any], Any] = _as_ruby
    from_ruby: Callable[[Any], Any] = _from_ruby
    typed: Callable[[Any], Any] = _same
    request_kind: Any = None
    loaded: Any = None

    @property
    def title(self) -> str:
        """The connector's title; its name where it has none."""
        title = self.source.get("title")
        return title if isinstance(title, str) and title else self.name

    def dig(self, key_path: str) -> Any:
        """Give the value at a key path such as ``connection.authorization.type``, or None."""
        value: Any = self.source
        for key in key_path.split("."):
            value = value.get(key) if isinstance(value, (dict, Mapping)) else None
        return value

    def place(self, key_path: str) -> Place:
        """Give where a key stands; the nearest known parent's line where its own isn't known."""
        steps = key_path.split(".")
        for end in range(len(steps), 0, -1):
            found = self.places.get(".".join(steps[:end]))
            if found:
                return Place(self.path, found.line, key_path)
        return Place(self.path, None, key_path)

    def block(self, key_path: str) -> Block | None:
        """Give the function at a key path, or None where there is none or something else."""
        value = self.dig(key_path)
        if not self.is_function(value):
            return None
        line = self.line_of(value)
        return self.make_block(value, Place(self.path, line, key_path) if line else self.place(key_path))
