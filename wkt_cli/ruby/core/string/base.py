"""The three forms of a Ruby String (`str`, `RString`, `Binary`) as the methods see them.

A method is written once over `str` and registered by `text_method`; the other two forms get an adapter. A
Binary is seen as text of which each byte that is no character is one surrogate (as Python's `surrogateescape`
has it), so that positions and counts are Ruby's, and results are encoded again as the receiver was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import unwrap
from typing import Any, TypeVar

from ...errors import ArgumentError, CompatibilityError, EncodingError, RubyError
from ...registry import STRING, define_class, define_module, exact, method, send, tables
from ...values import Binary, Proc, RString, Symbol, Text, UnicodeString
from ..object import frozen_error, no_conversion, responds

Method = Callable[..., Any]
F = TypeVar("F", bound=Method)

WORKATO = define_module("Workato")
WORKATO_TYPES = define_module("Workato::Types")

CODECS = {
    "ASCII-8BIT": "latin-1",
    "ISO-8859-1": "latin-1",
    "US-ASCII": "ascii",
    "UTF-8": "utf-8",
    "UTF-16": "utf-16-be",
    "UTF-32": "utf-32-be",
    "Shift_JIS": "shift_jis",
    "Windows-31J": "cp932",
    "EUC-JP": "euc_jp",
    "GBK": "gbk",
    "GB18030": "gb18030",
    "Big5": "big5",
    "EUC-KR": "euc_kr",
    "KOI8-R": "koi8_r",
}
"""Python's codecs of Ruby's encodings whose names Python does not know as they are."""


class WorkatoBinary(Binary):
    """The SDK's Workato::Types::Binary: what its decoders and digests return."""

    __slots__ = ()


WORKATO_BINARY = define_class("Workato::Types::Binary", STRING, WorkatoBinary)
define_class("Workato::Types::UnicodeString", STRING, UnicodeString)


def codec(encoding: str) -> str:
    """Python's name of a Ruby encoding."""
    return CODECS.get(encoding, encoding)


def from_bytes(data: bytes, encoding: str = "UTF-8") -> str | Binary:
    """A String of these bytes: `str` where they are valid UTF-8, else Binary."""
    if encoding == "UTF-8":
        try:
            return data.decode()
        except UnicodeDecodeError:
            pass
    return Binary(data, encoding)


def to_bytes(value: Any) -> bytes:
    """The bytes of a String argument in any form."""
    if isinstance(value, Binary):
        return value.data
    return text(value).encode("utf-8", "surrogateescape")


