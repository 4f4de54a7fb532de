"""Methods that change a String in its place: `<<`, `[]=`, `insert` and all that end in `!`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...errors import IndexError_, RangeError
from ...operators import append_text
from ...registry import STRING, method, send, singleton
from ...values import MISSING, Binary, Proc, RClass, RString, Text
from ..object import frozen_error, to_index
from ..options import with_keywords
from .base import F, become, from_bytes, is_text, raw, register_exact, text, to_bytes, with_arity
from .operate import joined
from .slice import inserted, replaced

MUTATORS: set[str] = set()
"""The names of all these methods."""


def mutator(*names: str) -> Callable[[F], F]:
    """Register a method of the mutable forms; a plain `str` counts as frozen."""

    def register(fn: F) -> F:
        with_arity(fn)

        def refuse(self: str, block: Proc | None, *args: Any) -> Any:
            fn(RString(self), block, *args)
            raise frozen_error(self)

        def change(self: Text, block: Proc | None, *args: Any) -> Any:
            if self.frozen:
                raise frozen_error(self)
            return fn(self, block, *args)

        change.__wrapped__ = fn  # type: ignore[attr-defined]
        MUTATORS.update(names)
        method(STRING, *names)(refuse)
        for form in (RString, Binary):
            register_exact(form, change, *names)
        return fn

    return register


def bang(name: str) -> None:
    """Register `name!` over `name`: nil where nothing changes."""

    def change(self: Text, block: Proc | None, *args: Any) -> Any:
        return change_by(name, self, block, *args)

    change.__doc__ = f"Ruby's `{name}!`."
    mutator(name + "!")(change)


def change_by(name: str, self: Text, block: Proc | None, *args: Any) -> Any:
    """Give a String the content that a method makes of it; nil where nothing changes."""
    before = self.text if isinstance(self, RString) else (self.data, self.encoding)
    become(self, frozen_copy(send(self, name, *args, block=block)))
    after = self.text if isinstance(self, RString) else (self.data, self.encoding)
    if before == after and not (name in ("tr", "tr_s") and send(self, "count", args[0])):
        return None
    return self


def frozen_copy(value: Any) -> Any:
    """The content of a result that may be another mutable String."""
    return value.text if isinstance(value, RString) else value


for _name in [
    "upcase",
    "downcase",
    "capitalize",
    "swapcase",
    "strip",
    "lstrip",
    "rstrip",
    "chop",
    "squeeze",
    "tr",
    "tr_s",
    "delete",
    "delete_prefix",
    "delete_suffix",
]:
    bang(_name)


@mutator("chomp!")
def chomp(self: Text, block: Proc | None, *separator: Any) -> Any:
    """Ruby's `chomp!`: an empty text does not look at its argument."""
    if len(separator) < 2 and not raw(self):
        return None
    return change_by("chomp", self, None, *separator)


def always(name: str) -> None:
    """Register `name!` over `name` where the receiver is the value, changed or not."""

    def change(self: Text, block: Proc | None, *args: Any) -> Any:
        become(self, frozen_copy(send(self, name, *args, block=block)))
        return self

    change.__doc__ = f"Ruby's `{name}!`."
    mutator(name + "!")(change)


for _name in ["reverse", "succ", "next", "squish", "remove", "encode", "unicode_normalize", "scrub"]:
    always(_name)


def _substitution(name: str) -> None:
    @mutator(name + "!")
    def change(self: Text, block: Proc | None, *args: Any) -> Any:
        from ..regexp import last_match

        if name == "gsub" and len(args) == 1 and block is None:
            from ..enumerator import enumerator

            return enumerator(self, "gsub!", *args)
        result = send(self, name, *args, block=block)
        if last_match() is None:
            return None
        become(self, frozen_copy(result))
        return self

    change.__doc__ = f"Ruby's `{name}!`: nil where nothing matched."


_substitution("sub")
_substitution("gsub")


