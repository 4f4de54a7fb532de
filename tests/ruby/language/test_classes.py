"""Classes, modules, Struct: each program with the text that Ruby 3.1 gave."""

import pytest

from .programs import outcome

PROGRAMS = [
    ('class Foo; attr_accessor :a; def initialize(a); @a = a; end; def to_s; "Foo(#{@a})"; end; end; f = Foo.new(3); f.a += 1; "#{f} #{f.a}"', '"Foo(4) 4"'),
    ('class A; def hi; "A"; end; end; class B < A; def hi; super + "B"; end; end; B.new.hi', '"AB"'),
    ('class A; def initialize(x, y: 2); @x = x; @y = y; end; attr_reader :x, :y; end; class B < A; def initialize(x, y: 3); super; end; end; b = B.new(1); [b.x, b.y]', '[1, 3]'),
    ('class A; def self.make(*args); new(*args); end; def initialize(a); @a = a; end; def ==(o); o.is_a?(A) && @a == o.a; end; attr_reader :a; end; [A.make(1) == A.make(1), A.make(1) == A.make(2), A.make(1) != A.make(2)]', '[true, false, true]'),
    ('class P; include Comparable; attr_reader :v; def initialize(v); @v = v; end; def <=>(o); v <=> o.v; end; end; [P.new(1) < P.new(2), [P.new(3), P.new(1)].min.v, P.new(2).between?(P.new(1), P.new(3)), P.new(2).clamp(P.new(3), P.new(4)).v]', '[true, 1, true, 3]'),
    ('class L; include Enumerable; def initialize(*a); @a = a; end; def each(&b); @a.each(&b); self; end; end; l = L.new(3,1,2); [l.sort, l.map { |x| x * 2 }, l.include?(3), l.first, l.first(2), l.min_by { |x| -x }, l.reduce(:+), l.each_slice(2).to_a, l.sort_by { |x| x }, l.to_a, l.each_with_index.to_a]', '[[1, 2, 3], [6, 2, 4], true, 3, [3, 1], 3, 6, [[3, 1], [2]], [1, 2, 3], [3, 1, 2], [[3, 0], [1, 1], [2, 2]]]'),
    ('module M; def self.x; 1; end; X = 5; def hello; "hello #{name}"; end; end; class C; include M; def name; "c"; end; end; [M.x, M::X, C.new.hello, C.include?(M), C.new.is_a?(M)]', '[1, 5, "hello c", true, true]'),
    ('class MyErr < StandardError; attr_reader :code; def initialize(msg, code); super(msg); @code = code; end; end; begin; raise MyErr.new("m", 4); rescue => e; [e.message, e.code]; end', '["m", 4]'),
    ('class A; private; def sec; 1; end; public; def pub; sec; end; end; [A.new.pub, (A.new.sec rescue "priv")]', '[1, "priv"]'),
    ('class A; def method_missing(n, *a); n.to_s.start_with?("x") ? [n, a] : super; end; def respond_to_missing?(n, p = false); n.to_s.start_with?("x"); end; end; a = A.new; [a.xfoo(1), a.respond_to?(:xy), a.respond_to?(:zy)]', '[[:xfoo, [1]], true, false]'),
    ('class A; @@n = 0; N = 3; def self.inc; @@n += N; end; end; A.inc; A.inc', '6'),
    ('class A; class << self; def foo; "foo"; end; attr_accessor :cfg; end; end; A.cfg = 3; [A.foo, A.cfg]', '["foo", 3]'),
    ('class A; def <<(x); (@l ||= []) << x; self; end; def l; @l; end; def [](i); @l[i]; end; def []=(i, v); @l[i] = v; end; def +(o); "plus #{o}"; end; def -@; "neg"; end; def !; "not"; end; def call(x); x; end; def to_proc; ->(x) { x * 2 }; end; end; a = A.new; a << 1 << 2; a[0] = 9; [a.l, a[0], a + 1, -a, a.(5), [1,2].map(&a)]', '[[9, 2], 9, "plus 1", "neg", 5, [2, 4]]'),
    ('S = Struct.new(:a, :b) do def sum; a + b; end; end; s = S.new(1, 2); [s.sum, s.to_a, s == S.new(1,2), s.a, s[:b], s["a"], s.to_h]', '[3, [1, 2], true, 1, 2, 1, {:a=>1, :b=>2}]'),
    ('obj = Object.new; def obj.hi; "hi"; end; obj.hi', '"hi"'),
    ('module Util; module_function; def twice(x); x * 2; end; end; Util.twice(4)', '8'),
    ('module Cfg; KEY = "k"; class Inner; def key; KEY; end; end; end; Cfg::Inner.new.key', '"k"'),
    ('class Base; def tmpl; "#{pre}-#{body}"; end; def pre; "p"; end; end; class Sub < Base; def body; "b"; end; end; Sub.new.tmpl', '"p-b"'),
    ('class Cnt; def each; return to_enum(:each) unless block_given?; yield 1; yield 2; end; end; Cnt.new.each.to_a', '[1, 2]'),
    ('class Temp; attr_writer :v; def v; @v || 0; end; def bump!; self.v = v + 1; self; end; end; Temp.new.bump!.bump!.v', '2'),
    ('class Foo; def initialize(a); end; end; Foo.new', 'ArgumentError: wrong number of arguments (given 0, expected 1)'),
    ('class Foo; def x(a); end; end; Foo.new.x', 'ArgumentError: wrong number of arguments (given 0, expected 1)'),
    ('class Foo; def inspect; "FOO"; end; end; [Foo.new].inspect + "#{[Foo.new]}"', '"[FOO][FOO]"'),
    ('class Foo; def to_s; "foo!"; end; end; "#{Foo.new}" + [Foo.new].join', '"foo!foo!"'),
    ('class Foo; def hash; 1; end; def eql?(o); true; end; end; {Foo.new => 1, Foo.new => 2}.length', '1'),
    ('class Foo; def coerce(o); [o, 10]; end; end; 5 + Foo.new', '15'),
    ('class Foo; def each; yield 1; yield 2; end; include Enumerable; end; Foo.new.map { |x| x + 1 } + Foo.new.select(&:even?)', '[2, 3, 2]'),
    ('class Stack; def initialize; @s = []; end; def push(x); @s.push(x); self; end; def pop; @s.pop; end; def empty?; @s.empty?; end; end; s = Stack.new.push(1).push(2); [s.pop, s.empty?]', '[2, false]'),
    ('obj = Object.new; def obj.hi; "hi"; end; [obj.hi, obj.class]', '["hi", Object]'),
    ('method(:puts).class', 'Method'),
    ('obj = Struct.new(:a, :b).new(1, 2); a, b = *obj; [a, b]', '[1, 2]'),
    ("""Pt = Struct.new(:x, :y) do
  def dist; Math.sqrt(x**2 + y**2); end
  def self.origin; new(0, 0); end
end
[Pt.new(3, 4).dist, Pt.origin.to_a, Pt.new(1).y]""", '[5.0, [0, 0], nil]'),
    ("""class Foo
  include Comparable
  attr_reader :v
  def initialize(v) = @v = v
  def <=>(other) = v <=> other.v
  def to_s = "F#{v}"
  def inspect = "#<F #{v}>"
end
[Foo.new(1) == Foo.new(1), Foo.new(2) > Foo.new(1), [Foo.new(3), Foo.new(1)].sort, "#{Foo.new(9)}"]""", '[true, true, [#<F 1>, #<F 3>], "F9"]'),
    ("""class Node2
  attr_accessor :value, :next_node
  def initialize(value, next_node = nil)
    @value, @next_node = value, next_node
  end
end
n = Node2.new(1, Node2.new(2)); n.next_node.value""", '2'),
    ("""module Greet
  def self.included(base); base.extend(ClassMethods); end
  module ClassMethods; def make; new; end; end
  def hi; "hi"; end
end
class Pp; include Greet; end
Pp.make.hi""", '"hi"'),
    ('class Err2 < StandardError; def message; "custom"; end; end; begin; raise Err2; rescue => e; e.message; end', '"custom"'),
    ('def risky; yield; rescue ZeroDivisionError, TypeError => e; "#{e.class}: #{e.message}"; end; [risky { 1 / 0 }, risky { 1 + nil }]', '["ZeroDivisionError: divided by 0", "TypeError: nil can\'t be coerced into Integer"]'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), PROGRAMS)
def test_classes(source, expected):
    assert outcome(source) == expected
