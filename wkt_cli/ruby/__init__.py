"""Ruby, compiled to Python code: `evaluate`, `load`, `check`.

>>> evaluate("[1, 2].map { |x| x * 2 }")
[2, 4]
"""

from __future__ import annotations

import contextvars
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import LimitError, RubyError, SandboxError

if TYPE_CHECKING:
    from .connector import Connector
    from .syntax import Fault


class Inspected(NamedTuple):
    """A value with Ruby's own view of it."""

    value: Any
    inspect: str
    class_name: str


def evaluate(
    source: str,
    filename: str = "(eval)",
    inspect: bool = False,
    *,
    limit_time: float = 1.0,
    limit_memory: int = 512_000_000,
    limit_depth: int = 10_000,
    limit_output: int = 10_000_000,
) -> Any:
    """Run Ruby text like the body of a connector's lambda and give its value as JSON-like Python data.

    Args:
        source: the Ruby text.
        filename: its name in errors.
        inspect: give an `Inspected` with `value`, `inspect` (Ruby's text) and `class_name`.
        limit_time: seconds of computing.
        limit_memory: bytes that the program may add to the process.
        limit_depth: calls inside each other.
        limit_output: characters that it may write.

    Raises:
        RubyError: the program raised; has `class_name`, `message`, `line`.
        SandboxError: the source is refused or can't be parsed.
        LimitError: a limit was hit.
    """
    from . import program
    from .limits import limited
    from .syntax import Source
    from .watchdog import Limits

    program.get_ready()
    program.register_main()
    limits = Limits(limit_time, limit_memory, limit_depth, limit_output)

    def body() -> Any:
        value = program.run(Source(source, filename))
        return inspected(value) if inspect else plain(value)

    own_context = contextvars.copy_context()
    return own_context.run(program.at_border, lambda: limited(limits, body))


def load(path: str | Path, text: str | bytes | None = None, *, use_cache: bool = True) -> Connector:
    """Load a connector file (or its text, named ``path``): `value` is its value, its lambdas are Procs.

    Lambdas are compiled at their first call; the code is kept in the user's cache. Raises `SandboxError`
    for a text that can't be parsed.
    """
    from .connector import load as load_file

    return load_file(path, text, use_cache=use_cache)


def check(source: str | bytes, filename: str = "connector.rb") -> list[Fault]:
    """Every syntax error and every refused or unsupported construct of a source, found without running it."""
    from .checking import check as check_source

    return check_source(source, filename)


def plain(value: Any) -> Any:
    """A Ruby value as JSON-like Python data."""
    from .convert import to_plain

    return to_plain(value)


def inspected(value: Any) -> Inspected:
    """A Ruby value with Ruby's text and class."""
    from .convert import to_plain
    from .core.object import class_name, inspect
    from .registry import class_of

    own_name = class_of(value).singleton.get("name")
    name = str(own_name(None, None)) if own_name else class_name(value)
    return Inspected(to_plain(value), str(inspect(value)), name)


__all__ = ["Inspected", "LimitError", "RubyError", "SandboxError", "check", "evaluate", "load"]
