"""All faults of a source at once, without running it: syntax errors, refused and unsupported constructs."""

from __future__ import annotations

import ast
from typing import Any

from .compiler import Compiler, Facts
from .program import get_ready
from .syntax import Fault, Source


class Checker(Compiler):
    """A compiler that collects faults and goes on."""

    def __init__(self, source: Source) -> None:
        super().__init__(source, Facts(source))
        self.faults: list[Fault] = []

    def visit(self, node: Any) -> ast.expr:
        """A node; a fault in it is kept, and nil stands in its place."""
        state = (self.body, self.scope, self.at, self.depth, list(self.scope.loops))
        try:
            return super().visit(node)
        except Fault as fault:
            self.body, self.scope, self.at, self.depth, self.scope.loops = state
            self.faults.append(fault)
            return self.nil()


def check(source: str | bytes, filename: str = "connector.rb") -> list[Fault]:
    """Every fault of a source, in order; each has `message`, `line`, `column` (from 1), `construct`."""
    get_ready()
    read = Source(source, filename)
    found = read.syntax_faults() or unsupported(read)
    told = [Fault(one.message, one.line, read.column(one.line, one.column), one.construct) for one in found]
    return sorted(told, key=lambda fault: (fault.line, fault.column))


def unsupported(source: Source) -> list[Fault]:
    """What the compiler refuses or doesn't know in a text that parses."""
    checker = Checker(source)
    try:
        checker.program()
    except Fault as fault:
        checker.faults.append(fault)
    except (SyntaxError, RecursionError) as error:
        checker.faults.append(Fault(f"the code can't be compiled ({error})", 1, 0, "compile"))
    return checker.faults
