"""Assignment: each program with the text that Ruby 3.1 gave."""

import pytest

from .programs import outcome

PROGRAMS = [
    ('a, b, *c = 1, 2, 3, 4; [a,b,c]', '[1, 2, [3, 4]]'),
    ('a, (b, *c), d = 1, [2, 3, 4], 5; [a, b, c, d]', '[1, 2, [3, 4], 5]'),
    ('*a, b = [1,2,3]; [a,b]', '[[1, 2], 3]'),
    ('a, *b, c = 1, 2; [a,b,c]', '[1, [], 2]'),
    ('x = [1,2,3]; a, b = *x, 9; [a,b]', '[1, 2]'),
    ('a, b = nil; [a,b]', '[nil, nil]'),
    ('[1,2,3].each_slice(2).map { |a, b = 0| a + b }', '[3, 3]'),
    ('{a: 1}.map { |k, v = 5| [k, v] }', '[[:a, 1]]'),
    ('proc { |a, b = 2, *c, d| [a,b,c,d] }.call(1, 9)', '[1, 2, [], 9]'),
    ('lambda { |a, b = 2| [a,b] }.call(1)', '[1, 2]'),
    ('x = 5; l = -> { x += 1 }; l.(); l.(); x', '7'),
    ('h = Hash.new(0); "hello".each_char { |c| h[c] += 1 }; h', '{"h"=>1, "e"=>1, "l"=>2, "o"=>1}'),
    ('a = nil; a ||= {}; a[:x] ||= []; a[:x] << 1; a', '{:x=>[1]}'),
    ('h = {a: {b: 1}}; h[:a][:b] += 1; h[:a][:c] ||= 5; h', '{:a=>{:b=>2, :c=>5}}'),
    ('@a ||= 3; @a &&= @a + 1; @a', '4'),
    ('$g = 4; $g += 1; $g', '5'),
    ('a = [1,2,3]; a[-1] += 5; a', '[1, 2, 8]'),
    ('a, b = [1, 2].minmax; [a, b]', '[1, 2]'),
    ('->(a, (b, *c), d = 5, *e, f, g:, h: 1, **i, &j) {}.parameters', '[[:req, :a], [:req], [:opt, :d], [:rest, :e], [:req, :f], [:keyreq, :g], [:key, :h], [:keyrest, :i], [:block, :j]]'),
    ('->(a, (b, *c), d = 5, *e, f, g:, h: 1, **i, &j) {}.arity', '-5'),
    ('a = 1; a, b = b, a; [a, b]', '[nil, 1]'),
    ('s = "x"; s += "y" unless s.empty?; s', '"xy"'),
    ('y ||= 3; y', '3'),
    ('counter = 0; add = ->(n = 1) { counter += n }; add.(); add.(5); counter', '6'),
    ('a = "x,y"; b, c = a.split(","); b << c; [a, b]', '["x,y", "xy"]'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), PROGRAMS)
def test_assignment(source, expected):
    assert outcome(source) == expected
