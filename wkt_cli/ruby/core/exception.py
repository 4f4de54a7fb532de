"""Exception and its family: the classes as constants, the SDK's shadows, the methods of an error, `raise`."""

from __future__ import annotations

from typing import Any, NoReturn

from .. import errors, registry
from ..errors import ArgumentError, RubyError, RuntimeError_, StandardError, TypeError_, exception_class
from ..jumps import shadows, state
from ..registry import EXCEPTION, OBJECT, define_class, define_module, function, method, send, singleton
from ..values import Hash, Proc, RClass, Symbol
from .object import equal, inspect


def register_errors() -> None:
    """Make a constant of every class in `errors`; those inside another module's namespace follow with it."""
    define_module("Encoding") if "Encoding" not in registry.constants else None
    for value in list(vars(errors).values()):
        if isinstance(value, type) and issubclass(value, RubyError) and value is not RubyError:
            register_error(value)


def register_error(cls: type[RubyError]) -> RClass | None:
    """Make the Ruby class of a Python error class; gives None where its namespace does not exist yet."""
    if cls in registry.classes:
        return registry.classes[cls]
    base = cls.__mro__[1]
    parent = EXCEPTION if base is RubyError else register_error(base)
    name = cls.class_name
    namespace = name.rpartition("::")[0]
    if namespace and registry.find_constant(namespace) is None:
        rclass = RClass(name, parent, (cls,))
        registry.classes[cls] = rclass
        _waiting.append(rclass)
        return rclass
    return define_class(name, parent, cls)


_waiting: list[RClass] = []
"""Classes inside a namespace that a later module of the core makes."""


def attach_waiting() -> None:
    """Put the classes that waited into their namespaces; called when the whole core is there."""
    for rclass in _waiting:
        if not isinstance(registry.find_constant(rclass.name), RClass):
            registry.set_constant(rclass.name, rclass)
    _waiting.clear()


register_errors()

SDK = "Workato::Connector::Sdk::"
for path in ("Workato", "Workato::Connector", "Workato::Connector::Sdk"):
    define_module(path)


def sdk_error(name: str, parent: type[RubyError] = StandardError) -> type[RubyError]:
    """An error class of the SDK, which stands before the core's class of that name."""
    made = exception_class(SDK + name, parent)
    rclass = define_class(SDK + name, registry.classes[parent], made)
    registry.sdk_constants[name] = rclass
    core = registry.constants.get(name)
    if isinstance(core, RClass):
        shadows[rclass] = core
    return made


SdkRuntimeError = sdk_error("RuntimeError")
SdkArgumentError = sdk_error("ArgumentError")
SdkNotImplementedError = sdk_error("NotImplementedError")
JSONParsingError = sdk_error("JSONParsingError")
UndefinedMethodError = sdk_error("UndefinedMethodError")


# --- raise ------------------------------------------------------------------------------------------------


def make_error(what: Any, message: tuple[Any, ...]) -> RubyError:
    """The error that `raise what, message` raises."""
    if isinstance(what, RClass) and what.pytypes and issubclass(what.pytypes[0], RubyError):
        return send(what, "new", *message)  # type: ignore[no-any-return]
    if isinstance(what, RubyError):
        if message:
            copy = type(what)(message[0])
            copy.fields = dict(what.fields)
            return copy
        return what
    if type(what) is str or type(what).__name__ in ("RString", "Binary"):
        return RuntimeError_(what)
    if not isinstance(what, RClass) and registry.lookup(type(what), "exception"):
        return send(what, "exception", *message)  # type: ignore[no-any-return]
    raise TypeError_("exception class/object expected")


@function("raise", "fail")
def raise_(me: Any, block: Proc | None, *args: Any) -> NoReturn:
    """`raise`, `raise "text"`, `raise Class`, `raise Class, "text"`, `raise error, cause: other`."""
    cause: Any = state.error
    if args and isinstance(args[-1], Hash) and args[-1].keywords and set(args[-1]) == {Symbol("cause")}:
        cause, args = args[-1][Symbol("cause")], args[:-1]
    if not args:
        error = state.error if state.error is not None else RuntimeError_("")
    else:
        error = make_error(args[0], args[1:2])
    if error.cause_value is None and cause is not error:
        error.cause_value = cause
    if len(args) > 2:
        error.trace = args[2]  # type: ignore[attr-defined]
    raise error


@function("error")
def error_(me: Any, block: Proc | None, message: Any) -> NoReturn:
    """The SDK's `error("text")`: its own RuntimeError."""
    raise SdkRuntimeError(message if message is None or type(message) is str else send(message, "to_s"))


# --- methods ----------------------------------------------------------------------------------------------


