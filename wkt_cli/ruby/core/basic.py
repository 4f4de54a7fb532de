"""Object: what every value answers."""

from __future__ import annotations

from typing import Any

from ..errors import ArgumentError, RuntimeError_, TypeError_
from ..registry import (
    BASIC_OBJECT,
    CLASS,
    MODULE,
    NUMERIC,
    OBJECT,
    ancestors,
    lookup_any,
    method,
    own,
    send,
    table,
)
from ..sandbox import foreign
from ..values import MISSING, Hash, Proc, RClass, RObject, RString, Symbol
from . import object as o
from .enumerator import Enumerator
from .options import with_keywords


@method(OBJECT, "class")
def class_(self: Any, block: Proc | None) -> Any:
    """Its class."""
    if isinstance(self, RClass):
        return MODULE if self.is_module else CLASS
    return o.ruby_class(self)


@method(OBJECT, "is_a?", "kind_of?")
def is_a(self: Any, block: Proc | None, rclass: Any) -> bool:
    """Whether it is an instance of a class or of one below it."""
    return o.is_a(self, o.class_argument(rclass))


@method(OBJECT, "instance_of?")
def instance_of(self: Any, block: Proc | None, rclass: Any) -> bool:
    """Whether it is an instance of exactly this class."""
    return class_(self, None) is o.class_argument(rclass)


@method(OBJECT, "nil?")
def is_nil(self: Any, block: Proc | None) -> bool:
    """Only nil is."""
    return self is None


@method(BASIC_OBJECT, "equal?")
def identical(self: Any, block: Proc | None, other: Any) -> bool:
    """Whether both are one object."""
    return o.identical(self, other)


@method(BASIC_OBJECT, "==")
def equals(self: Any, block: Proc | None, other: Any) -> bool:
    """Whether both are one object."""
    return o.identical(self, other)


@method(BASIC_OBJECT, "!=")
def differs(self: Any, block: Proc | None, other: Any) -> bool:
    """Not `==`."""
    return not o.truthy(send(self, "==", other))


@method(BASIC_OBJECT, "!")
def negation(self: Any, block: Proc | None) -> bool:
    """Whether it is nil or false."""
    return not o.truthy(self)


@method(OBJECT, "===")
def case_equals(self: Any, block: Proc | None, other: Any) -> bool:
    """As `==`, for `case`."""
    return self is other or o.truthy(send(self, "==", other))


@method(OBJECT, "eql?")
def eql(self: Any, block: Proc | None, other: Any) -> bool:
    """Whether both are one object; Python's own equality where a type of the core has one."""
    if self is other:
        return True
    if type(self) is not type(other) or isinstance(self, RObject) or not _has_equality(type(self)):
        return False
    return bool(self == other)


def _has_equality(kind: type) -> bool:
    return "__eq__" in {name for base in kind.__mro__[:-1] for name in vars(base)}


@method(OBJECT, "hash")
def hash_(self: Any, block: Proc | None) -> int:
    """One number for values that are `eql?`."""
    return hash(self) if type(self).__hash__ is not None else id(self)


@method(OBJECT, "<=>")
def spaceship(self: Any, block: Proc | None, other: Any) -> Any:
    """0 for equal values, else nil."""
    return 0 if self is other or o.truthy(send(self, "==", other)) else None


@method(OBJECT, "=~")
def no_match(self: Any, block: Proc | None, pattern: Any) -> Any:
    """Nothing matches by default."""
    return None


@method(OBJECT, "!~")
def mismatch(self: Any, block: Proc | None, pattern: Any) -> bool:
    """Not `=~`."""
    return not o.truthy(send(self, "=~", pattern))


@method(OBJECT, "object_id")
def object_id(self: Any, block: Proc | None) -> int:
    """A number for the object; small values have Ruby's."""
    if type(self) is int:
        return 2 * self + 1
    if self is None or type(self) is bool:
        return 8 if self is None else 20 if self else 0
    return id(self)


own[OBJECT]["__id__"] = object_id


@method(OBJECT, "inspect")
def inspect(self: Any, block: Proc | None) -> str:
    """Class, and instance variables if there are any."""
    variables = getattr(self, "ivars", None) or {}
    from .array.convert import Nested

    with Nested(self) as again:
        if again:
            return f"#<{o.class_name(self)} ...>"
        shown = ", ".join(f"{name}={o.inspect(value)}" for name, value in variables.items())
    return f"#<{o.class_name(self)}{' ' if shown else ''}{shown}>"


