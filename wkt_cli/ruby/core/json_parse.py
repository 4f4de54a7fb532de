"""JSON text to Ruby values: parsers in C for what is right, an own one for the errors of json 2.6.1."""

from __future__ import annotations

import json
import re
import sys
from itertools import accumulate
from typing import Any

from ..errors import RubyError, StandardError, exception_class
from ..values import Hash, Symbol
from .digits import from_digits
from .json_fast import parsed

JSONError = exception_class("JSON::JSONError", StandardError)
ParserError = exception_class("JSON::ParserError", JSONError)
NestingError = exception_class("JSON::NestingError", ParserError)
GeneratorError = exception_class("JSON::GeneratorError", JSONError)

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
SPACE = re.compile(r"(?:[ \t\r\n]+|/\*.*?\*/|//[^\n]*\n)*", re.DOTALL)
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)((?:\.[0-9]+(?:[Ee][+\-]?[0-9]+)?)|(?:[Ee][+\-]?[0-9]+))?", re.ASCII)
STRING = re.compile(r'"((?:[^"\\\x00-\x1f]|\\u[0-9a-fA-F]{4}|\\[^u\x00-\x1f])*)"', re.DOTALL)
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
WORDS = {"null": None, "true": True, "false": False}
SHORT = 4_000
"""Digits of an integer that Python's own parser may read: longer ones it would read too slowly."""
OTHER = bytes(set(range(256)) - set(b"[]{}"))
STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


class Mismatch(Exception):
    """No value stands here; an array around it, or the whole text, makes an error of it."""


class Options:
    """Settings of `JSON.parse`."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.symbols = bool(names.get("symbolize_names"))
        self.nan = bool(names.get("allow_nan"))
        self.decimal = names.get("decimal_class")
        depth = names.get("max_nesting", 100)
        self.depth = depth if type(depth) is int and depth > 0 else 0
        self.plain = not (self.nan or self.decimal)


def unexpected(line: int, text: str, at: int) -> RubyError:
    """The error of a place, with the line of the parser's source that Ruby shows; a NUL ends a text of C."""
    return ParserError(f"{line}: unexpected token at '{text[at:].split(chr(0), 1)[0]}'")


def parse(text: str, options: Options) -> Any:
    """The value of a JSON text."""
    if options.plain and not SURROGATE.search(text):
        try:
            return fast(text, options)
        except (ValueError, RecursionError):
            pass
    return Parser(text, options).document()


def fast(text: str, options: Options) -> Any:
    """A parser in C; ValueError where the slow one must decide."""
    if not options.symbols:
        return parsed(text, options.depth)
    if options.depth and text.count("[") + text.count("{") > options.depth:
        brackets = text.encode("utf-8", "surrogatepass").translate(None, OTHER)
        if max(accumulate(map(STEPS.__getitem__, brackets))) > options.depth:
            raise ValueError("deep")
    digits = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(SHORT)
    try:
        return json.loads(text, object_pairs_hook=symbols, parse_constant=refuse)
    finally:
        sys.set_int_max_str_digits(digits)


def symbols(pairs: list[tuple[str, Any]]) -> Hash:
    """An object with Symbol keys."""
    return Hash([(Symbol(key), value) for key, value in pairs])


def refuse(name: str) -> Any:
    """NaN and the infinities are no JSON."""
    raise ValueError(name)


