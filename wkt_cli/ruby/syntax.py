"""The adapter of tree-sitter-ruby: text to a syntax tree, and syntax errors with line, column and caret."""

from __future__ import annotations

import functools
import re
from typing import Any

from ..excerpt import pointed
from .errors import SandboxError
from .line_breaks import ONE_LINE, broken_lines

BOM = b"\xef\xbb\xbf"


@functools.cache
def _language() -> Any:
    """The grammar; loaded when the first source is parsed, so that a cached load needs no parser."""
    import tree_sitter
    import tree_sitter_ruby

    return tree_sitter.Language(tree_sitter_ruby.language())


@functools.cache
def _query(pattern: str) -> Any:
    import tree_sitter

    return tree_sitter.Query(_language(), pattern)


class Fault(Exception):
    """One mistake or unsupported construct of a source, with its place and what may have been meant."""

    def __init__(
        self, message: str, line: int, column: int, construct: str = "", hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.construct = message, line, column, construct
        self.hint = hint


class Source:
    """A Ruby text, its name and its syntax tree (made when first asked for)."""

    def __init__(self, text: str | bytes, filename: str) -> None:
        data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
        self.bytes = _without_marks(data)
        self.filename = filename

    @functools.cached_property
    def root(self) -> Any:
        """The root node."""
        import tree_sitter

        return tree_sitter.Parser(_language()).parse(_without_tight_shifts(self.bytes)).root_node

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.bytes.decode("utf-8", "replace").split("\n")

    def text(self, node: Any) -> str:
        """The text of a node."""
        return self.bytes[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def bytes_of(self, node: Any) -> bytes:
        """The text of a node as it stands in the file."""
        return self.bytes[node.start_byte : node.end_byte]

    def find(self, *types: str) -> list[Any]:
        """All nodes of some types, in the order of the text."""
        import tree_sitter

        pattern = "[" + " ".join(f"({name})" for name in types) + "] @found"
        captures = tree_sitter.QueryCursor(_query(pattern)).captures(self.root)
        return sorted(captures.get("found", []), key=lambda node: node.start_byte)

    def lambda_at(self, start: int) -> Any:
        """The block of the lambda whose body starts at a place."""
        node = self.root.descendant_for_byte_range(start, start + 1)
        while node is not None and node.type not in ("block", "do_block"):
            node = node.parent
        return node

    def line(self, number: int) -> str:
        """A line by its number from 1; empty where there is none."""
        return self.lines[number - 1].rstrip("\r") if 0 < number <= len(self.lines) else ""

    def column(self, line: int, offset: int) -> int:
        """The column, in characters from 1, of a place that the parser tells in bytes from 0."""
        return len(self.line(line).encode()[:offset].decode("utf-8", "replace")) + 1

    def excerpt(self, line: int, column: int) -> str:
        """A line of the text with a caret below the column; empty where there is no such line."""
        text = self.line(line)
        return "\n".join(pointed(text, column)) if text else ""

    def error(self, fault: Fault) -> SandboxError:
        """The error that a caller sees for a fault."""
        column = self.column(fault.line, fault.column)
        where = f"{self.filename}:{fault.line}:{column}"
        excerpt = self.excerpt(fault.line, column)
        return SandboxError(
            f"{where}: {fault.message}\n{excerpt}".rstrip(),
            filename=self.filename,
            line=fault.line,
            column=column,
        )

    def syntax_faults(self) -> list[Fault]:
        """All syntax errors; empty where the text parses."""
        if not self.root.has_error:
            return self.open_heredocs() or [fault_of(self, node) for node in broken_lines(self)]
        return [fault_of(self, node) for node in broken(self.root) if not harmless(self, node)]

    def open_heredocs(self) -> list[Fault]:
        """Heredocs without an end, which the grammar does not report."""
        if b"<<" not in self.bytes or all(self.text(end) for end in self.find("heredoc_end")):
            return []
        last = self.find("heredoc_beginning")[-1]
        row, column = last.start_point
        return [Fault(f"syntax error, `{self.text(last)}` has no end", row + 1, column, "syntax")]


def _without_marks(data: bytes) -> bytes:
    """The text without byte order mark, carriage returns and what follows `__END__`, ended by a newline."""
    data = data.removeprefix(BOM)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    if b"__END__" in data:
        data = re.split(rb"^__END__\s*$", data, maxsplit=1, flags=re.M)[0]
    return data if data.endswith(b"\n") else data + b"\n"


_TIGHT_SHIFT = re.compile(
    rb"""(?<!\bclass)(?<!\breturn)(?<=[\w)\]}?!"'])<<(?=[~-]?["'`\w])"""
    rb"""|(?<=[\w)\]}?!"'] )<<(?=([a-z_]\w*)(?!\w))"""
)
_ONE_WORD = re.compile(rb"^[ \t]*([a-z_]\w*)$", re.M)


def _without_tight_shifts(data: bytes) -> bytes:
    """The text with `>>` for `<<` in `list<<item` and `list <<item`, which the grammar takes for heredocs.

    Both have the same length and precedence; what the compiler reads is the text as it was.
    """
    if b"<<" not in data:
        return data
    ends = {match[1]: match.start() for match in _ONE_WORD.finditer(data)}
    return _TIGHT_SHIFT.sub(lambda m: b"<<" if m[1] and ends.get(m[1], 0) > m.end() else b">>", data)


def broken(node: Any) -> list[Any]:
    """The outermost ERROR and MISSING nodes below a node."""
    found: list[Any] = []
    stack = [node]
    while stack:
        step = stack.pop()
        if step.type == "ERROR" or step.is_missing:
            found.append(step)
        else:
            stack += [child for child in reversed(step.children) if child.has_error or child.is_missing]
    return found


def harmless(source: Source, node: Any) -> bool:
    """What the grammar does not know but Ruby does: `->(x; y)` with block-local names."""
    parent = node.parent
    if parent is None or parent.type != "lambda_parameters":
        return False
    return re.fullmatch(r"[\w\s,;]*;?[\w\s,]*", source.text(node)) is not None and ";" in source.text(node)


def fault_of(source: Source, node: Any) -> Fault:
    """A syntax error in words."""
    row, column = node.start_point
    if node.is_missing:
        return Fault(f"syntax error, `{node.type}` is missing", row + 1, column, "syntax")
    text = source.text(node).strip().split("\n")[0][:40]
    what = f"unexpected `{text}`" if text else "unexpected end"
    hint = " (is a comma missing before it?)" if comma_missing(source, node) else ""
    return Fault(f"syntax error, {what}{hint}", row + 1, column, "syntax")


def comma_missing(source: Source, node: Any) -> bool:
    """Whether a comma would be right before a node: it stands in a list, and not at its start."""
    parent = node.parent
    while parent is not None and parent.type in ONE_LINE:
        parent = parent.parent
    if parent is None or parent.type not in ("hash", "argument_list", "array"):
        return False
    return not source.bytes[: node.start_byte].rstrip().endswith((b",", b"{", b"(", b"["))
