"""ActiveSupport's inflector with its English rules: plural, singular, camelize, underscore, humanize, …"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ...patterns import lazy_pattern

Rule = tuple[re.Pattern[str], str]


def _rules(*pairs: tuple[str, str]) -> list[Rule]:
    """Rules, the last one first; all ignore case, `$` and `^` stand at line ends."""
    return [(lazy_pattern(f"(?im){source}"), new) for source, new in reversed(pairs)]


def _irregular(singular: str, plural: str) -> tuple[list[Rule], list[Rule]]:
    """The rules that one irregular word adds in front of all others."""
    s, p = singular[1:], plural[1:]
    both = f"({singular[0]})"
    return (
        [(lazy_pattern(f"(?i){both}{s}$"), rf"\1{p}"), (lazy_pattern(f"(?i){both}{p}$"), rf"\1{p}")],
        [(lazy_pattern(f"(?i){both}{s}$"), rf"\1{s}"), (lazy_pattern(f"(?i){both}{p}$"), rf"\1{s}")],
    )


PLURALS = _rules(
    (r"$", "s"),
    (r"s$", "s"),
    (r"^(ax|test)is$", r"\1es"),
    (r"(octop|vir)us$", r"\1i"),
    (r"(octop|vir)i$", r"\1i"),
    (r"(alias|status)$", r"\1es"),
    (r"(bu)s$", r"\1ses"),
    (r"(buffal|tomat)o$", r"\1oes"),
    (r"([ti])um$", r"\1a"),
    (r"([ti])a$", r"\1a"),
    (r"sis$", "ses"),
    (r"(?:([^f])fe|([lr])f)$", r"\1\2ves"),
    (r"(hive)$", r"\1s"),
    (r"([^aeiouy]|qu)y$", r"\1ies"),
    (r"(x|ch|ss|sh|ß)$", r"\1es"),
    (r"(matr|vert|ind)(?:ix|ex)$", r"\1ices"),
    (r"^(m|l)ouse$", r"\1ice"),
    (r"^(m|l)ice$", r"\1ice"),
    (r"^(ox)$", r"\1en"),
    (r"^(oxen)$", r"\1"),
    (r"(quiz)$", r"\1zes"),
)
SINGULARS = _rules(
    (r"s$", ""),
    (r"(ss)$", r"\1"),
    (r"(n)ews$", r"\1ews"),
    (r"([ti])a$", r"\1um"),
    (r"((a)naly|(b)a|(d)iagno|(p)arenthe|(p)rogno|(s)ynop|(t)he)(sis|ses)$", r"\1sis"),
    (r"(^analy)(sis|ses)$", r"\1sis"),
    (r"([^f])ves$", r"\1fe"),
    (r"(hive)s$", r"\1"),
    (r"(tive)s$", r"\1"),
    (r"([lr])ves$", r"\1f"),
    (r"([^aeiouy]|qu)ies$", r"\1y"),
    (r"(s)eries$", r"\1eries"),
    (r"(m)ovies$", r"\1ovie"),
    (r"(x|ch|ss|sh)es$", r"\1"),
    (r"^(m|l)ice$", r"\1ouse"),
    (r"(bus)(es)?$", r"\1"),
    (r"(o)es$", r"\1"),
    (r"(shoe)s$", r"\1"),
    (r"(cris|test)(is|es)$", r"\1is"),
    (r"^(a)x[ie]s$", r"\1xis"),
    (r"(octop|vir)(us|i)$", r"\1us"),
    (r"(alias|status)(es)?$", r"\1"),
    (r"^(ox)en", r"\1"),
    (r"(vert|ind)ices$", r"\1ex"),
    (r"(matr)ices$", r"\1ix"),
    (r"(quiz)zes$", r"\1"),
    (r"(database)s$", r"\1"),
)
for _pair in (
    ("person", "people"),
    ("man", "men"),
    ("child", "children"),
    ("sex", "sexes"),
    ("move", "moves"),
    ("zombie", "zombies"),
):
    _plural, _singular = _irregular(*_pair)
    PLURALS[:0] = _plural[::-1]
    SINGULARS[:0] = _singular[::-1]

UNCOUNTABLE = lazy_pattern(
    r"(?i)\b(?:equipment|information|rice|money|species|series|fish|sheep|jeans|police)\Z"
)


def inflected(word: str, rules: list[Rule]) -> str:
    """The word after the first rule that fits."""
    if not word or UNCOUNTABLE.search(word):
        return word
    for pattern, new in rules:
        found, count = pattern.subn(new, word, count=1)
        if count:
            return found
    return word


@lru_cache(2048)
def pluralize(word: str) -> str:
    """The plural of an English word."""
    return inflected(word, PLURALS)


@lru_cache(2048)
def singularize(word: str) -> str:
    """The singular of an English word."""
    return inflected(word, SINGULARS)


def capitalize(word: str) -> str:
    """Ruby's `capitalize`."""
    return word[:1].title() + word[1:].lower()


