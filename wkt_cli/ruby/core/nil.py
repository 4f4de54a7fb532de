"""NilClass."""

from __future__ import annotations

from typing import Any

from ..registry import NIL, method
from ..values import Hash, Proc
from . import object as o


@method(NIL, "to_s")
def to_s(self: None, block: Proc | None) -> str:
    """Empty text."""
    return ""


@method(NIL, "inspect")
def inspect(self: None, block: Proc | None) -> str:
    """`nil`."""
    return "nil"


@method(NIL, "to_a")
def to_a(self: None, block: Proc | None) -> Any:
    """An empty Array."""
    return []


@method(NIL, "to_h")
def to_h(self: None, block: Proc | None) -> Any:
    """An empty Hash."""
    return Hash()


@method(NIL, "to_i")
def to_i(self: None, block: Proc | None) -> int:
    """0."""
    return 0


@method(NIL, "to_f")
def to_f(self: None, block: Proc | None) -> float:
    """0.0."""
    return 0.0


@method(NIL, "&")
def and_(self: None, block: Proc | None, other: Any) -> bool:
    """False."""
    return False


@method(NIL, "|", "^")
def or_(self: None, block: Proc | None, other: Any) -> bool:
    """Whether the other is true."""
    return o.truthy(other)


@method(NIL, "blank?")
def blank(self: None, block: Proc | None) -> bool:
    """Nil is blank."""
    return True


@method(NIL, "to_param")
def to_param(self: None, block: Proc | None) -> Any:
    """Itself."""
    return None


@method(NIL, "try", "try!")
def try_(self: None, block: Proc | None, *args: Any) -> Any:
    """Nil."""
    return None


@method(NIL, "=~")
def match(self: None, block: Proc | None, pattern: Any) -> Any:
    """Nil matches nothing."""
    return None
