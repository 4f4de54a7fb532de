"""Lambdas and procs: each program with the text that Ruby 3.1 gave."""

import pytest

from .programs import outcome

PROGRAMS = [
    ('proc { |a, (b, c), d| [a,b,c,d] }.call(1, [2, 3], 4)', '[1, 2, 3, 4]'),
    ('->(x) { x }.call(1, 2)', 'ArgumentError: wrong number of arguments (given 2, expected 1)'),
    ('->(a, k:) { [a,k] }.call({k: 1})', 'ArgumentError: missing keyword: :k'),
    ('->(a, **o) { [a,o] }.call({k: 1})', '[{:k=>1}, {}]'),
    ('->(*a) { a }.(1, *[2], **{})', '[1, 2]'),
    ('a = [1,2,3]; a.map! { _1 * 2 }; a', '[2, 4, 6]'),
    ('[[1,2],[3,4]].map { _1 + _2 }', '[3, 7]'),
    ('[[1,2]].map { _1 }', '[[1, 2]]'),
    ('[1,2].map(&10.method(:+))', '[11, 12]'),
    ('m = 5.method(:+); m.call(3)', '8'),
    ('-> (x) { -> (y) { x + y } }.(1).(2)', '3'),
    ('pr = proc { return 1 }; pr.call; 2', '1'),
    ('l = lambda { return 1 }; l.call; 2', '2'),
    ('proc { |a, b| }.parameters', '[[:opt, :a], [:opt, :b]]'),
    ('case "x" when "a", "b" then 1 when ->(s) { s == "x" } then 2 end', '2'),
    ('l = ->(x) do x + 1 end; l[3] + l.(1) + l.call(2)', '9'),
    ('compose = ->(f, g) { ->(x) { g.(f.(x)) } }; compose.(->(x) { x + 1 }, ->(x) { x * 2 }).(3)', '8'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), PROGRAMS)
def test_lambdas(source, expected):
    assert outcome(source) == expected
