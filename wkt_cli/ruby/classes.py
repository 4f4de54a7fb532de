"""Classes and modules of a Ruby source: made, opened again, looked up; methods defined; `super`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import registry
from .dispatch import describe_receiver, own_lookup
from .errors import NoMethodError, RubyError, SandboxError, TypeError_
from .registry import OBJECT, Method, ancestors, class_of, classes, forget, own
from .values import MISSING, RClass, RObject, Symbol

Cref = tuple[RClass, ...]
_CLOSED = "refused: `{}` is a class of Ruby or the SDK, closed in wkt. Define a class of your own"


def define_method(
    me: Any, defs: dict[str, Method], name: Symbol, fn: Method, info: tuple[Any, ...]
) -> Symbol:
    """`def name`: a method of the class whose body runs, else a function of the program."""
    fn.ruby_info = info  # type: ignore[attr-defined]
    if isinstance(me, RClass):
        mode = me.ivars.get(" mode")
        if mode == "module_function":
            me.singleton[name.name] = fn
        add_method(me, name.name, fn)
        if name.name in ("initialize", "initialize_copy", "respond_to_missing?"):
            mode = "private"
        set_visibility(me, name.name, mode)
        if mode == "singleton":
            me.singleton[name.name] = fn
    else:
        defs[name.name] = fn
    return name


def add_method(rclass: RClass, name: str, fn: Method) -> None:
    """Give a class of the source a method."""
    if not rclass.open:
        raise SandboxError(_CLOSED.format(rclass.name))
    own.setdefault(rclass, {})[name] = fn
    forget(name)


def set_visibility(rclass: RClass, name: str, mode: str | None) -> None:
    """Make a method private or protected; any other mode is public."""
    registry.hidden.setdefault(rclass, {}).pop(name, None)
    if mode in ("private", "protected"):
        registry.hidden[rclass][name] = mode
    forget(name)


def define_singleton(
    holder: Any, defs: dict[str, Method], name: Symbol, fn: Method, info: tuple[Any, ...]
) -> Symbol:
    """`def self.name`."""
    fn.ruby_info = info  # type: ignore[attr-defined]
    if isinstance(holder, RClass):
        if not holder.open:
            raise SandboxError(_CLOSED.format(holder.name))
        holder.singleton[name.name] = fn
    elif isinstance(holder, RObject):
        add_method(singleton_of(holder), name.name, fn)
    elif hasattr(holder, "defs"):
        defs[name.name] = fn
    else:
        raise SandboxError(f"refused: `def x.{name.name}` on a value. Define a class of your own")
    return name


def singleton_of(value: RObject) -> RClass:
    """The class of one object, under its own class's name."""
    rclass = class_of(value)
    if rclass.ivars.get(" singleton"):
        return rclass
    made = new_class(rclass.name, rclass)
    made.ivars[" singleton"] = True
    value.__class__ = made.pytypes[0]
    return made


def _holder(cref: Cref, namespace: dict[str, Any], outer: Any) -> tuple[dict[str, Any], str]:
    """Where the constant of a class lives, and what stands before its name."""
    within = outer if outer is not None else cref[0] if cref else None
    if within is None:
        return namespace["own constants"], ""
    return within.constants, within.name + "::"


def _existing(cref: Cref, namespace: dict[str, Any], outer: Any, name: str) -> Any:
    constants, _ = _holder(cref, namespace, outer)
    found = constants.get(name)
    if found is None and outer is None and not cref:
        found = registry.constants.get(name)
    return found


def open_class(
    cref: Cref, namespace: dict[str, Any], outer: Any, name: str, parent: Any, body: Callable[..., Any]
) -> Any:
    """`class Name < Parent`."""
    found = _existing(cref, namespace, outer, name)
    if found is None:
        found = make_class(None, OBJECT if parent is MISSING else parent)
        _name(found, cref, namespace, outer, name)
        _tell_parent(found)
    elif not isinstance(found, RClass) or found.is_module:
        raise TypeError_(f"{name} is not a class")
    elif not found.open:
        raise SandboxError(_CLOSED.format(name))
    elif parent is not MISSING and found.parent is not parent:
        raise TypeError_(f"superclass mismatch for class {name}")
    return run_body(found, body, cref)


def open_module(
    cref: Cref, namespace: dict[str, Any], outer: Any, name: str, parent: Any, body: Callable[..., Any]
) -> Any:
    """`module Name`."""
    found = _existing(cref, namespace, outer, name)
    if found is None:
        found = new_module()
        _name(found, cref, namespace, outer, name)
    elif not isinstance(found, RClass) or not found.is_module:
        raise TypeError_(f"{name} is not a module")
    elif not found.open:
        raise SandboxError(_CLOSED.format(name))
    return run_body(found, body, cref)


def _name(rclass: RClass, cref: Cref, namespace: dict[str, Any], outer: Any, name: str) -> None:
    constants, prefix = _holder(cref, namespace, outer)
    name_class(rclass, prefix + name)
    constants[name] = rclass
    if not prefix:
        namespace["c:" + name] = rclass


def name_class(rclass: RClass, name: str) -> None:
    """A class gets its name from the first constant that it is assigned to."""
    rclass.name = name
    for pytype in rclass.pytypes:
        if issubclass(pytype, RubyError):
            pytype.class_name = name


