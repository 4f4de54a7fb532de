"""Binding compiled code to the runtime: the globals that a code object names, made when it is linked."""

from __future__ import annotations

from types import CodeType
from typing import Any

from . import calling, classes, dispatch, jumps, matching, mutable, operators, registry, variables
from .calling import symbol_proc
from .classes import linked_constant
from .core import keys, sorting
from .dispatch import bare_table
from .kinds import Asked, Clauses, Kinds
from .limits import check_size
from .values import MISSING, Hash, IndifferentHash, Proc, RString, Symbol, frozen_lists

_RUNTIME = {
    calling: """block lambda_ file_block faulty_block class_block block_from block_or_fail bind splat spread each_item
        summed dig_on hash_literal hash_with_splats hash_splat keywords keywords_or_none text_of binary
        join_bytes frozen_text range_of number_of regexp_of regexp_part matched_group""",
    mutable: "mutable passed mutable_picked mutable_to_s mutable_message mutable_made",
    variables: """ivars get_ivar set_ivar defined_ivar get_cvar set_cvar get_global
        match_group set_global defined_global defined_name defined_method""",
    matching: """no_match match_array find_states match_hash""",
    classes: """define_method define_singleton open_class open_module open_singleton set_constant
        find_constant constant_in defined_constant super_method""",
    operators: """append_text add sub mul mod div lt gt le ge eq ne case_eq any_case set_item set_items call_of
        set_attribute set_own_attribute""",
    dispatch: "own_method",
    registry: "visible",
    keys: "add_to_group",
    sorting: "sort_by_keys",
    jumps: """Break Return leave finished orphan_break go_on caught is_standard rescues enter_rescue
        leave_rescue""",
}

HELPERS: dict[str, Any] = {
    "__builtins__": {},
    "type": type, "int": int, "float": float, "str": str, "list": list, "bool": bool,
    "len": len, "enumerate": enumerate, "next": next,
    "Exception": Exception, "BaseException": BaseException,
    "Hash": Hash, "IndifferentHash": IndifferentHash, "RString": RString, "Symbol": Symbol,
    "Proc": Proc, "NoneType": type(None), "MISSING": MISSING, "cref": (),
    "frozen_lists": frozen_lists, "check_size": check_size,
}  # fmt: skip
for module, names in _RUNTIME.items():
    HELPERS.update({name: getattr(module, name) for name in names.split()})


def new_namespace(defs: dict[str, Any] | None = None) -> dict[str, Any]:
    """The globals of one program."""
    namespace = dict(HELPERS)
    namespace["defs"] = {} if defs is None else defs
    namespace["globals"], namespace["own constants"] = {}, {}
    namespace["namespace"] = namespace
    return namespace


def _regexp(text: str) -> Any:
    options, _, source = text.partition(":")
    return calling.regexp_of(options, source)


MAKERS: dict[str, Any] = {
    "m": registry.table,
    "b": bare_table,
    "n": lambda name: bare_table(name, "n"),
    "o": lambda name: bare_table(name, "o"),
    "s": Symbol,
    "p": symbol_proc,
    "k": Kinds,
    "i": Asked,
    "w": Clauses,
    "r": _regexp,
    "c": linked_constant,
    "C": lambda name: linked_constant(name, sdk=False),
}
"""What a global is by the letter before its colon: a table, symbol, symbol's Proc, classes by type, regex, constant."""


def link(code: CodeType, namespace: dict[str, Any]) -> None:
    """Bind every global that a code object and those inside it name; unknown constants stay unbound."""
    for name in code.co_names:
        if name not in namespace and name[1:2] == ":":
            value = MAKERS[name[0]](name[2:])
            if value is not MISSING:
                namespace[name] = value
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            link(constant, namespace)


def execute(code: CodeType, namespace: dict[str, Any]) -> Any:
    """Run the module of a code object; gives its `main`."""
    link(code, namespace)
    exec(code, namespace)
    return namespace.pop("main")
