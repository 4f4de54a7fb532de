"""The methods of Regexp."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ...errors import RegexpError, TypeError_
from ...registry import OBJECT, define_class, method, singleton
from ...values import Binary, Hash, Proc, RClass, Symbol
from ..object import describe, to_index
from .engine import Regexp, last_match, set_last_match
from .matchdata import MatchData
from .translate import EXTENDED, IGNORECASE, MULTILINE

REGEXP = define_class("Regexp", OBJECT, Regexp)
REGEXP.constants.update(
    IGNORECASE=IGNORECASE, EXTENDED=EXTENDED, MULTILINE=MULTILINE, FIXEDENCODING=16, NOENCODING=32
)

_LETTERS = {"i": IGNORECASE, "x": EXTENDED, "m": MULTILINE}
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\f": "\\f", "\v": "\\v"}


@lru_cache(1024)
def literal(source: str, flags: str = "") -> Regexp:
    """The Regexp of a literal `/source/flags`; compiled code calls this once a literal."""
    options = sum(_LETTERS.get(flag, 0) for flag in set(flags))
    return Regexp(source.replace("\\/", "/"), options)


@lru_cache(512)
def dynamic(source: str, options: int) -> Regexp:
    """The Regexp of a text made at run time; faults are found now."""
    found = Regexp(source, options)
    found.compile()
    if found.ascii_bound == -1:
        assert found.slow
    return found


def interpolated(source: str, flags: str = "") -> Regexp:
    """The Regexp of a literal with interpolation."""
    return dynamic(source.replace("\\/", "/"), sum(_LETTERS.get(flag, 0) for flag in set(flags)))


def escape(text: str) -> str:
    """Ruby's `Regexp.escape`."""
    return re.sub(r"[\[\]{}()|\-*.\\?+^$# \n\t\r\f\v]", lambda m: _ESCAPES.get(m[0], "\\" + m[0]), text)


@lru_cache(512)
def quoted(text: str) -> Regexp:
    """A Regexp that matches exactly this text."""
    return Regexp(escape(text))


def subject(value: Any) -> str | None:
    """What is matched: a String or a Symbol; None for nil; Ruby's TypeError for all else."""
    if type(value) is str:
        return value
    if value is None:
        return None
    if isinstance(value, Symbol):
        return value.name
    from ..string.base import chars, invalid_sequence, is_valid, text

    if isinstance(value, Binary):
        if not is_valid(value):
            raise invalid_sequence(value)
        return chars(value)
    return text(value)


def marked(found: MatchData | None, value: Any) -> MatchData | None:
    """Set `$~`; a match in binary text remembers it."""
    if found is not None and isinstance(value, Binary):
        found.origin = value
    set_last_match(found)
    return found


def position(text: str, at: Any) -> int | None:
    """A start position, counted from the end if negative; None outside."""
    start = to_index(at)
    start = start + len(text) if start < 0 else start
    return start if 0 <= start <= len(text) else None


def match_from(regexp: Regexp, value: Any, at: Any) -> MatchData | None:
    """Match from a position and set `$~`."""
    text = subject(value)
    start = 0 if text is None or at == 0 else position(text, at)
    if text is None or start is None:
        return marked(None, value)
    return marked(regexp.find(text, start), value)


@method(REGEXP, "match")
def match(self: Regexp, block: Proc | None, value: Any, at: Any = 0) -> Any:
    """Ruby's `match`; a block gets the match, if there is one."""
    found = match_from(self, value, at)
    return block.one(found) if block is not None and found is not None else found


@method(REGEXP, "match?")
def is_match(self: Regexp, block: Proc | None, value: Any, at: Any = 0) -> bool:
    """Ruby's `match?`, which does not set `$~`."""
    text = subject(value)
    start = 0 if text is None or at == 0 else position(text, at)
    return text is not None and start is not None and self.search(text, start) is not None


@method(REGEXP, "=~")
def matches(self: Regexp, block: Proc | None, value: Any) -> int | None:
    """Ruby's `=~`: where the first match starts."""
    found = match_from(self, value, 0)
    return None if found is None else found.m.start()


@method(REGEXP, "===")
def covers(self: Regexp, block: Proc | None, value: Any) -> bool:
    """Ruby's `===`: false for what is no text."""
    from ..string.base import is_text

    if not isinstance(value, Symbol) and not is_text(value):
        set_last_match(None)
        return False
    return match_from(self, value, 0) is not None


@method(REGEXP, "==", "eql?")
def equals(self: Regexp, block: Proc | None, other: Any) -> bool:
    """Ruby's `==`."""
    return bool(self == other)


@method(REGEXP, "hash")
def hash_(self: Regexp, block: Proc | None) -> int:
    """Ruby's `hash`."""
    return hash(self)


@method(REGEXP, "source")
def source(self: Regexp, block: Proc | None) -> str:
    """Ruby's `source`."""
    return self.source


@method(REGEXP, "options")
def options(self: Regexp, block: Proc | None) -> int:
    """Ruby's `options`; 16 stands for a fixed encoding."""
    return self.options | (16 if is_fixed_encoding(self, None) else 0)


@method(REGEXP, "casefold?")
def is_casefold(self: Regexp, block: Proc | None) -> bool:
    """Ruby's `casefold?`."""
    return bool(self.options & IGNORECASE)


@method(REGEXP, "multiline?")
def is_multiline(self: Regexp, block: Proc | None) -> bool:
    """ActiveSupport's `multiline?`."""
    return bool(self.options & MULTILINE)


