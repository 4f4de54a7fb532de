"""Ruby's classes of values, equality and order."""

from __future__ import annotations

from typing import Any

from ..errors import RubyError
from ..registry import FALSE, MODULE, TRUE, ancestors, class_of, lookup, send
from ..values import Hash, RClass, RString, Symbol, UnicodeString


def ruby_class(value: Any) -> RClass:
    """The Ruby class of a value; true and false, one type in Python, have their own."""
    if value is True:
        return TRUE
    if value is False:
        return FALSE
    if type(value) is RClass and value.is_module:
        return MODULE
    return class_of(value)


def class_name(value: Any) -> str:
    """The name of the Ruby class of a value."""
    if isinstance(value, RubyError):
        return value.class_name
    return ruby_class(value).name


def describe(value: Any) -> str:
    """A value as Ruby's TypeError texts name it: `nil`, `true`, `false`, else its class."""
    if value is None:
        return "nil"
    if value is True or value is False:
        return "true" if value else "false"
    return class_name(value)


def is_a(value: Any, rclass: RClass) -> bool:
    """Ruby's `is_a?`."""
    step: RClass | None = ruby_class(value)
    start = step
    while step is not None:
        if step is rclass:
            return True
        step = step.parent
    return rclass.is_module and start is not None and rclass in ancestors(start)


def responds(value: Any, name: str) -> bool:
    """Whether a value has the method ``name``."""
    return lookup(type(value), name) is not None


_PLAIN = frozenset({str, int, float})
NUMBERS = frozenset({int, float})
_TEXT = frozenset({str, RString, UnicodeString})


def equal(a: Any, b: Any) -> bool:
    """Ruby's `==`: 1 == 1.0, but true is not 1."""
    ta, tb = type(a), type(b)
    if ta is tb and ta in _PLAIN:
        return bool(a == b)
    if a is b:
        return True
    if a is None or ta is bool or ta is Symbol:
        return False
    if ta in NUMBERS and tb in NUMBERS:
        return bool(a == b)
    if ta in _TEXT:
        return tb in _TEXT and str(a) == str(b)
    if ta is list:
        return tb is list and len(a) == len(b) and all(map(equal, a, b))
    found = send(a, "==", b)
    return found is not None and found is not False


def eql(a: Any, b: Any) -> bool:
    """Ruby's `eql?`: equal and of one class, so that 1 and 1.0 differ; how keys of a Hash are compared."""
    ta, tb = type(a), type(b)
    if a is b:
        return True
    if ta in _TEXT:
        return tb in _TEXT and str(a) == str(b)
    if ta is not tb and not (isinstance(a, Hash) and isinstance(b, Hash)):
        return False
    if ta is int or ta is float:
        return bool(a == b)
    if ta is list:
        return len(a) == len(b) and all(map(eql, a, b))
    found = send(a, "eql?", b)
    return found is not None and found is not False


def compare(a: Any, b: Any) -> int | None:
    """Ruby's `<=>`: negative, 0, positive, or None where the two can't be compared."""
    ta, tb = type(a), type(b)
    if (ta is tb and ta in _PLAIN) or (ta in NUMBERS and tb in NUMBERS):
        return -1 if a < b else 1 if a > b else 0 if a == b else None
    if ta in _TEXT and tb in _TEXT:
        x, y = str(a), str(b)
        return -1 if x < y else 1 if x > y else 0
    found: int | None = send(a, "<=>", b)
    return found
