"""Ruby text by text: what stays from one to the next, and whether a text is whole."""

from __future__ import annotations

from typing import Any

import pytest

from wkt_cli.ruby import RubyError, SandboxError, plain
from wkt_cli.ruby.shell import Shell, is_open


def last(*texts: str) -> Any:
    """Run texts in one shell and give the value of the last."""
    shell, value = Shell(), None
    for number, text in enumerate(texts):
        value = shell.run(text, f"shell:{number}")
    return plain(value)


@pytest.mark.parametrize(("texts", "value"), [
    (["x = 1", "x += 2", "x"], 3),
    (["x = 1", "[2, 3].each { |i| x += i }", "x"], 6),
    (["x = 1", "f = ->(a) { a + x }", "x = 10", "f.call(1)"], 11),
    (["f = -> { n = 1; n }", "f.call", "f.()"], 1),
    (["def twice(a) a * 2 end", "twice(4)"], 8),
    (["A = [1]", "A << 2", "A"], [1, 2]),
    (["class P; attr_reader :a; def initialize(a); @a = a; end; end", "P.new(3).a"], 3),
    (["s = 'a'", "s << 'b'", "s"], "ab"),
    (["h = { a: ['x'] }", "h[:a][0] << 'y'", "h"], {"a": ["xy"]}),
    (["a, (b, *c) = 1, [2, 3, 4]", "[a, b, c]"], [1, 2, [3, 4]]),
    (["begin; raise 'no'; rescue => e; end", "e.message"], "no"),
    (["for k in 1..3 do end", "k"], 3),
    (["/(?<word>b+)/ =~ 'abb'", "word"], "bb"),
    (["case { z: 4 }; in { z: }; end", "z"], 4),
    (["y = 5 if false", "y.inspect"], "nil"),
    (["x = 1", "z ||= x", "z ||= 9", "z"], 1),
    (["w = 3", "1.times { w = 4; inner = 5 }", "w"], 4),
    (["x = 1", "return x + 1"], 2),
    (["x = 2", "x.then { |y| x * y }"], 4),
    (["@n = 1", "@n + 1"], 2),
])  # fmt: skip
def test_what_stays(texts: list[str], value: Any) -> None:
    assert last(*texts) == value


def test_locals_of_blocks_do_not_stay() -> None:
    shell = Shell()
    shell.run("1.times { inner = 5 }", "shell:1")
    with pytest.raises(RubyError, match="inner"):
        shell.run("inner", "shell:2")
    assert "inner" not in shell.locals


def test_what_was_set_before_a_failure_stays() -> None:
    shell = Shell()
    with pytest.raises(RubyError, match="divided by 0"):
        shell.run("x = 7; x / 0", "shell:1")
    assert shell.run("x", "shell:2") == 7


def test_a_lambda_that_fails_later_tells_the_line_it_was_written_in() -> None:
    shell = Shell()
    shell.run("f = lambda do\n  1 / 0\nend", "shell:1")
    with pytest.raises(RubyError) as failure:
        shell.run("f.call", "shell:2")
    assert (failure.value.filename, failure.value.line) == ("shell:1", 2)


def test_the_sandbox_holds() -> None:
    with pytest.raises(SandboxError, match="refused"):
        last("system('ls')")
    with pytest.raises(SandboxError):
        last("f = File", "f.read('/etc/passwd')")


@pytest.mark.parametrize("text", [
    "if x", "x = if y", "while x do", "get('/x',", "get('/x')\n  .params(a: 1).", "h = {\n a: 1,", "def f(a)", "->(x) {",
    "x = [1,\n", "'abc", '"a #{b', "<<~T\nabc", "1 +", "case x\nwhen 1", "begin\n 1\nrescue",
    "a.map do |x|\n x.each { |y|", "x.y do |a| b if a", "%w[a b", "for i in 1..2 do", "call(:x) { |y|", "x &&",
])  # fmt: skip
def test_more_is_to_come(text: str) -> None:
    assert is_open(text)


@pytest.mark.parametrize("text", [
    "x = 1", "if x\n 1\nend", "x if y", "while x do\n1\nend", "h = {\n a: 1 }", "->(x) { x }", "<<~T\nabc\nT", "foo bar baz )",
    "# don't", "for i in 1..2 do\ni\nend", "puts 'a' unless x", "x = )", "end", "",
])  # fmt: skip
def test_nothing_is_to_come(text: str) -> None:
    assert not is_open(text)
