"""Kernel's conversions: Integer(), Float(), String(), Array(), Hash()."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..errors import ArgumentError, RubyError, TypeError_, ZeroDivisionError_
from ..registry import function, send
from ..values import Binary, Hash, Proc, RString, Symbol
from . import object as o
from .digits import DIGITS, from_digits
from .options import with_keywords

_TEXTS = (str, RString, Binary)


def quietly(convert: Callable[..., Any], exception: Any, *args: Any) -> Any:
    """A conversion whose errors are nil under `exception: false`."""
    if type(exception) is not bool:
        raise ArgumentError(f"expected true or false as exception: {o.inspect(exception)}")
    try:
        return convert(*args)
    except RubyError as error:
        if exception or isinstance(error, ZeroDivisionError_):
            raise
        return None


@function("Integer")
@with_keywords
def integer(self: Any, block: Proc | None, value: Any, base: Any = None, *, exception: Any = True) -> Any:
    """A number, or text that is one as a whole; `exception: false` gives nil else."""
    return quietly(to_integer, exception, value, base)


def to_integer(value: Any, base: Any = None) -> int:
    """As Kernel#Integer; a base that is no number counts as none."""
    radix = o.to_short_index(base) if base is not None and o.responds(base, "to_int") else 0
    if isinstance(value, _TEXTS):
        return integer_of_text(_text(value), radix)
    if radix:
        raise ArgumentError("base specified for non string value")
    if type(value) is int:
        return value
    if type(value) is float:
        return o.float_to_int(value)
    if value is None:
        raise TypeError_("can't convert nil into Integer")
    for name in ("to_int", "to_i"):
        if type(value) is not bool and o.responds(value, name):
            return int(send(value, name))
    raise TypeError_(f"can't convert {o.describe(value)} into Integer")


def _text(value: Any) -> str:
    if type(value) is Binary:
        return value.data.decode("latin-1")
    text = str(value)
    if "\0" in text:
        raise ArgumentError("string contains null byte")
    return text


_PREFIXES = {"0x": 16, "0b": 2, "0o": 8, "0d": 10}
_SPACES = " \t\n\v\f\r"


def integer_of_text(text: str, base: int) -> int:
    """Text that is an integer as a whole, with Ruby's prefixes and underscores."""
    if base < 0 or base == 1 or base > 36:
        raise ArgumentError(f"invalid radix {base}")
    match = re.fullmatch(r"([+-]?)(0[xXbBoOdD]|)([0-9A-Za-z_]+)", text.strip(_SPACES))
    sign, prefix, digits = match.groups() if match else ("", "", "")
    known = _PREFIXES.get(prefix.lower())
    if known is not None and base not in (0, known):
        digits, prefix, known = prefix + digits, "", None
    if known is None and base in (0, 8) and digits.startswith("0") and len(digits) > 1:
        known = 8
        digits = digits[1:].removeprefix("_")
    radix = known or base or 10
    allowed = DIGITS[:radix]
    if not re.fullmatch(rf"[{allowed}]+(_[{allowed}]+)*", digits.lower()):
        raise ArgumentError(f"invalid value for Integer(): {o.inspect(text)}")
    found = from_digits(digits.replace("_", ""), radix)
    return -found if sign == "-" else found


@function("Float")
@with_keywords
def float_(self: Any, block: Proc | None, value: Any, *, exception: Any = True) -> Any:
    """A number, or text that is one as a whole; `exception: false` gives nil else."""
    return quietly(to_float, exception, value)


def to_float(value: Any) -> float:
    """As Kernel#Float."""
    if isinstance(value, _TEXTS):
        return float_of_text(_text(value))
    if type(value) is float:
        return value
    if value is None or type(value) is bool:
        raise TypeError_(f"can't convert {o.describe(value)} into Float")
    if not o.responds(value, "to_f") or type(value) is Symbol:
        raise TypeError_(f"can't convert {o.class_name(value)} into Float")
    return float(send(value, "to_f"))


_DECIMAL = re.compile(r"[+-]?(\d+(_\d+)*(\.\d+(_\d+)*)?|\.\d+(_\d+)*)([eE][+-]?\d+(_\d+)*)?")
_HEXADECIMAL = re.compile(r"[+-]?0[xX][0-9A-Fa-f]+(_[0-9A-Fa-f]+)*(\.[0-9A-Fa-f]+)?([pP][+-]?\d+)?")


def float_of_text(text: str) -> float:
    """Text that is a float as a whole."""
    stripped = text.strip(_SPACES)
    plain = stripped.replace("_", "")
    if _DECIMAL.fullmatch(stripped):
        return float(plain)
    if _HEXADECIMAL.fullmatch(stripped):
        return float.fromhex(plain)
    raise ArgumentError(f"invalid value for Float(): {o.inspect(text)}")


@function("String")
def string(self: Any, block: Proc | None, value: Any) -> Any:
    """The text of any value."""
    return value if isinstance(value, _TEXTS) else send(value, "to_s")


@function("Array")
def array(self: Any, block: Proc | None, value: Any) -> Any:
    """An Array of nil, an array, what has `to_a`, or one value."""
    if value is None:
        return []
    found = o.as_ary(value)
    if found is not None:
        return found
    return send(value, "to_a") if o.responds(value, "to_a") else [value]


@function("Hash")
def hash_(self: Any, block: Proc | None, value: Any) -> Any:
    """A Hash of nil, [], or what has `to_hash`."""
    if value is None or value == []:
        return Hash()
    if isinstance(value, Hash):
        return value
    if o.responds(value, "to_hash"):
        return send(value, "to_hash")
    raise TypeError_(f"can't convert {o.describe(value)} into Hash")
