"""YAML as Psych 4 reads and writes it, over PyYAML's scanner and emitter.

Reading goes by events, so that plain scalars get Psych's rules (`010` is 8, `1e3` is text).
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from typing import Any

from ...patterns import lazy_pattern

FLOAT = lazy_pattern(r"[-+]?([0-9][0-9_,]*)?\.[0-9]*([eE][+-][0-9]+)?")
INTEGER = lazy_pattern(
    r"[-+]?0[bB][0-1_,]+|[-+]?0[0-7_,]+|[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|[-+]?0[xX][0-9a-fA-F_,]+"
)
TIME = lazy_pattern(
    r"-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(\d\d)?))?",
    re.ASCII,
)
DATE = lazy_pattern(r"\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)", re.ASCII)
SEXAGESIMAL = lazy_pattern(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}(\.[0-9_]*)?")
WORDY = lazy_pattern(r"[^\d.:-]?[A-Za-z_\s!@#$%^&*(){}<>|/\\~;=]+")
WORDS = {
    "~": None,
    "null": None,
    "yes": True,
    "true": True,
    "on": True,
    "no": False,
    "false": False,
    "off": False,
}


class YamlError(ValueError):
    """Text that is no YAML, with Psych's words."""


class Disallowed(ValueError):
    """A value of a class that was not permitted; the argument is the class."""


class UnknownAlias(ValueError):
    """An alias where none are allowed, or without its anchor."""


class Maker:
    """How the values of a host language are made; plain Python by default."""

    def date(self, text: str) -> Any:
        """A date."""
        raise Disallowed("Date")

    def time(self, text: str) -> Any:
        """A time."""
        raise Disallowed("Time")

    def symbol(self, text: str) -> Any:
        """A Symbol."""
        raise Disallowed("Symbol")

    def mapping(self, pairs: list[tuple[Any, Any]]) -> Any:
        """A mapping."""
        return dict(pairs)

    def binary(self, data: bytes) -> Any:
        """Bytes."""
        return data


def integer(text: str) -> int:
    """An integer in Ruby's notation: a leading zero means octal."""
    bare = text.replace(",", "").replace("_", "")
    sign, digits = (-1 if bare[0] == "-" else 1), bare.lstrip("+-").lower()
    for prefix, base in (("0x", 16), ("0b", 2)):
        if digits.startswith(prefix):
            return sign * int(digits[2:], base)
    return sign * int(digits, 8 if digits.startswith("0") and len(digits) > 1 else 10)


def sexagesimal(text: str) -> Any:
    """Hours, minutes and seconds as one number; Psych takes `1:30` for hours and minutes."""
    sign = -1 if text.startswith("-") else 1
    total: Any = 0
    for place, piece in enumerate(text.lstrip("+-").replace("_", "").split(":")):
        total += (float(piece or 0) if "." in piece else int(piece)) * 60 ** abs(place - 2)
    return sign * total


def plain(text: str, make: Maker) -> Any:
    """A plain scalar's value, by the order of Psych's scanner."""
    if not text:
        return None
    if WORDY.match(text) or "\n" in text:
        if len(text) > 5 or not re.match("[ytonf~]", text, re.IGNORECASE):
            return text
        return WORDS.get("~" if text == "~" else text.lower(), text) if text != "~" else None
    return odd(text, make)


def odd(text: str, make: Maker) -> Any:
    """A plain scalar that begins like a number, a date or a Symbol."""
    if TIME.fullmatch(text):
        return make.time(text)
    if DATE.fullmatch(text):
        return make.date(text)
    lower = text.lower()
    if lower in (".inf", "+.inf", "-.inf", ".nan"):
        return float(lower.replace(".", ""))
    if len(text) > 1 and text[0] == ":":
        quoted = re.fullmatch(r":[\"'](.*)[\"']", text)
        return make.symbol(quoted[1] if quoted else text[1:])
    if SEXAGESIMAL.fullmatch(text):
        return sexagesimal(text)
    if FLOAT.fullmatch(text) and text.lstrip("+-") != ".":
        return float(text.replace(",", "").replace("_", ""))
    return integer(text) if INTEGER.fullmatch(text) else text


MAX_FLOW = 500
"""Brackets and braces inside each other; PyYAML looks at all that are open for each that comes."""


@lru_cache
def bounded_loader() -> Any:
    """PyYAML's loader, which stops at too many brackets inside each other."""
    import yaml

    class Bounded(yaml.SafeLoader):
        def fetch_flow_collection_start(self, token: Any) -> None:
            if self.flow_level >= MAX_FLOW:
                raise yaml.scanner.ScannerError(None, None, "exceeded max depth", self.get_mark())
            super().fetch_flow_collection_start(token)

    return Bounded


def load(text: str, make: Maker | None = None, aliases: bool = False) -> Any:
    """The first document of a text; None if there is none."""
    import yaml

    try:
        events = list(yaml.parse(text, Loader=bounded_loader()))
    except yaml.YAMLError as error:
        raise YamlError(explained(error, text))
    builder = Builder(make or Maker(), aliases)
    stream = iter(events)
    for event in stream:
        if isinstance(event, yaml.DocumentStartEvent):
            return builder.build(next(stream), stream)
    return None


