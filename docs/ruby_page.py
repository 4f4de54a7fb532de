"""Fills what README.md and docs/ruby-connectors.md say of Ruby, from docs/ruby_support.toml and the registry.

A place to fill looks like this; its name is a key of `PARTS`::

    <!-- ruby: methods -->
    <!-- end -->
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from commands_page import table

from wkt_cli.ruby import limits, program, registry, sandbox
from wkt_cli.ruby.values import RClass

HERE = Path(__file__).resolve().parent
SUPPORT: dict[str, Any] = tomllib.loads((HERE / "ruby_support.toml").read_text(encoding="utf-8"))
MODULES = (
    "Math", "JSON", "Base64", "SecureRandom", "CGI", "ERB::Util", "URI", "YAML", "OpenSSL::HMAC",
    "OpenSSL::Digest", "OpenSSL::KDF", "Digest::SHA256", "File",
)
"""Modules and classes of which only class methods matter; `Digest::SHA256` stands for its sisters."""
INNER = (
    "BasicObject", "Boolean", "TrueClass", "FalseClass", "Class", "Enumerator::Generator", "Enumerator::Yielder",
    "Enumerator::Chain", "ActiveSupport::ArrayInquirer", "ActiveSupport::Duration::Scalar",
    "ActiveSupport::Multibyte::Chars", "Digest::Base", "URI::RFC2396_Parser", "Workato::", "KeyError", "StopIteration",
    "NameError", "NoMethodError", "FrozenError", "UncaughtThrowError", "LocalJumpError", "NoMatchingPatternKeyError",
)
"""Types that are left out of the table: they add little to those that stand there, or are no types that one names."""
PARTS_OF_WORKATO = ("csv", "net", "stream")
HIDDEN = {"initialize", "initialize_copy", "method_missing", "respond_to_missing?", "marshal_dump"}

_PLACE = re.compile(r"(<!-- ruby: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(text: str) -> str:
    """Give a text with its places filled."""
    program.get_ready()
    return _PLACE.sub(lambda place: f"{place[1]}{PARTS[place[2]]()}\n{place[3]}", text)


def support() -> str:
    """Give the table of what is supported, by groups."""
    rows = []
    for group, lines in groupby(SUPPORT["row"], lambda row: str(row["group"])):
        rows.append((f"**{group}**", "", ""))
        rows += [(row["what"], row["verdict"], row.get("remark", "")) for row in lines]
    return _with_facts(table(("", "Supported", ""), rows))


def readme() -> str:
    """Give the same for README.md, whose links lead to the page."""
    return support().replace("](#", "](docs/ruby-connectors.md#")


def _with_facts(text: str) -> str:
    """Put what the program knows into the braces of a text."""
    return re.sub(r"\{([A-Z][\w:]*)\}", lambda found: about(found[1]), text)


def departures() -> str:
    """Give the table of departures."""
    rows = [(one["there"], one["here"], one["why"]) for one in SUPPORT["departure"]]
    return table(("Ruby, or the platform", "wkt", "Why"), rows)


def methods() -> str:
    """Give the methods of each type, then those of modules; a class method begins with a dot."""
    rows = [(f"`{rclass.name}`", _codes(_methods(rclass))) for rclass in shown_types()]
    rows += [(f"`{name}`", _codes(_class_methods(registry.find_constant(name)))) for name in MODULES]
    return table(("Type", "Methods"), rows)


def shown_types() -> list[RClass]:
    """Give the types of the table, by name."""
    shown = [one for one in registry.own if not one.open and not one.name.startswith(INNER)]
    return sorted(shown, key=lambda one: one.name)


def about(name: str) -> str:
    """Give about how many methods a type defines itself, so that one more or less makes no other page."""
    return f"{len(_instance_methods(registry.find_constant(name))) // 10 * 10}+"


def _methods(rclass: RClass) -> list[str]:
    return [*_instance_methods(rclass), *_class_methods(rclass)]


def _class_methods(rclass: RClass) -> list[str]:
    return sorted(f".{name}" for name in {*rclass.singleton} - HIDDEN)


def _instance_methods(rclass: RClass) -> list[str]:
    forms: set[str] = set().union(*(registry.exact.get(pytype, {}).keys() for pytype in rclass.pytypes))
    return sorted({*registry.own.get(rclass, {}), *forms} - HIDDEN)


def words() -> str:
    """Give the words without a receiver, the chain of a request, and `workato.…`."""
    there = sorted(registry.functions)
    request = [name for name in _sdk("Request") if name not in _of_every_object()]
    packages = [name for name in _sdk("WorkatoModule") if name not in PARTS_OF_WORKATO]
    inner = [f"{part}.{name}" for part in PARTS_OF_WORKATO for name in _sdk(f"{part.capitalize()}Package")]
    rows = [
        ("Bare words", _codes(there)), ("On a request", _codes(request)),
        ("`workato.`", _codes(sorted([*packages, *inner]))),
    ]  # fmt: skip
    return table(("", ""), rows)


def _sdk(name: str) -> list[str]:
    return _instance_methods(registry.find_constant(f"Workato::Connector::Sdk::{name}"))


def _of_every_object() -> tuple[str, ...]:
    from wkt_cli.runtime.ruby_words import OF_THE_OBJECT

    return (*OF_THE_OBJECT, "==", "nil?")


def libraries() -> str:
    """Give what `require` takes."""
    return f"{_codes(sorted(sandbox.LIBRARIES))}, and all of `active_support/core_ext/…`"


def refused() -> str:
    """Give what the sandbox refuses, by reason."""
    tables = (sandbox.CONSTANTS, sandbox.FUNCTIONS, sandbox.METHODS, sandbox.GLOBALS)
    reasons = Counter(reason for names in tables for reason in names.values())
    rows = [(_codes(_names_of(reason, tables)), _sentence(reason)) for reason in reasons]
    return table(("Refused", "What the message says"), rows)


def _names_of(reason: str, tables: Iterable[dict[str, str]]) -> list[str]:
    return sorted({name for names in tables for name, own in names.items() if own == reason})


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] if not text.startswith("wkt") else text


def bounds() -> str:
    """Give the limits, from the program's own numbers."""
    usual, fixed, waiting = limits.usual, "fixed", "waiting for replies and `sleep` don't count"
    rows = [
        ("Computing time of one block", f"{usual.time:g} s; {waiting}", "`--limit-time`"),
        ("Memory that it adds to the process", f"{usual.memory // 1_000_000} MB, on Linux", "`--limit-memory`"),
        ("Calls inside each other", f"{usual.depth:,}", "`--limit-depth`"),
        ("What it prints", f"{usual.output:,} characters", "`--limit-output`"),
        ("One text", f"{limits.MAX_BYTES // 1_000_000} MB", fixed),
        ("One array or hash", f"{limits.MAX_ITEMS:,} elements", fixed),
        ("One integer", f"{limits.MAX_DIGITS:,} digits", fixed),
        ("Nesting of data", f"{limits.MAX_NESTING:,} levels", fixed),
        ("Enumerators read by `next` at once", f"{limits.MAX_COROUTINES}", fixed),
        ("One BigDecimal or fraction", f"{limits.MAX_DECIMALS:,} digits", fixed),
        ("One `sleep`", f"{limits.MAX_WAIT:,} s", fixed),
    ]
    return table(("What", "Limit", "Moved by"), rows)


def _codes(names: Iterable[str]) -> str:
    return ", ".join(_code(name) for name in names)


def _code(name: str) -> str:
    return f"`` {name} ``" if "`" in name else f"`{name}`"


PARTS: dict[str, Callable[[], str]] = {
    "support": support, "readme": readme, "departures": departures, "methods": methods, "words": words,
    "libraries": libraries, "refused": refused, "limits": bounds,
}  # fmt: skip
