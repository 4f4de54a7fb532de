"""Variables of compiled code: of instances, classes and the program; `defined?`."""

from __future__ import annotations

from typing import Any

from . import registry
from .core.regexp import last_group, last_match
from .errors import FrozenError, NameError_, TypeError_
from .registry import class_of, lookup, table
from .values import RClass, Symbol


def ivars(me: Any) -> dict[str, Any]:
    """The instance variables of self."""
    try:
        return me.ivars  # type: ignore[no-any-return]
    except AttributeError:
        try:
            me.ivars = {}
        except AttributeError:
            raise FrozenError(f"can't modify frozen {class_of(me).name}") from None
        return me.ivars  # type: ignore[no-any-return]


def get_ivar(me: Any, name: str) -> Any:
    """`@a`."""
    return ivars(me).get(name)


def set_ivar(me: Any, name: str, value: Any) -> Any:
    """`@a = value`."""
    if getattr(me, "frozen", False):
        from .core.object import inspect

        raise FrozenError(f"can't modify frozen {class_of(me).name}: {inspect(me)}")
    ivars(me)[name] = value
    return value


def defined_ivar(me: Any, name: str) -> str | None:
    """`defined?(@a)`."""
    return "instance-variable" if name in ivars(me) else None


def get_cvar(cref: tuple[RClass, ...], name: str) -> Any:
    """`@@a`: of the class or an ancestor."""
    holder = _cvar_holder(cref, name)
    if holder is None:
        where = cref[0].name if cref else "Object"
        raise NameError_(f"uninitialized class variable {name} in {where}", name=Symbol(name))
    return holder.ivars[name]


def set_cvar(cref: tuple[RClass, ...], name: str, value: Any) -> Any:
    """`@@a = value`."""
    holder = _cvar_holder(cref, name)
    if holder is None:
        if not cref:
            raise TypeError_("class variable access from toplevel")
        holder = cref[0]
    holder.ivars[name] = value
    return value


def _cvar_holder(cref: tuple[RClass, ...], name: str) -> RClass | None:
    step: RClass | None = cref[0] if cref else None
    while step is not None:
        if name in step.ivars:
            return step
        step = step.parent
    return None


def match_group(number: int) -> Any:
    """`$1`, `$2`, …"""
    return last_group(number)


def get_global(namespace: dict[str, Any], name: str) -> Any:
    """`$1`, `$~`, `$!`, or a global of the program."""
    from .jumps import state

    if name == "$!":
        return state.error
    if name == "$@":
        return None if state.error is None else table("backtrace")[type(state.error)](state.error, None)
    if name[1:].isdigit():
        return last_group(int(name[1:]))
    if name in ("$~", "$&", "$`", "$'", "$+"):
        return _match_part(name)
    if name in ("$,", "$;", "$/", "$\\"):
        return "\n" if name == "$/" else None
    return namespace["globals"].get(name)


def _match_part(name: str) -> Any:
    match = last_match()
    if match is None or name == "$~":
        return match
    if name == "$&":
        return table("[]")[type(match)](match, None, 0)
    if name == "$+":
        groups = [g for g in table("captures")[type(match)](match, None) if g is not None]
        return groups[-1] if groups else None
    part = "pre_match" if name == "$`" else "post_match"
    return table(part)[type(match)](match, None)


def set_global(namespace: dict[str, Any], name: str, value: Any) -> Any:
    """`$a = value`."""
    namespace["globals"][name] = value
    return value


def defined_global(namespace: dict[str, Any], name: str) -> str | None:
    """`defined?($a)`."""
    if name in namespace["globals"]:
        return "global-variable"
    return None if get_global(namespace, name) is None else "global-variable"


# --- defined? ---------------------------------------------------------------------------------------------


def defined_name(me: Any, name: str, defs: dict[str, Any]) -> str | None:
    """`defined?(name)` of a name that is no local."""
    if name in defs or name in registry.functions or registry.lookup_any(type(me), name) is not None:
        return "method"
    return None


def defined_method(receiver: Any, name: str) -> str | None:
    """`defined?(a.b)`: a is evaluated."""
    from .errors import RubyError

    if receiver is None:
        return "method"
    try:
        value = receiver()
    except (RubyError, NameError, TypeError):
        return None
    if isinstance(value, RClass):
        from .dispatch import find_singleton

        return "method" if find_singleton(value, name) or lookup(RClass, name) else None
    return None if lookup(type(value), name) is None else "method"
