"""Division and square roots of integers so large that Python's own would take seconds in one step.

Quotients are made of halves, recursively (Burnikel and Ziegler, 1998), roots of the upper half (Zimmermann, 1999): some
ten times faster than Python, and in steps between which the watchdog can stop the program.
"""

from __future__ import annotations

import math

HUGE = 1 << 20_000
"""From here on it pays."""
SMALL = 4_000
"""Bits of a divisor by which Python divides at once."""


def floor_divmod(a: int, b: int) -> tuple[int, int]:
    """Floored quotient and remainder, as Python's `divmod`."""
    if -HUGE < b < HUGE:
        return divmod(a, b)
    if b < 0:
        quotient, rest = floor_divmod(-a, -b)
        return quotient, -rest
    if a < 0:
        quotient, rest = _in_digits(~a, b)
        return ~quotient, b - 1 - rest
    return _in_digits(a, b)


def square_root(number: int) -> int:
    """The whole part of the square root, as Python's `math.isqrt`."""
    return _root(number)[0]


def _in_digits(a: int, b: int) -> tuple[int, int]:
    """Long division, with digits of as many bits as the divisor has."""
    size = b.bit_length()
    mask = (1 << size) - 1
    quotient = rest = 0
    for place in range((a.bit_length() - 1) // size, -1, -1):
        digit, rest = _halved(rest << size | a >> place * size & mask, b, size)
        quotient = quotient << size | digit
    return quotient, rest


def _halved(a: int, b: int, size: int) -> tuple[int, int]:
    """A quotient of one digit, where the divisor has exactly `size` bits: its upper half, then its lower."""
    if size <= SMALL:
        return divmod(a, b)
    if size % 2:
        quotient, rest = _halved(a << 1, b << 1, size + 1)
        return quotient, rest >> 1
    half = size // 2
    mask = (1 << half) - 1
    upper, rest = _half_digit(a >> size, a >> half & mask, b, half)
    lower, rest = _half_digit(rest, a & mask, b, half)
    return upper << half | lower, rest


def _half_digit(top: int, low: int, b: int, half: int) -> tuple[int, int]:
    """Half a digit: estimated by the upper half of the divisor, then corrected."""
    upper, lower = b >> half, b & (1 << half) - 1
    if top >> half == upper:
        quotient, rest = (1 << half) - 1, top - (upper << half) + upper
    else:
        quotient, rest = _halved(top, upper, half)
    rest = (rest << half | low) - quotient * lower
    while rest < 0:
        quotient, rest = quotient - 1, rest + b
    return quotient, rest


def _root(number: int) -> tuple[int, int]:
    """The whole part of a square root, and what is left."""
    if number < HUGE:
        root = math.isqrt(number)
        return root, number - root * root
    quarter = (number.bit_length() - 1) // 4
    mask = (1 << quarter) - 1
    root, rest = _root(number >> 2 * quarter)
    digit, rest = floor_divmod(rest << quarter | number >> quarter & mask, 2 * root)
    root, rest = (root << quarter) + digit, (rest << quarter | number & mask) - digit * digit
    while rest < 0:
        rest += 2 * root - 1
        root -= 1
    return root, rest
