"""ActiveSupport's SafeBuffer (html_safe) and Chars (mb_chars)."""

from __future__ import annotations

from typing import Any

from ...registry import ACTIVE_SUPPORT, COMPARABLE, NUMERIC, OBJECT, STRING, define_class, method, own, send
from ...values import Proc, RClass, RString, Text
from ..object import to_s
from ..options import keywords_of
from .base import become, raw, register_exact, text, value_method
from .case import lower
from .split import clusters


class SafeBuffer(RString):
    """Text that counts as HTML: what is added is escaped."""

    __slots__ = ()


class Chars:
    """ActiveSupport::Multibyte::Chars: a String whose methods give Chars."""

    __slots__ = ("frozen", "value")

    def __init__(self, value: Any) -> None:
        self.value, self.frozen = value, False


SAFE_BUFFER = define_class("ActiveSupport::SafeBuffer", STRING, SafeBuffer)
MULTIBYTE = ACTIVE_SUPPORT.constants["Multibyte"] = RClass("ActiveSupport::Multibyte", None, is_module=True)
CHARS = define_class("ActiveSupport::Multibyte::Chars", OBJECT, Chars, includes=(COMPARABLE,))


def escaped(value: Any) -> str:
    """What is added to a SafeBuffer."""
    if isinstance(value, SafeBuffer):
        return value.text
    from html import escape

    return escape(to_s(value)).replace("&#x27;", "&#39;")


@value_method("html_safe")
def html_safe(self: Any, block: Proc | None) -> SafeBuffer:
    """ActiveSupport's `html_safe`."""
    return SafeBuffer(raw(self))


@method(OBJECT, "html_safe?")
def is_html_safe(self: Any, block: Proc | None) -> bool:
    """Only a SafeBuffer and numbers are."""
    return isinstance(self, SafeBuffer)


@method(NUMERIC, "html_safe?")
def is_number_html_safe(self: Any, block: Proc | None) -> bool:
    """Numbers are."""
    return True


def plus(self: SafeBuffer, block: Proc | None, other: Any) -> SafeBuffer:
    """`+`, escaping."""
    return SafeBuffer(self.text + escaped(other))


def append(self: SafeBuffer, block: Proc | None, other: Any) -> SafeBuffer:
    """`<<` and `concat`, escaping."""
    become(self, self.text + escaped(other))
    return self


def itself(self: SafeBuffer, block: Proc | None) -> SafeBuffer:
    """`to_s` and `html_safe`."""
    return self


def to_str(self: SafeBuffer, block: Proc | None) -> str:
    """The plain text."""
    return self.text


def copy(self: SafeBuffer, block: Proc | None) -> SafeBuffer:
    """A copy."""
    return SafeBuffer(self.text)


register_exact(SafeBuffer, plus, "+")
register_exact(SafeBuffer, append, "<<", "concat", "safe_concat")
register_exact(SafeBuffer, itself, "to_s", "html_safe")
register_exact(SafeBuffer, to_str, "to_str", "to_param")
register_exact(SafeBuffer, copy, "dup", "+@")


@value_method("mb_chars")
def mb_chars(self: Any, block: Proc | None) -> Chars:
    """ActiveSupport's `mb_chars`."""
    return Chars(raw(self))


def wrapped(value: Any) -> Any:
    """A String result as Chars."""
    return Chars(value) if isinstance(value, str | Text) else value


def _delegate(name: str) -> None:
    @method(CHARS, name)
    def ask(self: Chars, block: Proc | None, *args: Any) -> Any:
        if name.endswith("!"):
            held = self.value if isinstance(self.value, Text) else RString(self.value)
            self.value = held
            return self if send(held, name, *args, block=block) is not None else None
        return wrapped(send(self.value, name, *args, block=block))

    ask.__doc__ = f"`{name}` of the text, as Chars."


def delegate_all() -> None:
    """Give Chars every method of String; called when all are registered."""
    from ...registry import KERNEL

    general = set(own.get(OBJECT, {})) | set(own.get(KERNEL, {}))
    for name in own[STRING]:
        if name not in own.get(CHARS, {}) and (name not in general or name in ("==", "=~", "<=>", "hash")):
            _delegate(name)


@method(CHARS, "to_s", "to_str", "wrapped_string")
def chars_to_s(self: Chars, block: Proc | None) -> Any:
    """The text."""
    return self.value


@method(CHARS, "inspect")
def chars_inspect(self: Chars, block: Proc | None) -> str:
    """The object, with its text."""
    return f"#<ActiveSupport::Multibyte::Chars:0x0 @wrapped_string={send(self.value, 'inspect')}>"


@method(CHARS, "titleize", "titlecase")
def chars_titleize(self: Chars, block: Proc | None) -> Chars:
    """Each word capitalized, beyond ASCII too."""
    import re

    return Chars(re.sub(r"\b('?\S)", lambda m: m[1].upper(), lower(text(self.value))))


@method(CHARS, "reverse")
def chars_reverse(self: Chars, block: Proc | None) -> Chars:
    """Reversed by grapheme cluster."""
    return Chars("".join(reversed(clusters(text(self.value)))))


@method(CHARS, "limit")
def chars_limit(self: Chars, block: Proc | None, size: Any) -> Chars:
    """Cut to so many bytes."""
    return Chars(send(self.value, "truncate_bytes", size, keywords_of(omission=None)))


@method(CHARS, "grapheme_length")
def chars_grapheme_length(self: Chars, block: Proc | None) -> int:
    """The number of grapheme clusters."""
    return len(clusters(text(self.value)))


@method(CHARS, "tidy_bytes")
def chars_tidy_bytes(self: Chars, block: Proc | None, force: Any = False) -> Chars:
    """Valid text is tidy."""
    return self


@method(CHARS, "compose")
def chars_compose(self: Chars, block: Proc | None) -> Chars:
    """Normalized to NFC."""
    return Chars(send(self.value, "unicode_normalize"))


@method(CHARS, "decompose")
def chars_decompose(self: Chars, block: Proc | None) -> Chars:
    """Normalized to NFD."""
    from ...values import Symbol

    return Chars(send(self.value, "unicode_normalize", Symbol("nfd")))
