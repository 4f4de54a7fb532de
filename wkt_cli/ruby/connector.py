"""A connector file: loaded once, its lambdas compiled when they are first called."""

from __future__ import annotations

import atexit
import functools
import weakref
from pathlib import Path
from types import CodeType
from typing import Any

from . import cache, calling, linker, places
from .errors import SandboxError
from .limits import limited
from .program import at_border, compiled, get_ready, main_object, register_main
from .syntax import Source
from .values import Proc
from .watchdog import Limits

LOADING = Limits(time=5.0)
"""The limits of the top level of a file."""


class Connector:
    """A loaded file.

    Attributes:
        value: the file's value: Ruby values, usually a Hash with Procs.
        filename: its name in errors.
        source: its text and, when something asks for it, its syntax tree.
    """

    def __init__(self, content: bytes, filename: str, use_cache: bool = True) -> None:
        self.source = Source(content, filename)
        self.filename, self.use_cache = filename, use_cache
        places.remember(self.source)
        self.bundle = cache.read(self.source.bytes, filename) if use_cache else None
        if self.bundle is None:
            self.bundle = cache.Bundle(self.compile_top())
            self.bundle.changed = True
        self.me = main_object()
        self.namespace = linker.new_namespace(self.me.defs)
        self.namespace["lazy_lambda"] = self.lazy_lambda
        self.makers: dict[int, Any] = {}
        top = linker.execute(self.bundle.main, self.namespace)
        self.value = at_border(lambda: limited(LOADING, lambda: top(self.me)))
        self.save()
        _loaded.add(self)

    def compile_top(self) -> CodeType:
        """The code of the top level, in which the lambdas are left for later."""
        from .compiler import Compiler, Facts

        faults = self.source.syntax_faults()
        if faults:
            raise self.source.error(faults[0])
        return compiled(self.source, lambda: Compiler(self.source, Facts(self.source, lazy=deferred)).program())

    # --- lambdas ------------------------------------------------------------------------------------------

    def lazy_lambda(self, start: int, info: tuple[Any, ...], me: Any) -> Proc:
        """A lambda whose code is made at its first call."""

        def first_call(*args: Any, **kwargs: Any) -> Any:
            fn = self.maker(start)(me)
            proc.function = proc.call = proc.one = proc.two = fn
            return fn(*args, **kwargs)

        proc = calling.lambda_(first_call, info, me, lambda other: self.maker(start)(other))
        proc.start = start
        return proc

    def maker(self, start: int) -> Any:
        """`make(me)` of a lambda, which gives its function."""
        found = self.makers.get(start)
        if found is None:
            assert self.bundle is not None
            code = self.bundle.get(start)
            if code is None:
                code = self.compile_lambda(start)
                self.bundle.add(start, code)
            found = self.makers[start] = linker.execute(code, self.namespace)
        return found

    @functools.cached_property
    def facts(self) -> Any:
        """What the compiler knows of the whole file."""
        from .compiler import Facts

        return Facts(self.source)

    def compile_lambda(self, start: int) -> CodeType:
        """The code of the lambda whose body starts at a place."""
        from .compiler import Compiler

        node = self.source.lambda_at(start)
        params = node.child_by_field_name("parameters")
        if params is None and node.parent is not None and node.parent.type == "lambda":
            params = node.parent.child_by_field_name("parameters")
        return compiled(self.source, lambda: Compiler(self.source, self.facts).lambda_code(node, params))

    def compile_all(self) -> None:
        """Compile every lambda now, for the cache; those with faults stay as they are."""
        for start in self.starts():
            if self.bundle is not None and start not in self.bundle.lambdas:
                try:
                    self.bundle.add(start, self.compile_lambda(start))
                except SandboxError:
                    continue
        self.save()

    def starts(self) -> list[int]:
        """Where the deferred lambdas start."""
        found: list[int] = []
        stack: list[Any] = [self.value]
        while stack:
            value = stack.pop()
            if isinstance(value, dict):
                stack += value.values()
            elif isinstance(value, list):
                stack += value
            elif isinstance(value, Proc) and value.start is not None:
                found.append(value.start)
        return found

    def save(self) -> None:
        """Write the code that was compiled to the cache."""
        if self.use_cache and self.bundle is not None and self.bundle.changed:
            cache.write(self.source.bytes, self.filename, self.bundle)


_loaded: weakref.WeakSet[Connector] = weakref.WeakSet()


@atexit.register
def _save_all() -> None:
    """Lambdas that were compiled in this process need no compiling in the next."""
    for connector in list(_loaded):
        connector.save()


def deferred(compiler: Any, node: Any, params_node: Any) -> Any:
    """The code that makes a lambda of the top level later, or now where it uses a local of the file; else None."""
    scope = compiler.scope
    if scope.parent is not None:
        return None
    if compiler.facts.uses(node, scope.names):
        return compiler.file_block(node, params_node, "lambda")
    params = compiler.read_params(params_node)
    numbered = 0 if params_node else compiler.facts.numbered(node)
    info = compiler.lambda_info(params, numbered, node.start_point[0] + 1)
    return compiler.call(
        "lazy_lambda", compiler.const(node.start_byte), compiler.const(info), compiler.name("me")
    )


def load(path: str | Path, text: str | bytes | None = None, *, use_cache: bool = True) -> Connector:
    """Load a connector file (or its text, named `path`)."""
    get_ready()
    register_main()
    if text is None:
        content = Path(path).read_bytes()
    else:
        content = text.encode() if isinstance(text, str) else text
    return Connector(content, str(path), use_cache)
