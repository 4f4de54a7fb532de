"""Which engine runs a pattern, its limits, and `$~`."""

import contextlib
import time

import pytest

from wkt_cli import ruby
from wkt_cli.ruby.core.regexp import Regexp
from wkt_cli.ruby.errors import LimitError


def is_fast(source, text, options=0):
    return Regexp(source, options).is_fast(text)


@pytest.mark.parametrize(
    "source", [r"[aeiou]", r"\s+", r"^(\w+)=(\d+)$", r"(?<y>\d{4})-(?<m>\d\d)", r"a|bc", r"x*"]
)
def test_plain_patterns_take_the_fast_way(source):
    assert is_fast(source, "some text")


@pytest.mark.parametrize(
    "source", [r"(a+)+b", r"(a|b)*c", r"\p{L}", r"[a-z&&[^b]]", r"(?<n>\(\g<n>*\))", r"\Ga"]
)
def test_what_may_explode_or_is_unknown_to_re_does_not(source):
    assert not is_fast(source, "some text")


def test_length_and_case_matter():
    assert is_fast(r"\s+$", "x" * 1000)
    assert not is_fast(r"\s+$", "x" * 100_000)
    assert is_fast("k", "x", 1)
    assert not is_fast("k", "é", 1)


@pytest.mark.parametrize(
    "source",
    [
        "('a' * 40) =~ /(a|aa)+$b/",
        "('a' * 40).gsub(/(a+)+$b/, '')",
        "('a' * 40).scan(/(a*)*b/)",
        "('a' * 40).split(/(a+)+b/)",
    ],
)
def test_exploding_patterns_end(source):
    start = time.process_time()
    with contextlib.suppress(LimitError):
        ruby.evaluate(f"begin; {source}; rescue => e; 'swallowed'; end")
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("source", "want"),
    [
        ("'ab'.gsub(/b/, 'x'); $~[0]", "b"),
        ("'abab'.gsub('b', 'x'); $~.begin(0)", 3),
        ("'ab'.sub(/z/, ''); $~", None),
        ("'ab'.scan(/./) { }; $&", "b"),
        ("'ab'.match?(/b/); $~", None),
        ("case 'k=v' when /(\\w)=(\\w)/ then $2 end", "v"),
        ("%w[ab cb].grep(/(.)b/) { $1 }", ["a", "c"]),
        ("'x'.then { |s| s =~ /(x)/ }; $1", "x"),
    ],
)
def test_last_match(source, want):
    assert ruby.evaluate(source) == want
