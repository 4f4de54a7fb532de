"""Ruby text by text, as at a prompt: locals, methods and constants stay from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from . import limits, linker, places
from .compiler import Compiler
from .compiler.facts import Facts
from .compiler.scope import Scope
from .mutable import mutable
from .program import at_border, compiled, get_ready, main_object, register_main
from .syntax import Source

ANY_DEPTH = (True, -1)


class Shell:
    """A program that is written while it runs.

    Attributes:
        methods, constants: the names that texts before have defined.
    """

    def __init__(self) -> None:
        get_ready()
        register_main()
        self.me = main_object()
        self.methods: set[str] = set()
        self.constants: set[str] = set()
        self._namespace = linker.new_namespace(self.me.defs)
        self._locals: set[str] = set()
        self._sources: list[Source] = []

    @property
    def locals(self) -> dict[str, Any]:
        """The local variables, by name."""
        return {name: self._namespace.get("v_" + name) for name in sorted(self._locals)}

    def set(self, name: str, value: Any) -> None:
        """Give a local variable a value."""
        self._locals.add(name)
        self._namespace["v_" + name] = value

    def run(self, text: str, filename: str) -> Any:
        """Run a text and give its value; under the usual limits of a block.

        Args:
            text: the Ruby text.
            filename: its name in errors; another one for each text.

        Raises:
            RubyError, SandboxError, LimitError: as for `evaluate`; what the text has defined until then stays.
        """
        source = Source(text, filename)
        faults = source.syntax_faults()
        if faults:
            raise source.error(faults[0])
        facts = _Facts(source, self)
        compiler = _Compiler(source, facts, self._locals)
        code = compiled(source, compiler.program)
        self._thaw(source, facts)
        self._remember(source, facts)
        self._locals |= compiler.top.names
        return at_border(lambda: limits.limited(limits.usual, lambda: linker.execute(code, self._namespace)(self.me)))

    def _thaw(self, source: Source, facts: Facts) -> None:
        """Make the Strings of locals mutable that a text may change, as those of a program are from the start."""
        if not facts.may_change(source.root):
            return
        for name in self._locals:
            if name.encode() in source.bytes:
                self._namespace["v_" + name] = mutable(self._namespace["v_" + name], ANY_DEPTH)

    def _remember(self, source: Source, facts: Facts) -> None:
        """Hold the source: lambdas of it may be called, and fail, later."""
        places.remember(source)
        self._sources.append(source)
        self.methods |= facts.own_names
        self.constants |= facts.own_constants


class _Facts(Facts):
    """Facts of a text, with the names that those before it have defined."""

    def __init__(self, source: Source, shell: Shell) -> None:
        super().__init__(source)
        self._shell = shell

    @cached_property
    def own_methods(self) -> frozenset[str]:
        return super().own_methods | self._shell.methods

    @cached_property
    def own_constants(self) -> frozenset[str]:
        return super().own_constants | self._shell.constants


class _Compiler(Compiler):
    """A compiler whose top level shares its locals with the texts before and after."""

    def __init__(self, source: Source, facts: Facts, known: set[str]) -> None:
        super().__init__(source, facts)
        self._known = known
        self.top = self.top_scope()

    def top_scope(self) -> Scope:
        self.top = Scope("lambda", None, set(self._known), shared=True)
        return self.top


OPENERS = frozenset(["do", "def", "class", "module", "begin", "case", "for", "{", "(", "[", "#{", "%w(", "%i("])
CONDITIONS = frozenset(["if", "unless", "while", "until"])
"""Words that open something only where a statement begins; else they stand behind one."""
CLOSERS = frozenset(["end", "}", ")", "]"])
BEFORE_STATEMENT = frozenset(
    ["=", "(", "[", "{", ",", ";", "do", "then", "else", "begin", "&&", "||", "return", "->", "|"]
)
UNFINISHED = (",", ".", "&.", "\\", "&&", "||", "=", "+", "-", "*", "/", "<<", "|", "=>", "and", "or", "not")
"""What a line that goes on ends with."""


def is_open(text: str) -> bool:
    """Tell whether a text is only the beginning of one: an end, a bracket or a quote is still to come.

    >>> is_open("[1, 2].each do |i|"), is_open("[1, 2].each do |i| i end"), is_open("x = 'a"), is_open("x ) y")
    (True, False, True, False)
    """
    source = Source(text, "(open)")
    if not source.root.has_error:
        return bool(source.open_heredocs()) or text.rstrip().endswith((",", ".", "\\"))
    tokens = list(_tokens(source.root))
    quotes = [token.type for token in tokens if token.type in ('"', "'", "`")]
    return _depth(tokens) > 0 or len(quotes) % 2 == 1 or text.rstrip().endswith(UNFINISHED)


def _tokens(node: Any) -> Iterator[Any]:
    """The leaves of a tree, in the order of the text."""
    if not node.children:
        if node.end_byte > node.start_byte:
            yield node
        return
    for child in node.children:
        yield from _tokens(child)


def _depth(tokens: list[Any]) -> int:
    """How much more is opened than closed."""
    depth, loop_row, before = 0, -1, None
    for token in tokens:
        row = token.start_point[0]
        begins = before is None or before.start_point[0] < row or before.type in BEFORE_STATEMENT
        opens = token.type in OPENERS or (token.type in CONDITIONS and begins)
        if token.type in ("while", "until", "for") and opens:
            loop_row = row
        if opens and not (token.type == "do" and loop_row == row):
            depth += 1
        depth -= token.type in CLOSERS
        before = token
    return depth
