"""Ruby's regular expressions (Onigmo) in the syntax that both `re` and the `regex` package understand.

One recursive descent over the source. Groups become plain numbered groups; which number a name has stands
beside the pattern. On the way it is measured whether the backtracking engine `re`, which is fast but can't be
stopped, may run the pattern, and on texts of what length; all others go to `regex` with a time limit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...errors import RegexpError, RubyError
from ...limits import check_repeats
from .classes import CLASSES, CharacterClass, property_class
from .escapes import ANCHORS, literal, read_character
from .parts import UNLIMITED, Atom, Cost, Translation, survey, survey_names

IGNORECASE, EXTENDED, MULTILINE = 1, 2, 4


@dataclass
class Translator:
    """The state of one translation."""

    source: str
    options: int
    at: int = 0
    depth: int = 0
    extended: bool = False
    multiline: bool = False
    names: dict[str, list[int]] = field(default_factory=dict)
    groups: int = 0
    cost: Cost = field(default_factory=Cost)
    ascii_only: bool = False
    caseless_in_use: bool = False
    repeats: int = 1
    """The most repeats of an atom in the group that is being read."""

    def fail(self, why: str) -> RubyError:
        """The error of a faulty pattern."""
        return RegexpError(f"{why}: /{self.source}/")

    def run(self) -> Translation:
        """Translate all of it."""
        self.extended, self.multiline = bool(self.options & EXTENDED), bool(self.options & MULTILINE)
        self.named, self.total = survey(self.source)
        self.ascii_only = self.caseless_in_use = bool(self.options & IGNORECASE)
        pattern = self.alternatives()
        if self.at < len(self.source):
            raise self.fail("unmatched close parenthesis")
        return Translation(
            pattern, self.names, self.groups, self.cost.exotic, self.cost.bound(), self.ascii_only
        )

    def peek(self, text: str) -> bool:
        """Whether the source goes on with ``text``."""
        return self.source.startswith(text, self.at)

    def take(self, text: str) -> bool:
        """Step over ``text`` if it is next."""
        if self.peek(text):
            self.at += len(text)
            return True
        return False

    def alternatives(self) -> str:
        """Branches up to the closing parenthesis or the end."""
        flags = self.extended, self.multiline
        branches = [self.sequence()]
        while self.take("|"):
            self.cost.marks += 1
            branches.append(self.sequence())
        self.extended, self.multiline = flags
        return "|".join(branches)

    def sequence(self) -> str:
        """Atoms up to the next branch."""
        out: list[str] = []
        line_start = False
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            if self.skip_space():
                continue
            if self.take("^"):
                out += [LINE_START] if line_start else []
                line_start = True
                continue
            atom = self.quantified(self.atom())
            if line_start:
                out.append("^" if atom.solid else LINE_START)
                line_start = False
            out.append(atom.text)
        return "".join(out) + (LINE_START if line_start else "")

    def skip_space(self) -> bool:
        """Step over a blank or a comment of extended syntax, and over `(?#…)`."""
        if self.peek("(?#"):
            end = self.source.find(")", self.at)
            if end < 0:
                raise self.fail("end pattern in group")
            self.at = end + 1
            return True
        if not self.extended:
            return False
        if self.source[self.at] in " \t\n\r\f\v":
            self.at += 1
            return True
        if self.source[self.at] == "#":
            end = self.source.find("\n", self.at)
            self.at = len(self.source) if end < 0 else end + 1
            return True
        return False

    def atom(self) -> Atom:
        """One element without its quantifiers."""
        char = self.source[self.at]
        if char == "(":
            return self.group()
        if char == "[":
            return Atom(self.character_class(), solid=True)
        if char == "\\":
            return self.escape()
        if char in "*+?":
            raise self.fail("target of repeat operator is not specified")
        self.at += 1
        if char == ".":
            return Atom("(?s:.)" if self.multiline else ".", solid=True)
        if char == "$":
            return Atom("$", repeatable=False)
        return Atom(literal(char), solid=True)

    def character_class(self) -> str:
        """A bracket expression."""
        found = CharacterClass(self.source, self.at, self.fail)
        text = found.read()
        self.at = found.at
        self.cost.exotic |= found.exotic
        return text if found.cased else self.caseless(text)

    def caseless(self, text: str) -> str:
        """A class without letters of its own, which case must not widen."""
        return f"(?-i:{text})" if self.caseless_in_use else text

    def quantified(self, atom: Atom) -> Atom:
        """The atom with all quantifiers that follow."""
        while True:
            while self.extended and self.at < len(self.source) and self.skip_space():
                pass
            found = self.quantifier()
            if found is None:
                return atom
            if not atom.repeatable:
                atom.text = f"(?:{atom.text})"
            atom = self.repeated(atom, *found)

    def quantifier(self) -> tuple[int, int | None, str] | None:
        """Least, most and the mode (``""``, ``"?"`` lazy, ``"+"`` possessive) of the next quantifier."""
        if self.at >= len(self.source):
            return None
        simple = SIMPLE.get(self.source[self.at])
        if simple:
            self.at += 1
            mode = "?" if self.take("?") else "+" if self.take("+") else ""
            return (*simple, mode)
        found = BRACES.match(self.source, self.at)
        if not found or found[0] == "{,}":
            return None
        self.at = found.end()
        if found[1] is not None:
            if int(found[1]) > MOST:
                raise self.fail("too big number for repeat range")
            return int(found[1]), int(found[1]), "{"
        low, high = int(found[2] or 0), int(found[3]) if found[3] else None
        if max(low, high or 0) > MOST:
            raise self.fail("too big number for repeat range")
        if high is not None and low > high:
            raise self.fail("upper is smaller than lower in repeat range")
        return low, high, "?" if self.take("?") else ""

    def repeated(self, atom: Atom, low: int, high: int | None, mode: str) -> Atom:
        """The atom under one quantifier; what repeats a repetition is put in a group."""
        self.measure(atom, low, high, mode)
        repeats = atom.repeats * max(low, high or 1, 1)
        check_repeats(repeats, self.source)
        self.repeats = max(self.repeats, repeats)
        body = f"(?:{atom.text})" if atom.quantified else atom.text
        sign = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((low, high))
        if sign is None:
            sign = f"{{{low}}}" if low == high else f"{{{low},{'' if high is None else high}}}"
        text = body + sign + mode.replace("{", "")
        if mode == "{" and self.take("?"):
            text, low = f"(?:{text})?", 0
        return Atom(text, atom.solid and low > 0, atom.marks + 1, quantified=True, repeats=repeats)

    def measure(self, atom: Atom, low: int, high: int | None, mode: str) -> None:
        """Count what the quantifier adds to the cost of a failing match."""
        self.cost.marks += 1
        if atom.marks and (high is None or high > 1) and not (mode == "{" and low < 4):
            self.cost.exotic = True
        self.cost.variable += low != high
        if mode == "+" or low == high:
            return
        if high is not None:
            self.cost.choices = min(self.cost.choices * (high - low + 1), UNLIMITED)
        elif not LAST.match(self.source, self.at):
            self.cost.loops += 1

    def group(self) -> Atom:
        """A parenthesis of any kind; it is repeated as often as what is repeated most in it."""
        outer, self.repeats = self.repeats, 1
        atom = self.parenthesis()
        atom.repeats = self.repeats
        self.repeats = max(outer, self.repeats)
        return atom

    def parenthesis(self) -> Atom:
        """A group, lookaround, comment or inline flags."""
        self.depth += 1
        if self.depth > 200:
            raise self.fail("too deep nest level")
        marks = self.cost.marks
        self.at += 1
        opener = self.opener()
        if opener is None:
            self.depth -= 1
            return self.inline_flags()
        flags = self.extended, self.multiline
        if opener.startswith("(?") and opener.endswith(":") and opener != "(?:":
            opener = self.scoped(opener)
        variable = self.cost.variable
        body = self.alternatives()
        self.extended, self.multiline = flags
        if opener in ("(?<=", "(?<!") and self.cost.variable > variable:
            raise self.fail("invalid pattern in look-behind")
        if not self.take(")"):
            raise self.fail("end pattern with unmatched parenthesis")
        self.depth -= 1
        if opener == "(?~":
            return Atom(f"(?:(?!{body})[\\s\\S])*", marks=1, quantified=True)
        return Atom(f"{opener}{body})", marks=self.cost.marks - marks)

    def opener(self) -> str | None:
        """Python's form of how a group starts; None for flags without a body, such as `(?i)`."""
        if not self.peek("?"):
            return self.capture() if not self.named else "(?:"
        for start in ("?:", "?=", "?!", "?>", "?<=", "?<!", "?~"):
            if self.take(start):
                return "(" + start
        found = GROUP_NAME.match(self.source, self.at)
        if found:
            self.at = found.end()
            return self.capture(found[1] or found[2])
        if self.peek("?<") or self.peek("?'"):
            name = re.compile(r"\w*").match(self.source, self.at + 2)
            raise self.fail(
                "group name is empty" if not name or not name[0] else f"invalid group name <{name[0]}>"
            )
        if self.at + 1 >= len(self.source):
            raise self.fail("end pattern in group")
        found = CONDITION.match(self.source, self.at)
        if found:
            self.at = found.end()
            return f"(?({found[1] or self.number(found[2] or found[3])})"
        found = FLAGS.match(self.source, self.at)
        if not found:
            raise self.fail("undefined group option")
        if found[3] == ")":
            return None
        self.at = found.end()
        return f"(?{found[1]}-{found[2] or ''}:"

    def capture(self, name: str | None = None) -> str:
        """Open a numbered group."""
        self.groups += 1
        if name:
            self.names.setdefault(name, []).append(self.groups)
        return "("

    def scoped(self, opener: str) -> str:
        """Apply the flags of `(?im-x:`; only `i` is left to Python."""
        on, off = opener[2:-1].split("-")
        self.extended = (self.extended or "x" in on) and "x" not in off
        self.multiline = (self.multiline or "m" in on) and "m" not in off
        self.ascii_only |= "i" in on
        self.caseless_in_use |= "i" in on
        return "(?i:" if "i" in on else "(?-i:" if "i" in off else "(?:"

    def inline_flags(self) -> Atom:
        """`(?i)`: from here to the end of the enclosing group, branches included."""
        found = FLAGS.match(self.source, self.at)
        assert found
        self.at = found.end()
        opener = self.scoped(f"(?{found[1]}-{found[2] or ''}:")
        marks = self.cost.marks
        body = self.alternatives()
        return Atom(f"{opener}{body})", marks=self.cost.marks - marks)

    def number(self, name: str) -> int:
        """The group a name or a relative number stands for."""
        if re.fullmatch(r"-?\d+", name):
            return int(name) if int(name) >= 0 else self.groups + 1 + int(name)
        return self.names.get(name, [0])[-1] or self.ahead(name)

    def ahead(self, name: str) -> int:
        """The number of a group that comes later."""
        for index, found in enumerate(survey_names(self.source), 1):
            if found == name:
                return index
        raise self.fail(f"undefined name <{name}> reference")

    def escape(self) -> Atom:
        """A backslash and what belongs to it."""
        if self.at + 1 >= len(self.source):
            raise self.fail("too short escape sequence")
        char = self.source[self.at + 1]
        if char in ANCHORS:
            self.at += 2
            self.cost.exotic |= char in "GKX"
            self.ascii_only |= char in "bB"
            return Atom(ANCHORS[char], solid=char in "RX", repeatable=False, marks=char == "R")
        if char in CLASSES:
            self.at += 2
            return Atom(self.caseless(CLASSES[char]), solid=True)
        if char in "pP":
            text, self.at = property_class(self.source, self.at, self.fail)
            self.cost.exotic = True
            return Atom(text, solid=True)
        if char in "kg" and self.source[self.at + 2 : self.at + 3] in ("<", "'"):
            return self.reference(char)
        if char in "123456789":
            found = self.numbered()
            if found:
                return found
        text, self.at = read_character(self.source, self.at, self.fail)
        return Atom(
            "".join(map(literal, text)) if len(text) == 1 else f"(?:{''.join(map(literal, text))})",
            solid=True,
        )

    def numbered(self) -> Atom | None:
        r"""`\1`; None where it is an octal character."""
        digits = re.compile(r"\d+").match(self.source, self.at + 1)
        assert digits
        number = int(digits[0])
        if number > 9 and number > self.total:
            return None
        if self.named:
            raise self.fail("numbered backref/call is not allowed. (use name)")
        if number > self.total:
            raise self.fail("invalid backref number/name")
        self.at = digits.end()
        return self.backward(number)

    def backward(self, number: int) -> Atom:
        """A reference to the text of a group."""
        self.cost.loops += 1
        if number > self.groups:
            return Atom("(?!)")
        return Atom(f"(?:\\{number})")

    def reference(self, kind: str) -> Atom:
        r"""`\k<name>` and `\g<name>`."""
        found = REFERENCE.match(self.source, self.at + 2)
        if not found:
            raise self.fail("invalid backref number/name")
        self.at = found.end()
        name = found[1] or found[2]
        if kind == "g":
            self.cost.exotic = True
            return Atom(f"(?{self.number(name)})", marks=1)
        numbers = self.names.get(name)
        if numbers and len(numbers) > 1:
            return Atom("(?:" + "|".join(f"\\{n}" for n in reversed(numbers)) + ")", marks=1)
        return self.backward(self.number(name))


MOST = 100000
LINE_START = r"^(?:(?!\Z)|(?<!\n))"
SIMPLE: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
BRACES = re.compile(r"\{(?:(\d+)|(\d*),(\d*))\}")
LAST = re.compile(r"\)*(?:\||\Z)")
GROUP_NAME = re.compile(r"\?<([^\W\d]\w*)>|\?'([^\W\d]\w*)'")
CONDITION = re.compile(r"\?\((?:(\d+)|<(\w+)>|'(\w+)')\)")
FLAGS = re.compile(r"\?([imxauds]*)(?:-([imx]*))?([:)])")
REFERENCE = re.compile(r"<(-?\w+)(?:[+-]\d+)?>|'(-?\w+)'")
