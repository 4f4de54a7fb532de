"""A line of source with a caret: tabs, wide characters and long lines keep the caret below its place."""

from __future__ import annotations

import pytest

from wkt_cli.excerpt import WIDEST, pointed


@pytest.mark.parametrize(("text", "column", "caret"), [
    ("abc", 2, " ^"),
    ("\tab", 2, "\t^"),
    ("日本x", 3, "    ^"),
    ("e\u0301x", 3, " ^"),
    ("abc\r\n", 1, "^"),
])  # fmt: skip
def test_the_caret_stands_below_its_place(text: str, column: int, caret: str) -> None:
    assert pointed(text, column) == (text.rstrip(), caret)


@pytest.mark.parametrize("column", [1, 80, 500, 990, 1000])
def test_a_long_line_is_cut_around_the_place(column: int) -> None:
    text = "".join(chr(ord("a") + n % 26) for n in range(1000))
    shown, caret = pointed(text, column)
    assert len(shown.strip("…")) == WIDEST
    assert shown[len(caret) - 1] == text[column - 1]
