"""Words of the platform that are not there yet: each says so, rather than being taken for something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..ruby import SandboxError

FUNCTIONS = ("suspend",)


def tell(register: Callable[[str], Callable[..., Any]]) -> None:
    """Register what says that a word is not there yet.

    Args:
        register: gives the decorator that registers a function under a name.
    """
    for name in FUNCTIONS:
        register(name)(_told(name))


def _told(name: str) -> Callable[..., Any]:
    def later(me: Any, block: Any, *arguments: Any) -> Any:
        raise SandboxError(f"`{name}` is not there yet: the platform has it, this version of wkt does not")

    return later
