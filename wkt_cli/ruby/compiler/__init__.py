"""Ruby source to Python code: nodes of tree-sitter become a Python `ast` with the lines of the Ruby file."""

from __future__ import annotations

import ast
from types import CodeType
from typing import Any

from ..syntax import Source
from .aliases import CHANGING
from .appending import Appending
from .assignment import Assignment
from .blocks import Blocks
from .calls import Calls
from .cases import Cases
from .code import RETURN
from .collections import Collections
from .control import Control
from .definitions import Definitions
from .facts import Facts
from .literals import Literals
from .loops import Loops
from .names import Names
from .operators import Operators
from .params import Parameters
from .patterns import Patterns
from .scope import Scope
from .shortcuts import Shortcuts


class Compiler(
    Literals,
    Collections,
    Names,
    Calls,
    Operators,
    Parameters,
    Blocks,
    Control,
    Cases,
    Assignment,
    Definitions,
    Patterns,
    Shortcuts,
    Appending,
    Loops,
):
    """The compiler: one part a family of constructs."""

    def program(self) -> CodeType:
        """The whole source as `main(me)`."""
        if self.facts.lazy is None:
            self.aliases = self.facts.aliases(self.source.root)
        code = self.top_level()
        if self.facts.lazy is not None and changes_strings(code):
            self.aliases = self.facts.aliases(self.source.root)
            code = self.top_level()
        return code

    def top_scope(self) -> Scope:
        """The scope of the top level, before anything is compiled."""
        return Scope("lambda", None)

    def top_level(self) -> CodeType:
        """What stands outside the lambdas that are left for later."""
        self.scope = self.top_scope()
        statements, _ = self.block_of(lambda: self.run_body(self.source.root, RETURN))
        return self.module("main", ["me"], self.finish(self.scope, [], statements, []))

    def lambda_code(self, node: Any, params_node: Any) -> CodeType:
        """One lambda of the file as `make(me)`, which gives its function."""
        self.scope = Scope("lambda", None)
        self.aliases = self.facts.aliases(node, params_node)
        self.place(node)
        params = self.read_params(params_node)
        numbered = 0 if params_node else self.facts.numbered(node)
        line, column = node.start_point
        label = f"lambda {line + 1}:{column}"

        def make() -> None:
            fn = self.function(label, "lambda", params, node.child_by_field_name("body"), numbered=numbered)
            self.body.append(ast.Return(self.name(fn), **self.at))

        statements, _ = self.block_of(make)
        return self.module("main", ["me"], statements)

    def module(self, name: str, params: list[str], body: list[ast.stmt]) -> CodeType:
        """A Python module that defines one function."""
        self.at = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 0}
        arguments = ast.arguments([], [self.arg(p) for p in params], None, [], [], None, [])
        function = ast.FunctionDef(name, arguments, body or [ast.Pass(**self.at)], [], None, None, **self.at)
        return compile(ast.Module([function], []), self.source.filename, "exec", dont_inherit=True)


def changes_strings(code: CodeType) -> bool:
    """Whether code calls a method that may change a String."""
    called = {name[2:] for name in code.co_names if name[1:2] == ":"}
    inner = (each for each in code.co_consts if isinstance(each, CodeType))
    return bool(called & CHANGING) or "set_item" in code.co_names or any(map(changes_strings, inner))


__all__ = ["Compiler", "Facts", "Source"]
