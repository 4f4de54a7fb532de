"""Blocks: each program with the text that Ruby 3.1 gave."""

import pytest

from .programs import outcome

PROGRAMS = [
    ('(1..3).each_with_object([]) { |i, acc| acc << i if i.odd? }', '[1, 3]'),
    ('[1,2,3].each_with_index.select { |x, i| i > 0 }.map(&:first)', '[2, 3]'),
    ('[[1, [2, 3]]].map { |a, (b, c)| a + b + c }', '[6]'),
    ('[[1, 2], [3]].map { |a, b| [a, b] }', '[[1, 2], [3, nil]]'),
    ('[[1, 2]].each { |a| return a }', '[1, 2]'),
    ('[[1, 2]].map { |(a, b)| b }', '[2]'),
    ('[[1, 2]].map { |a, | a }', '[1]'),
    ('[[1,2,3]].map { |a, *b| b }', '[[2, 3]]'),
    ('[1,2].each_with_index.map { |x, i| x * i }', '[0, 2]'),
    ('[3,1].sort { |a, b| b <=> a }', '[3, 1]'),
    ('[1,2,3].inject { |a, b| a * b }', '6'),
    ('[1,2,3].sum { |x| x.to_f / 2 }', '3.0'),
    ('"abc".then { |s| s.upcase }', '"ABC"'),
    ('h = Hash.new { |hh, k| hh[k] = [] }; h[:a] << 1; h', '{:a=>[1]}'),
    ('x = 10; [1].each { |y; x| x = y }; x', '10'),
    ('[[3, :a], [1, :b]].min_by { |n, _| n }', '[1, :b]'),
    ('{a: 1, b: 2}.each_with_index.map { |(k, v), i| [k, v, i] }', '[[:a, 1, 0], [:b, 2, 1]]'),
    ('{a: 1}.each_pair { |k, v| return [k, v] }', '[:a, 1]'),
    ('{a: 1, b: 2}.inject(0) { |s, (k, v)| s + v }', '3'),
    ('{a: 1, b: 2}.sum { |k, v| v }', '3'),
    ('{b: 1, a: 2}.sort_by { |k, v| v }.to_h', '{:b=>1, :a=>2}'),
    ('{a: 1, b: 2}.find { |k, v| v == 2 }', '[:b, 2]'),
    ('{a: 1, b: 2}.partition { |k, v| v > 1 }', '[[[:b, 2]], [[:a, 1]]]'),
    ('{a: 1, b: 2}.min_by { |k, v| -v }', '[:b, 2]'),
    ('{a: 1}.any? { |k, v| v > 0 }', 'true'),
    ('{a: 1, b: 2}.group_by { |k, v| v.odd? }', '{true=>[[:a, 1]], false=>[[:b, 2]]}'),
    ('{a: 1, b: 2}.reduce { |a, b| a + b }', '[:a, 1, :b, 2]'),
    ('{a: 1}.map { |pair| pair }', '[[:a, 1]]'),
    ('{a: nil}.filter_map { |k, v| k unless v }', '[:a]'),
    ('{a: 1}.each_with_object([]) { |(k, v), acc| acc << k << v }', '[:a, 1]'),
    ('{a: {b: 1}}.flat_map { |k, v| v.map { |kk, vv| [k, kk, vv] } }', '[[:a, :b, 1]]'),
    ('"a,b;c".split(/[,;]/).each_with_index.to_h { |s, i| [s, i] }', '{"a"=>0, "b"=>1, "c"=>2}'),
    ('a = [[1, {b: 2}]]; a.each { |x, b:| return [x, b] }', 'ArgumentError: missing keyword: :b'),
    ('h = {a: 1}; h.each { |k, v| h[k] = v + 1 }; h', '{:a=>2}'),
    ('h = {a: 1}; h.each { |k, v| h[:b] = 1 }', "RuntimeError: can't add a new key into hash during iteration"),
    ('[3,2,1].sort_by { |x| x }.tap { |a| a << 4 }.reverse', '[4, 3, 2, 1]'),
    ('puts((1..3).map { |x| x }.inspect); 1', '1'),
    ('[[1, 2], [3, 4]].to_h { |a, b| [a, b * 2] }', '{1=>4, 3=>8}'),
    ('[1,2,3,4].each_slice(2).map { |a, b| a * b }', '[2, 12]'),
    ('(1..Float::INFINITY).lazy.map { |x| x * 2 }.select { |x| x % 3 == 0 }.first(2)', '[6, 12]'),
    ('[1,2,3].sum do |x| x * 2 end', '12'),
    ('z = [1,2,3].select do |x| x.odd? end.map do |x| x * 2 end; z', '[2, 6]'),
    ('a = [1, 2, 3]; a.each { |x| a.delete(x) if x == 2 }; a', '[1, 3]'),
    ('"abc".each_char.with_index.map { |c, i| c * i }', '["", "b", "cc"]'),
    ('x = [1, 2, 3].each_with_object({}) do |i, h| h[i] = i * i end; x', '{1=>1, 2=>4, 3=>9}'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), PROGRAMS)
def test_blocks(source, expected):
    assert outcome(source) == expected
