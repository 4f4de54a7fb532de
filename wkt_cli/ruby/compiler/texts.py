"""The texts of literals: escapes, and the indentation of heredocs."""

from __future__ import annotations

import re
from typing import Any

from ..code_points import of_hexadecimal

SIMPLE = {
    "n": "\n",
    "t": "\t",
    "s": " ",
    "r": "\r",
    "0": "\0",
    "e": "\x1b",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
}
ESCAPE = re.compile(
    r"\\(?:u\{([^}]*)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})"
    r"|((?:(?:c|C-|M-)\\)*(?:c|C-|M-))(\\?[\x00-\x7f])|(.))",
    re.S,
)
FAULTY = {"u": "invalid Unicode escape", "x": "invalid hex escape"} | dict.fromkeys(
    "cCM", "Invalid escape character syntax"
)
"""What is wrong where nothing that fits follows one of these."""


def unescape(text: str) -> str | bytes:
    """The text of a double-quoted literal; bytes where hexadecimal escapes make no UTF-8.

    Raises:
        ValueError: with Ruby's words, where an escape stands for no character.
    """
    if "\\" not in text:
        return text
    made = ESCAPE.sub(_escaped, text)
    data = made.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def _escaped(match: re.Match[str]) -> str:
    """The text of one escape; a byte beyond ASCII as the surrogate that stands for it."""
    codes, code, hexadecimal, octal, prefixes, char, simple = match.groups()
    if codes is not None or code:
        return of_hexadecimal(codes or code or "")
    if simple:
        if simple in FAULTY:
            raise ValueError(FAULTY[simple])
        return "" if simple == "\n" else SIMPLE.get(simple, simple)
    value = int(hexadecimal, 16) if hexadecimal else int(octal, 8) & 255 if octal else _modified(prefixes, char)
    return chr(value) if value < 128 else chr(0xDC00 + value)


def _modified(prefixes: str, char: str) -> int:
    r"""The byte of `\C-a`, `\ca`, `\M-a`, `\M-\C-a`."""
    value = ord(char if len(char) == 1 else SIMPLE.get(char[1], char[1]))
    if "c" in prefixes or "C" in prefixes:
        value = 127 if char == "?" else value & 0x9F
    return value | 128 if "M" in prefixes else value


def unescape_single(text: str, ends: str = "'") -> str:
    """The text of a single-quoted literal: only the backslash and the delimiters can be escaped."""
    return re.sub(rf"\\([\\{re.escape(ends)}])", r"\1", text) if "\\" in text else text


def width(line: str) -> int:
    """The indentation of a line, tabs counted to the next multiple of eight."""
    column = 0
    for char in line:
        if char == " ":
            column += 1
        elif char == "\t":
            column = (column // 8 + 1) * 8
        else:
            break
    return column


def dedent(parts: list[Any]) -> list[Any]:
    """Strip the least indentation of the lines that are not blank; interpolated text is not counted."""
    widths = []
    at_start = True
    for part in parts:
        if not isinstance(part, str):
            if at_start:
                widths.append(0)
            at_start = False
            continue
        lines = part.split("\n")
        last_part = part is parts[-1]
        for i, line in enumerate(lines):
            begins = at_start if i == 0 else True
            open_end = i == len(lines) - 1 and not last_part
            if begins and (line.strip() or open_end):
                widths.append(width(line))
        at_start = part.endswith("\n")
    least = min(widths, default=0)
    return [
        _strip(part, least, i == 0 or _ends_line(parts[i - 1])) if isinstance(part, str) else part
        for i, part in enumerate(parts)
    ]


def _ends_line(part: Any) -> bool:
    return isinstance(part, str) and part.endswith("\n")


def _strip(text: str, least: int, at_start: bool) -> str:
    """A part without the first ``least`` columns of each line that begins in it."""
    lines = text.split("\n")
    return "\n".join(_cut(line, least) if i or at_start else line for i, line in enumerate(lines))


def _cut(line: str, least: int) -> str:
    column = 0
    for i, char in enumerate(line):
        step = column + 1 if char == " " else (column // 8 + 1) * 8 if char == "\t" else least + 1
        if step > least:
            return line[i:]
        column = step
    return ""