def chars(value: Binary) -> str:
    """A Binary as text of one character for each of Ruby's characters."""
    if value.encoding in ("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "UTF-16", "UTF-32"):
        return value.data.decode(codec(value.encoding), "surrogatepass")
    return value.data.decode(codec(value.encoding), "surrogateescape")


def like(pattern: Binary, result: str) -> str | Binary:
    """Text made from a Binary, back in the encoding of that Binary."""
    try:
        if pattern.encoding == "UTF-8":
            return from_bytes(result.encode("utf-8", "surrogateescape"))
        return Binary(result.encode(codec(pattern.encoding), "surrogateescape"), pattern.encoding)
    except UnicodeEncodeError:
        raise incompatible(pattern.encoding, "UTF-8")


def text(value: Any) -> str:
    """A String argument as `str`; Ruby's TypeError for what is no String."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if isinstance(value, RString):
        return value.text
    if isinstance(value, Binary):
        return binary_text(value)
    if value is not None and kind is not bool and kind is not Symbol and responds(value, "to_str"):
        return text(send(value, "to_str"))
    raise no_conversion(value, "String")


def binary_text(value: Binary) -> str:
    """A Binary as text beside UTF-8 text; CompatibilityError where the two can't stand together."""
    if value.data.isascii():
        return value.data.decode()
    if value.encoding != "UTF-8":
        raise incompatible("UTF-8", value.encoding)
    return chars(value)


def parsed_text(value: Any) -> str:
    """A String argument as parsers read it: bytes without an encoding count as UTF-8, others are converted."""
    if not isinstance(value, Binary):
        return text(value)
    try:
        return value.data.decode("utf-8" if value.encoding == "ASCII-8BIT" else codec(value.encoding))
    except UnicodeDecodeError:
        return text(value)


def is_text(value: Any) -> bool:
    """Whether a value is a String in any form."""
    return isinstance(value, str | Text)


def incompatible(mine: str, yours: str) -> RubyError:
    """The error of two encodings in one String."""
    return CompatibilityError(f"incompatible character encodings: {mine} and {yours}")


def encoding_of(value: Any) -> str:
    """The name of a String's encoding."""
    return value.encoding if isinstance(value, Binary) else "UTF-8"


def invalid_sequence(value: Binary) -> RubyError:
    """The error of a regular expression or a split on invalid text."""
    return ArgumentError(f"invalid byte sequence in {value.encoding}")


def is_valid(value: Any) -> bool:
    """Ruby's `valid_encoding?`."""
    if not isinstance(value, Binary):
        return True
    try:
        value.data.decode(codec(value.encoding))
    except UnicodeDecodeError:
        return False
    except LookupError:
        raise EncodingError(f"unknown encoding name - {value.encoding}")
    return True


def is_broken(char: str) -> bool:
    """Whether what stands for a character is a byte that is none."""
    return "\udc80" <= char <= "\udcff"


def register_exact(form: type, fn: Method, *names: str) -> None:
    """Register a method for one form of String only."""
    for name in names:
        exact.setdefault(form, {})[name] = fn
        if name in tables:
            tables[name].clear()


def with_arity(fn: F) -> F:
    """Write Ruby's arity into the function's name, from which errors about arguments read it."""
    inner = unwrap(fn)
    code = inner.__code__
    least = code.co_argcount - len(inner.__defaults__ or ()) - 2
    most = "" if code.co_flags & 4 else code.co_argcount - 2
    inner.__qualname__ = f"{fn.__name__}[{least}..{most} 2]"
    return fn


def for_rstring(fn: Method) -> Method:
    """The method for RString: by arity, as a call with `*args` costs more."""
    code = fn.__code__
    fixed = code.co_argcount - 2 if not fn.__defaults__ and not code.co_flags & 4 else -1
    if fixed == 0:
        return wraps(fn)(lambda self, block: fn(self.text, block))
    if fixed == 1:
        return wraps(fn)(lambda self, block, value: fn(self.text, block, value))
    return wraps(fn)(lambda self, block, *args: fn(self.text, block, *args))


def text_method(*names: str) -> Callable[[F], F]:
    """Register a method of String that is written over `str`; the other forms get an adapter."""

    def register(fn: F) -> F:
        with_arity(fn)

        @wraps(fn)
        def on_binary(self: Binary, block: Proc | None, *args: Any) -> Any:
            if self.encoding == "UTF-8":
                check_strict(self, names[0], args)
            seen = [chars(a) if isinstance(a, Binary) else a for a in args]
            if self.encoding == "ASCII-8BIT":
                check_compatible(self, seen)
            return back(self, fn(chars(self), block, *seen))

        method(STRING, *names)(fn)
        register_exact(RString, for_rstring(fn), *names)
        register_exact(Binary, on_binary, *names)
        return fn

    return register


STRICT = frozenset(
    [
        "strip",
        "rstrip",
        "tr",
        "tr_s",
        "delete",
        "squeeze",
        "count",
        "split",
        "=~",
        "match",
        "match?",
        "scan",
        "ord",
        "codepoints",
        "blank?",
        "present?",
        "squish",
        "unicode_normalize",
        "casecmp?",
        "classify",
        "pluralize",
        "singularize",
        "tableize",
        "humanize",
        "underscore",
        "parameterize",
        "camelize",
        "dasherize",
        "foreign_key",
        "strip_heredoc",
        "truncate_words",
        "to_sym",
        "unicode_normalized?",
    ]
)
"""Methods that refuse invalid text; others do so where a Regexp is among the arguments."""


def check_strict(self: Binary, name: str, args: tuple[Any, ...]) -> None:
    """Ruby's error for methods that must know characters."""
    from ..regexp import Regexp

    if (name in STRICT or any(isinstance(arg, Regexp) for arg in args)) and not is_valid(self):
        raise complaint(self, name)


def complaint(self: Binary, name: str) -> RubyError:
    """How a method says that a text is invalid."""
    if name == "casecmp?":
        return ArgumentError("input string invalid")
    if name == "to_sym":
        return EncodingError(f"invalid symbol in encoding {self.encoding} :{send(self, 'inspect')}")
    return invalid_sequence(self)


def check_compatible(self: Binary, args: list[Any]) -> None:
    """Ruby's error where bytes meet text beyond ASCII."""
    from ..regexp import Regexp

    if self.data.isascii():
        return
    for arg in args:
        if type(arg) is str and not arg.isascii():
            raise incompatible(self.encoding, "UTF-8")
        if isinstance(arg, Regexp) and not arg.source.isascii():
            raise incompatible_match(self.encoding)


def incompatible_match(encoding: str) -> RubyError:
    """The error of a regular expression beyond ASCII on a text of another encoding."""
    return CompatibilityError(f"incompatible encoding regexp match (UTF-8 regexp with {encoding} string)")


def back(self: Binary, result: Any) -> Any:
    """A result over the characters of a Binary, as Strings like that Binary."""
    kind = type(result)
    if kind is str:
        return like(self, result)
    if kind is list:
        return [back(self, part) for part in result]
    if hasattr(result, "origin"):
        result.origin = self
    elif hasattr(result, "receiver"):
        result.receiver = self
    return result


def value_method(*names: str) -> Callable[[F], F]:
    """Register a method of String that treats the three forms itself."""

    def register(fn: F) -> F:
        with_arity(fn)
        method(STRING, *names)(fn)
        for form in (RString, Binary):
            register_exact(form, fn, *names)
        return fn

    return register


def binary_method(*names: str) -> Callable[[F], F]:
    """Register a method for Binary only, in place of the adapter of `text_method`."""

    def register(fn: F) -> F:
        with_arity(fn)
        register_exact(Binary, fn, *names)
        return fn

    return register


def raw(value: Any) -> str:
    """A String receiver as `str`, whatever its form."""
    if isinstance(value, RString):
        return value.text
    return chars(value) if isinstance(value, Binary) else value


def become(self: Text, result: str | RString | Binary) -> None:
    """Give a mutable String new content, which may need the other form."""
    if self.frozen:
        raise frozen_error(self)
    if isinstance(result, Binary):
        if not isinstance(self, Binary):
            self.__class__ = Binary
        self.data, self.encoding = result.data, result.encoding
        return
    if not isinstance(self, RString):
        self.__class__ = RString
    self.text = result if type(result) is str else result.text  # type: ignore[union-attr]
