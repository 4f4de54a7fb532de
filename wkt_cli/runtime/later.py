"""Words of the platform that are not there yet: each says so, rather than being taken for something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..ruby import SandboxError

FUNCTIONS = ("checkpoint!", "reinvoke_after", "suspend")
CHAIN = ("case_sensitive_headers",)
PACKAGES = ("stream",)


def tell(register: Callable[[str], Callable[..., Any]], names: tuple[str, ...], form: str = "{}") -> None:
    """Register what says that a word is not there yet.

    Args:
        register: gives the decorator that registers a function under a name.
        names: the words.
        form: how a word is shown, such as ``workato.{}``.
    """
    for name in names:
        register(name)(_told(form.format(name)))


def _told(shown: str) -> Callable[..., Any]:
    def later(me: Any, block: Any, *arguments: Any) -> Any:
        raise SandboxError(f"`{shown}` is not there yet: the platform has it, this version of wkt does not")

    return later
