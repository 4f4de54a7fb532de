"""Programs to compare: one call, a call with its receiver afterwards, a chain of two calls."""

from __future__ import annotations

import re

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite, integers, just, sampled_from

from . import values
from .fitting import argument, blocks, options
from .methods import Arities

BINARY = frozenset(["+", "-", "*", "/", "%", "**", "==", "!=", "<", ">", "<=", ">=", "<=>", "===", "<<", ">>", "&", "|", "^", "=~", "!~"])
UNARY = {"-@": "-", "+@": "+", "~": "~", "!": "!"}
INLINE_BLOCK = re.compile(r"\((&.+)\)")


@composite
def calls(draw: DrawFn, receiver: SearchStrategy[str], arities: Arities) -> str:
    """A program with one call of one of these methods."""
    name, source = draw(sampled_from(list(arities))), draw(receiver)
    form = draw(integers(0, 9))
    if form < 2 or (form < 8 and name.endswith("!")):
        return f"x = {source}\nr = {draw(call('x', name, arities[name]))}\n[r, x]"
    if form == 2:
        return f"x = {source}\n{draw(call('x', name, arities[name]))}{draw(tail())}"
    return draw(call(source, name, arities[name]))


@composite
def call(draw: DrawFn, receiver: str, name: str, arity: int) -> str:
    """The text of a call, in the notation that its name has."""
    given = [draw(argument(name)) for _ in range(draw(counts(arity)))]
    if name in UNARY and not given:
        return UNARY[name] + receiver
    if name in BINARY and len(given) == 1:
        return f"{receiver} {name} {given[0]}"
    if name == "[]" and given:
        return f"{receiver}[{', '.join(given)}]"
    if name == "[]=" and len(given) > 1:
        return f"{receiver}[{', '.join(given[:-1])}] = {given[-1]}"
    if draw(integers(0, 24)) == 0:
        given.append(draw(options))
    return f"{receiver}.{with_block(name, given, draw(maybe_block()))}"


@composite
def functions(draw: DrawFn, arities: Arities) -> str:
    """A program that calls a function of Kernel."""
    name = draw(sampled_from(list(arities)))
    given = [draw(argument(name)) for _ in range(draw(counts(arities[name])))]
    if draw(integers(0, 24)) == 0:
        given.append(draw(options))
    return with_block(name, given, "") if given else f"{name}()"


def with_block(name: str, given: list[str], block: str) -> str:
    """Name, arguments and block of a call."""
    inline = INLINE_BLOCK.fullmatch(block)
    inside = [*given, inline[1]] if inline else given
    arguments = f"({', '.join(inside)})" if inside else ""
    return f"{name}{arguments}{'' if inline or not block else ' ' + block}"


def counts(arity: int) -> SearchStrategy[int]:
    """How many arguments: what a method takes, rarely another number."""
    least = arity if arity >= 0 else -arity - 1
    right = [least] * 30 if arity >= 0 else [least] * 14 + [least + 1] * 14 + [least + 2] * 2
    return sampled_from([*right, max(0, least - 1), least + 1, least + 2])


def maybe_block() -> SearchStrategy[str]:
    """A block for one call in three."""
    return st.one_of(just(""), just(""), blocks)


def tail() -> SearchStrategy[str]:
    """A second call on what the first gave."""
    return sampled_from([".to_s", ".class", ".to_a", ".inspect", ".first", ".size", ".nil?", ".to_json", ".to_i", ".dup", ".length", ".blank?", ".map { |x| x }"])


def receivers() -> dict[str, SearchStrategy[str]]:
    """What is called, by kind; a class is its own receiver."""
    return {**values.BY_KIND, "Object": values.anything} | {f"{name}.": just(name) for name in values.CLASSES}
