"""CSV::Row and CSV::Table."""

from __future__ import annotations

from typing import Any

from ..errors import KeyError_
from ..registry import method, send
from ..values import Hash, Proc, RString, Symbol
from .csv import CSV, ROW, TABLE, RRow, RTable, enumerated, generate_line
from .object import hash_set, inspect, to_s


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
    shown = [
        f"{name.name if isinstance(name, Symbol) else inspect(name)}:{inspect(v)}" for name, v in self.pairs
    ]
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
