"""A process that dies, a disk that fills up, and two that write at once: what is stored stays whole."""

import errno
import itertools
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wkt_cli.errors import StoreError
from wkt_cli.store.connections import Connections, Record
from wkt_cli.store.vault import VaultKind, Vaults
from wkt_cli.store.vault.memory import MemoryVault

ENVIRON = {"WKT_VAULT_PASSPHRASE": "x"}
OLD = Record("percolate", "default", {"client_id": "old", "region": "eu"}, {"client_secret": "old"})
NEW = Record("percolate", "default", {"client_id": "new", "zone": 1}, {"client_secret": "new", "token": "t"})


class Died(BaseException):
    """The process was killed here."""


class Steps:
    """Lets a number of writes pass, then fails each one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, failure: BaseException) -> None:
        self.left: int | None = None
        self._failure = failure
        for owner, name in ((Path, "replace"), (MemoryVault, "set"), (MemoryVault, "delete")):
            monkeypatch.setattr(owner, name, self._counted(getattr(owner, name)))

    def _counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any) -> Any:
            if self.left is not None:
                if self.left <= 0:
                    raise self._failure
                self.left -= 1
            return function(*args)

        return counted


def lives(root: Path) -> Iterator[tuple[Connections, Vaults, int]]:
    for steps in itertools.count():
        folder = root / str(steps)
        folder.mkdir()
        vaults = Vaults(folder, choice=VaultKind.MEMORY, environ=ENVIRON)
        yield Connections(folder, open_vault=vaults), vaults, steps


def copy(record: Record, name: str = "default") -> Record:
    return Record(record.connector, name, dict(record.plain), dict(record.secret))


def values(connections: Connections, name: str = "default") -> dict[str, Any] | None:
    record = connections.find("percolate", name)
    return record.values if record else None


@pytest.mark.parametrize("move", [None, VaultKind.FILE])
@pytest.mark.parametrize("old", [None, OLD])
def test_dying_while_saving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cheap: None, old: Record | None, move: VaultKind | None
) -> None:
    counter = Steps(monkeypatch, Died())
    for connections, _vaults, steps in lives(tmp_path):
        counter.left = None
        if old:
            connections.save(copy(old))
        counter.left = steps
        try:
            connections.save(copy(NEW), vault=move)
            break
        except Died:
            counter.left = None
        found = values(connections)
        assert found in (old.values if old else None, NEW.values), steps
        connections.save(copy(NEW))
        assert values(connections) == NEW.values, "the next save puts everything right"
    assert steps >= 4


def test_what_a_person_writes_after_a_crash_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = Steps(monkeypatch, Died())
    for connections, _vaults, steps in lives(tmp_path):
        counter.left = None
        connections.save(copy(OLD))
        counter.left = steps
        try:
            connections.save(copy(NEW))
            break
        except Died:
            counter.left = None
        connections.update_tokens("percolate", "default", {"token": "later"})
        settings = tmp_path / str(steps) / "settings.yaml"
        settings.write_text(settings.read_text().replace("client_id: ", "client_id: edited-"))
        for name in ("default", "moved"):
            found = values(connections, name)
            assert found is not None
            assert found["client_id"] in ("edited-old", "edited-new"), steps
            assert found["client_secret"] == ("new" if "zone" in found else "old"), steps
            connections.rename("percolate", "default", "moved") if name == "default" else None
    assert steps >= 4


def test_dying_while_removing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = Steps(monkeypatch, Died())
    for connections, vaults, steps in lives(tmp_path):
        counter.left = None
        connections.save(copy(OLD))
        counter.left = steps
        try:
            connections.remove("percolate", "default")
            break
        except Died:
            counter.left = None
        assert values(connections) in (None, OLD.values)
        connections.remove("percolate", "default")
        assert vaults()._items == {}  # type: ignore[attr-defined]
    assert steps >= 3


def test_dying_while_renaming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = Steps(monkeypatch, Died())
    for connections, _vaults, steps in lives(tmp_path):
        counter.left = None
        connections.save(copy(OLD))
        counter.left = steps
        try:
            connections.rename("percolate", "default", "live")
            break
        except Died:
            counter.left = None
        found = [values(connections, name) for name in ("default", "live")]
        assert found in ([OLD.values, None], [None, OLD.values])
        assert connections.current() is not None
    assert steps >= 4


@pytest.mark.parametrize("old", [None, OLD])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_fills_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: Record | None, number: int
) -> None:
    failure = OSError(number, os.strerror(number))
    counter = Steps(monkeypatch, failure)
    monkeypatch.setattr(MemoryVault, "set", uncounted(counter, MemoryVault.set))
    monkeypatch.setattr(MemoryVault, "delete", uncounted(counter, MemoryVault.delete))
    for connections, _vaults, steps in lives(tmp_path):
        counter.left = None
        if old:
            connections.save(copy(old))
        counter.left = steps
        try:
            connections.save(copy(NEW))
            break
        except StoreError as error:
            assert os.strerror(number) in error.message and error.hint
        counter.left = None
        assert values(connections) in (old.values if old else None, NEW.values)
    assert steps >= 2


def uncounted(counter: Steps, function: Callable[..., Any]) -> Callable[..., Any]:
    """A vault that is not on the disk that fills up."""

    def free(*args: Any) -> Any:
        left, counter.left = counter.left, None
        try:
            return function(*args)
        finally:
            counter.left = left

    return free


def test_a_disk_that_fills_up_once_leaves_the_old_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connections: Connections
) -> None:
    connections.save(copy(OLD))
    before = (tmp_path / "settings.yaml").read_bytes()
    failing = iter([OSError(errno.ENOSPC, "full")])
    really_replace = Path.replace

    def replace(path: Path, target: Path) -> Path:
        for failure in failing:
            raise failure
        return really_replace(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(StoreError):
        connections.save(copy(NEW))
    assert values(connections) == OLD.values
    assert (tmp_path / "settings.yaml").read_bytes() == before


CHILD = """
    import os, sys
    from pathlib import Path
    from wkt_cli.store.connections import Connections, Record
    from wkt_cli.store.vault import encrypted, VaultKind, Vaults
    encrypted.FileVault.__init__.__kwdefaults__["cost"] = 16
    root = Path(sys.argv[1])
    vaults = Vaults(root, choice=VaultKind.FILE, environ={"WKT_VAULT_PASSPHRASE": "x"})
    connections = Connections(root, open_vault=vaults)
