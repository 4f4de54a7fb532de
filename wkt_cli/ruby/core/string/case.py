"""Letter case, whitespace at the ends and padding."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ...errors import ArgumentError
from ...limits import check_size
from ...values import Binary, Proc, Symbol
from ..object import to_index
from .base import (
    binary_method,
    chars,
    invalid_sequence,
    is_broken,
    is_text,
    is_valid,
    like,
    text,
    text_method,
)

_BLANK = "\t\n\v\f\r "
_LEADING = _BLANK + "\0"


def check_options(options: tuple[Any, ...]) -> str:
    """The one option of the case methods: `:ascii`, `:turkic`, `:lithuanian`, `:fold`, or none."""
    if len(options) > 2 or (len(options) > 1 and not turkic_pair(options)):
        raise ArgumentError("too many options")
    for option in options:
        if not isinstance(option, Symbol) or option.name not in ("ascii", "turkic", "lithuanian", "fold"):
            raise ArgumentError("invalid option")
    return options[0].name if options else ""


def turkic_pair(options: tuple[Any, ...]) -> bool:
    """The only two options that go together."""
    return {getattr(option, "name", None) for option in options} == {"turkic", "lithuanian"}


def ascii_only(change: Callable[[str], str], value: str) -> str:
    """Change the case of ASCII letters only."""
    return re.sub("[a-zA-Z]+", lambda m: change(m[0]), value)


def upper(value: str) -> str:
    """Upcase as Ruby does."""
    return value.upper()


def lower(value: str) -> str:
    """Downcase as Ruby does: character by character, so that a sigma at the end is not special."""
    return value.lower() if "Σ" not in value else "".join(char.lower() for char in value)


def capital(value: str) -> str:
    """Capitalize as Ruby does: titlecase first, the rest down."""
    return value[:1].title() + lower(value[1:]) if value else ""


def swap(value: str) -> str:
    """Exchange upper and lower case."""
    return "".join(char.swapcase() for char in value)


_CHANGES: dict[str, Callable[[str], str]] = {
    "upcase": upper,
    "downcase": lower,
    "capitalize": capital,
    "swapcase": swap,
}


def turkic(name: str, value: str) -> str:
    """Change the case by Turkish rules of the dotted and dotless i."""
    if name == "upcase":
        return value.replace("i", "İ").upper()
    if name == "downcase":
        return lower(value.replace("İ", "i").replace("I", "ı"))
    if name == "capitalize":
        return turkic("upcase", value[:1]) + turkic("downcase", value[1:])
    return "".join(turkic("upcase" if c.islower() else "downcase", c) for c in value)


def changed(name: str, value: str, options: tuple[Any, ...]) -> str:
    """A case method with options."""
    option = check_options(options)
    if option == "ascii":
        if name == "capitalize":
            return ascii_only(str.upper, value[:1]) + ascii_only(str.lower, value[1:])
        return ascii_only(_CHANGES[name], value)
    if option == "fold":
        if name != "downcase":
            raise ArgumentError("option :fold only allowed for downcasing")
        return value.casefold()
    return turkic(name, value) if option == "turkic" else _CHANGES[name](value)


@text_method("upcase")
def upcase(self: str, block: Proc | None, *options: Any) -> str:
    """Ruby's `upcase`."""
    return self.upper() if not options else changed("upcase", self, options)


@text_method("downcase")
def downcase(self: str, block: Proc | None, *options: Any) -> str:
    """Ruby's `downcase`."""
    if not options and self.isascii():
        return self.lower()
    return changed("downcase", self, options)


@text_method("capitalize")
def capitalize(self: str, block: Proc | None, *options: Any) -> str:
    """Ruby's `capitalize`."""
    if not options and self.isascii():
        return self.capitalize()
    return changed("capitalize", self, options)


@text_method("swapcase")
def swapcase(self: str, block: Proc | None, *options: Any) -> str:
    """Ruby's `swapcase`."""
    return changed("swapcase", self, options)


def _on_bytes(name: str) -> None:
    @binary_method(name)
    def change(self: Binary, block: Proc | None, *options: Any) -> Any:
        if self.encoding == "UTF-8" and not is_valid(self):
            raise ArgumentError("input string invalid")
        if self.encoding in ("ASCII-8BIT", "US-ASCII"):
            changed(name, "", options)
            return like(self, changed(name, chars(self), (Symbol("ascii"),)))
        return like(self, changed(name, chars(self), options))


