"""Division and roots of large integers: what Python gives, in steps that can be stopped."""

import math
from random import Random

import pytest

from wkt_cli import ruby
from wkt_cli.ruby.core import division


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(division, "HUGE", 1 << 50)
    monkeypatch.setattr(division, "SMALL", 20)


def test_quotients_of_every_sign_and_size():
    random = Random(1)
    for _ in range(3000):
        divisor = random.getrandbits(random.randrange(1, 400)) | 1
        near = divisor * random.getrandbits(200) + random.choice((-1, 0, 1))
        for a in (random.getrandbits(random.randrange(1, 900)), near):
            for sign, other in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
                assert division.floor_divmod(sign * a, other * divisor) == divmod(sign * a, other * divisor)


def test_divisors_of_ones_and_zeros():
    for size in range(40, 300):
        for divisor in ((1 << size) - 1, 1 << size, (1 << size) + 1):
            for a in ((1 << 3 * size) - 1, divisor**3, divisor**2 - 1):
                assert division.floor_divmod(a, divisor) == divmod(a, divisor)


def test_roots():
    random = Random(2)
    for number in [3, 2**25 + 4001, *(random.getrandbits(random.randrange(20, 500)) for _ in range(2000))]:
        for square in (number**2 - 1, number**2, number**2 + 1):
            assert division.square_root(square) == math.isqrt(square)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = 7**300; b = 3**200; [a / b * b + a % b == a, -a / b, -a % b == b - a % b]", (7**300, 3**200)),
        ("a = 7**300; b = 3**200; [a.div(b) == a / b, a.divmod(-b)[0], (-a).remainder(b) == -(a % b)]", (7**300, -(3**200))),
    ],
)
def test_operators(source, expected):
    a, b = expected
    assert ruby.evaluate(source) == [True, -a // b if b > 0 else a // b, True]


def test_rounding_of_large_integers():
    halves = "a = 25 * 10**60; [a.round(-61), a.round(-61, half: :even), a.round(-61, half: :down), (a + 1).round(-61)]"
    assert ruby.evaluate(halves) == [3 * 10**61, 2 * 10**61, 2 * 10**61, 3 * 10**61]
    assert ruby.evaluate("a = -25 * 10**60; [a.round(-61), a.floor(-61), a.ceil(-61), a.truncate(-61)]") == [
        -3 * 10**61, -3 * 10**61, -2 * 10**61, -2 * 10**61,
    ]  # fmt: skip
