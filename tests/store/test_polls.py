"""What is kept between polls: whole at every moment, bounded, and without secrets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wkt_cli.errors import StoreError
from wkt_cli.store import polls
from wkt_cli.store.polls import Polled, PollFile, References

ABOUT = {"trigger": "triggers.t", "connector": "connector.rb", "connection": ""}


@pytest.fixture
def file(tmp_path: Path) -> PollFile:
    return PollFile(tmp_path / ".wkt", ABOUT, {"a": 1})


def test_what_is_kept_is_read(file: PollFile) -> None:
    assert file.read() == Polled()
    polled = Polled({"page": [1, None, "ü"]})
    assert polled.is_new("a@example.com")
    assert not polled.is_new("a@example.com")
    file.write(polled)
    assert file.read() == polled
    assert not file.read().is_new("a@example.com")
    assert "example" not in file.path.read_text()


def test_connector_trigger_connection_and_input_make_the_file(tmp_path: Path) -> None:
    others: list[tuple[dict[str, str], Any]] = [({**ABOUT, name: "x"}, {"a": 1}) for name in ABOUT]
    paths = {PollFile(tmp_path, about, input).path for about, input in [(ABOUT, {"a": 1}), (ABOUT, {}), *others]}
    assert len(paths) == 5
    assert PollFile(tmp_path, ABOUT, {"a": 1, "b": 2}).path == PollFile(tmp_path, ABOUT, {"b": 2, "a": 1}).path


def test_the_oldest_events_are_forgotten(file: PollFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polls, "MOST_SEEN", 3)
    polled = Polled()
    for key in "abcd":
        assert polled.is_new(key)
    file.write(polled)
    assert [file.read().is_new(key) for key in "abcd"] == [True, False, False, False]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"version": 1, "seen": 3, "closure": 1, "polled_at": ""}'])
def test_a_damaged_file_is_told(file: PollFile, text: str) -> None:
    file.write(Polled())
    file.path.write_text(text)
    with pytest.raises(StoreError, match="damaged"):
        file.read()


def test_a_file_of_another_version_is_told(file: PollFile) -> None:
    file.write(Polled())
    file.path.write_text(json.dumps({**json.loads(file.path.read_text()), "version": 2}))
    with pytest.raises(StoreError, match="format 2"):
        file.read()


def test_dying_while_writing_leaves_the_old(file: PollFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write(Polled(1))

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", die)
    with pytest.raises(KeyboardInterrupt):
        file.write(Polled(2))
    assert file.read().closure == 1


def test_files_are_private(file: PollFile, unix: None) -> None:
    file.write(Polled())
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.path.parent.stat().st_mode & 0o777 == 0o700


def test_references_stand_for_secrets_and_change_with_them() -> None:
    old = References([("token", "abcdefgh"), ("long", "abcdefgh-and-more")])
    value = {"next": "http://x/?t=abcdefgh&u=abcdefgh-and-more", "list": ["abcdefgh", 1, None], "abcdefgh": True}
    put = old.put(value)
    assert "abcdefgh" not in json.dumps([put["next"], put["list"]])
    assert old.take(put) == value
    new = References([("token", "new"), ("long", "longer")])
    assert new.take(put)["next"] == "http://x/?t=new&u=longer"
