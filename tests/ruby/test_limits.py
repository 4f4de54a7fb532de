"""Every limit ends a program with an error that names it, and no Ruby code can swallow that."""

import threading
import time

import pytest

from wkt_cli import ruby
from wkt_cli.ruby import limits

ENDLESS = [
    "loop { }",
    "while true; end",
    "loop { begin; raise 'a'; rescue => e; end }",
    "begin; loop { }; rescue Exception; 1; end",
    "begin; loop { }; ensure; 1; end",
    "loop { begin; loop { }; ensure; next; end }",
    "(1..).each { |x| x }",
    "Enumerator.new { |y| loop { } }.next",
    "begin; raise 'x'; rescue; retry; end",
    "[3, 1].sort { |a, b| loop { } }",
]
DEEP = [
    "f = ->(n) { f.(n + 1) }; f.(0)",
    "def f(n) = f(n + 1); f(0)",
    "f = ->(n) { [n].map { |x| f.(x + 1) } }; f.(0)",
    "h = Hash.new { |hh, k| hh[k + 1] }; h[0]",
    'class A; def to_s = "#{A.new}"; end; A.new.to_s',
    "f = ->(n) { [2, 1].sort_by { |x| f.(n) } }; f.(0)",
    "f = ->(n) { 'a'.gsub(/a/) { f.(n) } }; f.(0)",
]
LARGE = ["'a' * 10**10", "[0] * 10**10", "(1..10**10).to_a", "s = +'a'; 60.times { s << s }"]


@pytest.mark.parametrize("source", ENDLESS)
def test_computing_time(source):
    start = time.monotonic()
    with pytest.raises(ruby.LimitError, match=r"computing time.*--limit-time"):
        ruby.evaluate(source, limit_time=0.2)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("source", DEEP)
def test_call_depth(source):
    with pytest.raises(ruby.LimitError, match=r"call depth.*--limit-depth"):
        ruby.evaluate(source, limit_time=5)


@pytest.mark.parametrize("source", LARGE)
def test_sizes(source):
    with pytest.raises(ruby.LimitError, match=r"limit of"):
        ruby.evaluate(source)


@pytest.mark.parametrize("source", ["10**10**10", "1 << 10**12", "9**9**9", "x = 7; 40.times { x *= x }; x"])
def test_digits(source):
    with pytest.raises(ruby.LimitError):
        ruby.evaluate(source)


def test_memory():
    with pytest.raises(ruby.LimitError, match=r"memory|computing time|sizes"):
        source = "a = []; loop { a << ('x' * 100_000) + a.length.to_s }"
        ruby.evaluate(source, limit_memory=50_000_000, limit_time=3)


def test_output():
    with pytest.raises(ruby.LimitError, match=r"output.*--limit-output"):
        ruby.evaluate("loop { puts 'x' * 100 }", limit_output=10_000)


def test_depth_that_programs_need():
    assert ruby.evaluate("f = ->(n) { n.zero? ? 0 : 1 + f.(n - 1) }; f.(1500)") == 1500
    assert ruby.evaluate("f = ->(n) { n.zero? ? [] : [n].map { |x| f.(n - 1) } }; f.(1000).length") == 1


def test_the_line_is_named():
    with pytest.raises(ruby.LimitError) as caught:
        ruby.evaluate("x = 1\nloop do\n  x += 1\nend", filename="connector.rb", limit_time=0.1)
    assert caught.value.line in (2, 3)
    assert "connector.rb:" in caught.value.message


def test_waiting_does_not_count(monkeypatch):
    monkeypatch.delenv("WKT_NO_WAIT", raising=False)
    assert ruby.evaluate("sleep(0.3); 1", limit_time=0.2) == 1


def test_what_a_host_function_computes_while_paused_does_not_count():
    def burn():
        with limits.paused():
            end = time.thread_time() + 0.3
            while time.thread_time() < end:
                pass
        return 1

    assert limits.limited(limits.Limits(time=0.2), burn) == 1


def test_the_process_goes_on_after_a_limit():
    for _ in range(3):
        with pytest.raises(ruby.LimitError):
            ruby.evaluate("loop { }", limit_time=0.05)
        assert ruby.evaluate("(1..1000).sum") == 500500


def test_threads_have_limits_of_their_own():
    found = []

    def run():
        try:
            ruby.evaluate("loop { }", limit_time=0.1)
        except ruby.LimitError as error:
            found.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(found) == 3


@pytest.mark.parametrize("jump", ["return 1", "next 1", "break 1", "return 1 if true"])
@pytest.mark.parametrize("stop", ["send(:system, 'x')", "'a' * 10**10", "f = -> { f.() }; f.()", "loop { }"])
def test_a_jump_out_of_ensure_swallows_no_limit(jump, stop):
    with pytest.raises((ruby.LimitError, ruby.SandboxError)):
        ruby.evaluate(f"[1].each {{ |x| begin; {stop}; ensure; {jump}; end }}; 2", limit_time=0.2)
