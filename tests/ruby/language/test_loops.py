"""Loops, break and next: each program with the text that Ruby 3.1 gave."""

import pytest

from .programs import outcome

PROGRAMS = [
    ('i = 0; a = []; while true; i += 1; next if i == 2; break if i > 4; a << i; end; a', '[1, 3, 4]'),
    ('i = 0; until i >= 3; i += 1; end; i', '3'),
    ('i = 0; begin; i += 1; next if i == 1; end while i < 3; i', '3'),
    ('p1 = proc { |x| next x * 2; 5 }; p1.call(4)', '8'),
    ('x = while false do end; x.inspect', '"nil"'),
    ('(1..10).step(3).to_a + (1...4).to_a', '[1, 4, 7, 10, 1, 2, 3]'),
    ('begin; x = 1; end until true; x', '1'),
    ('i = 3; i -= 1 until i.zero?; i', '0'),
    ('[1, 2, 3].each { |x| next if x == 2 }.length', '3'),
    ('[1,2,3].each { |x| break }', 'nil'),
    ('r = [1,2,3].each { |x| break x * 10 if x == 2 }; r', '20'),
    ('[[1,2],[3,4]].each { |a, b| break a + b if b == 4 }', '7'),
    ("""x = [1, 2, 3].map do |v|
  next 0 if v == 2
  v
end
x""", '[1, 0, 3]'),
    ("""x = [1, 2,
 3].map do |v|
  if v > 1 then next v end
  0
end
x.sum""", '5'),
    ('x = 5; x.times.map { |i| i if i.even? }.compact', '[0, 2, 4]'),
    ('[1, 2, 3].each_with_index do |x, i| next if i.zero?; return [x, i]; end', '[2, 1]'),
    ('e = [1,2,3].each; loop { @s = (@s || 0) + e.next }; @s', '6'),
    ('1.step(10, 3).to_a', '[1, 4, 7, 10]'),
    ('10.downto(7).map { |x| x }', '[10, 9, 8, 7]'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), PROGRAMS)
def test_loops(source, expected):
    assert outcome(source) == expected
