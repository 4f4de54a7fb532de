"""Class and Module: making instances, names, ancestors, accessors, visibility, `include`."""

from __future__ import annotations

from typing import Any

from .. import registry
from ..classes import add_method, new_class, new_module, set_visibility
from ..dispatch import find_singleton
from ..errors import ArgumentError, NameError_, NoMethodError, RubyError, SandboxError, TypeError_
from ..registry import (
    BASIC_OBJECT,
    CLASS,
    MODULE,
    OBJECT,
    ancestors,
    method,
    own,
    send,
    singleton,
    visibility,
)
from ..values import Hash, Proc, RClass, RObject, Symbol
from .object import is_a, name_of


@method(CLASS, "new")
def new(self: RClass, block: Proc | None, *args: Any) -> Any:
    """An instance: allocated, then `initialize`d."""
    made = allocate(self, None)
    initialize = registry.lookup_any(type(made), "initialize")
    if initialize is not None:
        initialize(made, block, *args)
    elif args:
        raise ArgumentError(f"wrong number of arguments (given {len(args)}, expected 0)")
    return made


@method(CLASS, "allocate")
def allocate(self: RClass, block: Proc | None) -> Any:
    """An instance without `initialize`."""
    if self is OBJECT or self is BASIC_OBJECT:
        return RObject()
    pytype = self.pytypes[0] if self.pytypes else None
    if self.is_module or pytype is None or not issubclass(pytype, RObject):
        raise NoMethodError(
            f"undefined method `new' for {self.name}:{'Module' if self.is_module else 'Class'}"
        )
    made = pytype.__new__(pytype)
    RObject.__init__(made)
    return made


@singleton(CLASS, "new")
def new_class_(self: RClass, block: Proc | None, parent: RClass = OBJECT) -> RClass:
    """`Class.new(parent) { … }`."""
    made = new_class(None, parent)
    if block is not None and block.make is not None:
        block.make(made)
    return made


@singleton(MODULE, "new")
def new_module_(self: RClass, block: Proc | None) -> RClass:
    """`Module.new { … }`."""
    made = new_module()
    if block is not None and block.make is not None:
        block.make(made)
    return made


@method(OBJECT, "initialize")
def initialize(self: Any, block: Proc | None, *args: Any) -> None:
    """Nothing to do; arguments are an error where no class takes them."""
    if args:
        raise ArgumentError(f"wrong number of arguments (given {len(args)}, expected 0)")


@method(MODULE, "to_s", "inspect")
def to_s(self: RClass, block: Proc | None) -> str:
    """The name; what has none is shown as its kind."""
    return self.name


@method(MODULE, "name")
def name(self: RClass, block: Proc | None) -> str | None:
    """The name, or nil."""
    return None if self.name.startswith("#<") else self.name


@method(MODULE, "===")
def case_equal(self: RClass, block: Proc | None, value: Any) -> bool:
    """Whether a value is an instance."""
    return is_a(value, self)


@method(MODULE, "==", "equal?", "eql?")
def equals(self: RClass, block: Proc | None, other: Any) -> bool:
    """The same class."""
    return self is other


@method(MODULE, "hash")
def hash_(self: RClass, block: Proc | None) -> int:
    """By identity."""
    return hash(id(self))


def _related(a: RClass, b: Any) -> bool | None:
    if not isinstance(b, RClass):
        raise TypeError_("compared with non class/module")
    if b in ancestors(a):
        return True
    return False if a in ancestors(b) else None


@method(MODULE, "<=")
def at_most(self: RClass, block: Proc | None, other: Any) -> bool | None:
    """Whether it is the other or descends from it."""
    return _related(self, other)


@method(MODULE, "<")
def less(self: RClass, block: Proc | None, other: Any) -> bool | None:
    """Whether it descends from the other."""
    return False if self is other else _related(self, other)


@method(MODULE, ">=")
def at_least(self: RClass, block: Proc | None, other: Any) -> bool | None:
    """Whether the other is it or descends from it."""
    return _related(other, self) if isinstance(other, RClass) else _related(self, other)


@method(MODULE, ">")
def greater(self: RClass, block: Proc | None, other: Any) -> bool | None:
    """Whether the other descends from it."""
    return False if self is other else at_least(self, None, other)


