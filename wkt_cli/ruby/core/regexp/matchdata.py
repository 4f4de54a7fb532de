"""MatchData: what a successful match found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import IndexError_
from ...registry import OBJECT, define_class, method
from ...values import Binary, Hash, Proc, Range, RString, Symbol
from ..object import equal, hash_of, inspect, to_index

if TYPE_CHECKING:
    from .engine import Regexp


class MatchData:
    """A match: Python's match object, the regular expression and the text; `origin` if that was binary."""

    __slots__ = ("m", "origin", "regexp", "text")
    frozen = True

    def __init__(self, m: Any, regexp: Regexp, text: str) -> None:
        self.m, self.regexp, self.text = m, regexp, text
        self.origin: Binary | None = None

    @property
    def size(self) -> int:
        """The number of groups, the whole match counted."""
        return len(self.m.groups()) + 1

    def number(self, group: Any) -> int:
        """The number of a group given by number, name or Symbol."""
        if type(group) is int:
            return group
        if isinstance(group, str | RString | Symbol):
            name = group.name if isinstance(group, Symbol) else str(group)
            numbers = self.regexp.names.get(name)
            if numbers is None:
                raise IndexError_(f"undefined group name reference: {name}")
            return next((n for n in reversed(numbers) if self.m.span(n)[0] >= 0), numbers[-1])
        return to_index(group)

    def group(self, group: Any) -> Any:
        """The text of a group, or None."""
        number = group if type(group) is int else self.number(group)
        size = self.size
        if not -size < number < size:
            return None
        return self.part(self.m.group(number + size if number < 0 else number))

    def part(self, text: str | None) -> Any:
        """A piece of the text, in the form that the text had."""
        if self.origin is None or text is None:
            return text
        from ..string.base import like

        return like(self.origin, text)

    def span(self, group: Any) -> tuple[int, int]:
        """Where a group starts and ends; (-1, -1) if it took no part."""
        number = self.number(group)
        if not 0 <= number < self.size:
            raise IndexError_(f"index {number} out of matches")
        return self.m.span(number)  # type: ignore[no-any-return]

    def groups(self) -> list[Any]:
        """The groups without the whole match."""
        return [self.part(text) for text in self.m.groups()]

    def array(self) -> list[Any]:
        """The whole match and the groups."""
        return [self.part(self.m.group()), *self.groups()]


MATCH_DATA = define_class("MatchData", OBJECT, MatchData)


@method(MATCH_DATA, "[]")
def element(self: MatchData, block: Proc | None, index: Any, length: Any = ...) -> Any:
    """Ruby's `[]`: a group by number or name, or several by Range or start and length."""
    if length is ... and type(index) is not Range:
        return self.group(index)
    from ...registry import send

    return send(self.array(), "[]", index, *(() if length is ... else (length,)))


@method(MATCH_DATA, "begin")
def begin(self: MatchData, block: Proc | None, group: Any) -> int | None:
    """Ruby's `begin`."""
    start = self.span(group)[0]
    return None if start < 0 else start


@method(MATCH_DATA, "end")
def end(self: MatchData, block: Proc | None, group: Any) -> int | None:
    """Ruby's `end`."""
    stop = self.span(group)[1]
    return None if stop < 0 else stop


@method(MATCH_DATA, "offset")
def offset(self: MatchData, block: Proc | None, group: Any) -> list[int | None]:
    """Ruby's `offset`."""
    found = self.span(group)
    return [None, None] if found[0] < 0 else list(found)


@method(MATCH_DATA, "match")
def match(self: MatchData, block: Proc | None, group: Any) -> Any:
    """Ruby's `match`: the text of a group."""
    self.span(group)
    return self.group(group)


@method(MATCH_DATA, "match_length")
def match_length(self: MatchData, block: Proc | None, group: Any) -> int | None:
    """Ruby's `match_length`."""
    start, stop = self.span(group)
    return None if start < 0 else stop - start


@method(MATCH_DATA, "captures")
def captures(self: MatchData, block: Proc | None) -> list[Any]:
    """Ruby's `captures`."""
    return self.groups()


@method(MATCH_DATA, "named_captures")
def named_captures(self: MatchData, block: Proc | None) -> Hash:
    """Ruby's `named_captures`."""
    return Hash({name: self.group(name) for name in self.regexp.names})


@method(MATCH_DATA, "as_json")
def as_json(self: MatchData, block: Proc | None, options: Any = None) -> Hash:
    """An object without instance variables, for ActiveSupport."""
    return Hash()


@method(MATCH_DATA, "names")
def names(self: MatchData, block: Proc | None) -> list[str]:
    """Ruby's `names`."""
    return list(self.regexp.names)


@method(MATCH_DATA, "to_a")
def to_a(self: MatchData, block: Proc | None) -> list[Any]:
    """Ruby's `to_a`."""
    return self.array()


@method(MATCH_DATA, "to_s")
def to_s(self: MatchData, block: Proc | None) -> Any:
    """Ruby's `to_s`: the text that matched."""
    return self.part(self.m.group())


@method(MATCH_DATA, "pre_match")
def pre_match(self: MatchData, block: Proc | None) -> Any:
    """Ruby's `pre_match`."""
    return self.part(self.text[: self.m.start()])


@method(MATCH_DATA, "post_match")
def post_match(self: MatchData, block: Proc | None) -> Any:
    """Ruby's `post_match`."""
    return self.part(self.text[self.m.end() :])


@method(MATCH_DATA, "values_at")
def values_at(self: MatchData, block: Proc | None, *indexes: Any) -> list[Any]:
    """Ruby's `values_at`."""
    found: list[Any] = []
    for index in indexes:
        part = element(self, None, index)
        found += part if type(index) is Range else [part]
    return found


@method(MATCH_DATA, "size", "length")
def size(self: MatchData, block: Proc | None) -> int:
    """Ruby's `size`."""
    return self.size


@method(MATCH_DATA, "regexp")
def regexp(self: MatchData, block: Proc | None) -> Any:
    """Ruby's `regexp`."""
    return self.regexp


@method(MATCH_DATA, "string")
def string(self: MatchData, block: Proc | None) -> Any:
    """Ruby's `string`, which is frozen."""
    return RString(self.text, frozen=True) if self.origin is None else self.origin


@method(MATCH_DATA, "inspect")
def inspect_(self: MatchData, block: Proc | None) -> str:
    """Ruby's `inspect`."""
    labels = {n: name for name, numbers in self.regexp.names.items() for n in numbers}
    shown = [f" {labels.get(n, n)}:{inspect(text)}" for n, text in enumerate(self.groups(), 1)]
    return f"#<MatchData {inspect(self.part(self.m.group()))}{''.join(shown)}>"


@method(MATCH_DATA, "==", "eql?")
def equals(self: MatchData, block: Proc | None, other: Any) -> bool:
    """Ruby's `==`."""
    if not isinstance(other, MatchData) or not equal(self.text, other.text) or self.regexp != other.regexp:
        return False
    return [self.m.span(n) for n in range(self.size)] == [other.m.span(n) for n in range(other.size)]


@method(MATCH_DATA, "hash")
def hash_(self: MatchData, block: Proc | None) -> int:
    """Ruby's `hash`."""
    return hash((hash_of(self.text), self.regexp, self.m.span()))
