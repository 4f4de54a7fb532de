"""Makes programs: chains of any method of any type on odd values, inside the constructs that carry blocks."""

from __future__ import annotations

from random import Random

VALUES = """
nil¦true¦false¦0¦1¦-1¦7¦2**64¦-2**70¦10**400¦10**10¦-10**10¦1.5¦-0.0¦1e308¦Float::NAN¦Float::INFINITY¦3r¦(1/3r)¦2i
BigDecimal('1.25')¦BigDecimal('NaN')¦''¦'a'¦'Hello World'¦'1,2,3'¦'é\\u{1F600}'¦"a\\nb\\0c"¦'%s %05d %-10x %%'¦'x' * 100000
"\\xff\\xfe"¦'12345678901234567890'¦'2024-02-30'¦'2024-03-10T02:30:00-08:00'¦'{"a": [1, 2, {"b": null}]}'¦'<a><b c="1">x</b></a>'
'a: [1, &x 2, *x]'¦'a+b*'¦'(a|aa)+$'¦'\\\\1'¦'{0.__class__}'¦:a¦:"b c"¦:+¦:upcase¦/a(.)?b/i¦/(?<n>\\d+)/¦/(x+x+)+y/¦//
[]¦[1, 2, 3]¦[3, 1, nil, 'a']¦[[1, 2], [3, 4]]¦[nil]¦['a', 'b', :c]¦[1] * 10000¦(1..20).to_a¦(a = []; a << a; a)
{}¦{ a: 1 }¦{ 'a' => { 'b' => [1] } }¦{ 1 => 2, nil => 3, [1] => 4 }¦(h = {}; h[:h] = h; h)¦Hash.new { |hh, k| hh[k] = k }
(1..5)¦(1...1)¦(1..)¦(..5)¦('a'..'e')¦(1.0..2.0)¦(5..1)¦Time.at(0)¦now¦today¦Date.new(2024, 2, 29)¦1.month¦2.days¦DateTime.new(2024)
Time.zone¦Set.new([1, 2])¦Struct.new(:a, :b).new(1, 2)¦->(x) { x }¦->(a, b = 2, *c, d:, **e, &f) { a }¦proc { |a, (b, *c), d| b }
method(:puts)¦[1, 2].each¦[1, 2].lazy¦(1..).lazy¦loop¦Object.new¦Class.new.new¦String¦Integer¦Comparable¦StandardError.new('x')
'abc'.match(/b/)¦Math¦JSON¦YAML¦CSV¦URI('http://a.b/c?d=e')¦Base64¦Digest::SHA256¦Encoding::UTF_8¦Random.new(1)¦self¦workato
'a'.encode('UTF-16LE')¦[0.1] * 3¦{ 'a' => 'b' }.with_indifferent_access¦[{ 'a' => 1 }, { 'a' => 'x' }]¦1.step¦'abc'.each_char
Class.new { def to_s; 1; end; def inspect; nil; end; def hash; 'x'; end; def ==(o); raise 'eq'; end }.new
Class.new { include Comparable; def <=>(o); 'x'; end; def coerce(o); 5; end; def to_str; 7; end; def to_ary; 8; end }.new
Class.new { include Enumerable; def each; yield 1; yield 2, 3; yield; end; def to_proc; 3; end; def to_hash; 1; end }.new
"""

BLOCKS = """
{ |x| x }¦{ |a, b| a }¦{ |x| nil }¦{ |*x| x.inspect }¦{ |a, (b, c)| [a, b, c] }¦{ raise 'x' }¦{ |x| x.to_s }¦{ break 5 }¦{ |x| next x }
{ |a, b| a <=> b }¦{ |x| x > 1 }¦{ _1 }¦{ |x| x << x }¦{ |x, *y, k: 1| k }¦{ 'text' }¦{ |a, b| a + b }¦{ |x| return 9 }¦{ |x| throw :t }
&:to_s¦&:upcase¦&nil¦&->(x) { x }¦&method(:p)¦{ |x| x.clear }¦{ [] }¦{ |m| 10**10 }¦{ |x| loop { x } }¦{ -1 }¦{ |h, k| h[k] }
"""

