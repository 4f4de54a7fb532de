"""CSV: parse, generate, tables and rows."""

from __future__ import annotations

import re
from typing import Any

from ..errors import ArgumentError, KeyError_, NoMethodError, RuntimeError_, exception_class
from ..registry import ARRAY, ENUMERABLE, OBJECT, STRING, define_class, method, send, singleton
from ..values import Hash, Proc, RString, Symbol
from . import csv_text
from .csv_text import Dialect, Malformed
from .exception import register_error
from .numeric import options
from .object import hash_pairs, hash_set, inspect, to_s
from .string import text

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


def dialect(settings: dict[str, Any]) -> Dialect:
    """The separators of Ruby's options."""

    def one(name: str, default: str | None) -> str | None:
        found = settings.get(name, default)
        return None if found is None or isinstance(found, Symbol) else text(found)

    row = one("row_sep", None)
    if "row_sep" in settings and settings["row_sep"] is None:
        row = ""
    return Dialect(
        one("col_sep", ",") or ",", row, one("quote_char", '"'), bool(settings.get("skip_blanks")),
        bool(settings.get("liberal_parsing")), bool(settings.get("strip")), bool(settings.get("force_quotes")),
    )  # fmt: skip


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
        return [list(row) for row in csv_text.rows(source, dialect(settings))]
    except Malformed as error:
        raise MalformedCSVError(str(error))


def converter(name: Any) -> Any:
    """A field converter by name, or a lambda."""
    if isinstance(name, Proc):
        return name.one
    return {"numeric": numeric, "integer": whole, "float": fraction, "all": anything}.get(to_s(name), lambda v: v)


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
    rows = [converted(row, each_converter(settings, "converters", converter)) for row in read(source, settings)]
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


def fields_of(value: Any, headers: list[Any] | None) -> list[str | None]:
    """A row to be written: an Array, a Row, or a Hash by headers."""
    if isinstance(value, RRow):
        values = [field for _, field in value.pairs]
    elif isinstance(value, Hash):
        pairs = dict(hash_pairs(value))
        values = [pairs.get(name) for name in headers] if headers is not None else list(pairs.values())
    elif type(value) is list:
        values = value
    else:
        raise NoMethodError(f"undefined method `map' for {inspect(value)}:{send(send(value, 'class'), 'name')}")
    return [None if field is None else to_s(field) for field in values]


@singleton(CSV, "parse")
def parse(self: Any, block: Proc | None, source: Any, *settings: Any) -> Any:
    """All rows, or each to a block."""
    if source is None:
        raise ArgumentError("Cannot parse nil as CSV")
    found = parsed(text(source), options(settings)[1])
    if block is None:
        return found
    for row in found.rows if isinstance(found, RTable) else found:
        block.one(row)
    return None


@singleton(CSV, "parse_line")
def parse_line(self: Any, block: Proc | None, source: Any, *settings: Any) -> Any:
    """The first row."""
    found = parsed(text(source), options(settings)[1])
    rows = found.rows if isinstance(found, RTable) else found
    return rows[0] if rows else None


@singleton(CSV, "generate_line")
def generate_line(self: Any, block: Proc | None, row: Any, *settings: Any) -> str:
    """One row as text."""
    return csv_text.line(fields_of(row, None), dialect(options(settings)[1]))


@singleton(CSV, "generate")
def generate(self: Any, block: Proc, *arguments: Any) -> str:
    """The text of the rows that a block adds."""
    given, settings = options(arguments)
    writer = RCsv("", settings)
    if given and given[0] is not None:
        writer.out.append(text(given[0]))
    if writer.headers is not None and settings.get("write_headers"):
        append(writer, None, writer.headers)
    block.one(writer)
    return "".join(writer.out)


@singleton(CSV, "new")
def new(self: Any, block: Proc | None, source: Any = "", *settings: Any) -> RCsv:
    """A reader of a text."""
    return RCsv(text(source), options(settings)[1])


@method(CSV, "<<", "add_row", "puts")
def append(self: RCsv, block: Proc | None, row: Any) -> RCsv:
    """Add a row."""
    self.out.append(csv_text.line(fields_of(row, self.headers), dialect(self.settings)))
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
def to_csv(self: list[Any], block: Proc | None, *settings: Any) -> str:
    """As one row."""
    return generate_line(CSV, None, self, *settings)


@method(STRING, "parse_csv")
def parse_csv(self: Any, block: Proc | None, *settings: Any) -> Any:
    """The first row."""
    return parse_line(CSV, None, self, *settings)


@method(ROW, "[]", "field")
def row_get(self: RRow, block: Proc | None, key: Any, *rest: Any) -> Any:
    """By header or place."""
    if isinstance(key, int):
        return self.pairs[key][1] if -len(self.pairs) <= key < len(self.pairs) else None
    wanted = str(key) if isinstance(key, RString) else key
    return next((value for name, value in self.pairs if name == wanted), None)


