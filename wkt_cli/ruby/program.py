"""A Ruby source at work: compiled (or taken from the cache), linked and run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import CodeType
from typing import Any, TypeVar

from . import linker, places
from .dispatch import translate
from .errors import LimitError, LocalJumpError, RubyError, SandboxError, UncaughtThrowError
from .jumps import Jump, Return, Throw
from .limits import deep_stack
from .registry import OBJECT, define_class, lazy_modules
from .syntax import Fault, Source

T = TypeVar("T")

_imported: set[str] = set()
_getting_ready = threading.Lock()


def get_ready() -> None:
    """Import the core library, once, and what a host has added since the last time."""
    if _imported and _imported.issuperset(lazy_modules):
        return
    with _getting_ready:
        import importlib

        from .core import register

        if not _imported:
            register()
        for name in lazy_modules:
            importlib.import_module(name)
            _imported.add(name)


class ActionSelf:
    """Self where no host gives another: an action's context without connection."""

    def __init__(self, defs: dict[str, Any]) -> None:
        self.defs = defs
        self.ivars: dict[str, Any] = {}


def main_object() -> Any:
    """A fresh self for one program."""
    return ActionSelf({})


def register_main() -> None:
    """Ruby's name of that self."""
    if "Workato::Connector::Sdk::Action" not in _known:
        _known.add("Workato::Connector::Sdk::Action")
        define_class("Workato::Connector::Sdk::Action", OBJECT, ActionSelf)


_known: set[str] = set()


def compile_source(source: Source) -> CodeType:
    """The code of a whole source; its first fault is raised."""
    from .compiler import Compiler, Facts

    faults = source.syntax_faults()
    if faults:
        raise source.error(faults[0])
    return compiled(source, lambda: Compiler(source, Facts(source)).program())


def compiled(source: Source, make: Callable[[], CodeType]) -> CodeType:
    """What the compiler makes; its first fault is raised, and what Python can't compile."""
    try:
        with deep_stack():
            return make()
    except Fault as fault:
        raise source.error(fault) from None
    except (SyntaxError, RecursionError) as error:
        raise SandboxError(
            f"{source.filename}: the code can't be compiled ({error})", filename=source.filename
        ) from None


def run(source: Source) -> Any:
    """Compile and run a program and give its value; `$~` starts as nil."""
    from .core.regexp import set_last_match

    code = compile_source(source)
    set_last_match(None)
    places.remember(source)
    me = main_object()
    main = linker.execute(code, linker.new_namespace(me.defs))
    return main(me)


def at_border(body: Callable[[], T]) -> T:
    """Where Ruby ends and Python begins: what is raised becomes one of the three errors, with its line."""
    try:
        return body()
    except (RubyError, SandboxError, LimitError) as error:
        places.locate(error)
        raise
    except Throw as thrown:
        raise UncaughtThrowError(f"uncaught throw {thrown.tag}") from None
    except Jump as jump:
        word = "unexpected return" if isinstance(jump, Return) else "break from proc-closure"
        raise LocalJumpError(word) from None
    except Exception as error:
        made = translated(error)
        places.locate(made)
        raise made from error


def translated(error: Exception) -> Exception:
    """A Python exception as one of the three errors."""
    try:
        return translate(error)
    except (SandboxError, LimitError) as refused:
        refused.__traceback__ = error.__traceback__
        return refused
