"""The conditions of ``ngIf``, such as ``input.kind == "key" && input.region``.

The language is what connectors use of it (reference/connection.md section 1): ``==``, ``!=``, ``&&``,
``||``, ``!``, parentheses, quoted text, numbers, ``true``, ``false``, ``null``, and paths whose root is
``input``. A path alone asks whether there is a value; ``.present?`` and ``.blank?`` say so in words.

Values are compared as text, because the platform has nothing else: ``input.flag == true`` holds for
`True` and for ``"true"``. What is missing, `None` and empty text are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NoReturn

from ..errors import ConnectorFileError

Values = Mapping[str, Any]
Condition = Callable[[Values], bool]
_Operand = Callable[[Values], str]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<operator>&&|\|\||[=!]==?|!|\(|\))
      | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<number>-?\d+(?:\.\d+)?)
      | (?P<path>[A-Za-z_]\w*(?:\.\w+\??|\[(?:"[^"]*"|'[^']*')\])*)
    )""",
    re.VERBOSE,
)
_CONSTANTS = {"true": "true", "false": "false", "null": "", "nil": "", "undefined": ""}


class ConditionError(ConnectorFileError):
    """A condition that can't be read."""


def holds(condition: str, values: Values) -> bool:
    """Tell whether a condition holds for the values of a form.

    >>> holds('input.kind == "key" || input.kind == "both"', {"kind": "both"})
    True
    >>> holds("!(input.kind != 'key')", {})
    False

    Raises:
        ConditionError: the condition can't be read.
    """
    return parse(condition)(values)


@lru_cache(maxsize=256)
def parse(condition: str) -> Condition:
    """Read a condition.

    Returns:
        A function of the form's values that tells whether it holds.

    Raises:
        ConditionError: it can't be read.
    """
    parser = _Parser(condition)
    result = parser.either()
    if parser.token[0] != "end":
        parser.fail()
    return result


class _Parser:
    """Reads by recursive descent: either = both ("||" both)*, both = single ("&&" single)*."""

    def __init__(self, condition: str) -> None:
        self._condition = condition
        self._tokens = self._split()
        self.token = next(self._tokens)

    def _split(self) -> Iterator[tuple[str, str]]:
        position, end = 0, len(self._condition.rstrip())
        while position < end:
            match = _TOKEN.match(self._condition, position)
            if not match:
                self.fail(self._condition[position:].split()[0])
            yield str(match.lastgroup), match[str(match.lastgroup)]
            position = match.end()
        while True:
            yield "end", ""

    def fail(self, found: str | None = None) -> NoReturn:
        """Raise the one error of this module."""
        unread = self.token[1] if found is None else found
        where = f"`{unread}` is not expected there" if unread else "it ends too early"
        raise ConditionError(f"The condition `{self._condition}` can't be read: {where}",
                             hint='write it like `input.kind == "key" && input.region`')

    def _take(self, *operators: str) -> str | None:
        kind, text = self.token
        if kind != "operator" or text not in operators:
            return None
        self.token = next(self._tokens)
        return text

    def either(self) -> Condition:
        """Read conditions joined by ``||``."""
        parts = [self._both()]
        while self._take("||"):
            parts.append(self._both())
        return lambda values: any(part(values) for part in parts)

    def _both(self) -> Condition:
        parts = [self._single()]
        while self._take("&&"):
            parts.append(self._single())
        return lambda values: all(part(values) for part in parts)

    def _single(self) -> Condition:
        if self._take("!"):
            negated = self._single()
            return lambda values: not negated(values)
        if self._take("("):
            inner = self.either()
            if not self._take(")"):
                self.fail()
            return inner
        return self._comparison()

    def _comparison(self) -> Condition:
        left = self._operand()
        operator = self._take("==", "===", "!=", "!==")
        if not operator:
            return lambda values: left(values) not in ("", "false")
        right, same = self._operand(), operator[0] == "="
        return lambda values: (left(values) == right(values)) is same

    def _operand(self) -> _Operand:
        kind, text = self.token
        if kind not in ("text", "number", "path"):
            self.fail()
        self.token = next(self._tokens)
        if kind == "path" and text not in _CONSTANTS:
            return self._path(text)
        constant = re.sub(r"\\(.)", r"\1", text[1:-1]) if kind == "text" else _CONSTANTS.get(text, text)
        return lambda values: constant

    def _path(self, text: str) -> _Operand:
        root, *keys = re.findall(r"""\w+\??|"[^"]*"|'[^']*'""", text)
        question = keys.pop() if keys and keys[-1] in ("present?", "blank?") else ""
        if root != "input" or not keys or any(key.endswith("?") for key in keys):
            self.fail(text)
        keys = [key.strip("\"'") for key in keys]
        if not question:
            return lambda values: _text(_dig(values, keys))
        return lambda values: str((_text(_dig(values, keys)) == "") is (question == "blank?")).lower()


def _dig(values: Any, keys: list[str]) -> Any:
    for key in keys:
        values = values.get(key) if isinstance(values, Mapping) else None
    return values


def _text(value: Any) -> str:
    if value is None or value in ([], {}):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
