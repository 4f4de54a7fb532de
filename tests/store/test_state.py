import json
import os
from pathlib import Path

import pytest

from wkt_cli.errors import StoreError
from wkt_cli.store.state import StateFile


def test_no_file_is_an_empty_state(tmp_path: Path) -> None:
    state = StateFile(tmp_path).read()
    assert (state.project, state.current, state.last("x"), state.meta("x", "y")) == ("", None, None, None)
    assert not (tmp_path / ".wkt").exists()


def test_what_is_put_is_read(tmp_path: Path) -> None:
    file = StateFile(tmp_path)
    with file.updating() as state:
        project = state.ensure_project()
        state.put("percolate", "default", {"vault": "keyring"})
        state.use("percolate", "default")
    again = file.read()
    assert again.project == project and len(project) == 32
    assert again.current == ("percolate", "default")
    assert again.meta("percolate", "default") == {"vault": "keyring"}


def test_a_dropped_connection_is_no_longer_current(tmp_path: Path) -> None:
    file = StateFile(tmp_path)
    with file.updating() as state:
        state.put("a", "b", {})
        state.use("a", "b")
        state.drop("a", "b")
    assert file.read().current is None
    assert file.read().last("a") is None


def test_the_file_is_private(tmp_path: Path) -> None:
    with StateFile(tmp_path).updating():
        pass
    if os.name == "posix":
        assert (tmp_path / ".wkt" / "state.json").stat().st_mode & 0o777 == 0o600
    assert json.loads((tmp_path / ".wkt" / "state.json").read_text())["version"] == 1


def test_keys_of_a_later_wkt_survive(tmp_path: Path) -> None:
    write(tmp_path, '{"version": 1, "later": [1]}')
    with StateFile(tmp_path).updating() as state:
        state.use("a", "b")
    assert json.loads((tmp_path / ".wkt" / "state.json").read_text())["later"] == [1]


def test_an_error_inside_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), StateFile(tmp_path).updating() as state:
        state.use("a", "b")
        raise ZeroDivisionError
    assert StateFile(tmp_path).read().current is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"version": 1,\n', "state.json:2 is damaged"),
        ("\xff", "damaged"),
        ("", "damaged"),
        ("[]", "no format version"),
        ('{"project": "x"}', "no format version"),
        ('{"version": 1, "connections": []}', "another shape"),
        ('{"version": 1, "connections": {"a": {"b": 1}}}', "another shape"),
        ('{"version": 1, "current": "x"}', "another shape"),
        ('{"version": 2}', "newer wkt"),
    ],
)
def test_a_damaged_or_newer_state_is_told_and_kept(tmp_path: Path, text: str, what: str) -> None:
    path = write(tmp_path, text)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=what) as caught:
        StateFile(tmp_path).read()
    assert caught.value.hint
    with pytest.raises(StoreError), StateFile(tmp_path).updating():
        raise AssertionError("it can't be read")
    assert path.read_bytes() == before


def write(root: Path, text: str) -> Path:
    (root / ".wkt").mkdir()
    path = root / ".wkt" / "state.json"
    path.write_text(text, encoding="latin-1")
    return path