@method(OBJECT, "to_s")
def to_s(self: Any, block: Proc | None) -> str:
    """The class."""
    return o.any_to_s(self)


@method(OBJECT, "itself")
def itself(self: Any, block: Proc | None) -> Any:
    """Itself."""
    return self


@method(OBJECT, "tap")
def tap(self: Any, block: Proc | None) -> Any:
    """Give itself to the block; gives itself back."""
    from .enumerable.fold import needs_block

    needs_block(block).one(self)
    return self


def _then(name: str) -> None:
    @method(OBJECT, name)
    def then(self: Any, block: Proc | None) -> Any:
        """What the block makes of it."""
        return Enumerator(self, name) if block is None else block.one(self)


_then("then")
_then("yield_self")


@method(OBJECT, "freeze")
def freeze(self: Any, block: Proc | None) -> Any:
    """Allow no more change."""
    return o.freeze(self)


@method(OBJECT, "frozen?")
def frozen(self: Any, block: Proc | None) -> bool:
    """Whether no change is allowed."""
    return o.is_frozen(self)


@method(OBJECT, "dup")
def dup(self: Any, block: Proc | None) -> Any:
    """A shallow copy; values without a state of their own are their own copy."""
    if not isinstance(self, RObject):
        return self
    made = type(self).__new__(type(self))
    RObject.__init__(made)
    made.ivars.update(self.ivars)
    copy = lookup_any(type(self), "initialize_copy")
    if copy is not None:
        copy(made, None, self)
    return made


@method(OBJECT, "clone")
@with_keywords
def clone(self: Any, block: Proc | None, *, freeze: Any = None) -> Any:
    """A copy that is frozen where this is, unless `freeze: false`; numbers and their like have none."""
    frozen = o.clone_is_frozen(self, freeze)
    if not frozen and (self is None or o.is_a(self, NUMERIC) or isinstance(self, bool | Symbol)):
        raise ArgumentError(f"can't unfreeze {o.class_name(self)}")
    made = send(self, "dup")
    return o.freeze(made) if frozen and made is not self else made


@method(OBJECT, "instance_variables")
def instance_variables(self: Any, block: Proc | None) -> Any:
    """The names of its instance variables."""
    return [Symbol(name) for name in getattr(self, "ivars", None) or {} if name.startswith("@")]


@method(OBJECT, "instance_variable_defined?")
def instance_variable_defined(self: Any, block: Proc | None, name: Any) -> bool:
    """Whether an instance variable was set."""
    return o.to_s(name) in (getattr(self, "ivars", None) or {})


@method(OBJECT, "instance_values")
def instance_values(self: Any, block: Proc | None) -> Any:
    """ActiveSupport: the instance variables by name."""
    variables = getattr(self, "ivars", None) or {}
    return Hash({name[1:]: value for name, value in variables.items() if name.startswith("@")})


@method(OBJECT, "instance_variable_names")
def instance_variable_names(self: Any, block: Proc | None) -> Any:
    """ActiveSupport: the names of its instance variables as text."""
    return [symbol.name for symbol in instance_variables(self, None)]


@method(OBJECT, "methods", "public_methods")
def methods(self: Any, block: Proc | None, *args: Any) -> Any:
    """The names of its methods."""
    names = {name: None for rclass in ancestors(o.ruby_class(self)) for name in own.get(rclass, ())}
    return [Symbol(name) for name in names]


@method(OBJECT, "to_enum", "enum_for")
def to_enum(self: Any, block: Proc | None, name: Any = MISSING, *args: Any) -> Any:
    """An Enumerator over a yielding method."""
    if name is not MISSING and not isinstance(name, Symbol | str | RString):
        raise TypeError_(f"{o.inspect(name)} is not a symbol")
    wanted = "each" if name is MISSING else o.to_s(name)
    return Enumerator(self, wanted, args, MISSING if block is None else block)


@method(OBJECT, "display")
def display(self: Any, block: Proc | None) -> Any:
    """Print it."""
    from ..registry import functions

    functions["print"](None, None, self)


