"""Numbers: what CRuby 3.1 with ActiveSupport 6.1 gave for the same expressions."""

from pathlib import Path

import pytest

from tests.ruby.outcome import as_recorded, outcome, recorded
from wkt_cli import ruby

CASES = recorded(Path(__file__).with_name("numbers.jsonl"))
VALUES = {
    "-7 / 2": "-4",
    "-7 % 3": "2",
    "-7.remainder(3)": "-1",
    "7.fdiv(2)": "3.5",
    "2 ** -1": "(1/2)",
    "(-8) ** (1.0/3)": "(1.0000000000000002+1.7320508075688772i)",
    "10**25 / 7": "1428571428571428571428571",
    "5[0..1]": "1",
    "255.digits(16)": "[15, 15]",
    "25.round(-1, half: :even)": "20",
    "15.floor(-30)": "0",
    "1e15": "1.0e+15",
    "1e15 + 0.5": "1000000000000000.5",
    "0.1 + 0.2": "0.30000000000000004",
    "1e-5": "1.0e-05",
    "2.675.round(2)": "2.68",
    "0.285.round(2)": "0.29",
    "2.5.round(half: :down)": "2",
    "1.1.ceil(1)": "1.1",
    "-0.5.round": "-1",
    "(-5.5).divmod(2)": "[-3, 0.5]",
    "0.3.rationalize": "(3/10)",
    "3.14.to_r": "(7070651414971679/2251799813685248)",
    "Rational('0.75') + 1": "(7/4)",
    "Complex('1+2i') * Complex(3, 4)": "(-5+10i)",
    "BigDecimal('1') / 3": "0.333333333333333333333333333333333333e0",
    "BigDecimal('7') / BigDecimal('1.1')": "0.6363636363636363636363636363636363637e1",
    "BigDecimal('0.1') + 0.2": "0.3e0",
    "BigDecimal('12.50').to_s": '"12.5"',
    "BigDecimal('2.55').round(1, half: :down)": "0.25e1",
    "1.2345678901234567.to_d": "0.1234567890123456e1",
    "1.step(10, 4).to_a": "[1, 5, 9]",
    "1.0.step(2.0, 0.5).to_a": "[1.0, 1.5, 2.0]",
    "Math.log(8, 2)": "3.0",
    "Math.cbrt(27)": "3.0",
    "[1, 11, 22, 103].map(&:ordinalize)": '["1st", "11th", "22nd", "103rd"]',
    "1234567.891.to_s(:delimited)": '"1,234,567.891"',
    "1234567.to_s(:human)": '"1.23 Million"',
    "1234567.to_s(:human_size)": '"1.18 MB"',
    "-1234.5.to_s(:currency)": '"-$1,234.50"',
    "1235551234.to_s(:phone, area_code: true)": '"(123) 555-1234"',
}
ERRORS = {
    "1 + nil": "TypeError: nil can't be coerced into Integer",
    "1.5 + 'a'": "TypeError: String can't be coerced into Float",
    "1 < :a": "ArgumentError: comparison of Integer with :a failed",
    "1 / 0": "ZeroDivisionError: divided by 0",
    "(0.0 / 0).to_i": "FloatDomainError: NaN",
    "-1.digits": "Math::DomainError: out of domain",
    "Math.sqrt(-1)": "Math::DomainError: Numerical argument is out of domain - sqrt",
    "Math.sqrt(nil)": "TypeError: can't convert nil into Float",
    "BigDecimal('abc')": 'ArgumentError: invalid value for BigDecimal(): "abc"',
    "Rational('x')": 'ArgumentError: invalid value for convert(): "x"',
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["source"][:60])
def test_as_ruby(case):
    assert as_recorded(case) == case


@pytest.mark.parametrize("source", VALUES)
def test_value(source):
    assert outcome(source) == VALUES[source]


@pytest.mark.parametrize("source", ERRORS)
def test_error(source):
    assert outcome(source) == ERRORS[source]


@pytest.mark.parametrize("source", ["10 ** (10 ** 7)", "1 << 10 ** 10", "(10**500_000) * (10**600_000)"])
def test_huge_results_hit_the_limit(source):
    with pytest.raises(ruby.LimitError, match="integers"):
        ruby.evaluate(source)


@pytest.mark.parametrize(
    "source",
    [
        "(3**1_000_000).to_s.length == 477122",
        '"#{3**1_000_000}".length == 477122',
        "('9' * 400_000).to_i == 10**400_000 - 1",
        "Integer('-' + '9' * 300_000) == 1 - 10**300_000",
        "JSON.parse('[' + '9' * 300_000 + ']') == [10**300_000 - 1]",
        "[10**100_000].to_json.length == 100_003",
        "(-(10**100_000)).inspect == '-1' + '0' * 100_000",
        "('f' * 50_000).to_i(16) == 16**50_000 - 1",
        "('z' * 50_000).to_i(36) == 36**50_000 - 1",
    ],
)
def test_large_integers_become_text_and_back_within_the_limit(source):
    assert ruby.evaluate(source) is True


@pytest.mark.parametrize(
    "source", ["('9' * 3_000_000).to_i", "Integer('9' * 3_000_000)", "JSON.parse('9' * 3_000_000)"]
)
def test_text_of_too_many_digits_hits_the_limit(source):
    with pytest.raises(ruby.LimitError, match="integers"):
        ruby.evaluate(source)
