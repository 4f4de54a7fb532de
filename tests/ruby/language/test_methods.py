"""Methods defined with def: each program with the text that Ruby 3.1 gave."""

import pytest

from .programs import outcome

PROGRAMS = [
    ('def f(a, b = a + 1, *c, d, e:, f: e * 2, **g); [a,b,c,d,e,f,g]; end; [f(1, 2, e: 1), f(1,2,3,e: 1, z: 2), f(1,2,3,4,5,e: 0)]', '[[1, 2, [], 2, 1, 2, {}], [1, 2, [], 3, 1, 2, {:z=>2}], [1, 2, [3, 4], 5, 0, 0, {}]]'),
    ('def f(a, b:); end; f(1)', 'ArgumentError: missing keyword: :b'),
    ('def f(a, b:); end; f(1, b: 2, c: 3)', 'ArgumentError: unknown keyword: :c'),
    ('def f(a); end; f', 'ArgumentError: wrong number of arguments (given 0, expected 1)'),
    ('def f(a, b=1); end; f(1,2,3)', 'ArgumentError: wrong number of arguments (given 3, expected 1..2)'),
    ('def f(*a, b); [a,b]; end; f', 'ArgumentError: wrong number of arguments (given 0, expected 1+)'),
    ('def f; yield 1, 2; end; f { |a| a }', '1'),
    ('def f; yield [1, 2]; end; f { |a, b| [b, a] }', '[2, 1]'),
    ('def f; yield 1, 2, 3; end; f { |a, *b| [b, a] }', '[[2, 3], 1]'),
    ('def f; yield; end; f', 'LocalJumpError: no block given (yield)'),
    ('def f(&b); b; end; f.nil?', 'true'),
    ('def f; block_given?; end; [f, f {}]', '[false, true]'),
    ('def f; return 1, 2; end; f', '[1, 2]'),
    ('def f(x); return :neg if x < 0; :pos; end; [f(-1), f(1)]', '[:neg, :pos]'),
    ('def f; [1,2,3].each { |x| return x if x == 2 }; nil; end; f', '2'),
    ('def a?; true; end; def b!; 2; end; [a?, b!]', '[true, 2]'),
    ('def x=(v); @x = v; end; self.x = 5; @x', '5'),
    ('def mm; __method__; end; mm', ':mm'),
    ('def dbl(x) = x * 2; [1,2].map(&method(:dbl))', '[2, 4]'),
    ('def f(a, b = {}, **c); [a,b,c]; end; f(1, {x: 1}, y: 2)', '[1, {:x=>1}, {:y=>2}]'),
    ('def f(h); h; end; f(a: 1, "b" => 2)', '{:a=>1, "b"=>2}'),
    ('def f(a, *); a; end; f(1,2,3)', '1'),
    ('def f(**); 1; end; f(a: 1)', '1'),
    ('def f(a:, b: a); [a,b]; end; h = {a: 1}; f(**h)', '[1, 1]'),
    ('def f(*a, **k, &b); [a, k, b&.call]; end; f(1, x: 2) { 3 }', '[[1], {:x=>2}, 3]'),
    ('def fib(n); n < 2 ? n : fib(n - 1) + fib(n - 2); end; fib(12)', '144'),
    ('def a; yield(1) + yield(2); end; a { |x| x * 10 }', '30'),
    ('def outer; inner { |x| return x }; :no; end; def inner; yield 7; end; outer', '7'),
    ('def x=(v); @x = v; end; self.x = 5; @x', '5'),
    ('def on_constant(x); x; end; on_constant(3)', '3'),
    ('def f; block_given?; end; [f, f {}]', '[false, true]'),
    ('def f(x) = x > 0 ? f(x - 1) : :done; f(5)', ':done'),
    ('def kw(a, b = 2, *r, c:, d: 4, **o); [a,b,r,c,d,o]; end; kw(1, *[2, 3], c: 3, **{e: 5})', '[1, 2, [3], 3, 4, {:e=>5}]'),
    ('def opt(a, b = (return :early; 2)); a; end; opt(1)', ':early'),
    ('def mod(s); s << "!"; end; x = +"a"; mod(x); x', '"a!"'),
    ('def mod(h); h[:x] = 1; end; y = {}; mod(y); y', '{:x=>1}'),
    ('$x = 1; def gx; $x += 1; end; gx; $x', '2'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), PROGRAMS)
def test_methods(source, expected):
    assert outcome(source) == expected