@method(OBJECT, "blank?")
def blank(self: Any, block: Proc | None) -> bool:
    """Whether it is nil, false, empty or white space."""
    if o.responds(self, "empty?"):
        return o.truthy(send(self, "empty?"))
    return not o.truthy(self)


_BLANK = table("blank?")


@method(OBJECT, "present?")
def present(self: Any, block: Proc | None) -> bool:
    """Not blank?."""
    return not _BLANK[type(self)](self, None)


@method(OBJECT, "presence")
def presence(self: Any, block: Proc | None) -> Any:
    """Itself, or nil where it is blank."""
    return None if _BLANK[type(self)](self, None) else self


@method(OBJECT, "in?")
def in_(self: Any, block: Proc | None, other: Any) -> bool:
    """Whether the other includes it."""
    if not o.responds(other, "include?"):
        raise ArgumentError("The parameter passed to #in? must respond to #include?")
    return o.truthy(send(other, "include?", self))


@method(OBJECT, "presence_in")
def presence_in(self: Any, block: Proc | None, other: Any) -> Any:
    """Itself if the other includes it, else nil."""
    return self if in_(self, None, other) else None


@method(OBJECT, "try")
def try_(self: Any, block: Proc | None, name: Any = MISSING, *args: Any) -> Any:
    """Call a method if there is one, else nil; or give itself to the block."""
    if name is MISSING or name is None:
        return _give(self, block)
    if not o.truthy(send(self, "respond_to?", name)) and not foreign(str(getattr(name, "name", name))):
        return None
    return send(self, "public_send", name, *args, block=block)


@method(OBJECT, "try!")
def try_strictly(self: Any, block: Proc | None, name: Any = MISSING, *args: Any) -> Any:
    """Call a method, or give itself to the block."""
    if name is MISSING or name is None:
        return _give(self, block)
    return send(self, "public_send", name, *args, block=block)


def _give(self: Any, block: Proc | None) -> Any:
    if block is None:
        raise TypeError_("nil is not a symbol nor a string")
    return block.call() if block.arity == 0 else block.one(self)


@method(OBJECT, "deep_dup")
def deep_dup(self: Any, block: Proc | None) -> Any:
    """As dup."""
    return send(self, "dup")


@method(OBJECT, "duplicable?")
def duplicable(self: Any, block: Proc | None) -> bool:
    """Whether it can be copied."""
    return True


@method(OBJECT, "html_safe?")
def html_safe(self: Any, block: Proc | None) -> bool:
    """Nothing is by default."""
    return False


@method(OBJECT, "acts_like?")
def acts_like(self: Any, block: Proc | None, duck: Any) -> bool:
    """Whether it answers `acts_like_<duck>?`."""
    return o.responds(self, f"acts_like_{o.to_s(duck)}?")


@method(OBJECT, "to_param")
def to_param(self: Any, block: Proc | None) -> Any:
    """As to_s."""
    return o.to_s(self)


_TRUE_WORDS = frozenset({"true", "t", "yes", "y", "1"})
_FALSE_WORDS = frozenset({"false", "f", "no", "n", "0"})


def to_boolean(value: Any) -> bool:
    """The SDK's reading of true and false; RuntimeError for what is neither."""
    if value is True or value is False:
        return bool(value)
    if isinstance(value, str | RString):
        return _text_to_boolean(str(value))
    if type(value) is int:
        if value in (0, 1):
            return value == 1
        raise RuntimeError_(f"Can't convert number value {value} to boolean")
    raise RuntimeError_(f"Can't convert type {o.class_name(value)} to boolean")


def _text_to_boolean(text: str) -> bool:
    if not text:
        raise RuntimeError_("Can't convert empty string to boolean")
    if text.lower() in _TRUE_WORDS:
        return True
    if text.lower() in _FALSE_WORDS:
        return False
    raise RuntimeError_(f"Can't convert string value {text} to boolean")


@method(OBJECT, "is_true?")
def is_true(self: Any, block: Proc | None, options: Any = None) -> bool:
    """The SDK's truth of texts and numbers; nil is false unless `null_true: true`."""
    if self is None:
        return isinstance(options, Hash) and o.truthy(options.get(Symbol("null_true")))
    return to_boolean(self)


@method(OBJECT, "is_not_true?")
def is_not_true(self: Any, block: Proc | None, options: Any = None) -> bool:
    """Not is_true?."""
    return not is_true(self, None, options)
