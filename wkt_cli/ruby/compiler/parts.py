"""What the parts of the compiler offer each other, for the type checker only."""

from __future__ import annotations

import ast
from typing import Any

from .scope import Scope

Node = Any


class Parts:
    """Methods that one part defines and others call."""

    def looped(self, node: Node, target: ast.expr, name: str, args: list[ast.expr]) -> ast.expr | None:
        """A call with its block as a loop, or None."""
        raise NotImplementedError

    def appended(self, node: Node) -> ast.expr | None:
        """A chain of `<<` that builds a text, or None."""
        raise NotImplementedError

    def shortcut(self, target: ast.expr, name: str, args: list[ast.expr], block: ast.expr) -> ast.expr | None:
        """A call with its inline way, or None."""
        raise NotImplementedError

    def knows_class(self, name: str) -> bool:
        """Whether a constant is a class that the exact type of a value decides on."""
        raise NotImplementedError

    def kind_is(self, value: ast.expr, *kinds: str) -> tuple[ast.expr, ast.expr, ast.expr]:
        """Whether the type of a value is one of a few; the value again, its type again."""
        raise NotImplementedError

    def read_name(self, node: Node, name: str) -> ast.expr:
        """The value of a bare name."""
        raise NotImplementedError

    def block_argument(self, node: Node) -> ast.expr:
        """`&:name`, `&value`."""
        raise NotImplementedError

    def compacted_hash(self, node: Node) -> ast.expr | None:
        """`{ … }.compact`."""
        raise NotImplementedError

    def block_value(self, node: Node, kind: str) -> ast.expr:
        """A block as a Proc."""
        raise NotImplementedError

    def class_block(self, node: Node) -> ast.expr:
        """The block of `Struct.new`: a class body."""
        raise NotImplementedError

    def file_block(self, node: Node, params_node: Node | None, kind: str) -> ast.expr:
        """A lambda or proc of the file's top level."""
        raise NotImplementedError

    def lambda_value(self, node: Node, params: Node | None) -> ast.expr:
        """A lambda as a Proc."""
        raise NotImplementedError

    def super_call(self, node: Node, args: Node | None) -> ast.expr:
        """`super(…)`."""
        raise NotImplementedError

    def match_with_names(self, left: Node, right: Node) -> ast.expr:
        """`/(?<a>…)/ =~ b`."""
        raise NotImplementedError

    def destructure(self, node: Node, value: ast.expr) -> None:
        """`(a, (b, *c))` in a parameter list or on the left of an assignment."""
        raise NotImplementedError

    def run_body(self, node: Node, dest: Any) -> None:
        """Statements with their rescue, else and ensure."""
        raise NotImplementedError

    def elements(self, nodes: list[Node]) -> list[ast.expr]:
        """The elements of an array."""
        raise NotImplementedError

    def argument_makers(self, node: Node | None) -> list[Any]:
        """What makes each argument."""
        raise NotImplementedError

    def declare_targets(self, node: Node) -> None:
        """Make the names of a pattern locals."""
        raise NotImplementedError

    def assign_pattern(self, node: Node, value: ast.expr) -> None:
        """Assign a value to the pattern of a `for`."""
        raise NotImplementedError

    def assign_to(self, node: Node, value: ast.expr) -> None:
        """Assign a value to a target."""
        raise NotImplementedError

    def index_makers(self, nodes: list[Node]) -> list[Any]:
        """What makes the keys of an index."""
        raise NotImplementedError

    def operate(self, operator: str, left: ast.expr, right: ast.expr) -> ast.expr:
        """A binary operator on values."""
        raise NotImplementedError

    def get_item(self, target: ast.expr, keys: list[ast.expr]) -> ast.expr:
        """`target[keys]`."""
        raise NotImplementedError

    def send(self, target: ast.expr, name: str, args: list[ast.expr], block: ast.expr) -> ast.expr:
        """A call of a method."""
        raise NotImplementedError

    def pattern(self, node: Node, subject: ast.expr) -> ast.expr:
        """The condition of a pattern."""
        raise NotImplementedError

    def no_match(self, node: Node, subject: ast.expr) -> ast.expr:
        """Raise: nothing fits."""
        raise NotImplementedError

    def kept_subject(self, node: Node) -> ast.expr:
        """The subject of a case in a variable."""
        raise NotImplementedError

    def branch(self, node: Node | None, dest: Any) -> list[ast.stmt]:
        """A branch as a list of statements."""
        raise NotImplementedError

    def case_equal(self, pattern: ast.expr, subject: ast.expr) -> ast.expr:
        """`pattern === subject`."""
        raise NotImplementedError

    def string_parts(self, node: Node) -> list[Any]:
        """The parts of a string literal."""
        raise NotImplementedError

    def symbol(self, name: str) -> ast.expr:
        """A symbol."""
        raise NotImplementedError

    def read_params(self, node: Node | None) -> Any:
        """The parameters of a list, sorted."""
        raise NotImplementedError

    def function(self, label: str, kind: str, params: Any, body: Node | None, **options: Any) -> Any:
        """Emit one Python function."""
        raise NotImplementedError

    def lambda_info(self, params: Any, numbered: int, line: int) -> tuple[Any, ...]:
        """What a Proc knows of its lambda."""
        raise NotImplementedError

    def open_scope(self, kind: str, names: set[str]) -> Scope:
        """Enter a function."""
        raise NotImplementedError

    def arg(self, name: str) -> ast.arg:
        """A Python parameter."""
        raise NotImplementedError

    def finish(
        self, scope: Scope, prelude: list[ast.stmt], body: list[ast.stmt], fresh: list[str]
    ) -> list[ast.stmt]:
        """The whole body of a function."""
        raise NotImplementedError

    def incoming(self, node: Node) -> list[ast.stmt]:
        """Make mutable what a node binds and may change."""
        raise NotImplementedError

    def in_class(self) -> bool:
        """Whether the code stands in the body of a class."""
        raise NotImplementedError

    def block_of_call(self, node: Node) -> ast.expr:
        """The block of a call."""
        raise NotImplementedError

    def field(self, node: Node, name: str) -> str:
        """The text of a field."""
        raise NotImplementedError

    def hash_of(self, nodes: list[Node]) -> ast.expr:
        """A hash of pairs and splats."""
        raise NotImplementedError

    def bool_call(self, fn: str, *args: ast.expr) -> ast.expr:
        """A call that gives a Python bool."""
        raise NotImplementedError

    def kept_if_needed(self, value: ast.expr) -> tuple[ast.expr, ast.expr]:
        """First and later form of a value."""
        raise NotImplementedError

    def constant_path(self, node: Node) -> str | None:
        """`A::B::C` as text."""
        raise NotImplementedError

    def given(self) -> ast.expr:
        """Whether the method around was given a block."""
        raise NotImplementedError

    def symbol_of(self, parts: list[Any]) -> ast.expr:
        """A symbol of texts and interpolations."""
        raise NotImplementedError

    def names_of(self, params: Any) -> set[str]:
        """All names that parameters bind."""
        raise NotImplementedError

    def arguments(self, params: Any, kind: str) -> tuple[ast.arguments, list[ast.stmt]]:
        """Python's parameters of a function."""
        raise NotImplementedError

    def arity(self, params: Any, strict: bool) -> int:
        """Ruby's `arity`."""
        raise NotImplementedError

    def described(self, params: Any, strict: bool) -> tuple[tuple[str, str], ...]:
        """Ruby's `parameters`."""
        raise NotImplementedError

    def bare_call(
        self,
        node: Node,
        name: str,
        args: list[ast.expr],
        block: ast.expr | None,
        plain: bool = False,
        own: bool = False,
    ) -> ast.expr:
        """A call on self."""
        raise NotImplementedError
