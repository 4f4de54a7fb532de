"""ActiveSupport's number formats: `to_s(:delimited)`, `:rounded`, `:currency`, `:percentage`, `:human` …

`to_currency` and `to_phone` of strings use them too.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..errors import ArgumentError
from ..registry import FLOAT, INTEGER, STRING, method, send
from ..values import Hash, Proc, RString, Symbol
from .decimals import of_rational
from .numeric import BIG_DECIMAL, to_float
from .rounding import quantized

BASE = {
    "separator": ".",
    "delimiter": ",",
    "precision": 3,
    "significant": False,
    "strip_insignificant_zeros": False,
}
CURRENCY = {"format": "%u%n", "unit": "$", "precision": 2}
HUMAN = {"delimiter": "", "significant": True, "strip_insignificant_zeros": True}
DEFAULTS: dict[str, dict[str, Any]] = {
    "rounded": {"delimiter": ""},
    "currency": CURRENCY,
    "percentage": {"delimiter": "", "format": "%n%"},
    "human": HUMAN,
}
DECIMAL_UNITS = {
    0: "unit", 1: "ten", 2: "hundred", 3: "thousand", 6: "million", 9: "billion", 12: "trillion",
    15: "quadrillion",
    -1: "deci", -2: "centi", -3: "mili", -6: "micro", -9: "nano", -12: "pico", -15: "femto",
}  # fmt: skip
UNIT_NAMES = {
    "unit": "", "thousand": "Thousand", "million": "Million", "billion": "Billion", "trillion": "Trillion",
    "quadrillion": "Quadrillion",
}  # fmt: skip
STORAGE = ("", "KB", "MB", "GB", "TB", "PB", "EB")
Settings = dict[str, Any]


def named(settings: Any) -> Settings:
    """Options with plain text names."""
    if not isinstance(settings, Hash):
        return {}
    return {
        key.name if isinstance(key, Symbol) else str(key): plain(value) for key, value in settings.items()
    }


def plain(value: Any) -> Any:
    """A text option as `str`."""
    return value.text if isinstance(value, RString) else value


def written(number: Any) -> str:
    """`to_s` of a number or text."""
    return str(plain(number)) if isinstance(number, (str, RString)) else str(send(number, "to_s"))


def valid(number: Any) -> bool:
    """Whether ActiveSupport takes it for a number."""
    if not isinstance(number, (str, RString)):
        return not isinstance(number, bool)
    text = written(number)
    if re.search("[deDE]", text):
        return False
    return bool(re.fullmatch(r"\s*[-+]?\d+(_\d+)*(\.\d+(_\d+)*)?\s*", text))


def merged(kind: str, given: Settings) -> Settings:
    """Defaults of a format with the options given."""
    return {**BASE, **DEFAULTS.get(kind, {}), **given}


def to_decimal(number: Any, precision: Any) -> Decimal:
    """The number that rounding works on: a Float by its text, not by its exact value."""
    if isinstance(number, Decimal):
        return number
    if isinstance(number, Fraction):
        return of_rational(number, size_of(Decimal(int(number))) + precision)
    if isinstance(number, (str, RString)):
        if re.search("[deDE]", written(number)):
            raise ArgumentError("scientific notation is not accepted")
        return Decimal(written(number).strip().replace("_", ""))
    return Decimal(repr(number)) if isinstance(number, float) else Decimal(number)


def size_of(number: Decimal) -> int:
    """Digits before the point (less than one for fractions)."""
    return 1 if not number else number.adjusted() + 1


def round_number(number: Any, settings: Settings) -> Any:
    """Rounded to decimals or significant digits; never a negative zero."""
    precision = settings["precision"]
    if precision is None:
        return number
    value = to_decimal(number, precision)
    if not value.is_finite():
        return value
    if settings["significant"] and precision > 0:
        precision -= size_of(value)
    mode = settings.get("round_mode")
    from .bigdecimal import mode_of

    rule = mode_of(mode) if mode is not None else "ROUND_HALF_UP"
    found = quantized(value, -precision, rule) if value else value
    return found if found else abs(found)


def fixed_text(value: Decimal, settings: Settings) -> str:
    """The digits of a rounded number."""
    precision = settings["precision"]
    if not value.is_finite():
        return {"Infinity": "Inf", "-Infinity": "-Inf"}.get(str(value), "NaN")
    if settings["significant"] and precision > 0:
        precision = max(0, precision - size_of(value))
    text = format(value, "f")
    left, _, right = text.partition(".")
    return left if precision == 0 else f"{left}.{(right + '0' * precision)[:precision]}"


def rounded(number: Any, given: Settings, kind: str = "rounded") -> str:
    """`to_s(:rounded)`"""
    settings = merged(kind, given)
    if not valid(number):
        return written(number)
    value = round_number(number, settings)
    text = written(number) if settings["precision"] is None else fixed_text(value, settings)
    shown = delimit(text, settings)
    if not settings["strip_insignificant_zeros"]:
        return shown
    separator = re.escape(settings["separator"])
    shown = re.sub(rf"({separator})(\d*[1-9])?0+\Z", lambda m: m[1] + (m[2] or ""), shown, count=1)
    return str(re.sub(rf"{separator}\Z", "", shown, count=1))


def delimit(text: str, settings: Settings) -> str:
    """Thousands apart; a text that is no plain number stays whole."""
    if not valid(text):
        return text
    left, *right = text.split(".")[:2]
    if settings.get("delimiter_pattern") is not None:
        import regex

        pattern = send(settings["delimiter_pattern"], "source")
        left = regex.sub(str(pattern), lambda m: m[0] + settings["delimiter"], left)
    else:
        start = len(left) % 3
        groups = [left[:start]] if start else []
        left = (settings["delimiter"] or "").join(
            groups + [left[at : at + 3] for at in range(start, len(left), 3)]
        )
    return (settings["separator"] or "").join([left, *right])


def delimited(number: Any, given: Settings) -> str:
    """`to_s(:delimited)`"""
    text = written(number)
    if not valid(number) or not valid(text):
        settings = {**BASE, **given}
        left, *right = text.split(".")[:2]
        return settings["separator"].join([left_groups(left, settings), *right]) if valid(number) else text
    return delimit(text, {**BASE, **given})


def left_groups(left: str, settings: Settings) -> str:
    """Groups of three of any text, as ActiveSupport cuts even `1e+20`."""
    start = len(left) % 3
    groups = [left[:start]] if start else []
    return str(settings["delimiter"].join(groups + [left[at : at + 3] for at in range(start, len(left), 3)]))


def currency(number: Any, given: Settings) -> str:
    """`to_s(:currency)`"""
    settings = merged("currency", given)
    if "negative_format" not in given:
        settings["negative_format"] = "-" + settings["format"]
    text = written(number).strip()
    form = settings["format"]
    if text.startswith("-"):
        text = text[1:]
        if settings["precision"] != 0 or leading_float(text) > 0.5:
            form = settings["negative_format"]
    shown = rounded(text, {k: v for k, v in settings.items() if k not in ("format",)}, "currency")
    return str(form.replace("%n", shown).replace("%u", settings["unit"]))


def leading_float(text: str) -> float:
    """`String#to_f` of digits."""
    found = re.match(r"\d+(\.\d+)?", text)
    return float(found[0]) if found else 0.0


def percentage(number: Any, given: Settings) -> str:
    """`to_s(:percentage)`"""
    settings = merged("percentage", given)
    return str(settings["format"].replace("%n", rounded(number, settings)))


def human(number: Any, given: Settings) -> str:
    """`to_s(:human)`: `1.23 Million`"""
    settings = merged("human", given)
    if not valid(number):
        return written(number)
    value = to_float(round_number(number, settings))
    units = named(given.get("units")) if isinstance(given.get("units"), Hash) else UNIT_NAMES
    known = {name: power for power, name in DECIMAL_UNITS.items()}
    powers = sorted((known[name] for name in units if name in known), reverse=True)
    size = math.floor(math.log10(abs(value))) if value else 0
    power = next((p for p in powers if size >= p), 0)
    shown = rounded(value / 10**power if power >= 0 else value * 10**-power, settings)
    unit = units.get(DECIMAL_UNITS[power]) or ""
    form = settings.get("format") or "%n %u"
    return str(form.replace("%n", shown).replace("%u", unit).strip())


def human_size(number: Any, given: Settings) -> str:
    """`to_s(:human_size)`: `1.18 MB`"""
    settings = merged("human", given)
    if not valid(number):
        return written(number)
    value = to_float(number) if not isinstance(number, (str, RString)) else float(written(number))
    if int(value) < 1024:
        return f"{int(value)} {'Byte' if int(value) == 1 else 'Bytes'}"
    power = min(int(math.log(value) / math.log(1024)), len(STORAGE) - 1)
    return f"{rounded(value / 1024**power, settings)} {STORAGE[power]}"


def phone(number: Any, given: Settings) -> str:
    """`to_s(:phone)`"""
    import regex

    delimiter = given.get("delimiter")
    mark = "-" if delimiter is None else delimiter
    pattern = given.get("pattern")
    text = written(number).strip()
    source = str(send(pattern, "source")) if pattern is not None else None
    if given.get("area_code"):
        text = regex.sub(source or r"(\d{1,3})(\d{3})(\d{4}$)", rf"(\1) \2{escaped(mark)}\3", text)
    else:
        form = rf"\1{escaped(mark)}\2{escaped(mark)}\3"
        text = regex.sub(source or r"(\d{0,3})(\d{3})(\d{4})$", form, text)
        if mark.strip() and text.startswith(mark):
            text = text[1:]
    country, extension = given.get("country_code"), given.get("extension")
    head = f"+{written(country)}{mark}" if filled(country) else ""
    return head + text + (f" x {written(extension)}" if filled(extension) else "")


def escaped(text: str) -> str:
    """Text that a replacement takes literally."""
    return text.replace("\\", "\\\\")


def filled(value: Any) -> bool:
    """Not blank."""
    return value is not None and value is not False and str(plain(value)).strip() != ""


FORMATS = {
    "phone": phone, "currency": currency, "percentage": percentage, "delimited": delimited,
    "rounded": rounded,
    "human": human, "human_size": human_size,
}  # fmt: skip


def formatted(number: Any, form: Symbol, settings: Any) -> str:
    """`to_s(:form, options)` of a number; an unknown form gives the plain text."""
    run = FORMATS.get(form.name)
    return run(number, named(settings)) if run else written(number)


@method(STRING, "to_currency")
@method(INTEGER, "to_currency")
@method(FLOAT, "to_currency")
@method(BIG_DECIMAL, "to_currency")
def to_currency(self: Any, block: Proc | None, settings: Any = None) -> str:
    """`$1,234.50`"""
    return currency(self, named(settings))


@method(STRING, "to_phone")
@method(INTEGER, "to_phone")
@method(FLOAT, "to_phone")
@method(BIG_DECIMAL, "to_phone")
def to_phone(self: Any, block: Proc | None, settings: Any = None) -> str:
    """`123-555-1234`"""
    return phone(self, named(settings))


@method(INTEGER, "is_int?")
def is_int(self: int, block: Proc | None) -> bool:
    """Always."""
    return True