@method(ROW, "fetch")
def row_fetch(self: RRow, block: Proc | None, key: Any, *default: Any) -> Any:
    """By header, with a default or an error."""
    for name, value in self.pairs:
        if name == (str(key) if isinstance(key, RString) else key):
            return value
    if block is not None:
        return block.one(key)
    if default:
        return default[0]
    raise KeyError_(f"key not found: {to_s(key)}")


@method(ROW, "dig")
def row_dig(self: RRow, block: Proc | None, key: Any, *rest: Any) -> Any:
    """Into a field."""
    found = row_get(self, None, key)
    return found if not rest or found is None else send(found, "dig", *rest)


@method(ROW, "to_h", "to_hash")
def row_to_h(self: RRow, block: Proc | None) -> Hash:
    """By header; of two with the same name the first counts."""
    found = Hash()
    for name, value in self.pairs:
        if name not in found:
            hash_set(found, name, value)
    return found


@method(ROW, "fields", "values_at")
def row_fields(self: RRow, block: Proc | None, *keys: Any) -> list[Any]:
    """All values, or those of some headers."""
    return [row_get(self, None, key) for key in keys] if keys else [value for _, value in self.pairs]


@method(ROW, "headers")
def row_headers(self: RRow, block: Proc | None) -> list[Any]:
    """All headers."""
    return [name for name, _ in self.pairs]


@method(ROW, "has_key?", "header?", "include?", "key?", "member?")
def row_has(self: RRow, block: Proc | None, key: Any) -> bool:
    """Whether there is such a header."""
    return any(name == key for name, _ in self.pairs)


@method(ROW, "[]=")
def row_set(self: RRow, block: Proc | None, key: Any, value: Any) -> Any:
    """Set a field."""
    for at, (name, _) in enumerate(self.pairs):
        if name == key or at == key:
            self.pairs[at] = (name, value)
            return value
    self.pairs.append((key, value))
    return value


@method(ROW, "each", "each_pair")
def row_each(self: RRow, block: Proc | None) -> Any:
    """Yield header and value."""
    if block is None:
        return enumerated(self)
    for name, value in self.pairs:
        block.pair(name, value)
    return self


@method(ROW, "size", "length", "count")
def row_size(self: RRow, block: Proc | None) -> int:
    """How many fields."""
    return len(self.pairs)


@method(ROW, "to_s", "to_csv")
def row_to_s(self: RRow, block: Proc | None, *settings: Any) -> str:
    """As text."""
    return generate_line(CSV, None, row_fields(self, None), *settings)


@method(ROW, "inspect")
def row_inspect(self: RRow, block: Proc | None) -> str:
    """Headers and values."""
    shown = [f"{name.name if isinstance(name, Symbol) else inspect(name)}:{inspect(v)}" for name, v in self.pairs]
    return f"#<CSV::Row {' '.join(shown)}>"


@method(ROW, "as_json")
def row_as_json(self: RRow, block: Proc | None, settings: Any = None) -> Any:
    """As its Hash."""
    return send(row_to_h(self, None), "as_json")


@method(TABLE, "headers")
def table_headers(self: RTable, block: Proc | None) -> list[Any]:
    """All headers."""
    return list(self.headers)


@method(TABLE, "each")
def table_each(self: RTable, block: Proc | None) -> Any:
    """Yield every row."""
    if block is None:
        return enumerated(self)
    for row in self.rows:
        block.one(row)
    return self


@method(TABLE, "[]")
def table_get(self: RTable, block: Proc | None, key: Any) -> Any:
    """A row by place, or a column by header."""
    if isinstance(key, int) and not self.by_col:
        return self.rows[key] if -len(self.rows) <= key < len(self.rows) else None
    name = self.headers[key] if isinstance(key, int) else key
    return [row_get(row, None, name) for row in self.rows]


@method(TABLE, "by_col")
def table_by_col(self: RTable, block: Proc | None) -> RTable:
    """Columns by place."""
    return RTable(self.headers, self.rows, by_col=True)


@method(TABLE, "by_row", "by_col_or_row")
def table_by_row(self: RTable, block: Proc | None) -> RTable:
    """Rows by place."""
    return RTable(self.headers, self.rows)


@method(TABLE, "size", "length")
def table_size(self: RTable, block: Proc | None) -> int:
    """How many rows."""
    return len(self.rows)


@method(TABLE, "to_a")
def table_to_a(self: RTable, block: Proc | None) -> list[Any]:
    """Headers and rows."""
    return [list(self.headers), *(row_fields(row, None) for row in self.rows)]


@method(TABLE, "to_s", "to_csv")
def table_to_s(self: RTable, block: Proc | None, *settings: Any) -> str:
    """As text."""
    return "".join(generate_line(CSV, None, row, *settings) for row in table_to_a(self, None))


@method(TABLE, "inspect")
def table_inspect(self: RTable, block: Proc | None) -> str:
    """How many rows."""
    return f"#<CSV::Table mode:{'col' if self.by_col else 'col_or_row'} row_count:{len(self.rows) + 1}>"