def appended(self: Text, other: Any) -> None:
    """Add a String, or the character of a code."""
    if type(other) is int and not isinstance(other, bool):
        other = character(self, other)
    if isinstance(self, RString) and not isinstance(other, Binary):
        append_text(self, None, text(other))
        return
    if not is_text(other):
        other = text(other)
    become(self, joined(self, other))


def character(self: Text, code: int) -> str | Binary:
    """The character of a code in the encoding of the receiver."""
    if code < 0:
        raise RangeError(f"{code} out of char range")
    if isinstance(self, Binary) and self.encoding in ("ASCII-8BIT", "US-ASCII"):
        if code > 255:
            raise RangeError(f"{code} out of char range")
        return Binary(bytes([code]), self.encoding)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise RangeError(f"invalid codepoint 0x{code:X} in UTF-8")
    return chr(code)


@mutator("<<")
def append(self: Text, block: Proc | None, other: Any) -> Any:
    """Ruby's `<<`."""
    if self.frozen:
        raise frozen_error(self)
    if isinstance(self, RString) and isinstance(other, RString) and other is not self:
        return append_text(self, block, other.text)
    appended(self, other)
    return self


register_exact(RString, with_arity(append_text), "<<")


@mutator("concat")
def concat(self: Text, block: Proc | None, *others: Any) -> Any:
    """Ruby's `concat`."""
    for other in [RString(raw(o)) if o is self else o for o in others]:
        append(self, None, other)
    return self


@mutator("prepend")
def prepend(self: Text, block: Proc | None, *others: Any) -> Any:
    """Ruby's `prepend`."""
    whole: Any = self
    for other in reversed([other if isinstance(other, Binary) else text(other) for other in others]):
        whole = joined(other, whole)
    become(self, whole)
    return self


@mutator("insert")
def insert(self: Text, block: Proc | None, index: Any, other: Any) -> Any:
    """Ruby's `insert`."""
    set_text(self, inserted(raw(self), index, other))
    return self


def set_text(self: Text, value: str) -> None:
    """New characters in the encoding that the receiver has."""
    from .base import like

    become(self, like(self, value) if isinstance(self, Binary) else value)


@mutator("replace", "initialize_copy")
def replace(self: Text, block: Proc | None, other: Any) -> Any:
    """Ruby's `replace`."""
    become(self, other if isinstance(other, Binary) else text(other))
    return self


@mutator("clear")
def clear(self: Text, block: Proc | None) -> Any:
    """Ruby's `clear`."""
    set_text(self, "")
    return self


@mutator("[]=")
def set_element(self: Text, block: Proc | None, *args: Any) -> Any:
    """Ruby's `[]=`."""
    set_text(self, replaced(raw(self), args))
    return args[-1]


@mutator("slice!")
def slice_(self: Text, block: Proc | None, *args: Any) -> Any:
    """Ruby's `slice!`: takes out what `[]` gives."""
    found = send(self, "[]", *args)
    if found is not None:
        from ...errors import RubyError

        try:
            set_text(self, replaced(raw(self), (*args, "")))
        except RubyError:
            return None
    return found


@mutator("setbyte")
def setbyte(self: Text, block: Proc | None, index: Any, value: Any) -> Any:
    """Ruby's `setbyte`."""
    data = bytearray(to_bytes(self))
    at = to_index(index)
    if not -len(data) <= at < len(data):
        raise IndexError_(f"index {at} out of string")
    data[at] = to_index(value) & 255
    become(self, from_bytes(bytes(data), self.encoding if isinstance(self, Binary) else "UTF-8"))
    return value


@singleton(STRING, "new")
@with_keywords
def new(
    self: RClass, block: Proc | None, source: Any = MISSING, *, encoding: Any = None, capacity: Any = None
) -> Any:
    """Ruby's `String.new`; how much room it takes is Python's business."""
    made = RString("")
    if source is not MISSING:
        become(made, source if isinstance(source, Binary) else text(source))
    return made if encoding is None else send(made, "force_encoding", encoding)


@singleton(STRING, "try_convert")
def try_convert(self: RClass, block: Proc | None, value: Any) -> Any:
    """Ruby's `String.try_convert`."""
    return value if is_text(value) else None
