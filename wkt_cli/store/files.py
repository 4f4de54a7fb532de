"""Files that are whole at every moment: atomic writes, the private folder, locks between processes."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ..errors import LockHeldError, StoreError

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
LOCK_TIMEOUT = 10.0
UNCHANGED = "what was stored before is unchanged"

_LOCK_PAUSE = 0.02
_LEFTOVER_AGE = 60.0
_ROOM = 64 * 1024
_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_ADVICE = {
    errno.ENOSPC: "Free some space on that disk, then run the command again",
    errno.EDQUOT: "Your disk quota is used up: free some space, then run the command again",
    errno.EROFS: "That disk is read-only: work on a copy of the project in a place that can be written",
    errno.EACCES: "Check who owns it and its permissions, then run the command again",
    errno.EPERM: "Check who owns it and its permissions, then run the command again",
    errno.ENOLCK: "That disk knows no locks (a network drive?): work in a copy of the project on a local disk",
}


def os_failure(error: OSError, path: Path, what: str) -> StoreError:
    """Tell of a failure of the operating system in a person's words.

    Args:
        error: what the system reported.
        path: the file or folder that was meant.
        what: what could not be done, such as ``be written``.
    """
    reason = os.strerror(error.errno) if error.errno else str(error)
    advice = _ADVICE.get(error.errno or 0, "Put that right, then run the command again")
    return StoreError(f"{path} can't {what}: {reason}", hint=f"{advice}; {UNCHANGED}")


def read_bytes(path: Path) -> bytes | None:
    """Read a file; None where there is none.

    Raises:
        StoreError: it is there but can't be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise os_failure(error, path, "be read") from error


def write_atomically(
    path: Path, data: bytes, *, private: bool = False, lasting: bool = True, sole: bool = False
) -> None:
    """Replace a file's content so that readers, and a crash, find the old or the new one, never a part.

    The bytes go to a file beside it, are forced to the disk, then take the name. A link is followed. What writers that
    were killed left beside it is removed.

    Args:
        path: the file; its folder must be there.
        data: the whole content.
        private: mode 0600; else the mode the file has, or the usual one for a new file.
        lasting: force it to the disk, which is slow; else it can be lost when the power fails.
        sole: the caller holds the lock that all writers of this file take, so that none of them is at work.

    Raises:
        StoreError: disk full, read-only and the like; the old content is still there.
    """
    try:
        target = path.resolve()
        _sweep(target, private, sole)
        temporary = _write_beside(target, data, _mode(target, private), lasting)
        try:
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise os_failure(error, path, "be written") from error
    if lasting:
        _sync_folder(target.parent)


def check_writable(path: Path) -> None:
    """See whether a file could be replaced, by one that has grown, too.

    Args:
        path: the file; its folder must be there.

    Raises:
        StoreError: disk full, read-only and the like.
    """
    try:
        target = path.resolve()
        size = target.stat().st_size if target.exists() else 0
        _write_beside(target, bytes(size + _ROOM), PRIVATE_FILE, lasting=False).unlink()
    except OSError as error:
        raise os_failure(error, path, "be written") from error


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner can enter and that git ignores; give it back.

    Raises:
        StoreError: it can't be made.
    """
    try:
        path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if stat.S_IMODE(path.stat().st_mode) != PRIVATE_FOLDER and os.name == "posix":
            path.chmod(PRIVATE_FOLDER)
        ignore = path / ".gitignore"
        if not ignore.exists() or not ignore.stat().st_size:
            ignore.write_bytes(b"*\n")
    except OSError as error:
        raise os_failure(error, path, "be made") from error
    return path


@contextlib.contextmanager
def locked(path: Path, *, timeout: float = LOCK_TIMEOUT) -> Iterator[None]:
    """Hold a lock that one process, and one thread of it, can have at a time.

    The system gives the lock back when the process ends, however it ends.

    Args:
        path: the lock's file; made when missing, and never removed.
        timeout: seconds to wait for another holder.

    Raises:
        LockHeldError: another one held it all the time.
        StoreError: the file can't be made.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    except OSError as error:
        raise os_failure(error, path, "be opened") from error
    try:
        _wait_for(handle, path, time.monotonic() + timeout)
        try:
            yield
        finally:
            _unlock(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def locked_by_name(state_folder: Path, name: str, *, timeout: float) -> Iterator[None]:
    """Hold the lock of something that has a name, such as a connection.

    Args:
        state_folder: the project's `.wkt`.
        name: any text.
        timeout: seconds to wait for another holder.

    Raises:
        LockHeldError: another one held it all the time.
        StoreError: it can't be made.
    """
    folder = private_folder(private_folder(state_folder) / "locks")
    with locked(folder / hashlib.sha256(name.encode()).hexdigest()[:16], timeout=timeout):
        yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _wait_for(handle: int, path: Path, deadline: float) -> None:
    while True:
        try:
            return _try_lock(handle)
        except OSError as error:
            if error.errno not in _BUSY:
                raise os_failure(error, path, "be locked") from error
        if time.monotonic() >= deadline:
            raise LockHeldError(
                f"Another `wkt` holds {path}",
                hint="Wait until it has ended, or end it (a question may stand open in another terminal)",
            )
        time.sleep(_LOCK_PAUSE)


def _mode(path: Path, private: bool) -> int | None:
    if private:
        return PRIVATE_FILE
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def _write_beside(path: Path, data: bytes, mode: int | None, lasting: bool) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666 if mode is None else PRIVATE_FILE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        if mode not in (None, PRIVATE_FILE):
            temporary.chmod(mode or PRIVATE_FILE)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _sweep(path: Path, private: bool, sole: bool) -> None:
    """Remove what writers that were killed left beside a file, and of other files in a private folder.

    Where another writer may be at work, only what has been there for longer than a write takes.
    """
    oldest, own = time.time() - _LEFTOVER_AGE, f".{path.name}."
    for leftover in path.parent.glob(".*.tmp"):
        mine = leftover.name.startswith(own)
        with contextlib.suppress(OSError):
            if (mine and sole) or ((mine or private) and leftover.stat().st_mtime < oldest):
                leftover.unlink()


def _sync_folder(folder: Path) -> None:
    """Force a rename to the disk; where a folder can't be opened (Windows), the system does it by itself."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