@method(MODULE, "<=>")
def compare(self: RClass, block: Proc | None, other: Any) -> int | None:
    """-1 for a descendant, 1 for an ancestor."""
    if self is other:
        return 0
    related = _related(self, other) if isinstance(other, RClass) else None
    return None if related is None else -1 if related else 1


@method(MODULE, "ancestors")
def ancestors_(self: RClass, block: Proc | None) -> list[RClass]:
    """The class, its modules, its parents."""
    return ancestors(self)


@method(CLASS, "superclass")
def superclass(self: RClass, block: Proc | None) -> RClass | None:
    """The parent."""
    return self.parent


@method(MODULE, "include?")
def includes(self: RClass, block: Proc | None, module: Any) -> bool:
    """Whether a module is included."""
    if not isinstance(module, RClass) or not module.is_module:
        raise TypeError_(f"wrong argument type {_kind(module)} (expected Module)")
    return module is not self and module in ancestors(self)


@method(MODULE, "included_modules")
def included_modules(self: RClass, block: Proc | None) -> list[RClass]:
    """The modules among the ancestors."""
    return [m for m in ancestors(self) if m.is_module and m is not self]


KINDS = {
    "": ("public", "protected"), "public_": ("public",), "protected_": ("protected",), "private_": ("private",),
}  # fmt: skip
"""Which methods a question means, by how its name begins."""


def _register_questions(prefix: str, kinds: tuple[str, ...]) -> None:
    @method(MODULE, prefix + "instance_methods")
    def instance_methods(self: RClass, block: Proc | None, inherited: Any = True) -> list[Symbol]:
        """The names of its methods."""
        line = [c for c in ancestors(self) if c.open] if inherited is not False else [self]
        names = {name: None for c in line for name in own.get(c, {}) if visibility(c, name) in kinds}
        return [Symbol(name) for name in names]

    @method(MODULE, prefix + "method_defined?")
    def method_defined(self: RClass, block: Proc | None, wanted: Any, inherited: Any = True) -> bool:
        """Whether instances have a method."""
        name = name_of(wanted)
        owner = next((c for c in ancestors(self) if name in own.get(c, {})), None)
        return owner is not None and visibility(owner, name) in kinds


for _prefix, _kinds in KINDS.items():
    _register_questions(_prefix, _kinds)


@method(MODULE, "constants")
def constants(self: RClass, block: Proc | None, inherited: Any = True) -> list[Symbol]:
    """The names of its constants."""
    return [Symbol(n) for n in self.constants]


@method(MODULE, "const_defined?")
def const_defined(self: RClass, block: Proc | None, wanted: Any, inherited: Any = True) -> bool:
    """Whether it has a constant."""
    return any(name_of(wanted) in c.constants for c in ancestors(self))


@method(MODULE, "freeze")
def freeze(self: RClass, block: Proc | None) -> RClass:
    """Own classes only."""
    _own(self, "freeze")
    return self


@method(MODULE, "module_eval_", "instance_variable_names_")
def _nothing(self: RClass, block: Proc | None) -> None:
    """Kept out."""


del own[MODULE]["module_eval_"], own[MODULE]["instance_variable_names_"]


def _own(rclass: RClass, what: str) -> None:
    """Changes are for classes of the source only."""
    if not rclass.open:
        raise SandboxError(
            f"refused: `{rclass.name}.{what}`. The classes of Ruby and of the SDK are closed in wkt"
        )


# --- what a class body calls ------------------------------------------------------------------------------


@method(MODULE, "include")
def include(self: RClass, block: Proc | None, *modules: Any) -> RClass:
    """Add modules."""
    _own(self, "include")
    for module in reversed(modules):
        if not isinstance(module, RClass) or not module.is_module:
            raise TypeError_(f"wrong argument type {_kind(module)} (expected module)")
        if module not in ancestors(self):
            self.includes.append(module)
            registry.forget_all()
        hook = find_singleton(module, "included") if module.open else None
        if hook is not None:
            hook(module, None, self)
    return self


def _kind(value: Any) -> str:
    return "Class" if isinstance(value, RClass) else registry.class_of(value).name


@method(MODULE, "extend")
def extend(self: RClass, block: Proc | None, *modules: Any) -> RClass:
    """Make the methods of modules class methods."""
    _own(self, "extend")
    for module in modules:
        for rclass in reversed(ancestors(module)):
            self.singleton.update(own.get(rclass, {}))
        hook = find_singleton(module, "extended") if module.open else None
        if hook is not None:
            hook(module, None, self)
    return self


