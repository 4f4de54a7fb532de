"""Keyword arguments of the core's methods: they are named, so they don't count as arguments."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from ..errors import ArgumentError
from ..values import Hash, Symbol
from .object import inspect

F = TypeVar("F", bound=Callable[..., Any])


def with_keywords(fn: F) -> F:
    """Let a method take keyword arguments as its own keyword-only parameters (`in_` is `in:`); others are refused."""
    code = fn.__code__
    allowed = code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount]

    @wraps(fn)
    def method(self: Any, block: Any, *args: Any) -> Any:
        if args and isinstance(args[-1], Hash) and args[-1].keywords:
            return fn(self, block, *args[:-1], **named(args[-1], allowed))
        return fn(self, block, *args)

    return method  # type: ignore[return-value]


def keywords_of(**values: Any) -> Hash:
    """Keyword arguments as a call passes them on."""
    made = Hash({Symbol(name): value for name, value in values.items()})
    made.keywords = True
    return made


def named(given: Hash, allowed: tuple[str, ...]) -> dict[str, Any]:
    """Keyword arguments for Python; ArgumentError for unknown ones."""
    own = {name.rstrip("_"): name for name in allowed}
    unknown = [key for key in given if not (isinstance(key, Symbol) and key.name in own)]
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        raise ArgumentError(f"unknown keyword{plural}: {', '.join(map(inspect, unknown))}")
    return {own[key.name]: value for key, value in given.items()}