MESSAGES: tuple[tuple[str, str], ...] = (
    ("expected the node content, but found", "did not find expected node content"),
    ("expected <block end>, but found", "did not find expected '-' indicator"),
    ("expected ',' or ']', but got", "did not find expected ',' or ']'"),
    ("expected ',' or '}', but got", "did not find expected ',' or '}'"),
    ("expected ':', but", "could not find expected ':'"),
    ("could not find expected ':'", "could not find expected ':'"),
    ("mapping values are not allowed here", "mapping values are not allowed in this context"),
    ("found unexpected end of stream", "found unexpected end of stream"),
    ("found character", "found character that cannot start any token"),
    ("expected '<document start>'", "did not find expected <document start>"),
)
"""PyYAML's words and libyaml's, which Psych shows."""


def explained(error: Any, text: str) -> str:
    """The message of a syntax error as Psych writes it."""
    problem = str(getattr(error, "problem", None) or error)
    for theirs, ours in MESSAGES:
        if problem.startswith(theirs):
            problem = ours
            break
    context = getattr(error, "context", None)
    if context and "block mapping" in context and "'-' indicator" in problem:
        problem = "did not find expected key"
    mark = (
        getattr(error, "context_mark", None)
        if "scanning a" in str(context) and "quoted" in str(context)
        else None
    )
    mark = mark or getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if mark and mark.index >= len(text.rstrip("\n")) and "unexpected end" not in problem:
        line, column = text.count("\n") + (0 if text.endswith("\n") else 1) + 1, 1
    return f"(<unknown>): {problem}{' ' + context if context else ''} at line {line} column {column}"


class Builder:
    """Makes values of events."""

    def __init__(self, make: Maker, aliases: bool) -> None:
        self.make, self.aliases = make, aliases
        self.anchors: dict[str, Any] = {}

    def build(self, event: Any, stream: Any) -> Any:
        """The value that an event begins."""
        import yaml

        if isinstance(event, yaml.AliasEvent):
            if not self.aliases or event.anchor not in self.anchors:
                raise UnknownAlias(f"Unknown alias: {event.anchor}")
            return self.anchors[event.anchor]
        if isinstance(event, yaml.ScalarEvent):
            value = self.scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self.sequence(stream)
        else:
            value = self.mapping(event, stream)
        if event.anchor:
            self.anchors[event.anchor] = value
        return value

    def scalar(self, event: Any) -> Any:
        """A scalar by its tag, its quotes or Psych's rules."""
        tag = (event.tag or "").replace("tag:yaml.org,2002:", "")
        if tag in ("str", "!") or (not tag and event.style):
            return event.value
        if tag in ("binary", "!binary"):
            return self.make.binary(base64.b64decode(event.value))
        if tag == "float":
            found = plain(event.value, self.make)
            return float(found) if isinstance(found, (int, str)) else found
        if tag.startswith("!ruby/"):
            kind = tag.split(":")[-1] if ":" in tag else tag.removeprefix("!ruby/")
            if kind in ("sym", "symbol"):
                return self.make.symbol(event.value)
            raise Disallowed(kind)
        return plain(event.value, self.make) if not tag.startswith("!") or tag == "!int" else event.value

    def sequence(self, stream: Any) -> list[Any]:
        """A list."""
        import yaml

        found = []
        for event in stream:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self.build(event, stream))
        return found

    def mapping(self, start: Any, stream: Any) -> Any:
        """A mapping; `<<` merges others into it."""
        import yaml

        if start.tag and start.tag.startswith("!ruby/"):
            raise Disallowed(start.tag.split(":")[-1])
        pairs: list[tuple[Any, Any]] = []
        for event in stream:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.build(event, stream)
            is_merge = isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style
            value = self.build(next(stream), stream)
            if is_merge and isinstance(value, (dict, list)):
                for source in value if isinstance(value, list) else [value]:
                    pairs += list(source.items())
            else:
                pairs.append((key, value))
        return self.make.mapping(pairs)


def text_node(text: str) -> Any:
    """A String in the style that Psych chooses."""
    import yaml

    tag, style = "tag:yaml.org,2002:str", None
    if re.search(r"\n(?!\Z)", text):
        style = "|"
    elif text == "<<":
        return yaml.ScalarNode("tag:yaml.org,2002:str", text, style="'")
    elif text in ("y", "Y", "n", "N") or re.match(r"[^\w][^\"]*$", text):
        style = '"'
    elif not is_text(text) or re.match(r"0[0-7]*\.[0-9]", text):
        style = "'"
    return yaml.ScalarNode(tag, text, style=style)


def is_text(text: str) -> bool:
    """Whether a plain scalar of this text would be read back as text."""
    try:
        return isinstance(plain(text, Maker()), str)
    except Disallowed:
        return False


def word_node(text: str) -> Any:
    """A scalar that is written as it is: numbers, true, Symbols."""
    import yaml

    return yaml.ScalarNode("tag:yaml.org,2002:str", text)


def emit(node: Any) -> str:
    """A document of nodes."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Every scalar counts as plain text: the nodes carry their styles."""

    Dumper.yaml_implicit_resolvers = {}
    text = str(yaml.serialize(node, Dumper=Dumper, explicit_start=True, allow_unicode=True, width=80))
    return text.removesuffix("...\n")