@method(REGEXP, "fixed_encoding?")
def is_fixed_encoding(self: Regexp, block: Proc | None) -> bool:
    """Ruby's `fixed_encoding?`: a pattern beyond ASCII, or one that names characters by property or code."""
    return not self.source.isascii() or re.search(r"\\(?:[pP]\{|u)", self.source) is not None


@method(REGEXP, "names")
def names(self: Regexp, block: Proc | None) -> list[str]:
    """Ruby's `names`."""
    return list(self.names)


@method(REGEXP, "named_captures")
def named_captures(self: Regexp, block: Proc | None) -> Hash:
    """Ruby's `named_captures`: names with the numbers of their groups."""
    return Hash({name: list(numbers) for name, numbers in self.names.items()})


def flags_of(options: int) -> str:
    """The letters of options, in Ruby's order."""
    return "".join(
        letter for letter, bit in (("m", MULTILINE), ("i", IGNORECASE), ("x", EXTENDED)) if options & bit
    )


@method(REGEXP, "inspect")
def inspect_(self: Regexp, block: Proc | None) -> str:
    """Ruby's `inspect`."""
    return f"/{slashed(self.source)}/{flags_of(self.options)}{'n' if self.options & 32 else ''}"


def slashed(source: str) -> str:
    """The source as it stands between slashes."""
    return re.sub(r"\\.|/", lambda m: "\\/" if m[0] == "/" else m[0], source, flags=re.DOTALL)


_PREFIX = re.compile(r"\(\?([mix]*)(?:-([mix]*))?([:)])")


@method(REGEXP, "as_json")
def as_json(self: Regexp, block: Proc | None, options: Any = None) -> str:
    """As `to_s`."""
    return to_s(self, block)


@method(REGEXP, "to_s")
def to_s(self: Regexp, block: Proc | None) -> str:
    """Ruby's `to_s`: a group that carries its flags."""
    source, bits = unwrapped(self.source, self.options)
    on = flags_of(bits)
    off = "".join(letter for letter in "mix" if letter not in on)
    return f"(?{on}{'-' + off if off else ''}:{slashed(source)})"


def unwrapped(source: str, options: int) -> tuple[str, int]:
    """A source that begins with flags for all of it: its content, and the flags."""
    found = _PREFIX.match(source)
    if not found:
        return source, options
    on = sum(_LETTERS[letter] for letter in set(found[1]))
    off = sum(_LETTERS[letter] for letter in set(found[2] or ""))
    changed = (options | on) & ~off
    if found[3] == ")":
        return unwrapped(source[found.end() :], changed)
    if not source.endswith(")") or not is_whole(source[found.end() : -1]):
        return source, options
    return source[found.end() : -1], changed


def is_whole(source: str) -> bool:
    """Whether a part of a source is a pattern by itself."""
    try:
        Regexp(source).compile()
    except RegexpError:
        return False
    return True


@method(REGEXP, "~")
def match_line(self: Regexp, block: Proc | None) -> None:
    """Ruby's `~`: there is no last line read, so nothing matches."""
    set_last_match(None)


@singleton(REGEXP, "new", "compile")
def new(self: RClass, block: Proc | None, pattern: Any, options: Any = None, encoding: Any = None) -> Regexp:
    """Ruby's `Regexp.new`."""
    if isinstance(pattern, Regexp):
        return pattern
    from ..string.base import text

    if type(options) is int:
        bits = options & 7
    else:
        bits = IGNORECASE if options is not None and options is not False else 0
    return dynamic(text(pattern), bits)


@singleton(REGEXP, "escape", "quote")
def escape_(self: RClass, block: Proc | None, value: Any) -> str:
    """Ruby's `Regexp.escape`."""
    from ..string.base import text

    return escape(value.name if isinstance(value, Symbol) else text(value))


@singleton(REGEXP, "union")
def union(self: RClass, block: Proc | None, *patterns: Any) -> Regexp:
    """Ruby's `Regexp.union`."""
    from ..string.base import text

    parts = patterns[0] if len(patterns) == 1 and type(patterns[0]) is list else patterns
    if not parts:
        return dynamic("(?!)", 0)
    if len(parts) == 1:
        only = parts[0]
        return only if isinstance(only, Regexp) else dynamic(escape_(REGEXP, None, only), 0)
    shown = [to_s(part, None) if isinstance(part, Regexp) else escape(text(part)) for part in parts]
    return dynamic("|".join(shown), 0)


@singleton(REGEXP, "last_match")
def last_match_(self: RClass, block: Proc | None, group: Any = ...) -> Any:
    """Ruby's `Regexp.last_match`."""
    found = last_match()
    return found if group is ... or found is None else found.group(group)


@singleton(REGEXP, "try_convert")
def try_convert(self: RClass, block: Proc | None, value: Any) -> Regexp | None:
    """Ruby's `Regexp.try_convert`."""
    return value if isinstance(value, Regexp) else None


def pattern_of(value: Any) -> Regexp:
    """The pattern argument of String methods: a Regexp, or text to be found as it is."""
    if isinstance(value, Regexp):
        return value
    from ..string.base import is_text, text

    if is_text(value):
        return quoted(text(value))
    raise wrong_pattern(value)


def wrong_pattern(value: Any) -> Exception:
    """The TypeError of a pattern that is neither Regexp nor String."""
    return TypeError_(f"wrong argument type {describe(value)} (expected Regexp)")
