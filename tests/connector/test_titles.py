"""Titles as `wkt connectors` reads them from the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from wkt_cli.connector.titles import title_of

PYTHON = [
    ('connector = {"title": "Mine"}', "Mine"), ('connector: dict = {\n  "a": {"title": "x"}, "title": "Mine"}', "Mine"),
    ('title = "x"\nconnector = {"test": 1}', None), ('connector = {"title": "a" + "b"}', None),
    ('connector = {**base, "title": "Mine"}', "Mine"), ('other = {"title": "x"}', None), ("connector = {", None),
    ('connector = {"actions": {"a": {"title": "x"}}}', None), ("connector = make()", None), ("\0", None),
]
RUBY = [
    ("{\n  title: 'Mine',\n  test: 1\n}", "Mine"), ('{ title: "Mine" }', "Mine"), ("{\n  'title' => 'Mine'\n}", "Mine"),
    ("{\n  actions: {\n    a: {\n      title: 'x'\n    }\n  },\n  title: 'Mine'\n}", "Mine"),
    ("{\n  actions: {\n    a: {\n      title: 'x'\n    }\n  }\n}", None), ("{\n  title: name,\n}", None),
    ("# title: 'x'\n{\n\ttitle: 'Mine'\n}", "Mine"), ("{\n  test: 1\n}", None), ("", None),
]


@pytest.mark.parametrize(("suffix", "source", "title"), [*((".py", *one) for one in PYTHON),
                                                         *((".rb", *one) for one in RUBY)])
def test_titles(tmp_path: Path, suffix: str, source: str, title: str | None) -> None:
    path = tmp_path / f"connector{suffix}"
    path.write_text(source, encoding="utf-8")
    assert title_of(path) == title


def test_a_file_that_can_t_be_read_has_none(tmp_path: Path) -> None:
    (tmp_path / "latin.rb").write_bytes(b"{ title: '\xe9' }")
    assert title_of(tmp_path / "latin.rb") is None
    assert title_of(tmp_path / "missing.py") is None
    assert title_of(tmp_path) is None
