"""Python at the prompt, with the words of `wkt_cli.dsl`."""

from __future__ import annotations

import ast
import builtins
from codeop import compile_command
from collections.abc import ItemsView, Iterable, KeysView, Mapping, ValuesView
from pathlib import Path
from types import ModuleType
from typing import Any

from ...connector.imports import connector_print
from ...errors import LambdaError, Place, WktError
from ..request import Request
from ..session import Session
from .language import HERE, Nothing

BEGINNING = "from wkt_cli.dsl import *"
"""What the file of a connector could begin with."""


class PythonLanguage:
    """Python, text by text.

    Args:
        session: the connector at work.
    """

    name = "Python"

    def __init__(self, session: Session) -> None:
        self._session = session
        self._namespace: dict[str, Any] = {
            "__name__": HERE, "__builtins__": builtins, "print": connector_print,
        }  # fmt: skip
        exec(BEGINNING, self._namespace)
        self._given = {*self._namespace}
        self.words: Iterable[str] = [
            name for name in (*self._given, *dir(builtins)) if name[0].isalpha() and name[0].islower()
        ]
        self.chain: Iterable[str] = [name for name in dir(Request) if not name.startswith("_")]

    @property
    def variables(self) -> Mapping[str, Any]:
        """The globals, without the words."""
        return {name: value for name, value in self._namespace.items() if name not in self._given}

    def set(self, name: str, value: Any) -> None:
        """Set a global."""
        self._namespace[name] = value

    def connection(self, values: Any) -> Any:
        """Give a dict."""
        return values

    def source(self) -> Any:
        """Give the connector's dict."""
        return self._session.connector.source

    def run(self, text: str, name: str) -> Any:
        """Run statements; the value is that of the last, if it is an expression.

        Raises:
            WktError: whatever went wrong.
        """
        try:
            *statements, last = ast.parse(text, name).body or [ast.Pass()]
            if not isinstance(last, ast.Expr):
                statements.append(last)
            exec(compile(ast.Module(statements, []), name, "exec"), self._namespace)
            if isinstance(last, ast.Expr):
                return eval(compile(ast.Expression(last.value), name, "eval"), self._namespace)
            return Nothing
        except WktError as error:
            error.place = error.place or self._place(error, name)
            raise
        except SyntaxError as error:
            raise LambdaError(f"SyntaxError: {error.msg}", place=Place(Path(name), error.lineno, column=error.offset))
        except Exception as error:
            raise LambdaError(f"{type(error).__name__}: {error}", place=self._place(error, name)) from error

    def _place(self, error: Exception, name: str) -> Place:
        """Give the innermost line, of the text or of the connector's file, that an exception went through."""
        place, step = Place(Path(name)), error.__traceback__
        while step is not None:
            file = step.tb_frame.f_code.co_filename
            if file in (name, str(self._session.connector.path)):
                place = Place(Path(file), step.tb_lineno)
            step = step.tb_next
        return place

    def shown(self, value: Any) -> Any:
        """Give a value as it is shown: of what lists values those, of a function or module how Python shows it."""
        if isinstance(value, (KeysView, ValuesView, ItemsView, range)):
            return list(value)
        return repr(value) if callable(value) or isinstance(value, ModuleType) else value

    def is_open(self, text: str) -> bool:
        """Tell whether more is to come."""
        try:
            return compile_command(text, symbol="single") is None
        except (SyntaxError, ValueError, OverflowError):
            return False

    def members(self, value: Any) -> Iterable[str]:
        """Give the names of a value's attributes."""
        return [name for name in dir(value) if not name.startswith("_")]
