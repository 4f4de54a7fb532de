"""Characters of a regular expression: literals and escapes."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...code_points import of_hexadecimal

Fail = Callable[[str], Exception]

ANCHORS = {
    "A": r"\A",
    "z": r"\Z",
    "Z": r"(?=\n?\Z)",
    "b": r"\b",
    "B": r"\B",
    "G": r"\G",
    "K": r"\K",
    "R": r"(?>\r\n|[\n\v\f\r\x85\u2028\u2029])",
    "X": r"\X",
}
"""Escapes that stand for a place or for more than one character."""

CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b"}

_HEX = re.compile(r"\\x([0-9a-fA-F]{1,2})")
_UNICODE = re.compile(r"\\u(?:([0-9a-fA-F]{4})|\{\s*([0-9a-fA-F]+(?:\s+[0-9a-fA-F]+)*)\s*\})")
_OCTAL = re.compile(r"\\([0-7]{1,3})")
_CONTROL = re.compile(r"\\(?:c|C-)(\\?.)", re.DOTALL)


def literal(char: str) -> str:
    """One character as itself, outside or inside a bracket expression."""
    if char.isalnum() or char == "_" or ord(char) > 126 or char in " \n\t\"'%,/:;<=>@`!":
        return char
    return "\\" + char if char > " " else f"\\x{ord(char):02x}"


def read_character(source: str, at: int, fail: Fail) -> tuple[str, int]:
    r"""The text an escape stands for (more than one character only for `\u{…}`), and where it ends."""
    if at + 1 >= len(source):
        raise fail("too short escape sequence")
    found = _HEX.match(source, at)
    if found:
        return hexadecimal(source, at, found)
    found = _UNICODE.match(source, at)
    if found:
        try:
            return of_hexadecimal(found[1] or found[2]), found.end()
        except ValueError:
            raise fail("invalid Unicode range") from None
    if source[at + 1] in "ux":
        raise fail("invalid Unicode escape" if source[at + 1] == "u" else "invalid hex escape")
    found = _OCTAL.match(source, at)
    if found:
        return chr(int(found[1], 8) & 255), found.end()
    found = _CONTROL.match(source, at)
    if found:
        return chr(ord(found[1][-1]) & 31), found.end()
    char = source[at + 1]
    return CONTROLS.get(char, char), at + 2


def hexadecimal(source: str, at: int, found: re.Match[str]) -> tuple[str, int]:
    r"""`\xE3\x81\x82`: bytes of one UTF-8 character together, else one code."""
    code = int(found[1], 16)
    if code < 0x80:
        return chr(code), found.end()
    data, step = bytearray(), at
    while (more := _HEX.match(source, step)) and len(data) < 4 and int(more[1], 16) >= 0x80:
        data.append(int(more[1], 16))
        step = more.end()
        try:
            return data.decode(), step
        except UnicodeDecodeError:
            continue
    return chr(code), found.end()
