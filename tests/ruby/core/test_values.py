"""The helpers that all core modules share: keys, equality, order, freezing."""

import pytest

from wkt_cli.ruby.core import object as o
from wkt_cli.ruby.core import register
from wkt_cli.ruby.core.sorting import is_native, merge_sort, sort_by_keys
from wkt_cli.ruby.errors import RubyError
from wkt_cli.ruby.values import Hash, RString, Symbol

register()


def test_equality_is_ruby_s():
    assert o.equal(1, 1.0) and o.equal("a", RString("a")) and o.equal([1, [2.0]], [1.0, [2]])
    assert not o.equal(True, 1) and not o.equal("a", Symbol("a")) and not o.equal(None, False)


def test_keys_that_python_takes_as_one_stay_apart():
    hash_ = o.hash_from([(1, "i"), (1.0, "f"), (True, "t"), ([1], "a"), (RString("k"), "s")])
    assert len(hash_) == 5 and hash_.odd
    assert [o.hash_get(hash_, key) for key in (1, 1.0, True, [1], "k")] == ["i", "f", "t", "a", "s"]
    assert o.hash_get(hash_, [1.0]) is None
    assert o.hash_keys(hash_) == [1, 1.0, True, [1], "k"]


def test_hash_is_one_number_for_eql_values():
    assert o.hash_of([1, "a"]) == o.hash_of([1, RString("a")])
    assert o.hash_of(1) != o.hash_of(1.0)


@pytest.mark.parametrize(
    ("a", "b", "text"),
    [(1, None, "Integer with nil"), (None, "x", "NilClass with String"), ([1], Hash(), "Array with Hash")],
)
def test_incomparable_values_are_named(a, b, text):
    with pytest.raises(RubyError, match=f"comparison of {text} failed"):
        o.compare_or_fail(a, b)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "no implicit conversion of String into Integer"),
        (None, "no implicit conversion from nil to integer"),
        (True, "no implicit conversion of true into Integer"),
        (float("nan"), "NaN"),
    ],
)
def test_to_int_refuses(value, text):
    with pytest.raises(RubyError) as caught:
        o.to_int(value)
    assert caught.value.message == text


def test_frozen_arrays_are_known_by_identity():
    array = o.freeze([1])
    assert o.is_frozen(array) and not o.is_frozen([1])
    with pytest.raises(RubyError, match="can't modify frozen Array"):
        o.check_list(array)


def test_many_lost_frozen_arrays_are_forgotten():
    for _ in range(5000):
        o.freeze([1])
    assert len(o.frozen_lists) < 3000


def test_native_order_only_where_it_is_ruby_s():
    assert is_native([1, 2]) and is_native(["a"]) and is_native([1, 2.5]) and is_native([["a", 1], ["b", 2]])
    assert not is_native([1, None]) and not is_native([float("nan")]) and not is_native([["a"], [1]])
    assert not is_native([True, 1])


def test_sorting_is_stable():
    assert sort_by_keys(["b1", "a1", "b2"], ["b", "a", "b"]) == ["a1", "b1", "b2"]
    assert merge_sort([3, 1, 2], lambda a, b: a - b) == [1, 2, 3]