class Parser:
    """Descends through the text; `at` is where it stands."""

    def __init__(self, text: str, options: Options) -> None:
        self.text, self.options = text, options

    def document(self) -> Any:
        """The one value of the text."""
        start = self.space(0)
        try:
            value, at = self.value(start, 0)
        except Mismatch:
            raise unexpected(859, self.text, self.past_comment(start))
        end = self.space(at)
        if end < len(self.text):
            raise unexpected(859, self.text, self.past_comment(end))
        return value

    def past_comment(self, at: int) -> int:
        """Where an error is told: behind a comment that does not end, or behind the slash of what is none."""
        if self.text.startswith(("//", "/*"), at):
            return len(self.text)
        return at + self.text.startswith("/", at)

    def space(self, at: int) -> int:
        """The place after blanks and comments."""
        found = SPACE.match(self.text, at)
        return found.end() if found else at

    def value(self, at: int, depth: int) -> tuple[Any, int]:
        """A value and the place after it."""
        text = self.text
        first = text[at : at + 1]
        if first == '"':
            return self.string(at)
        if first == "{":
            return self.object(at, depth + 1)
        if first == "[":
            return self.array(at, depth + 1)
        for word, value in WORDS.items():
            if text.startswith(word, at):
                return value, at + len(word)
        return (
            self.constant(at) if first in ("N", "I") or text.startswith("-Infinity", at) else self.number(at)
        )

    def constant(self, at: int) -> tuple[Any, int]:
        """NaN and the infinities, where they are allowed."""
        for word, line, shift in (("NaN", 225, 0), ("Infinity", 232, -1), ("-Infinity", 249, 0)):
            if self.text.startswith(word, at):
                if self.options.nan:
                    return float(word.replace("Infinity", "inf")), at + len(word)
                place = at + shift
                raise unexpected(line, self.text, place if place >= 0 else len(self.text))
        raise Mismatch

    def number(self, at: int) -> tuple[Any, int]:
        """An Integer or Float."""
        found = NUMBER.match(self.text, at)
        if not found:
            raise Mismatch
        end = found.end()
        if found[1] is None:
            if found[0].lstrip("-") == "0" and self.text[end : end + 1].isdigit():
                raise Mismatch
            return from_digits(found[0]), end
        if self.options.decimal is not None:
            from .bigdecimal_new import strict

            return strict(found[0]), end
        return float(found[0]), end

    def string(self, at: int) -> tuple[str, int]:
        """A String; an escape that means nothing stands for its character."""
        found = STRING.match(self.text, at)
        if not found:
            raise Mismatch
        body = found[1]
        if "\\" not in body:
            return body, found.end()
        return self.unescaped(body, at + 1), found.end()

    def unescaped(self, body: str, start: int) -> str:
        """A String's text; two surrogates make one character."""
        pieces: list[str] = []
        at = 0
        while at < len(body):
            found = ESCAPE.search(body, at)
            if not found:
                pieces.append(body[at:])
                break
            pieces.append(body[at : found.start()])
            at = found.end()
            mark = found[1]
            if len(mark) == 1:
                pieces.append(ESCAPES.get(mark, mark))
                continue
            code = int(mark[1:], 16)
            if 0xD800 <= code < 0xDC00:
                low = re.compile(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})").match(body, at)
                if not low:
                    place = start + found.start()
                    raise ParserError(f"521: incomplete surrogate pair at '{self.text[place:]}'")
                code = 0x10000 + ((code - 0xD800) << 10) + int(low[1], 16) - 0xDC00
                at = low.end()
            pieces.append("\ufffd" if 0xDC00 <= code < 0xE000 else chr(code))
        return "".join(pieces)

    def nested(self, depth: int) -> None:
        """NestingError below the limit."""
        if self.options.depth and depth > self.options.depth:
            raise NestingError(f"nesting of {depth} is too deep")

    def array(self, at: int, depth: int) -> tuple[list[Any], int]:
        """An Array; what is wrong inside is an error here."""
        self.nested(depth)
        values: list[Any] = []
        at = self.space(at + 1)
        if self.text.startswith("]", at):
            return values, at + 1
        while True:
            try:
                value, end = self.value(at, depth)
            except Mismatch:
                raise unexpected(451, self.text, self.past_comment(at))
            values.append(value)
            at = self.space(end)
            mark = self.text[at : at + 1]
            if mark == "]":
                return values, at + 1
            if mark != ",":
                raise unexpected(451, self.text, self.past_comment(at))
            at = self.space(at + 1)

    def object(self, at: int, depth: int) -> tuple[Hash, int]:
        """A Hash; what is wrong inside is told by the whole."""
        self.nested(depth)
        found = Hash()
        at = self.space(at + 1)
        if self.text.startswith("}", at):
            return found, at + 1
        while True:
            if not self.text.startswith('"', at):
                raise Mismatch
            key, at = self.string(at)
            at = self.space(at)
            if not self.text.startswith(":", at):
                raise Mismatch
            value, at = self.value(self.space(at + 1), depth)
            found[Symbol(key) if self.options.symbols else key] = value
            at = self.space(at)
            mark = self.text[at : at + 1]
            if mark == "}":
                return found, at + 1
            if mark != ",":
                raise Mismatch
            at = self.space(at + 1)
