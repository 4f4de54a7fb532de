"""TrueClass and FalseClass, one type in Python."""

from __future__ import annotations

from typing import Any

from ..registry import BOOLEAN, FALSE, TRUE, method, own
from ..values import Proc
from . import object as o


@method(BOOLEAN, "to_s", "inspect")
def to_s(self: bool, block: Proc | None) -> str:
    """`true` or `false`."""
    return "true" if self else "false"


@method(BOOLEAN, "&")
def and_(self: bool, block: Proc | None, other: Any) -> bool:
    """Whether both are true."""
    return self and o.truthy(other)


@method(BOOLEAN, "|")
def or_(self: bool, block: Proc | None, other: Any) -> bool:
    """Whether one is true."""
    return self or o.truthy(other)


@method(BOOLEAN, "^")
def xor(self: bool, block: Proc | None, other: Any) -> bool:
    """Whether exactly one is true."""
    return self is not o.truthy(other)


@method(BOOLEAN, "==", "===", "eql?")
def equals(self: bool, block: Proc | None, other: Any) -> bool:
    """Whether both are the same; 1 is not true."""
    return self is other


@method(BOOLEAN, "hash")
def hash_(self: bool, block: Proc | None) -> int:
    """Not that of 1 or 0."""
    return hash((bool, self))


@method(BOOLEAN, "blank?")
def blank(self: bool, block: Proc | None) -> bool:
    """False is blank."""
    return not self


@method(BOOLEAN, "to_param")
def to_param(self: bool, block: Proc | None) -> Any:
    """Itself."""
    return self


own[TRUE] = own[FALSE] = own[BOOLEAN]
