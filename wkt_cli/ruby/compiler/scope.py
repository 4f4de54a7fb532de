"""Which name is what, and what a Python function needs: locals, cells, temporaries, ways to leave it."""

from __future__ import annotations

from typing import Any


class Scope:
    """A Ruby scope that becomes one Python function.

    kind: "lambda" (lambdas and the body of a program), "block", "method" or "class". A block and a lambda
    see the names around them, a method and a class do not. The locals of a shared scope are globals of the
    compiled code, so that the next text of a shell finds them.
    """

    def __init__(
        self, kind: str, parent: Scope | None, params: set[str] | None = None, shared: bool = False
    ) -> None:
        self.kind, self.parent, self.shared = kind, parent, shared
        self.params: set[str] = params or set()
        self.names: set[str] = set(self.params)
        self.nonlocals: set[str] = set()
        self.globals: set[str] = set()
        self.temps: list[int] = parent.temps if parent is not None else [0]
        self.leave_name: str | None = None
        self.break_name: str | None = None
        self.loops: list[Loop] = []
        self.method_name: str | None = None
        self.method_params: Any = None
        self.numbered = 0

    @property
    def sees_out(self) -> bool:
        """Whether the names around are visible."""
        return self.kind in ("block", "lambda")

    def find(self, name: str) -> Scope | None:
        """The scope that holds a local, or None."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope
            scope = scope.parent if scope.sees_out else None
        return None

    def declare(self, name: str) -> None:
        """A local is assigned: it is this scope's, unless a scope around has it."""
        holder = self.find(name) or self
        holder.names.add(name)
        if holder.shared:
            self.globals.add("v_" + name)
        elif holder is not self:
            self.nonlocals.add(name)

    def temp(self) -> str:
        """A fresh Python variable."""
        self.temps[0] += 1
        return f"t{self.temps[0]}"

    def home(self) -> Scope:
        """The scope that `return` leaves: the lambda, method or program around."""
        scope = self
        while scope.kind == "block" and scope.parent is not None:
            scope = scope.parent
        return scope

    def method(self) -> Scope | None:
        """The method around, or None."""
        scope: Scope | None = self
        while scope is not None and scope.kind != "method":
            scope = scope.parent
        return scope


class Loop:
    """A Python loop that is being compiled: a Ruby `while`, or the loop of a `retry`."""

    def __init__(self, kind: str, dest: Any = None) -> None:
        self.kind, self.dest = kind, dest
        self.flag: str | None = None
