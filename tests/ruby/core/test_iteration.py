"""Changes while a block runs, early ends, endless sources, limits."""

import pytest

from wkt_cli import ruby
from wkt_cli.ruby.errors import LimitError, RubyError


def show(source):
    return ruby.evaluate(source, inspect=True).inspect


TREE = """
class Tree
  include Enumerable
  def initialize(*values) = @values = values
  def each
    return to_enum(:each) unless block_given?
    @values.each { |value| yield value }
    self
  end
end
"""


@pytest.mark.parametrize(
    ("source", "want"),
    [
        ("Tree.new(3, 1, 2).sort", "[1, 2, 3]"),
        ("Tree.new(3, 1, 2).map { |x| x * 2 }", "[6, 2, 4]"),
        ("Tree.new(3, 1, 2).first", "3"),
        ("Tree.new(3, 1, 2).each_slice(2).to_a", "[[3, 1], [2]]"),
        ("Tree.new(3, 1, 2).inject(:+)", "6"),
        ("Tree.new(3, 1, 2).include?(1)", "true"),
        ("Tree.new(3, 1, 2).min_by { |x| -x }", "3"),
        ("Tree.new(3, 1, 2).each.next", "3"),
        ("Tree.new(3, 1, 2).lazy.map { |x| x + 1 }.first(2)", "[4, 2]"),
        ("Tree.new([1, 2]).each_with_index.to_a", "[[[1, 2], 0]]"),
        ("Tree.new({ a: 1 }).pluck(:a)", "[1]"),
    ],
)
def test_own_class_with_each(source, want):
    assert show(TREE + source) == want


def test_endless_generator_gives_what_is_asked_for():
    source = "e = Enumerator.new { |y| n = 0; loop { y << n; n += 1 } }; [e.next, e.next, e.take(3), e.next]"
    assert show(source) == "[0, 1, [0, 1, 2], 2]"


def test_error_inside_a_generator_reaches_its_consumer():
    with pytest.raises(RubyError, match="inside"):
        ruby.evaluate('Enumerator.new { |y| y << 1; raise "inside" }.to_a')


@pytest.mark.parametrize("source", ["Enumerator.new { |y| loop { } }.next", "e = [1].cycle; loop { e.next }"])
def test_generator_that_never_ends_is_stopped(source):
    with pytest.raises(LimitError):
        ruby.evaluate(source)


@pytest.mark.parametrize(
    "source",
    [
        "(1..10**12).to_a",
        "Array.new(10**9)",
        "[1] * 10**9",
        "a = []; a[10**9] = 1",
        "(1..10**12).each_slice(10**12).first",
        "(1..30).to_a.permutation.to_a",
        "([0] * 1000).product([0] * 1000, [0] * 1000)",
    ],
)
def test_what_multiplies_is_bounded(source):
    with pytest.raises(LimitError):
        ruby.evaluate(source)


def test_adding_a_key_while_iterating_is_refused_and_later_allowed():
    with pytest.raises(RubyError, match="can't add a new key into hash during iteration"):
        ruby.evaluate("h = { a: 1 }; h.each { h[:b] = 1 }")
    assert show("h = { a: 1 }; (h.each { h[:b] = 1 } rescue nil); h[:c] = 2; h") == "{:a=>1, :c=>2}"


def test_deleting_while_iterating_is_allowed():
    assert show("h = { a: 1, b: 2, c: 3 }; h.each { |k, v| h.delete(:b) }; h") == "{:a=>1, :c=>3}"
    assert show("r = []; h = { a: 1, b: 2 }; h.each { |k, v| r << k; h.delete(:b) }; r") == "[:a]"