for _name in _CHANGES:
    _on_bytes(_name)


@text_method("strip")
def strip(self: str, block: Proc | None) -> str:
    """Ruby's `strip`: ASCII whitespace and null at both ends."""
    return self.lstrip(_LEADING).rstrip(_LEADING)


@text_method("lstrip")
def lstrip(self: str, block: Proc | None) -> str:
    """Ruby's `lstrip`."""
    return self.lstrip(_LEADING)


@binary_method("lstrip")
def binary_lstrip(self: Binary, block: Proc | None) -> Any:
    """Ruby's `lstrip` of binary text: the first character that stays must be one."""
    rest = chars(self).lstrip(_LEADING)
    if rest and self.encoding == "UTF-8" and is_broken(rest[0]):
        raise invalid_sequence(self)
    return like(self, rest)


@text_method("rstrip")
def rstrip(self: str, block: Proc | None) -> str:
    """Ruby's `rstrip`."""
    return self.rstrip(_LEADING)


@text_method("chomp")
def chomp(self: str, block: Proc | None, separator: Any = "\n") -> str:
    """Ruby's `chomp`: one line end, or the given suffix; all line ends for an empty one."""
    if separator == "\n":
        if self.endswith("\r\n"):
            return self[:-2]
        return self[:-1] if self.endswith(("\n", "\r")) else self
    if separator is None:
        return self
    suffix = text(separator)
    if suffix == "":
        return re.sub(r"(\r?\n)+\Z", "", self)
    return self[: -len(suffix)] if self.endswith(suffix) else self


@text_method("chop")
def chop(self: str, block: Proc | None) -> str:
    r"""Ruby's `chop`: the last character, `\r\n` as one."""
    return self[:-2] if self.endswith("\r\n") else self[:-1]


@text_method("delete_prefix")
def delete_prefix(self: str, block: Proc | None, prefix: Any) -> str:
    """Ruby's `delete_prefix`."""
    return self.removeprefix(text(prefix))


@text_method("delete_suffix")
def delete_suffix(self: str, block: Proc | None, suffix: Any) -> str:
    """Ruby's `delete_suffix`."""
    return self.removesuffix(text(suffix))


def padding(count: int, pad: str) -> str:
    """`count` characters of a repeated pad."""
    check_size(count)
    return (pad * (count // len(pad) + 1))[:count] if count > 0 else ""


def pad_text(pad: Any) -> str:
    """The pad argument."""
    found = text(pad)
    if not found:
        raise ArgumentError("zero width padding")
    return found


@text_method("ljust")
def ljust(self: str, block: Proc | None, width: Any, pad: Any = " ") -> str:
    """Ruby's `ljust`."""
    count = to_index(width) - len(self)
    return self + padding(count, pad_text(pad))


@text_method("rjust")
def rjust(self: str, block: Proc | None, width: Any, pad: Any = " ") -> str:
    """Ruby's `rjust`."""
    count = to_index(width) - len(self)
    return padding(count, pad_text(pad)) + self


@text_method("center")
def center(self: str, block: Proc | None, width: Any, pad: Any = " ") -> str:
    """Ruby's `center`: the odd character goes right."""
    count = to_index(width) - len(self)
    found = pad_text(pad)
    return padding(count // 2, found) + self + padding(count - count // 2, found) if count > 0 else self


@text_method("casecmp")
def casecmp(self: str, block: Proc | None, other: Any) -> int | None:
    """Ruby's `casecmp`: ASCII letters only; nil for what is no String."""
    if not is_text(other):
        return None
    a, b = ascii_only(str.lower, self), ascii_only(str.lower, text(other))
    return (a > b) - (a < b)


@text_method("casecmp?")
def is_casecmp(self: str, block: Proc | None, other: Any) -> bool | None:
    """Ruby's `casecmp?`: Unicode case folding; nil for what is no String."""
    return self.casefold() == text(other).casefold() if is_text(other) else None


@text_method("reverse")
def reverse(self: str, block: Proc | None) -> str:
    """Ruby's `reverse`."""
    return self[::-1]


@text_method("length", "size")
def length(self: str, block: Proc | None) -> int:
    """Ruby's `length`."""
    return len(self)
