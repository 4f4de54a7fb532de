import errno
import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from wkt_cli.errors import StoreError
from wkt_cli.store.files import check_writable, locked, private_folder, read_bytes, write_atomically

POSIX = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_content_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "f"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


@POSIX
def test_modes(tmp_path: Path, no_umask: None) -> None:
    new, kept, private = tmp_path / "new", tmp_path / "kept", tmp_path / "private"
    kept.write_bytes(b"")
    kept.chmod(0o640)
    write_atomically(new, b"")
    write_atomically(kept, b"x")
    write_atomically(private, b"", private=True)
    assert (mode(new), mode(kept), mode(private)) == (0o644, 0o640, 0o600)


@POSIX
def test_a_private_file_that_was_open_to_all_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.touch(0o666)
    write_atomically(path, b"x", private=True)
    assert mode(path) == 0o600


@POSIX
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace", "os.open"])
@pytest.mark.parametrize(
    ("number", "reason", "advice"),
    [(errno.ENOSPC, "No space left", "Free some space"), (errno.EROFS, "Read-only", "that can be written")],
)
def test_a_failure_keeps_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, reason: str, advice: str
) -> None:
    path = tmp_path / "settings.yaml"
    path.write_bytes(b"old")

    def fail(*args: object, **options: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch, pytest.raises(StoreError) as caught:
        patch.setattr(step, fail)
        write_atomically(path, b"new")
    assert str(path) in caught.value.message and reason in caught.value.message
    assert advice in (caught.value.hint or "")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_fills_up_while_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really_open = os.open
    monkeypatch.setattr("os.open", lambda path, flags, mode=0: really_open("/dev/full", os.O_WRONLY))
    with pytest.raises(StoreError, match="No space left"):
        write_atomically(tmp_path / "f", b"x" * 100_000)


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".f.abc.tmp", tmp_path / ".f.def.tmp"
    for leftover in (old, fresh):
        leftover.touch()
    os.utime(old, (0, 0))
    write_atomically(tmp_path / "f", b"x")
    assert not old.exists()
    assert fresh.exists(), "another writer may be at work on it"
    write_atomically(tmp_path / "f", b"x", sole=True)
    assert not fresh.exists()


def test_a_private_folder_is_swept_of_all_that_is_old(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".other.abc.tmp", tmp_path / ".other.def.tmp"
    for leftover in (old, fresh):
        leftover.touch()
    os.utime(old, (0, 0))
    write_atomically(tmp_path / "f", b"x", sole=True)
    assert old.exists(), "a folder of the person's may have files of that name"
    write_atomically(tmp_path / "f", b"x", private=True, sole=True)
    assert not old.exists()
    assert fresh.exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_file_that_could_not_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"old")
    check_writable(path)
    assert list(tmp_path.iterdir()) == [path]

    def fail(*args: object, **options: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch, pytest.raises(StoreError, match="can't be written"):
        patch.setattr("os.open", fail)
        check_writable(path)
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_has_no_room_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really_open = os.open
    monkeypatch.setattr("os.open", lambda path, flags, mode=0: really_open("/dev/full", os.O_WRONLY))
    with pytest.raises(StoreError, match="No space left"):
        check_writable(tmp_path / "f")


def test_no_file_is_none_and_a_folder_is_an_error(tmp_path: Path) -> None:
    assert read_bytes(tmp_path / "missing") is None
    with pytest.raises(StoreError, match="can't be read"):
        read_bytes(tmp_path)


def test_a_private_folder_ignores_itself(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / ".wkt")
    assert (folder / ".gitignore").read_text() == "*\n"
    (folder / ".gitignore").write_text("")
    private_folder(folder)
    assert (folder / ".gitignore").read_text() == "*\n", "the one who wrote it died midway"
    if os.name == "posix":
        assert mode(folder) == 0o700
        folder.chmod(0o755)
        private_folder(folder)
        assert mode(folder) == 0o700


def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    (tmp_path / ".wkt").touch()
    with pytest.raises(StoreError, match="can't be made"):
        private_folder(tmp_path / ".wkt")


def test_a_lock_is_for_one_thread(tmp_path: Path) -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        with locked(tmp_path / "lock"):
            inside += 1
            most = max(most, inside)
            time.sleep(0.005)
            inside -= 1

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


HOLDER = """
import sys, pathlib
from wkt_cli.store.files import locked
with locked(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_of_another_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout and holder.stdout.readline() == "held\n"
    with pytest.raises(StoreError, match="Another `wkt` holds") as caught, locked(path, timeout=0.1):
        raise AssertionError("the lock was held")
    assert "Wait" in (caught.value.hint or "")
    holder.kill()
    holder.wait()
    with locked(path, timeout=2):
        pass
