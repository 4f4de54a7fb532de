"""Finding methods: bare calls, Ruby's texts for what is missing, Python's exceptions in Ruby's words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from typing import Any

from ..patterns import lazy_pattern
from . import registry, sandbox
from .errors import (
    ArgumentError,
    FloatDomainError,
    LimitError,
    NameError_,
    NoMethodError,
    RubyError,
    SandboxError,
    StandardError,
    TypeError_,
    ZeroDivisionError_,
)
from .limits import check_digits
from .registry import Method, ancestors, lookup, own
from .values import MISSING, RClass, RObject, Symbol

# --- what is missing --------------------------------------------------------------------------------------


def describe_receiver(value: Any) -> str:
    """A receiver as NoMethodError names it: `nil:NilClass`, `"a":String`, `Foo:Class`."""
    from .core.object import class_name, inspect

    if isinstance(value, RClass):
        return f"{value.name}:{'Module' if value.is_module else 'Class'}"
    if isinstance(value, RObject):
        return f"#<{class_name(value)}>"
    text = str(inspect(value))
    if len(text) > 65:
        text = f"#<{class_name(value)}>"
    return text if text.startswith("#") else f"{text}:{class_name(value)}"


def missing_method(name: str, bare: bool = False) -> Method:
    """What a table gives for a type without the method: it raises Ruby's NoMethodError, or refuses.

    `bare` says that the call has no receiver, so that functions would be found, too.
    """

    def fail(self: Any, block: Any, *args: Any) -> Any:
        handler = lookup(type(self), "method_missing")
        if handler is not None:
            return handler(self, block, Symbol(name), *args)
        raise no_method(self, name, registry.functions if bare else (), args)

    return fail


def hidden_method(name: str, kind: str) -> Method:
    """What a table gives for a private or protected method: it raises."""

    def fail(self: Any, block: Any, *args: Any) -> Any:
        handler = lookup(type(self), "method_missing")
        if handler is not None:
            return handler(self, block, Symbol(name), *args)
        text = f"{kind} method `{name}' called for {describe_receiver(self)}"
        raise NoMethodError(text, name=Symbol(name), receiver=self)

    return fail


def no_method(
    value: Any, name: str, functions: Iterable[str] = (), args: tuple[Any, ...] = ()
) -> BaseException:
    """The error of a call that finds no method."""
    refusal = sandbox.refused_method(name)
    if refusal:
        return SandboxError(refusal)
    error = NoMethodError(
        f"undefined method `{name}' for {describe_receiver(value)}",
        name=Symbol(name),
        receiver=value,
        args=list(args),
    )
    error.hint_names = lambda: {*names_of(value), *functions}  # type: ignore[attr-defined]
    return error


def no_name(value: Any, name: str) -> BaseException:
    """The error of a bare name that is neither local nor method."""
    refusal = sandbox.refused_function(name)
    if refusal:
        return SandboxError(refusal)
    text = f"undefined local variable or method `{name}' for {describe_receiver(value)}"
    error = NameError_(text, name=Symbol(name), receiver=value)
    error.hint_names = lambda: {*names_of(value), *registry.functions}  # type: ignore[attr-defined]
    return error


def names_of(value: Any) -> set[str]:
    """All method names of a value; of a class its class methods, too."""
    names = {name for rclass in ancestors(registry.class_of(value)) for name in own.get(rclass, ())}
    step = value if isinstance(value, RClass) else None
    while step is not None:
        names |= step.singleton.keys()
        step = step.parent
    return names


def nearest(error: RubyError) -> str | None:
    """The existing name nearest to the one that was not found."""
    from difflib import get_close_matches

    names = getattr(error, "hint_names", None)
    wanted = error.fields.get("name")
    if names is None or not isinstance(wanted, Symbol):
        return None
    found = get_close_matches(wanted.name, names(), 1, 0.75)
    return found[0] if found else None


def own_lookup(cls: type, name: str) -> Method | None:
    """A method that a class of the Ruby source defines."""
    if not issubclass(cls, (RObject, RubyError)):
        return None
    for rclass in ancestors(registry.class_of_type(cls)):
        if rclass.open:
            found = own.get(rclass, {}).get(name)
            if found is not None:
                return found
    return None


# --- calls without receiver -------------------------------------------------------------------------------


class BareTable(dict[type, Method]):
    """What a call without receiver reaches, by the type of self: its methods, then the functions."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__()
        self.name, self.kind = name, kind

    def __missing__(self, cls: type) -> Method:
        name = self.name
        if cls is RClass:
            return class_method(name, bare=True)
        found = registry.lookup_any(cls, name)
        if (found is None and self.kind != "o") or found is None:
            found = registry.functions.get(name)
        if found is None:
            return self.fail()
        self[cls] = found
        return found

    def fail(self) -> Method:
        """What raises for a name that does not exist."""
        name = self.name
        if self.kind == "n":

            def unknown(me: Any, block: Any, *args: Any) -> Any:
                if own_lookup(type(me), "method_missing"):
                    return missing_method(name)(me, block, *args)
                raise no_name(me, name)

            return unknown

        def missing(me: Any, block: Any, *args: Any) -> Any:
            refusal = sandbox.refused_function(name)
            if refusal:
                raise SandboxError(refusal)
            return missing_method(name, bare=True)(me, block, *args)

        return missing


