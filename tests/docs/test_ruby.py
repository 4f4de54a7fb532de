"""What the pages say of Ruby is so: tables are fresh, their rows are tried, examples print what they show."""

from __future__ import annotations

import doctest
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.wkt import Wkt
from wkt_cli import ruby
from wkt_cli.connector.check import check

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "ruby-connectors.md").read_text(encoding="utf-8")
SUPPORT: dict[str, list[dict[str, Any]]] = tomllib.loads((DOCS / "ruby_support.toml").read_text(encoding="utf-8"))
ROWS = SUPPORT["row"] + SUPPORT["departure"]
RUNS = [program for row in ROWS for program in row.get("runs", ())]
REFUSED = [program for row in ROWS for program in row.get("refused", ())]


@pytest.mark.parametrize("program", RUNS)
def test_what_is_supported_runs(program: str) -> None:
    assert ruby.evaluate(program) is True


@pytest.mark.parametrize("program", REFUSED)
def test_what_is_not_supported_is_refused(program: str) -> None:
    with pytest.raises(ruby.SandboxError):
        ruby.evaluate(program)


@pytest.mark.parametrize("row", SUPPORT["row"], ids=lambda row: row["what"][:40])
def test_each_verdict_is_tried(row: dict[str, Any]) -> None:
    if "tried_by" in row:
        assert (DOCS.parent / row["tried_by"]).exists()
        return
    runs, refused = bool(row.get("runs")), bool(row.get("refused"))
    assert {"yes": runs, "partly": runs, "refused": refused, "not yet": not runs}[row["verdict"]]


def files() -> dict[str, str]:
    """Give the files that the page lets one save."""
    return dict(re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", PAGE, re.DOTALL))


def tries() -> list[tuple[str, str]]:
    """Give the command lines that the page shows, with what they print."""
    blocks = re.findall(r"<!-- try -->\n```console\n(.*?)```", PAGE, re.DOTALL)
    return [found for block in blocks for found in re.findall(r"^\$ wkt (.*)\n((?:[^$].*\n)*)", block, re.M)]


@pytest.mark.parametrize(("line", "shown"), tries())
def test_examples_print_what_they_show(wkt: Wkt, line: str, shown: str) -> None:
    for name, text in files().items():
        wkt.write(name, text)
    ended = wkt(*line.split())
    assert (ended.out + ended.err).replace(f"{wkt.root}/", "") == shown


def test_the_page_has_its_examples() -> None:
    assert len(files()) == 3
    assert len(tries()) == 4


def test_the_example_is_a_connector_without_oddities_but_those_that_it_shows(wkt: Wkt) -> None:
    assert [one.line for one in check(wkt.write("shop.rb", files()["connectors/shop.rb"]))] == [32, 35]


def test_python_api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert doctest.testfile(str(DOCS / "python-api.md"), module_relative=False).failed == 0
