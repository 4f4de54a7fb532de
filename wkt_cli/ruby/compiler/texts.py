"""The texts of literals: escapes, and the indentation of heredocs."""

from __future__ import annotations

import re
from typing import Any

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
    r"\\(u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{1,2}|[0-7]{1,3}|c.|C-.|M-.|\n|.)", re.S
)  # fmt: skip


def unescape(text: str) -> str | bytes:
    """The text of a double-quoted literal; bytes where hexadecimal escapes make no UTF-8."""
    if "\\" not in text:
        return text
    raw = False

    def replace(match: re.Match[str]) -> str:
        nonlocal raw
        code = match[1]
        if code[0] == "u":
            digits = code[2:-1] if code[1] == "{" else code[1:]
            return "".join(chr(int(d, 16)) for d in digits.split())
        if (code[0] == "x" and len(code) > 1) or code[0] in "01234567":
            value = int(code[1:], 16) if code[0] == "x" else int(code, 8) & 255
            raw = raw or value > 127
            return chr(value) if value < 128 else chr(0xDC00 + value)
        if code[0] in "cC" and len(code) > 1:
            return chr(ord(code[-1]) & 0x1F)
        return "" if code == "\n" else SIMPLE.get(code, code)

    made = ESCAPE.sub(replace, text)
    if not raw:
        return made
    data = made.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


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
