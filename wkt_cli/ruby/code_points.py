"""Characters by their numbers, as escapes write them."""

from __future__ import annotations


def of_hexadecimal(codes: str) -> str:
    r"""The text of `\u{41 42}`.

    Args:
        codes: hexadecimal numbers with blanks between.

    Raises:
        ValueError: with Ruby's words, where one is no character.
    """
    return "".join(_character(code) for code in codes.split())


def _character(code: str) -> str:
    if len(code) > 6 or not all(char in "0123456789abcdefABCDEF" for char in code):
        raise ValueError("invalid Unicode escape")
    number = int(code, 16)
    if number > 0x10FFFF:
        raise ValueError("invalid Unicode codepoint (too large)")
    if 0xD800 <= number < 0xE000:
        raise ValueError("invalid Unicode codepoint")
    return chr(number)