FRAMES = """
{}
x = {}; x.each { |y| y }
begin; {}; rescue => e; [e.class, e.message, e.backtrace, e.full_message]; ensure; 1; end
[{}, {}].map { |x| x }.sort_by { |x| x.to_s }
"#{ {} }" + 'x'
case {}; when {} then 1; when Integer, nil then 2; else 3; end
case {}; in [a, *b] then b; in { a: } then a; in x if x then x; end
f = ->(x, y = {}) { x }; f.({})
a, (b, *c), d = {}
{ **({}) , k: {} }
[*{}, *{}]
({}) && ({}) || !({})
x = {}; x += {}
x = {}; x ||= {}; x[{}] = {}
catch(:t) { {} }
format('%s %d %p', {}, {}, {})
while (i = (i || 0) + 1) < 3; {}; end
def m(a, *b, c: 1, **d, &e); yield a; end; m({}) { |x| {} }
[{}, {}, {}].to_json + ({}).to_s
({}) =~ ({})
({}) == ({}) or ({}) <=> ({})
x = {}; h = { x => {} }; h[x]
e = [{}].each; e.next; e.next rescue e.size
t = Struct.new(:a, keyword_init: true).new(a: {}); t.to_h
{}.then { |v| v.frozen? ? v.dup : v.freeze }.inspect
"""


def texts(table: str) -> list[str]:
    """The entries of a table: one a line, or several with broken bars between."""
    return [entry for line in table.strip().split("\n") for entry in line.split("¦") if entry]


class Generator:
    """Programs from the registry's own list of methods: mostly such as the first receiver has."""

    def __init__(self) -> None:
        from wkt_cli.ruby import evaluate, registry

        evaluate("1")
        own = {name for methods in registry.own.values() for name in methods}
        single = {name for rclass in registry.own for name in rclass.singleton}
        self.methods = sorted(own | single)
        self.functions = sorted(registry.functions)
        self.values, self.blocks = texts(VALUES), texts(BLOCKS)
        self.known = {text: methods_of(text) for text in self.values}
        self.frames = FRAMES.strip().split("\n")

    def program(self, random: Random) -> str:
        """One program."""
        frame = random.choice(self.frames if random.random() < 0.5 else ["{}"])
        pieces = frame.split("{}")
        return "".join(piece + self.expression(random) for piece in pieces[:-1]) + pieces[-1]

    def expression(self, random: Random) -> str:
        """A value, and up to three calls on it."""
        value = random.choice(self.values)
        text = self.function(random) if random.random() < 0.1 else f"({value})"
        for place in range(random.choice([0, 1, 1, 1, 2, 3])):
            text += self.call(random, self.methods if place or random.random() < 0.05 else self.known[value])
        return text

    def call(self, random: Random, methods: list[str]) -> str:
        """`.name(arguments) { block }`, or an operator."""
        name = random.choice(methods)
        arguments = ", ".join(self.argument(random) for _ in range(random.choice([0, 0, 1, 1, 2, 3])))
        if not (name[0].isalpha() or name[0] == "_") or name.endswith("="):
            return f".public_send(:{quoted(name)}{', ' * bool(arguments)}{arguments})"
        block = random.choice(self.blocks) if random.random() < 0.4 else ""
        if block.startswith("&"):
            return f".{name}({arguments}{', ' * bool(arguments)}{block})"
        return f".{name}({arguments}){block and ' '}{block}"

    def argument(self, random: Random) -> str:
        """A value as an argument of any kind."""
        value = random.choice(self.values)
        return random.choice([value, value, value, value, f"*{value}", f"k: {value}", f"**{value}"])

    def function(self, random: Random) -> str:
        """A call without receiver."""
        name = random.choice(self.functions)
        arguments = ", ".join(self.argument(random) for _ in range(random.choice([0, 1, 2])))
        return f"{name}({arguments})" if name[-1] not in "`" else "1"


def methods_of(text: str) -> list[str]:
    """The names of the methods of a value."""
    from wkt_cli.ruby import dispatch, program
    from wkt_cli.ruby.syntax import Source
    from wkt_cli.ruby.values import RClass

    value = program.run(Source(text, "value.rb"))
    names = dispatch.names_of(type(value))
    return sorted(names | set(value.singleton) if isinstance(value, RClass) else names)


def quoted(name: str) -> str:
    """A method's name as a Symbol literal needs it."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
