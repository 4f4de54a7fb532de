"""String literals, heredocs, regular expressions, strings that change: each program with the text that Ruby 3.1 gave."""

import pytest

from .programs import outcome

PROGRAMS = [
    ('%w[a b].each_with_object({}).with_index { |(x, h), i| h[x] = i }', '{"a"=>0, "b"=>1}'),
    ('a = "x"; a << "y" << "z"; a', '"xyz"'),
    ('a = "x"; b = a; b << "q"; a', '"xq"'),
    ('a = "x"; b = a.dup; b << "q"; a', '"x"'),
    ('a = ["x"]; a.each { |s| s << "!" }; a', '["x!"]'),
    ('h = { "a" => "x" }; h["a"] << "y"; h', '{"a"=>"xy"}'),
    ('s = "hello"; s.gsub!(/l/, "L"); s', '"heLLo"'),
    ('s = +""; 3.times { |i| s << i.to_s }; s', '"012"'),
    ('"a".freeze << "b"', 'FrozenError: can\'t modify frozen String: "a"'),
    ('CONST = %w[a b].freeze; CONST << "c"', 'FrozenError: can\'t modify frozen Array: ["a", "b"]'),
    ('"\\u00e9\\x41\\101\\e\\s\\0".bytes', '[195, 169, 65, 65, 27, 32, 0]'),
    ('%q(a (b) c) + %Q[#{1 + 1}] + %(x)', '"a (b) c2x"'),
    ('%w[a\\ b c].inspect + %i[a b].inspect', '"[\\"a b\\", \\"c\\"][:a, :b]"'),
    ('?a + ?\\n', '"a\\n"'),
    ("""<<~A + "x"
  one
    two #{1 + 1}
  three
A""", '"one\\n  two 2\\nthree\\nx"'),
    ("<<~'A'\n  raw #{x} \\n\n    y\nA", '"raw \\#{x} \\\\n\\n  y\\n"'),
    ("""<<-A
    keep
    A""", '"    keep\\n"'),
    ("""[<<~A, <<~B]
  a
A
  b
B""", '["a\\n", "b\\n"]'),
    ("""x = <<~A.lines.map(&:strip)
  l1

  l2
A
x""", '["l1", "", "l2"]'),
    ("""<<~A
  	tab
    two
A""", '"\\ttab\\ntwo\\n"'),
    ("""<<~A
  #{"x"} y
    #{"z"}
A""", '"x y\\n  z\\n"'),
    ('/(?<y>\\d+)-(?<m>\\d+)/ =~ "2024-05"; [y, m]', '["2024", "05"]'),
    ('"foo bar" =~ /(o+)/; [$~[0], $1, $`, $\', $2]', '["oo", "oo", "f", " bar", nil]'),
    ('if "abc" =~ /b(.)/ then $1 end', '"c"'),
    ('"abc".match(/(?<x>b)/)[:x]', '"b"'),
    ('"x=1".match?(/x/)', 'true'),
    ('a = [1,2].freeze; a << 3', "FrozenError: can't modify frozen Array: [1, 2]"),
    ('h = {a: 1}.freeze; h[:b] = 2', "FrozenError: can't modify frozen Hash: {:a=>1}"),
    ('%w[a b c].each_with_index.to_a', '[["a", 0], ["b", 1], ["c", 2]]'),
    ('a = %w[x y]; "#{a.map { |q| "<#{q}>" }.join}"', '"<x><y>"'),
    ('x = "a"; y = "#{x}"; y << "b"; [x, y]', '["a", "ab"]'),
    ('a = "str"; a.concat("1", "2"); a.insert(1, "Z"); a.prepend(">"); a', '">sZtr12"'),
    ('a = "hello world"; a[0..4] = "HELLO"; a', '"HELLO world"'),
    ('h = {"k" => "v"}; v = h["k"]; v << "w"; h', '{"k"=>"vw"}'),
    ('buf = ""; %w[a b].each { |x| buf << x << "\\n" }; buf', '"a\\nb\\n"'),
    ('lines = []; lines << "a" << "b"; lines.join("-")', '"a-b"'),
    ('str = String.new; str << "a"; str', '"a"'),
    ('str = "a".dup; str << "b"; str', '"ab"'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), PROGRAMS)
def test_strings(source, expected):
    assert outcome(source) == expected
