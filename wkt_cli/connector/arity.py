"""How many arguments a Python function of a connector takes, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from inspect import Parameter, signature
from pathlib import Path
from types import CodeType, FunctionType, MethodType
from typing import Any

from ..errors import Place
from .model import Block

_VARIADIC = 0x04

Arity = tuple[int, int | None]
"""Positional arguments needed, and taken at most; None for any number."""


def make_block(function: Callable[..., Any], place: Place) -> Block:
    """Make a `Block` of a function.

    Args:
        function: a function, lambda, method, `functools.partial`, class or other callable.
        place: where its key stands.

    Returns:
        The block; its place is the function's own first line, also in another file that it is imported from.
    """
    required, arity = arity_of(function)
    code = _code_of(function)
    if code:
        place = Place(_file_of(code, place), code.co_firstlineno, place.key_path)
    needed, takes_keywords = _keywords_of(function)
    return Block(function, place, arity, required, takes_keywords, arity, needed)


def arity_of(function: Callable[..., Any]) -> Arity:
    """Give how many positional arguments a callable needs and takes.

    Parameters with a default count as taken (reference/connection.md section 2), those that only a keyword
    can fill do not. A decorated function counts as what it wraps (`functools.wraps`).

    >>> arity_of(lambda connection, input=None: None)
    (1, 2)
    >>> arity_of(lambda *arguments: None)
    (0, None)
    >>> arity_of(partial(lambda connection, region: None, region="eu"))
    (1, 1)
    """
    function = _unwrap(function)
    if isinstance(function, FunctionType):
        return _function_arity(function)
    if isinstance(function, MethodType):
        return _without_first(arity_of(function.__func__), 1)
    if isinstance(function, partial):
        return _partial_arity(function)
    return _object_arity(function)


def _keywords_of(function: Callable[..., Any]) -> tuple[tuple[str, ...], bool]:
    """Give the names that only a keyword can fill and that must be filled, and whether it takes keywords at all."""
    try:
        parameters = signature(function).parameters.values()
    except (TypeError, ValueError):
        return (), False
    named = [one for one in parameters if one.kind in (Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD)]
    needed = [one.name for one in named if one.kind is Parameter.KEYWORD_ONLY and one.default is Parameter.empty]
    return tuple(needed), bool(named)


def _unwrap(function: Callable[..., Any]) -> Callable[..., Any]:
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


def _function_arity(function: FunctionType) -> Arity:
    code = function.__code__
    required = code.co_argcount - len(function.__defaults__ or ())
    return required, None if code.co_flags & _VARIADIC else code.co_argcount


def _without_first(arity: Arity, count: int) -> Arity:
    required, most = arity
    return max(required - count, 0), None if most is None else max(most - count, 0)


def _partial_arity(function: partial[Any]) -> Arity:
    """Leave out what is bound: leading arguments, and everything from the first one bound by keyword."""
    required, most = _without_first(arity_of(function.func), len(function.args))
    inner = _unwrap(function.func)
    if not function.keywords or not isinstance(inner, FunctionType):
        return required, most
    names = inner.__code__.co_varnames[len(function.args) : inner.__code__.co_argcount]
    bound = [position for position, name in enumerate(names) if name in function.keywords]
    if not bound:
        return required, most
    return min(required, bound[0]), bound[0]


def _object_arity(function: Callable[..., Any]) -> Arity:
    """Ask the class of a callable object, or a class's ``__init__``; what is built in takes any number."""
    method = function.__init__ if isinstance(function, type) else type(function).__call__  # type: ignore[misc]
    return _without_first(_function_arity(method), 1) if isinstance(method, FunctionType) else (0, None)


def _code_of(function: Callable[..., Any]) -> CodeType | None:
    function = _unwrap(function)
    if isinstance(function, partial):
        return _code_of(function.func)
    code = getattr(function, "__code__", None)
    return code if isinstance(code, CodeType) else None


def _file_of(code: CodeType, place: Place) -> Path | None:
    """Keep the connector's path as it was given, where the function is in that file."""
    same = place.file and str(place.file) == code.co_filename
    return place.file if same else Path(code.co_filename)
