"""CSV: parse, generate, tables and rows."""

from __future__ import annotations

import re
from typing import Any

from ..errors import ArgumentError, NoMethodError, RuntimeError_, exception_class
from ..registry import ARRAY, ENUMERABLE, OBJECT, STRING, define_class, method, send, singleton
from ..values import Hash, Proc, RString, Symbol
from . import csv_text
from .csv_text import Dialect, Malformed
from .enumerable.fold import needs_block
from .exception import register_error
from .object import hash_pairs, inspect, to_hash, to_s, truthy
from .options import named
from .string import parsed_text, text

MalformedCSVError = exception_class("CSV::MalformedCSVError", RuntimeError_)
INTEGER = re.compile(r"[-+]?\d[\d_]*")
FLOAT = re.compile(r"[-+]?\d[\d_]*(\.\d+)?([eE][-+]?\d+)?")


class RRow:
    """CSV::Row."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: list[tuple[Any, Any]]) -> None:
        self.pairs = pairs


class RTable:
    """CSV::Table."""

    __slots__ = ("by_col", "headers", "rows")

    def __init__(self, headers: list[Any], rows: list[RRow], by_col: bool = False) -> None:
        self.headers, self.rows, self.by_col = headers, rows, by_col


class RCsv:
    """A CSV writer, or a reader of a text."""

    __slots__ = ("headers", "out", "settings", "source")

    def __init__(self, source: str, settings: dict[str, Any]) -> None:
        self.source, self.settings = source, settings
        self.out: list[str] = []
        headers = settings.get("headers")
        self.headers = list(headers) if type(headers) is list else None


CSV = define_class("CSV", OBJECT, RCsv, includes=(ENUMERABLE,))
ROW = define_class("CSV::Row", OBJECT, RRow, includes=(ENUMERABLE,))
TABLE = define_class("CSV::Table", OBJECT, RTable, includes=(ENUMERABLE,))
register_error(MalformedCSVError)


OPTIONS = (
    "col_sep", "row_sep", "quote_char", "field_size_limit", "converters", "headers", "return_headers",
    "write_headers", "header_converters", "skip_blanks", "force_quotes", "skip_lines", "liberal_parsing",
    "internal_encoding", "external_encoding", "encoding", "nil_value", "empty_value", "strip",
    "write_converters", "write_nil_value", "write_empty_value", "multi_line",
)  # fmt: skip


def settings_of(args: tuple[Any, ...]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Plain arguments, and the keywords that CSV knows."""
    if args and isinstance(args[-1], Hash):
        return args[:-1], named(args[-1], OPTIONS)
    return args, {}


def dialect(settings: dict[str, Any]) -> Dialect:
    """The separators of Ruby's options."""

    def one(name: str, default: str | None) -> str | None:
        found = settings.get(name, default)
        return None if found is None or isinstance(found, Symbol) else text(found)

    row = one("row_sep", None)
    if "row_sep" in settings and settings["row_sep"] is None:
        row = ""
    flags = [bool(settings.get(name)) for name in ("skip_blanks", "liberal_parsing", "strip", "force_quotes")]
    return Dialect(one("col_sep", ",") or ",", row, one("quote_char", '"'), *flags)


def read(source: str, settings: dict[str, Any]) -> list[list[Any]]:
    """The rows of a text."""
    skip = settings.get("skip_lines")
    if skip is not None:
        pattern = skip if not isinstance(skip, (str, RString)) else None
        lines = source.splitlines(keepends=True)
        source = "".join(
            line for line in lines if not (send(pattern, "match?", line) if pattern else str(skip) in line)
        )
    try:
        rows = csv_text.rows(source, dialect(settings))
        missing, empty = settings.get("nil_value"), settings.get("empty_value", "")
        return [[missing if x is None else x or empty for x in row] for row in rows]
    except Malformed as error:
        raise MalformedCSVError(str(error))


def converter(name: Any) -> Any:
    """A field converter by name, or a lambda."""
    if isinstance(name, Proc):
        return name.one
    return {"numeric": numeric, "integer": whole, "float": fraction, "all": anything}.get(
        to_s(name), lambda v: v
    )


def whole(value: Any) -> Any:
    """An Integer where the text is one."""
    return int(value) if isinstance(value, str) and INTEGER.fullmatch(value) else value


def fraction(value: Any) -> Any:
    """A Float where the text is one."""
    return float(value) if isinstance(value, str) and FLOAT.fullmatch(value) else value


def numeric(value: Any) -> Any:
    """A number where the text is one."""
    found = whole(value)
    return fraction(found)


