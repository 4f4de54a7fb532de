"""raise, rescue, ensure, retry, throw: each program with the text that Ruby 3.1 gave."""

import pytest

from .programs import outcome

PROGRAMS = [
    ('n = 0; begin; n += 1; raise "x" if n < 3; n; rescue; retry; ensure; n += 10; end', '3'),
    ('def f; yield; rescue ArgumentError => e; "resc #{e.message}"; else; "else"; ensure; @z = 1; end; [f { raise ::ArgumentError, "q" }, f { 1 }, @z]', '["resc q", "else", 1]'),
    ('[1,2].each do |x| raise "boom" if x == 2; rescue => e; break e.message; end', '"boom"'),
    ('begin; begin; raise "a"; rescue => e; raise "b"; end; rescue => e; [e.message, e.cause.message]; end', '["b", "a"]'),
    ('begin; raise "a"; rescue => e; end; [e.message, $!]', '["a", nil]'),
    ('x = begin; Integer("z"); rescue; -1; else; 5; ensure; 7; end; x', '-1'),
    ('begin; [1].fetch(10); rescue IndexError => e; e.message; end', '"index 10 outside of array bounds: -1...1"'),
    ('begin; {a: 1}.fetch(:b); rescue KeyError => e; [e.key, e.receiver]; end', '[:b, {:a=>1}]'),
    ('begin; raise TypeError; rescue => e; e.message; end', '"TypeError"'),
    ('begin; raise TypeError.new("x"), "y"; rescue => e; e.message; end', '"y"'),
    ('begin; raise IOError, "io", ["a:1"]; rescue => e; e.backtrace; end', '["a:1"]'),
    ('def m; raise "in m"; end; begin; m; rescue => e; e.backtrace.first[/in .*/]; end', '"in `m\'"'),
    ('catch(:a) { catch(:b) { throw :a, 1 }; 2 }', '1'),
    ('catch { |t| throw t, 5 }', '5'),
    ('loop { raise StopIteration, "x" }', 'nil'),
    ('e = [1,2].each; [e.next, e.next, (e.next rescue "stop")]', '[1, 2, "stop"]'),
    ('begin; Integer("x"); rescue ArgumentError => e; e.message; end', '"invalid value for Integer(): \\"x\\""'),
    ('raise "x" rescue $!.message', '"x"'),
    ('v = (raise "a" rescue "b"); v', '"b"'),
    ('begin; raise "x"; rescue => @err; end; @err.message', '"x"'),
    ('begin; raise "x"; rescue => e then e.message; end', '"x"'),
    ('def f; begin; return 1; ensure; 2; end; end; f', '1'),
    ('def f; [1,2].each { |x| begin; return x; ensure; @e = x; end }; end; [f, @e]', '[1, 1]'),
    ('i = 0; while i < 5; i += 1; begin; next if i == 2; break if i == 4; ensure; (@l ||= []) << i; end; end; [i, @l]', '[4, [1, 2, 3, 4]]'),
    ('i = 0; r = []; while i < 3; i += 1; begin; raise "x" if i == 2; r << i; rescue; next; end; end; r', '[1, 3]'),
    ('n = 0; while n < 3; n += 1; t = 0; begin; t += 1; raise "r" if t < 2; break if n == 2; rescue; retry; end; end; [n, t]', '[2, 2]'),
    ('begin; [].fetch(9); rescue IndexError; $!.message; end', '"index 9 outside of array bounds: 0...0"'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), PROGRAMS)
def test_errors(source, expected):
    assert outcome(source) == expected