@singleton(EXCEPTION, "new", "exception")
def new(self: RClass, block: Proc | None, *args: Any) -> RubyError:
    """`Class.new(message)`."""
    cls: Any = self.pytypes[0]
    made: RubyError = cls.__new__(cls)
    RubyError.__init__(made, None)
    registry.lookup_any(type(made), "initialize")(made, block, *args)  # type: ignore[misc]
    return made


@method(EXCEPTION, "initialize")
def initialize(self: RubyError, block: Proc | None, message: Any = None, *fields: Any) -> None:
    """Take the message; KeyError, NameError and FrozenError also take what they are about."""
    if isinstance(message, Hash) and message.keywords:
        fields, message = (message,), None
    self.given = message
    if fields and isinstance(fields[-1], Hash) and fields[-1].keywords:
        self.fields.update({key.name: value for key, value in fields[-1].items()})
    elif fields:
        self.fields["name"] = fields[0]


@method(EXCEPTION, "to_s")
def to_s(self: RubyError, block: Proc | None) -> Any:
    """The message, or the name of the class."""
    given = self.given
    if given is None:
        return self.class_name
    return given if type(given) is str else send(given, "to_s")


@method(EXCEPTION, "message")
def message(self: RubyError, block: Proc | None) -> Any:
    """What `to_s` gives."""
    return send(self, "to_s")


@method(EXCEPTION, "detailed_message")
def detailed_message(self: RubyError, block: Proc | None, options: Any = None) -> str:
    """The message with the class."""
    return f"{send(self, 'message')} ({self.class_name})"


@method(EXCEPTION, "full_message")
def full_message(self: RubyError, block: Proc | None, options: Any = None) -> str:
    """Place, message, class and backtrace."""
    lines = backtrace(self, None) or ["connector.rb"]
    rest = "".join(f"\n\tfrom {line}" for line in lines[1:])
    return f"{lines[0]}: {send(self, 'message')} ({self.class_name}){rest}"


@method(EXCEPTION, "inspect")
def inspect_(self: RubyError, block: Proc | None) -> str:
    """`#<Class: message>`."""
    text = str(send(self, "to_s"))
    return f"#<{self.class_name}: {text}>" if text else self.class_name


@method(EXCEPTION, "cause")
def cause(self: RubyError, block: Proc | None) -> Any:
    """The error that was being handled when this one was raised."""
    return self.cause_value


@method(EXCEPTION, "backtrace")
def backtrace(self: RubyError, block: Proc | None) -> list[str] | None:
    """The Ruby lines of the calls, innermost first; nil before it is raised."""
    given = getattr(self, "trace", None)
    if given is not None:
        return given if isinstance(given, list) else [given]
    if self.__traceback__ is None:
        return None
    from ..places import frames_of

    return [f"{frame.filename}:{frame.line}:in `{frame.name}'" for frame in frames_of(self)]


@method(EXCEPTION, "set_backtrace")
def set_backtrace(self: RubyError, block: Proc | None, lines: Any) -> Any:
    """Set the backtrace."""
    self.trace = lines  # type: ignore[attr-defined]
    return lines


@method(EXCEPTION, "backtrace_locations")
def backtrace_locations(self: RubyError, block: Proc | None) -> Any:
    """The backtrace as text; locations have no class of their own here."""
    return backtrace(self, None)


@method(EXCEPTION, "exception")
def exception(self: RubyError, block: Proc | None, *message: Any) -> RubyError:
    """The error itself, or a copy with another message."""
    return make_error(self, message)


@method(EXCEPTION, "==")
def equals(self: RubyError, block: Proc | None, other: Any) -> bool:
    """Equal class, message and backtrace."""
    if self is other:
        return True
    return type(self) is type(other) and equal(send(self, "message"), send(other, "message"))


def _field(*names: str) -> Any:
    def read(self: RubyError, block: Proc | None) -> Any:
        for name in names:
            if name in self.fields:
                return self.fields[name]
        if names[0] == "receiver":
            raise ArgumentError("no receiver is available")
        return None

    return read


def register_fields() -> None:
    """The readers of what an error is about."""
    for name, reader in {
        "NameError": ("name", "receiver"),
        "NoMethodError": ("args",),
        "KeyError": ("key", "receiver"),
        "FrozenError": ("receiver",),
        "StopIteration": ("result",),
        "UncaughtThrowError": ("tag", "value"),
        "LocalJumpError": ("reason", "exit_value"),
        "NoMatchingPatternKeyError": ("key", "matchee"),
    }.items():
        for field in reader:
            method(registry.constants[name], field)(_field(field))


register_fields()

__all__ = ["OBJECT", "inspect"]
