"""Settings in the layout of the platform's SDK: one connection or several, plain or encrypted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from wkt_cli.errors import NotConnectedError, StoreError
from wkt_cli.store.encrypted_file import VARIABLE, MasterKey, decrypt, encrypt, is_encrypted
from wkt_cli.store.gem_settings import GemSettings, default_file

KEY = MasterKey(Path("master.key"), {VARIABLE: "0123456789abcdef0123456789abcdef"})


def read(path: Path, name: str | None = None) -> dict[str, Any]:
    return GemSettings(path, name, KEY).read()


def test_one_connection(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    assert read(path) == {}
    path.write_text("a: 010\nb: 1_000\nc: 1e3\nd: ~\ne: 'no'\nf: off\ng: 0x1f\nh: 1:30\ni: .5\n:j: :k\n")
    assert read(path) == {
        "a": 8, "b": 1000, "c": "1e3", "d": None, "e": "no", "f": False, "g": 31, "h": 5400, "i": 0.5, "j": "k",
    }  # fmt: skip


def test_several_connections(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("My Prod:\n  k: 1\nother:\n  k: 2\nempty:\nfield: 3\n")
    assert read(path, "My Prod") == {"k": 1}
    assert read(path, "empty") == {}
    assert read(path) == {"My Prod": {"k": 1}, "other": {"k": 2}, "empty": None, "field": 3}
    with pytest.raises(NotConnectedError, match='key not found: "zz"'):
        read(path, "zz")
    with pytest.raises(StoreError, match=r"`field` in s\.yaml is a field and no connection"):
        read(path, "field")


@pytest.mark.parametrize(
    ("text", "what"),
    [("a: 2024-01-02\n", "unspecified class: Date"), ("- 1\n", "hash"), ("a: &x {}\nb: *x\n", "alias")],
)
def test_what_the_sdk_refuses(tmp_path: Path, text: str, what: str) -> None:
    for path, data in ((tmp_path / "s.yaml", text.encode()), (tmp_path / "s.enc", encrypt(text.encode(), KEY))):
        path.write_bytes(data)
        with pytest.raises(StoreError, match=what):
            read(path)


@pytest.mark.parametrize("name", ["s.yaml", "s.yaml.enc"])
def test_what_is_encrypted_is_seen_in_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(encrypt(b"prod:\n  k: 1\n", KEY))
    assert read(path, "prod") == {"k": 1}


def test_what_is_named_so_and_is_not_encrypted_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.enc").write_text("k: 1\n")
    with pytest.raises(StoreError, match=r"Couldn't decrypt s\.enc"):
        read(tmp_path / "s.enc")


@pytest.mark.parametrize("name", ["s.yaml", "s.yaml.enc"])
def test_what_is_written_leaves_the_rest_as_it_is(tmp_path: Path, name: str) -> None:
    path, sealed = tmp_path / name, name.endswith(".enc")
    text = b"# mine\none:\n  token: old # here\n:two:\n  k: 010\n"
    path.write_bytes(encrypt(text, KEY) if sealed else text)
    GemSettings(path, "one", KEY).write({"token": "no"})
    data = path.read_bytes()
    assert is_encrypted(data) is sealed
    changed = decrypt(data, KEY, name) if sealed else data
    assert changed == text.replace(b"old", b"'no'")


def test_line_breaks_of_windows_stay(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"# mine\r\none:\r\n  token: old\r\n")
    GemSettings(path, "one", KEY).write({"token": "new", "more": "m"})
    assert path.read_bytes() == b"# mine\r\none:\r\n  token: new\r\n  more: m\r\n"


@pytest.mark.parametrize("text", ["one:\n  token: old\n---\nmore: 1\n", "one: text\n"])
def test_a_file_that_cant_be_changed_stays_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(text)
    with pytest.raises(StoreError):
        GemSettings(path, "one", KEY).write({"token": "new"})
    assert path.read_text() == text


@pytest.mark.parametrize("name", ["s.yaml", "s.yaml.enc"])
def test_a_new_file(tmp_path: Path, name: str) -> None:
    GemSettings(tmp_path / name, None, KEY).write({"token": "t"})
    if os.name == "posix":
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
    assert is_encrypted((tmp_path / name).read_bytes()) is name.endswith(".enc")
    assert read(tmp_path / name) == {"token": "t"}


def test_without_a_key_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Missing encryption key"):
        GemSettings(tmp_path / "s.enc", None, MasterKey(tmp_path / "master.key", {})).write({"token": "t"})
    assert list(tmp_path.iterdir()) == []


def test_the_encrypted_file_goes_before_the_plain_one(tmp_path: Path) -> None:
    assert default_file(tmp_path) == tmp_path / "settings.yaml"
    (tmp_path / "settings.yaml.enc").touch()
    assert default_file(tmp_path) == tmp_path / "settings.yaml.enc"
