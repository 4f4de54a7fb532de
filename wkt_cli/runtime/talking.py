"""`puts`, `pp` and `sleep` for connectors in Python, as Ruby has them (reference/http_dsl.md section 10)."""

from __future__ import annotations

from typing import Any

from ..connector.imports import connector_print
from ..errors import LambdaError
from ..ruby import limits


def puts(*values: Any) -> None:
    """Print each value on a line of its own, and those of a list, too; to standard error, and into the trace.

    >>> from wkt_cli.dsl import get, puts
    >>> def execute(connection, input):
    ...     users = get("/users")
    ...     puts("users:", len(users))
    ...     return {"users": users}

    Args:
        values: of any kind; None is an empty line.
    """
    connector_print("\n".join(_lines(values)) if values else "")


def _lines(values: Any) -> list[str]:
    lines: list[str] = []
    for value in values:
        lines += _lines(value) if isinstance(value, (list, tuple)) else ["" if value is None else str(value)]
    return lines


def pp(*values: Any) -> Any:
    """Print values as they are written in Python, and give them back; a request is sent.

    >>> from wkt_cli.dsl import get, pp
    >>> def test(connection):
    ...     return pp(get("/me"))

    Returns:
        The value, a tuple of several, or None without any.
    """
    from pprint import pformat

    from .request import resolve

    resolved = [resolve(value) for value in values]
    for value in resolved:
        connector_print(pformat(value))
    return tuple(resolved) if len(resolved) > 1 else resolved[0] if resolved else None


def sleep(seconds: float | None = None) -> int:
    """Wait, at most an hour in all, and not at all where WKT_NO_WAIT is set.

    >>> from wkt_cli.dsl import get, sleep
    >>> def execute(connection, input):
    ...     while get("/job").response()["status"] == "running":
    ...         sleep(5)

    Args:
        seconds: None is 0.

    Returns:
        The seconds, rounded.

    Raises:
        LambdaError: it is no number, or below 0.
    """
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float, type(None))) or (seconds or 0) < 0:
        raise LambdaError(f"`sleep` can't wait for {seconds!r}", hint="give seconds, as a number")
    return limits.wait(seconds or 0)
