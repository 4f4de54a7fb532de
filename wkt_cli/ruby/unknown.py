"""Names that a source uses and nothing defines: methods that no type has, functions, constants."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from . import registry, sandbox
from .classes import linked_constant
from .compiler import Facts
from .syntax import Fault
from .values import MISSING

Use = tuple[str, int, int]
"""A global of compiled code, such as ``m:upcase``, with line and column (bytes, from 0) of its use."""

_MAKERS = re.compile(rb"\b(?:Struct|OpenStruct|attr_\w+|define_method|method_missing|alias\w*)\b")
_WORDS = {"m": "method", "p": "method", "o": "method", "b": "function", "n": "variable or function",
          "c": "constant", "C": "constant"}  # fmt: skip


class Known:
    """The names that the runtime, the host and one source define."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        named = [*registry.constants.values(), *registry.sdk_constants.values(), *registry.classes.values()]
        classes = {*registry.own, *registry.classes_below(named)}
        methods = {name for table in (*registry.own.values(), *registry.exact.values()) for name in table}
        methods |= {name for rclass in classes for name in rclass.singleton}
        self.methods = methods | facts.own_methods | self.made()
        self.functions = {*registry.functions, *facts.own_methods, *_of_self()}
        if re.search(rb"^\s*(?:class|module)\b", facts.data, re.M):
            self.functions |= self.methods

    def made(self) -> set[str]:
        """Names that may be methods because the source makes methods of symbols."""
        if _MAKERS.search(self.facts.data) is None:
            return set()
        found = {word.decode() for word in re.findall(rb"\b\w+[?!]?", self.facts.data)}
        return found | {f"{name}=" for name in found}

    def has(self, kind: str, name: str) -> bool:
        """Whether a name of a kind exists; what is refused is another finding."""
        if kind in "cC":
            return linked_constant(name, sdk=kind == "c") is not MISSING or self.own_constant(name)
        if kind in "bn":
            return name in self.functions or sandbox.refused_function(name) is not None
        return name in self.methods or sandbox.refused_method(name) is not None

    def own_constant(self, path: str) -> bool:
        """Whether the source sets a constant, or it is refused."""
        return (
            not self.facts.own_constants.isdisjoint(path.split("::"))
            or sandbox.refused_constant(path) is not None
        )

    def near(self, kind: str, name: str) -> list[str]:
        """The nearest names that exist."""
        names: Any = self.methods
        if kind in "bn":
            names = self.functions
        elif kind in "cC":
            names = registry.constants
        return get_close_matches(name, names, 1, 0.75)


def unknown_names(uses: list[Use], facts: Facts) -> list[Fault]:
    """A fault for each line that uses a name that nothing defines, the nearest name that exists in its `hint`."""
    known, faults = Known(facts), []
    told: set[tuple[str, str, int]] = set()
    for ident, line, column in dict.fromkeys(uses):
        kind, name = ident[0], ident[2:]
        if kind not in _WORDS or (_WORDS[kind], name, line) in told or known.has(kind, name):
            continue
        told.add((_WORDS[kind], name, line))
        owner = "no type has a method" if _WORDS[kind] == "method" else f"there is no {_WORDS[kind]}"
        hint = next((f"did you mean `{near}`?" for near in known.near(kind, name)), None)
        faults.append(Fault(f"{owner} `{name}`", line, column, name, hint))
    return faults


def _of_self() -> set[str]:
    """Methods that a call without receiver reaches: those of every object, and of what the host makes self."""
    holders = {*registry.ancestors(registry.OBJECT)}
    holders |= {rclass for rclass in registry.own if rclass.name.startswith("Workato::")}
    return {name for rclass in holders for name in registry.own.get(rclass, ())}