"""


def child(root: Path, code: str, *args: str) -> subprocess.Popen[bytes]:
    program = textwrap.dedent(CHILD) + textwrap.dedent(code)
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen([sys.executable, "-c", program, str(root), *args], env=environ)


@pytest.fixture
def file_connections(tmp_path: Path, cheap: None) -> Connections:
    return Connections(tmp_path, open_vault=Vaults(tmp_path, choice=VaultKind.FILE, environ=ENVIRON))


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("step", [0, 1, 2, 3])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_kill_9(tmp_path: Path, file_connections: Connections, step: int, moment: str) -> None:
    file_connections.save(copy(OLD))
    killed = child(
        tmp_path,
        """
        import signal
        step, moment, really_replace, seen = int(sys.argv[2]), sys.argv[3], Path.replace, []
        def replace(path, target):
            seen.append(1)
            if moment == "after" or len(seen) <= step:
                really_replace(path, target)
            if len(seen) > step:
                os.kill(os.getpid(), signal.SIGKILL)
        Path.replace = replace
        connections.save(Record("percolate", "default", {"client_id": "new"}, {"client_secret": "new"}))
        """,
        str(step),
        moment,
    )
    assert killed.wait() == -signal.SIGKILL
    found = values(file_connections)
    assert found is not None
    assert (found["client_id"], found["client_secret"]) in (("old", "old"), ("new", "new"))
    file_connections.save(copy(NEW))
    assert values(file_connections) == NEW.values


def test_two_that_write_at_once(tmp_path: Path, file_connections: Connections) -> None:
    file_connections.save(copy(OLD))
    code = """
        mark = sys.argv[2]
        for number in range(8):
            connections.update_tokens("percolate", "default", {f"{mark}{number}": number})
            connections.save(Record("percolate", f"{mark}{number}", {"n": number}, {"s": mark}))
    """
    writers = [child(tmp_path, code, mark) for mark in "ab"]
    assert [writer.wait(30) for writer in writers] == [0, 0]
    held = file_connections.get("percolate", "default").secret
    assert held == {"client_secret": "old"} | {f"{mark}{number}": number for mark in "ab" for number in range(8)}
    for mark, number in itertools.product("ab", range(8)):
        assert values(file_connections, f"{mark}{number}") == {"n": number, "s": mark}
