"""All faults of a source at once, without running it: syntax errors, refused and unsupported constructs."""

from __future__ import annotations

import ast
from typing import Any, NamedTuple

from .compiler import Compiler, Facts
from .limits import deep_stack
from .program import get_ready
from .syntax import Fault, Source
from .unknown import Use, unknown_names


class Report(NamedTuple):
    """What a source holds that will fail.

    Attributes:
        source: what was parsed.
        faults: syntax errors, refused and unsupported constructs.
        unknown: names that nothing defines.
    """

    source: Source
    faults: list[Fault]
    unknown: list[Fault]


class Checker(Compiler):
    """A compiler that collects faults and goes on."""

    def __init__(self, source: Source) -> None:
        super().__init__(source, Facts(source))
        self.faults: list[Fault] = []
        self.uses: list[Use] = []

    def name(self, ident: str) -> ast.Name:
        """Read a Python variable; globals that are linked are remembered with their place."""
        if ident[1:2] == ":":
            self.uses.append((ident, self.at["lineno"], self.at["col_offset"]))
        return super().name(ident)

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
    found = report(source, filename)
    return [
        Fault(one.message, one.line, found.source.column(one.line, one.column), one.construct)
        for one in found.faults
    ]


def report(source: str | bytes, filename: str = "connector.rb") -> Report:
    """Every fault of a source and every name in it that nothing defines, in order; columns in bytes from 0."""
    get_ready()
    read = Source(source, filename)
    faults = read.syntax_faults()
    if faults:
        return Report(read, in_order(faults), [])
    checker = Checker(read)
    try:
        with deep_stack():
            checker.program()
    except Fault as fault:
        checker.faults.append(fault)
    except (SyntaxError, RecursionError) as error:
        checker.faults.append(Fault(f"the code can't be compiled ({error})", 1, 0, "compile"))
    return Report(read, in_order(checker.faults), in_order(unknown_names(checker.uses, checker.facts)))


def in_order(faults: list[Fault]) -> list[Fault]:
    """Faults by their place."""
    return sorted(faults, key=lambda fault: (fault.line, fault.column))