def new_class(name: str | None, parent: Any) -> RClass:
    """A class of the source, of which its parent is told."""
    made = make_class(name, parent)
    _tell_parent(made)
    return made


def ruby_equal(self: Any, other: object) -> bool:
    """Python's `==` of what the source defines: what its own `==` says."""
    found = registry.table("==")[type(self)](self, None, other)
    return found is not None and found is not False


def make_class(name: str | None, parent: Any) -> RClass:
    """A class of the source, with a Python type for its instances."""
    if not isinstance(parent, RClass):
        raise TypeError_("superclass must be a Class")
    base = parent.pytypes[0] if parent.pytypes else RObject
    if parent is OBJECT:
        base = RObject
    if not issubclass(base, (RObject, RubyError)):
        raise SandboxError(f"refused: a subclass of `{parent.name}`. Make a class that holds one")
    body = {"class_name": name or "#<Class>"} if issubclass(base, RubyError) else {"__slots__": ()}
    pytype = type(name or "Class", (base,), {**body, "__eq__": ruby_equal, "__hash__": base.__hash__})
    rclass = RClass(name or "#<Class>", parent, (pytype,))
    rclass.open = True
    classes[pytype] = rclass
    return rclass


def _tell_parent(rclass: RClass) -> None:
    """Call the `inherited` that a class above defines."""
    step = rclass.parent
    while step is not None and step.open:
        if "inherited" in step.singleton:
            step.singleton["inherited"](rclass.parent, None, rclass)
            return
        step = step.parent


def new_module() -> RClass:
    """A module of the source."""
    module = RClass("#<Module>", None, is_module=True)
    module.open = True
    return module


def run_body(rclass: RClass, body: Callable[..., Any], cref: Cref) -> Any:
    """Run the body of a class; methods after it are public again."""
    mode = rclass.ivars.pop(" mode", None)
    try:
        return body(rclass, (rclass, *cref))
    finally:
        rclass.ivars.pop(" mode", None)
        if mode is not None:
            rclass.ivars[" mode"] = mode


def open_singleton(me: RClass, cref: Cref, body: Callable[..., Any]) -> Any:
    """`class << self`: the methods go to the class itself."""
    collector = RClass(me.name, None, is_module=True)
    collector.open = True
    result = run_body(collector, body, cref)
    me.singleton.update(own.pop(collector, {}))
    return result


def set_constant(cref: Cref, namespace: dict[str, Any], name: str, value: Any) -> Any:
    """`Name = value`."""
    if isinstance(value, RClass) and value.name.startswith("#<"):
        name_class(value, f"{cref[0].name}::{name}" if cref else name)
    if cref:
        cref[0].constants[name] = value
    else:
        namespace["own constants"][name] = namespace["c:" + name] = value
    return value


def find_constant(cref: Cref, path: str, namespace: dict[str, Any]) -> Any:
    """A constant inside a class: of the classes around, their ancestors, then of the program."""
    for rclass in cref:
        if path in rclass.constants:
            return rclass.constants[path]
    for rclass in ancestors(cref[0]) if cref else ():
        if path in rclass.constants:
            return rclass.constants[path]
    own_constants = namespace["own constants"]
    if path in own_constants:
        return own_constants[path]
    found = linked_constant(path)
    if found is MISSING:
        from .dispatch import uninitialized

        raise uninitialized(path)
    return found


def linked_constant(path: str, sdk: bool = True) -> Any:
    """A constant of the core or the SDK by its path, or MISSING."""
    first, *rest = path.split("::")
    found = registry.sdk_constants.get(first, MISSING) if sdk else MISSING
    if found is MISSING:
        found = registry.constants.get(first, MISSING)
    for step in rest:
        if not isinstance(found, RClass):
            return MISSING
        found = found.constants.get(step, MISSING)
    return found


def constant_in(value: Any, name: str) -> Any:
    """`value::Name`."""
    from .dispatch import uninitialized

    if not isinstance(value, RClass):
        raise TypeError_(f"{describe_receiver(value)} is not a class/module")
    for rclass in ancestors(value):
        if name in rclass.constants:
            return rclass.constants[name]
    raise uninitialized(f"{value.name}::{name}")


def defined_constant(namespace: dict[str, Any], path: str) -> str | None:
    """`defined?(Name)`."""
    if path in namespace["own constants"]:
        return "constant"
    return None if linked_constant(path) is MISSING else "constant"


HOOKS = frozenset({"inherited", "included", "extended", "prepended", "method_added", "const_added"})
"""What a class may define to be told of something; Ruby's own do nothing."""


def super_method(cref: Cref, me: Any, name: str) -> Method:
    """The method that `super` calls: the next of that name after the class whose method runs."""
    owner = cref[0]
    if isinstance(me, RClass) and name in owner.singleton:
        step = owner.parent
        while step is not None:
            if name in step.singleton:
                return step.singleton[name]
            step = step.parent
        if name in HOOKS:
            return lambda *given: None
        general = registry.lookup_any(RClass, name)
        if general is not None:
            return general
    line = ancestors(class_of(me))
    after = line[line.index(owner) + 1 :] if owner in line else line
    for rclass in after:
        found = own.get(rclass, {}).get(name)
        if found is not None:
            return found
    raise NoMethodError(
        f"super: no superclass method `{name}' for {describe_receiver(me)}", name=Symbol(name), receiver=me
    )


__all__ = ["own_lookup"]