_bare: dict[tuple[str, str], BareTable] = {}


def bare_table(name: str, kind: str = "b") -> BareTable:
    """The table of a bare call; kind "n" is a name that might have been a local, "o" a call on `self.`."""
    found = _bare.get((kind, name))
    if found is None:
        found = _bare[kind, name] = BareTable(name, kind)
        registry.bare_tables.setdefault(name, []).append(found)
    return found


def find_singleton(rclass: RClass, name: str) -> Method | None:
    """A class method, inherited ones too."""
    step: RClass | None = rclass
    while step is not None:
        found = step.singleton.get(name)
        if found is not None:
            return found
        step = step.parent
    return None


def class_method(name: str, bare: bool = False) -> Method:
    """The entry of a table for classes as receivers: each class has its own methods."""
    general = lookup(RClass, name)

    def call(rclass: RClass, block: Any, *args: Any) -> Any:
        found = find_singleton(rclass, name) or general
        if found is None and bare:
            found = registry.functions.get(name)
        if found is None:
            refusal = sandbox.refused_class_method(rclass.name, name) or sandbox.refused_method(name)
            if refusal:
                raise SandboxError(refusal)
            if find_singleton(rclass, "method_missing"):
                return find_singleton(rclass, "method_missing")(rclass, block, Symbol(name), *args)  # type: ignore[misc]
            raise no_method(rclass, name)
        return found(rclass, block, *args)

    return call


def own_method(me: Any, name: str, defs: dict[str, Method], plain: bool) -> Method:
    """The method of a bare call whose name the source defines somewhere."""
    found = own_lookup(type(me), name)
    if found is None and isinstance(me, RClass):
        found = find_singleton(me, name)
    if found is None:
        found = defs.get(name)
    return bare_table(name, "n" if plain else "b")[type(me)] if found is None else found


# --- Python's exceptions ----------------------------------------------------------------------------------

_MISSING = lazy_pattern(r"(.+)\(\) missing (\d+) required positional arguments?: (.*)")
_MANY = lazy_pattern(
    r"(.+)\(\) takes (?:from )?(\d+)(?: to (\d+))? positional arguments? "
    r"but (\d+) (?:positional arguments? \(and \d+ keyword-only arguments?\) )?(?:was|were) given"
)
_OPERANDS = lazy_pattern(r"unsupported operand type\(s\) for .+: '(.+)' and '(.+)'")
_COMPARED = lazy_pattern(r"'[<>]=?' not supported between instances of '(.+)' and '(.+)'")
_LABEL = lazy_pattern(r"\[!?(\d+)\.\.(\d*) (\d)\]$")


def translate(error: BaseException) -> RubyError:
    """A Python exception as a Ruby error; limits and refusals are raised again."""
    if isinstance(error, RubyError):
        return error
    if isinstance(error, (LimitError, SandboxError)):
        raise error
    made = _translated(error)
    made.with_traceback(error.__traceback__)
    return made


def _translated(error: BaseException) -> RubyError:
    if isinstance(error, RecursionError):
        raise LimitError("limit of call depth: too many calls inside each other (--limit-depth)") from None
    if isinstance(error, MemoryError):
        raise LimitError("limit of memory (--limit-memory)") from None
    if isinstance(error, ValueError) and "integer string conversion" in str(error):
        check_digits(math.inf)
    if isinstance(error, ZeroDivisionError):
        return ZeroDivisionError_("divided by 0")
    if isinstance(error, OverflowError):
        return FloatDomainError("Infinity")
    if isinstance(error, NameError) and error.name and error.name[1:2] == ":":
        return uninitialized(_first_missing(error.name[2:]))
    if isinstance(error, TypeError):
        found = arity_error(str(error)) or operand_error(str(error))
        if found is not None:
            return found
        return TypeError_(str(error), internal=True)
    return StandardError(f"{type(error).__name__}: {error}", internal=True)