def anything(value: Any) -> Any:
    """A number, or a date and time in ISO form."""
    found = numeric(value)
    if isinstance(found, str) and re.fullmatch(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?", found):
        return send(found, "to_datetime")
    return found


def header_converter(name: Any) -> Any:
    """A header converter by name, or a lambda."""
    if isinstance(name, Proc):
        return name.one
    if to_s(name) == "downcase":
        return lambda v: v.lower() if isinstance(v, str) else v
    if to_s(name) == "symbol":
        return lambda v: Symbol(re.sub(r"[^\s\w]+", "", v).strip().lower().replace(" ", "_")) if v else v
    return lambda v: Symbol(v) if isinstance(v, str) else v


def each_converter(settings: dict[str, Any], name: str, make: Any) -> list[Any]:
    """The converters that were asked for."""
    found = settings.get(name)
    return [] if found is None else [make(one) for one in (found if type(found) is list else [found])]


def converted(values: list[Any], converters: list[Any]) -> list[Any]:
    """Values after every converter."""
    for convert in converters:
        values = [value if value is None else convert(value) for value in values]
    return values


def parsed(source: str, settings: dict[str, Any]) -> Any:
    """Rows, or a table where headers were asked for."""
    rows = [
        converted(row, each_converter(settings, "converters", converter)) for row in read(source, settings)
    ]
    headers = settings.get("headers")
    if headers is None or headers is False:
        return rows
    first: list[Any] | None = None
    if type(headers) is list:
        names = [to_s(name) if not isinstance(name, Symbol) else name for name in headers]
    elif isinstance(headers, (str, RString)):
        names = read(str(headers), {})[0]
    else:
        names = read(source, settings)[0] if rows else []
        first, rows = names, rows[1:]
    names = converted(list(names), each_converter(settings, "header_converters", header_converter))
    made = [row_of(names, row) for row in rows]
    if settings.get("return_headers") and first is not None:
        made.insert(0, row_of(names, first))
    return RTable(names, made)


def row_of(names: list[Any], values: list[Any]) -> RRow:
    """Fields with their headers; what is more on either side stands with nil."""
    size = max(len(names), len(values))
    return RRow(
        list(zip(names + [None] * (size - len(names)), values + [None] * (size - len(values)), strict=True))
    )


def fields_of(value: Any, headers: list[Any] | None) -> list[Any]:
    """A row to be written: an Array, a Row, or a Hash by headers."""
    if isinstance(value, RRow):
        values = [field for _, field in value.pairs]
    elif isinstance(value, Hash):
        pairs = dict(hash_pairs(value))
        values = [pairs.get(name) for name in headers] if headers is not None else list(pairs.values())
    elif type(value) is list:
        values = value
    else:
        raise NoMethodError(
            f"undefined method `map' for {inspect(value)}:{send(send(value, 'class'), 'name')}"
        )
    return values


def line_of(value: Any, headers: list[Any] | None, settings: dict[str, Any]) -> str:
    """A row as text."""
    made = converted(fields_of(value, headers), each_converter(settings, "write_converters", converter))
    fields = [settings.get("write_nil_value") if x is None else x for x in made]
    if "write_empty_value" in settings:
        fields = [settings["write_empty_value"] if x == "" else x for x in fields]
    return csv_text.line([None if x is None else to_s(x) for x in fields], dialect(settings))


@singleton(CSV, "parse")
def parse(self: Any, block: Proc | None, source: Any, *settings: Any) -> Any:
    """All rows, or each to a block."""
    if source is None:
        raise ArgumentError("Cannot parse nil as CSV")
    found = parsed(parsed_text(source), settings_of(settings)[1])
    if block is None:
        return found
    for row in found.rows if isinstance(found, RTable) else found:
        block.one(row)
    return None


@singleton(CSV, "parse_line")
def parse_line(self: Any, block: Proc | None, source: Any, *settings: Any) -> Any:
    """The first row."""
    found = parsed(parsed_text(source), settings_of(settings)[1])
    rows = found.rows if isinstance(found, RTable) else found
    return rows[0] if rows else None


@singleton(CSV, "generate_line")
def generate_line(self: Any, block: Proc | None, row: Any, *settings: Any) -> str:
    """One row as text."""
    return line_of(row, None, settings_of(settings)[1])


@singleton(CSV, "generate")
def generate(self: Any, block: Proc | None, *arguments: Any) -> str:
    """The text of the rows that a block adds."""
    given, settings = settings_of(arguments)
    writer = RCsv("", settings)
    if given and given[0] is not None:
        writer.out.append(text(given[0]))
    if writer.headers is not None and settings.get("write_headers"):
        append(writer, None, writer.headers)
    needs_block(block).one(writer)
    return "".join(writer.out)


@singleton(CSV, "new")
def new(self: Any, block: Proc | None, source: Any = "", *settings: Any) -> RCsv:
    """A reader of a text."""
    return RCsv(parsed_text(source), settings_of(settings)[1])


@method(CSV, "<<", "add_row", "puts")
def append(self: RCsv, block: Proc | None, row: Any) -> RCsv:
    """Add a row."""
    self.out.append(line_of(row, self.headers, self.settings))
    return self


@method(CSV, "read", "readlines")
def read_all(self: RCsv, block: Proc | None) -> Any:
    """All rows."""
    return parsed(self.source, self.settings)


@method(CSV, "each")
def each(self: RCsv, block: Proc | None) -> Any:
    """Yield every row."""
    if block is None:
        return enumerated(self)
    found = read_all(self, None)
    for row in found.rows if isinstance(found, RTable) else found:
        block.one(row)
    return self


def enumerated(self: Any) -> Any:
    """The Enumerator of `each` without a block."""
    from .enumerator import enumerator

    return enumerator(self, "each")


@method(CSV, "string")
def string(self: RCsv, block: Proc | None) -> str:
    """What was written."""
    return "".join(self.out)


@method(ARRAY, "to_csv")
def to_csv(self: list[Any], block: Proc | None, settings: Any = None) -> str:
    """The SDK's: as one row, or a row for each inner Array where the first element is one."""
    names = {} if settings is None else dict(to_hash(settings))
    several = names.pop(Symbol("multi_line"), None)
    if self and type(self[0]) is list and (several is None or truthy(several)):
        one = Hash({**names, Symbol("multi_line"): False})
        return "".join(to_s(send(row, "to_csv", one)) for row in self)
    return generate_line(CSV, None, self, Hash(names))


@method(STRING, "parse_csv")
def parse_csv(self: Any, block: Proc | None, *settings: Any) -> Any:
    """The first row."""
    return parse_line(CSV, None, self, *settings)
