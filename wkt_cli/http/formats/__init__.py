"""Bodies: each format is a module with `encode` and `decode` side by side, loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

from ..message import Reply


class Format(Protocol):
    """What each format's module has."""

    @property
    def NAME(self) -> str:
        """The format's name in `format_named`."""

    @property
    def CONTENT_TYPE(self) -> str | None:
        """The content type that a request gets; None leaves it as it is."""

    def encode(self, payload: Any) -> bytes:
        """Write a payload."""

    def decode(self, reply: Reply) -> Any:
        """Read a reply."""


NAMES = ("json", "form", "raw")


def format_named(name: str) -> Format:
    """Give a format.

    Raises:
        KeyError: there is none of this name.
    """
    if name not in NAMES:
        raise KeyError(name)
    module: Any = import_module(f".{name}", __name__)
    return module  # type: ignore[no-any-return]


def __getattr__(name: str) -> Any:
    if name in (*NAMES, "headers", "text"):
        return import_module(f".{name}", __name__)
    raise AttributeError(name)