def _first_missing(path: str) -> str:
    """Of `A::B` the part that Ruby misses first."""
    from .classes import linked_constant

    first = path.split("::")[0]
    return first if linked_constant(first) is MISSING else path


def uninitialized(name: str) -> RubyError:
    """The NameError of an unknown constant."""
    refusal = sandbox.refused_constant(name)
    if refusal:
        raise SandboxError(refusal)
    where = "" if "::" in name else "Workato::Connector::Sdk::Connector::"
    error = NameError_(f"uninitialized constant {where}{name}", name=Symbol(name.split("::")[-1]))
    error.hint_names = lambda: set(registry.constants)  # type: ignore[attr-defined]
    return error


def operand_error(text: str) -> RubyError | None:
    """Ruby's error for Python's TypeError about the operands of an operator, or None."""
    coerced, compared = _OPERANDS.match(text), _COMPARED.match(text)
    if coerced:
        return TypeError_(f"{_ruby_name(coerced[2])} can't be coerced into {_ruby_name(coerced[1])}")
    if compared:
        return ArgumentError(f"comparison of {_ruby_name(compared[1])} with {_ruby_name(compared[2])} failed")
    return None


def _ruby_name(name: str) -> str:
    """What a message calls an operand, from the name of its Python type."""
    if name in ("NoneType", "bool"):
        return {"NoneType": "nil", "bool": "true"}[name]
    found = [rclass.name for kind, rclass in registry.classes.items() if kind.__name__ == name]
    return found[0] if found else name


def wrong_number(given: int, low: int, high: int | None) -> RubyError:
    """Ruby's ArgumentError of a call with the wrong number of arguments."""
    expected = f"{low}+" if high is None else str(low) if low == high else f"{low}..{high}"
    return ArgumentError(f"wrong number of arguments (given {given}, expected {expected})")


def arity_error(text: str) -> RubyError | None:
    """The ArgumentError for Python's TypeError about arguments, or None."""
    missing, many = _MISSING.match(text), _MANY.match(text)
    if missing is None and many is None:
        return None
    name = (missing or many)[1]  # type: ignore[index]
    tail = re.findall(r"'([^']*)'", missing[3]) if missing else []
    bounds = _bounds(name, tail, many)
    if bounds is None:
        return None
    low, high, lead = bounds
    given = low - int(missing[2]) if missing else int(many[4]) - lead  # type: ignore[index]
    return wrong_number(given, low, high)


def _bounds(name: str, tail: list[str], many: re.Match[str] | None) -> tuple[int, int | None, int] | None:
    """Least and most arguments of a function by its qualified name, and how many it takes before Ruby's."""
    label = _LABEL.search(name)
    if label:
        return int(label[1]), int(label[2]) if label[2] else None, int(label[3])
    if many is not None:
        low, high = int(many[2]), int(many[3] or many[2])
        return max(0, low - 2), max(0, high - 2), 2
    for fn in _functions(name):
        code = fn.__code__
        required = code.co_argcount - len(fn.__defaults__ or ())
        if list(code.co_varnames[required - len(tail) : required]) == tail:
            high_count = None if code.co_flags & 4 else code.co_argcount - 2
            return required - 2, high_count, 2
    return (len(tail), len(tail), 2)


def _functions(name: str) -> list[Any]:
    """All registered functions of a qualified name."""
    found: list[Any] = []
    sources: list[Callable[[], Any]] = [lambda: registry.functions.values()]
    sources += [lambda m=methods: m.values() for methods in own.values()]  # type: ignore[misc]
    known = registry.classes_below(registry.constants.values())
    sources += [lambda c=rclass: c.singleton.values() for rclass in known]  # type: ignore[misc]
    for values in sources:
        named = (getattr(fn, "__wrapped__", fn) for fn in values() if getattr(fn, "__qualname__", "") == name)
        found += [fn for fn in named if hasattr(fn, "__code__")]
    return found
