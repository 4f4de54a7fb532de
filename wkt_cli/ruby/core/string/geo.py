"""The SDK's look-ups of countries, currencies and states by name or code; ISO's tables are pycountry's."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ...values import Proc
from ..object import to_s
from .base import text_method

COUNTRY_NAMES = {
    "england": "GB",
    "great britain": "GB",
    "south korea": "KR",
    "north korea": "KP",
    "russia": "RU",
    "iran": "IR",
    "syria": "SY",
    "vietnam": "VN",
    "laos": "LA",
    "bolivia": "BO",
    "venezuela": "VE",
    "tanzania": "TZ",
    "moldova": "MD",
    "macedonia": "MK",
    "taiwan": "TW",
    "turkey": "TR",
    "czech republic": "CZ",
    "ivory coast": "CI",
    "brunei": "BN",
    "palestine": "PS",
    "uk": "GB",
    "united states of america": "US",
    "usa": "US",
}
"""Names in common use that ISO 3166 has not."""

STATE_NAMES = {
    "DE": {
        "bavaria": "BY",
        "hesse": "HE",
        "lower saxony": "NI",
        "north rhine-westphalia": "NW",
        "rhineland-palatinate": "RP",
        "saxony": "SN",
        "saxony-anhalt": "ST",
        "thuringia": "TH",
        "mecklenburg-western pomerania": "MV",
    },
    "AT": {
        "carinthia": "2",
        "lower austria": "3",
        "upper austria": "4",
        "styria": "6",
        "tyrol": "7",
        "vienna": "9",
    },
    "IT": {
        "lombardy": "25",
        "piedmont": "21",
        "sardinia": "88",
        "sicily": "82",
        "tuscany": "52",
    },
    "ES": {"andalusia": "AN", "catalonia": "CT", "basque country": "PV", "castile and leon": "CL"},
    "CH": {"geneva": "GE", "lucerne": "LU", "zurich": "ZH"},
}
"""English names of states that ISO 3166-2 lists by their own names."""

CURRENCY_SYMBOLS = {"INR": "₨"}
CURRENCY_NAMES = {"EUR": "Euro", "JPY": "Yen", "CNY": "Yuan Renminbi", "CHF": "Francs"}


@lru_cache(512)
def country(name: str) -> Any:
    """Pycountry's record of a country by code, number or name; None for an unknown one."""
    import pycountry

    wanted = name.strip().lower()
    if not wanted:
        return None
    code = COUNTRY_NAMES.get(wanted)
    if code:
        return pycountry.countries.get(alpha_2=code)
    try:
        return pycountry.countries.lookup(wanted)
    except LookupError:
        return None


@lru_cache(512)
def english_name(code: str) -> str:
    """The short English name of a country."""
    from babel import Locale

    known = {
        value: key.title() for key, value in COUNTRY_NAMES.items() if value in ("RU", "VN", "TW", "TR", "CZ")
    }
    return known.get(code) or Locale("en").territories.get(code) or code


def _country(method_name: str, field: str) -> None:
    @text_method(method_name)
    def look_up(self: str, block: Proc | None) -> str | None:
        found = country(self)
        if found is None:
            return None
        return english_name(found.alpha_2) if field == "name" else getattr(found, field)

    look_up.__doc__ = f"The {field} of a country, or nil."


_country("to_country_alpha2", "alpha_2")
_country("to_country_alpha3", "alpha_3")
_country("to_country_name", "name")
_country("to_country_number", "numeric")


@lru_cache(512)
def currency_code(name: str) -> str | None:
    """The currency of a code or of a country."""
    import pycountry
    from babel.numbers import get_territory_currencies

    if len(name) == 3 and pycountry.currencies.get(alpha_3=name.upper()):
        return name.upper()
    found = country(name)
    codes = get_territory_currencies(found.alpha_2) if found else []
    return codes[0] if codes else None


@text_method("to_currency_code")
def to_currency_code(self: str, block: Proc | None) -> str | None:
    """The code of a country's currency."""
    return currency_code(self)


@text_method("to_currency_name")
def to_currency_name(self: str, block: Proc | None) -> str | None:
    """The plural name of a currency, without its country."""
    code = currency_code(self)
    if code is None:
        return None
    from babel.numbers import get_currency_name

    return CURRENCY_NAMES.get(code) or get_currency_name(code, 2, "en").split()[-1].capitalize()


@text_method("to_currency_symbol")
def to_currency_symbol(self: str, block: Proc | None) -> str | None:
    """The symbol of a currency."""
    code = currency_code(self)
    if code is None:
        return None
    from babel.numbers import get_currency_symbol

    return (
        CURRENCY_SYMBOLS.get(code)
        or get_currency_symbol(code, "en").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        or code
    )


def state(name: str, country_name: str) -> Any:
    """Pycountry's record of a state, or None."""
    import pycountry

    where = country(country_name)
    if where is None or not name.strip():
        return None
    wanted = name.strip().lower()
    code = STATE_NAMES.get(where.alpha_2, {}).get(wanted)
    states: list[Any] = [one for one in pycountry.subdivisions if one.country_code == where.alpha_2]
    for found in states:
        short = found.code.partition("-")[2]
        if short == code or short.lower() == wanted or found.name.lower() == wanted:
            return found
    return None


@text_method("to_state_code")
def to_state_code(self: str, block: Proc | None, country_name: Any = "US") -> str | None:
    """The code of a state."""
    found = state(self, to_s(country_name))
    return None if found is None else found.code.partition("-")[2]


@text_method("to_state_name")
def to_state_name(self: str, block: Proc | None, country_name: Any = "US") -> str | None:
    """The name of a state, in capitals."""
    found = state(self, to_s(country_name))
    return None if found is None else found.name.upper()


def _number(name: str, kind: str) -> None:
    @text_method(name)
    def shown(self: str, block: Proc | None, settings: Any = None) -> Any:
        from ...values import Hash
        from .. import number_format

        return getattr(number_format, kind)(self, number_format.named(settings or Hash()))

    shown.__doc__ = f"ActiveSupport's number format {kind}."


_number("to_currency", "currency")
_number("to_phone", "phone")
