"""What Ruby code can raise, and what stops it from outside.

RubyError            any Ruby exception; each Ruby exception class is a Python subclass of it
└── StandardError …  made by `exception_class`, one Python class a Ruby class
SandboxError         source that is refused or can't be parsed     (never rescued by Ruby code)
LimitError           a limit was hit                               (never rescued by Ruby code)
"""

from __future__ import annotations

from typing import Any, ClassVar


class RubyError(Exception):
    """A Ruby exception, at once the value that Ruby code sees and what Python raises.

    Attributes:
        class_name: Ruby's name of the class, for example ``NoMethodError``.
        message: Ruby's text.
        line: line of the Ruby source that raised it, or None.
    """

    class_name: ClassVar[str] = "Exception"

    def __init__(self, message: str | None = None, **fields: Any) -> None:
        super().__init__(message)
        self.given = message
        self.fields = fields
        self.cause_value: Any = None
        self.filename = ""
        self.line: int | None = None
        self.column: int | None = None

    @property
    def message(self) -> str:
        """Ruby's text; the class name where none was given."""
        return self.class_name if self.given is None else str(self.given)

    def __str__(self) -> str:
        return self.message


class SandboxError(Exception):
    """Source that is refused or that can't be parsed: names the construct, file and line."""

    def __init__(
        self, message: str, *, filename: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.message, self.filename, self.line, self.column = message, filename, line, column


class LimitError(Exception):
    """A limit of the sandbox was hit: names the limit and the option that moves it."""

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(message)
        self.message, self.line = message, line
        self.filename, self.column = "", None


def exception_class(name: str, parent: type[RubyError] = RubyError) -> type[RubyError]:
    """Make the Python class that stands for the Ruby exception class ``name``."""
    return type(name.replace("::", "_"), (parent,), {"class_name": name, "__module__": __name__})


ScriptError = exception_class("ScriptError")
NotImplementedError_ = exception_class("NotImplementedError", ScriptError)
LoadError = exception_class("LoadError", ScriptError)
SystemStackError = exception_class("SystemStackError")
StandardError = exception_class("StandardError")
ArgumentError = exception_class("ArgumentError", StandardError)
UncaughtThrowError = exception_class("UncaughtThrowError", ArgumentError)
EncodingError = exception_class("EncodingError", StandardError)
InvalidByteSequenceError = exception_class("Encoding::InvalidByteSequenceError", EncodingError)
UndefinedConversionError = exception_class("Encoding::UndefinedConversionError", EncodingError)
CompatibilityError = exception_class("Encoding::CompatibilityError", EncodingError)
FiberError = exception_class("FiberError", StandardError)
IndexError_ = exception_class("IndexError", StandardError)
KeyError_ = exception_class("KeyError", IndexError_)
StopIteration_ = exception_class("StopIteration", IndexError_)
LocalJumpError = exception_class("LocalJumpError", StandardError)
MathDomainError = exception_class("Math::DomainError", ArgumentError)
NameError_ = exception_class("NameError", StandardError)
NoMethodError = exception_class("NoMethodError", NameError_)
RangeError = exception_class("RangeError", StandardError)
FloatDomainError = exception_class("FloatDomainError", RangeError)
RegexpError = exception_class("RegexpError", StandardError)
RuntimeError_ = exception_class("RuntimeError", StandardError)
FrozenError = exception_class("FrozenError", RuntimeError_)
NoMatchingPatternError = exception_class("NoMatchingPatternError", StandardError)
NoMatchingPatternKeyError = exception_class("NoMatchingPatternKeyError", NoMatchingPatternError)
TypeError_ = exception_class("TypeError", StandardError)
ZeroDivisionError_ = exception_class("ZeroDivisionError", StandardError)
IOError_ = exception_class("IOError", StandardError)
DateError = exception_class("Date::Error", ArgumentError)
ConverterNotFoundError = exception_class("Encoding::ConverterNotFoundError", EncodingError)
SdkArgumentError = exception_class("Workato::Connector::Sdk::ArgumentError", StandardError)
SdkRuntimeError = exception_class("Workato::Connector::Sdk::RuntimeError", StandardError)
