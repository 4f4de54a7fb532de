"""`workato.csv.parse` and `workato.csv.generate`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wkt_cli.ruby.core import csv_text

from .errors import PackageError

MAX_BYTES = 30 * 1024 * 1024
MAX_LINES = 65_000
NO_HEADERS = (
    "Headers are required. Pass headers: true to implicitly use the first line "
    "or array/string for explicit headers"
)


def human(size: int) -> str:
    """Bytes in megabytes."""
    return f"{size / 1024 / 1024:.3g} MB"


def check_size(text: str) -> None:
    """The platform's limits."""
    size = len(text.encode())
    if size > MAX_BYTES:
        raise PackageError(
            f"CSV file is too big. Max allowed: 30 MB, got: {human(size)}", "CsvFileTooBigError"
        )
    if text.count("\n") > MAX_LINES:
        raise PackageError(
            f"CSV file has too many lines. Max allowed: {MAX_LINES}", "CsvFileTooManyLinesError"
        )


def parse(
    text: str,
    headers: bool | str | list[str] | None,
    col_sep: str | None = None,
    row_sep: str | None = None,
    quote_char: str | None = None,
    skip_blanks: bool = False,
    skip_first_line: bool = False,
) -> list[dict[str | None, str | None]]:
    r"""Give rows as dicts by header; what is missing is None, one surplus column has the key None.

    Args:
        text: at most 30 MB and 65,000 lines.
        headers: True for the first row, else the names as a list, or as a line of CSV.
        col_sep: comma by default.
        row_sep: the first line end by default.
        quote_char: the double quote by default.
        skip_blanks: leave blank lines out.
        skip_first_line: leave the first row of data out.

    Raises:
        PackageError: it is too large, or no CSV.

    >>> parse("a,b\n1,\n", headers=True)
    [{'a': '1', 'b': None}]
    """
    if not headers:
        raise PackageError(NO_HEADERS)
    check_size(text)
    dialect = csv_text.Dialect(col_sep or ",", row_sep, quote_char or '"', skip_blanks)
    try:
        rows = list(csv_text.rows(text, dialect))
        names = next(csv_text.rows(headers, dialect)) if isinstance(headers, str) else headers
    except csv_text.Malformed as error:
        raise PackageError(str(error), "CsvFormatError")
    if headers is True:
        names, rows = (rows[0] if rows else []), rows[1:]
    return [row_of(list(names), row) for row in (rows[1:] if skip_first_line else rows)]  # type: ignore[arg-type]


def row_of(names: list[str | None], row: list[str | None]) -> dict[str | None, str | None]:
    """One row; of two columns with the same name the first counts."""
    found: dict[str | None, str | None] = {}
    for index in range(max(len(names), len(row))):
        name = names[index] if index < len(names) else None
        found.setdefault(name, row[index] if index < len(row) else None)
    return found


class Writer:
    """Takes rows, lists or mappings by header."""

    def __init__(self, headers: list[str] | None, dialect: csv_text.Dialect) -> None:
        self.headers, self.dialect = headers, dialect
        self.lines: list[str] = []
        if headers is not None:
            self.add(headers)

    def add(self, row: Iterable[Any] | dict[Any, Any]) -> None:
        """Add one row of text or None."""
        if isinstance(row, dict):
            row = [row.get(name) for name in self.headers] if self.headers is not None else list(row.values())
        self.lines.append(csv_text.line(list(row), self.dialect))

    def text(self) -> str:
        """All that was added."""
        return "".join(self.lines)


def writer(
    headers: list[str] | None = None,
    col_sep: str | None = None,
    row_sep: str | None = None,
    quote_char: str | None = None,
    force_quotes: bool = False,
) -> Writer:
    """A writer that starts with the headers, if there are any."""
    return Writer(
        headers, csv_text.Dialect(col_sep or ",", row_sep, quote_char or '"', force_quotes=force_quotes)
    )


def generate(rows: Iterable[Any], headers: list[str] | None = None, **dialect: Any) -> str:
    r"""Write rows as text.

    Args:
        rows: lists, or dicts by header, of texts and None.
        headers: are written first.
        dialect: ``col_sep``, ``row_sep``, ``quote_char``, ``force_quotes``.

    >>> generate([["1", None], {"a": "x,y"}], headers=["a", "b"])
    'a,b\n1,\n"x,y",\n'
    """
    made = writer(headers, **dialect)
    for row in rows:
        made.add(row)
    return made.text()
