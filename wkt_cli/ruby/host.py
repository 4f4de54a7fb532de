"""What a program that runs connectors uses: calling Procs, with another self, under limits.

A host adds to the language through `registry`:

* `@function("get")` on `fn(self, block, *args)` makes a bare call; keyword arguments are one trailing Hash.
* `namespace("workato")` with `@method(…, "csv")` makes `workato.csv…`.
* `define_class("Workato::Connector::Sdk::Request", OBJECT, Request)` and `@method(REQUEST, "params")` give
  a Python class Ruby methods; where such an object is self, bare names reach its methods first.
* `registry.lazy_modules` names modules to import before the first program runs.
"""

from __future__ import annotations

from typing import Any

from . import limits as bounds
from .limits import limited
from .program import at_border
from .registry import OBJECT, define_class, function
from .values import Hash, Proc, RClass, RObject
from .watchdog import Limits


def accepted(proc: Proc, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """As many of the arguments as the Proc takes: the SDK offers more than most blocks name."""
    kinds = [kind for kind, _ in proc.parameters]
    if "rest" in kinds:
        return args
    positional = kinds.count("req") + kinds.count("opt")
    if args and isinstance(args[-1], Hash) and args[-1].keywords and _takes_keywords(kinds):
        return (*args[:-1][:positional], args[-1])
    return args[:positional]


def _takes_keywords(kinds: list[str]) -> bool:
    return any(kind in ("key", "keyreq", "keyrest") for kind in kinds)


def bound(proc: Proc, me: Any) -> Proc:
    """The Proc with another self, where it can be made again (lambdas of a file's top level)."""
    if proc.make is None:
        return proc
    from .calling import file_block

    info = (proc.shape, proc.arity, proc.parameters, proc.takes_block, proc.line)
    return file_block(proc.make, info, me)


def call(proc: Proc, *args: Any, me: Any = None, limits: Limits | None = None) -> Any:
    """Call a Proc as the platform does: with the arguments it takes, `me` as self, under limits."""
    target = proc if me is None else bound(proc, me)
    given = accepted(proc, args)
    return at_border(lambda: limited(limits or bounds.usual, lambda: target.call(*given)))


def namespace(name: str) -> RClass:
    """A bare word that holds functions, such as `workato`; give it functions with `@method(…)`."""
    pytype = type(name, (RObject,), {})
    rclass = define_class("Workato::Connector::Sdk::" + name.capitalize() + "Module", OBJECT, pytype)
    value = pytype()

    @function(name)
    def read(me: Any, block: Any) -> Any:
        return value

    return rclass


__all__ = ["Limits", "accepted", "bound", "call", "namespace"]
