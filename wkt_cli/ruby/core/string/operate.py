"""Operators and comparison: `+`, `*`, `%`, `==`, `<=>`, and freezing."""

from __future__ import annotations

from typing import Any

from ...errors import ArgumentError, RubyError, SdkArgumentError
from ...limits import check_size
from ...registry import send
from ...values import Binary, Proc, RString, Symbol
from ..object import clone_is_frozen, responds, to_index, truthy
from ..options import with_keywords
from .base import (
    encoding_of,
    from_bytes,
    incompatible,
    is_text,
    like,
    raw,
    text,
    text_method,
    to_bytes,
    value_method,
)


def joined(self: Any, other: Any) -> str | Binary:
    """Two Strings as one, in the encoding that holds both."""
    if not isinstance(self, Binary) and not isinstance(other, Binary):
        return text(self) + text(other)
    mine, yours = to_bytes(self), to_bytes(other)
    encoding = encoding_of(self)
    if encoding_of(other) != encoding and not yours.isascii():
        if not mine.isascii():
            raise incompatible(encoding, encoding_of(other))
        encoding = encoding_of(other)
    return from_bytes(mine + yours, encoding)


@value_method("+")
def plus(self: Any, block: Proc | None, other: Any) -> Any:
    """`+` as the SDK has it: what is no String is converted, nil is refused."""
    if type(self) is str and type(other) is str:
        check_size(len(self) + len(other))
        return self + other
    if is_text(other):
        return joined(self, other)
    if other is None:
        raise SdkArgumentError("Cannot concatenate string with nil")
    return joined(self, send(other, "to_s"))


@text_method("*")
def times(self: str, block: Proc | None, count: Any) -> str:
    """Ruby's `*`."""
    number = to_index(count)
    if number < 0:
        raise ArgumentError("negative argument")
    check_size(len(self) * number)
    return self * number


@value_method("%")
def modulo(self: Any, block: Proc | None, values: Any) -> Any:
    """Ruby's `%`: format."""
    from ..format import sprintf

    if type(values) is list:
        found = values
    else:
        found = send(values, "to_ary") if responds(values, "to_ary") else [values]
    made = sprintf(raw(self), found)
    return like(self, made) if isinstance(self, Binary) else made


@value_method("==", "===")
def equals(self: Any, block: Proc | None, other: Any) -> bool:
    """Ruby's `==`."""
    if type(self) is str and type(other) is str:
        return self == other
    if not is_text(other):
        return (
            not isinstance(other, Symbol)
            and other is not None
            and responds(other, "to_str")
            and truthy(send(other, "==", self))
        )
    return bool(self == other)


@value_method("eql?")
def is_eql(self: Any, block: Proc | None, other: Any) -> bool:
    """Ruby's `eql?`."""
    return is_text(other) and bool(self == other)


@value_method("equal?")
def is_equal(self: Any, block: Proc | None, other: Any) -> bool:
    """Ruby's `equal?`: a plain text is an object of its own wherever it is written."""
    return self is other and type(self) is not str


def order(self: Any, other: Any) -> int:
    """Byte order of two Strings, which for valid text is the order of code points."""
    if isinstance(self, Binary) or isinstance(other, Binary):
        a, b = to_bytes(self), to_bytes(other)
        return (a > b) - (a < b)
    x, y = text(self), text(other)
    return (x > y) - (x < y)


@value_method("<=>")
def compare(self: Any, block: Proc | None, other: Any) -> int | None:
    """Ruby's `<=>`: what is no String is asked the other way round."""
    if is_text(other):
        return order(self, other)
    found = None if other is None or isinstance(other, Symbol) else send(other, "<=>", self)
    return None if found is None else -found


def _comparison(operator: str, holds: Any) -> None:
    @value_method(operator)
    def compared(self: Any, block: Proc | None, other: Any) -> bool:
        if not is_text(other):
            raise incomparable(other)
        return bool(holds(order(self, other)))

    compared.__doc__ = f"Ruby's `{operator}`."


for _operator, _holds in (
    ("<", lambda n: n < 0),
    ("<=", lambda n: n <= 0),
    (">", lambda n: n > 0),
    (">=", lambda n: n >= 0),
):
    _comparison(_operator, _holds)


def incomparable(other: Any) -> RubyError:
    """The error of an order between a String and something else."""
    from ..object import incomparable as of

    return of("", other)


@value_method("-@")
def minus(self: Any, block: Proc | None) -> Any:
    """Ruby's `-@`: itself or an equal String, frozen."""
    return self if is_frozen(self, None) else freeze(clone(self, None), None)


@value_method("freeze")
def freeze(self: Any, block: Proc | None) -> Any:
    """Ruby's `freeze`."""
    if type(self) is not str:
        self.frozen = True
    return self


@value_method("frozen?")
def is_frozen(self: Any, block: Proc | None) -> bool:
    """Ruby's `frozen?`; a plain `str` is one that nothing may change."""
    return type(self) is str or bool(self.frozen)


@value_method("itself")
def itself(self: Any, block: Proc | None) -> Any:
    """Ruby's `itself`."""
    return self


@value_method("clone")
@with_keywords
def clone(self: Any, block: Proc | None, *, freeze: Any = None) -> Any:
    """Ruby's `clone`: a copy that stays frozen, unless told otherwise."""
    frozen = clone_is_frozen(self, freeze)
    if isinstance(self, Binary):
        return type(self)(self.data, self.encoding, frozen)
    return self if type(self) is str and frozen else RString(str(self), frozen)
