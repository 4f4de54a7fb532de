"""Line breaks: where the grammar reads on and Ruby does not, it is a syntax error with a place."""

from __future__ import annotations

import pytest

from wkt_cli.ruby import check


@pytest.mark.parametrize(("source", "line", "column"), [
    ("[\n  f\n  { name: 1 }\n]", 3, 3),
    ("['a'\n 'b']", 2, 2),
    ("{ a: 'x', # why\n  # so\n  b: 'y' # more\n  'z'\n}", 4, 3),
    ("[f\n [1]]", 2, 2),
    ("[f(1)\n [1]]", 2, 2),
    ("[f\n -2]", 2, 2),
    ("[f\n :a]", 2, 2),
    ("[f\n (2)]", 2, 2),
    ("[f\n *a]", 2, 2),
    ("f(a\n b)", 2, 2),
    ("f(g\n do |x| 1 end)", 2, 2),
    ("[1\n && 2]", 2, 2),
    ("{ 'a'\n => 1 }", 2, 2),
    ("f(->(x)\n { x })", 2, 2),
])  # fmt: skip
def test_a_line_that_ruby_does_not_join(source: str, line: int, column: int) -> None:
    faults = check(source)
    assert [(fault.line, fault.column, fault.construct) for fault in faults] == [(line, column, "syntax")]
    assert faults[0].message.startswith("syntax error, unexpected")


@pytest.mark.parametrize("source", [
    "[f\n .g]", "f\n  # why\n  &.g", "[1,\n 2]", "x = true ? 1\n : 2", "x = true ?\n 1 :\n 2", "x = 1 +\n 2",
    "'a' \\\n 'b'", "{ a:\n 1 }", "{ 'a' =>\n 1 }", "f\n[1]", "f\n(1)", "f\n-1", "f 1,\n 2", "%w[a\n b]", "f(\n1\n)", "a[1\n]",
    "if a\n [1]\nend", "[f do |x|\n x\n end]", "f(<<~A, 1)\n  text\nA\n", "case 1\nwhen 1\n 'a'\nend", "f # [\n'b'",
])  # fmt: skip
def test_a_line_that_ruby_joins_or_ends(source: str) -> None:
    assert check(source) == []
