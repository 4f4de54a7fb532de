"""Programs like those in which the fuzzer found Python's words, and the fuzzer's own eyes."""

import re

import pytest

from tests.ruby.fuzz.runner import Runner
from wkt_cli import ruby

FOUND = {
    "p k: 1, **({ a: (return 9) })": "9",
    "[1].to_sentence(7)": "NoMethodError: undefined method `assert_valid_keys' for 7:Integer",
    "JSON.include?('x')": "TypeError: wrong argument type String (expected Module)",
    "class A; def to_ary = 8; end; [1] + A.new": "TypeError: can't convert A to Array (A#to_ary gives Integer)",
    "class A; def to_hash = 1; end; { a: 1 } <= A.new": "TypeError: can't convert A to Hash (A#to_hash gives Integer)",
    "class A; def to_hash = 1; end; p(**A.new)": "TypeError: can't convert A to Hash (A#to_hash gives Integer)",
    "class A; def to_ary = 1; end; a, b = A.new": "TypeError: can't convert A to Array (A#to_ary gives Integer)",
    "'abc'.match(/b/).freeze.frozen?": "true",
    "sleep(BigDecimal('NaN'))": "FloatDomainError: Computation results in 'NaN' (Not a Number)",
    "7.to_s(BigDecimal('-Infinity'))": "FloatDomainError: Computation results in '-Infinity'",
    "sleep(Float::NAN)": "RangeError: NaN out of Time range",
    "\"\\xff\\xfe\".to_query({ 'a' => 1 })": '"a%3D1=%FF%FE"',
    "1.day.instance_of?('x')": "TypeError: class or module required",
    "Regexp.new('\\u{110000}')": "RegexpError: invalid Unicode range: /\\u{110000}/",
    "'\"\\ud800\"'.undump": "RuntimeError: invalid Unicode codepoint",
    "(1...1).overlaps?(10.12)": "NoMethodError: undefined method `first' for 10.12:Float",
    "(1..3).overlaps?([5]) rescue $!.message": '"undefined method `cover?\' for [5]:Array"',
    "Math.log(BigDecimal('NaN')).nan?": "true",
    "'#86)C'.unpack('u')": '["abc"]',
}
FAULTS = {
    "[ ** ].first": "nothing stands after",
    "[*].first": "nothing stands after",
    "-> { [1].each(&) }": "no anonymous block parameter",
    "if 1\n" * 300 + "end\n" * 300: "nested too deeply",
    "[" * 300 + "]" * 300: "nested too deeply",
    "x + " * 3000: "syntax error",
    "(" * 20_000: "syntax error",
    r'"\u{1F4682200D}"': "invalid Unicode escape",
    r':"\u{110000}"': "invalid Unicode codepoint",
    r'"\ud800"': "invalid Unicode codepoint",
    r'"\Ma"': "Invalid escape character syntax",
    "class A; def f(x) = super -1; end": "`super -x` is not supported: write `super",
    "x(:, 1)": "unexpected `:`",
    "{ a: b(:\n , '408') }": "syntax error",
}


@pytest.mark.parametrize("source", FOUND)
def test_programs_that_found_something(source):
    try:
        shown = ruby.evaluate(source, inspect=True).inspect
    except ruby.RubyError as error:
        shown = f"{error.class_name}: {error.message}"
    assert shown == FOUND[source]


@pytest.mark.parametrize("source", FAULTS, ids=range(len(FAULTS)))
def test_sources_that_found_something(source):
    assert FAULTS[source] in ruby.check(source)[0].message
    with pytest.raises(ruby.SandboxError, match=re.escape(FAULTS[source])):
        ruby.evaluate(source)


def test_a_shift_before_a_word_is_no_heredoc_and_costs_little():
    assert ruby.evaluate("b = 2\na = []\na <<b\na <<b\na") == [2, 2]
    assert ruby.evaluate("a = [].push <<b\n  text\nb\na") == ["  text\n"]
    assert ruby.check("a = []; b = 1\n" + "a <<b\n" * 20_000) == []


def test_faults_beyond_number_cost_little():
    assert len(ruby.check("[1])." * 5_000)) == 100
    assert len(ruby.check("x = )\n" * 20_000)) == 100


@pytest.fixture
def runner():
    runner = Runner()
    yield runner
    runner.close()


def test_the_fuzzer_sees_what_is_wrong(runner):
    fine = {"kind": "program", "source": "[1, 2].sum"}
    assert runner.run(fine) == ("value", [])
    end, found = runner.run({"kind": "odd", "source": "{ a: -> { 1 } }", "calls": 1})
    assert (end.split(":")[0], [one.kind for one in found]) == ("KeyError", ["python"])
    assert runner.run(fine) == ("value", [])


def test_the_fuzzer_outlives_its_child(runner):
    runner.ready().kill()
    runner.ready().wait()
    assert [one.kind for one in runner.run({"kind": "program", "source": "1"})[1]] == ["crash"]
    assert runner.run({"kind": "program", "source": "1"}) == ("value", [])
