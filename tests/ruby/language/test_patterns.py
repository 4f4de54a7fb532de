"""Pattern matching: each program with the text that Ruby 3.1 gave."""

import pytest

from .programs import outcome

PROGRAMS = [
    ('r = {a: 1} in {a: String}; r', '{:a=>1}'),
    ('(1 in Integer) && (nil in nil)', 'true'),
    ('data = {x: 1}; data => {x:}; x', '1'),
    ('for i in 1..3 do; end; i', '3'),
    ('a = []; for x, y in [[1,2],[3,4]]; a << y; end; a', '[2, 4]'),
    ('a = [1,2,3]; a => [x, *]; x', '1'),
    ('{a: 1} => {b:}', 'NoMatchingPatternKeyError: {:a=>1}: key not found: :b'),
    ('5 => String', 'NoMatchingPatternError: 5: String === 5 does not return true'),
    ('h = {b: 1}; h => {b: Integer => n}; n', '1'),
    ('[1, 2] <=> [1, 3]', '-1'),
    ('r = {a: 1} in {a: String}; r', '{:a=>1}'),
    ('5 => String', 'NoMatchingPatternError: 5: String === 5 does not return true'),
    ('{a: 1} => {b:}', 'NoMatchingPatternKeyError: {:a=>1}: key not found: :b'),
    ('case 9; in 1 then 1 end', 'NoMatchingPatternError: 9: 1 === 9 does not return true'),
    ('case 9; in 1 then 1; in 2 then 3 end', 'NoMatchingPatternError: 9'),
    ('x = 5 => Integer; x', '5'),
    ('case [1, [2, 3]]; in [a, [b, *]] if a < b then [a, b]; end', '[1, 2]'),
    ('config = {db: {user: "u", pass: "p"}}; config => {db: {user:}}; user', '"u"'),
    ('in_range = 5; case in_range; in 1..5 | 7..9 then :y; in _ then :n; end', ':y'),
    ("""result = {status: "ok", items: [{id: 1}, {id: 2}]}
case result
in {status: "ok", items: [{id: first_id}, *]}
  first_id
end""", '1'),
    ('[1, 2, 3] in [Integer, *]', 'true'),
    ('a = [1, 2]; a => [x, y]; x + y', '3'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), PROGRAMS)
def test_patterns(source, expected):
    assert outcome(source) == expected
