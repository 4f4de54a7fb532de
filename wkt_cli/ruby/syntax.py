"""The adapter of tree-sitter-ruby: text to a syntax tree, and syntax errors with line, column and caret."""

from __future__ import annotations

import functools
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from ..excerpt import pointed
from .errors import SandboxError
from .line_breaks import ONE_LINE, broken_lines

if TYPE_CHECKING:
    from .spacing import Parsed

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


def _captures(pattern: str, node: Any) -> dict[str, list[Any]]:
    """The nodes that a query names, below a node."""
    import tree_sitter

    return tree_sitter.QueryCursor(_query(pattern)).captures(node)


MOST_FAULTS = 100
"""How many syntax errors of a source are told."""


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
    def parsed(self) -> Parsed:
        """The tree, with the operators that were parsed as others."""
        import tree_sitter

        from .spacing import parsed

        parser = tree_sitter.Parser(_language())
        return parsed(self.bytes, lambda text: parser.parse(text).root_node, _captures)

    @property
    def root(self) -> Any:
        """The root node."""
        return self.parsed.root

    def operator(self, node: Any) -> str:
        """The operator of a node, as Ruby reads the text."""
        found = node.child_by_field_name("operator")
        return self.parsed.operators.get(found.start_byte) or self.text(found)

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.bytes.decode("utf-8", "replace").split("\n")

    def text(self, node: Any) -> str:
        """The text of a node."""
        return self.bytes[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def next_character(self, node: Any) -> str:
        """What follows a node, on its line."""
        line, offset = node.end_point
        return self.line(line + 1).encode()[offset:].decode("utf-8", "replace").strip()[:1]

    def bytes_of(self, node: Any) -> bytes:
        """The text of a node as it stands in the file."""
        return self.bytes[node.start_byte : node.end_byte]

    def find(self, *types: str) -> list[Any]:
        """All nodes of some types, in the order of the text."""
        pattern = "[" + " ".join(f"({name})" for name in types) + "] @found"
        return sorted(_captures(pattern, self.root).get("found", []), key=lambda node: node.start_byte)

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
            return self.open_heredocs() or [fault_of(self, *place) for place in islice(broken_lines(self), MOST_FAULTS)]
        return [fault_of(self, one.node, one.around) for one in broken(self.root) if not harmless(self, one)]

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


def only_list(node: Any) -> Any:
    """The targets of an assignment: of `(a, b) = c`, which the grammar reads as `(a, b), = c`, those inside."""
    if node.type != "left_assignment_list" or node.child_count != 1:
        return node
    child = node.child(0)
    return child if child.type == "destructured_left_assignment" else node


class Broken(NamedTuple):
    """A node that is no Ruby: it, and the node and the list around it (a node knows those only by a search)."""

    node: Any
    parent: Any
    around: Any


def broken(root: Any) -> list[Broken]:
    """The outermost ERROR and MISSING nodes below a node; and those in which the grammar hides what is missing."""
    found: list[Broken] = []
    stack = [Broken(root, None, None)]
    while stack and len(found) < MOST_FAULTS:
        step = stack.pop()
        faulty = [child for child in step.node.children if child.has_error or child.is_missing]
        if step.node.type == "ERROR" or step.node.is_missing or not faulty:
            found.append(step)
        else:
            around = step.around if step.node.type in ONE_LINE else step.node
            stack += [Broken(child, step.node, around) for child in reversed(faulty)]
    return found


def harmless(source: Source, one: Broken) -> bool:
    """What the grammar does not know but Ruby does: `->(x; y)` with block-local names."""
    if one.parent is None or one.parent.type != "lambda_parameters":
        return False
    text = source.text(one.node)
    return re.fullmatch(r"[\w\s,;]*;?[\w\s,]*", text) is not None and ";" in text


def fault_of(source: Source, node: Any, around: Any = None) -> Fault:
    """A syntax error in words; `around` is the list that the node stands in."""
    row, column = node.start_point
    if node.is_missing:
        return Fault(f"syntax error, `{node.type}` is missing", row + 1, column, "syntax")
    text = source.text(node).strip().split("\n")[0][:40] or source.next_character(node)
    what = f"unexpected `{text}`" if text else "unexpected end"
    hint = " (is a comma missing before it?)" if comma_missing(source, node, around) else ""
    return Fault(f"syntax error, {what}{hint}", row + 1, column, "syntax")


def comma_missing(source: Source, node: Any, around: Any) -> bool:
    """Whether a comma would be right before a node: it stands in a list, and not at its start."""
    if around is None or around.type not in ("hash", "argument_list", "array"):
        return False
    return not source.bytes[: node.start_byte].rstrip().endswith((b",", b"{", b"(", b"["))