def camelize(term: str, upper: bool = True) -> str:
    """`active_model/errors` to `ActiveModel::Errors`."""
    if upper:
        term = re.sub(r"^[a-z\d]*", lambda m: capitalize(m[0]), term, count=1, flags=re.MULTILINE | re.ASCII)
    else:
        term = re.sub(
            r"^(?:(?=a)b(?=\b|[A-Z_])|\w)",
            lambda m: m[0].lower(),
            term,
            count=1,
            flags=re.MULTILINE | re.ASCII,
        )
    term = re.sub(
        r"(?:_|(/))([a-z\d]*)",
        lambda m: (m[1] or "") + capitalize(m[2]),
        term,
        flags=re.IGNORECASE | re.ASCII,
    )
    return term.replace("/", "::")


def underscore(word: str) -> str:
    """`ActiveModel::Errors` to `active_model/errors`."""
    if not re.search(r"[A-Z-]|::", word):
        return word
    word = word.replace("::", "/")
    word = re.sub(r"([A-Z])(?=[A-Z][a-z])|([a-z\d])(?=[A-Z])", r"\g<0>_", word, flags=re.ASCII)
    return word.replace("-", "_").lower()


def humanize(word: str, capitalized: bool = True, keep_id: bool = False) -> str:
    """`author_id` to `Author`."""
    word = re.sub(r"\A_+", "", word)
    if not keep_id:
        word = word.removesuffix("_id")
    word = word.replace("_", " ")
    word = re.sub(r"[a-z\d]*", lambda m: m[0].lower(), word, flags=re.IGNORECASE | re.ASCII)
    return re.sub(r"\A\w", lambda m: m[0].upper(), word, flags=re.ASCII) if capitalized else word


def titleize(word: str, keep_id: bool = False) -> str:
    """`man from the boondocks` to `Man From The Boondocks`."""
    return re.sub(
        r"\b(?<!\w['’`()])[a-z]",
        lambda m: m[0].upper(),
        humanize(underscore(word), keep_id=keep_id),
    )


def demodulize(path: str) -> str:
    """What stands behind the last `::`."""
    return path.rpartition("::")[2]


def deconstantize(path: str) -> str:
    """What stands before the last `::`."""
    return path.rpartition("::")[0]


_APPROXIMATIONS = {
    "×": "x", "ß": "ss", "Æ": "AE", "Ð": "D", "Ø": "O", "Þ": "Th", "æ": "ae", "ð": "d", "ø": "o", "þ": "th",
    "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "ı": "i", "Ĳ": "IJ", "ĳ": "ij", "ĸ": "k", "Ŀ": "L", "ŀ": "l",
    "Ł": "L", "ł": "l", "ŉ": "'n", "Ŋ": "NG", "ŋ": "ng", "Œ": "OE", "œ": "oe", "Ŧ": "T", "ŧ": "t",
}  # fmt: skip


@lru_cache(1024)
def approximation(char: str) -> str | None:
    """ASCII for a Latin letter up to U+017E; None for others, as the reference's table has no more."""
    if char in _APPROXIMATIONS:
        return _APPROXIMATIONS[char]
    base = unicodedata.normalize("NFD", char)[0]
    return base if "\xc0" <= char <= "\u017e" and base.isascii() else None


def transliterate(value: str, replacement: str = "?") -> str:
    """The text in ASCII."""
    if value.isascii():
        return value
    found = unicodedata.normalize("NFC", value)
    return "".join(
        c if c.isascii() else a if (a := approximation(c)) is not None else replacement for c in found
    )


def parameterize(value: str, separator: str = "-", preserve_case: bool = False) -> str:
    """The text as part of a URL."""
    found = re.sub(
        r"[^a-z0-9\-_]+", lambda m: separator, transliterate(value), flags=re.IGNORECASE | re.ASCII
    )
    if separator:
        sign = re.escape(separator)
        found = re.sub(f"{sign}{{2,}}", lambda m: separator, found)
        found = re.sub(f"^{sign}|{sign}$", "", found, flags=re.MULTILINE | re.IGNORECASE)
    return found if preserve_case else found.lower()
