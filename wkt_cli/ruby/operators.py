"""Operators of compiled code, with fast ways for the exact types of numbers and hashes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .dispatch import bare_table
from .limits import check_size
from .registry import table, visible
from .values import MISSING, Binary, Hash, Proc, RString, Symbol

ADD, SUB, MUL, MOD, DIV = table("+"), table("-"), table("*"), table("%"), table("/")
LT, GT, LE, GE, EQUAL, CASE = table("<"), table(">"), table("<="), table(">="), table("=="), table("===")
INDEX, SET_INDEX = table("[]"), table("[]=")


def add(a: Any, b: Any) -> Any:
    """`a + b`."""
    kind, other = type(a), type(b)
    if (kind is int or kind is float) and (other is float or other is int):
        try:
            return a + b
        except OverflowError:
            pass
    return ADD[kind](a, None, b)


def sub(a: Any, b: Any) -> Any:
    """`a - b`."""
    kind, other = type(a), type(b)
    if (kind is int or kind is float) and (other is float or other is int):
        try:
            return a - b
        except OverflowError:
            pass
    return SUB[kind](a, None, b)


def mul(a: Any, b: Any) -> Any:
    """`a * b`; large integers go to the function that knows their limit."""
    kind, other = type(a), type(b)
    if kind is float:
        if other is float or (other is int and -_SMALL < b < _SMALL):
            return a * b
    elif kind is int and -_SMALL < a < _SMALL and (other is int or other is float):
        return a * b
    return MUL[kind](a, None, b)


_SMALL = 1 << 62


def mod(a: Any, b: Any) -> Any:
    """`a % b`; large divisors go to the function that can be stopped."""
    kind = type(a)
    if kind is int and type(b) is int and 0 < b < _SMALL:
        return a % b
    return MOD[kind](a, None, b)


def div(a: Any, b: Any) -> Any:
    """`a / b`; large divisors go to the function that can be stopped."""
    kind, other = type(a), type(b)
    if kind is int and other is int and 0 < b < _SMALL:
        return a // b
    if kind is float and other is float and b != 0:
        return a / b
    return DIV[kind](a, None, b)


def lt(a: Any, b: Any) -> Any:
    """`a < b`."""
    kind, other = type(a), type(b)
    if (kind is int or kind is float) and (other is int or other is float):
        return a < b
    return LT[kind](a, None, b)


def gt(a: Any, b: Any) -> Any:
    """`a > b`."""
    kind, other = type(a), type(b)
    if (kind is int or kind is float) and (other is int or other is float):
        return a > b
    return GT[kind](a, None, b)


def le(a: Any, b: Any) -> Any:
    """`a <= b`."""
    kind, other = type(a), type(b)
    if (kind is int or kind is float) and (other is int or other is float):
        return a <= b
    return LE[kind](a, None, b)


def ge(a: Any, b: Any) -> Any:
    """`a >= b`."""
    kind, other = type(a), type(b)
    if (kind is int or kind is float) and (other is int or other is float):
        return a >= b
    return GE[kind](a, None, b)


def eq(a: Any, b: Any) -> Any:
    """`a == b`."""
    kind = type(a)
    if kind is type(b) and (kind is str or kind is int or kind is Symbol):
        return a == b
    return EQUAL[kind](a, None, b)


def ne(a: Any, b: Any) -> Any:
    """`a != b`."""
    result = eq(a, b)
    return result is None or result is False


def case_eq(pattern: Any, value: Any) -> bool:
    """`pattern === value` as `when` asks it."""
    result = CASE[type(pattern)](pattern, None, value)
    return result is not None and result is not False


def any_case(patterns: Any, value: Any) -> bool:
    """`when *patterns`."""
    from .calling import splat

    return any(case_eq(pattern, value) for pattern in splat(patterns))


def append_text(target: RString, block: Proc | None, value: Any) -> Any:
    """`target << value`; the text is let go first, so that Python grows it in its place."""
    if type(value) is not str or target.frozen:
        return APPEND[Binary](target, block, value)
    grown = target.text
    target.text = ""
    grown += value
    target.text = grown
    if len(grown) > LARGE:
        check_size(len(grown))
    return target


APPEND = table("<<")
"""What it has for Binary serves every form of String."""
LARGE = 1_000_000


def set_item(target: Any, key: Any, value: Any) -> Any:
    """`target[key] = value`; gives the value."""
    if type(target) is Hash and type(key) in _DIRECT and not target.iterating:
        target[key] = value
    else:
        SET_INDEX[type(target)](target, None, key, value)
    return value


_DIRECT = frozenset({str, Symbol})


def set_items(target: Any, *keys_and_value: Any) -> Any:
    """`target[a, b] = value`; gives the value."""
    SET_INDEX[type(target)](target, None, *keys_and_value)
    return keys_and_value[-1]


def call_of(value: Any) -> Callable[..., Any]:
    """The method `call` of something that is no Proc."""
    method = CALL[type(value)]
    return lambda *args: method(value, None, *args)


CALL = table("call")


def set_attribute(target: Any, name: str, value: Any, me: Any = MISSING) -> Any:
    """`target.name = value`; gives the value. Where the method may be protected, `me` is the self that calls it."""
    method = table(name)[type(target)] if me is MISSING else visible(me, target, name)
    method(target, None, value)
    return value


def set_own_attribute(target: Any, name: str, value: Any) -> Any:
    """`self.name = value`; gives the value."""
    found = getattr(target, "defs", {}).get(name)
    if found is not None:
        found(target, None, value)
        return value
    bare_table(name, "o")[type(target)](target, None, value)
    return value
