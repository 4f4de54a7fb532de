"""CSV as Ruby's csv 3.2 reads and writes it, in plain Python values; empty fields are None."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


class Malformed(ValueError):
    """Text that is no CSV; the message names the line."""


@dataclass(frozen=True)
class Dialect:
    """Separators and the quote; `row` None finds out which line end the text uses."""

    col: str = ","
    row: str | None = None
    quote: str | None = '"'
    skip_blanks: bool = False
    liberal: bool = False
    strip: bool = False
    force_quotes: bool = False


def line_end(text: str, dialect: Dialect) -> str:
    """The first line end outside quotes; a line feed if there is none."""
    if dialect.row is not None:
        return dialect.row
    found = re.search(r"\r\n|\n|\r", text)
    return found[0] if found else "\n"


def rows(text: str, dialect: Dialect) -> Iterator[list[str | None]]:
    """The rows of a text; a blank line is an empty row."""
    end = line_end(text, dialect)
    reader = Reader(text, dialect, end)
    while reader.at < len(text):
        row = reader.row()
        if row or not dialect.skip_blanks:
            yield row


class Reader:
    """Walks through the text field by field."""

    def __init__(self, text: str, dialect: Dialect, end: str) -> None:
        self.text, self.dialect, self.end = text, dialect, end
        self.at, self.line = 0, 1
        col, row, quote = map(re.escape, (dialect.col, end, dialect.quote or "\0"))
        short = len(dialect.col) == len(end) == 1
        self.plain = re.compile(f"[^{col}{row}]*+" if short else f"(?:(?!{col}|{row}).)*+", re.DOTALL)
        self.quoted = re.compile(f"{quote}((?:[^{quote}]++|{quote}{quote})*+){quote}", re.DOTALL)

    def row(self) -> list[str | None]:
        """One row, up to its line end."""
        if self.take(self.end):
            self.line += 1
            return []
        fields: list[str | None] = []
        start = self.line
        while True:
            fields.append(self.field(start))
            if self.take(self.dialect.col):
                continue
            if self.at < len(self.text) and not self.take(self.end):
                raise Malformed(f"Any value after quoted field isn't allowed in line {start}.")
            self.line += 1
            return fields

    def take(self, mark: str) -> bool:
        """Pass over a separator."""
        if self.text.startswith(mark, self.at):
            self.at += len(mark)
            return True
        return False

    def field(self, line: int) -> str | None:
        """One field: quoted, plain or missing."""
        if self.dialect.strip:
            while self.text[self.at : self.at + 1] in (" ", "\t") and self.at < len(self.text):
                self.at += 1
        if self.dialect.quote and self.text.startswith(self.dialect.quote, self.at):
            return self.quoted_field(line)
        found = self.plain.match(self.text, self.at)
        value = found[0] if found else ""
        self.at += len(value)
        if self.dialect.quote and self.dialect.quote in value and not self.dialect.liberal:
            raise Malformed(f"Illegal quoting in line {line}.")
        broken = re.search("[\r\n]", value)
        if broken and not self.dialect.liberal:
            shown = "\\r" if broken[0] == "\r" else "\\n"
            raise Malformed(f'Unquoted fields do not allow new line <"{shown}"> in line {line}.')
        if self.dialect.strip:
            value = value.strip(" \t")
        return value or None

    def quoted_field(self, line: int) -> str:
        """What stands between quotes."""
        found = self.quoted.match(self.text, self.at)
        quote = self.dialect.quote or ""
        if not found:
            raise Malformed(f"Unclosed quoted field in line {line}.")
        self.at = found.end()
        self.line += found[1].count("\n")
        value = found[1].replace(quote * 2, quote)
        if self.dialect.strip:
            while self.text[self.at : self.at + 1] in (" ", "\t") and self.at < len(self.text):
                self.at += 1
        return value


def line(fields: list[str | None], dialect: Dialect) -> str:
    """One row as text."""
    end = "\n" if dialect.row is None else dialect.row
    return dialect.col.join(written(field, dialect) for field in fields) + end


def written(field: str | None, dialect: Dialect) -> str:
    """One field: quoted where it must be; a missing one is nothing, an empty one a pair of quotes."""
    quote = dialect.quote
    if quote is None:
        return field or ""
    special = field is not None and (
        not field or any(mark in field for mark in ("\r", "\n", dialect.col, quote))
    )
    if special or dialect.force_quotes:
        return quote + (field or "").replace(quote, quote * 2) + quote
    return field or ""
