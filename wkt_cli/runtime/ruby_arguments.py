"""Keyword arguments of the platform's words, as Ruby calls give them."""

from __future__ import annotations

from typing import Any

from ..ruby.core.options import named
from ..ruby.errors import ArgumentError
from ..ruby.values import Hash


def keywords(given: Any, required: tuple[str, ...], optional: tuple[str, ...]) -> dict[str, Any]:
    """Read the keyword arguments of a call.

    Args:
        given: the call's trailing hash; None where it has none.
        required: names that must be there.
        optional: other names that may.

    Raises:
        ArgumentError: a name is missing or unknown.
    """
    found = named(given if isinstance(given, Hash) else Hash(), (*required, *optional))
    missing = [f":{name}" for name in required if name not in found]
    if missing:
        raise ArgumentError(f"missing keyword{'s' if len(missing) > 1 else ''}: {', '.join(missing)}")
    return found
