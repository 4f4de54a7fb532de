"""Literals: numbers, strings and heredocs, symbols, words, regexes."""

from __future__ import annotations

import ast
import re
from typing import Any

from .base import Base, Node
from .texts import dedent, unescape, unescape_single


def number(text: str) -> int:
    """The value of an integer literal."""
    plain = text.replace("_", "").lower()
    if plain[:2] in ("0d",):
        return int(plain[2:])
    if len(plain) > 1 and plain[0] == "0" and plain[1].isdigit():
        return int(plain, 8)
    return int(plain, 0)


def _joined(found: re.Match[str]) -> str:
    """Leave out a backslash at a line's end, with the end: the text of a regex goes on in the next line."""
    return "" if found[1] == "\n" else found[0]


class Literals(Base):
    """Nodes that are values."""

    def visit_nil(self, node: Node) -> ast.expr:
        """`nil`."""
        return self.nil()

    def visit_true(self, node: Node) -> ast.expr:
        """`true`."""
        return self.const(True)

    def visit_false(self, node: Node) -> ast.expr:
        """`false`."""
        return self.const(False)

    def visit_integer(self, node: Node) -> ast.expr:
        """`1_000`, `0xff`, `0b1`, `017`."""
        text = self.text(node)
        if len(text) > 4000:
            raise self.fail(node, "integer", "an integer literal of more than 4000 digits is not supported")
        return self.const(number(text))

    def visit_float(self, node: Node) -> ast.expr:
        """`1.5e3`."""
        return self.const(float(self.text(node).replace("_", "")))

    def visit_rational(self, node: Node) -> ast.expr:
        """`3r`, `1.5r`."""
        return self.call(
            "number_of", self.const("Rational"), self.const(self.text(node)[:-1].replace("_", ""))
        )

    def visit_complex(self, node: Node) -> ast.expr:
        """`2i`."""
        return self.call(
            "number_of", self.const("Complex"), self.const(self.text(node)[:-1].replace("_", ""))
        )

    # --- strings ------------------------------------------------------------------------------------------

    def string_value(self, node: Node, value: str | bytes) -> ast.expr:
        """A string literal; in its mutable form where a mutator could reach it."""
        if isinstance(value, bytes):
            return self.call("binary", self.const(value))
        if self.aliases is not None and self.aliases.literal(node):
            return self.call("frozen_text" if self.facts.frozen_literals else "RString", self.const(value))
        return self.const(value)

    def visit_string(self, node: Node) -> ast.expr:
        """`'…'`, `"…"`, `%q()`, `%Q()`."""
        return self.joined(node, self.string_parts(node))

    def visit_chained_string(self, node: Node) -> ast.expr:
        """`"a" "b"`."""
        parts = [part for child in node.named_children for part in self.string_parts(child)]
        return self.joined(node, parts)

    def visit_character(self, node: Node) -> ast.expr:
        """`?a`."""
        return self.string_value(node, self.unescaped(node, self.text(node)[1:]))

    def string_parts(self, node: Node) -> list[Any]:
        """The parts of a string literal: texts (escapes replaced) and interpolations."""
        if node.type == "heredoc_beginning":
            return self.heredoc_parts(node)
        opener, closer = node.children[0], node.children[-1]
        mark = self.text(opener)
        if mark == "'" or mark.startswith("%q"):
            text = self.data[opener.end_byte : closer.start_byte].decode("utf-8", "surrogateescape")
            return [unescape_single(text, mark[-1] + self.text(closer)[-1])]
        return self.parts(node, opener.end_byte, closer.start_byte)

    def parts(self, node: Node, start: int, end: int, raw: bool = False) -> list[Any]:
        """The text between two places, cut at its interpolations."""
        found: list[Any] = []
        for child in node.children:
            if child.type == "interpolation":
                found.append(self.piece(node, start, child.start_byte, raw))
                found.append(child)
                start = child.end_byte
        found.append(self.piece(node, start, end, raw))
        return [part for part in found if part != ""]

    def piece(self, node: Node, start: int, end: int, raw: bool) -> str | bytes:
        """A stretch of text, its escapes replaced unless it is raw."""
        text = self.data[start:end].decode("utf-8", "surrogateescape")
        return text if raw else self.unescaped(node, text)

    def unescaped(self, node: Node, text: str) -> str | bytes:
        """The text of a part of a literal, its escapes replaced."""
        try:
            return unescape(text)
        except ValueError as error:
            raise self.fail(node, "escape", f"syntax error, {error}") from None

    def joined(self, node: Node, parts: list[Any]) -> ast.expr:
        """A literal of texts and interpolations."""
        if all(isinstance(part, str) for part in parts):
            return self.string_value(node, "".join(parts))
        if any(isinstance(part, bytes) for part in parts):
            if len(parts) == 1:
                return self.string_value(node, parts[0])
            makers = [lambda p=p: self.any_part(p) for p in parts]
            return self.call("join_bytes", *self.in_order(makers))  # type: ignore[arg-type]
        value = self.fstring(parts)
        mutable = self.aliases is not None and self.aliases.literal(node)
        return self.call("RString", value) if mutable else value

    def any_part(self, part: Any) -> ast.expr:
        """One part of a literal that has bytes in it."""
        return self.const(part) if isinstance(part, (str, bytes)) else self.interpolated(part)

    def fstring(self, parts: list[Any]) -> ast.expr:
        """A Python f-string of texts and interpolations."""
        values = self.in_order([lambda p=p: self.part_value(p) for p in parts])  # type: ignore[misc]
        strings = [
            v if isinstance(v, ast.Constant) and isinstance(v.value, str) else self.formatted(v)
            for v in values
        ]
        return ast.JoinedStr(strings, **self.at)

    def formatted(self, value: ast.expr) -> ast.expr:
        """A value inside an f-string."""
        return ast.FormattedValue(value, -1, None, **self.at)

    def part_value(self, part: Any) -> ast.expr:
        """A text, or the text of an interpolation."""
        if isinstance(part, str):
            return self.const(part)
        value = self.interpolated(part)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value
        return self.shortcut(value, "#{}", [], self.nil()) or self.call("text_of", value)

    def interpolated(self, node: Node) -> ast.expr:
        """The value inside `#{…}`."""
        return self.visit_all(self.children(node))

    def visit_heredoc_beginning(self, node: Node) -> ast.expr:
        """`<<~X`, `<<-X`, `<<X`, raw with `'X'`."""
        return self.joined(node, self.heredoc_parts(node))

    def heredoc_parts(self, node: Node) -> list[Any]:
        """The parts of a heredoc, its indentation stripped where `<<~` asks for it."""
        body = self.facts.heredoc(node)
        if body is None:
            raise self.fail(node, "heredoc", "syntax error, the heredoc has no end")
        mark = self.text(node)
        raw = "'" in mark
        end = next(c for c in body.children if c.type == "heredoc_end")
        start = body.start_byte
        while self.data[start : start + 1] in (b" ", b"\t", b"\r"):
            start += 1
        start += self.data[start : start + 1] == b"\n"
        stop = self.data.rfind(b"\n", start - 1, end.start_byte) + 1
        parts = self.parts(body, start, max(start, stop), raw=True)
        if mark.startswith("<<~"):
            parts = dedent(parts)
        return [self.unescaped(node, p) if isinstance(p, str) and not raw else p for p in parts]

    # --- symbols, words, regexes --------------------------------------------------------------------------

    def symbol(self, name: str) -> ast.expr:
        """A symbol, bound once as a global of the compiled code."""
        return self.name("s:" + name)

    def visit_simple_symbol(self, node: Node) -> ast.expr:
        """`:a`."""
        return self.symbol(self.text(node)[1:])

    def visit_hash_key_symbol(self, node: Node) -> ast.expr:
        """`a:`."""
        return self.symbol(self.text(node))

    def visit_delimited_symbol(self, node: Node) -> ast.expr:
        """`:"a b"`, `:'a'`, `%s()`."""
        parts = self.string_parts(node)
        if self.text(node.children[0]) == ":'":
            inner = self.data[node.children[0].end_byte : node.children[-1].start_byte].decode()
            parts = [unescape_single(inner)]
        return self.symbol_of(parts)

    def symbol_of(self, parts: list[Any]) -> ast.expr:
        """A symbol of texts and interpolations."""
        if all(isinstance(part, str) for part in parts):
            return self.symbol("".join(parts))
        return self.call("Symbol", self.fstring(parts))

    def words(self, node: Node) -> list[list[Any]]:
        """The words of `%w[]`, `%W[]`, `%i[]`, `%I[]`, each as parts."""
        mark = self.text(node.children[0])
        found = []
        for word in node.named_children:
            if mark[1] in "WI":
                found.append(self.parts(word, word.start_byte, word.end_byte))
            else:
                found.append([re.sub(r"\\([\s\\\[\](){}<>])", r"\1", self.text(word))])
        return found

    def visit_string_array(self, node: Node) -> ast.expr:
        """`%w[a b]`, `%W[a#{b}]`."""
        makers = [lambda w=w: self.joined(node, w) for w in self.words(node)]
        return self.list_(self.in_order(makers))  # type: ignore[arg-type]

    def visit_symbol_array(self, node: Node) -> ast.expr:
        """`%i[a b]`, `%I[a#{b}]`."""
        makers = [lambda w=w: self.symbol_of(w) for w in self.words(node)]
        return self.list_(self.in_order(makers))  # type: ignore[arg-type]

    def visit_regex(self, node: Node) -> ast.expr:
        """`/a/i`, `%r{a}`."""
        opener, closer = node.children[0], node.children[-1]
        options = re.sub(r"[^imxounse]", "", self.text(closer)[1:])
        end = closer.start_byte
        parts = self.parts(node, opener.end_byte, end, raw=True)
        delimiter = self.text(opener)[-1]
        parts = [p.replace("\\/", "/") if isinstance(p, str) and delimiter == "/" else p for p in parts]
        parts = [re.sub(r"\\(\\|\n)", _joined, p) if isinstance(p, str) else p for p in parts]
        if all(isinstance(part, str) for part in parts):
            return self.name(f"r:{options}:{''.join(parts)}")
        return self.call("regexp_of", self.const(options), self.regexp_source(parts))

    def regexp_source(self, parts: list[Any]) -> ast.expr:
        """The text of a regex with interpolations; a Regexp inside keeps its own options."""
        values = self.in_order([lambda p=p: self.regexp_part(p) for p in parts])  # type: ignore[misc]
        return ast.JoinedStr(
            [v if isinstance(v, ast.Constant) else self.formatted(v) for v in values], **self.at
        )

    def regexp_part(self, part: Any) -> ast.expr:
        """One part of a regex."""
        if isinstance(part, str):
            return self.const(part)
        return self.call("regexp_part", self.interpolated(part))

    def visit_subshell(self, node: Node) -> ast.expr:
        """Backticks: refused."""
        raise self.fail(node, "backticks", "refused: a shell command (`…` or %x()). wkt runs no processes")
