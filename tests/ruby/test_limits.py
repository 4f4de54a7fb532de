"""Every limit ends a program with an error that names it, and no Ruby code can swallow that."""

import gc
import threading
import time
import tracemalloc

import pytest

from wkt_cli import ruby
from wkt_cli.ruby import limits, watchdog
from wkt_cli.ruby.core.percent import STEP, unescaped

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


@pytest.mark.parametrize(
    "source",
    [
        "('9' * 1_100_000).to_i",
        "('9' * 900_000).to_i(36)",
        "JSON.parse('[' + '9' * 1_100_000 + ']')",
        "(3**1_000_000).gcd(7**1_000_000)",
        "(3**600_000).to_r / 7**600_000",
        "BigDecimal('1e1000000000').to_i",
        "BigDecimal('2').sqrt(10**9)",
        "BigDecimal('1').div(3, 10**9)",
        "BigDecimal('1e-90000') ** 90000",
        "(3**60_000).pow(7**50_000, 11**50_000)",
        "'%.900000f' % (3**100_000)",
        "10**990_000 * 10**20_000",
    ],
)
def test_numbers_that_would_take_seconds(source):
    with pytest.raises(ruby.LimitError, match=r"limit of (integers|decimals)"):
        ruby.evaluate(source)


@pytest.mark.parametrize(
    ("source", "limit"),
    [
        ("workato.pbkdf2_hmac_sha1('a', 'b', 10**9, 16)", "key derivation"),
        ("OpenSSL::KDF.pbkdf2_hmac('a', salt: 'b', iterations: 9, length: 10**9, hash: 'SHA256')", "key derivation"),
        ("/((a{1000}){1000}){1000}/.match('a')", "regular expressions"),
        ("Regexp.new('a{400}{400}').match('a')", "regular expressions"),
        ("Time.now.strftime('%9999999N' * 100)", "sizes"),
        ("s = 'x'; 60.times { s += s }", "sizes"),
        ("1000.times.map { Enumerator.new { |y| y << 1 }.tap(&:next) }", "enumerators"),
    ],
)
def test_work_that_nothing_could_stop_is_not_begun(source, limit):
    with pytest.raises(ruby.LimitError, match=f"limit of {limit}"):
        ruby.evaluate(source)


def test_what_is_near_those_limits_works():
    assert ruby.evaluate("(10**990_000).to_s.length") == 990_001
    assert ruby.evaluate("3.pow(10**500, 10**500 + 7) > 0") is True
    assert ruby.evaluate("BigDecimal('2').sqrt(5000).to_s.length") > 5000
    assert ruby.evaluate("workato.pbkdf2_hmac_sha1('a', 'b', 100_000, 16).length") == 16
    assert ruby.evaluate("/(a{99}b){99}/.match?('a')") is False
    assert ruby.evaluate("('%.2000f' % 1.5).length") == 2002


@pytest.mark.parametrize("swallow", ["{}", "begin; {}; rescue Exception; 1; end", "{} rescue 1"])
def test_a_regular_expression_stops_with_the_program(swallow):
    start = time.process_time()
    with pytest.raises(ruby.LimitError, match=r"by a regular expression \(--limit-time\)"):
        ruby.evaluate(swallow.replace("{}", "('a' * 30_000).scan(/(a+)+b/)"), limit_time=0.3)
    assert time.process_time() - start < 2


def test_the_threads_of_enumerators_share_the_time():
    start = time.process_time()
    with pytest.raises(ruby.LimitError, match="computing time"):
        ruby.evaluate("'a'.upto('z' * 30).to_a", limit_time=0.5)
    assert time.process_time() - start < 1


def test_waits_add_up(monkeypatch):
    monkeypatch.setenv("WKT_NO_WAIT", "1")
    with pytest.raises(ruby.LimitError, match="limit of waiting"):
        ruby.evaluate("loop { sleep 1000 }")


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


def burn(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_what_a_host_function_computes_while_paused_does_not_count():
    def body():
        with limits.paused():
            burn(0.3)
        return 1

    assert limits.limited(watchdog.Limits(time=0.2), body) == 1


def test_what_blocks_compute_in_threads_counts_and_what_the_host_computes_there_does_not():
    def part(whole):
        burn(0.2)
        limits.limited(watchdog.Limits(), lambda: burn(0.1))
        burn(0.2)

    def body():
        whole = limits.current()
        with limits.paused():
            threads = [
                threading.Thread(target=limits.beside, args=(whole, lambda: part(whole))) for _ in range(3)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        return whole.spent(), whole.parts

    spent, parts = limits.limited(watchdog.Limits(time=10), body)
    assert 0.3 <= spent < 0.7
    assert parts == []


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


@pytest.mark.parametrize(
    "source", ["URI.parse('http://a/' + 'a%41' * 500_000).path.size", "('%41' * 700_000).decode_url.size"]
)
def test_memory_of_large_uris(source):
    tracemalloc.start()
    try:
        assert ruby.evaluate(source, limit_time=20) in (2_000_001, 700_000)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("before", range(STEP - 4, STEP + 2))
def test_no_step_cuts_an_escape(before):
    assert unescaped(b"a" * before + b"%41%%4") == b"a" * before + b"A%%4"


def test_a_run_that_is_over_leaves_nothing_to_collect():
    def runs() -> int:
        for _ in range(50):
            limits.limited(limits.usual, lambda: None)
        return gc.collect()

    runs()
    assert runs() < 50
