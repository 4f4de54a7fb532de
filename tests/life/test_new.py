"""`wkt new`: the connector runs at once, in both forms, and nothing is overwritten."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.life.test_generate import run_pytest
from tests.support.wkt import Wkt

FILES = ["fixtures/actions/greet/input.json", "tests/test_connector.py", ".gitignore"]


@pytest.fixture
def empty(wkt: Wkt) -> Wkt:
    """Give `wkt` in a folder without anything."""
    wkt.root.joinpath("connectors").rmdir()
    return wkt


@pytest.mark.parametrize(("language", "file"), [("ruby", "connector.rb"), ("python", "connector.py")])
def test_a_new_connector_runs_at_once(empty: Wkt, language: str, file: str) -> None:
    ended = empty("new", "some/my_conn", "--language", language, "--simple")
    assert ended.out.splitlines() == [f"      create  {name}" for name in [file, *FILES]]
    root = empty.root / "some" / "my_conn"
    greeted = empty("exec", "actions.greet.execute", "--input", FILES[0], folder=root)
    assert greeted.json == {"greeting": "Hello, Ana!"}
    assert empty("exec", "title", folder=root).json == "My Conn"
    assert empty("check", "connector", folder=root).err == "1 connector checked: 0 mistakes, 0 warnings\n"
    assert "2 passed" in run_pytest(root)


def test_the_question_is_that_of_the_gem(empty: Wkt) -> None:
    ended = empty("new", "one", input="1\n")
    assert "[1] secure" in ended.err
    key = empty.root / "one" / "master.key"
    assert (len(key.read_text()), stat.S_IMODE(key.stat().st_mode)) == (32, 0o600)
    assert "/master.key" in empty.root.joinpath("one/.gitignore").read_text().splitlines()
    assert key.read_text() not in ended.both


@pytest.mark.parametrize("answer", ["2\n", "x\n", ""])
def test_any_other_answer_is_simple(empty: Wkt, answer: str) -> None:
    assert empty("new", "two", input=answer).status == 0
    assert (empty.root / "two" / "connector.rb").exists()
    assert not (empty.root / "two" / "master.key").exists()


def contents(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_nothing_is_overwritten(empty: Wkt) -> None:
    empty("new", ".", "--secure")
    empty.write("connector.rb", "{ title: 'Mine' }")
    before = contents(empty.root)
    again = empty("new", ".", "--secure")
    assert {line.split()[0] for line in again.out.splitlines()} == {"skip"}
    assert contents(empty.root) == before


def test_two_connectors_in_one_folder_are_refused(empty: Wkt) -> None:
    empty("new", ".", "--simple")
    ended = empty("new", ".", "--language", "python", "--simple")
    assert ended.status == 2
    assert "connector.rb" in ended.err
    assert not (empty.root / "connector.py").exists()


def test_a_folder_with_an_odd_name(empty: Wkt) -> None:
    odd = "it's #{1} \\ \"ö\""
    assert empty("new", odd, "--simple").status == 0
    assert empty("exec", "title", folder=empty.root / odd).json == "It S 1 Ö"
