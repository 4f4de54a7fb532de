"""File's four functions on names; nothing here touches a file."""

from __future__ import annotations

from typing import Any

from ..errors import ArgumentError
from ..registry import OBJECT, define_class, singleton
from ..values import Proc
from .numeric import integer
from .string import text

FILE = define_class("File", OBJECT)
FILE.constants.update(SEPARATOR="/", Separator="/")


def base(path: str) -> str:
    """The last piece of a path."""
    bare = path.rstrip("/")
    return bare.rsplit("/", 1)[-1] if bare else path[:1]


def extension(name: str) -> str:
    """What follows the last dot, with the dot; none in `.name`."""
    stem = name.lstrip(".")
    at = stem.rfind(".")
    return stem[at:] if at > 0 or (at == 0 and stem != name) else ""


@singleton(FILE, "extname")
def extname(self: Any, block: Proc | None, path: Any) -> str:
    """`.rb`"""
    return extension(base(text(path)))


@singleton(FILE, "basename")
def basename(self: Any, block: Proc | None, path: Any, suffix: Any = None) -> str:
    """The last piece, without a suffix (`.*` is any)."""
    name = base(text(path))
    if suffix is None:
        return name
    tail = extension(name) if text(suffix) == ".*" else text(suffix)
    return name[: -len(tail)] if tail and name.endswith(tail) and name != tail else name


@singleton(FILE, "dirname")
def dirname(self: Any, block: Proc | None, path: Any, level: Any = 1) -> str:
    """All but the last pieces."""
    count = integer(level)
    if count < 0:
        raise ArgumentError(f"negative level: {count}")
    found = text(path)
    for _ in range(min(count, len(found))):
        found = parent(found)
    return found


def parent(path: str) -> str:
    """All but the last piece."""
    bare = path.rstrip("/")
    if not bare:
        return "/" if path else "."
    head = bare.rpartition("/")[0]
    return head.rstrip("/") or "/" if "/" in bare else "."


@singleton(FILE, "split")
def split(self: Any, block: Proc | None, path: Any) -> list[str]:
    """Directory and name."""
    return [dirname(None, None, path), base(text(path))]


@singleton(FILE, "join")
def join(self: Any, block: Proc | None, *pieces: Any) -> str:
    """Pieces with one slash between."""
    flat: list[str] = []
    for piece in pieces:
        flat.append(join(None, None, *piece) if type(piece) is list else text(piece))
    found = flat[0] if flat else ""
    for piece in flat[1:]:
        if found.endswith("/") and piece.startswith("/"):
            found = found.rstrip("/")
        found += piece if found.endswith("/") or piece.startswith("/") else "/" + piece
    return found