def _reader(key: str) -> Any:
    def read(self: Any, block: Proc | None) -> Any:
        return (
            self.ivars.get(key) if not isinstance(self, RubyError) else vars(self).get("ivars", {}).get(key)
        )

    return read


def _writer(key: str) -> Any:
    from ..variables import set_ivar

    def write(self: Any, block: Proc | None, value: Any) -> Any:
        return set_ivar(self, key, value)

    return write


def _accessors(self: RClass, names: tuple[Any, ...], read: bool, write: bool) -> list[Symbol]:
    made = []
    mode = self.ivars.get(" mode")
    for given in names:
        plain = name_of(given)
        pairs = ([(plain, _reader)] if read else []) + ([(plain + "=", _writer)] if write else [])
        for method_name, maker in pairs:
            add_method(self, method_name, maker("@" + plain))
            set_visibility(self, method_name, mode)
            made.append(Symbol(method_name))
    return made


@method(MODULE, "attr_reader", "attr")
def attr_reader(self: RClass, block: Proc | None, *names: Any) -> list[Symbol]:
    """Readers of instance variables."""
    return _accessors(self, names, True, False)


@method(MODULE, "attr_writer")
def attr_writer(self: RClass, block: Proc | None, *names: Any) -> list[Symbol]:
    """Writers of instance variables."""
    return _accessors(self, names, False, True)


@method(MODULE, "attr_accessor")
def attr_accessor(self: RClass, block: Proc | None, *names: Any) -> list[Symbol]:
    """Readers and writers."""
    return _accessors(self, names, True, True)


def _names(values: tuple[Any, ...]) -> list[str]:
    flat = [v for value in values for v in (value if isinstance(value, list) else [value])]
    return [name_of(v) for v in flat]


def _visibility(self: RClass, mode: str | None, values: tuple[Any, ...]) -> Any:
    _own(self, mode or "public")
    if not values:
        self.ivars[" mode"] = mode
        return None
    for given in _names(values):
        if not any(given in own.get(c, {}) for c in ancestors(self)):
            raise NameError_(f"undefined method `{given}' for class `{self.name}'", name=Symbol(given))
        set_visibility(self, given, mode)
    return values[0]


@method(MODULE, "private")
def private_(self: RClass, block: Proc | None, *names: Any) -> Any:
    """Methods that only self calls."""
    return _visibility(self, "private", names)


@method(MODULE, "protected")
def protected(self: RClass, block: Proc | None, *names: Any) -> Any:
    """Methods that only objects of the class call."""
    return _visibility(self, "protected", names)


@method(MODULE, "public")
def public(self: RClass, block: Proc | None, *names: Any) -> Any:
    """Methods that all call."""
    return _visibility(self, None, names)


@method(MODULE, "module_function")
def module_function(self: RClass, block: Proc | None, *names: Any) -> Any:
    """Methods of the module itself."""
    _own(self, "module_function")
    if not names:
        self.ivars[" mode"] = "module_function"
    for given in _names(names):
        self.singleton[given] = own[self][given]
    return None


@method(MODULE, "private_class_method", "public_class_method", "private_constant")
def private_class_method(self: RClass, block: Proc | None, *names: Any) -> None:
    """Accepted; class methods are not told apart."""
    _own(self, "private_class_method")


@method(MODULE, "alias_method")
def alias_method(self: RClass, block: Proc | None, new_name: Any, old_name: Any) -> Symbol:
    """A second name of an own class's method."""
    _own(self, "alias_method")
    for rclass in ancestors(self):
        fn = own.get(rclass, {}).get(name_of(old_name))
        if fn is not None:
            add_method(self, name_of(new_name), fn)
            return Symbol(name_of(new_name))
    raise NameError_(
        f"undefined method `{name_of(old_name)}' for class `{self.name}'", name=Symbol(name_of(old_name))
    )


@method(MODULE, "define_method")
def define_method(self: RClass, block: Proc | None, given: Any, body: Any = None) -> Symbol:
    """`define_method(:name) { }`: refused, as a block's self is fixed when it is compiled."""
    raise SandboxError("refused: `define_method`. Write the method with `def`")


__all__ = ["Hash", "send"]
