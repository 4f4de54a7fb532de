"""Ways out of Ruby code that no `rescue` catches (`break`, `return`, `throw`), and what `rescue` sees."""

from __future__ import annotations

import threading
from typing import Any, NoReturn

from .dispatch import translate
from .errors import LimitError, LocalJumpError, RubyError, SandboxError, StandardError
from .registry import class_of
from .values import RClass
from .watchdog import Stop


class Jump(BaseException):
    """A signal that carries a value to one activation of a function."""

    def __init__(self) -> None:
        self.value: Any = None
        self.done = False


class Break(Jump):
    """`break` in a block: ends the call that was given the block."""


class Return(Jump):
    """`return` in a block: ends the lambda or method around it."""


class Throw(BaseException):
    """`throw`, on its way to its `catch`."""

    def __init__(self, tag: Any, value: Any) -> None:
        self.tag, self.value = tag, value


def leave(signal: Jump, value: Any) -> NoReturn:
    """Jump to the place that waits for the signal."""
    if signal.done:
        word = "return" if isinstance(signal, Return) else "break from proc-closure"
        raise LocalJumpError("unexpected return" if word == "return" else word)
    signal.value = value
    raise signal


def finished(signal: Jump) -> None:
    """The activation is over: a jump to it is an error from now on."""
    signal.done = True
    signal.__traceback__ = None


def orphan_break(value: Any) -> NoReturn:
    """`break` in a proc that no call waits for."""
    raise LocalJumpError("break from proc-closure")


# --- errors -----------------------------------------------------------------------------------------------


class _State(threading.local):
    error: RubyError | None = None

    def __init__(self) -> None:
        self.tags: list[Any] = []


state = _State()
"""`$!` of each thread."""


def caught(error: Exception) -> RubyError:
    """A Python exception as the Ruby error that `rescue` sees; limits and refusals go on."""
    return translate(error)


def go_on(error: BaseException | None) -> None:
    """Before an `ensure` that jumps: raise a limit or refusal again, which no jump may swallow."""
    if isinstance(error, (Stop, LimitError, SandboxError, RecursionError, MemoryError)):
        raise error


def is_standard(error: RubyError) -> bool:
    """Whether a bare `rescue` catches the error."""
    return isinstance(error, StandardError)


shadows: dict[RClass, RClass] = {}
"""The SDK's error classes that stand before the core's of that name: `rescue` of the first catches both."""


def rescues(error: RubyError, *classes: Any) -> bool:
    """Whether `rescue A, *B` catches the error."""
    from .core.object import is_a

    for rclass in classes:
        if type(rclass) is list:
            if rescues(error, *rclass):
                return True
        elif not isinstance(rclass, RClass):
            from .errors import TypeError_

            raise TypeError_("class or module required for rescue clause")
        elif is_a(error, rclass) or (rclass in shadows and is_a(error, shadows[rclass])):
            return True
    return False


def enter_rescue(error: RubyError) -> RubyError | None:
    """Set `$!`; gives what it was."""
    before = state.error
    state.error = error
    return before


def leave_rescue(before: RubyError | None) -> None:
    """Set `$!` back."""
    state.error = before


__all__ = ["Break", "Jump", "Return", "Throw", "caught", "class_of", "leave", "state"]
