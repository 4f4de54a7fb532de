"""What is missing or wrong: each program with the text that Ruby 3.1 gave."""

import pytest

from .programs import outcome

PROGRAMS = [
    ('"a" "b" \'c\'', '"abc"'),
    ('[1, 2, 3].map(&:to_s).map(&:to_sym)', '[:"1", :"2", :"3"]'),
    ('5.send(:+, 3)', '8'),
    ('5.respond_to?(:+)', 'true'),
    ('[1,2].frozen?', 'false'),
    ('nil.foo', "NoMethodError: undefined method `foo' for nil:NilClass"),
    ('nil + 1', "NoMethodError: undefined method `+' for nil:NilClass"),
    ('"a".foo(1)', 'NoMethodError: undefined method `foo\' for "a":String'),
    ('5.upcase', "NoMethodError: undefined method `upcase' for 5:Integer"),
    ('[1].foo', "NoMethodError: undefined method `foo' for [1]:Array"),
    ('{a: 1}.foo', "NoMethodError: undefined method `foo' for {:a=>1}:Hash"),
    ('String.foo', "NoMethodError: undefined method `foo' for String:Class"),
    ('1 + nil', "TypeError: nil can't be coerced into Integer"),
    ('1 + "a"', "TypeError: String can't be coerced into Integer"),
    ('"a" * -1', 'ArgumentError: negative argument'),
    ('[1, 2].first("x")', 'TypeError: no implicit conversion of String into Integer'),
    ('[1, nil].max', 'ArgumentError: comparison of Integer with nil failed'),
    ('1 / 0', 'ZeroDivisionError: divided by 0'),
    ('1 % 0', 'ZeroDivisionError: divided by 0'),
    ('{a: 1}.to_a.flatten', '[:a, 1]'),
    ('[1, [2, [3, nil]]].flatten.compact.sum', '6'),
    ('5.clamp(1, 3) if 5.positive?', '3'),
    ('{a: 1, **{b: 2}, "c": 3}', '{:a=>1, :b=>2, :c=>3}'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), PROGRAMS)
def test_missing(source, expected):
    assert outcome(source) == expected
