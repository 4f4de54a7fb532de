"""Compiled code kept per user, so that loading a connector again needs neither parser nor compiler.

A file holds the code of the top level and of the lambdas that were compiled so far. Its name is the hash
of content, file name, compiler and Python version; its first bytes are a mark and the hash of the rest. A
file that is damaged, that another user owns or that others can write is never read: any doubt is a miss.
"""

from __future__ import annotations

import functools
import hashlib
import marshal
import os
import stat
import sys
from pathlib import Path
from types import CodeType

MAGIC = b"wkt-ruby-2\n"
COMPILER = (".", "compiler", "compiler/aliases")
"""The folders with the code that decides what a source is compiled to."""


class Bundle:
    """The compiled code of one source: the top level, and lambdas by the place where they start."""

    def __init__(self, main: CodeType, lambdas: dict[int, bytes] | None = None) -> None:
        self.main = main
        self.lambdas: dict[int, bytes] = lambdas or {}
        self.changed = False

    def get(self, start: int) -> CodeType | None:
        """The code of a lambda, or None where it was not compiled yet."""
        data = self.lambdas.get(start)
        if data is None or hashlib.blake2b(data[16:], digest_size=16).digest() != data[:16]:
            return None
        return marshal.loads(data[16:])  # type: ignore[no-any-return]

    def add(self, start: int, code: CodeType) -> None:
        """Keep the code of a lambda."""
        data = marshal.dumps(code)
        self.lambdas[start] = hashlib.blake2b(data, digest_size=16).digest() + data
        self.changed = True


def folder() -> Path | None:
    """Where the cache is; None where it is switched off."""
    named = os.environ.get("WKT_CACHE_DIR")
    if named == "":
        return None
    if named:
        return Path(named) / "ruby"
    base = os.environ.get("XDG_CACHE_HOME") or ""
    if sys.platform == "win32":
        base = base or os.environ.get("LOCALAPPDATA", "")
    home = Path(base) if base else Path.home() / ".cache"
    return home / "wkt" / "ruby"


@functools.cache
def compiler() -> str:
    """Which compiler this is, by the sizes and times of its files: a changed one has entries of its own."""
    files = (file for folder in COMPILER for file in os.scandir(Path(__file__).parent / folder))
    stats = ((file.name, file.stat()) for file in files if file.name.endswith(".py"))
    return repr(sorted((name, info.st_size, info.st_mtime_ns) for name, info in stats))


def key_of(content: bytes, filename: str) -> str:
    """The name under which the code of a source is kept."""
    digest = hashlib.sha256(content)
    digest.update(f"\0{filename}\0{compiler()}\0{sys.implementation.cache_tag}\0{sys.hexversion}".encode())
    return digest.hexdigest()


def _is_private(info: os.stat_result) -> bool:
    """Whether only this user can write a file or folder."""
    if not hasattr(os, "getuid"):
        return True
    return info.st_uid == os.getuid() and not info.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def read(content: bytes, filename: str) -> Bundle | None:
    """The code of a source, or None."""
    where = folder()
    if where is None:
        return None
    try:
        if not _is_private(where.stat()):
            return None
        handle = os.open(where / key_of(content, filename), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with open(handle, "rb") as file:  # noqa: PTH123
            if not _is_private(os.fstat(file.fileno())):
                return None
            data = file.read()
    except OSError:
        return None
    return _unpack(data)


def _unpack(data: bytes) -> Bundle | None:
    """Mark, checksum and length of the head, head (top level and index), lambdas with their own checksums."""
    start = len(MAGIC) + 40
    if data[: len(MAGIC)] != MAGIC or len(data) < start:
        return None
    end = start + int.from_bytes(data[start - 8 : start], "big")
    if hashlib.sha256(data[start - 8 : end]).digest() != data[len(MAGIC) : start - 8]:
        return None
    main, index = marshal.loads(data[start:end])
    return Bundle(main, {where: data[end + at : end + at + size] for where, at, size in index})


def _pack(bundle: Bundle) -> bytes:
    index, at = [], 0
    for where, data in bundle.lambdas.items():
        index.append((where, at, len(data)))
        at += len(data)
    head = marshal.dumps((bundle.main, index))
    checked = len(head).to_bytes(8, "big") + head
    return b"".join([MAGIC, hashlib.sha256(checked).digest(), checked, *bundle.lambdas.values()])


def write(content: bytes, filename: str, bundle: Bundle) -> None:
    """Keep the code of a source; what stands in the way is no error."""
    where = folder()
    if where is None:
        return
    import tempfile

    data = _pack(bundle)
    bundle.changed = False
    try:
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(where.stat()):
            return
        handle, name = tempfile.mkstemp(dir=where)
        with open(handle, "wb") as file:  # noqa: PTH123
            file.write(data)
        Path(name).replace(where / key_of(content, filename))
    except OSError:
        return
